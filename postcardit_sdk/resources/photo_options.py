"""How a photo is made ready before it leaves."""

from dataclasses import dataclass

from ..contract.uploads import MAX_UPLOAD_BYTES
from ..errors import PhotoRefused
from ..flow import Talk, Work
from ..images import PHOTO_BOX, PHOTO_BYTES, ImageProblem, Photo, PhotoFormat, PhotoSource, prepare_photo

__all__ = ["PhotoOptions", "PhotoSource", "prepared"]


@dataclass(frozen=True, slots=True)
class PhotoOptions:
    """How a photo is made ready: inside `box` x `box` pixels and `max_bytes`, in the best quality that fits.

    `box=None` keeps its size in pixels, `max_bytes=None` allows what the server takes (10 MiB). A `quality` of your
    own, 1 to 95, stays, and where that is too large the picture shrinks. `keep_profile` keeps wide colours.
    `keep_location` keeps the place in the photo on its way; what the server keeps and shows has none in any case.
    """

    box: int | None = PHOTO_BOX
    max_bytes: int | None = PHOTO_BYTES
    quality: int | None = None
    format: PhotoFormat = "jpeg"
    keep_profile: bool = False
    keep_location: bool = False


_USUAL = PhotoOptions()


def prepared(source: PhotoSource, options: PhotoOptions | None = None) -> Talk[Photo]:
    """Make a photo ready to send. Raises PhotoRefused, ValueError for options that no photo can meet."""
    return (yield from Work(lambda: _prepared(source, options or _USUAL)))


def _prepared(source: PhotoSource, options: PhotoOptions) -> Photo:
    try:
        return prepare_photo(
            source,
            box=options.box,
            max_bytes=MAX_UPLOAD_BYTES if options.max_bytes is None else min(options.max_bytes, MAX_UPLOAD_BYTES),
            quality=options.quality,
            format=options.format,
            keep_profile=options.keep_profile,
            keep_location=options.keep_location,
        )
    except ImageProblem as problem:
        raise PhotoRefused(problem.code, str(problem)) from problem
