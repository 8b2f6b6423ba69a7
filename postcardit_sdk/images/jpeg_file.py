"""A JPEG as the list of its segments, walked without decoding a pixel (ITU-T T.81, annex B).

libjpeg conceals damage: it fills what is missing with grey and says nothing that Pillow passes on. Part of it shows
from outside, at the cost of one pass over the bytes: markers that cannot be where they are, restart markers that are
missing or out of order, no end.
"""

import math
import re
import struct
from dataclasses import dataclass
from typing import BinaryIO

from .container import Span, check_pixels, read_at, size_of
from .problem import cut_short, damaged

__all__ = ["Frame", "JpegFile", "Segment", "bare_jpeg", "jpeg_segment", "walk_jpeg"]

_EOI, _SOS, _DRI, _APP0, _APP1, _APP14 = 0xD9, 0xDA, 0xDD, 0xE0, 0xE1, 0xEE
_DHT, _DQT, _DNL, _DAC = 0xC4, 0xDB, 0xDC, 0xCC
_BASELINE, _PROGRESSIVE = 0xC0, 0xC2
_RESTARTS = range(0xD0, 0xD8)
_FRAMES = frozenset({*range(0xC0, 0xD0)} - {_DHT, 0xC8, _DAC})
_WITH_LENGTH = frozenset({*range(0xC0, 0xD0), *range(0xDA, 0xF0), 0xFE} - {0xC8})
_NEEDED = frozenset({_DQT, _DHT, _DRI, _SOS, _BASELINE, _PROGRESSIVE})
_MOST_SCANS = 100
"""Cameras write 1, the usual progressive encoders 6 to 15; each costs a decoder a pass over all pixels."""

_MARK = re.compile(rb"\xff[^\x00\xff]", re.DOTALL)
_CHUNK_BYTES = 1 << 16


@dataclass(frozen=True, slots=True)
class Segment:
    """A marker with what belongs to it, from its 0xFF on; a scan includes its compressed pixels."""

    marker: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Frame:
    """How the pixels are compressed. A component is its id and how often it is sampled across and down."""

    marker: int
    precision: int
    width: int
    height: int
    components: tuple[tuple[int, int, int], ...]


@dataclass(frozen=True, slots=True)
class JpegFile:
    """A whole JPEG up to its end mark: what follows that, such as a gain map, belongs to it no longer."""

    segments: tuple[Segment, ...]
    frame: Frame
    exif: Span | None
    adobe_transform: int | None

    @property
    def is_plain(self) -> bool:
        """Whether anyone can show it without its application segments: 8-bit grey or YCbCr, baseline or progressive."""
        identities = bytes(identity for identity, _, _ in self.frame.components)
        return (
            self.frame.marker in (_BASELINE, _PROGRESSIVE)
            and self.frame.precision == 8
            and len(identities) in (1, 3)
            and identities != b"RGB"
            and (len(identities) == 1 or self.adobe_transform in (None, 1))
            and not any(segment.marker in (_DNL, _DAC) for segment in self.segments)
        )


def jpeg_segment(marker: int, body: bytes) -> bytes:
    """A marker segment of at most 65,533 bytes."""
    return struct.pack(">BBH", 0xFF, marker, 2 + len(body)) + body


_JFIF = jpeg_segment(_APP0, b"JFIF\0" + struct.pack(">BBBHHBB", 1, 1, 0, 1, 1, 0, 0))


def bare_jpeg(stream: BinaryIO, file: JpegFile, *, added: bytes = b"") -> bytes:
    """The same compressed pixels with nothing around them but what decoding needs, and the segments `added`."""
    kept = (segment for segment in file.segments if segment.marker in _NEEDED)
    parts = (read_at(stream, segment.start, segment.end - segment.start) for segment in kept)
    return b"".join((b"\xff\xd8", _JFIF, added, *parts, b"\xff\xd9"))


def walk_jpeg(stream: BinaryIO) -> JpegFile:
    """Walk a JPEG from its first byte to its end mark. Raises ImageProblem and nothing else but OSError."""
    return _Walk(stream).run()


class _Marks:
    """Finds markers in a stream, some tens of kilobytes at a time."""

    def __init__(self, stream: BinaryIO, size: int) -> None:
        self._stream, self._size = stream, size
        self._base, self._chunk = 0, b""

    def after(self, place: int) -> tuple[int, int]:
        """The place and the code of the first marker at `place` or later; fill bytes and junk are skipped."""
        if not self._base <= place < self._base + len(self._chunk):
            self._read(place)
        found = _MARK.search(self._chunk, place - self._base)
        while found is None:
            last = self._base + len(self._chunk)
            if last >= self._size:
                raise cut_short(self._size)
            self._read(last - self._chunk.endswith(b"\xff"))
            found = _MARK.search(self._chunk)
        return self._base + found.start(), self._chunk[found.start() + 1]

    def _read(self, place: int) -> None:
        self._base, self._chunk = place, read_at(self._stream, place, _CHUNK_BYTES)
        if len(self._chunk) < 2:
            raise cut_short(self._size)


