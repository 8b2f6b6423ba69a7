"""Where a session's tokens are kept: in memory, or in a file that only its owner can read."""

import fcntl
import json
import os
import stat
import threading
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Protocol

from .errors import PostCardItError
from .flow import Lock

__all__ = ["FileTokens", "MemoryTokens", "TokenFileUnsafe", "TokenStore", "Tokens"]


@dataclass(frozen=True, slots=True)
class Tokens:
    """A session as the client keeps it. `expires_at` is Unix time in seconds on this machine's clock."""

    access_token: str = field(repr=False)
    refresh_token: str | None = field(default=None, repr=False)
    expires_at: float | None = None
    user_id: str | None = None
    username: str | None = None


class TokenFileUnsafe(PostCardItError):
    """The token file is a link, belongs to someone else or is readable by others: it is not used."""


class TokenStore(Protocol):
    """Keeps one account's tokens. The lock makes one refresh of many: hold it, load again, then decide."""

    @property
    def lock(self) -> Lock:
        """Held by whoever refreshes."""
        ...

    def load(self) -> Tokens | None:
        """The tokens as they are now, or None."""
        ...

    def save(self, tokens: Tokens) -> None:
        """Keep these instead."""
        ...

    def clear(self) -> None:
        """Forget them."""
        ...


class _ThreadLock:
    def __init__(self) -> None:
        self._lock = threading.Lock()

    def try_acquire(self) -> bool:
        return self._lock.acquire(blocking=False)

    def release(self) -> None:
        self._lock.release()


class MemoryTokens:
    """Tokens that end with the process."""

    def __init__(self, tokens: Tokens | None = None) -> None:
        self._tokens = tokens
        self.lock: Lock = _ThreadLock()

    def load(self) -> Tokens | None:
        """The tokens as they are now, or None."""
        return self._tokens

    def save(self, tokens: Tokens) -> None:
        """Keep these instead."""
        self._tokens = tokens

    def clear(self) -> None:
        """Forget them."""
        self._tokens = None


class _FileLock:
    """flock(2) on a file beside the tokens: it parts threads, tasks and processes, and dies with its holder."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._held: int | None = None

    def try_acquire(self) -> bool:
        self._path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        handle = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW, 0o600)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(handle)
            return False
        self._held = handle
        return True

    def release(self) -> None:
        if self._held is not None:
            os.close(self._held)
            self._held = None


class FileTokens:
    """Tokens in one JSON file with mode 0600, replaced whole at each change."""

    def __init__(self, path: str | os.PathLike[str]) -> None:
        self.path = Path(path)
        self.lock: Lock = _FileLock(self.path.with_name(self.path.name + ".lock"))
        self._seen: tuple[tuple[int, int], Tokens] | None = None

    def load(self) -> Tokens | None:
        """The tokens as they are now, or None. Raises TokenFileUnsafe for a file that others can reach."""
        try:
            handle = os.open(self.path, os.O_RDONLY | os.O_CLOEXEC | os.O_NOFOLLOW)
        except FileNotFoundError:
            return None
        except OSError as error:
            raise TokenFileUnsafe(f"{self.path} is not a plain file that you can read: {error.strerror}.") from None
        with os.fdopen(handle, encoding="utf-8") as file:
            facts = os.fstat(file.fileno())
            self._check(facts)
            version = (facts.st_ino, facts.st_mtime_ns)
            if self._seen is not None and self._seen[0] == version:
                return self._seen[1]
            try:
                tokens = Tokens(**json.load(file))
            except (ValueError, TypeError):
                raise TokenFileUnsafe(f"{self.path} is damaged. Delete it and sign in again.") from None
        self._seen = (version, tokens)
        return tokens

    def save(self, tokens: Tokens) -> None:
        """Keep these instead: written beside, flushed, then renamed, so that a crash leaves the old or the new."""
        self.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        beside = self.path.with_name(f"{self.path.name}.{os.getpid()}.{threading.get_ident()}.new")
        handle = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_CLOEXEC | os.O_NOFOLLOW, 0o600)
        try:
            with os.fdopen(handle, "w", encoding="utf-8") as file:
                json.dump(asdict(tokens), file)
                file.flush()
                os.fsync(file.fileno())
            beside.replace(self.path)
        except OSError:
            beside.unlink(missing_ok=True)
            raise

    def clear(self) -> None:
        """Forget them."""
        self.path.unlink(missing_ok=True)
        self._seen = None

    def _check(self, facts: os.stat_result) -> None:
        if not stat.S_ISREG(facts.st_mode) or facts.st_uid != os.getuid():
            raise TokenFileUnsafe(f"{self.path} is not a plain file of yours. Delete it and sign in again.")
        if facts.st_mode & 0o077:
            raise TokenFileUnsafe(f"{self.path} can be read by others. Run: chmod 600 {self.path}")
