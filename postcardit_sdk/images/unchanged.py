"""A photo that is fine already is not encoded again: its compressed pixels stay, and all that is around them goes."""

from typing import TYPE_CHECKING

from .colours import Colours
from .encode import Writing
from .jpeg_file import JpegFile, bare_jpeg, jpeg_segment
from .opening import Opened
from .pixels import fitted, profile_of
from .webp_file import WebpFile, bare_webp

if TYPE_CHECKING:
    from PIL.Image import Image

__all__ = ["unchanged"]

_MIDDLE_TABLE = 3691
"""The sum of the luminance table of T.81, annex K: the one that quality 50 divides by."""


def unchanged(
    photo: Opened, writing: Writing, *, box: int | None, max_bytes: int | None, quality: int | None, keep_profile: bool
) -> bytes | None:
    """The photo without anything but its pixels, when those need no change; None when they do.

    They need none when they are upright, in sRGB (or their profile is kept), inside the box and the budget, and no
    finer than `quality` asks. They are decoded all the same: what is cut short or damaged is refused.
    """
    image = photo.image
    if photo.orientation != 1 or fitted(image.size, box) != image.size:
        return None
    colours = Colours(profile_of(image), image.mode)
    profile = b"" if colours.are_srgb else (colours.kept() if keep_profile else None)
    if profile is None:
        return None
    data = _bare(photo, Writing(writing.format, writing.exif, profile), quality)
    if data is None or (max_bytes is not None and len(data) > max_bytes):
        return None
    image.draft(None, (1, 1))  # at an eighth of its size: every byte is read, few pixels are made
    image.load()
    return data


def _bare(photo: Opened, writing: Writing, quality: int | None) -> bytes | None:
    match photo.container:
        case JpegFile() as file if writing.format == "jpeg" and file.is_plain:
            if quality is not None and _quality_of(photo.image) > quality + 1:
                return None
            return bare_jpeg(photo.stream, file, added=_segments(writing))
        case WebpFile() as file if writing.format == "webp" and file.is_plain:
            if quality is not None or photo.image.mode != "RGB":
                return None
            return bare_webp(photo.stream, file, photo.image.size, exif=writing.exif, profile=writing.profile)
        case _:
            return None


def _segments(writing: Writing) -> bytes:
    exif = jpeg_segment(0xE1, b"Exif\0\0" + writing.exif) if writing.exif else b""
    profile = jpeg_segment(0xE2, b"ICC_PROFILE\0\x01\x01" + writing.profile) if writing.profile else b""
    return exif + profile


def _quality_of(image: "Image") -> float:
    """About the quality, 1 to 100, that a JPEG was written with: its luminance table against the standard's."""
    tables: dict[int, list[int]] = getattr(image, "quantization", {})
    percent = 100 * sum(tables.get(0, [])) / _MIDDLE_TABLE
    return 100 - percent / 2 if percent <= 100 else 5000 / percent
