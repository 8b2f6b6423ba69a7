"""Photos made fit to send and to keep: upright, of a sensible size, and without a byte of metadata.

`prepare_photo` is the sender's side, `store_photo` the server's, which trusts no sender; `location_of` tells where a
photo was taken, since no photo that is sent says so itself. Importing this package imports no imaging library: that
waits until the first photo.
"""

from .container import MAX_PIXELS
from .encode import PhotoFormat
from .location import PhotoLocation, location_of
from .prepare import PHOTO_BOX, PHOTO_BYTES, Original, Photo, prepare_photo
from .problem import ImageProblem
from .sources import PhotoSource
from .store import AVATAR_BOX, THUMBNAIL_BOX, StoredPhoto, store_photo

__all__ = [
    "AVATAR_BOX",
    "MAX_PIXELS",
    "PHOTO_BOX",
    "PHOTO_BYTES",
    "THUMBNAIL_BOX",
    "ImageProblem",
    "Original",
    "Photo",
    "PhotoFormat",
    "PhotoLocation",
    "PhotoSource",
    "StoredPhoto",
    "location_of",
    "prepare_photo",
    "store_photo",
]
