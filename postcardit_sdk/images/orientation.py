"""Which way up: cameras store the pixels as the sensor lies, and say in EXIF how to turn them."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PIL.Image import Image

__all__ = ["turned", "turned_size"]


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


def turned_size(size: tuple[int, int], orientation: int) -> tuple[int, int]:
    """The size that a picture has when it is upright."""
    width, height = size
    return (height, width) if orientation >= 5 else (width, height)
