"""Tokens in a file that only its owner can read."""

import os
import stat
import tempfile
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter, ValidationError
from pydantic_core import from_json, to_json

from ..blackbox import BlackBox, Recorder
from ..errors import TokenFileUnsafe
from ..flow import Lock
from .file_lock import FileLock
from .store import KeptAway, Tokens

__all__ = ["FileTokens", "TokenFile"]

_FILE_BYTES = 64 * 1024
_TICK_NANOSECONDS = 50_000_000
"""Two changes within a tick of the file system's clock may look alike."""

_FORMAT = TypeAdapter(Tokens)
Stamp = tuple[int, int, int, int]


class TokenFile:
    """One JSON file with mode 0600, replaced whole at each change and read again when it has changed."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.lock = FileLock(path)
        self._read: tuple[Stamp, Tokens, dict[str, Any]] | None = None

    def read(self) -> tuple[Tokens, dict[str, Any]] | None:
        """The tokens and what else is noted with them. Raises TokenFileUnsafe for a file that others can reach."""
        known = self._read
        if known is not None and not self.lock.is_held and known[0] == self._stamp():
            return known[1:]
        try:
            handle = os.open(self.path, os.O_RDONLY | os.O_CLOEXEC | os.O_NOFOLLOW | os.O_NONBLOCK)
        except FileNotFoundError:
            self._read = None
            return None
        except OSError as error:
            raise TokenFileUnsafe(f"{self.path} is not a plain file that you can read: {error.strerror}.") from None
        try:
            facts = os.fstat(handle)
            self._check(facts)
            found = _decoded(os.read(handle, _FILE_BYTES))
        finally:
            os.close(handle)
        if found is None:
            raise TokenFileUnsafe(f"{self.path} is damaged. Delete it and sign in again.")
        is_settled = abs(time.time_ns() - facts.st_ctime_ns) > _TICK_NANOSECONDS
        self._read = (_stamp(facts), *found) if is_settled else None
        return found

    def write(self, tokens: Tokens, **noted: str) -> None:
        """Keep these instead: written beside, flushed, then renamed, so that a crash leaves the old or the new."""
        folder = self.path.parent
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(".new", f"{self.path.name}.", folder)  # mode 0600, never a link
        beside = Path(name)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(to_json({**_FORMAT.dump_python(tokens), **noted}))
                file.flush()
                os.fsync(file.fileno())
            beside.replace(self.path)
        except BaseException:
            beside.unlink(missing_ok=True)
            raise
        with suppress(OSError):  # some file systems cannot flush a folder; the file itself is whole in any case
            _flush(folder)

    def remove(self) -> None:
        """Forget them."""
        self.path.unlink(missing_ok=True)
        self._read = None

    def _stamp(self) -> Stamp | None:
        try:
            return _stamp(self.path.lstat())
        except OSError:
            return None

    def _check(self, facts: os.stat_result) -> None:
        if not stat.S_ISREG(facts.st_mode) or facts.st_uid != os.getuid():
            raise TokenFileUnsafe(f"{self.path} is not a plain file of yours. Delete it and sign in again.")
        if facts.st_mode & 0o077:
            raise TokenFileUnsafe(f"{self.path} can be read by others. Run: chmod 600 {self.path}")


class FileTokens:
    """Tokens in one JSON file with mode 0600, and what happened to them in `<file>.blackbox` beside it."""

    def __init__(
        self,
        path: str | os.PathLike[str],
        *,
        blackbox: Recorder | None = None,
        notice: Callable[[str], None] | None = None,
    ) -> None:
        self.path = Path(path)
        self.notice = notice
        self.blackbox: Recorder = blackbox or BlackBox(self.path.with_name(f"{self.path.name}.blackbox"))
        self._file = TokenFile(self.path)
        self.lock: Lock = self._file.lock

    def load(self) -> Tokens | None:
        """The tokens as they are now, or None. Raises TokenFileUnsafe for a file that others can reach."""
        found = self._file.read()
        return None if found is None else found[0]

    def save(self, tokens: Tokens) -> None:
        """Keep these instead. A crash leaves the old or the new."""
        if isinstance(tokens.refresh_token, KeptAway):
            tokens = replace(tokens, refresh_token=tokens.refresh_token.fetch())
        self._file.write(tokens)

    def clear(self) -> None:
        """Forget them."""
        self._file.remove()


def _stamp(facts: os.stat_result) -> Stamp:
    return facts.st_ino, facts.st_size, facts.st_mtime_ns, facts.st_ctime_ns


def _flush(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _decoded(data: bytes) -> tuple[Tokens, dict[str, Any]] | None:
    try:
        return _FORMAT.validate_json(data, strict=True), from_json(data)
    except (ValidationError, ValueError):
        return None  # its text would repeat what the file holds
