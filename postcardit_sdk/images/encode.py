"""Pixels to JPEG, as good as a number of bytes allows."""

import io
from typing import TYPE_CHECKING

from .pixels import shrunk

if TYPE_CHECKING:
    from PIL.Image import Image

__all__ = ["jpeg", "jpeg_within"]

_BEST_QUALITY = 82
_WORST_QUALITY = 40
_SMALLEST_SIDE = 16


def jpeg(pixels: "Image", quality: int) -> bytes:
    """A progressive JPEG of RGB pixels, with no metadata."""
    stream = io.BytesIO()
    pixels.save(stream, "JPEG", quality=quality, progressive=True)
    return stream.getvalue()


def jpeg_within(pixels: "Image", max_bytes: int) -> "tuple[bytes, Image]":
    """The best JPEG of at most `max_bytes`, and the pixels that it holds: first quality gives way, then size.

    Raises ValueError when not even a picture of 16 pixels fits.
    """
    while True:
        data = jpeg(pixels, _BEST_QUALITY)
        if len(data) > max_bytes:
            data = _best_quality_within(pixels, max_bytes)
        if len(data) <= max_bytes:
            return data, pixels
        if max(pixels.size) <= _SMALLEST_SIDE:
            raise ValueError(f"max_bytes={max_bytes} is too small for any photo")
        pixels = shrunk(pixels, max(_SMALLEST_SIDE, max(pixels.size) * 3 // 4))


def _best_quality_within(pixels: "Image", max_bytes: int) -> bytes:
    """Halve the range of qualities until it is known to within three; the worst quality's bytes when nothing fits."""
    low, high, best = _WORST_QUALITY, _BEST_QUALITY, None
    while high - low > 3:
        middle = (low + high) // 2
        data = jpeg(pixels, middle)
        if len(data) <= max_bytes:
            low, best = middle, data
        else:
            high = middle
    return best if best is not None else jpeg(pixels, low)
