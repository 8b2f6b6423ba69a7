"""EXIF read by hand: a few tags out of a block that anyone may have written, and phones write damaged ones.

A block is a TIFF file in small (TIFF 6.0, section 2; CIPA DC-008): directories of tagged fields. What cannot be read is
absent here; nothing is raised, and nothing far away or large is followed.
"""

import struct
from dataclasses import dataclass
from typing import BinaryIO, Self

from .container import Span, read_at

__all__ = ["EXIF_IFD", "GPS_IFD", "Directory", "Exif", "Field"]

EXIF_IFD, GPS_IFD = 0x8769, 0x8825
_ORIENTATION, _NEW_SUBFILE_TYPE, _DNG_VERSION = 0x0112, 0x00FE, 0xC612
_UPRIGHT = 1

_ORDERS = {b"II*\0": "<", b"MM\0*": ">"}
_SIZES = {1: 1, 2: 1, 3: 2, 4: 4, 5: 8, 7: 1}
_WHOLE = {1: "B", 3: "H", 4: "I"}
_ASCII, _RATIONAL = 2, 5
_MOST_FIELDS = 512
_MOST_BYTES = 256
"""No field that we read is longer: places, times and numbers are short."""


@dataclass(frozen=True, slots=True)
class Field:
    """The value of one tag, not yet read."""

    kind: int
    data: bytes
    order: str

    def number(self) -> int | None:
        """The first whole number."""
        form = _WHOLE.get(self.kind)
        if form is None or len(self.data) < struct.calcsize(form):
            return None
        (value,) = struct.unpack_from(self.order + form, self.data)
        return int(value)

    def text(self) -> str | None:
        """ASCII up to its first null."""
        text = self.data.partition(b"\0")[0]
        return text.decode("ascii").strip() if self.kind == _ASCII and text.isascii() else None

    def ratios(self) -> list[float] | None:
        """Unsigned ratios; None when one of them divides by zero."""
        if self.kind != _RATIONAL:
            return None
        numbers = struct.unpack(f"{self.order}{len(self.data) // 4}I", self.data)
        pairs = list(zip(numbers[::2], numbers[1::2], strict=True))
        return [above / below for above, below in pairs] if all(below for _, below in pairs) else None


Directory = dict[int, Field]


class Exif:
    """An EXIF block, or a TIFF file as a whole, inside a stream."""

    def __init__(self, stream: BinaryIO, span: Span, order: str) -> None:
        self._stream, self._span, self._order = stream, span, order
        self.main = self._directory(self._number(self._read(4, 4)))

    @classmethod
    def inside(cls, stream: BinaryIO, span: Span | None) -> Self | None:
        """The block in this span; None where none can be read."""
        if span is None:
            return None
        if read_at(stream, span.start, 6) == b"Exif\0\0":
            span = Span(span.start + 6, span.end)
        order = _ORDERS.get(read_at(stream, span.start, 4))
        return None if order is None else cls(stream, span, order)

    def part(self, pointer: int) -> Directory:
        """The directory that a field of the main one points to; empty when there is none."""
        field = self.main.get(pointer)
        place = None if field is None else field.number()
        return {} if place is None else self._directory(place)

    @property
    def orientation(self) -> int:
        """How to turn the pixels, 1 (they are upright) to 8."""
        field = self.main.get(_ORIENTATION)
        value = None if field is None else field.number()
        return value if value is not None and 1 <= value <= 8 else _UPRIGHT

    @property
    def is_raw_photo(self) -> bool:
        """Whether a TIFF is what a camera calls raw: its first picture is then but a preview."""
        field = self.main.get(_NEW_SUBFILE_TYPE)
        preview = bool((field.number() or 0) & 1) if field is not None else False
        return preview or _DNG_VERSION in self.main or self._read(8, 2) == b"CR"

    def _directory(self, place: int) -> Directory:
        """The fields of one directory that are there, short and of a kind that we read."""
        count = self._number(self._read(place, 2))
        entries = self._read(place + 2, 12 * min(count, _MOST_FIELDS))
        found: Directory = {}
        for tag, kind, number, value in struct.iter_unpack(f"{self._order}HHI4s", entries[: len(entries) // 12 * 12]):
            length = _SIZES.get(kind, 0) * number
            if not 0 < length <= _MOST_BYTES:
                continue
            data = value[:length] if length <= 4 else self._read(self._number(value), length)
            if len(data) == length:
                found.setdefault(tag, Field(kind, data, self._order))
        return found

    def _number(self, data: bytes) -> int:
        return int.from_bytes(data, "little" if self._order == "<" else "big")

    def _read(self, place: int, length: int) -> bytes:
        """Bytes of the block; fewer at its end."""
        start = self._span.start + place
        return read_at(self._stream, start, max(0, min(length, self._span.end - start)))
