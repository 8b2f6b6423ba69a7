"""A lock between threads, tasks and processes that dies with its holder."""

import errno
import fcntl
import os
from pathlib import Path

from ..errors import TokenFileUnsafe
from .memory import ThreadLock

__all__ = ["FileLock"]

_CANNOT_WRITE = {errno.EROFS, errno.EACCES, errno.EPERM, errno.ENOSPC, errno.EDQUOT}


class FileLock:
    """flock(2) on a file beside the tokens.

    Where no file can be made (a read-only home, a full disk), on the tokens themselves: no one replaces them there.
    """

    def __init__(self, path: Path) -> None:
        self._path = path.with_name(f"{path.name}.lock")
        self._instead = path
        self._here = ThreadLock()
        self._is_alone = False
        self._held: int | None = None

    @property
    def is_held(self) -> bool:
        """Whether some thread of this process holds it through this object."""
        return self._held is not None or self._is_alone

    def try_acquire(self) -> bool:
        """Take it if it is free."""
        handle = self._open()
        if handle is None:  # nothing is there that two processes could fight for
            self._is_alone = self._here.try_acquire()
            return self._is_alone
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(handle)
            return False
        self._held = handle
        return True

    def release(self) -> None:
        """Give it back."""
        if self._is_alone:
            self._is_alone = False
            self._here.release()
        handle, self._held = self._held, None  # first: once it is unlocked, another thread sets it anew
        if handle is not None:
            fcntl.flock(handle, fcntl.LOCK_UN)  # a forked child may have the handle too; closing ours would not do
            os.close(handle)

    def _open(self) -> int | None:
        flags = os.O_CLOEXEC | os.O_NOFOLLOW
        try:
            self._path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            return os.open(self._path, flags | os.O_RDWR | os.O_CREAT, 0o600)
        except OSError as error:
            if error.errno not in _CANNOT_WRITE:
                raise _unsafe(self._path, error) from None
        for path in (self._path, self._instead):
            try:
                return os.open(path, flags | os.O_RDONLY | os.O_NONBLOCK)
            except (FileNotFoundError, NotADirectoryError):
                continue
            except OSError as error:
                if path.exists() or path.is_symlink():
                    raise _unsafe(path, error) from None
        return None


def _unsafe(path: Path, error: OSError) -> TokenFileUnsafe:
    return TokenFileUnsafe(f"{path} is not a file that you can write: {error.strerror}.")
