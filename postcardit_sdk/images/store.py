"""The server's side: an uploaded photo checked by decoding it whole, and written anew."""

import base64
from dataclasses import dataclass, field

from .encode import jpeg
from .kinds import Kind
from .pixels import read_upright, shrunk
from .sources import PhotoSource
from .thumb_hash import thumb_hash

__all__ = ["AVATAR_BOX", "THUMBNAIL_BOX", "StoredPhoto", "store_photo"]

THUMBNAIL_BOX = 480
"""The longest side of a thumbnail, in pixels."""

AVATAR_BOX = 512
"""The side of an avatar, in pixels."""

_KINDS = frozenset({Kind.JPEG, Kind.PNG, Kind.HEIF, Kind.WEBP})
_PHOTO_QUALITY = 85
_THUMBNAIL_QUALITY = 80


@dataclass(frozen=True, slots=True)
class StoredPhoto:
    """A photo as the server keeps it: two JPEGs, the size of the larger in pixels, and a ThumbHash in base64."""

    data: bytes = field(repr=False)
    width: int
    height: int
    thumbnail: bytes = field(repr=False)
    thumb_hash: str


def store_photo(
    source: PhotoSource, *, announced: str | None = None, box: int | None = None, square: int | None = None
) -> StoredPhoto:
    """Decode an uploaded JPEG, PNG, HEIC or WebP whole and write it anew, upright, sRGB and without metadata.

    It keeps its size in pixels; or it is shrunk into `box` x `box`; or it is cropped to the square in its middle and
    shrunk to `square` x `square`. It is never enlarged. `announced` is the content type that the sender promised.
    Raises ImageProblem when the bytes are of another type, damaged or cut short, or hold more than MAX_PIXELS, and
    OSError when a path cannot be read. It takes seconds of CPU for the largest: keep it off a loop. A path costs less
    memory than bytes.
    """
    pixels = read_upright(source, _KINDS, box=box, square=square, announced=announced)
    thumbnail = shrunk(pixels, THUMBNAIL_BOX)
    return StoredPhoto(
        data=jpeg(pixels, _PHOTO_QUALITY),
        width=pixels.width,
        height=pixels.height,
        thumbnail=jpeg(thumbnail, _THUMBNAIL_QUALITY),
        thumb_hash=base64.b64encode(thumb_hash(thumbnail)).decode("ascii"),
    )
