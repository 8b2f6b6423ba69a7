"""Photos as the server keeps them: as many pixels as came, no finer than they came, and squares for profiles."""

import io
from pathlib import Path

import pytest
from PIL import Image

from postcardit_sdk.images import (
    store_photo,
)
from postcardit_sdk.images.quality import quality_of
from tests.photos.pictures import (
    BLACK,
    CORNERS,
    RED,
    camera_photo,
    decoded,
    encoded,
    four_corners,
    heic,
    is_near,
    pixel,
    shows,
)

# Pillow's signatures name types of numpy, which is not installed:
# pyright: reportUnknownMemberType=false

NOISE = Image.effect_noise((256, 256), 80).convert("RGB")


def test_a_stored_photo_keeps_its_pixels_and_has_a_thumbnail() -> None:
    stored = store_photo(encoded(four_corners((960, 640))))

    assert (stored.width, stored.height) == decoded(stored.data).size == (960, 640)
    assert decoded(stored.thumbnail).size == (480, 320)


@pytest.mark.parametrize(
    ("arrived", "kept"),
    [
        (encoded(NOISE, "JPEG", quality=50), 50),
        (encoded(NOISE, "JPEG", quality=95), 85),
        (encoded(NOISE, "PNG"), 85),
    ],
    ids=["coarse", "fine", "no JPEG"],
)
def test_a_stored_photo_is_written_as_coarsely_as_it_came(arrived: bytes, kept: int) -> None:
    assert quality_of(decoded(store_photo(arrived).data)) == kept


def test_a_photo_that_is_shrunk_is_written_finely() -> None:
    assert quality_of(decoded(store_photo(encoded(NOISE, "JPEG", quality=50), box=100).data)) == 85


@pytest.mark.parametrize("quality", [1, 20, 49, 50, 51, 82, 85, 100])
def test_the_quality_of_a_jpeg_is_read_from_its_tables(quality: int) -> None:
    with Image.open(io.BytesIO(encoded(NOISE, "JPEG", quality=quality))) as image:
        assert quality_of(image) == quality


def test_what_is_no_jpeg_has_no_quality() -> None:
    assert quality_of(NOISE) is None


def test_a_stored_photo_may_be_kept_inside_a_box() -> None:
    stored = store_photo(encoded(four_corners((960, 640))), box=240)

    assert (stored.width, stored.height) == decoded(stored.data).size == decoded(stored.thumbnail).size == (240, 160)


@pytest.mark.parametrize("announced", ["image/heic", "image/heif"])
def test_heic_and_heif_are_one_type(announced: str) -> None:
    assert store_photo(heic(four_corners()), announced=announced).width == 96


@pytest.mark.parametrize(
    ("size", "side"), [((900, 600), 512), ((600, 900), 512), ((300, 200), 200), ((4200, 2100), 512)]
)
@pytest.mark.parametrize("kind", ["JPEG", "PNG"])
def test_an_avatar_is_the_square_in_the_middle_and_never_enlarged(kind: str, size: tuple[int, int], side: int) -> None:
    picture = Image.new("RGB", size, BLACK)
    short = min(size)
    picture.paste(four_corners((short, short)), ((size[0] - short) // 2, (size[1] - short) // 2))

    stored = store_photo(encoded(picture, kind), square=512)

    assert (stored.width, stored.height) == decoded(stored.data).size == (side, side)
    assert shows(decoded(stored.data), CORNERS)
    assert is_near(pixel(decoded(stored.data), 3, 3), RED)


def test_a_path_is_stored_as_its_bytes_are(tmp_path: Path) -> None:
    path = tmp_path / "arrived"
    path.write_bytes(camera_photo(6))

    assert store_photo(path, announced="image/jpeg") == store_photo(camera_photo(6))
