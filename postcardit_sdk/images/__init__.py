"""Photos made fit to send and to keep: upright, of a sensible size, plain sRGB JPEG, and without a byte of metadata.

`prepare_photo` is the sender's side, `store_photo` the server's, which trusts no sender. Importing this package
imports no imaging library: that waits until the first photo.
"""

from .opening import MAX_PIXELS, PhotoSource
from .prepare import PHOTO_BOX, Photo, prepare_photo
from .problem import ImageProblem
from .store import AVATAR_BOX, THUMBNAIL_BOX, StoredPhoto, store_photo

__all__ = [
    "AVATAR_BOX",
    "MAX_PIXELS",
    "PHOTO_BOX",
    "THUMBNAIL_BOX",
    "ImageProblem",
    "Photo",
    "PhotoSource",
    "StoredPhoto",
    "prepare_photo",
    "store_photo",
]
