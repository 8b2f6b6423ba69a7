"""Blocks in SQLite: the row of a pair says who blocks whom, and the boxes of the blocked one hide the cards of both."""

import json
import sqlite3
from collections.abc import Sequence

from postcardit_sdk.contract.problems import Code
from postcardit_sdk.contract.sync import ChangeType

from ..records import FriendshipRecord
from ..refusal import Refused
from .boxes import hide, show
from .feed import tell
from .pairs import load, pair_of, part, tell_both, write_pair
from .users import is_active, require_active

__all__ = ["block", "hiders", "hides", "is_blocked_by", "unblock"]

_HIDERS = (
    "SELECT f.requester_id FROM json_each(:people) j JOIN friendships f"
    " ON f.low_id = min(j.value, :from) AND f.high_id = max(j.value, :from)"
    " WHERE f.status = 'blocked' AND f.requester_id = j.value"
)


def is_blocked_by(pair: sqlite3.Row | None, user_id: str) -> bool:
    """Whether the row of a pair says that this one of the two blocks the other."""
    return pair is not None and pair["status"] == "blocked" and pair["requester_id"] == user_id


def hides(connection: sqlite3.Connection, user_id: str, from_id: str) -> bool:
    """Whether a user blocks another, as this connection sees it."""
    return is_blocked_by(pair_of(connection, user_id, from_id), user_id)


def hiders(connection: sqlite3.Connection, user_ids: Sequence[str], from_id: str) -> set[str]:
    """Those of these people who block another, as this connection sees it."""
    rows = connection.execute(_HIDERS, {"people": json.dumps([*user_ids]), "from": from_id})
    return {user_id for (user_id,) in rows}


def block(connection: sqlite3.Connection, block_id: str, user_id: str, other_id: str, now: int) -> FriendshipRecord:
    """Inside a transaction: end what is between the two, and hide the cards of both from the other.

    One's own block is given again as it is. Refuses not_found for nobody, and for someone who blocks this user.
    """
    pair = pair_of(connection, user_id, other_id)
    if pair is not None and is_blocked_by(pair, user_id):
        return load(connection, pair["friendship_id"])
    require_active(connection, user_id)
    if is_blocked_by(pair, other_id) or not is_active(connection, other_id):
        raise Refused(Code.NOT_FOUND)
    if pair is not None:
        _end(connection, pair, now)
    write_pair(connection, block_id, user_id, other_id, "blocked", now)
    tell(connection, [user_id], ChangeType.FRIENDSHIP_CHANGED, block_id, now)
    hide(connection, user_id=other_id, other_id=user_id, now=now)
    return load(connection, block_id)


def unblock(connection: sqlite3.Connection, user_id: str, other_id: str, now: int) -> None:
    """Inside a transaction: lift one's own block, if there is one, and show the other the cards of both again."""
    pair = pair_of(connection, user_id, other_id)
    if pair is None or not is_blocked_by(pair, user_id):
        return
    connection.execute(
        "UPDATE friendships SET status = 'gone', updated_at = ? WHERE friendship_id = ?", (now, pair["friendship_id"])
    )
    tell(connection, [user_id], ChangeType.FRIENDSHIP_DELETED, pair["friendship_id"], now)
    show(connection, user_id=other_id, other_id=user_id, now=now)


def _end(connection: sqlite3.Connection, pair: sqlite3.Row, now: int) -> None:
    """What both of a pair see is gone for both; the row itself is for the caller to write."""
    if pair["status"] == "gone":
        return
    if pair["status"] == "accepted":
        part(connection, pair["low_id"], pair["high_id"])
    tell_both(connection, pair, ChangeType.FRIENDSHIP_DELETED, now)
