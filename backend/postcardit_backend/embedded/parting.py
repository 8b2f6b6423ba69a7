"""What others have of a person who is erased: it goes in the same transaction, and they are told."""

import sqlite3

from postcardit_sdk.contract.sync import ChangeType

from .boxes import clear, show
from .feed import tell
from .pairs import SEEN_BY

__all__ = ["PEERS", "part_from_all"]

_ENDS = (("low_id", "high_id"), ("high_id", "low_id"))
PEERS = " UNION ALL ".join(f"SELECT f.{peer} FROM friendships f WHERE f.{end} = :user" for end, peer in _ENDS)
"""Everyone between whom and `:user` there was ever anything; nobody else has anything of theirs."""
_SEEN = " UNION ALL ".join(
    f"SELECT f.{peer}, f.friendship_id FROM friendships f WHERE f.{end} = :user AND {SEEN_BY.format(f'f.{peer}')}"
    for end, peer in _ENDS
)
_KEEPERS = " UNION ALL ".join(
    f"SELECT f.{peer} FROM friendships f WHERE f.{end} = :user"
    f" AND EXISTS (SELECT 1 FROM boxes b WHERE b.user_id = f.{peer} AND b.other_id = :user)"
    for end, peer in _ENDS
)
_BLOCKED = "SELECT addressee_id FROM friendships WHERE requester_id = :user AND status = 'blocked'"
_PUSHES = (
    f"DELETE FROM pushes WHERE user_id IN ({PEERS})"
    " AND (EXISTS (SELECT 1 FROM postcards p WHERE p.postcard_id = pushes.id AND p.sender_id = :user)"
    " OR (type LIKE 'friendship.%' AND NOT EXISTS (SELECT 1 FROM friendships g WHERE g.friendship_id = pushes.id"
    " AND :user NOT IN (g.low_id, g.high_id))))"
)
"""News that name the person, by whatever name; of a friendship that is gone nobody knows any more whom it names."""
_FRIENDSHIPS = (
    "UPDATE users SET friends_count = friends_count - 1"
    " WHERE user_id IN (SELECT friend_id FROM friends WHERE user_id = :user)",
    "DELETE FROM friends WHERE (user_id, friend_id) IN (SELECT friend_id, user_id FROM friends WHERE user_id = :user)",
    "DELETE FROM friends WHERE user_id = :user",
    "DELETE FROM friendships WHERE low_id = :user",
    "DELETE FROM friendships WHERE high_id = :user",
)


def part_from_all(connection: sqlite3.Connection, user_id: str, now: int) -> None:
    """Take the person's cards out of every box, and their friendships and blocks away; tell each who saw one.

    The cards that others sent to them stay: also those that a block of theirs hid, which are in sight again.
    """
    user = {"user": user_id}
    connection.execute(_PUSHES, user)
    clear(connection, user_id, now)
    for (other_id,) in connection.execute(_BLOCKED, user).fetchall():
        show(connection, user_id=other_id, other_id=user_id, now=now)
    for peer_id, friendship_id in connection.execute(_SEEN, user).fetchall():
        tell(connection, [peer_id], ChangeType.FRIENDSHIP_DELETED, friendship_id, now)
    keepers = [peer_id for (peer_id,) in connection.execute(_KEEPERS, user)]
    tell(connection, keepers, ChangeType.USER_CHANGED, user_id, now)
    for statement in _FRIENDSHIPS:
        connection.execute(statement, user)
