"""The stamp with its perforated edge, and the postmark that cancels it."""

import io
import math
import random
from datetime import datetime
from typing import TYPE_CHECKING

from .lettering import Lettering
from .paper import Colour, with_alpha

if TYPE_CHECKING:
    from PIL.Image import Image
    from PIL.ImageDraw import ImageDraw

# Pillow's signatures name types of numpy, which is not installed:
# pyright: reportUnknownMemberType=false

__all__ = ["cancel", "stick_stamp"]

_STAMP_SIZE = (184, 226)
_HOLE, _SMOOTH = 6, 4
_INK: Colour = (44, 44, 66)
_RING = 80


def stick_stamp(card: "Image", stamp: bytes | None, right_top: tuple[int, int]) -> None:
    """Stick a stamp with its upper right corner at `right_top`; without one, the dotted frame that waits for it."""
    from PIL import Image, ImageDraw, ImageFilter

    x, y = right_top[0] - _STAMP_SIZE[0], right_top[1]
    if stamp is None:
        _dotted_frame(ImageDraw.Draw(card), (x, y, right_top[0], y + _STAMP_SIZE[1]))
        return
    mask = _perforated(_STAMP_SIZE)
    shadow = Image.new("L", card.size)
    shadow.paste(with_alpha(mask, 0.45), (x + 1, y + 3))
    card.paste((70, 56, 44), mask=shadow.filter(ImageFilter.GaussianBlur(3)))
    paper = Image.new("RGB", _STAMP_SIZE, (253, 252, 247))
    picture = _opened(stamp, (_STAMP_SIZE[0] - 28, _STAMP_SIZE[1] - 28))
    paper.paste(picture, (14, 14), picture)
    card.paste(paper, (x, y), mask)


def _opened(stamp: bytes, size: tuple[int, int]) -> "Image":
    from PIL import Image, ImageOps, UnidentifiedImageError

    from postcardit_sdk.contract.problems import Code
    from postcardit_sdk.images import ImageProblem

    try:
        with Image.open(io.BytesIO(stamp), formats=["PNG", "JPEG", "WEBP"]) as picture:
            return ImageOps.fit(picture.convert("RGBA"), size, Image.Resampling.LANCZOS)
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError) as error:
        raise ImageProblem(Code.IMAGE_UNREADABLE, f"cannot be read: {error}", "The stamp") from error


def _perforated(size: tuple[int, int]) -> "Image":
    """A mask of a stamp: a rectangle with a row of half holes along each edge."""
    from PIL import Image, ImageDraw

    width, height = size[0] * _SMOOTH, size[1] * _SMOOTH
    mask = Image.new("L", (width, height), 255)
    draw = ImageDraw.Draw(mask)
    radius = _HOLE * _SMOOTH * 0.78
    for across, length in ((False, width), (True, height)):
        count = round(length / (_HOLE * 2.5 * _SMOOTH))
        for index in range(count + 1):
            place = index * length / count
            for far in (0, height if not across else width):
                x, y = (far, place) if across else (place, far)
                draw.ellipse((x - radius, y - radius, x + radius, y + radius), fill=0)
    return mask.reduce(_SMOOTH)


def _dotted_frame(draw: "ImageDraw", box: tuple[int, int, int, int]) -> None:
    left, top, right, bottom = box
    for x in range(left, right + 1, 8):
        draw.line((x, top, min(x + 4, right), top), fill=(190, 176, 150), width=2)
        draw.line((x, bottom, min(x + 4, right), bottom), fill=(190, 176, 150), width=2)
    for y in range(top, bottom + 1, 8):
        draw.line((left, y, left, min(y + 4, bottom)), fill=(190, 176, 150), width=2)
        draw.line((right, y, right, min(y + 4, bottom)), fill=(190, 176, 150), width=2)


