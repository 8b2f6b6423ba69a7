"""Files of one's own: written whole or not at all, readable by nobody else, one writer at a time."""

import os
from collections.abc import Generator, Iterable
from contextlib import contextmanager, suppress
from pathlib import Path

__all__ = ["locked", "write_private"]

_CREATED = os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC


def write_private(path: Path, content: bytes | Iterable[bytes], *, overwrite: bool = True) -> None:
    """Write a file with mode 0600, of one or of many pieces, whole or not at all.

    Raises FileExistsError when it is there and may not be overwritten; every OSError names the file.
    """
    beside = path.with_name(f"{path.name}.{os.urandom(4).hex()}.new")
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        handle = os.open(beside, os.O_WRONLY | _CREATED, 0o600)
        with os.fdopen(handle, "wb") as file:
            file.writelines([content] if isinstance(content, bytes) else content)
            file.flush()
            os.fsync(file.fileno())
        if not overwrite:
            os.close(os.open(path, os.O_WRONLY | _CREATED, 0o600))  # fails when somebody was faster
        beside.replace(path)
    except BaseException as error:
        with suppress(OSError):
            beside.unlink(missing_ok=True)
        if isinstance(error, OSError):
            raise OSError(error.errno, error.strerror, str(path)) from None
        raise


@contextmanager
def locked(path: Path) -> Generator[None, None, None]:
    """Hold a file's lock, which ends with its holder: whoever reads, changes and writes does all three in it."""
    import fcntl

    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    flags = os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC
    handle = os.open(path.with_name(f"{path.name}.lock"), flags, 0o600)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)
