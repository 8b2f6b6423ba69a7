"""Pixels to JPEG or WebP, as good as a number of bytes allows."""

import io
import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from .pixels import shrunk

if TYPE_CHECKING:
    from PIL.Image import Image

__all__ = ["PhotoFormat", "Writing", "jpeg", "within"]

PhotoFormat = Literal["jpeg", "webp"]

BEST_QUALITY = 82
_WORST_QUALITY = 40
_SMALLEST_SIDE = 16
_SAMPLED_PIXELS = 1 << 20
_STRIPE_ROWS = 32
_STRIPES = 10
_AIM = 0.97
"""Sizes are judged by a sample of the picture: aim a little below what is allowed."""
_GUESSES = 3


@dataclass(frozen=True, slots=True)
class Writing:
    """How a picture is written, and what is written beside its pixels: an EXIF block and a profile, or neither."""

    format: PhotoFormat = "jpeg"
    exif: bytes = b""
    profile: bytes = b""

    def bytes_of(self, pixels: "Image", quality: int) -> bytes:
        """RGB pixels as a progressive JPEG or a WebP."""
        stream = io.BytesIO()
        if self.format == "webp":
            pixels.save(stream, "WEBP", quality=quality, exif=self.exif, icc_profile=self.profile)
        else:
            exif = b"Exif\0\0" + self.exif if self.exif else b""
            pixels.save(stream, "JPEG", quality=quality, progressive=True, exif=exif, icc_profile=self.profile or None)
        return stream.getvalue()


def jpeg(pixels: "Image", quality: int) -> bytes:
    """A progressive JPEG of RGB pixels, with no metadata."""
    return Writing().bytes_of(pixels, quality)


def within(
    pixels: "Image", writing: Writing, max_bytes: int | None, quality: int | None = None
) -> "tuple[bytes, tuple[int, int]]":
    """The best picture of at most `max_bytes`, and its size in pixels: first quality gives way, then size.

    A `quality` of the caller's own does not give way. Raises ValueError when not even a picture of 16 pixels fits.
    """
    best, worst = (BEST_QUALITY, _WORST_QUALITY) if quality is None else (quality, quality)
    if max_bytes is None:
        return writing.bytes_of(pixels, best), pixels.size
    while True:
        data = _best_within(pixels, writing, max_bytes, range(worst, best + 1))
        if len(data) <= max_bytes:
            return data, pixels.size
        longest = max(pixels.size)
        if longest <= _SMALLEST_SIDE:
            raise ValueError(f"max_bytes={max_bytes} is too small for any photo")
        factor = min(0.9, max(0.25, math.sqrt(max_bytes / len(data))))
        pixels = shrunk(pixels, max(_SMALLEST_SIDE, int(longest * factor)))


def _best_within(pixels: "Image", writing: Writing, max_bytes: int, qualities: range) -> bytes:
    """Nearly the best of `qualities` that fits, in few whole encodings; the worst one's bytes when nothing fits."""
    estimate, aim = _estimator(pixels, writing), max_bytes * _AIM
    for _ in range(_GUESSES):
        quality = _highest(qualities, estimate, aim)
        data = writing.bytes_of(pixels, quality)
        if len(data) <= max_bytes or quality == qualities[0]:
            return data
        qualities, aim = range(qualities[0], quality), aim * max_bytes / len(data) * _AIM
    return writing.bytes_of(pixels, qualities[0])


def _highest(qualities: range, estimate: Callable[[int], float], most: float) -> int:
    """The highest quality that is estimated to take at most so many bytes, by halving; the lowest when none does."""
    if estimate(qualities[-1]) <= most:
        return qualities[-1]
    low, high = 0, len(qualities) - 1
    while high - low > 1:
        middle = (low + high) // 2
        if estimate(qualities[middle]) <= most:
            low = middle
        else:
            high = middle
    return qualities[low]


def _estimator(pixels: "Image", writing: Writing) -> Callable[[int], float]:
    """Tells about how many bytes a quality takes, from stripes spread over a large picture."""
    is_small = pixels.width * pixels.height <= _SAMPLED_PIXELS or pixels.height <= 2 * _STRIPES * _STRIPE_ROWS
    sample = pixels if is_small else _stripes(pixels)
    ratio = pixels.height / sample.height
    return lambda quality: len(writing.bytes_of(sample, quality)) * ratio


def _stripes(pixels: "Image") -> "Image":
    from PIL import Image

    sample = Image.new("RGB", (pixels.width, _STRIPES * _STRIPE_ROWS))
    step = (pixels.height - _STRIPE_ROWS) / (_STRIPES - 1)
    for number in range(_STRIPES):
        top = round(number * step)
        sample.paste(pixels.crop((0, top, pixels.width, top + _STRIPE_ROWS)), (0, number * _STRIPE_ROWS))
    return sample
