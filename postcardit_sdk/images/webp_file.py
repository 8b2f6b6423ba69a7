"""A WebP as the list of its chunks (RFC 9649)."""

import struct
from dataclasses import dataclass
from typing import BinaryIO

from .container import Span, check_pixels, read_at, size_of
from .problem import cut_short, damaged

__all__ = ["WebpFile", "bare_webp", "walk_webp"]

_IMAGE = frozenset({b"VP8 ", b"VP8L"})
_HAS_PROFILE, _HAS_EXIF = 0x20, 0x08


@dataclass(frozen=True, slots=True)
class WebpFile:
    """A whole WebP: its chunks by type (the first of each) and where their bodies are."""

    chunks: dict[bytes, Span]
    exif: Span | None

    @property
    def is_plain(self) -> bool:
        """Whether it is one picture without transparency."""
        return not self.chunks.keys() & {b"ANIM", b"ANMF", b"ALPH"} and len(self.chunks.keys() & _IMAGE) == 1


def walk_webp(stream: BinaryIO) -> WebpFile:
    """Walk a WebP through all its chunks. Raises ImageProblem and nothing else but OSError."""
    size = size_of(stream)
    whole = 8 + int.from_bytes(read_at(stream, 4, 4), "little")
    chunks: dict[bytes, Span] = {}
    place = 12
    while place < whole:
        head = read_at(stream, place, 8 + 10)
        if len(head) < 8:
            raise cut_short(size, whole)
        kind, length = head[:4], int.from_bytes(head[4:8], "little")
        _check_pixels(kind, head[8:])
        chunks.setdefault(kind, Span(place + 8, place + 8 + length))
        place += 8 + length + length % 2  # chunks begin at even places
    if size < whole:
        raise cut_short(size, whole)
    if place > whole + 1:
        raise damaged("a chunk reaches beyond its end")
    return WebpFile(chunks, chunks.get(b"EXIF"))


def _check_pixels(kind: bytes, body: bytes) -> None:
    """Refuse too many pixels from whichever header comes first: the canvas's, the lossy or the lossless picture's."""
    if len(body) < 10:
        return
    if kind == b"VP8X":
        check_pixels(int.from_bytes(body[4:7], "little") + 1, int.from_bytes(body[7:10], "little") + 1)
    elif kind == b"VP8 ":
        width, height = struct.unpack_from("<HH", body, 6)
        check_pixels(width & 0x3FFF, height & 0x3FFF)
    elif kind == b"VP8L":
        bits = int.from_bytes(body[1:5], "little")
        check_pixels((bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1)


def bare_webp(
    stream: BinaryIO, file: WebpFile, size: tuple[int, int], *, exif: bytes = b"", profile: bytes = b""
) -> bytes:
    """The same compressed pixels, and beside them only an EXIF block and a colour profile when they are given."""
    (kind,) = file.chunks.keys() & _IMAGE
    span = file.chunks[kind]
    chunks = _chunk(kind, read_at(stream, span.start, span.end - span.start))
    if exif or profile:
        flags = (_HAS_EXIF if exif else 0) | (_HAS_PROFILE if profile else 0)
        canvas = b"".join((side - 1).to_bytes(3, "little") for side in size)
        head = _chunk(b"VP8X", struct.pack("<I", flags) + canvas)
        chunks = b"".join((head, _chunk(b"ICCP", profile), chunks, _chunk(b"EXIF", exif)))
    return b"RIFF" + struct.pack("<I", 4 + len(chunks)) + b"WEBP" + chunks


def _chunk(kind: bytes, body: bytes) -> bytes:
    return kind + struct.pack("<I", len(body)) + body + b"\0" * (len(body) % 2) if body else b""
