"""Friend requests in SQLite: what stands against one, and what an answer makes of it."""

import sqlite3

from postcardit_sdk.contract.problems import Code
from postcardit_sdk.contract.sync import ChangeType

from ..records import FriendshipRecord
from ..refusal import Refused
from .blocks import is_blocked_by
from .feed import tell
from .pairs import load, pair_of, tell_both, write_pair
from .users import is_active, require_active

__all__ = ["accept_request", "ask", "reject_request"]


def ask(
    connection: sqlite3.Connection, friendship_id: str, requester_id: str, addressee_id: str, now: int
) -> FriendshipRecord:
    """Inside a transaction: ask, or accept what the other asked before. Refuses what `Friendships.request` refuses."""
    pair = pair_of(connection, requester_id, addressee_id)
    if pair is not None:
        _refuse(pair, requester_id, addressee_id, now)
        if pair["status"] == "pending":
            accept_request(connection, pair, now)
            return load(connection, pair["friendship_id"])
    require_active(connection, requester_id)
    if not is_active(connection, addressee_id):
        raise Refused(Code.NOT_FOUND)
    if pair is not None and pair["status"] == "rejected":
        tell_both(connection, pair, ChangeType.FRIENDSHIP_DELETED, now)  # the new request takes its place
    write_pair(connection, friendship_id, requester_id, addressee_id, "pending", now)
    tell(connection, (requester_id, addressee_id), ChangeType.FRIENDSHIP_CHANGED, friendship_id, now)
    return load(connection, friendship_id)


def _refuse(pair: sqlite3.Row, requester_id: str, addressee_id: str, now: int) -> None:
    """Refuses what stands between the two already; an open request of the other is no obstacle."""
    if is_blocked_by(pair, addressee_id):
        raise Refused(Code.NOT_FOUND)
    if is_blocked_by(pair, requester_id):
        raise Refused(Code.USER_BLOCKED)
    if pair["status"] == "accepted" or (pair["status"] == "pending" and pair["requester_id"] == requester_id):
        raise Refused(Code.FRIENDSHIP_EXISTS)
    if pair["status"] != "pending" and pair["cooling_id"] == requester_id and now < pair["cooling_until"]:
        raise Refused(Code.FRIENDSHIP_REJECTED)


def accept_request(connection: sqlite3.Connection, pair: sqlite3.Row, now: int) -> None:
    """Inside a transaction: make the two of an open request friends. A cooldown between them ends."""
    connection.execute(
        "UPDATE friendships SET status = 'accepted', responded_at = ?1, updated_at = max(updated_at, ?1),"
        " cooling_id = NULL, cooling_until = 0 WHERE friendship_id = ?2",
        (now, pair["friendship_id"]),
    )
    low, high = pair["low_id"], pair["high_id"]
    connection.executemany(
        "INSERT INTO friends (user_id, friend_id, friendship_id, since) VALUES (?, ?, ?, ?)",
        [(low, high, pair["friendship_id"], now), (high, low, pair["friendship_id"], now)],
    )
    connection.execute("UPDATE users SET friends_count = friends_count + 1 WHERE user_id IN (?, ?)", (low, high))
    tell_both(connection, pair, ChangeType.FRIENDSHIP_CHANGED, now)


def reject_request(connection: sqlite3.Connection, pair: sqlite3.Row, now: int, cooling_until: int) -> None:
    """Inside a transaction: reject an open request; its requester cannot ask again before `cooling_until`."""
    connection.execute(
        "UPDATE friendships SET status = 'rejected', responded_at = ?1, updated_at = max(updated_at, ?1),"
        " cooling_id = requester_id, cooling_until = ?2 WHERE friendship_id = ?3",
        (now, cooling_until, pair["friendship_id"]),
    )
    tell_both(connection, pair, ChangeType.FRIENDSHIP_CHANGED, now)