def cancel(card: "Image", centre: tuple[int, int], place: str | None, sent_at: datetime) -> None:
    """Stamp a round postmark with place and date at `centre`, and waves to its right, in worn ink."""
    from PIL import Image, ImageDraw

    half, scale = (330, 130), 2
    middle = (half[0] * scale, half[1] * scale)
    mask = Image.new("L", (2 * middle[0], 2 * middle[1]))
    draw = ImageDraw.Draw(mask)
    for radius, width in ((_RING, 3), (_RING - 27, 2)):
        reach = radius * scale
        box = (middle[0] - reach, middle[1] - reach, middle[0] + reach, middle[1] + reach)
        draw.ellipse(box, outline=255, width=width * scale)
    for line in range(6):
        _draw_wave(draw, middle, (line - 2.5) * 17, scale)
    _write_date(mask, middle, sent_at, scale)
    _write_around(mask, middle, (place or "PostCardIt").upper(), scale)
    worn = _worn(mask.reduce(scale).rotate(-7, Image.Resampling.BICUBIC))
    card.paste(_INK, (centre[0] - half[0], centre[1] - half[1]), worn)


def _draw_wave(draw: "ImageDraw", middle: tuple[int, int], drop: float, scale: int) -> None:
    """One line of the waves, from the ring to the right."""
    start = middle[0] + round(math.sqrt((_RING + 3) ** 2 - drop**2)) * scale
    steps = range(start, middle[0] + 300 * scale, 3)
    wave = [(x, middle[1] + (drop + 4.5 * math.sin((x - middle[0]) / (13 * scale))) * scale) for x in steps]
    draw.line(wave, fill=255, width=3 * scale, joint="curve")


def _worn(mask: "Image") -> "Image":
    """Ink that did not take everywhere."""
    from PIL import Image, ImageChops

    dice = random.Random(11)
    cells = (mask.width // 6, mask.height // 6)
    spots = Image.frombytes("L", cells, dice.randbytes(cells[0] * cells[1])).resize(mask.size, Image.Resampling.BICUBIC)
    return with_alpha(ImageChops.multiply(mask, spots.point([min(255, 105 + level) for level in range(256)])), 0.82)


def _write_date(mask: "Image", middle: tuple[int, int], sent_at: datetime, scale: int) -> None:
    from PIL import ImageDraw

    draw = ImageDraw.Draw(mask)
    for text, size, drop in ((f"{sent_at:%d.%m.}", 26, -5), (f"{sent_at:%Y}", 26, 20), (f"{sent_at:%H:%M}", 15, 38)):
        lettering = Lettering("typewriter", size * scale)
        lettering.draw(draw, (middle[0] - lettering.length(text) / 2, middle[1] + drop * scale), text, 255)


def _write_around(mask: "Image", middle: tuple[int, int], text: str, scale: int) -> None:
    """Letters along the upper inside of the ring, smaller when there are many, cut when there are too many."""
    from PIL import Image, ImageDraw

    text = text if len(text) <= 30 else text[:29].rstrip() + "…"
    size = min(21, 420 // max(8, len(text)))
    lettering = Lettering("print", round(size * scale * 1.05))
    spread = (_RING - 20) * scale
    advances = [lettering.length(letter) + 2 * scale for letter in text]
    angle = -sum(advances) / spread / 2
    for letter, advance in zip(text, advances, strict=True):
        angle += advance / spread / 2
        side = 40 * scale
        tile = Image.new("L", (side, side))
        lettering.draw(ImageDraw.Draw(tile), ((side - advance) / 2 + scale, side * 0.5 + 6 * scale), letter, 255)
        tile = tile.rotate(-math.degrees(angle), Image.Resampling.BICUBIC)
        x = middle[0] + (_RING - 14) * scale * math.sin(angle)
        y = middle[1] - (_RING - 14) * scale * math.cos(angle)
        mask.paste(255, (round(x - side / 2), round(y - side / 2)), tile)
        angle += advance / spread / 2
