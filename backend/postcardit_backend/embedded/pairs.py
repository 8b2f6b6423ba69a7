"""The row of a pair of people in SQLite: what is between them, and who of the two sees it."""

import sqlite3

from postcardit_sdk.contract.problems import Code
from postcardit_sdk.contract.sync import ChangeType

from ..records import FriendshipRecord, Person
from ..refusal import Refused
from .feed import tell

__all__ = [
    "FRIENDSHIP",
    "PEOPLE",
    "PERSON_JOINS",
    "SEEN",
    "SEEN_BY",
    "load",
    "pair_of",
    "part",
    "record_from",
    "seen_by",
    "tell_both",
    "write_pair",
]

PEOPLE = (
    " r.user_id AS r_id, r.username AS r_username, r.full_name AS r_full_name, r.picture_key AS r_picture_key,"
    " a.user_id AS a_id, a.username AS a_username, a.full_name AS a_full_name, a.picture_key AS a_picture_key"
)
PERSON_JOINS = " CROSS JOIN users r ON r.user_id = f.requester_id CROSS JOIN users a ON a.user_id = f.addressee_id"
"""CROSS JOIN: the people are looked up for each row, never the other way round."""
FRIENDSHIP = f"SELECT f.*,{PEOPLE} FROM friendships f{PERSON_JOINS}"
SEEN_BY = "(f.status IN ('pending', 'accepted', 'rejected') OR (f.status = 'blocked' AND f.requester_id = {}))"
"""That a row `f` is there for one of its two people: a block is for its maker alone."""
SEEN = SEEN_BY.format(":user")


def pair_of(connection: sqlite3.Connection, a: str, b: str) -> sqlite3.Row | None:
    """The row of two people, whatever it says and whoever sees it."""
    row: sqlite3.Row | None = connection.execute(
        "SELECT * FROM friendships WHERE low_id = min(?1, ?2) AND high_id = max(?1, ?2)", (a, b)
    ).fetchone()
    return row


def seen_by(connection: sqlite3.Connection, friendship_id: str, user_id: str) -> sqlite3.Row:
    """The row of a friendship that this user sees. Refuses not_found."""
    row: sqlite3.Row | None = connection.execute(
        f"SELECT f.* FROM friendships f WHERE f.friendship_id = :id AND :user IN (f.low_id, f.high_id) AND {SEEN}",
        {"id": friendship_id, "user": user_id},
    ).fetchone()
    if row is None:
        raise Refused(Code.NOT_FOUND)
    return row


def load(connection: sqlite3.Connection, friendship_id: str) -> FriendshipRecord:
    """A friendship that is there."""
    return record_from(connection.execute(f"{FRIENDSHIP} WHERE f.friendship_id = ?", (friendship_id,)).fetchone())


def write_pair(
    connection: sqlite3.Connection, friendship_id: str, requester_id: str, addressee_id: str, status: str, now: int
) -> None:
    """Begin what is `pending` or `blocked` between two people, in the place of what was: only a cooldown stays."""
    connection.execute(
        "INSERT INTO friendships (low_id, high_id, friendship_id, requester_id, addressee_id, status, requested_at,"
        " updated_at) VALUES (min(?1, ?2), max(?1, ?2), ?3, ?1, ?2, ?4, ?5, ?5) ON CONFLICT DO UPDATE SET"
        " friendship_id = ?3, requester_id = ?1, addressee_id = ?2, status = ?4, requested_at = ?5,"
        " responded_at = NULL, updated_at = ?5",
        (requester_id, addressee_id, friendship_id, status, now),
    )


def tell_both(connection: sqlite3.Connection, pair: sqlite3.Row, type_: ChangeType, now: int) -> None:
    """Write a change of their friendship into the feeds of both people of a row."""
    tell(connection, (pair["low_id"], pair["high_id"]), type_, pair["friendship_id"], now)


def part(connection: sqlite3.Connection, low: str, high: str) -> None:
    """Take away what an accepted friendship gave: both edges, and one friend of each of the two."""
    both = [(low, high), (high, low)]
    connection.executemany("DELETE FROM friends WHERE user_id = ? AND friend_id = ?", both)
    connection.execute("UPDATE users SET friends_count = friends_count - 1 WHERE user_id IN (?, ?)", (low, high))


def record_from(row: sqlite3.Row) -> FriendshipRecord:
    """A row of FRIENDSHIP as a record."""
    return FriendshipRecord(
        friendship_id=row["friendship_id"],
        requester=_person(row, "r"),
        addressee=_person(row, "a"),
        status=row["status"],
        requested_at=row["requested_at"],
        responded_at=row["responded_at"],
        updated_at=row["updated_at"],
    )


def _person(row: sqlite3.Row, prefix: str) -> Person:
    return Person(
        row[f"{prefix}_id"], row[f"{prefix}_username"], row[f"{prefix}_full_name"], row[f"{prefix}_picture_key"]
    )
