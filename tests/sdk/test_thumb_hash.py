"""A ThumbHash says the mean colour, the shape and the coarse light of a picture in some 24 bytes."""

import base64

import pytest
from PIL import Image

from postcardit_sdk.images import store_photo
from postcardit_sdk.images.encode import jpeg
from postcardit_sdk.images.thumb_hash import thumb_hash


def mean_colour(hashed: bytes) -> tuple[int, int, int]:
    """What the published decoder takes for the mean colour."""
    head = int.from_bytes(hashed[:3], "little")
    lightness, p, q = (head & 63) / 63, (head >> 6 & 63) / 31.5 - 1, (head >> 12 & 63) / 31.5 - 1
    blue = lightness - 2 / 3 * p
    red = (3 * lightness - blue + q) / 2
    return round(255 * red), round(255 * (red - q)), round(255 * blue)


def shape(hashed: bytes) -> float:
    """What the published decoder takes for width / height."""
    few = hashed[3] & 7
    return 7 / few if hashed[4] & 0x80 else few / 7


@pytest.mark.parametrize("colour", [(200, 80, 40), (20, 120, 220), (128, 128, 128), (0, 0, 0), (255, 255, 255)])
def test_the_mean_colour_can_be_read_back(colour: tuple[int, int, int]) -> None:
    hashed = thumb_hash(Image.new("RGB", (120, 80), colour))

    assert mean_colour(hashed) == pytest.approx(colour, abs=8)


@pytest.mark.parametrize("size", [(400, 300), (300, 400), (200, 200), (700, 300)])
def test_the_shape_can_be_read_back(size: tuple[int, int]) -> None:
    hashed = thumb_hash(Image.effect_mandelbrot(size, (-2, -1, 1, 1), 50).convert("RGB"))

    assert shape(hashed) == pytest.approx(size[0] / size[1], rel=0.1)


def test_a_picture_hashes_as_other_encoders_hash_it() -> None:
    pixels = (
        ((x * x + 3 * y) % 200, (5 * x + y * y // 4) % 256, 255 - 4 * x - 2 * y) for y in range(30) for x in range(40)
    )
    picture = Image.frombytes("RGB", (40, 30), bytes(level for pixel in pixels for level in pixel))

    assert base64.b64encode(thumb_hash(picture)).decode() == "3sYFXYhbVnYId4ekeZhIZ3BUt5fP"


def test_a_stored_photo_carries_its_hash_in_base64() -> None:
    stored = store_photo(jpeg(Image.new("RGB", (64, 64), (200, 80, 40)), 90))

    assert mean_colour(base64.b64decode(stored.thumb_hash, validate=True)) == pytest.approx((200, 80, 40), abs=8)
