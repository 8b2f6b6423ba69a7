"""Changing e-mail addresses in SQLite."""

import sqlite3

from postcardit_sdk.contract.problems import Code
from postcardit_sdk.contract.sync import ChangeType

from ..folding import email_key
from ..records import UserRecord
from ..refusal import Refused
from .codes import CHANGE_EMAIL, drop_codes, keep_code, pretend, spend_code
from .database import Database
from .feed import tell
from .users import user_from

__all__ = ["SqliteEmails"]


class SqliteEmails:
    """Changing addresses."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def propose(
        self, user_id: str, email: str, code_hash: str, *, known_hash: str, expires_at: int
    ) -> UserRecord | None:
        """Keep a code for this address in the place of the one before, or no code and give the address's owner."""

        def verb(connection: sqlite3.Connection) -> UserRecord | None:
            _require_password(connection, user_id, known_hash)
            owner = connection.execute(
                "SELECT * FROM users WHERE email_key = ? AND user_id <> ?", (email_key(email), user_id)
            ).fetchone()
            if owner is None:
                keep_code(connection, user_id, CHANGE_EMAIL, code_hash, expires_at, email)
                return None
            connection.execute("DELETE FROM codes WHERE user_id = ? AND purpose = ?", (user_id, CHANGE_EMAIL))
            pretend(connection)
            return user_from(owner)

        return self._database.write(verb)

    def confirm(self, user_id: str, code_hash: str, *, now: int, tries: int) -> tuple[UserRecord, UserRecord] | None:
        """Make the proposed address the user's by its code; else count the try and give None."""

        def verb(connection: sqlite3.Connection) -> tuple[UserRecord, UserRecord] | None:
            code = spend_code(connection, user_id, CHANGE_EMAIL, code_hash, now, tries)
            before = connection.execute("SELECT * FROM users WHERE user_id = ?", (user_id,)).fetchone()
            if code is None or before is None:
                return None
            after = _write(connection, before, code, now)
            return None if after is None else (user_from(before), user_from(after))

        return self._database.write(verb)


def _write(connection: sqlite3.Connection, user: sqlite3.Row, code: sqlite3.Row, now: int) -> sqlite3.Row | None:
    """The user with the new address, or None when someone else has it by now."""
    try:
        after: sqlite3.Row = connection.execute(
            "UPDATE users SET email = ?, email_key = ?, updated_at = ? WHERE user_id = ? RETURNING *",
            (code["email"], code["email_key"], max(now, user["updated_at"] + 1), user["user_id"]),
        ).fetchone()
    except sqlite3.IntegrityError:
        return None
    drop_codes(connection, user["user_id"])
    tell(connection, [user["user_id"]], ChangeType.USER_CHANGED, user["user_id"], now)
    connection.execute("DELETE FROM registrations WHERE email_key = ?", (code["email_key"],))
    connection.execute(
        "UPDATE mailbox SET user_id = ? WHERE email_key = ? AND user_id IS NULL", (user["user_id"], user["email_key"])
    )
    return after


def _require_password(connection: sqlite3.Connection, user_id: str, known_hash: str) -> None:
    known = connection.execute(
        "SELECT 1 FROM users WHERE user_id = ? AND password_hash = ?", (user_id, known_hash)
    ).fetchone()
    if known is None:
        raise Refused(Code.WRONG_PASSWORD)
