"""Friendships in SQLite: one row per pair, and an edge from each end of an accepted one."""

import json
import sqlite3
from collections.abc import Sequence

from postcardit_sdk.contract.problems import Code
from postcardit_sdk.contract.sync import ChangeType

from ..kept_records import friendship_from
from ..ports import Kept, Once
from ..records import FriendshipRecord
from ..refusal import Refused
from .blocks import block, hiders, hides, unblock
from .database import Database
from .friend_requests import accept_request, ask, reject_request
from .once import make_once
from .pairs import FRIENDSHIP, PEOPLE, PERSON_JOINS, SEEN, load, part, record_from, seen_by, tell_both

__all__ = ["SqliteFriendships", "are_friends"]

_EVERY = f"{FRIENDSHIP} WHERE f.low_id = :user AND {SEEN} UNION ALL {FRIENDSHIP} WHERE f.high_id = :user AND {SEEN}"
_MANY = (
    f"SELECT f.*,{PEOPLE} FROM json_each(:ids) j CROSS JOIN friendships f ON f.friendship_id = j.value{PERSON_JOINS}"
    f" WHERE :user IN (f.low_id, f.high_id) AND {SEEN}"
)
_PAGE = (
    f"SELECT f.high_id AS other_id, f.*,{PEOPLE} FROM friendships f{PERSON_JOINS}"
    f" WHERE f.low_id = :user AND f.high_id > :after AND {SEEN}"
    f" UNION ALL SELECT f.low_id, f.*,{PEOPLE} FROM friendships f{PERSON_JOINS}"
    f" WHERE f.high_id = :user AND f.low_id > :after AND {SEEN}"
    " ORDER BY other_id LIMIT :limit"
)
"""Each half is in the order of an index, so that SQLite merges the two and stops at the limit."""


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
                return ask(connection, friendship_id, requester_id, addressee_id, now)

            return make_once(connection, once, now, friendship_from, make)

        return self._database.write(verb)

    def answer(self, friendship_id: str, user_id: str, *, accept: bool, now: int, cooldown_ms: int) -> FriendshipRecord:
        """Answer a request made to this user; the same answer again changes nothing."""

        def verb(connection: sqlite3.Connection) -> FriendshipRecord:
            row = seen_by(connection, friendship_id, user_id)
            if row["addressee_id"] != user_id:
                raise Refused(Code.FORBIDDEN, "Only the person who was asked can answer a friend request.")
            wanted = "accepted" if accept else "rejected"
            if row["status"] == wanted:
                return load(connection, friendship_id)
            if row["status"] != "pending":
                raise Refused(Code.FRIENDSHIP_ANSWERED)
            if accept:
                accept_request(connection, row, now)
            else:
                reject_request(connection, row, now, now + cooldown_ms)
            return load(connection, friendship_id)

        return self._database.write(verb)

    def remove(self, friendship_id: str, user_id: str, now: int) -> None:
        """Unfriend, or withdraw one's own request."""

        def verb(connection: sqlite3.Connection) -> None:
            row = seen_by(connection, friendship_id, user_id)
            if row["status"] not in ("pending", "accepted"):
                raise Refused(Code.NOT_FOUND)  # deleting changes no cooldown and lifts no block
            if row["status"] == "pending" and row["requester_id"] != user_id:
                raise Refused(Code.FORBIDDEN, "This request was made to you: reject it instead.")
            if row["status"] == "accepted":
                part(connection, row["low_id"], row["high_id"])
            connection.execute(
                "UPDATE friendships SET status = 'gone', updated_at = ? WHERE friendship_id = ?", (now, friendship_id)
            )
            tell_both(connection, row, ChangeType.FRIENDSHIP_DELETED, now)

        self._database.write(verb)

    def block(self, block_id: str, user_id: str, other_id: str, now: int) -> FriendshipRecord:
        """Block someone: what was between the two ends."""
        return self._database.write(lambda connection: block(connection, block_id, user_id, other_id, now))

    def unblock(self, user_id: str, other_id: str, now: int) -> None:
        """Lift one's own block, if there is one."""
        self._database.write(lambda connection: unblock(connection, user_id, other_id, now))

    def blocked(self, user_id: str, after: tuple[int, str] | None, limit: int) -> list[FriendshipRecord]:
        """Whom a user blocks."""
        return self._listed("f.requester_id", "blocked", user_id, after, limit)

    def hides(self, user_id: str, from_id: str) -> bool:
        """Whether a user blocks another."""
        return hides(self._database.reader(), user_id, from_id)

    def hiders(self, user_ids: Sequence[str], from_id: str) -> set[str]:
        """Those of these people who block another."""
        return hiders(self._database.reader(), user_ids, from_id)

    def many(self, user_id: str, friendship_ids: Sequence[str]) -> dict[str, FriendshipRecord]:
        """Those of these friendships that this user sees."""
        rows = self._database.reader().execute(_MANY, {"user": user_id, "ids": json.dumps([*friendship_ids])})
        return {row["friendship_id"]: record_from(row) for row in rows}

    def page(self, user_id: str, after: str | None, limit: int) -> list[FriendshipRecord]:
        """Everything that this user sees between themself and others, in the order of the others' ids."""
        values = {"user": user_id, "after": after or "", "limit": limit}
        return [record_from(row) for row in self._database.reader().execute(_PAGE, values)]

    def are_friends(self, a: str, b: str) -> bool:
        """Whether two people are friends."""
        return are_friends(self._database.reader(), a, b)

    def friends(self, user_id: str, after: tuple[int, str] | None, limit: int) -> list[tuple[FriendshipRecord, int]]:
        """A user's accepted friendships with the time since when."""
        since, friendship_id = after or (1 << 62, "")
        rows = self._database.reader().execute(
            f"SELECT e.since AS since, f.*,{PEOPLE} FROM friends e JOIN friendships f USING (friendship_id)"
            f"{PERSON_JOINS} WHERE e.user_id = ? AND (e.since, e.friendship_id) < (?, ?)"
            " ORDER BY e.since DESC, e.friendship_id DESC LIMIT ?",
            (user_id, since, friendship_id, limit),
        )
        return [(record_from(row), row["since"]) for row in rows]

    def every(self, user_id: str) -> list[FriendshipRecord]:
        """Everything that is between a user and others, as the user sees it."""
        rows = self._database.reader().execute(_EVERY, {"user": user_id})
        return sorted((record_from(row) for row in rows), key=lambda one: one.friendship_id, reverse=True)

    def requests(
        self, user_id: str, *, incoming: bool, after: tuple[int, str] | None, limit: int
    ) -> list[FriendshipRecord]:
        """A user's pending requests, received or made."""
        return self._listed("f.addressee_id" if incoming else "f.requester_id", "pending", user_id, after, limit)

    def _listed(
        self, end: str, status: str, user_id: str, after: tuple[int, str] | None, limit: int
    ) -> list[FriendshipRecord]:
        """Those of one status with the user at one end. Both stand in the statement: so its partial index serves."""
        requested_at, friendship_id = after or (1 << 62, "")
        rows = self._database.reader().execute(
            f"{FRIENDSHIP} WHERE {end} = ? AND f.status = '{status}' AND (f.requested_at, f.friendship_id) < (?, ?)"
            " ORDER BY f.requested_at DESC, f.friendship_id DESC LIMIT ?",
            (user_id, requested_at, friendship_id, limit),
        )
        return [record_from(row) for row in rows]


def are_friends(connection: sqlite3.Connection, a: str, b: str) -> bool:
    """Whether two people are friends, as this connection sees it."""
    row = connection.execute("SELECT 1 FROM friends WHERE user_id = ? AND friend_id = ?", (a, b))
    return row.fetchone() is not None
