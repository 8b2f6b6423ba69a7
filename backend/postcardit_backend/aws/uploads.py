"""Uploads in DynamoDB."""

from collections.abc import Iterator
from dataclasses import replace
from functools import partial

from postcardit_sdk.contract.problems import Code
from postcardit_sdk.contract.uploads import UploadStatus

from ..kept_records import upload_from as kept_upload
from ..ports import Kept, Once
from ..records import StoredImage, UploadRecord
from ..refusal import Refused
from .condemned import condemn, let_keep, may_be_named, naming_key
from .due import note_due
from .fields import number, text
from .items import Item
from .once import make_once, once_keys
from .people import partition, profile_key, require_active
from .shown import keys_of, photo_key
from .tables import Key, Range
from .units import Unit, Units
from .upload_items import item_of, photo_rows, row_key, row_of, same_key, upload_from, upload_key

__all__ = ["DynamoUploads", "erase_uploads", "forget"]

_UNFINISHED = (UploadStatus.PENDING, UploadStatus.PROCESSING)
_KEYS = 40
"""How many keys of requests an upload remembers, to set them free when it is given up; an earlier one ends in a day."""
_ERASED_AT_ONCE = 8
"""Uploads: each is some ten actions."""


class DynamoUploads:
    """Announced photos."""

    def __init__(self, units: Units) -> None:
        self._units, self._tables = units, units.tables

    def create(self, upload: UploadRecord, once: Once) -> Kept[UploadRecord]:
        """Keep it, unless there is one like it."""

        def verb(unit: Unit) -> Kept[UploadRecord]:
            def make() -> UploadRecord:
                unit.expect(profile_key(upload.user_id), same_key(upload))
                require_active(unit, upload.user_id)
                return _renewed(unit, upload, once.key) or _inserted(unit, upload, once.key)

            return make_once(unit, once, upload.created_at, kept_upload, make)

        return self._units.run(verb)

    def get(self, upload_id: str) -> UploadRecord | None:
        """One upload, whoever announced it."""
        return next(self._many([upload_id]), None)

    def condemn(self, keys: tuple[str, ...]) -> None:
        """Say so before they are kept."""
        self._units.run(partial(let_keep, blob_keys=keys))

    def settle(self, upload_id: str, *, image: StoredImage | None, problem: str | None) -> UploadRecord | None:
        """What is condemned and not dying is there; from the naming on it stays."""

        def verb(unit: Unit) -> UploadRecord | None:
            item = unit.get(upload_key(upload_id))
            if item is None:
                raise Refused(Code.NOT_FOUND)
            upload = upload_from(item)
            if upload.status not in _UNFINISHED:
                return upload
            if image is not None and not may_be_named(unit, keys_of(image)):
                return None
            status = UploadStatus.READY if image else UploadStatus.REJECTED
            settled = replace(upload, status=status.value, problem=problem, image=image)
            unit.put(upload_key(upload_id), {"keys": item.get("keys"), **item_of(settled)})
            if image is not None:
                _name(unit, settled, image)
            return settled

        return self._units.run(verb)

    def remove(self, upload_id: str, user_id: str) -> None:
        """Forget it and the keys that it was announced with, and condemn what it names."""

        def verb(unit: Unit) -> None:
            item = unit.get(upload_key(upload_id))
            if item is None or text(item, "user_id") != user_id:
                raise Refused(Code.NOT_FOUND)
            forget(unit, upload_from(item))
            for key in _keys_in(item):
                _set_free(unit, upload_id, Once(user_id, key, "create_upload", "", 0))

        self._units.run(verb)

    def every(self, user_id: str, after: str | None, limit: int) -> list[UploadRecord]:
        """A user's uploads."""
        last = "UP#~" if after is None else f"UP#{after}"
        rows = self._tables.query(Range("main", partition(user_id), "UP#", last), newest_first=True, limit=limit + 1)
        ids = [upload_id for upload_id in map(_id_in, rows) if upload_id != after]
        return [*self._many(ids[:limit])]

    def owner_has(self, user_id: str, key: str, purpose: str) -> UploadRecord | None:
        """The user's ready upload whose photo has this blob key."""
        rows = self._tables.query(photo_rows(user_id, purpose, key), limit=1)
        return next(self._many([_id_in(row) for row in rows]), None)

    def _many(self, upload_ids: list[str]) -> Iterator[UploadRecord]:
        found = self._tables.get([upload_key(upload_id) for upload_id in upload_ids])
        return (upload_from(found[key]) for key in map(upload_key, upload_ids) if key in found)


