"""How a photo is made ready before it leaves."""

import os
from dataclasses import dataclass
from typing import BinaryIO, Literal

from ..contract.uploads import MAX_UPLOAD_BYTES
from ..errors import PhotoRefused
from ..flow import Talk, Work
from ..images import PHOTO_BOX, ImageProblem, Photo, prepare_photo

__all__ = ["PhotoOptions", "PhotoSource", "prepared"]

PhotoSource = str | os.PathLike[str] | bytes | BinaryIO
"""A photo: a path, its bytes, or an open binary file."""


@dataclass(frozen=True, slots=True)
class PhotoOptions:
    """How a photo is made ready: inside `box` x `box` pixels and `max_bytes`, whichever quality that takes.

    `box=None` keeps its size in pixels, `max_bytes=None` allows what the server takes (10 MiB). `quality` (1 to 95) is
    the best quality to try. With `keep_location` the place stays in the photo on its way; the server removes it.
    """

    box: int | None = PHOTO_BOX
    max_bytes: int | None = 500_000
    quality: int | None = None
    format: Literal["jpeg", "webp"] = "jpeg"
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
            box=options.box or PHOTO_BOX,
            max_bytes=MAX_UPLOAD_BYTES if options.max_bytes is None else min(options.max_bytes, MAX_UPLOAD_BYTES),
        )
    except ImageProblem as problem:
        raise PhotoRefused(problem.code, str(problem)) from problem
