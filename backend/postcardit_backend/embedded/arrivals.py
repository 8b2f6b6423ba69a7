"""What has arrived of uploads: a file for each, whose length is the offset.

Every step takes the lock of the file, looks again whether the upload is pending, and compares the length before it
appends: whoever loses a race hears of it, in this process or another, and `kill -9` leaves a file that says the truth.
Bytes are flushed to the disk before an offset is told, not before: what was never acknowledged may be sent again. A
power cut that leaves other bytes than those acknowledged is found by the hash, and the upload begins anew.
"""

import errno
import fcntl
import os
import sqlite3
from collections.abc import Generator
from contextlib import contextmanager, suppress
from pathlib import Path

from postcardit_sdk.contract.problems import Code

from ..ports import Turn
from ..refusal import Refused
from .blobs import flush_folder
from .database import Database

__all__ = ["FileArrivals"]

_STATUS = "SELECT status FROM uploads WHERE upload_id = ?"
_STEP = "UPDATE uploads SET status = ? WHERE upload_id = ? AND status = ?"
_UNFINISHED = ("pending", "processing")
_SUFFIX = ".part"


class FileArrivals:
    """Files in a folder of their own; a turn is known to this process alone."""

    def __init__(self, database: Database, folder: Path) -> None:
        self._database, self._folder = database, folder
        self._turns: dict[str, Turn] = {}

    @property
    def is_resumable(self) -> bool:
        """Parts are what the files are made for."""
        return True

    def waiting(self) -> list[str]:
        """Those whose bytes have arrived."""
        rows = self._database.reader().execute("SELECT upload_id FROM uploads WHERE status = 'processing'")
        return [upload_id for (upload_id,) in rows]

    def size(self, upload_id: str) -> int:
        """How much has arrived."""
        try:
            return self._place(upload_id).stat().st_size
        except FileNotFoundError:
            return 0

    def offset(self, upload_id: str) -> int:
        """How much is kept, on the disk."""
        with self._held(upload_id) as handle:
            self._turns.pop(upload_id, None)
            if handle is None:
                return 0
            os.fsync(handle)
            return os.fstat(handle).st_size

    def begin(self, upload_id: str, byte_size: int, offset: int | None) -> Turn:
        """Take the turn, once it is known that it begins where the file ends."""
        with self._held(upload_id, make=not offset) as handle:
            if offset is None and handle is not None:
                os.ftruncate(handle, 0)
            reached = _length(handle)
            if offset is not None and offset != reached:
                raise _mismatch(reached)
            if reached == 0:
                flush_folder(self._folder)  # which has a new name in it
            turn = self._turns[upload_id] = Turn(upload_id, byte_size, reached)
            return turn

    def append(self, turn: Turn, data: bytes) -> None:
        """Compare, then append."""
        with self._in_turn(turn) as handle:
            if turn.offset + len(data) > turn.byte_size:
                self._drop(turn)
                detail = f"More than the announced {turn.byte_size:,} bytes arrived."
                raise Refused(Code.UPLOAD_SIZE_MISMATCH, detail, upload_offset=0)
            _write(handle, data, turn.offset)
            turn.offset += len(data)

    def flush(self, turn: Turn) -> int:
        """Have it on the disk."""
        with self._in_turn(turn) as handle:
            os.fsync(handle)
            return turn.offset

    def leave(self, turn: Turn) -> None:
        """Give the turn back, unless it is another's by now."""
        if self._turns.get(turn.upload_id) is turn:
            self._turns.pop(turn.upload_id, None)

    def complete(self, turn: Turn) -> None:
        """Once the row says `processing`, no other verb touches the file."""
        with self._in_turn(turn) as handle:
            if turn.offset < turn.byte_size:
                self._drop(turn)
                detail = f"Only {turn.offset:,} of the announced {turn.byte_size:,} bytes arrived."
                raise Refused(Code.UPLOAD_SIZE_MISMATCH, detail, upload_offset=0)
            os.fsync(handle)
            if not self._step(turn.upload_id, "pending", "processing"):
                raise Refused(Code.UPLOAD_FINISHED)
            self.leave(turn)

    @contextmanager
    def developing(self, upload_id: str) -> Generator[Path | None]:
        """A lock of its own says that somebody is at it: it ends with its process."""
        self._folder.mkdir(mode=0o700, exist_ok=True)
        lock = _open(self._folder / f"{upload_id}.lock", make=True)
        try:
            if not _is_first(lock):
                yield None
                return
            try:
                yield self._place(upload_id) if self._status(upload_id) == "processing" else None
            finally:
                self.remove(upload_id)
        finally:
            os.close(lock)

    def reopen(self, upload_id: str, *, keep: bool) -> None:
        """The bytes go first: once it is pending again, its offset is told."""
        if not keep:
            self._place(upload_id).unlink(missing_ok=True)
        self._step(upload_id, "processing", "pending")

    def remove(self, upload_id: str) -> None:
        """Remove what is left of it; of an unfinished one all but what arrived."""
        is_unfinished = self._status(upload_id) in _UNFINISHED
        for path in [*self._folder.glob(f"{upload_id}.*")]:
            if not is_unfinished or path.suffix != _SUFFIX:
                path.unlink(missing_ok=True)

    def sweep(self) -> None:
        """Remove the files of uploads that are not there or are settled. The folder is read first: a later file's row
        is not seen yet."""
        paths = [*self._folder.iterdir()] if self._folder.is_dir() else []
        for path in paths:
            if self._status(path.name.partition(".")[0]) not in _UNFINISHED:
                with suppress(OSError):  # the next sweep finds it again
                    path.unlink()

    @contextmanager
    def _in_turn(self, turn: Turn) -> Generator[int]:
        with self._held(turn.upload_id) as handle:
            reached = _length(handle)
            if handle is None or self._turns.get(turn.upload_id) is not turn or reached != turn.offset:
                raise _mismatch(reached)
            yield handle

    @contextmanager
    def _held(self, upload_id: str, *, make: bool = False) -> Generator[int | None]:
        """The file of a pending upload, locked; None where there is none and none is made. Refuses unavailable when the
        disk is full, at whatever step it is found to be."""
        self._require_pending(upload_id)
        with _minding_the_disk():
            handle = self._locked(upload_id, make=make)
            try:
                self._require_pending(upload_id)
                yield handle
            finally:
                if handle is not None:
                    os.close(handle)

    def _locked(self, upload_id: str, *, make: bool) -> int | None:
        if make:
            self._folder.mkdir(mode=0o700, exist_ok=True)
        while True:
            try:
                handle = _open(self._place(upload_id), make=make)
            except FileNotFoundError:
                return None
            fcntl.flock(handle, fcntl.LOCK_EX)
            if os.fstat(handle).st_nlink:
                return handle
            os.close(handle)  # whoever held it before has removed it

    def _require_pending(self, upload_id: str) -> None:
        status = self._status(upload_id)
        if status is None:
            raise Refused(Code.NOT_FOUND)
        if status != "pending":
            raise Refused(Code.UPLOAD_FINISHED)

    def _status(self, upload_id: str) -> str | None:
        row = self._database.reader().execute(_STATUS, (upload_id,)).fetchone()
        return None if row is None else row["status"]

    def _step(self, upload_id: str, before: str, after: str) -> bool:
        def verb(connection: sqlite3.Connection) -> bool:
            return connection.execute(_STEP, (after, upload_id, before)).rowcount == 1

        return self._database.write(verb)

    def _drop(self, turn: Turn) -> None:
        self._place(turn.upload_id).unlink(missing_ok=True)
        self.leave(turn)

    def _place(self, upload_id: str) -> Path:
        return self._folder / f"{upload_id}{_SUFFIX}"


@contextmanager
def _minding_the_disk() -> Generator[None]:
    try:
        yield
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise Refused(Code.UNAVAILABLE, "The disk is full: nothing was kept.", retry_after=5) from error
        raise


def _open(path: Path, *, make: bool) -> int:
    flags = os.O_RDWR | os.O_CLOEXEC | os.O_NOFOLLOW | (os.O_CREAT if make else 0)
    return os.open(path, flags, 0o600)


def _is_first(lock: int) -> bool:
    """Whether the lock was free, and is still the one that others will look for."""
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return os.fstat(lock).st_nlink > 0


def _length(handle: int | None) -> int:
    return 0 if handle is None else os.fstat(handle).st_size


def _mismatch(reached: int) -> Refused:
    detail = f"The bytes do not begin where the upload has got to: {reached:,} have arrived."
    return Refused(Code.UPLOAD_OFFSET_MISMATCH, detail, upload_offset=reached)


def _write(handle: int, data: bytes, offset: int) -> None:
    """All of it or nothing."""
    left = memoryview(data)
    try:
        while left:
            left = left[os.pwrite(handle, left, offset + len(data) - len(left)) :]
    except OSError:
        os.ftruncate(handle, offset)
        raise
