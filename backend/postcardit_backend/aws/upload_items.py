"""Uploads as items. One that was announced is at `UP#<id>`; its user's partition has a row for it, which is sorted by
its photo once that is ready, and a row for each photo that was announced, so that the same one is not sent twice.
"""

from dataclasses import asdict, replace

from ..records import StoredImage, UploadRecord
from .fields import number, number_or_none, text, text_or_none
from .items import Item
from .people import partition
from .tables import Key, Range

__all__ = [
    "item_of",
    "photo_rows",
    "row_key",
    "row_of",
    "same_key",
    "upload_from",
    "upload_key",
]

_LAST = "~"


def upload_key(upload_id: str) -> Key:
    """Where an upload is."""
    return Key("main", f"UP#{upload_id}", "#")


def row_key(upload: UploadRecord) -> Key:
    """Its place among its user's uploads."""
    return Key("main", partition(upload.user_id), f"UP#{upload.upload_id}")


def row_of(upload: UploadRecord) -> Item:
    """What is there."""
    image = upload.image
    return {} if image is None else {"by_one": f"{_photo(upload.purpose, image.key)}{upload.upload_id}"}


def photo_rows(user_id: str, purpose: str, image_key: str) -> Range:
    """The rows of a user's ready uploads for a purpose that have this image."""
    first = _photo(purpose, image_key)
    return Range("main", partition(user_id), first, first + _LAST, "by_one")


def same_key(upload: UploadRecord) -> Key:
    """Where it says which upload a user announced these bytes with, for this purpose."""
    promised = f"{upload.purpose}#{upload.sha256}#{upload.content_type}#{upload.byte_size}"
    return Key("main", partition(upload.user_id), f"PH#{promised}")


def item_of(upload: UploadRecord) -> Item:
    """An upload as an item."""
    plain = asdict(replace(upload, image=None))
    return {**plain, "image": None if upload.image is None else asdict(upload.image)}


def upload_from(item: Item) -> UploadRecord:
    """An item as an upload."""
    return UploadRecord(
        upload_id=text(item, "upload_id"),
        user_id=text(item, "user_id"),
        purpose=text(item, "purpose"),
        content_type=text(item, "content_type"),
        byte_size=number(item, "byte_size"),
        sha256=text(item, "sha256"),
        status=text(item, "status"),
        problem=text_or_none(item, "problem"),
        image=_image_in(item),
        created_at=number(item, "created_at"),
        expires_at=number(item, "expires_at"),
    )


def _image_in(item: Item) -> StoredImage | None:
    """The photo that is a part of an item."""
    part = item.get("image")
    if not isinstance(part, dict):
        return None
    return StoredImage(
        text(part, "key"), text(part, "thumbnail_key"), number(part, "width"), number(part, "height"),
        text(part, "thumb_hash"), number_or_none(part, "byte_size"),
    )  # fmt: skip


def _photo(purpose: str, image_key: str) -> str:
    return f"IM#{purpose}#{image_key}#"
