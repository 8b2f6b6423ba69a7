"""The end of a world in SQLite: one transaction takes all that it made, and nothing that is somebody else's."""

import sqlite3

from postcardit_sdk.contract.lab.worlds import Destroyed

from .erasure import erase_user

__all__ = ["end_world"]

_MEMBERS = "SELECT id FROM world_things WHERE world = :world AND kind = 'user'"
_TIED = f"SELECT f.{{member}} FROM friendships f WHERE f.{{member}} IN ({_MEMBERS}) AND f.{{other}} NOT IN ({_MEMBERS})"
_WITH_OUTSIDERS = (
    f"{_TIED.format(member='low_id', other='high_id')} UNION {_TIED.format(member='high_id', other='low_id')}"
)
_KEPT = (
    f"DELETE FROM world_things WHERE world = :world AND kind = 'user' AND id IN (SELECT p.recipient_id FROM postcards p"
    f" WHERE p.recipient_id IN ({_MEMBERS}) AND p.sender_id NOT IN ({_MEMBERS}))"
)
"""Cards of others name them: they stay, as tombstones, and are no longer the world's."""
_PHOTOS = "INSERT INTO condemned_files " + " UNION ".join(
    f"SELECT {key} FROM {table} WHERE {whose} AND {key} IS NOT NULL"
    for table, whose in (
        ("uploads", f"user_id IN ({_MEMBERS})"),
        ("postcards", f"sender_id IN ({_MEMBERS})"),
        ("world_photos", "world = :world"),
    )
    for key in ("image_key", "thumbnail_key")
)
_PICTURES = f"SELECT picture_key FROM users WHERE user_id IN ({_MEMBERS}) AND picture_key IS NOT NULL"
_CONDEMN = f"{_PHOTOS} UNION {_PICTURES} ON CONFLICT DO NOTHING"
_OWN_CARDS = f"postcard_id IN (SELECT postcard_id FROM postcards WHERE sender_id IN ({_MEMBERS}))"
_OWN_SESSIONS = f"session_id IN (SELECT session_id FROM sessions WHERE user_id IN ({_MEMBERS}))"
_OWN_USER = f"user_id IN ({_MEMBERS})"
_ADDRESSES = f"SELECT email_key FROM users WHERE {_OWN_USER}"
_NAMES = f"SELECT username_key FROM users WHERE {_OWN_USER}"
_BELONGINGS = (
    ("hidden_boxes", _OWN_CARDS),
    ("hidden_boxes", _OWN_USER),
    ("boxes", _OWN_CARDS),
    ("boxes", _OWN_USER),
    ("tallies", _OWN_USER),
    ("friends", _OWN_USER),
    ("friendships", f"low_id IN ({_MEMBERS})"),
    ("friendships", f"high_id IN ({_MEMBERS})"),
    ("postcards", f"sender_id IN ({_MEMBERS})"),
    ("uploads", _OWN_USER),
    ("exports", _OWN_USER),
    ("idempotency", _OWN_USER),
    ("devices", _OWN_USER),
    ("pushes", _OWN_USER),
    ("feed", _OWN_USER),
    ("feed_heads", _OWN_USER),
    ("codes", _OWN_USER),
    ("mailbox", f"{_OWN_USER} OR email_key IN ({_ADDRESSES}) OR username_key IN ({_NAMES})"),
    ("registrations", f"email_key IN ({_ADDRESSES})"),
    ("spent_tokens", _OWN_SESSIONS),
    ("sessions", _OWN_USER),
    ("users", _OWN_USER),
    ("world_things", "world = :world"),
    ("world_photos", "world = :world"),
    ("worlds", "world = :world"),
)
"""In this order no row names one that is gone."""


def end_world(connection: sqlite3.Connection, world: str, now: int) -> Destroyed:
    """Inside a transaction: part its users from outsiders as if they were erased, then remove them and all theirs."""
    values = {"world": world}
    for (user_id,) in connection.execute(_WITH_OUTSIDERS, values).fetchall():
        erase_user(connection, user_id, now)
    tombstones = connection.execute(_KEPT, values).rowcount
    (users,) = connection.execute(f"SELECT count(*) FROM ({_MEMBERS})", values).fetchone()
    connection.execute(_CONDEMN, values)
    for table, whose in _BELONGINGS:
        connection.execute(f"DELETE FROM {table} WHERE {whose}", values)
    return Destroyed(users=users, tombstones=tombstones)
