"""Files of one's own data in the bucket: one for each user, gone when its time is up."""

from collections.abc import Callable, Generator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import BinaryIO

from ..ports import Link
from ..settings import Settings
from .bucket import EXPORTS, Bucket
from .due import note_due
from .fields import text
from .people import partition, require_active
from .photo_links import ReadLinks
from .tables import Key
from .units import Unit, Units

__all__ = ["S3Exports"]

_HEADERS = {
    "ContentType": "application/zip",
    "CacheControl": "private, no-store",
    "ContentDisposition": 'attachment; filename="postcardit-export.zip"',
}


class S3Exports:
    """When a file is due to go is noted before it is there: so none is left behind by whatever happens next."""

    def __init__(self, units: Units, bucket: Bucket, links: ReadLinks, settings: Settings) -> None:
        self._units, self._bucket, self._links, self._settings = units, bucket, links, settings

    @contextmanager
    def writing(self, export_id: str, user_id: str, expires_at: int) -> Generator[BinaryIO]:
        """A file of this process, put into the bucket when it is whole."""
        self._units.run(partial(_announce, export_id=export_id, user_id=user_id, expires_at=expires_at))
        with TemporaryDirectory(prefix="postcardit-") as folder:
            path = Path(folder) / "export.zip"
            with path.open("wb") as file:
                yield file
            self._bucket.put(_place(export_id), path, _HEADERS)
        before = self._finish(export_id, user_id)
        if before:
            self.remove(before)

    def link(self, export_id: str, origin: str, expires_at: int) -> Link:
        """A link to read it."""
        seconds = self._settings.link_seconds
        return Link(self._links.read(_place(export_id), expires_at // 1000 - seconds, seconds), expires_at)

    def remove(self, export_id: str) -> None:
        """Remove the file, if it is there."""
        self._bucket.remove(_place(export_id))

    def erase(self, user_id: str) -> None:
        """Remove what a user has who is no more."""
        export_id = self._units.run(partial(_forget, user_id=user_id))
        if export_id:
            self.remove(export_id)

    def _finish(self, export_id: str, user_id: str) -> str:
        """Gives the one before. Of someone who was erased meanwhile nothing stays."""
        finish: Callable[[Unit], str] = partial(_name, export_id=export_id, user_id=user_id)
        try:
            return self._units.run(finish)
        except Exception:
            self.remove(export_id)
            raise


def _place(export_id: str) -> str:
    return f"{EXPORTS}/{export_id}.zip"


def _key(user_id: str) -> Key:
    """Where it says which file a user has."""
    return Key("main", partition(user_id), "EXPORT")


def _announce(unit: Unit, export_id: str, user_id: str, expires_at: int) -> None:
    require_active(unit, user_id)
    note_due(unit, expires_at, f"EX#{export_id}")


def _name(unit: Unit, export_id: str, user_id: str) -> str:
    require_active(unit, user_id)
    before = text(unit.get(_key(user_id)), "export_id")
    unit.put(_key(user_id), {"export_id": export_id})
    return before


def _forget(unit: Unit, user_id: str) -> str:
    before = text(unit.get(_key(user_id)), "export_id")
    unit.remove(_key(user_id))
    return before
