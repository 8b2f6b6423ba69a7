"""A PNG as the list of its chunks (PNG specification, section 5.3)."""

import struct
from typing import BinaryIO

from .container import Container, Span, check_pixels, read_at, size_of
from .problem import cut_short, damaged

__all__ = ["walk_png"]

_HEADER_BYTES = 8
_AROUND_BYTES = 12
"""A chunk's length, its type and its checksum."""


def walk_png(stream: BinaryIO) -> Container:
    """Walk a PNG from its header to its end chunk. Raises ImageProblem and nothing else but OSError."""
    size, place = size_of(stream), _HEADER_BYTES
    exif: Span | None = None
    while True:
        head = read_at(stream, place, 8)
        if len(head) < 8:
            raise cut_short(size)
        length, kind = struct.unpack(">I4s", head)
        if not kind.isalpha():
            raise damaged(f"byte {place:,} begins no chunk")
        after = place + _AROUND_BYTES + length
        if place == _HEADER_BYTES:
            _check_header(kind, read_at(stream, place + 8, 8))
        if after > size:
            raise cut_short(size, after)
        if kind == b"eXIf" and exif is None:
            exif = Span(place + 8, place + 8 + length)
        if kind == b"IEND":
            return Container(exif)
        place = after


def _check_header(kind: bytes, body: bytes) -> None:
    if kind != b"IHDR" or len(body) < 8:
        raise damaged("it has no header")
    check_pixels(*struct.unpack(">II", body))