def forget(unit: Unit, upload: UploadRecord) -> None:
    """Inside a unit: an upload is gone, and so is its photo with the next sweep, unless something else names it."""
    same, row = same_key(upload), row_key(upload)
    unit.expect(upload_key(upload.upload_id), same, row)
    unit.remove(upload_key(upload.upload_id))
    unit.remove(row)
    if text(unit.get(same), "upload_id") == upload.upload_id:
        unit.remove(same)
    if upload.image is not None:
        _unname(unit, upload, upload.image)


def erase_uploads(units: Units, user_id: str) -> None:
    """Forget all uploads of a user who is no more. What has arrived of them goes with the next sweep."""
    among = Range("main", partition(user_id), "UP#", "UP#~")
    while rows := units.tables.query(among, limit=_ERASED_AT_ONCE):
        units.run(partial(_erase, rows=[Key(among.table, among.pk, text(row, "sk")) for row in rows]))


def _erase(unit: Unit, rows: list[Key]) -> None:
    keys = [upload_key(row.sk.removeprefix("UP#")) for row in rows]
    unit.load(*rows, *keys)
    for row, item in zip(rows, map(unit.get, keys), strict=True):
        unit.remove(row)
        if item is not None:
            forget(unit, upload_from(item))


def _renewed(unit: Unit, upload: UploadRecord, key: str | None) -> UploadRecord | None:
    """One that promises the same bytes; while it waits for them it has as much time as a new one."""
    same = unit.get(same_key(upload))
    item = None if same is None else unit.get(upload_key(text(same, "upload_id")))
    if item is None:
        return None
    before = upload_from(item)
    if before.status != UploadStatus.PENDING:
        return None if before.status == UploadStatus.REJECTED else _kept(unit, item, before, key)
    if before.expires_at <= upload.created_at:
        return None
    note_due(unit, upload.expires_at, f"UP#{before.upload_id}")
    return _kept(unit, item, replace(before, expires_at=upload.expires_at), key)


def _inserted(unit: Unit, upload: UploadRecord, key: str | None) -> UploadRecord:
    unit.put(row_key(upload), row_of(upload))
    unit.put(same_key(upload), {"upload_id": upload.upload_id})
    note_due(unit, upload.expires_at, f"UP#{upload.upload_id}")
    return _kept(unit, {}, upload, key)


def _kept(unit: Unit, before: Item, upload: UploadRecord, key: str | None) -> UploadRecord:
    keys = [*_keys_in(before), *([] if key is None else [key])]
    unit.put(upload_key(upload.upload_id), {**before, **item_of(upload), "keys": [*keys[-_KEYS:]]})
    return upload


def _name(unit: Unit, upload: UploadRecord, image: StoredImage) -> None:
    photo = photo_key(upload.user_id, upload.purpose, image.key)
    unit.expect(photo, row_key(upload))
    before = unit.get(photo) or {}
    unit.put(photo, {**before, "uploads": number(before, "uploads") + 1})
    unit.load(row_key(upload))
    unit.put(row_key(upload), row_of(upload))
    for blob_key in keys_of(image):
        unit.put(naming_key(blob_key, f"UP#{upload.upload_id}"), {})


def _unname(unit: Unit, upload: UploadRecord, image: StoredImage) -> None:
    photo = photo_key(upload.user_id, upload.purpose, image.key)
    names = [naming_key(blob_key, f"UP#{upload.upload_id}") for blob_key in keys_of(image)]
    unit.expect(photo, *names)
    before = unit.get(photo) or {}
    if number(before, "uploads") > 1:
        unit.put(photo, {**before, "uploads": number(before, "uploads") - 1})
    else:
        unit.remove(photo)
    for name in names:
        unit.remove(name)
    condemn(unit, keys_of(image))


def _set_free(unit: Unit, upload_id: str, once: Once) -> None:
    """A key announced this upload, and may announce another."""
    _, key = once_keys(once)
    if upload_id in text(unit.get(key), "record"):
        unit.remove(key)


def _keys_in(item: Item) -> list[str]:
    keys = item.get("keys")
    return [str(key) for key in keys] if isinstance(keys, list) else []


def _id_in(row: Item) -> str:
    return text(row, "sk").removeprefix("UP#")
