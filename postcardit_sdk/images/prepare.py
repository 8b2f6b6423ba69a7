"""The sender's side: any photo that a phone or a camera makes, ready to upload."""

from dataclasses import dataclass, field, replace
from typing import get_args

from .container import size_of
from .encode import PhotoFormat, Writing, within
from .kinds import Kind
from .location import exif_of_place, place_in
from .opening import PhotoSource, opened
from .orientation import turned_size
from .pixels import upright
from .unchanged import unchanged

__all__ = ["PHOTO_BOX", "PHOTO_BYTES", "Original", "Photo", "prepare_photo"]

PHOTO_BOX = 2016
"""The longest side of a photo sent, in pixels: exactly half of a 12-megapixel camera's, which JPEG decodes cheaply."""

PHOTO_BYTES = 500_000
"""The most bytes of a photo sent."""

_QUALITIES = range(1, 96)


@dataclass(frozen=True, slots=True)
class Original:
    """What a photo was made of: JPEG, PNG, HEIC, WebP or TIFF, and its size, in pixels as it looks upright."""

    kind: str
    byte_size: int
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Photo:
    """A photo ready to send: its bytes, their content type and its size in pixels; and what it was made of.

    Where nothing was to be done to the pixels, `is_reencoded` is false: they are the original's, bit for bit.
    """

    data: bytes = field(repr=False)
    content_type: str
    width: int
    height: int
    original: Original
    is_reencoded: bool


def prepare_photo(
    source: PhotoSource,
    *,
    box: int | None = PHOTO_BOX,
    max_bytes: int | None = PHOTO_BYTES,
    quality: int | None = None,
    format: PhotoFormat = "jpeg",  # noqa: A002 - the word that everyone who knows pictures looks for
    keep_profile: bool = False,
    keep_location: bool = False,
) -> Photo:
    """Make any JPEG, PNG, HEIC, WebP or TIFF ready to send: upright, sRGB, inside `box` pixels and `max_bytes`.

    Nothing of the file but its pixels remains: no place, no time, no camera, no comment. It is never enlarged; of an
    animation the first frame is taken; what is transparent becomes white. A JPEG (or, with format="webp", a WebP) that
    is fine already keeps its compressed pixels.

    With None for `box` it keeps its size, with None for `max_bytes` any number of bytes will do. The quality is
    searched for: the best that fits, and where none does the picture shrinks; a `quality` of your own, 1 to 95, stays,
    and only the picture shrinks. `keep_profile` keeps wide colours, such as a phone's Display P3, instead of moving
    them to sRGB. `keep_location` keeps latitude and longitude, in an EXIF block with nothing else.

    A path or an open file is not read into memory as a whole; a pipe goes through a temporary file. Raises ImageProblem
    when the file is not a photo that we can read, OSError when it cannot be opened, ValueError for limits that no photo
    can meet.
    """
    _check(box, max_bytes, quality, format)
    with opened(source, frozenset(Kind)) as photo:
        place = place_in(photo.exif) if keep_location and photo.exif is not None else None
        writing = Writing(format, b"" if place is None else exif_of_place(place))
        size = turned_size(photo.image.size, photo.orientation)
        original = Original(photo.kind.label, size_of(photo.stream), *size)
        data = unchanged(photo, writing, box=box, max_bytes=max_bytes, quality=quality, keep_profile=keep_profile)
        if data is not None:
            return Photo(data, f"image/{format}", *size, original, is_reencoded=False)
        pixels, profile = upright(photo, box=box, keep_profile=keep_profile)
    del photo  # and with it the decoded picture, before the smaller one is encoded
    data, size = within(pixels, replace(writing, profile=profile or b""), max_bytes, quality)
    return Photo(data, f"image/{format}", *size, original, is_reencoded=True)


def _check(box: int | None, max_bytes: int | None, quality: int | None, wanted: str) -> None:
    """Refuse what is a mistake of the caller."""
    if box is not None and box < 1:
        raise ValueError(f"box={box} is not a size in pixels")
    if max_bytes is not None and max_bytes < 1:
        raise ValueError(f"max_bytes={max_bytes} is too small for any photo")
    if quality is not None and quality not in _QUALITIES:
        raise ValueError(f"quality={quality} is not between {_QUALITIES[0]} and {_QUALITIES[-1]}")
    if wanted not in get_args(PhotoFormat):
        raise ValueError(f"format={wanted!r} is neither 'jpeg' nor 'webp'")
