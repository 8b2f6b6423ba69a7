"""The end of an account in SQLite: one transaction takes all of it, then its files go."""

import json
import sqlite3
from dataclasses import asdict
from functools import partial

from postcardit_sdk.contract.problems import Code, EndReason

from ..folding import email_key
from ..ports import Blobs
from ..records import Person
from ..refusal import Refused
from .arrivals import FileArrivals
from .codes import NOBODY
from .condemned import sweep_photos
from .database import Database
from .exports import FileExports
from .parting import PEERS, part_from_all
from .uploads import sweep_uploads

__all__ = ["SqliteErasure", "erase_user"]

_PHOTOS = (
    "INSERT INTO condemned_files"
    " SELECT image_key FROM uploads WHERE user_id = :user AND image_key IS NOT NULL"
    " UNION SELECT thumbnail_key FROM uploads WHERE user_id = :user AND image_key IS NOT NULL"
    " UNION SELECT image_key FROM postcards WHERE sender_id = :user AND image_key IS NOT NULL"
    " UNION SELECT thumbnail_key FROM postcards WHERE sender_id = :user AND image_key IS NOT NULL"
    " UNION SELECT picture_key FROM users WHERE user_id = :user AND picture_key IS NOT NULL"
    " ON CONFLICT DO NOTHING"
)
_BELONGINGS = (
    "DELETE FROM postcards WHERE sender_id = :user",
    "DELETE FROM uploads WHERE user_id = :user",
    "DELETE FROM exports WHERE user_id = :user",
    "DELETE FROM idempotency WHERE user_id = :user",
    "DELETE FROM devices WHERE user_id = :user",
    "DELETE FROM pushes WHERE user_id = :user",
    "DELETE FROM feed WHERE user_id = :user",
    "DELETE FROM feed_heads WHERE user_id = :user",
)
_LETTERS = (
    "DELETE FROM codes WHERE user_id = :user",
    "DELETE FROM codes WHERE email_key = :email",
    "DELETE FROM registrations WHERE email_key = :email",
    "DELETE FROM mailbox WHERE user_id = :user",
    "DELETE FROM mailbox WHERE email_key IN (:email, :mail_email)",
    "DELETE FROM mailbox WHERE username_key = :name",
)
_SESSIONS = (
    "DELETE FROM spent_tokens WHERE session_id IN (SELECT session_id FROM sessions WHERE user_id = :user)",
    "DELETE FROM sessions WHERE user_id = :user AND expires_at <= :now",
    "UPDATE sessions SET device_name = NULL, created_at = 0, last_used_at = 0, previous_hash = NULL,"
    " sealed_successor = NULL, grace_until = 0, ended_at = :now, end_reason = :reason WHERE user_id = :user",
)
_TOMBSTONE = (
    "UPDATE users SET username = :tombstone, username_key = :free, look_key = NULL, email = '', email_key = :free,"
    " password_hash = '', full_name = NULL, name_key = NULL, bio = NULL, picture_key = NULL, findable_by_email = FALSE,"
    " postcards_count = 0, friends_count = 0, updated_at = max(:now, updated_at + 1), deleted_at = :now"
    " WHERE user_id = :user"
)
_STALE = (
    ("codes", "expires_at <= :now AND user_id <> :nobody"),
    ("exports", "expires_at <= :now"),
    ("sessions", "expires_at <= :now AND end_reason = 'account_deleted'"),
)


class SqliteErasure:
    """The end of accounts."""

    def __init__(self, database: Database, blobs: Blobs, exports: FileExports, arrivals: FileArrivals) -> None:
        self._database, self._blobs, self._exports, self._arrivals = database, blobs, exports, arrivals

    def erase(self, user_id: str, known_hash: str, now: int) -> None:
        """Erase a person and all they own, in the file and in its log."""

        def verb(connection: sqlite3.Connection) -> None:
            user = connection.execute(
                "SELECT * FROM users WHERE user_id = ? AND password_hash = ?", (user_id, known_hash)
            ).fetchone()
            if user is None:
                raise Refused(Code.WRONG_PASSWORD)
            _erase(connection, user, now)

        self._database.write(verb)
        self._database.checkpoint()

    def tidy(self, now: int) -> None:
        """Sweep at once: on a disk that is quick."""
        self.sweep(now)

    def sweep(self, now: int) -> None:
        """Remove the files that no row names any more, and the rows that are out of date."""
        sweep_uploads(self._database, now)
        self._arrivals.sweep()
        sweep_photos(self._database, self._blobs)
        self._exports.sweep(now)
        values: dict[str, int | str] = {"now": now, "nobody": NOBODY}
        for table, where in _STALE:
            if self._database.reader().execute(f"SELECT 1 FROM {table} WHERE {where} LIMIT 1", values).fetchone():
                self._database.write(partial(_drop, table=table, where=where, values=values))


def erase_user(connection: sqlite3.Connection, user_id: str, now: int) -> None:
    """Inside a transaction: erase a person who has not been erased, whatever their password is."""
    user = connection.execute("SELECT * FROM users WHERE user_id = ? AND deleted_at IS NULL", (user_id,)).fetchone()
    if user is not None:
        _erase(connection, user, now)


def _drop(connection: sqlite3.Connection, table: str, where: str, values: dict[str, int | str]) -> None:
    connection.execute(f"DELETE FROM {table} WHERE {where}", values)  # both are among the phrases above


def _erase(connection: sqlite3.Connection, user: sqlite3.Row, now: int) -> None:
    user_id = user["user_id"]
    tombstone = Person(user_id, f"deleted-{user_id[-8:]}", None, None)
    values = {
        "user": user_id,
        "name": user["username_key"],
        "email": user["email_key"],
        "mail_email": email_key(user["email"]),
        "now": now,
        "reason": EndReason.ACCOUNT_DELETED.value,
        "tombstone": tombstone.username,
        "free": f"@{user_id}",  # no name and no address begins so
        "person": json.dumps(asdict(tombstone)),
    }
    connection.execute(_PHOTOS, values)
    for role in ("requester", "addressee", "recipient"):
        connection.execute(_forgotten_by_friends(role), values)
    part_from_all(connection, user_id, now)
    for statement in (*_BELONGINGS, *_LETTERS, *_SESSIONS, _TOMBSTONE):
        connection.execute(statement, values)


def _forgotten_by_friends(role: str) -> str:
    """What others made with a key tells of the people in it: there, too, only the tombstone stays."""
    return (
        f"UPDATE idempotency SET record = json_set(record, '$.{role}', json(:person)) WHERE user_id IN ({PEERS})"
        f" AND json_extract(record, '$.{role}.user_id') = :user"
    )
