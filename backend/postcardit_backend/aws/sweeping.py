"""What is out of date among photos: uploads that have ended, what arrived of them, exports, blobs that nobody names."""

import logging
from collections.abc import Callable
from functools import partial

from postcardit_sdk.contract.uploads import UploadStatus

from ..failures import trace_of
from .arrivals import S3Arrivals
from .blobs import S3Blobs
from .condemned import sweep_photos
from .due import due_until, looked_at, note_due
from .exports import S3Exports
from .fields import number, text
from .items import Item
from .shown import photo_key
from .tables import Range
from .units import Unit, Units
from .upload_items import upload_from, upload_key
from .uploads import forget

__all__ = ["Sweep"]

_log = logging.getLogger("postcardit")
_HOUR_MS = 3_600_000
_DAY_MS = 24 * _HOUR_MS


class Sweep:
    """Does a bounded amount at a time: what is left the next one takes up."""

    def __init__(self, units: Units, blobs: S3Blobs, arrivals: S3Arrivals, exports: S3Exports) -> None:
        self._units, self._blobs, self._arrivals, self._exports = units, blobs, arrivals, exports

    def photos(self, now: int) -> None:
        """Remove what is out of date. What fails is logged, and tried again by the next sweep."""
        for due, what in due_until(self._units, now):
            _try(partial(self._look, due, what, now))
        for upload_id in self._arrivals.waiting():
            _try(partial(self._arrivals.remove, upload_id))
        sweep_photos(self._units, self._blobs.remove, now)

    def _look(self, due: Item, what: str, now: int) -> None:
        """Look at one thing, and then need not be told of it again."""
        kind, _, name = what.partition("#")
        if kind == "UP":
            self._units.run(partial(_end, upload_id=name, now=now))
            self._arrivals.remove(name)
        elif kind == "EX":
            self._exports.remove(name)
        else:
            for upload_id in self._uploads_of(what):
                self._units.run(partial(_end, upload_id=upload_id, now=now))
        self._units.run(partial(looked_at, due=due))

    def _uploads_of(self, photo: str) -> list[str]:
        """The uploads of a photo that nothing shows any more: `U#<user>#IM#<purpose>#<image>`."""
        user, _, image = photo.partition("#IM#")
        among = Range("main", user, f"IM#{image}#", f"IM#{image}#~", "by_one")
        return [text(row, "sk").removeprefix("UP#") for row in self._units.tables.query(among)]


def _end(unit: Unit, upload_id: str, now: int) -> None:
    """Forget an upload if its time is up and nothing shows its photo."""
    item = unit.get(upload_key(upload_id))
    if item is None:
        return
    upload = upload_from(item)
    if upload.expires_at > now:
        return  # it was given more time, and is noted for its end
    if upload.status == UploadStatus.PROCESSING and upload.expires_at + _DAY_MS > now:
        note_due(unit, now + _HOUR_MS, f"UP#{upload_id}")
        return
    image = upload.image
    if image is not None and number(unit.get(photo_key(upload.user_id, upload.purpose, image.key)), "shown") > 0:
        return  # whoever hides it notes that
    forget(unit, upload)


def _try(act: Callable[[], None]) -> None:
    try:
        act()
    except Exception as error:  # noqa: BLE001  # one thing must not keep the others from being swept
        _log.error("a part of a sweep failed\n%s", trace_of(error))
