"""What has arrived of uploads: objects that S3 took by itself, whole or not at all. Nothing of ours sees them come: an
event tells of each, and what an event did not bring about the sweeper finds, for it lies there.

Whoever develops one has it for as long as that may take at most; then somebody else may. Two who do it at once would
do it twice, and leave what one would leave.
"""

from collections.abc import Callable, Generator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

from postcardit_sdk.contract.uploads import MAX_UPLOAD_BYTES, UploadStatus

from .bucket import ARRIVALS, Bucket
from .fields import number, text
from .units import Unit, Units
from .upload_items import item_of, upload_from, upload_key

__all__ = ["S3Arrivals"]

_UNFINISHED = (UploadStatus.PENDING, UploadStatus.PROCESSING)
_TURN_MS = 120_000
"""How long developing one may take: decoding it, and keeping what comes of it."""
_PIECE_BYTES = 256 * 1024
_UNSEEN_MS = 120_000
"""How long the event that tells of an object may take: before that it is not waiting."""


class S3Arrivals:
    """Objects in a folder of the bucket, each under the id of its upload."""

    def __init__(self, units: Units, bucket: Bucket, clock: Callable[[], int]) -> None:
        self._units, self._bucket, self._clock = units, bucket, clock

    @property
    def is_resumable(self) -> bool:
        """An object comes whole or not at all."""
        return False

    def size(self, upload_id: str) -> int:
        """Of what is on its way nothing is kept."""
        return 0

    def waiting(self) -> list[str]:
        """Those whose event seems to be lost, or was in vain."""
        until = self._clock() - _UNSEEN_MS
        return [_id_in(one.key) for one in self._bucket.every(ARRIVALS) if one.at <= until]

    @contextmanager
    def developing(self, upload_id: str) -> Generator[Path | None]:
        """A file of this process; the object stays until the upload is settled."""
        try:
            with TemporaryDirectory(prefix="postcardit-") as folder:
                file = Path(folder) / "arrived"
                is_there = self._fetch(upload_id, file)
                yield file if is_there and self._units.run(lambda unit: self._begin(unit, upload_id)) else None
        finally:
            self.remove(upload_id)

    def reopen(self, upload_id: str, *, keep: bool) -> None:
        """The bytes go first: else an event of theirs might be taken for one of the next."""
        if not keep:
            self._bucket.remove(_place(upload_id))

        def verb(unit: Unit) -> None:
            item = unit.get(upload_key(upload_id))
            if item is not None and item["status"] == UploadStatus.PROCESSING:
                pending = replace(upload_from(item), status=UploadStatus.PENDING.value)
                unit.put(upload_key(upload_id), {**item, **item_of(pending), "developed_until": None})

        self._units.run(verb)

    def remove(self, upload_id: str) -> None:
        """Remove what is left of it, unless it is unfinished. Also for the event of one that nobody awaits any more."""
        item = self._units.tables.get([upload_key(upload_id)]).get(upload_key(upload_id))
        if text(item, "status") not in _UNFINISHED:
            self._bucket.remove(_place(upload_id))

    def _begin(self, unit: Unit, upload_id: str) -> bool:
        """Take it, if it is unfinished and nobody is at it."""
        item, now = unit.get(upload_key(upload_id)), self._clock()
        if item is None or item["status"] not in _UNFINISHED or number(item, "developed_until") > now:
            return False
        processing = replace(upload_from(item), status=UploadStatus.PROCESSING.value)
        unit.put(upload_key(upload_id), {**item, **item_of(processing), "developed_until": now + _TURN_MS})
        return True

    def _fetch(self, upload_id: str, file: Path) -> bool:
        """No more of it than a photo may have: S3 has compared its size with what was announced."""
        body = self._bucket.open(_place(upload_id))
        if body is None:
            return False
        with body, file.open("wb") as kept:
            left = MAX_UPLOAD_BYTES + 1
            while left > 0 and (piece := body.read(min(left, _PIECE_BYTES))):
                kept.write(piece)
                left -= len(piece)
        return True


def _place(upload_id: str) -> str:
    return f"{ARRIVALS}/{upload_id}"


def _id_in(key: str) -> str:
    return key.removeprefix(f"{ARRIVALS}/")
