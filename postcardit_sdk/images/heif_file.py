"""A HEIF file's boxes (ISO/IEC 14496-12), as far as they tell whether it is whole and where its EXIF block is."""

import struct
from collections.abc import Iterator
from typing import BinaryIO

from .container import Container, Span, read_at, size_of
from .problem import cut_short, damaged

__all__ = ["walk_heif"]

_MOST_META_BYTES = 4 << 20


def walk_heif(stream: BinaryIO) -> Container:
    """Walk the outer boxes of a HEIF file. Raises ImageProblem and nothing else but OSError."""
    size, place = size_of(stream), 0
    meta: Span | None = None
    while place < size:
        head = read_at(stream, place, 16)
        if len(head) < 8:
            raise cut_short(size)
        length, begin = int.from_bytes(head[:4], "big"), place + 8
        if length == 1:
            length, begin = int.from_bytes(head[8:16], "big"), place + 16
        end = size if length == 0 else place + length
        if end > size:
            raise cut_short(size, end)
        if end < begin:
            raise damaged(f"the box at byte {place:,} has no length")
        if head[4:8] == b"meta" and meta is None:
            meta = Span(begin, end)
        place = end
    if meta is None:
        raise damaged("it does not say what it holds")
    return Container(_exif_in(stream, meta))


def _exif_in(stream: BinaryIO, meta: Span) -> Span | None:
    """Where the EXIF block is; None when there is none, or when the boxes about it make no sense."""
    body = read_at(stream, meta.start, min(meta.end - meta.start, _MOST_META_BYTES))
    try:
        boxes = dict(_boxes(body, 4))  # after version and flags
        item = _exif_item(body, boxes[b"iinf"])
        inside = meta.start + boxes[b"idat"].start if b"idat" in boxes else None
        span = None if item is None else _place_of(item, body, boxes[b"iloc"].start, inside)
        return None if span is None else _after_its_header(stream, span)
    except (struct.error, KeyError, IndexError):
        return None


def _boxes(data: bytes, place: int, end: int | None = None) -> Iterator[tuple[bytes, Span]]:
    """The boxes in `data` with the places of their bodies."""
    stop = len(data) if end is None else end
    while place + 8 <= stop:
        length, kind = struct.unpack_from(">I4s", data, place)
        if length < 8 or place + length > stop:
            return
        yield kind, Span(place + 8, place + length)
        place += length


def _exif_item(data: bytes, iinf: Span) -> int | None:
    """The id of the item whose type is Exif (item information, 8.11.6)."""
    start = iinf.start + (6 if data[iinf.start] == 0 else 8)
    for kind, span in _boxes(data, start, iinf.end):
        version = data[span.start]
        if kind != b"infe" or version not in (2, 3):
            continue
        form = ">HH4s" if version == 2 else ">IH4s"
        item, _protection, item_type = struct.unpack_from(form, data, span.start + 4)
        if item_type == b"Exif":
            return int(item)
    return None


def _place_of(wanted: int, data: bytes, place: int, inside: int | None) -> Span | None:
    """Where an item lies in the file (item location, 8.11.3), when it lies in one piece.

    `inside` is where the body of the `idat` box begins: the items of method 1 count from there.
    """
    version = data[place]
    sizes = data[place + 4] >> 4, data[place + 4] & 15, data[place + 5] >> 4, data[place + 5] & 15
    offset_size, length_size, base_size, index_size = sizes if version else (*sizes[:3], 0)
    if not offset_size + length_size:
        return None
    wide = 4 if version == 2 else 2
    read = _Numbers(data, place + 6)
    for _ in range(read.number(wide)):
        item = read.number(wide)
        method = read.number(2) & 15 if version else 0
        read.number(2)  # which file: always this one
        origin = read.number(base_size) + (inside or 0 if method == 1 else 0)
        extents: list[Span] = []
        for _ in range(read.number(2)):
            read.number(index_size)
            start, length = origin + read.number(offset_size), read.number(length_size)
            extents.append(Span(start, start + length))
        if item == wanted:
            return extents[0] if len(extents) == 1 and (method == 0 or (method == 1 and inside is not None)) else None
    return None


class _Numbers:
    """Reads big-endian numbers one after the other; IndexError at the end."""

    def __init__(self, data: bytes, place: int) -> None:
        self._data, self._place = data, place

    def number(self, size: int) -> int:
        self._place += size
        if self._place > len(self._data):
            raise IndexError(self._place)
        return int.from_bytes(self._data[self._place - size : self._place], "big")


def _after_its_header(stream: BinaryIO, item: Span) -> Span | None:
    """The item says in its first four bytes how far behind them the block begins."""
    head = read_at(stream, item.start, 4)
    start = item.start + 4 + int.from_bytes(head, "big")
    return Span(start, item.end) if start < item.end else None
