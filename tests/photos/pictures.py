"""Small pictures, and the bytes that files are built of."""

import io
import struct
import zlib
from collections.abc import Iterable, Iterator

from PIL import Image

RED, GREEN, BLUE, WHITE, BLACK = (220, 30, 30), (30, 160, 60), (30, 60, 200), (250, 250, 250), (0, 0, 0)
CORNERS = (RED, GREEN, BLUE, WHITE)
SIZE = (96, 64)
CANARY = b"CANARY-7f3a"
"""Planted wherever a file can hold something besides pixels; no output may contain it."""

Colour = tuple[int, int, int]

HOW_A_CAMERA_STORES = {
    1: None,
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_90,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_270,
}


def four_corners(size: tuple[int, int] = SIZE, colours: Iterable[Colour] = CORNERS) -> Image.Image:
    """Red, green over blue, white: no turn or mirroring leaves it as it was."""
    width, height = size
    red, green, blue, white = colours
    picture = Image.new("RGB", size, red)
    picture.paste(green, (width // 2, 0, width, height))
    picture.paste(blue, (0, height // 2, width, height))
    picture.paste(white, (width // 2, height // 2, width, height))
    return picture


def stored_sideways(orientation: int, size: tuple[int, int] = SIZE) -> Image.Image:
    """The four corners as a camera stores them that says this orientation."""
    turn = HOW_A_CAMERA_STORES[orientation]
    return four_corners(size) if turn is None else four_corners(size).transpose(turn)


def encoded(picture: Image.Image, kind: str = "JPEG", **options: object) -> bytes:
    stream = io.BytesIO()
    if kind == "JPEG":
        options = {"quality": 95, **options}
    picture.save(stream, kind, **options)
    return stream.getvalue()


def heic(picture: Image.Image, **options: object) -> bytes:
    """A HEIC; an orientation in the option `exif` becomes its own way of turning, as phones write it."""
    import pillow_heif

    stream = io.BytesIO()
    file = pillow_heif.from_pillow(picture)
    file.info.update(options)  # pyright: ignore[reportUnknownMemberType] - pillow-heif leaves it untyped
    file.save(stream, quality=95, **options)  # pyright: ignore[reportUnknownMemberType] - pillow-heif leaves it untyped
    return stream.getvalue()


def decoded(data: bytes) -> Image.Image:
    with Image.open(io.BytesIO(data)) as picture:
        picture.load()
        return picture


def pixel(picture: Image.Image, x: int, y: int) -> tuple[int, ...]:
    colour = picture.getpixel((x, y))
    assert isinstance(colour, tuple)
    return colour


def is_near(colour: tuple[int, ...], expected: Colour, tolerance: int = 25) -> bool:
    return all(abs(ours - theirs) <= tolerance for ours, theirs in zip(colour, expected, strict=True))


def corners(picture: Image.Image) -> list[tuple[int, ...]]:
    """The colours in the middles of the four quarters."""
    rgb = picture.convert("RGB")
    width, height = rgb.size
    return [pixel(rgb, x, y) for y in (height // 4, height * 3 // 4) for x in (width // 4, width * 3 // 4)]


def shows(picture: Image.Image, colours: Iterable[Colour] = CORNERS, tolerance: int = 25) -> bool:
    pairs = zip(corners(picture), colours, strict=True)
    return all(is_near(ours, theirs, tolerance) for ours, theirs in pairs)


def exif_block(
    fields: dict[int, tuple[int, bytes]], *, gps: dict[int, tuple[int, bytes]] | None = None,
    photo: dict[int, tuple[int, bytes]] | None = None, order: str = ">",
) -> bytes:  # fmt: skip
    """A TIFF block from fields of raw bytes by tag and kind, with the directories of the place and of the photo."""
    parts = {0x8769: photo, 0x8825: gps}
    pointers = {tag: part for tag, part in parts.items() if part is not None}
    main = dict(fields) | {tag: (4, bytes(4)) for tag in pointers}
    begin = 8 + len(_directory(main, 8, order))
    for tag, part in pointers.items():
        main[tag] = (4, struct.pack(f"{order}I", begin))
        begin += len(_directory(part, begin, order))
    block = {"<": b"II*\0", ">": b"MM\0*"}[order] + struct.pack(f"{order}I", 8) + _directory(main, 8, order)
    for part in pointers.values():
        block += _directory(part, len(block), order)
    return block


def _directory(fields: dict[int, tuple[int, bytes]], begin: int, order: str) -> bytes:
    sizes = {1: 1, 2: 1, 3: 2, 4: 4, 5: 8, 7: 1}
    entries, values = b"", b""
    behind = begin + 2 + 12 * len(fields) + 4
    for tag, (kind, data) in sorted(fields.items()):
        place = data.ljust(4, b"\0") if len(data) <= 4 else struct.pack(f"{order}I", behind + len(values))
        values += b"" if len(data) <= 4 else data
        entries += struct.pack(f"{order}HHI", tag, kind, len(data) // sizes[kind]) + place
    return struct.pack(f"{order}H", len(fields)) + entries + bytes(4) + values


def ratios(*values: tuple[int, int], order: str = ">") -> bytes:
    return b"".join(struct.pack(f"{order}II", *value) for value in values)


VENICE = {
    1: (2, b"N\0"),
    2: (5, ratios((45, 1), (26, 1), (27, 1))),
    3: (2, b"E\0"),
    4: (5, ratios((12, 1), (20, 1), (9, 1))),
}


def camera_exif(orientation: int = 1) -> bytes:
    """What a phone tells: how it was held, who made it, where, and when."""
    fields = {0x010F: (2, CANARY + b"\0"), 0x0112: (3, struct.pack(">H", orientation))}
    return exif_block(fields, gps=VENICE, photo={0x9003: (2, b"2026:11:22 15:53:00\0")})


def segment(marker: int, body: bytes) -> bytes:
    return struct.pack(">BBH", 0xFF, marker, 2 + len(body)) + body


def with_segments(jpeg: bytes, *segments: bytes) -> bytes:
    """A JPEG with segments before its own."""
    return jpeg[:2] + b"".join(segments) + jpeg[2:]


def segments_of(jpeg: bytes) -> Iterator[tuple[int, bytes]]:
    """The markers and bodies of a JPEG up to its first scan."""
    place = 2
    while jpeg[place + 1] != 0xDA:
        length = int.from_bytes(jpeg[place + 2 : place + 4], "big")
        yield jpeg[place + 1], jpeg[place + 4 : place + 2 + length]
        place += 2 + length


def camera_photo(orientation: int = 1) -> bytes:
    """A phone's JPEG: sideways, with EXIF, a place, XMP, IPTC, a comment, a preview, and something behind its end."""
    preview = encoded(four_corners((16, 8)), quality=40, comment=CANARY)
    segments = (
        segment(0xE1, b"Exif\0\0" + camera_exif(orientation)),
        segment(0xE1, b"http://ns.adobe.com/xap/1.0/\0<x:xmpmeta>" + CANARY + b"</x:xmpmeta>"),
        segment(0xE2, b"FPXR\0" + CANARY),
        segment(0xED, b"Photoshop 3.0\0" + b"8BIM\x04\x04\0\0" + struct.pack(">I", len(CANARY)) + CANARY),
        segment(0xEB, b"preview\0" + preview),
        segment(0xFE, CANARY),
    )
    return with_segments(encoded(stored_sideways(orientation)), *segments) + CANARY


def chunk(kind: bytes, body: bytes) -> bytes:
    """A chunk of a PNG."""
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def with_chunk(png: bytes, kind: bytes, body: bytes) -> bytes:
    """A PNG with a chunk behind its header."""
    return png[:33] + chunk(kind, body) + png[33:]


def png(width: int, height: int, depth: int, colour_type: int, rows: bytes, *extra: bytes) -> bytes:
    """A PNG from raw rows, each behind its filter byte."""
    header = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, depth, colour_type, 0, 0, 0))
    data = chunk(b"IDAT", zlib.compress(rows, 9))
    return b"\x89PNG\r\n\x1a\n" + header + b"".join(extra) + data + chunk(b"IEND", b"")


def deep_png(colours: Iterable[Colour] = CORNERS, alpha: int | None = None) -> bytes:
    """The four corners with 16 bits per channel."""
    pixels = four_corners(SIZE, colours).convert("RGB").tobytes()
    width, height = SIZE
    rows = b""
    for y in range(height):
        row = pixels[3 * width * y : 3 * width * (y + 1)]
        deep = [struct.pack(">3H", *(level * 257 for level in row[x : x + 3])) for x in range(0, len(row), 3)]
        rows += b"\0" + b"".join(colour + (b"" if alpha is None else struct.pack(">H", alpha)) for colour in deep)
    return png(width, height, 16, 2 if alpha is None else 6, rows)


def riff(*chunks: tuple[bytes, bytes]) -> bytes:
    """A WebP of these chunks."""
    body = b"".join(kind + struct.pack("<I", len(data)) + data + b"\0" * (len(data) % 2) for kind, data in chunks)
    return b"RIFF" + struct.pack("<I", 4 + len(body)) + b"WEBP" + body


def box(kind: bytes, body: bytes) -> bytes:
    """A box of a HEIF file or of a film."""
    return struct.pack(">I4s", 8 + len(body), kind) + body


def ink_profile() -> bytes:
    """A CMYK profile that is wrong on purpose: cyan is green and yellow is blue, so that its use can be seen."""
    shown = {0: (255, 128, 128), 1: (140, 60, 190), 4: (80, 190, 40)}  # Lab by the bits of C, M, Y and K
    lab = b"".join(bytes(shown.get(int(f"{node:04b}"[::-1], 2), (30, 128, 128))) for node in range(16))
    ramp = bytes(range(256))
    matrix = struct.pack(">9i", *(65536 * (place % 4 == 0) for place in range(9)))
    table = b"mft1" + bytes(4) + bytes((4, 3, 2, 0)) + matrix + ramp * 4 + lab + ramp * 3
    tags = {b"A2B0": table, b"wtpt": b"XYZ " + bytes(4) + struct.pack(">3i", 63190, 65536, 54061)}
    begin, index, bodies = 128 + 4 + 12 * len(tags), struct.pack(">I", len(tags)), b""
    for tag, body in tags.items():
        index += tag + struct.pack(">II", begin + len(bodies), len(body))
        bodies += body + bytes(-len(body) % 4)
    head = struct.pack(">I4sI", begin + len(bodies), b"", 0x02200000) + b"prtrCMYKLab " + bytes(12) + b"acsp"
    white = struct.pack(">3i", 63190, 65536, 54061)
    return (head + bytes(28) + white).ljust(128, b"\0") + index + bodies
