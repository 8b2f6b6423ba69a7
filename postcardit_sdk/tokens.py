"""Where a session's tokens are kept: in memory, or in a file that only its owner can read."""

import fcntl
import os
import stat
import tempfile
import threading
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from pydantic import TypeAdapter, ValidationError

from .errors import TokenFileUnsafe
from .flow import Lock

__all__ = ["FileTokens", "MemoryTokens", "TokenFileUnsafe", "TokenStore", "Tokens"]

_FILE_BYTES = 64 * 1024


@dataclass(frozen=True, slots=True)
class Tokens:
    """A session as the client keeps it. Times are Unix times in seconds, on this machine's clock.

    `refresh_at` is when the access token is traded for a new one; None means a minute before it expires.
    """

    access_token: str = field(repr=False)
    refresh_token: str | None = field(default=None, repr=False)
    expires_at: float | None = None
    user_id: str | None = None
    username: str | None = None
    refresh_at: float | None = None


_FORMAT = TypeAdapter(Tokens)


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
        try:
            handle = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW, 0o600)
        except OSError as error:
            raise TokenFileUnsafe(f"{self._path} is not a file that you can write: {error.strerror}.") from None
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(handle)
            return False
        self._held = handle
        return True

    def release(self) -> None:
        handle, self._held = self._held, None  # first: once it is unlocked, another thread sets it anew
        if handle is not None:
            fcntl.flock(handle, fcntl.LOCK_UN)  # a forked child may have the handle too; closing ours would not do
            os.close(handle)


class FileTokens:
    """Tokens in one JSON file with mode 0600, replaced whole at each change."""

    def __init__(self, path: str | os.PathLike[str]) -> None:
        self.path = Path(path)
        self.lock: Lock = _FileLock(self.path.with_name(self.path.name + ".lock"))

    def load(self) -> Tokens | None:
        """The tokens as they are now, or None. Raises TokenFileUnsafe for a file that others can reach."""
        try:
            handle = os.open(self.path, os.O_RDONLY | os.O_CLOEXEC | os.O_NOFOLLOW | os.O_NONBLOCK)
        except FileNotFoundError:
            return None
        except OSError as error:
            raise TokenFileUnsafe(f"{self.path} is not a plain file that you can read: {error.strerror}.") from None
        try:
            self._check(os.fstat(handle))
            data = os.read(handle, _FILE_BYTES)
        finally:
            os.close(handle)
        tokens = _decoded(data)
        if tokens is None:
            raise TokenFileUnsafe(f"{self.path} is damaged. Delete it and sign in again.")
        return tokens

    def save(self, tokens: Tokens) -> None:
        """Keep these instead: written beside, flushed, then renamed, so that a crash leaves the old or the new."""
        self.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(".new", f"{self.path.name}.", self.path.parent)  # mode 0600, never a link
        beside = Path(name)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(_FORMAT.dump_json(tokens))
                file.flush()
                os.fsync(file.fileno())
            beside.replace(self.path)
        except BaseException:
            beside.unlink(missing_ok=True)
            raise

    def clear(self) -> None:
        """Forget them."""
        self.path.unlink(missing_ok=True)

    def _check(self, facts: os.stat_result) -> None:
        if not stat.S_ISREG(facts.st_mode) or facts.st_uid != os.getuid():
            raise TokenFileUnsafe(f"{self.path} is not a plain file of yours. Delete it and sign in again.")
        if facts.st_mode & 0o077:
            raise TokenFileUnsafe(f"{self.path} can be read by others. Run: chmod 600 {self.path}")


def _decoded(data: bytes) -> Tokens | None:
    try:
        return _FORMAT.validate_json(data, strict=True)
    except ValidationError:
        return None  # its text would repeat what the file holds
