"""A file that has its name when it is whole, and not before."""

import os
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO

__all__ = ["PartFile"]


class PartFile:
    """Written beside the place where it belongs; it goes there by `keep`, or nowhere by `drop`. Raises OSError."""

    def __init__(self, target: Path, *, mode: int = 0o666) -> None:
        self.target = target
        self._path: Path | None = target.with_name(f".{target.name[:100]}.{os.getpid()}.{os.urandom(4).hex()}.part")
        flags = os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC | os.O_NOFOLLOW
        self.file: BinaryIO = os.fdopen(os.open(self._path, flags, mode), "w+b")

    def keep(self, *, durably: bool = True) -> None:
        """Give it its name, in the place of what has that now; `durably` also through a power cut."""
        if self._path is None:
            return
        self.file.flush()
        if durably:
            os.fsync(self.file.fileno())
        self.file.close()
        self._path.replace(self.target)
        self._path = None
        if durably:
            _flush_folder(self.target.parent)

    def drop(self) -> None:
        """Remove what was not kept."""
        with suppress(OSError):  # a full disk, which is why it is dropped
            self.file.close()
        path, self._path = self._path, None
        if path is not None:
            path.unlink(missing_ok=True)


def _flush_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
