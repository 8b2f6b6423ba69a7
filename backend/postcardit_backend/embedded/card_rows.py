"""Postcards as SQLite gives them to one of their people: the card, its two people, and that one's row of a box."""

import json
import sqlite3
from collections.abc import Sequence
from typing import Any

from ..records import Person, PostcardRecord, StoredImage

__all__ = ["COLUMNS", "JOINS", "card_from", "find_card", "find_cards"]

# In the order of a PostcardRecord's fields, each person and the image in theirs: rows are read by position.
COLUMNS = (
    "SELECT p.postcard_id, s.user_id, s.username, s.full_name, s.picture_key,"
    " r.user_id, r.username, r.full_name, r.picture_key, p.message, p.font, p.stamp_id,"
    " p.image_key, p.thumbnail_key, p.width, p.height, p.thumb_hash, p.image_bytes,"
    " p.latitude, p.longitude, p.address, p.city, p.country,"
    " p.sent_at, p.delivered_at, p.read_at, p.updated_at, b.archived, p.send_key"
)
JOINS = (
    "JOIN postcards p ON p.postcard_id = b.postcard_id"
    " JOIN users s ON s.user_id = p.sender_id JOIN users r ON r.user_id = p.recipient_id"
)
_ONE = f"{COLUMNS} FROM boxes b {JOINS} WHERE b.user_id = ? AND b.postcard_id = ?"
_MANY = f"{COLUMNS} FROM json_each(?) j CROSS JOIN boxes b ON b.postcard_id = j.value {JOINS} WHERE b.user_id = ?"


def find_card(connection: sqlite3.Connection, user_id: str, postcard_id: str) -> PostcardRecord | None:
    """A postcard in this user's boxes."""
    row = connection.execute(_ONE, (user_id, postcard_id)).fetchone()
    return None if row is None else card_from(row)


def find_cards(connection: sqlite3.Connection, user_id: str, postcard_ids: Sequence[str]) -> dict[str, PostcardRecord]:
    """Those of these postcards that are in this user's boxes, by id."""
    rows = connection.execute(_MANY, (json.dumps([*postcard_ids]), user_id))
    return {row["postcard_id"]: card_from(row) for row in rows}


def card_from(row: sqlite3.Row) -> PostcardRecord:
    """A row of these columns as a record."""
    fields = tuple(row)
    image = StoredImage(*fields[12:18]) if fields[12] is not None else None
    people = Person(*fields[1:5]), Person(*fields[5:9])
    values: tuple[Any, ...] = (fields[0], *people, *fields[9:12], image, *fields[18:27], bool(fields[27]), fields[28])
    return PostcardRecord(*values)
