"""Open a photo by what its bytes are, never by its name, and refuse it by its header before any pixel is decoded.

The outside of the file is walked first: it says how large the picture is, whether the file is whole, and which way up.
"""

import contextlib
from collections.abc import Generator, Set
from dataclasses import dataclass
from typing import TYPE_CHECKING, BinaryIO

from postcardit_sdk.contract.problems import Code

from .container import Container, Span, check_pixels, size_of
from .decoders import decoder_of
from .exif import Exif
from .heif_file import walk_heif
from .jpeg_file import JpegFile, walk_jpeg
from .kinds import Kind
from .png_file import walk_png
from .problem import ImageProblem, damaged
from .sources import PhotoSource, name_of, seekable
from .webp_file import WebpFile, walk_webp

if TYPE_CHECKING:
    from PIL.Image import Image

__all__ = ["Opened", "PhotoSource", "looked_into", "opened"]


@dataclass(frozen=True, slots=True)
class Opened:
    """A photo whose header has been read: the picture is not decoded yet."""

    image: "Image"
    kind: Kind
    stream: BinaryIO
    container: Container | JpegFile | WebpFile
    exif: Exif | None

    @property
    def orientation(self) -> int:
        """How to turn the decoded pixels; a TIFF's and a HEIC's are turned by the decoder already."""
        if self.exif is None or self.kind in (Kind.TIFF, Kind.HEIF):
            return 1
        return self.exif.orientation


@contextlib.contextmanager
def opened(source: PhotoSource, kinds: Set[Kind], announced: str | None = None) -> "Generator[Opened]":
    """Open a photo whose kind is one of `kinds`, and of the content type `announced`; close it at the end.

    Whatever a decoder raises inside the block becomes an `ImageProblem`. What cannot be read raises OSError.
    """
    name = name_of(source)
    with _naming(name), seekable(source) as (stream, kind):
        _check_kind(kind, kinds, announced)
        container = _walk(stream, kind)
        exif = Exif.inside(stream, container.exif)
        if kind is Kind.TIFF and exif is not None and exif.is_raw_photo:
            raise ImageProblem(Code.IMAGE_TYPE_UNSUPPORTED, "is a raw photo: save it as JPEG or TIFF first")
        stream.seek(0)
        with _decoding(), decoder_of(kind)(stream) as image:
            check_pixels(*image.size)
            yield Opened(image, kind, stream, container, exif)


@contextlib.contextmanager
def looked_into(source: PhotoSource) -> "Generator[Exif | None]":
    """The EXIF block of a photo, if it can be found; nothing is decoded and nothing is refused."""
    with contextlib.ExitStack() as stack:
        try:
            stream, kind = stack.enter_context(seekable(source))
            exif = Exif.inside(stream, _walk(stream, kind).exif)
        except ImageProblem:
            exif = None
        yield exif


@contextlib.contextmanager
def _naming(name: str | None) -> Generator[None]:
    """Problems inside the block name the file."""
    try:
        yield
    except ImageProblem as problem:
        raise problem.named(name) from problem.__cause__


@contextlib.contextmanager
def _decoding() -> Generator[None]:
    """Whatever decoders raise inside the block becomes an ImageProblem."""
    try:
        yield
    except (ImageProblem, MemoryError):
        raise
    except OSError as error:
        if error.errno is not None:  # the disk's; those of decoders have no number
            raise
        raise damaged(str(error)) from error
    except Exception as error:  # hostile bytes make decoders raise nearly anything
        raise damaged(str(error) or type(error).__name__) from error


def _check_kind(kind: Kind, kinds: Set[Kind], announced: str | None) -> None:
    if kind not in kinds:
        raise ImageProblem(Code.IMAGE_TYPE_UNSUPPORTED, f"is a {kind.label}: send a JPEG, PNG, HEIC or WebP")
    if announced is not None and announced not in kind.content_types:
        raise ImageProblem(Code.IMAGE_TYPE_MISMATCH, f"is a {kind.label}, but {announced} was announced")


def _walk(stream: BinaryIO, kind: Kind) -> Container | JpegFile | WebpFile:
    match kind:
        case Kind.JPEG:
            return walk_jpeg(stream)
        case Kind.PNG:
            return walk_png(stream)
        case Kind.WEBP:
            return walk_webp(stream)
        case Kind.HEIF:
            return walk_heif(stream)
        case Kind.TIFF:
            return Container(Span(0, size_of(stream)))
