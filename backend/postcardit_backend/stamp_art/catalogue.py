"""All stamps, and how one becomes a picture."""

import io
from typing import TYPE_CHECKING

from . import animals, featured, food, fun, holidays, nature, travel
from .easel import HEIGHT, WIDTH, Easel, StampDesign

if TYPE_CHECKING:
    from PIL.Image import Image

# Pillow's signatures name types of numpy, which is not installed:
# pyright: reportUnknownMemberType=false

__all__ = ["STAMPS", "draw_stamp"]

_SHEETS = (featured, travel, nature, holidays, food, animals, fun)
_DRAWINGS = {drawing.design.stamp_id: drawing for sheet in _SHEETS for drawing in sheet.DRAWINGS}
_SMOOTH = 3
_WHITE = (255, 255, 255)

STAMPS: tuple[StampDesign, ...] = tuple(drawing.design for drawing in _DRAWINGS.values())
"""Every stamp of the kit, the featured ones first."""


def draw_stamp(stamp_id: str, size: tuple[int, int] = (320, 400)) -> bytes:
    """A stamp as PNG, the same bytes every time; made for 4:5, other shapes are stretched.

    Raises KeyError when there is no such stamp.
    """
    from PIL import Image, ImageDraw

    drawing = _DRAWINGS[stamp_id]
    sheet = _ground(*drawing.ground)
    drawing.motif(Easel(ImageDraw.Draw(sheet, "RGBA"), _SMOOTH))
    _letter(sheet, drawing.design.name)
    stream = io.BytesIO()
    sheet.resize(size, Image.Resampling.LANCZOS).save(stream, "PNG")
    return stream.getvalue()


def _ground(top: str, bottom: str) -> "Image":
    """The whole sheet, one colour running into the other."""
    from PIL import Image, ImageColor, ImageOps

    ramp = Image.linear_gradient("L").resize((WIDTH * _SMOOTH, HEIGHT * _SMOOTH))
    return ImageOps.colorize(ramp, ImageColor.getrgb(top)[:3], ImageColor.getrgb(bottom)[:3])


def _letter(sheet: "Image", name: str) -> None:
    """The face value in the upper right corner, the name in small capitals at the foot, on a darker band."""
    from PIL import ImageDraw, ImageFont

    draw = ImageDraw.Draw(sheet, "RGBA")
    foot = (HEIGHT - 46) * _SMOOTH
    draw.rectangle((0, foot, sheet.width, sheet.height), fill=(24, 22, 40, 150))
    value = ImageFont.load_default(34 * _SMOOTH)
    draw.text((sheet.width - 16 * _SMOOTH, 12 * _SMOOTH), "1", font=value, fill=_WHITE, anchor="ra")
    large, small = ImageFont.load_default(23 * _SMOOTH), ImageFont.load_default(18 * _SMOOTH)
    letters = [(letter.upper(), small if letter.islower() else large) for letter in name]
    gap = 2 * _SMOOTH
    x = (sheet.width - sum(font.getlength(letter) + gap for letter, font in letters) + gap) / 2
    for letter, font in letters:
        draw.text((x, sheet.height - 16 * _SMOOTH), letter, font=font, fill=_WHITE, anchor="ls")
        x += font.getlength(letter) + gap
