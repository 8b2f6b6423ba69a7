"""The stamps of the kit: a catalogue for every taste, drawn the same each time."""

import io
import subprocess
import sys
from collections import Counter

import pytest
from PIL import Image

from postcardit_backend.stamp_art import STAMPS, draw_stamp

CATEGORIES = {"featured", "travel", "nature", "holidays", "food", "animals", "fun"}


@pytest.mark.parametrize("stamp_id", [stamp.stamp_id for stamp in STAMPS])
def test_every_stamp_is_a_png_of_the_size_asked_for(stamp_id: str) -> None:
    with Image.open(io.BytesIO(draw_stamp(stamp_id, (80, 100))), formats=["PNG"]) as picture:
        picture.load()

    assert picture.size == (80, 100)
    assert len(picture.getcolors(8000) or ()) > 50


def test_a_stamp_is_320_by_400_unless_told_otherwise() -> None:
    with Image.open(io.BytesIO(draw_stamp("venice-gondola"))) as picture:
        assert picture.size == (320, 400)


def test_no_two_stamps_share_an_id_a_name_or_a_picture() -> None:
    pictures = {draw_stamp(stamp.stamp_id, (40, 50)) for stamp in STAMPS}

    assert len({stamp.stamp_id for stamp in STAMPS}) == len({stamp.name for stamp in STAMPS}) == len(STAMPS)
    assert len(pictures) == len(STAMPS)


def test_each_of_the_seven_categories_has_three_stamps_or_more() -> None:
    counts = Counter(stamp.category for stamp in STAMPS)

    assert set(counts) == CATEGORIES
    assert min(counts.values()) >= 3


def test_the_same_stamp_has_the_same_bytes_each_time() -> None:
    assert draw_stamp("red-fox") == draw_stamp("red-fox")


def test_a_stamp_that_does_not_exist_is_a_key_error() -> None:
    with pytest.raises(KeyError):
        draw_stamp("no-such-stamp")


def test_reading_the_catalogue_imports_no_imaging_library() -> None:
    script = "import sys, postcardit_backend.stamp_art; sys.exit('PIL' in sys.modules)"

    assert subprocess.run([sys.executable, "-c", script], check=False).returncode == 0