class _Walk:
    """What is known of a file so far."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream, self._size = stream, size_of(stream)
        self._marks = _Marks(stream, self._size)
        self._segments: list[Segment] = []
        self._frame: Frame | None = None
        self._exif: Span | None = None
        self._adobe: int | None = None
        self._interval = 0
        self._scans = 0

    def run(self) -> JpegFile:
        place = 2
        while True:
            start, marker = self._marks.after(place)
            if marker == _EOI:
                return self._whole()
            _check_marker(marker, start)
            body = self._body(start)
            place = start + 4 + len(body)
            self._take(marker, body, start)
            if marker == _SOS:
                place = self._end_of_scan(body, place)
            self._segments.append(Segment(marker, start, place))

    def _whole(self) -> JpegFile:
        if self._frame is None or not self._scans:
            raise damaged("it holds no picture")
        return JpegFile(tuple(self._segments), self._frame, self._exif, self._adobe)

    def _body(self, start: int) -> bytes:
        head = read_at(self._stream, start + 2, 2)
        length = int.from_bytes(head, "big")
        if start + 2 + max(2, length) > self._size:
            raise cut_short(self._size, start + 2 + length)
        if length < 2:
            raise damaged(f"the segment at byte {start:,} has no length")
        return self._stream.read(length - 2)

    def _take(self, marker: int, body: bytes, start: int) -> None:
        if marker in _FRAMES:
            if self._frame is not None:
                raise damaged("it has two headers")
            self._frame = _frame(marker, body)
        elif marker == _DRI and len(body) == 2:
            self._interval = int.from_bytes(body, "big")
        elif marker == _APP1 and body.startswith(b"Exif\0\0") and self._exif is None:
            self._exif = Span(start + 10, start + 4 + len(body))
        elif marker == _APP14 and body.startswith(b"Adobe") and len(body) >= 12:
            self._adobe = body[11]

    def _end_of_scan(self, head: bytes, place: int) -> int:
        """Where the compressed pixels of a scan end. Their restart markers count 0 to 7, again and again."""
        self._scans += 1
        if self._scans > _MOST_SCANS:
            raise damaged(f"it has more than {_MOST_SCANS} scans")
        expected = self._restarts_of(head)
        restarts = 0
        while True:
            start, marker = self._marks.after(place)
            if marker not in _RESTARTS:
                break
            if marker != 0xD0 + restarts % 8 or restarts > expected or not self._interval:
                raise damaged(f"its pixels are out of order from byte {start:,} on")
            restarts += 1
            place = start + 2
        _check_marker(marker, start)
        if restarts < expected:
            raise damaged(f"pixels are missing before byte {start:,}")
        return start

    def _restarts_of(self, head: bytes) -> int:
        """How many restart markers a scan has (T.81, A.2: the units of one component alone are its own blocks)."""
        frame = self._frame
        if frame is None or len(head) < 4 or len(head) != 4 + 2 * head[0]:
            raise damaged("a scan has no header")
        if not self._interval:
            return 0
        across, down = (max(component[axis] for component in frame.components) for axis in (1, 2))
        width, height = frame.width, frame.height
        if head[0] == 1:
            sampled = {identity: (h, v) for identity, h, v in frame.components}.get(head[1], (across, down))
            width, height = math.ceil(width * sampled[0] / across), math.ceil(height * sampled[1] / down)
            across = down = 1
        units = math.ceil(width / (8 * across)) * math.ceil(height / (8 * down))
        return (units - 1) // self._interval


def _check_marker(marker: int, start: int) -> None:
    if marker not in _WITH_LENGTH and marker != _EOI:
        raise damaged(f"at byte {start:,} is a marker that cannot be there (0x{marker:02X})")


def _frame(marker: int, body: bytes) -> Frame:
    """The header of the frame (T.81, B.2.2)."""
    if len(body) < 6 or len(body) != 6 + 3 * body[5] or not 1 <= body[5] <= 4:
        raise damaged("its header has a wrong length")
    precision, height, width = struct.unpack_from(">BHH", body)
    components = tuple((body[i], body[i + 1] >> 4, body[i + 1] & 15) for i in range(6, len(body), 3))
    if not width or not height or not all(1 <= h <= 4 and 1 <= v <= 4 for _, h, v in components):
        raise damaged("its header makes no sense")
    check_pixels(width, height)
    return Frame(marker, precision, width, height, components)
