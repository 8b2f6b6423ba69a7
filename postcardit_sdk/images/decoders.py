"""Pillow's decoders, called directly and with three of their habits changed.

`PIL.Image.open` warns about large pictures through process-wide settings, which a library must not touch and threads
cannot silence.
"""

from collections.abc import Callable
from functools import cache
from typing import TYPE_CHECKING, BinaryIO

from .kinds import Kind

if TYPE_CHECKING:
    from PIL.Image import Image

__all__ = ["decoder_of"]


@cache
def decoder_of(kind: Kind) -> "Callable[[BinaryIO], Image]":
    """The class that decodes one kind of photo."""
    match kind:
        case Kind.JPEG:
            return _jpeg_decoder()
        case Kind.PNG:
            from PIL.PngImagePlugin import PngImageFile

            return PngImageFile
        case Kind.WEBP:
            return _webp_decoder()
        case Kind.TIFF:
            from PIL.TiffImagePlugin import TiffImageFile

            return TiffImageFile
        case Kind.HEIF:
            from pillow_heif import HeifImageFile

            return HeifImageFile


def _jpeg_decoder() -> "Callable[[BinaryIO], Image]":
    from PIL.JpegImagePlugin import JpegImageFile

    class PlainJpeg(JpegImageFile):
        """A JPEG whose EXIF block is left alone, and whose ink is read as it was written.

        Pillow looks in EXIF for the print size, and warns of damage. It takes the inks of every CMYK picture to be
        inverted; but only Adobe's programs write them so, and mark what they write.
        """

        def _open(self) -> None:
            super()._open()
            if self.mode == "CMYK" and "adobe" not in self.info:
                self.tile = [tile._replace(args=("CMYK", "")) for tile in self.tile]

        def _read_dpi_from_exif(self) -> None:
            return

    return PlainJpeg


def _webp_decoder() -> "Callable[[BinaryIO], Image]":
    from PIL.WebPImagePlugin import WebPImageFile

    class FirstWebp(WebPImageFile):
        """The first frame of a WebP. The decoder, which holds two whole canvases, goes before Pillow makes its own."""

        def _get_next(self) -> tuple[bytes, int, int]:
            frame = super()._get_next()
            self._decoder = None
            return frame

    return FirstWebp
