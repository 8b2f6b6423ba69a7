"""Friendships in SQLite: one row per pair, and an edge from each end of an accepted one."""

import sqlite3

from postcardit_sdk.contract.problems import Code

from ..ports import Kept, Once
from ..records import FriendshipRecord
from ..refusal import Refused
from .database import Database
from .once import friendship_from, make_once
from .users import is_active, person_from, require_active

__all__ = ["SqliteFriendships"]

_PEOPLE = (
    " r.user_id AS r_id, r.username AS r_username, r.full_name AS r_full_name, r.picture_key AS r_picture_key,"
    " a.user_id AS a_id, a.username AS a_username, a.full_name AS a_full_name, a.picture_key AS a_picture_key"
)
_JOINS = " JOIN users r ON r.user_id = f.requester_id JOIN users a ON a.user_id = f.addressee_id"
_SELECT = f"SELECT f.*,{_PEOPLE} FROM friendships f{_JOINS}"


class SqliteFriendships:
    """One record per unordered pair of people, whoever asked."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def request(
        self, friendship_id: str, requester_id: str, addressee_id: str, *, once: Once, now: int
    ) -> Kept[FriendshipRecord]:
        """Ask; a crossing request accepts the first."""

        def verb(connection: sqlite3.Connection) -> Kept[FriendshipRecord]:
            def make() -> FriendshipRecord:
                return _ask(connection, friendship_id, requester_id, addressee_id, now)

            return make_once(connection, once, now, friendship_from, make)

        return self._database.write(verb)

    def answer(self, friendship_id: str, user_id: str, *, accept: bool, now: int, cooldown_ms: int) -> FriendshipRecord:
        """Answer a request made to this user; the same answer again changes nothing."""

        def verb(connection: sqlite3.Connection) -> FriendshipRecord:
            row = _of(connection, friendship_id, user_id)
            if row["addressee_id"] != user_id:
                raise Refused(Code.FORBIDDEN, "Only the person who was asked can answer a friend request.")
            wanted = "accepted" if accept else "rejected"
            if row["status"] == wanted:
                return _load(connection, friendship_id)
            if row["status"] != "pending":
                raise Refused(Code.FRIENDSHIP_ANSWERED)
            if accept:
                _accept(connection, row, now)
            else:
                connection.execute(
                    "UPDATE friendships SET status = 'rejected', responded_at = ?1, updated_at = ?1,"
                    " cooling_id = requester_id, cooling_until = ?2 WHERE friendship_id = ?3",
                    (now, now + cooldown_ms, friendship_id),
                )
            return _load(connection, friendship_id)

        return self._database.write(verb)

    def remove(self, friendship_id: str, user_id: str, now: int) -> None:
        """Unfriend, or withdraw one's own request."""

        def verb(connection: sqlite3.Connection) -> None:
            row = _of(connection, friendship_id, user_id)
            if row["status"] == "rejected":
                raise Refused(Code.NOT_FOUND)
            if row["status"] == "pending" and row["requester_id"] != user_id:
                raise Refused(Code.FORBIDDEN, "This request was made to you: reject it instead.")
            if row["status"] == "accepted":
                _part(connection, row["low_id"], row["high_id"])
            connection.execute(
                "UPDATE friendships SET status = 'gone', updated_at = ? WHERE friendship_id = ?", (now, friendship_id)
            )

        self._database.write(verb)

    def are_friends(self, a: str, b: str) -> bool:
        """Whether two people are friends."""
        return are_friends(self._database.reader(), a, b)

    def friends(self, user_id: str, after: tuple[int, str] | None, limit: int) -> list[tuple[FriendshipRecord, int]]:
        """A user's accepted friendships with the time since when."""
        since, friendship_id = after or (1 << 62, "")
        rows = self._database.reader().execute(
            f"SELECT e.since AS since, f.*,{_PEOPLE} FROM friends e JOIN friendships f USING (friendship_id){_JOINS}"
            " WHERE e.user_id = ? AND (e.since, e.friendship_id) < (?, ?)"
            " ORDER BY e.since DESC, e.friendship_id DESC LIMIT ?",
            (user_id, since, friendship_id, limit),
        )
        return [(_record(row), row["since"]) for row in rows]

    def every(self, user_id: str) -> list[FriendshipRecord]:
        """Everything that is between a user and others."""
        ends = [f"{_SELECT} WHERE f.{end} = :user AND f.status <> 'gone'" for end in ("low_id", "high_id")]
        rows = self._database.reader().execute(" UNION ALL ".join(ends), {"user": user_id})
        return sorted((_record(row) for row in rows), key=lambda one: one.friendship_id, reverse=True)

    def requests(
        self, user_id: str, *, incoming: bool, after: tuple[int, str] | None, limit: int
    ) -> list[FriendshipRecord]:
        """A user's pending requests, received or made."""
        requested_at, friendship_id = after or (1 << 62, "")
        end = "f.addressee_id" if incoming else "f.requester_id"
        rows = self._database.reader().execute(
            f"{_SELECT} WHERE {end} = ? AND f.status = 'pending' AND (f.requested_at, f.friendship_id) < (?, ?)"
            " ORDER BY f.requested_at DESC, f.friendship_id DESC LIMIT ?",
            (user_id, requested_at, friendship_id, limit),
        )
        return [_record(row) for row in rows]


