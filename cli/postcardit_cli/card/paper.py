"""What cards are made of: gradients, cream paper, rounded corners, shadows."""

import random
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PIL.Image import Image

# Pillow's signatures name types of numpy, which is not installed:
# pyright: reportUnknownMemberType=false

__all__ = ["CARD_SIZE", "Colour", "cream_paper", "gradient", "lay_down", "with_alpha"]

Colour = tuple[int, int, int]
CARD_SIZE = (1200, 800)
_CORNER = 22
_SMOOTH = 4
_CREAM = ((0.0, (252, 246, 232)), (1.0, (246, 237, 218)))


def gradient(size: tuple[int, int], stops: tuple[tuple[float, Colour], ...]) -> "Image":
    """RGB colours running from the top to the bottom through `stops` (share of the height, colour)."""
    from PIL import Image

    width, height = size
    column = Image.new("RGB", (1, height))
    for y in range(height):
        share = y / max(1, height - 1)
        above = max((stop for stop in stops if stop[0] <= share), key=lambda stop: stop[0])
        below = min((stop for stop in stops if stop[0] >= share), key=lambda stop: stop[0])
        part = (share - above[0]) / ((below[0] - above[0]) or 1)
        red, green, blue = (round(a + (b - a) * part) for a, b in zip(above[1], below[1], strict=True))
        column.putpixel((0, y), (red, green, blue))
    return column.resize((width, height), Image.Resampling.NEAREST)


def cream_paper(size: tuple[int, int]) -> "Image":
    """Warm paper with the faint fibres of a pulp board; the same sheet every time."""
    from PIL import Image, ImageFilter, ImageOps

    dice = random.Random(7)
    paper = gradient(size, _CREAM)
    for divisor, blur, strength in ((1, 0.6, 0.045), (9, 0.0, 0.035)):
        grain_size = (size[0] // divisor, size[1] // divisor)
        grain = Image.frombytes("L", grain_size, dice.randbytes(grain_size[0] * grain_size[1]))
        grain = grain.filter(ImageFilter.GaussianBlur(blur)).resize(size, Image.Resampling.BICUBIC)
        paper = Image.blend(paper, ImageOps.colorize(grain, (120, 96, 60), (255, 255, 255)), strength)
    return paper


def rounded(size: tuple[int, int], radius: int = _CORNER) -> "Image":
    """A mask of a rectangle with smooth rounded corners."""
    from PIL import Image, ImageDraw

    width, height = size
    mask = Image.new("L", (width * _SMOOTH, height * _SMOOTH))
    box = (0, 0, width * _SMOOTH - 1, height * _SMOOTH - 1)
    ImageDraw.Draw(mask).rounded_rectangle(box, radius * _SMOOTH, fill=255)
    return mask.reduce(_SMOOTH)


def lay_down(table: "Image", card: "Image", place: tuple[int, int]) -> None:
    """Put a card on the table, with rounded corners and a soft shadow below it."""
    from PIL import Image, ImageFilter

    mask = rounded(card.size)
    for drop, blur, strength in ((16, 22, 80), (3, 4, 60)):
        shadow = Image.new("L", table.size)
        shadow.paste(strength, (place[0], place[1] + drop), mask)
        table.paste((52, 40, 34), mask=shadow.filter(ImageFilter.GaussianBlur(blur)))
    table.paste(card, place, mask)


def with_alpha(mask: "Image", share: float) -> "Image":
    """A mask made weaker, to `share` of what it was."""
    return mask.point([round(level * share) for level in range(256)])
