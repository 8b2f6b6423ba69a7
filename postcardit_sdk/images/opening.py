"""Open a photo by what its bytes are, never by its name, and refuse it by its header before any pixel is decoded.

The decoders are called directly instead of through `PIL.Image.open`: that function warns about large pictures
through process-wide settings, which a library must not touch and threads cannot silence.
"""

import contextlib
import io
import os
from collections.abc import Callable, Generator, Set
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from postcardit_sdk.contract.problems import Code

from .kinds import HEAD_BYTES, Kind, kind_of
from .problem import ImageProblem

if TYPE_CHECKING:
    from PIL.Image import Image

__all__ = ["MAX_PIXELS", "PhotoSource", "opened"]

MAX_PIXELS = 50_000_000
"""A picture with more is refused from its header: 17 KB of PNG can hold 144 million pixels."""

PhotoSource = str | os.PathLike[str] | bytes | BinaryIO
"""A path, the bytes themselves, or a file open for reading in binary mode."""


@contextlib.contextmanager
def opened(source: PhotoSource, kinds: Set[Kind], announced: str | None = None) -> "Generator[Image]":
    """Open a photo whose kind is one of `kinds`, and of the content type `announced`; close it at the end.

    Whatever a decoder raises inside the block becomes an `ImageProblem`. A path that cannot be read raises OSError.
    """
    name = _name(source)
    with _stream(source) as stream:
        kind = kind_of(_head(stream, name))
        if kind is None or kind not in kinds:
            raise ImageProblem(Code.IMAGE_TYPE_UNSUPPORTED, name=name)
        if announced is not None and announced not in kind.content_types:
            raise ImageProblem(Code.IMAGE_TYPE_MISMATCH, f"{announced} was announced, it is {kind.label}", name)
        try:
            with _decoder(kind)(stream) as image:
                _check_size(image.size, name)
                yield image
        except (ImageProblem, MemoryError):
            raise
        except Exception as error:  # hostile bytes make decoders raise nearly anything
            raise ImageProblem(Code.IMAGE_UNREADABLE, str(error), name) from error


def _name(source: PhotoSource) -> str | None:
    """The file's own name, when the source has one."""
    if isinstance(source, bytes):
        return None
    if isinstance(source, str | os.PathLike):
        return Path(source).name
    path = getattr(source, "name", None)
    return Path(path).name if isinstance(path, str) else None


@contextlib.contextmanager
def _stream(source: PhotoSource) -> Generator[BinaryIO]:
    """A seekable stream at its start; an open file is read to its end, since a pipe cannot go back."""
    if isinstance(source, bytes):
        yield io.BytesIO(source)
    elif isinstance(source, str | os.PathLike):
        with Path(source).open("rb") as file:
            yield file
    else:
        yield io.BytesIO(source.read())


def _head(stream: BinaryIO, name: str | None) -> bytes:
    head = stream.read(HEAD_BYTES)
    stream.seek(0)
    if not head:
        raise ImageProblem(Code.IMAGE_UNREADABLE, "the file is empty", name)
    return head


def _check_size(size: tuple[int, int], name: str | None) -> None:
    width, height = size
    if width * height > MAX_PIXELS:
        raise ImageProblem(Code.IMAGE_TOO_MANY_PIXELS, f"{width} x {height} pixels", name)


@cache
def _decoder(kind: Kind) -> "Callable[[BinaryIO], Image]":
    """The class that decodes one kind of photo."""
    if kind is Kind.JPEG:
        return _jpeg_decoder()
    if kind is Kind.PNG:
        from PIL.PngImagePlugin import PngImageFile

        return PngImageFile
    if kind is Kind.WEBP:
        from PIL.WebPImagePlugin import WebPImageFile

        return WebPImageFile
    if kind is Kind.TIFF:
        from PIL.TiffImagePlugin import TiffImageFile

        return TiffImageFile
    from pillow_heif import HeifImageFile

    return HeifImageFile


def _jpeg_decoder() -> "Callable[[BinaryIO], Image]":
    from PIL.JpegImagePlugin import JpegImageFile

    class PlainJpeg(JpegImageFile):
        """A JPEG whose EXIF block is left alone: Pillow looks there for the print size, and warns of damage."""

        def _read_dpi_from_exif(self) -> None:
            return

    return PlainJpeg
