"""Which way up a photo is: cameras store the pixels as the sensor lies, and say in EXIF how to turn them.

The tag is read here, in twenty lines, because Pillow's reader warns about damaged EXIF blocks, and phones write those.
"""

import struct
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PIL.Image import Image

__all__ = ["orientation_of", "turned"]

_ORIENTATION_TAG = 0x0112
_UPRIGHT = 1


def orientation_of(image: "Image") -> int:
    """The EXIF orientation of a loaded picture, 1 to 8; 1 for a TIFF or HEIF, which its decoder has turned already."""
    exif = image.info.get("exif")
    if image.format in ("TIFF", "HEIF") or not isinstance(exif, bytes):
        return _UPRIGHT
    try:
        return _read_tag(exif.removeprefix(b"Exif\0\0"))
    except struct.error:
        return _UPRIGHT


def _read_tag(block: bytes) -> int:
    """Find the orientation in the first directory of a TIFF block; struct.error when the block is cut short."""
    order = {b"II": "<", b"MM": ">"}.get(block[:2])
    if order is None:
        return _UPRIGHT
    (start,) = struct.unpack_from(f"{order}I", block, 4)
    (entries,) = struct.unpack_from(f"{order}H", block, start)
    for entry in range(entries):
        tag, _kind, _count, value = struct.unpack_from(f"{order}HHIH", block, start + 2 + 12 * entry)
        if tag == _ORIENTATION_TAG:
            return value if 1 <= value <= 8 else _UPRIGHT
    return _UPRIGHT


def turned(pixels: "Image", orientation: int) -> "Image":
    """The picture upright; the same object when it is so already."""
    from PIL.Image import Transpose

    turns = {
        2: Transpose.FLIP_LEFT_RIGHT,
        3: Transpose.ROTATE_180,
        4: Transpose.FLIP_TOP_BOTTOM,
        5: Transpose.TRANSPOSE,
        6: Transpose.ROTATE_270,
        7: Transpose.TRANSVERSE,
        8: Transpose.ROTATE_90,
    }
    return pixels.transpose(turns[orientation]) if orientation in turns else pixels
