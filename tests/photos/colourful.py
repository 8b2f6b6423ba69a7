"""Photos of other colours than 8-bit sRGB, and see-through ones."""

from collections.abc import Iterator

from PIL import Image, ImageChops, ImageCms

from postcardit_sdk.images.profiles import DISPLAY_P3
from tests.photos.pictures import (
    BLUE,
    CORNERS,
    GREEN,
    RED,
    SIZE,
    WHITE,
    Colour,
    deep_png,
    encoded,
    four_corners,
    ink_profile,
    segments_of,
)
from tests.photos.sample import Made, Sample, good, kept

CYAN_AND_YELLOW = ((255, 0, 0, 0), (0, 0, 255, 0), (255, 0, 0, 0), (0, 0, 0, 0))
INKS = ((0, 255, 255, 0), (255, 0, 255, 0), (255, 255, 0, 0), (0, 0, 0, 0))
PRINTED: tuple[Colour, ...] = ((255, 0, 0), (0, 255, 0), (0, 0, 255), (255, 255, 255))
GREYS: tuple[Colour, ...] = ((90, 90, 90), (160, 160, 160), (20, 20, 20), (255, 255, 255))
IN_P3: tuple[Colour, ...] = ((200, 60, 50), (80, 155, 70), (50, 65, 185), (250, 250, 250))
"""What these P3 numbers are in sRGB: the next tuple."""
IN_SRGB: tuple[Colour, ...] = ((216, 46, 40), (25, 157, 58), (34, 65, 193), (250, 250, 250))

BY_PROFILE: tuple[Colour, ...] = ((0, 155, 0), (84, 0, 218), (0, 155, 0), (255, 255, 255))
"""What the profile shows for cyan and yellow."""


def srgb_profile() -> bytes:
    return ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()  # pyright: ignore[reportUnknownMemberType, reportUnknownArgumentType] - a type of C


def profiled() -> Iterator[Sample]:
    """Pictures with a colour profile."""
    yield kept("JPEG with an sRGB profile", encoded(four_corners(), icc_profile=srgb_profile()))
    yield kept("JPEG with a damaged profile", encoded(four_corners(), icc_profile=b"no profile"))
    moved = Made(colours=IN_SRGB)
    wide = four_corners(colours=IN_P3)
    yield good("JPEG in Display P3", encoded(wide, icc_profile=DISPLAY_P3, subsampling=0), sent=moved)
    yield good("PNG in Display P3", encoded(wide, "PNG", icc_profile=DISPLAY_P3), "png", sent=moved)
    yield good("WebP in Display P3", encoded(wide, "WEBP", lossless=True, icc_profile=DISPLAY_P3), "webp", sent=moved)


def printed() -> Iterator[Sample]:
    """CMYK: Adobe's programs write the inks inverted and mark what they write."""
    inks = _in_inks(INKS)
    adobe = encoded(inks)
    yield good("JPEG, CMYK with Adobe's marker (inverted inks)", adobe, sent=Made(colours=PRINTED))
    yield good("JPEG, CMYK without it", _unmarked(encoded(ImageChops.invert(inks))), sent=Made(colours=PRINTED))
    with_profile = encoded(_in_inks(CYAN_AND_YELLOW), icc_profile=ink_profile(), subsampling=0)
    yield good("JPEG, CMYK with a profile", with_profile, sent=Made(colours=BY_PROFILE))
    yield good("JPEG, RGB without YCbCr (Adobe)", encoded(four_corners(), keep_rgb=True))


def _in_inks(colours: tuple[tuple[int, int, int, int], ...]) -> Image.Image:
    """The corners printed in these inks: each ink is a grey picture of its own."""
    bands = [
        four_corners(colours=[(ink, ink, ink) for ink in inks]).convert("L") for inks in zip(*colours, strict=True)
    ]
    return Image.merge("CMYK", bands)


def _unmarked(jpeg: bytes) -> bytes:
    """Without the segment that says Adobe."""
    (body,) = (body for marker, body in segments_of(jpeg) if marker == 0xEE)
    place = jpeg.index(body) - 4
    return jpeg[:place] + jpeg[place + 4 + len(body) :]


def deep() -> Iterator[Sample]:
    """More than 8 bits, or fewer."""
    yield good("PNG, 16 bits", deep_png(), "png")
    yield good("PNG, 16 bits, half transparent", deep_png(alpha=0x8000), "png", sent=Made(colours=_paled(CORNERS)))
    grey = four_corners(colours=GREYS).convert("L")
    deep_grey = Image.frombytes("I;16", SIZE, bytes(byte for level in grey.tobytes() for byte in (level, level)))
    yield good("PNG, grey, 16 bits", encoded(deep_grey, "PNG"), "png", sent=Made(colours=GREYS))
    black_white = four_corners(colours=((0, 0, 0), (255, 255, 255)) * 2).convert("1")
    colours: tuple[Colour, ...] = ((0, 0, 0), (255, 255, 255)) * 2
    yield good("PNG, black and white", encoded(black_white, "PNG"), "png", sent=Made(colours=colours))


def see_through() -> Iterator[Sample]:
    """What is transparent becomes white."""
    holed = (RED, GREEN, BLUE, (255, 255, 255))
    palette = four_corners().quantize(4)
    yield good("PNG, palette", encoded(palette, "PNG"), "png")
    hole = palette.getpixel((90, 60))
    alphas = bytes(0 if index == hole else 255 for index in range(4))
    data = encoded(palette, "PNG", transparency=alphas)
    yield good("PNG, palette with a transparent colour", data, "png", sent=Made(colours=holed))
    picture = four_corners(colours=(RED, GREEN, BLUE, (0, 0, 0))).convert("RGBA")
    picture.paste((0, 0, 0, 0), (48, 32, 96, 64))
    yield good("PNG, transparent", encoded(picture, "PNG"), "png", sent=Made(colours=holed))
    yield good("WebP, transparent", encoded(picture, "WEBP", quality=95), "webp", sent=Made(colours=holed))
    veiled = four_corners().convert("RGBA")
    veiled.putalpha(128)
    yield good("PNG, half transparent", encoded(veiled, "PNG"), "png", sent=Made(colours=_paled(CORNERS)))
    ghost = encoded(Image.new("LA", SIZE, (0, 0)), "PNG")
    yield good("PNG, grey, transparent", ghost, "png", sent=Made(colours=(WHITE,) * 4))
    keyed = encoded(four_corners(), "PNG", transparency=WHITE)
    yield good("PNG with one transparent colour", keyed, "png", sent=Made(colours=holed))


def _paled(colours: tuple[Colour, ...]) -> tuple[Colour, ...]:
    """Half way to white."""
    return tuple(((red + 255) // 2, (green + 255) // 2, (blue + 255) // 2) for red, green, blue in colours)
