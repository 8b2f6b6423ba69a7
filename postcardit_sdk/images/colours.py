"""From the colours that a photo has to 8-bit RGB on white, in the sRGB that every screen takes for granted.

Large pictures are changed in strips: at no time are there two whole ones of the wider kind.
"""

import io
from collections.abc import Callable
from itertools import product
from typing import TYPE_CHECKING, Any

from .profiles import plain_profile

# Pillow's signatures name types of numpy, which is not installed:
# pyright: reportUnknownMemberType=false

if TYPE_CHECKING:
    from PIL.Image import Image
    from PIL.ImageCms import ImageCmsProfile, ImageCmsTransform

__all__ = ["Colours", "opaque"]

_STRIP_PIXELS = 1 << 22
_LEVELS_APART = 2
"""Profiles that differ by no more than this are the same: sRGB is written in many ways."""


class Colours:
    """What a photo's colour profile means for pictures of one mode. A damaged or unfit one means nothing."""

    def __init__(self, profile: bytes | None, mode: str) -> None:
        self._profile, self._mode = profile, mode
        self._to_srgb = None if profile is None else _transform(profile, mode)
        if self._to_srgb is not None and _changes_nothing(self._to_srgb, mode):
            self._to_srgb = None

    @property
    def are_srgb(self) -> bool:
        """Whether the numbers mean the same without the profile."""
        return self._to_srgb is None

    def kept(self) -> bytes | None:
        """A profile of the same colours with nothing else in it; None where these colours cannot be kept so."""
        if self._profile is None or self._to_srgb is None or self._mode != "RGB":
            return None
        plain = plain_profile(self._profile, _description(self._profile))
        transform = None if plain is None else _transform(plain, "RGB")
        same = transform is not None and _differ_little(transform, self._to_srgb)
        return plain if same else None

    def moved(self, pixels: "Image") -> "Image":
        """The picture as RGB, its colours moved to sRGB; the same object when it is so already."""
        transform = self._to_srgb
        if transform is not None:
            return _in_strips(pixels, transform.apply)
        return pixels if pixels.mode == "RGB" else _in_strips(pixels, lambda strip: strip.convert("RGB"))


def opaque(image: "Image") -> "Image":
    """The picture as L, RGB or CMYK of 8 bits, on white where it is transparent."""
    if image.mode.startswith(("I", "F")):
        return _eight_bit(image)
    if image.has_transparency_data:
        return _in_strips(image, _on_white)
    return image if image.mode in ("L", "RGB", "CMYK") else _in_strips(image, lambda strip: strip.convert("RGB"))


def _in_strips(image: "Image", change: "Callable[[Image], Image]", mode: str = "RGB") -> "Image":
    """A picture of another mode, made of the old one strip by strip."""
    from PIL import Image

    rows = max(1, _STRIP_PIXELS // image.width)
    if image.height <= rows:
        return change(image)
    whole = Image.new(mode, image.size)
    for top in range(0, image.height, rows):
        strip = image.crop((0, top, image.width, min(top + rows, image.height)))
        whole.paste(change(strip), (0, top))
    return whole


def _on_white(strip: "Image") -> "Image":
    from PIL import Image

    picture = strip if strip.mode == "RGBA" else strip.convert("RGBA")
    paper = Image.new("RGB", strip.size, "white")
    paper.paste(picture, mask=picture)
    return paper


def _eight_bit(image: "Image") -> "Image":
    """Grey levels of 16 or 32 bits or of floating point scaled down to 8 bits."""
    top: Any = 65535 if image.mode.startswith("I;16") else image.getextrema()[1]
    scale = 255 / max(255, top)

    def grey(strip: "Image") -> "Image":
        levels = strip if strip.mode in ("I", "F") else strip.convert("I")
        return levels.point(lambda level: level * scale + 0.5).convert("L")

    levels = _in_strips(image, grey, "L")
    levels.info = {}  # a transparent level would still be a 16-bit number
    return levels


def _transform(profile: bytes, mode: str) -> "ImageCmsTransform | None":
    """None when the profile is damaged or for pictures of another mode: colours are near enough without it."""
    from PIL import ImageCms

    try:
        return ImageCms.buildTransform(_opened(profile), _srgb(), mode, "RGB")
    except (ImageCms.PyCMSError, OSError, ValueError):
        return None


def _opened(profile: bytes) -> "ImageCmsProfile":
    from PIL import ImageCms

    return ImageCms.ImageCmsProfile(io.BytesIO(profile))


def _srgb() -> "ImageCmsProfile":
    from PIL import ImageCms

    return ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB"))  # pyright: ignore[reportUnknownArgumentType] - a type of C


def _description(profile: bytes) -> str:
    from PIL import ImageCms

    return ImageCms.getProfileDescription(_opened(profile))


def _changes_nothing(transform: "ImageCmsTransform", mode: str) -> bool:
    if mode not in ("RGB", "L"):
        return False
    colours = _swatch(mode)
    return _distance(transform.apply(colours).tobytes(), colours.convert("RGB").tobytes()) <= _LEVELS_APART


def _differ_little(one: "ImageCmsTransform", other: "ImageCmsTransform") -> bool:
    colours = _swatch("RGB")
    return _distance(one.apply(colours).tobytes(), other.apply(colours).tobytes()) <= _LEVELS_APART


def _swatch(mode: str) -> "Image":
    """A few colours from all over the cube, or all greys."""
    from PIL import Image

    levels = bytes(range(256)) if mode == "L" else bytes(sum(product((0, 64, 128, 192, 255), repeat=3), ()))
    return Image.frombytes(mode, (len(levels) // len(mode), 1), levels)


def _distance(one: bytes, other: bytes) -> int:
    return max(abs(ours - theirs) for ours, theirs in zip(one, other, strict=True))
