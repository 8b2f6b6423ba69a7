"""Photos as phones, cameras and programs write them."""

from collections.abc import Iterator

from PIL import Image, TiffImagePlugin

from postcardit_sdk.contract.problems import Code
from tests.photos.pictures import (
    BLUE,
    CANARY,
    RED,
    camera_exif,
    camera_photo,
    chunk,
    encoded,
    four_corners,
    heic,
    segment,
    stored_sideways,
    with_chunk,
    with_segments,
)
from tests.photos.sample import Made, Sample, good, kept

XMP = b"<x:xmpmeta xmlns:x='adobe:ns:meta/'>" + CANARY + b"</x:xmpmeta>"
SCRIPT = b"<script>alert('" + CANARY + b"')</script><?php system($_GET['c']); ?>"


def jpegs() -> Iterator[Sample]:
    """JPEG: upright or sideways, fine or too large."""
    yield kept("JPEG with EXIF, GPS, XMP, IPTC, comment, preview and trailing bytes", camera_photo())
    for orientation in range(2, 9):
        yield good(
            "JPEG, EXIF orientation 2 to 8", camera_photo(orientation), name=f"JPEG, EXIF orientation {orientation}"
        )
    yield kept("JPEG, progressive", encoded(four_corners(), progressive=True, comment=CANARY))
    yield kept("JPEG with restart markers", encoded(four_corners(), restart_marker_blocks=3))
    yield kept("JPEG, grey", encoded(Image.new("L", (16, 16), 90)), Made((16, 16), ((90, 90, 90),) * 4))
    yield kept(
        "JPEG with a damaged EXIF block", encoded(four_corners(), exif=b"Exif\0\0II*\0\x08\0\0\0\xff\xff\x12\x01")
    )
    yield kept("JPEG with a second picture behind it (MPF, HDR gain map)", _with_second_picture())
    yield kept("JPEG with a script behind its end, and another in a comment (polyglot)", _polyglot())
    large = encoded(four_corners((2100, 1400)))
    yield good("JPEG, more than 2,016 pixels wide", large, sent=Made((2016, 1344)), stored=Made((2100, 1400)))
    heavy = encoded(Image.effect_noise((960, 720), 90).convert("RGB"), quality=98)
    yield good("JPEG, more than 500 kB", heavy, sent=Made((960, 720), None))


def _with_second_picture() -> bytes:
    """The multi-picture format (CIPA DC-007), as phones write the picture that brightens another one."""
    index = segment(0xE2, b"MPF\0MM\0*" + bytes(4) + CANARY)
    gain_map = encoded(Image.new("L", (48, 32), 200), comment=CANARY)
    return with_segments(encoded(four_corners()), index) + gain_map


def _polyglot() -> bytes:
    return with_segments(encoded(four_corners()), segment(0xFE, b"*/" + SCRIPT)) + SCRIPT


def pngs() -> Iterator[Sample]:
    """PNG with what may stand in it besides the picture."""
    told = with_chunk(encoded(four_corners(), "PNG"), b"tEXt", b"Comment\0" + CANARY)
    told = with_chunk(told, b"iTXt", b"XML:com.adobe.xmp\0\0\0\0\0" + XMP)
    yield good("PNG with text, XMP and a script behind its end", told + SCRIPT, "png")
    turned = encoded(stored_sideways(6), "PNG")
    yield good("PNG, EXIF orientation 6", turned[:-12] + chunk(b"eXIf", camera_exif(6)) + turned[-12:], "png")
    frames = [four_corners(), four_corners(colours=(BLUE, BLUE, RED, RED))]
    moving = encoded(frames[0], "PNG", save_all=True, append_images=frames[1:], duration=100)
    yield good("PNG, animated: the first frame", moving, "png")


def webps() -> Iterator[Sample]:
    """WebP, still and moving."""
    picture = four_corners()
    yield good("WebP, lossy", encoded(picture, "WEBP", quality=95), "webp")
    yield good("WebP, lossless", encoded(picture, "WEBP", lossless=True), "webp")
    turned = encoded(stored_sideways(8), "WEBP", quality=95, exif=camera_exif(8), xmp=XMP)
    yield good("WebP, EXIF orientation 8, with XMP and a script behind its end", turned + SCRIPT, "webp")
    frames = [picture, four_corners(colours=(BLUE, BLUE, RED, RED))]
    moving = encoded(frames[0], "WEBP", save_all=True, append_images=frames[1:], quality=95)
    yield good("WebP, animated: the first frame", moving, "webp")


def heics() -> Iterator[Sample]:
    """HEIC, as it is and sideways."""
    yield good("HEIC", heic(four_corners()), "heic")
    turned = heic(stored_sideways(6), exif=b"Exif\0\0" + camera_exif(6), xmp=XMP)
    yield good("HEIC, turned by its own box and by EXIF: turned once", turned, "heic")
    picture = four_corners().convert("RGBA")
    picture.paste((0, 0, 0, 0), (48, 32, 96, 64))
    yield good("HEIC, transparent", heic(picture), "heic")


def tiffs() -> Iterator[Sample]:
    """TIFF: for senders only."""
    for name, compression, orientation in (("TIFF", "raw", 1), ("TIFF, LZW, orientation 6", "tiff_lzw", 6)):
        tags = TiffImagePlugin.ImageFileDirectory_v2()
        tags[0x0112], tags[0x010E] = orientation, CANARY.decode()
        data = encoded(stored_sideways(orientation), "TIFF", compression=compression, tiffinfo=tags)
        yield Sample(name, name, data, "image/tiff", Made(), Code.IMAGE_TYPE_UNSUPPORTED)
