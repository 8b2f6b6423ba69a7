"""The server's side: an uploaded photo checked by decoding it whole, and written anew."""

import base64
from dataclasses import dataclass

from .encode import jpeg
from .pixels import read_upright, shrunk
from .thumb_hash import thumb_hash

__all__ = ["THUMBNAIL_BOX", "StoredPhoto", "store_photo"]

THUMBNAIL_BOX = 480
"""The longest side of a thumbnail, in pixels."""

_KINDS = frozenset({"JPEG", "PNG", "HEIF", "WEBP"})
_PHOTO_QUALITY = 85
_THUMBNAIL_QUALITY = 80


@dataclass(frozen=True, slots=True)
class StoredPhoto:
    """A photo as the server keeps it: two JPEGs, the size of the larger in pixels, and a ThumbHash in base64."""

    data: bytes
    width: int
    height: int
    thumbnail: bytes
    thumb_hash: str


def store_photo(data: bytes, *, box: int | None = None) -> StoredPhoto:
    """Decode an uploaded JPEG, PNG, HEIC or WebP whole and write it anew, upright, sRGB and without metadata.

    It keeps its size in pixels, or is shrunk into `box` x `box`. Raises ImageProblem when the bytes are of another
    type, damaged or cut short, or hold more than MAX_PIXELS. Takes a fraction of a second of CPU: keep it off a loop.
    """
    pixels = read_upright(data, _KINDS, box)
    thumbnail = shrunk(pixels, THUMBNAIL_BOX)
    return StoredPhoto(
        data=jpeg(pixels, _PHOTO_QUALITY),
        width=pixels.width,
        height=pixels.height,
        thumbnail=jpeg(thumbnail, _THUMBNAIL_QUALITY),
        thumb_hash=base64.b64encode(thumb_hash(thumbnail)).decode("ascii"),
    )
