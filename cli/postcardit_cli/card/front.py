"""The front: the photo inside a white border, or a quiet motif where there is none."""

import io
import math
from typing import TYPE_CHECKING

from .paper import CARD_SIZE, gradient

if TYPE_CHECKING:
    from PIL.Image import Image

# Pillow's signatures name types of numpy, which is not installed:
# pyright: reportUnknownMemberType=false

__all__ = ["paint_front"]

_BORDER = 34
_WHITE = (254, 253, 250)
_DAWN = ((0.0, (68, 98, 148)), (0.5, (232, 164, 150)), (1.0, (252, 222, 170)))


def paint_front(photo: bytes | None) -> "Image":
    """The front of a card, lying, or standing when the photo does."""
    from PIL import Image, ImageDraw, ImageOps

    picture = None if photo is None else _opened(photo)
    standing = picture is not None and picture.height > picture.width * 1.05
    size = (CARD_SIZE[1], CARD_SIZE[0]) if standing else CARD_SIZE
    inside = (size[0] - 2 * _BORDER, size[1] - 2 * _BORDER)
    front = Image.new("RGB", size, _WHITE)
    shown = _motif(inside) if picture is None else ImageOps.fit(picture, inside, Image.Resampling.LANCZOS)
    front.paste(shown, (_BORDER, _BORDER))
    edge = (_BORDER, _BORDER, size[0] - _BORDER - 1, size[1] - _BORDER - 1)
    ImageDraw.Draw(front, "RGBA").rectangle(edge, outline=(40, 30, 30, 46))
    return front


def _opened(photo: bytes) -> "Image":
    """The photo upright and small enough, by the same reader that prepares photos for sending."""
    from PIL import Image

    from postcardit_sdk.images import prepare_photo

    with Image.open(io.BytesIO(prepare_photo(photo, box=1600, max_bytes=4_000_000).data), formats=["JPEG"]) as picture:
        return picture.convert("RGB")


def _motif(size: tuple[int, int]) -> "Image":
    """Hills of waves under a pale sun: enough to say that a picture could be here."""
    from PIL import Image, ImageDraw

    scale = 2
    width, height = size[0] * scale, size[1] * scale
    picture = gradient((width, height), _DAWN)
    draw = ImageDraw.Draw(picture, "RGBA")
    for radius, alpha in ((0.30, 34), (0.21, 54), (0.13, 255)):
        reach, x, y = radius * height, 0.5 * width, 0.52 * height
        draw.ellipse((x - reach, y - reach, x + reach, y + reach), fill=(255, 246, 220, alpha))
    for layer in range(5):
        level = height * (0.60 + 0.09 * layer)
        crest = [
            (x, level + height * 0.035 * math.sin(x / width * math.tau * (1.2 + 0.35 * layer) + 1.9 * layer))
            for x in range(0, width + 16, 16)
        ]
        colour = (58 - 8 * layer, 88 - 11 * layer, 138 - 15 * layer, 215 + 10 * layer)
        draw.polygon([(0, height), *crest, (width, height)], fill=colour)
    return picture.resize(size, Image.Resampling.LANCZOS)
