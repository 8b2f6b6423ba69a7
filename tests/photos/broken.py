"""What is no photo, or no photo any more, or more of a photo than anyone can take."""

import struct
import zlib
from collections.abc import Iterator

from PIL import Image

from tests.photos.pictures import (
    CANARY,
    box,
    chunk,
    encoded,
    exif_block,
    four_corners,
    heic,
    png,
    riff,
    segment,
    segments_of,
    with_segments,
)
from tests.photos.sample import TOO_LARGE, UNREADABLE, UNSUPPORTED, Made, Sample, bad, kept


def bombs() -> Iterator[Sample]:
    """Small files of very many pixels: they are refused by their headers."""
    zeros = zlib.compressobj(9)
    packed = b"".join(zeros.compress(bytes(1501 * 1000)) for _ in range(12)) + zeros.flush()
    header = chunk(b"IHDR", struct.pack(">IIBBBBB", 12_000, 12_000, 1, 0, 0, 0, 0))
    whole = b"\x89PNG\r\n\x1a\n" + header + chunk(b"IDAT", packed) + chunk(b"IEND", b"")
    yield bad("PNG of 17 kB and 144 megapixels (bomb)", whole, "png", TOO_LARGE)
    small = encoded(four_corners())
    height = small.index(b"\xff\xc0") + 5
    huge = small[:height] + b"\xff\xff\xff\xff" + small[height + 4 :]
    yield bad("JPEG that says 65,535 x 65,535", huge, "jpeg", TOO_LARGE)
    canvas = b"\x10\0\0\0" + (16_382).to_bytes(3, "little") * 2
    yield bad("WebP that says 16,383 x 16,383", riff((b"VP8X", canvas)), "webp", TOO_LARGE)
    held = heic(four_corners())
    size = held.index(b"ispe") + 8
    yield bad("HEIC that says 65,535 x 65,535", held[:size] + b"\0\0\xff\xff" * 2 + held[size + 8 :], "heic", TOO_LARGE)
    scans = encoded(four_corners(), progressive=True)
    last = scans.rindex(b"\xff\xda")
    yield bad("JPEG of a hundred scans (bomb)", scans[:-2] + scans[last:-2] * 100 + scans[-2:], "jpeg", UNREADABLE)


def cut_short() -> Iterator[Sample]:
    """Cut at every tenth: never accepted."""
    noise = Image.effect_noise((64, 48), 60).convert("RGB")
    whole = {
        "jpeg": encoded(noise, restart_marker_blocks=2),
        "jpeg, progressive": encoded(noise, progressive=True),
        "png": encoded(noise, "PNG"),
        "webp": encoded(noise, "WEBP", quality=90),
        "heic": heic(noise),
    }
    for name, data in whole.items():
        kind, _, form = name.partition(", ")
        row = f"{kind.upper().replace('WEBP', 'WebP')}{form and ', ' + form}, cut at any tenth of its length"
        for tenth in range(1, 10):
            yield bad(row, data[: len(data) * tenth // 10], kind, UNREADABLE, f"{row}: {tenth}")


def damaged() -> Iterator[Sample]:
    """Whole, but not what they were."""
    photo = encoded(four_corners(), restart_marker_blocks=3)
    swapped = photo.replace(b"\xff\xd1", b"\xff\xd2", 1)
    yield bad("JPEG whose restart markers are out of order", swapped, "jpeg", UNREADABLE)
    scan = photo.index(b"\xff\xda") + 14
    marked = photo[: scan + 4] + b"\xff\x9f" + photo[scan + 6 :]
    yield bad("JPEG with a marker inside its pixels that cannot be there", marked, "jpeg", UNREADABLE)
    often = encoded(four_corners(), restart_marker_blocks=1)
    first, last = often.index(b"\xff\xd1"), often.rindex(b"\xff\xd1")
    yield bad("JPEG from whose middle pixels are missing", often[:first] + often[last:], "jpeg", UNREADABLE)
    twelve = encoded(four_corners())
    depth = twelve.index(b"\xff\xc0") + 4
    yield bad("JPEG of 12 bits", twelve[:depth] + b"\x0c" + twelve[depth + 1 :], "jpeg", UNREADABLE)
    plain = encoded(four_corners())
    scan = plain.index(b"\xff\xda") + 14
    quiet = plain[: scan + 20] + bytes(8) + plain[scan + 28 :]
    row = "JPEG without restart markers, some of its pixels overwritten: nothing tells"
    yield kept(row, quiet, Made(colours=None))
    picture = encoded(four_corners(), "PNG")
    place = picture.index(b"IDAT") + 8
    wrong = picture[:place] + bytes([picture[place] ^ 1]) + picture[place + 1 :]
    yield bad("PNG with a wrong checksum", wrong, "png", UNREADABLE)
    yield bad("PNG of fewer pixels than it says", png(64, 64, 8, 2, bytes(200)), "png", UNREADABLE)


def no_photos() -> Iterator[Sample]:
    """Files of other kinds, whatever their names say."""
    others = {
        "Text named .jpg": b"Dear Bob, this is a letter, and no photo of anything at all. See you soon! Alice",
        "HTML named .jpg": b"<!doctype html><html><body><script>alert(1)</script><p>Hello</p></body></html>",
        "SVG": b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>",
        "PDF": b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj",
        "GIF": encoded(four_corners(), "GIF"),
        "BMP": encoded(four_corners(), "BMP"),
        "AVIF": box(b"ftyp", b"avif\0\0\0\0mif1avif") + box(b"meta", bytes(40)),
        "Film (MP4, MOV)": box(b"ftyp", b"qt  \0\0\0\0qt  ") + box(b"moov", bytes(40)),
        "Zip": b"PK\x03\x04" + bytes(60),
    }
    for name, data in others.items():
        yield bad(name, data, "jpeg", UNSUPPORTED)
    yield bad("Empty", b"", "jpeg", UNREADABLE)
    raw = exif_block({0x00FE: (4, struct.pack(">I", 1)), 0xC612: (1, b"\x01\x04\0\0"), 0x010F: (2, CANARY + b"\0")})
    row = "Raw photo (DNG, NEF, CR2)"
    yield bad(row, raw, "tiff", UNSUPPORTED)
    yield bad(row, b"II*\0\x10\0\0\0CR\2\0" + bytes(40), "tiff", UNSUPPORTED, f"{row}: Canon's")
    headless = with_segments(b"\xff\xd8\xff\xd9", *(segment(m, b) for m, b in segments_of(encoded(four_corners()))))
    yield bad("JPEG without a scan", headless, "jpeg", UNREADABLE)
