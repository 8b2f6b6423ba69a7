"""A photo in a terminal: each character shows two pixels, one above the other."""

import io
from itertools import groupby

__all__ = ["half_blocks"]

_RESET = "\x1b[0m"
Pixel = tuple[int, int, int]


def half_blocks(photo: bytes, columns: int, rows: int) -> list[str]:
    """The photo as at most `rows` lines of at most `columns` upper half blocks, in 24-bit ANSI colours.

    It keeps its shape, taking a character to be twice as high as wide. Raises ImageProblem when the bytes are no
    photo that we can read, ValueError when there is no room for a single character.
    """
    from PIL import Image

    from postcardit_sdk.images import prepare_photo

    if columns < 1 or rows < 1:
        raise ValueError(f"no picture fits into {columns} columns and {rows} rows")
    prepared = prepare_photo(photo, box=max(64, 2 * columns, 4 * rows), max_bytes=4_000_000)
    with Image.open(io.BytesIO(prepared.data), formats=["JPEG"]) as picture:
        scale = min(columns / picture.width, 2 * rows / picture.height)
        width, height = max(1, round(picture.width * scale)), max(2, round(picture.height * scale / 2) * 2)
        size = (min(width, columns), min(height, 2 * rows))
        small = picture.convert("RGB").resize(size, Image.Resampling.LANCZOS)  # pyright: ignore[reportUnknownMemberType] - names numpy
    data = small.tobytes()
    pixels = [(data[place], data[place + 1], data[place + 2]) for place in range(0, len(data), 3)]
    lines = [pixels[start : start + small.width] for start in range(0, len(pixels), small.width)]
    return [_line(upper, lower) for upper, lower in zip(lines[0::2], lines[1::2], strict=True)]


def _line(upper: list[Pixel], lower: list[Pixel]) -> str:
    """One line of characters; equal neighbours share their colours' code."""
    pairs = groupby(zip(upper, lower, strict=True))
    return "".join(_colours(*pair) + "\u2580" * len(list(same)) for pair, same in pairs) + _RESET


def _colours(ink: Pixel, paper: Pixel) -> str:
    return f"\x1b[38;2;{ink[0]};{ink[1]};{ink[2]};48;2;{paper[0]};{paper[1]};{paper[2]}m"
