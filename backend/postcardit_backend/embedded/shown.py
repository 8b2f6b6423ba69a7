"""Which photos of a user something shows: an upload that nothing shows is forgotten when its time is up."""

import sqlite3
from collections.abc import Iterable

from postcardit_sdk.contract.problems import Code

from ..records import StoredImage
from ..refusal import Refused
from .condemned import condemn

__all__ = ["hide_photo", "image_columns", "image_from", "show_photo"]

_SHOW = "UPDATE uploads SET is_shown = 1 WHERE user_id = ? AND image_key = ?"
_HIDE = (
    "UPDATE uploads SET is_shown = 0 WHERE user_id = ?1 AND image_key = ?2"
    " AND NOT EXISTS (SELECT 1 FROM postcards p WHERE p.image_key = ?2 AND p.sender_id = ?1)"
    " AND NOT EXISTS (SELECT 1 FROM users u WHERE u.picture_key = ?2 AND u.user_id = ?1)"
)


def show_photo(connection: sqlite3.Connection, user_id: str, key: str) -> None:
    """Inside a transaction: a card or a profile of this user begins to show a photo. Refuses unknown_image when the
    user's upload of it has been forgotten meanwhile."""
    if connection.execute(_SHOW, (user_id, key)).rowcount == 0:
        raise Refused(Code.UNKNOWN_IMAGE)


def hide_photo(connection: sqlite3.Connection, user_id: str, keys: Iterable[str]) -> None:
    """Inside a transaction: a card or a profile of this user shows these no more. What nothing names any more goes with
    the next sweep."""
    for key in keys:
        connection.execute(_HIDE, (user_id, key))
        condemn(connection, (key,))


def image_columns(image: StoredImage | None) -> tuple[str | int | None, ...]:
    """A photo as the columns of a row: image_key, thumbnail_key, width, height, thumb_hash, image_bytes."""
    if image is None:
        return (None,) * 6
    return image.key, image.thumbnail_key, image.width, image.height, image.thumb_hash, image.byte_size


def image_from(row: sqlite3.Row) -> StoredImage | None:
    """The photo in a row."""
    if row["image_key"] is None:
        return None
    return StoredImage(
        row["image_key"], row["thumbnail_key"], row["width"], row["height"], row["thumb_hash"], row["image_bytes"]
    )
