"""The photos of a world: painted, so that the kit ships no picture of anybody, each like no other.

Painting a scene takes a while, so six are made of one: by its two sides, in three lights.
"""

import io
from functools import lru_cache
from typing import TYPE_CHECKING

from .dice import dice

if TYPE_CHECKING:
    from PIL.Image import Image

# Pillow's signatures name types of numpy, which is not installed:
# pyright: reportUnknownMemberType=false

__all__ = ["paint_photo"]

_SIZE = (960, 720)
_LIGHTS = ((1.0, 1.0, 1.0), (1.06, 0.96, 0.84), (0.82, 0.94, 1.1))
"""Red, green and blue: as painted, warmer, colder."""
_OF_ONE_SCENE = 2 * len(_LIGHTS)


def paint_photo(seed: int, number: int) -> bytes:
    """A JPEG of a lake at dusk; the same for the same numbers, and for no others."""
    from PIL import ImageOps

    scene_number, variant = divmod(number, _OF_ONE_SCENE)
    side, light = divmod(variant, len(_LIGHTS))
    picture = _scene(seed, scene_number)
    picture = ImageOps.mirror(picture) if side else picture
    picture = picture.point([min(255, round(level * share)) for share in _LIGHTS[light] for level in range(256)])
    stream = io.BytesIO()
    picture.save(stream, "JPEG", quality=86)
    return stream.getvalue()


@lru_cache(maxsize=4)
def _scene(seed: int, number: int) -> "Image":
    from .landscape_scene import paint_scene

    return paint_scene(*_SIZE, dice(seed, "scene", number))
