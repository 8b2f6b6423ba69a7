"""People in SQLite."""

import json
import sqlite3
from collections.abc import Sequence

from postcardit_sdk.contract.problems import Code, EndReason
from postcardit_sdk.contract.sync import ChangeType

from ..folding import email_key, fold, look
from ..ports import ProfileChange
from ..records import UserRecord
from ..refusal import Refused
from .database import Database
from .feed import tell
from .pairs import SEEN_BY
from .shown import hide_photo, show_photo

__all__ = ["SqliteUsers", "is_active", "require_active", "user_from"]

_UNHIDDEN = (
    "NOT EXISTS (SELECT 1 FROM friendships f WHERE f.low_id = min(users.user_id, :searcher)"
    " AND f.high_id = max(users.user_id, :searcher) AND f.status = 'blocked' AND f.requester_id = users.user_id)"
)
_SEARCH = {
    "username": "SELECT username_key AS found, * FROM users WHERE username_key >= :term AND username_key < :end"
    f" AND (username_key, user_id) > (:found, :id) AND deleted_at IS NULL AND {_UNHIDDEN}"
    " ORDER BY username_key, user_id LIMIT :limit",
    "name": "SELECT name_key AS found, * FROM users WHERE name_key >= :term AND name_key < :end"
    f" AND (name_key, user_id) > (:found, :id) AND {_UNHIDDEN} ORDER BY name_key, user_id LIMIT :limit",
    "email": "SELECT email_key AS found, * FROM users WHERE email_key = :term AND findable_by_email"
    f" AND (email_key, user_id) > (:found, :id) AND {_UNHIDDEN} LIMIT :limit",
}
_MANY = "SELECT u.* FROM json_each(?) j CROSS JOIN users u ON u.user_id = j.value"
_KEEPS_A_CARD = "(f.status = 'gone' AND EXISTS (SELECT 1 FROM boxes b WHERE b.user_id = {peer} AND b.other_id = :user))"
_SEERS = " UNION ALL ".join(
    f"SELECT f.{peer} FROM friendships f WHERE f.{end} = :user"
    f" AND ({SEEN_BY.format(f'f.{peer}')} OR {_KEEPS_A_CARD.format(peer=f'f.{peer}')})"
    for end, peer in (("low_id", "high_id"), ("high_id", "low_id"))
)

_VERSION = "SELECT updated_at, picture_key FROM users WHERE user_id = ?"


class SqliteUsers:
    """People."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def by_id(self, user_id: str) -> UserRecord | None:
        """One person, or the tombstone of one."""
        return self._one("SELECT * FROM users WHERE user_id = ?", user_id)

    def by_username(self, username: str) -> UserRecord | None:
        """One person, whatever the case and accents of the name."""
        return self._one("SELECT * FROM users WHERE username_key = ? AND deleted_at IS NULL", fold(username))

    def by_email(self, email: str) -> UserRecord | None:
        """One person, whatever the case of the address."""
        return self._one("SELECT * FROM users WHERE email_key = ? AND deleted_at IS NULL", email_key(email))

    def many(self, user_ids: Sequence[str]) -> dict[str, UserRecord]:
        """Those of these people who are there, or the tombstones of them."""
        rows = self._database.reader().execute(_MANY, (json.dumps([*user_ids]),))
        return {row["user_id"]: user_from(row) for row in rows}

    def search(
        self, by: str, term: str, after: tuple[str, str] | None, limit: int, *, searcher_id: str
    ) -> list[tuple[str, UserRecord]]:
        """People by prefix of their folded username or name, or by address; nobody who blocks the searcher."""
        found, user_id = after or ("", "")
        values: dict[str, str | int] = {"term": term, "end": term + chr(0x10FFFF), "found": found, "id": user_id}
        values |= {"searcher": searcher_id, "limit": limit}
        rows = self._database.reader().execute(_SEARCH[by], values)
        return [(row["found"], user_from(row)) for row in rows]

    def update(self, user_id: str, change: ProfileChange, now: int) -> UserRecord:
        """Write, and tell who sees it. Refuses username_taken, and precondition_failed for another profile than the
        expected one."""
        columns = dict(change.fields)
        if "username" in columns:
            name = str(columns["username"])
            columns["username_key"], columns["look_key"] = fold(name), look(name)
        if "full_name" in columns:
            full_name = columns["full_name"]
            columns["name_key"] = fold(str(full_name)) if full_name else None

        def verb(connection: sqlite3.Connection) -> UserRecord:
            row = connection.execute(_VERSION, (user_id,)).fetchone()
            require_active(connection, user_id)
            if change.expected is not None and row["updated_at"] not in change.expected:
                raise Refused(Code.PRECONDITION_FAILED)
            columns["updated_at"] = max(now, row["updated_at"] + 1)
            sets = ", ".join(f"{name} = :{name}" for name in columns)
            try:
                updated = connection.execute(
                    f"UPDATE users SET {sets} WHERE user_id = :user_id RETURNING *",  # names are fields of a profile
                    {**columns, "user_id": user_id},
                ).fetchone()
            except sqlite3.IntegrityError:
                raise Refused(Code.USERNAME_TAKEN) from None
            _change_picture(connection, user_id, row["picture_key"], updated["picture_key"])
            tell(connection, [user_id, *_seers(connection, user_id)], ChangeType.USER_CHANGED, user_id, now)
            return user_from(updated)

        return self._database.write(verb)

    def _one(self, query: str, value: str) -> UserRecord | None:
        row = self._database.reader().execute(query, (value,)).fetchone()
        return None if row is None else user_from(row)


def _change_picture(connection: sqlite3.Connection, user_id: str, before: str | None, after: str | None) -> None:
    """Refuses unknown_image for one whose upload has been forgotten meanwhile."""
    if after is not None and after != before:
        show_photo(connection, user_id, after)
    if before is not None and after != before:
        hide_photo(connection, user_id, (before,))


def _seers(connection: sqlite3.Connection, user_id: str) -> list[str]:
    """Everyone to whom a user is there by a friendship, by a block of their own, or by a card in their boxes."""
    return [peer_id for (peer_id,) in connection.execute(_SEERS, {"user": user_id})]


def is_active(connection: sqlite3.Connection, user_id: str) -> bool:
    """Whether there is such a user, and not only a tombstone."""
    row = connection.execute("SELECT 1 FROM users WHERE user_id = ? AND deleted_at IS NULL", (user_id,))
    return row.fetchone() is not None


def require_active(connection: sqlite3.Connection, user_id: str) -> None:
    """Inside a transaction: nothing is kept for someone who was erased since they asked. Refuses session_ended."""
    if not is_active(connection, user_id):
        raise Refused(Code.SESSION_ENDED, reason=EndReason.ACCOUNT_DELETED)


def user_from(row: sqlite3.Row) -> UserRecord:
    """A row of `users` as a record."""
    return UserRecord(
        user_id=row["user_id"],
        username=row["username"],
        email=row["email"],
        password_hash=row["password_hash"],
        full_name=row["full_name"],
        bio=row["bio"],
        picture_key=row["picture_key"],
        findable_by_email=bool(row["findable_by_email"]),
        created_at=row["created_at"],
        updated_at=row["updated_at"],
        postcards_count=row["postcards_count"],
        friends_count=row["friends_count"],
        is_active=row["deleted_at"] is None,
    )
