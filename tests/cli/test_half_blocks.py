"""A photo in a terminal, two pixels to a character."""

import io
import re

import pytest
from PIL import Image

from postcardit_cli.half_blocks import half_blocks
from postcardit_sdk.images import ImageProblem


def photo(size: tuple[int, int]) -> bytes:
    """Red above, blue below."""
    picture = Image.new("RGB", size, (255, 0, 0))
    picture.paste((0, 0, 255), (0, size[1] // 2, *size))
    stream = io.BytesIO()
    picture.save(stream, "PNG")
    return stream.getvalue()


@pytest.mark.parametrize(
    ("size", "room", "expected"),
    [
        ((64, 64), (40, 10), (20, 10)),
        ((128, 64), (40, 40), (40, 10)),
        ((30, 300), (80, 24), (5, 24)),
        ((300, 2), (20, 9), (20, 1)),
    ],
    ids=["square", "wide", "tall", "a line"],
)
def test_it_keeps_its_shape_inside_the_room(
    size: tuple[int, int], room: tuple[int, int], expected: tuple[int, int]
) -> None:
    lines = half_blocks(photo(size), *room)

    assert ({line.count("\u2580") for line in lines}, len(lines)) == ({expected[0]}, expected[1])


def test_the_ink_is_the_upper_pixel_and_the_paper_the_lower() -> None:
    (line,) = half_blocks(photo((64, 64)), 2, 1)

    codes = re.findall(r"\x1b\[38;2;(\d+);(\d+);(\d+);48;2;(\d+);(\d+);(\d+)m", line)
    red, _, _, _, _, blue = map(int, codes[0])
    assert red > 200 < blue
    assert line.endswith("\x1b[0m")


def test_equal_neighbours_share_one_colour_code() -> None:
    stream = io.BytesIO()
    Image.new("RGB", (400, 40), (128, 128, 128)).save(stream, "PNG")

    lines = half_blocks(stream.getvalue(), 20, 1)

    assert lines == ["\x1b[38;2;128;128;128;48;2;128;128;128m" + "\u2580" * 20 + "\x1b[0m"]


def test_there_must_be_room_for_a_character() -> None:
    with pytest.raises(ValueError, match="0 columns"):
        half_blocks(photo((4, 4)), 0, 5)


def test_what_is_no_photo_is_refused() -> None:
    with pytest.raises(ImageProblem):
        half_blocks(b"no photo", 10, 10)
