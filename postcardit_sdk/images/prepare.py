"""The sender's side: any photo that a phone or a camera makes, ready to upload."""

from dataclasses import dataclass

from .encode import jpeg_within
from .kinds import Kind
from .opening import PhotoSource
from .pixels import read_upright

__all__ = ["PHOTO_BOX", "Photo", "prepare_photo"]

PHOTO_BOX = 2016
"""The longest side of a photo sent, in pixels: exactly half of a 12-megapixel camera's, which JPEG decodes cheaply."""

_KINDS = frozenset(Kind)


@dataclass(frozen=True, slots=True)
class Photo:
    """A photo ready to send: its bytes, their content type and its size in pixels."""

    data: bytes
    content_type: str
    width: int
    height: int


def prepare_photo(source: PhotoSource, *, box: int = PHOTO_BOX, max_bytes: int = 500_000) -> Photo:
    """Make any JPEG, PNG, HEIC, WebP or TIFF ready to send: upright, sRGB, inside `box` pixels and `max_bytes`.

    Nothing of the file but its pixels remains: no place, no time, no camera, no comment. It is never enlarged; of an
    animation the first frame is taken; what is transparent becomes white. Raises ImageProblem when the file is not a
    photo that we can read, OSError when it cannot be opened, ValueError for limits that no photo can meet.
    """
    if box < 1:
        raise ValueError(f"box={box} is not a size in pixels")
    data, pixels = jpeg_within(read_upright(source, _KINDS, box=box), max_bytes)
    return Photo(data, "image/jpeg", pixels.width, pixels.height)
