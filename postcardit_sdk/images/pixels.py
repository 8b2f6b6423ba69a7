"""From whatever a decoder gives to plain pixels: upright, 8-bit RGB, opaque, inside a box."""

from typing import TYPE_CHECKING

from .colours import Colours, opaque
from .opening import Opened
from .orientation import turned
from .profiles import DISPLAY_P3

# Pillow's signatures name types of numpy, which is not installed:
# pyright: reportUnknownMemberType=false

if TYPE_CHECKING:
    from PIL.Image import Image

__all__ = ["fitted", "profile_of", "shrunk", "upright"]

_P3_PRIMARIES = (11, 12)


def upright(
    photo: Opened, *, box: int | None = None, square: int | None = None, keep_profile: bool = False
) -> "tuple[Image, bytes | None]":
    """The decoded picture, and the profile of its colours where that is kept: it is sRGB otherwise."""
    image = photo.image
    _decode_smaller(image, box, square)
    image.load()
    pixels = image if square is None else _middle(image)
    pixels = opaque(pixels)
    limit = box if square is None else square
    if limit is not None:
        pixels = shrunk(pixels, limit)
    colours = Colours(profile_of(image), pixels.mode)
    profile = colours.kept() if keep_profile else None
    pixels = turned(colours.moved(pixels) if profile is None else pixels, photo.orientation)
    if pixels is image:
        pixels = image.copy()  # it must outlive its file
    pixels.info = {}  # Pillow would write a comment that it finds here
    return pixels, profile


def profile_of(image: "Image") -> bytes | None:
    """The colour profile; some HEICs tell P3 by a number only."""
    profile: object = image.info.get("icc_profile")
    if isinstance(profile, bytes):
        return profile
    numbers: object = image.info.get("nclx_profile")
    is_p3 = isinstance(numbers, dict) and numbers.get("color_primaries") in _P3_PRIMARIES
    return DISPLAY_P3 if is_p3 else None


def fitted(size: tuple[int, int], box: int | None) -> tuple[int, int]:
    """The largest size of the same shape inside `box` x `box` pixels; never larger than `size`."""
    longest = max(size)
    if box is None or longest <= box:
        return size
    width, height = (max(1, round(side * box / longest)) for side in size)
    return width, height


def shrunk(pixels: "Image", box: int) -> "Image":
    """`pixels` inside `box` x `box`; the same object when it fits already."""
    from PIL.Image import Resampling

    size = fitted(pixels.size, box)
    if size == pixels.size:
        return pixels
    return pixels.resize(size, Resampling.LANCZOS, reducing_gap=3.0)


def _middle(pixels: "Image") -> "Image":
    """The largest square in the middle of a picture."""
    side = min(pixels.size)
    left, top = (pixels.width - side) // 2, (pixels.height - side) // 2
    return pixels.crop((left, top, left + side, top + side))


def _decode_smaller(image: "Image", box: int | None, square: int | None) -> None:
    """Let a JPEG decoder skip the detail that shrinking would throw away: half, a quarter or an eighth of the size.

    Pillow's own `thumbnail` asks for twice the final size, so that 4,032 pixels to 2,016 would be decoded whole.
    """
    if image.format != "JPEG" or (box is None and square is None):
        return
    width, height = image.size
    # The side that must not become too short: the longest one for a box, the shortest one for a square.
    side, needed = (max(image.size), max(fitted(image.size, box))) if square is None else (min(image.size), square)
    for scale in (8, 4, 2):
        if -(-side // scale) >= needed:
            image.draft(None, (max(1, width // scale), max(1, height // scale)))
            return