def are_friends(connection: sqlite3.Connection, a: str, b: str) -> bool:
    """Whether two people are friends, as this connection sees it."""
    row = connection.execute("SELECT 1 FROM friends WHERE user_id = ? AND friend_id = ?", (a, b))
    return row.fetchone() is not None


def _ask(
    connection: sqlite3.Connection, friendship_id: str, requester_id: str, addressee_id: str, now: int
) -> FriendshipRecord:
    low, high = sorted((requester_id, addressee_id))
    pair = connection.execute("SELECT * FROM friendships WHERE low_id = ? AND high_id = ?", (low, high)).fetchone()
    if pair is not None and pair["status"] == "pending" and pair["addressee_id"] == requester_id:
        _accept(connection, pair, now)
        return _load(connection, pair["friendship_id"])
    if pair is not None and pair["status"] in ("pending", "accepted"):
        raise Refused(Code.FRIENDSHIP_EXISTS)
    if pair is not None and pair["cooling_id"] == requester_id and now < pair["cooling_until"]:
        raise Refused(Code.FRIENDSHIP_REJECTED)
    require_active(connection, requester_id)
    if not is_active(connection, addressee_id):
        raise Refused(Code.NOT_FOUND)
    connection.execute(
        "INSERT INTO friendships (low_id, high_id, friendship_id, requester_id, addressee_id, status, requested_at,"
        " updated_at) VALUES (?1, ?2, ?3, ?4, ?5, 'pending', ?6, ?6) ON CONFLICT DO UPDATE SET friendship_id = ?3,"
        " requester_id = ?4, addressee_id = ?5, status = 'pending', requested_at = ?6, responded_at = NULL,"
        " updated_at = ?6",
        (low, high, friendship_id, requester_id, addressee_id, now),
    )
    return _load(connection, friendship_id)


def _accept(connection: sqlite3.Connection, pair: sqlite3.Row, now: int) -> None:
    connection.execute(
        "UPDATE friendships SET status = 'accepted', responded_at = ?1, updated_at = ?1, cooling_id = NULL,"
        " cooling_until = 0 WHERE friendship_id = ?2",
        (now, pair["friendship_id"]),
    )
    low, high = pair["low_id"], pair["high_id"]
    connection.executemany(
        "INSERT INTO friends (user_id, friend_id, friendship_id, since) VALUES (?, ?, ?, ?)",
        [(low, high, pair["friendship_id"], now), (high, low, pair["friendship_id"], now)],
    )
    connection.execute("UPDATE users SET friends_count = friends_count + 1 WHERE user_id IN (?, ?)", (low, high))


def _part(connection: sqlite3.Connection, low: str, high: str) -> None:
    both = [(low, high), (high, low)]
    connection.executemany("DELETE FROM friends WHERE user_id = ? AND friend_id = ?", both)
    connection.execute("UPDATE users SET friends_count = friends_count - 1 WHERE user_id IN (?, ?)", (low, high))


def _of(connection: sqlite3.Connection, friendship_id: str, user_id: str) -> sqlite3.Row:
    row: sqlite3.Row | None = connection.execute(
        "SELECT * FROM friendships WHERE friendship_id = ? AND ? IN (low_id, high_id) AND status <> 'gone'",
        (friendship_id, user_id),
    ).fetchone()
    if row is None:
        raise Refused(Code.NOT_FOUND)
    return row


def _load(connection: sqlite3.Connection, friendship_id: str) -> FriendshipRecord:
    return _record(connection.execute(f"{_SELECT} WHERE f.friendship_id = ?", (friendship_id,)).fetchone())


def _record(row: sqlite3.Row) -> FriendshipRecord:
    return FriendshipRecord(
        friendship_id=row["friendship_id"],
        requester=person_from(row, "r"),
        addressee=person_from(row, "a"),
        status=row["status"],
        requested_at=row["requested_at"],
        responded_at=row["responded_at"],
        updated_at=row["updated_at"],
    )
