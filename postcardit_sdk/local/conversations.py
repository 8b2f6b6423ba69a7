"""Which conversation an item of the outbox belongs to: a person has one, named by username or by id."""

from typing import TYPE_CHECKING

from ..people import is_id, is_same_name
from .outbox_items import Body, body_of, conversation_of, conversation_with, recipient_of

if TYPE_CHECKING:
    import sqlite3

__all__ = ["join_conversation"]

_WAITING = (
    "SELECT kind, body, conversation FROM outbox WHERE user_id = ? AND state <> 'done' AND item_id <> ?"
    " AND kind IN ('postcard', 'friend_request') ORDER BY position"
)
_JOIN = "UPDATE outbox SET conversation = ? WHERE user_id = ? AND conversation = ? AND state <> 'done'"
_KNOWN = (
    "SELECT json_extract(f.data, p.value || '.userId') AS user_id,"
    " json_extract(f.data, p.value || '.username') AS username"
    ' FROM mirrored_friendships f CROSS JOIN json_each(\'["$.requester", "$.addressee"]\') p'
    " WHERE f.generation = (SELECT shown FROM mirrors WHERE user_id = ?)"
)


def join_conversation(connection: "sqlite3.Connection", user_id: str, body: Body, item_id: str) -> str:
    """The conversation of an item: the one that something else waits in for the same person, if anything does.

    Where it turns out that two conversations are with one person, they are one from now on.
    """
    own = conversation_of(body)
    recipient = recipient_of(body)
    waiting = [] if recipient is None else connection.execute(_WAITING, (user_id, item_id)).fetchall()
    if recipient is None or not waiting:
        return own
    names = {own, *(conversation_with(name) for name in _other_names(connection, user_id, recipient))}
    found = dict.fromkeys(row["conversation"] for row in waiting if conversation_of(body_of(row)) in names)
    first, *others = found or [own]
    connection.executemany(_JOIN, [(first, user_id, other) for other in others])
    return first


def _other_names(connection: "sqlite3.Connection", user_id: str, recipient: str) -> set[str]:
    """What else the mirror knows a person by: an id's usernames, a username's ids."""
    known = [(row["user_id"], row["username"]) for row in connection.execute(_KNOWN, (user_id,))]
    if is_id(recipient):
        return {username for known_id, username in known if known_id == recipient}
    return {known_id for known_id, username in known if is_same_name(username, recipient)}
