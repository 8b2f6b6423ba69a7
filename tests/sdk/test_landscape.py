"""The demo's own photo: painted, the same each time, and as awkward as a phone's."""

import io

import pytest
from PIL import ExifTags, Image, ImageOps

from postcardit_sdk.worlds.landscape import paint_landscape


def opened(photo: bytes) -> Image.Image:
    with Image.open(io.BytesIO(photo), formats=["JPEG"]) as picture:
        picture.load()
        return picture


@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_reader_that_heeds_exif_sees_it_upright(orientation: int) -> None:
    stored = opened(paint_landscape(160, 120, orientation=orientation))
    seen = ImageOps.exif_transpose(stored)
    upright = opened(paint_landscape(160, 120, orientation=1))

    assert stored.size == ((120, 160) if orientation >= 5 else (160, 120))
    assert seen.size == (160, 120)
    for place in ((10, 5), (150, 5), (10, 115), (102, 48)):
        ours, theirs = seen.getpixel(place), upright.getpixel(place)
        assert isinstance(ours, tuple)
        assert ours == pytest.approx(theirs, abs=30)


def test_it_says_where_and_when_it_was_taken_and_with_what() -> None:
    exif = opened(paint_landscape(80, 60, gps=(-33.8568, 151.2153))).getexif()

    place = exif.get_ifd(ExifTags.IFD.GPSInfo)
    assert (place[1], place[2], place[3], place[4]) == ("S", (33.0, 51.0, 24.48), "E", (151.0, 12.0, 55.08))
    assert exif.get_ifd(ExifTags.IFD.Exif)[ExifTags.Base.DateTimeOriginal] == "2026:06:21 21:14:07"
    assert (exif[ExifTags.Base.Make], exif[ExifTags.Base.Orientation]) == ("PostCardIt", 6)


def test_without_a_place_it_has_none() -> None:
    exif = opened(paint_landscape(80, 60, gps=None)).getexif()

    assert exif.get_ifd(ExifTags.IFD.GPSInfo) == {}


def test_the_same_seed_paints_the_same_bytes_and_another_seed_another_view() -> None:
    assert paint_landscape(80, 60, seed=4) == paint_landscape(80, 60, seed=4) != paint_landscape(80, 60, seed=5)


def test_the_sun_is_the_brightest_thing_in_the_sky() -> None:
    picture = opened(paint_landscape(320, 240, orientation=1)).convert("L")

    sky = picture.crop((0, 0, 320, 140))
    sun = picture.crop((195, 84, 215, 104))

    assert sky.getextrema() == (sky.getextrema()[0], sun.getextrema()[1])
