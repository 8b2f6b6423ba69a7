"""ThumbHash: some 24 bytes from which an app paints a blurred preview while a photo loads.

Written from the algorithm that Evan Wallace published (https://evanw.github.io/thumbhash/, MIT licence), for opaque
pictures: the lowest waves of a cosine transform of lightness (l) and of two colour differences (p and q).
"""

import math
from dataclasses import dataclass
from operator import mul
from typing import TYPE_CHECKING

from .pixels import shrunk

if TYPE_CHECKING:
    from PIL.Image import Image

__all__ = ["thumb_hash"]

_LARGEST_SIDE = 100
_LIGHTNESS_WAVES = 7


@dataclass(frozen=True, slots=True)
class _Channel:
    """One channel's mean, its waves as levels from 0 to 15, and the amplitude that the highest level stands for."""

    mean: float
    levels: list[int]
    scale: float


def thumb_hash(pixels: "Image") -> bytes:
    """The ThumbHash of an RGB picture, which is shrunk to 100 pixels first."""
    pixels = shrunk(pixels, _LARGEST_SIDE)
    width, height = pixels.size
    waves_x = max(1, _rounded(_LIGHTNESS_WAVES * width / max(width, height)))
    waves_y = max(1, _rounded(_LIGHTNESS_WAVES * height / max(width, height)))
    lightness, yellow_blue, red_green = _channels(pixels)
    light = _encode(lightness, width, max(3, waves_x), max(3, waves_y))
    p = _encode(yellow_blue, width, 3, 3)
    q = _encode(red_green, width, 3, 3)
    landscape = width > height
    colours = _rounded(63 * light.mean) | _rounded(31.5 + 31.5 * p.mean) << 6 | _rounded(31.5 + 31.5 * q.mean) << 12
    head = colours | _rounded(31 * light.scale) << 18
    tail = (waves_y if landscape else waves_x) | _rounded(63 * p.scale) << 3 | _rounded(63 * q.scale) << 9
    levels = light.levels + p.levels + q.levels
    pairs = zip(levels[0::2], [*levels[1::2], 0], strict=False)
    nibbles = bytes(low | high << 4 for low, high in pairs)
    return head.to_bytes(3, "little") + (tail | landscape << 15).to_bytes(2, "little") + nibbles


def _rounded(value: float) -> int:
    """Round halves up, as the reference does and Python does not."""
    return math.floor(value + 0.5)


def _channels(pixels: "Image") -> tuple[list[float], list[float], list[float]]:
    """Lightness, yellow against blue and red against green of every pixel, row by row."""
    data = pixels.tobytes()
    reds, greens, blues = data[0::3], data[1::3], data[2::3]
    return (
        [(red + green + blue) / 765 for red, green, blue in zip(reds, greens, blues, strict=True)],
        [((red + green) / 2 - blue) / 255 for red, green, blue in zip(reds, greens, blues, strict=True)],
        [(red - green) / 255 for red, green in zip(reds, greens, strict=True)],
    )


def _encode(channel: list[float], width: int, waves_x: int, waves_y: int) -> _Channel:
    """The cosine transform of one channel, rows first: only the waves below the diagonal are kept."""
    rows = [channel[start : start + width] for start in range(0, len(channel), width)]
    across = [[sum(map(mul, row, wave)) for row in rows] for wave in _waves(waves_x, width)]
    down = _waves(waves_y, len(rows))
    amplitudes = [
        sum(map(mul, across[x], down[y])) / len(channel)
        for y in range(waves_y)
        for x in range(waves_x)
        if x * waves_y < waves_x * (waves_y - y)
    ]
    mean, *details = amplitudes
    scale = max(map(abs, details))
    levels = [_rounded(7.5 + 7.5 * detail / scale) if scale else 0 for detail in details]
    return _Channel(mean, levels, scale)


def _waves(count: int, length: int) -> list[list[float]]:
    """The first `count` cosines, sampled in the middle of each of `length` pixels."""
    return [[math.cos(math.pi / length * wave * (place + 0.5)) for place in range(length)] for wave in range(count)]
