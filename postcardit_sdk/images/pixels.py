"""From whatever a decoder gives to plain pixels: upright, 8-bit sRGB, opaque, inside a box."""

import io
from collections.abc import Set
from typing import TYPE_CHECKING, Any

from .kinds import Kind
from .opening import PhotoSource, opened
from .orientation import orientation_of, turned

# Pillow's signatures name types of numpy, which is not installed:
# pyright: reportUnknownMemberType=false

if TYPE_CHECKING:
    from PIL.Image import Image

__all__ = ["read_upright", "shrunk"]


def read_upright(
    source: PhotoSource,
    kinds: Set[Kind],
    *,
    box: int | None = None,
    square: int | None = None,
    announced: str | None = None,
) -> "Image":
    """Decode a photo of one of `kinds` whole, shrink it into `box` x `box` pixels (None: as it is), turn it upright.

    `square` cuts it to its middle first. The result is RGB and carries nothing but pixels. Raises what `opened` raises.
    """
    with opened(source, kinds, announced) as image:
        pixels = _upright_rgb(image, box)  # and forget the decoded picture before another is encoded
    return pixels if square is None else shrunk(_middle(pixels), square)


def _middle(pixels: "Image") -> "Image":
    """The largest square in the middle of a picture."""
    side = min(pixels.size)
    left, top = (pixels.width - side) // 2, (pixels.height - side) // 2
    return pixels.crop((left, top, left + side, top + side))


def _fitted(size: tuple[int, int], box: int) -> tuple[int, int]:
    """The largest size of the same shape inside `box` x `box` pixels; never larger than `size`."""
    longest = max(size)
    if longest <= box:
        return size
    width, height = (max(1, round(side * box / longest)) for side in size)
    return width, height


def shrunk(pixels: "Image", box: int) -> "Image":
    """`pixels` inside `box` x `box`; the same object when it fits already."""
    from PIL.Image import Resampling

    size = _fitted(pixels.size, box)
    if size == pixels.size:
        return pixels
    return pixels.resize(size, Resampling.LANCZOS, reducing_gap=3.0)


def _upright_rgb(image: "Image", box: int | None) -> "Image":
    if box is not None:
        _decode_smaller(image, box)
    image.load()
    orientation = orientation_of(image)
    pixels = _opaque(_eight_bit(image))
    if box is not None:
        pixels = shrunk(pixels, box)
    pixels = turned(_srgb(pixels, image.info.get("icc_profile")), orientation)
    if pixels is image:
        pixels = image.copy()  # it must outlive its file
    pixels.info = {}  # Pillow would write a comment that it finds here
    return pixels


def _decode_smaller(image: "Image", box: int) -> None:
    """Let a JPEG decoder skip the detail that shrinking would throw away: half, a quarter or an eighth of the size.

    Pillow's own `thumbnail` asks for twice the final size, so that 4,032 pixels to 2,016 would be decoded whole.
    """
    if image.format != "JPEG":
        return
    width, height = image.size
    longest = _fitted(image.size, box)[width < height]
    for scale in (8, 4, 2):
        if -(-max(width, height) // scale) >= longest:
            image.draft(None, (max(1, width // scale), max(1, height // scale)))
            return


def _eight_bit(image: "Image") -> "Image":
    """Grey levels of 16 or 32 bits or of floating point scaled down to 8 bits; every other picture as it is."""
    if not image.mode.startswith(("I", "F")):
        return image
    levels = image if image.mode in ("I", "F") else image.convert("I")
    top: Any = 65535 if image.mode.startswith("I;16") else levels.getextrema()[1]
    grey = levels.point(lambda level: level * (255 / max(255, top)) + 0.5).convert("L")
    grey.info = {}  # a transparent level would still be a 16-bit number
    return grey


def _opaque(image: "Image") -> "Image":
    """The picture as L, RGB or CMYK, on white where it is transparent."""
    from PIL import Image

    if image.has_transparency_data:
        picture = image.convert("RGBA")
        paper = Image.new("RGB", image.size, "white")
        paper.paste(picture, mask=picture.getchannel("A"))
        return paper
    if image.mode in ("L", "RGB", "CMYK"):
        return image
    return image.convert("RGB")


def _srgb(pixels: "Image", profile: bytes | None) -> "Image":
    """The picture as RGB, its colours moved to sRGB where a usable profile says that they are something else."""
    moved = _moved_to_srgb(pixels, profile) if profile else None
    if moved is not None:
        return moved
    return pixels if pixels.mode == "RGB" else pixels.convert("RGB")


def _moved_to_srgb(pixels: "Image", profile: bytes) -> "Image | None":
    """None when the profile is sRGB, or damaged, or for another kind of picture: colours are near enough without it."""
    from PIL import ImageCms

    try:
        source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        if "sRGB" in ImageCms.getProfileDescription(source):
            return None
        srgb = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB"))  # pyright: ignore[reportUnknownArgumentType] - a type of C
        return ImageCms.profileToProfile(pixels, source, srgb, outputMode="RGB")
    except (ImageCms.PyCMSError, OSError, ValueError):
        return None
