"""Which photos something shows. Each thing that names a blob has an item in the blob's partition (`B#<key>`): the blob
stays as long as there is one. And a user's photo (`IM#<purpose>#<key>`, there as long as their upload of it is ready)
counts how many cards and profiles of theirs show it: an upload that nothing shows is forgotten when its time is up.
"""

from postcardit_sdk.contract.problems import Code

from ..records import StoredImage
from ..refusal import Refused
from .condemned import condemn, naming_key
from .due import NOW, note_due
from .fields import number
from .people import partition
from .tables import Key
from .units import Unit

__all__ = ["hide_photo", "keys_of", "naming_key", "photo_key", "show_photo"]


def photo_key(user_id: str, purpose: str, image_key: str) -> Key:
    """A user's photo for a purpose: there while an upload of theirs is ready that has this image."""
    return Key("main", partition(user_id), f"IM#{purpose}#{image_key}")


def keys_of(image: StoredImage) -> tuple[str, ...]:
    """The blobs of an image."""
    return tuple(dict.fromkeys((image.key, image.thumbnail_key)))


def show_photo(unit: Unit, photo: Key, blob_keys: tuple[str, ...], by: str) -> None:
    """A card or a profile begins to show a user's photo. Refuses unknown_image when the user's upload of it has been
    forgotten meanwhile."""
    if not unit.add(photo, "shown", 1):
        raise Refused(Code.UNKNOWN_IMAGE)
    for blob_key in blob_keys:
        unit.put(naming_key(blob_key, by), {})


def hide_photo(unit: Unit, photo: Key, blob_keys: tuple[str, ...], by: str) -> None:
    """A card or a profile shows a user's photo no more. What nothing names any more goes with the next sweep."""
    names = [naming_key(blob_key, by) for blob_key in blob_keys]
    unit.expect(photo, *names)
    shown = unit.get(photo)
    if shown is not None:
        left = max(0, number(shown, "shown") - 1)
        unit.put(photo, {**shown, "shown": left})
        if left == 0:
            note_due(unit, NOW, f"{photo.pk}#{photo.sk}")
    for name in names:
        unit.remove(name)
    condemn(unit, blob_keys)
