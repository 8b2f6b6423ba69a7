"""What the outside of a photo's file tells, before any decoder sees it."""

import io
from dataclasses import dataclass
from typing import BinaryIO

from postcardit_sdk.contract.problems import Code

from .problem import ImageProblem

__all__ = ["MAX_PIXELS", "Container", "Span", "check_pixels", "read_at", "size_of"]

MAX_PIXELS = 50_000_000
"""A picture with more is refused from its header: 17 KB of PNG can hold 144 million pixels."""


@dataclass(frozen=True, slots=True)
class Span:
    """Bytes of a file, from `start` up to `end`."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Container:
    """A whole file of one of our kinds: where it keeps its EXIF block, if it has one."""

    exif: Span | None


def check_pixels(width: int, height: int) -> None:
    """Refuse a picture with more than MAX_PIXELS."""
    if width * height > MAX_PIXELS:
        size = f"{width * height / 1e6:,.1f} megapixels ({width:,} x {height:,})"
        raise ImageProblem(Code.IMAGE_TOO_MANY_PIXELS, f"has {size}; the limit is {MAX_PIXELS / 1e6:.0f}")


def size_of(stream: BinaryIO) -> int:
    """How many bytes a seekable stream holds."""
    return stream.seek(0, io.SEEK_END)


def read_at(stream: BinaryIO, start: int, length: int) -> bytes:
    """Up to `length` bytes from `start` on; fewer at the end."""
    stream.seek(start)
    return stream.read(length)
