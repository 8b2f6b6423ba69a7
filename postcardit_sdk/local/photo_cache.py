"""Photos that were fetched, on the disk: what was seen once need not be fetched again.

A photo is a file named by the SHA-256 of its bytes, so any number of accounts and programs may share the folder. It is
checked whenever it is read: one that a power cut or a full disk left torn is as good as none. It only ever saves time:
whatever fails here, a photo is fetched as if nothing were kept.
"""

import hashlib
import os
import re
import time
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO

from .part_file import PartFile
from .store import LocalStore

__all__ = ["PhotoCache", "cache_beside"]

_DIGEST = re.compile(r"[0-9a-f]{64}")
_PIECE_BYTES = 256 * 1024
_STALE_SECONDS = 3600
"""How old a half-written file is when whoever wrote it must be dead."""


class PhotoCache:
    """The folder. When it holds more than `max_bytes`, what was not used for longest goes first."""

    def __init__(self, folder: Path, max_bytes: int) -> None:
        self._folder, self._max_bytes = folder, max_bytes

    def copy_to(self, digest: str, file: BinaryIO) -> bool:
        """Write the photo with this digest into an empty file; False, and the file is empty still, if it is not here.

        Raises OSError when `file` cannot be written.
        """
        path, hasher = self._folder / digest, hashlib.sha256()
        try:
            with path.open("rb") as kept:
                for piece in iter(lambda: kept.read(_PIECE_BYTES), b""):
                    hasher.update(piece)
                    _write(file, piece)
            os.utime(path)  # it was used last
        except _Unwritable as unwritable:
            raise unwritable.error from None
        except OSError:
            hasher = hashlib.sha256()
        if hasher.hexdigest() == digest:
            return True
        _empty(file)
        with suppress(OSError):
            path.unlink(missing_ok=True)
        return False

    def keep(self, digest: str, file: BinaryIO) -> None:
        """Keep the photo in a file, if there is room for it; the file is left at its end."""
        size = file.seek(0, os.SEEK_END)
        path = self._folder / digest
        if size > self._max_bytes:
            return
        with suppress(OSError):  # a full disk, a folder that is not ours: then it is not kept
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            if path.is_file():
                return
            self._make_room(size)
            self._write(path, file)

    def clear(self) -> None:
        """Keep nothing any more."""
        for path, _ in self._files():
            with suppress(OSError):
                path.unlink(missing_ok=True)

    def _write(self, path: Path, file: BinaryIO) -> None:
        part = PartFile(path, mode=0o600)
        try:
            file.seek(0)
            for piece in iter(lambda: file.read(_PIECE_BYTES), b""):
                part.file.write(piece)
            part.keep(durably=False)
        finally:
            part.drop()

    def _make_room(self, wanted: int) -> None:
        """Remove what was used longest ago, and what dead programs left half written."""
        now, found = time.time(), list[tuple[float, int, Path]]()
        for path, facts in self._files():
            if _DIGEST.fullmatch(path.name):
                found.append((facts.st_mtime, facts.st_size, path))
            elif facts.st_mtime < now - _STALE_SECONDS:
                path.unlink(missing_ok=True)
        left = sum(size for _, size, _ in found) + wanted - self._max_bytes
        for _, size, path in sorted(found):
            if left <= 0:
                break
            path.unlink(missing_ok=True)
            left -= size

    def _files(self) -> list[tuple[Path, os.stat_result]]:
        """Everything that this made in the folder."""
        found: list[tuple[Path, os.stat_result]] = []
        try:
            for path in self._folder.iterdir():
                with suppress(OSError):  # another program removed it meanwhile
                    facts = path.lstat()
                    if _DIGEST.fullmatch(path.name) or path.name.endswith(".part"):
                        found.append((path, facts))
        except OSError:
            return []
        return found


def cache_beside(store: LocalStore, max_bytes: int) -> PhotoCache | None:
    """The photos beside a store; None for a store in memory, which keeps none."""
    return None if store.path is None else PhotoCache(store.path.with_name(f"{store.path.name}-photos"), max_bytes)


class _Unwritable(Exception):
    """It is not the cache that fails."""

    def __init__(self, error: OSError) -> None:
        super().__init__()
        self.error = error


def _write(file: BinaryIO, piece: bytes) -> None:
    try:
        file.write(piece)
    except OSError as error:
        raise _Unwritable(error) from error


def _empty(file: BinaryIO) -> None:
    file.seek(0)
    file.truncate()
