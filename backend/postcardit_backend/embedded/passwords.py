"""Setting new passwords in SQLite."""

import sqlite3

from postcardit_sdk.contract.problems import Code, EndReason

from ..folding import email_key
from ..records import UserRecord
from ..refusal import Refused
from .codes import NOBODY, RESET_PASSWORD, drop_codes, keep_code, spend_code
from .database import Database
from .sessions import end_sessions
from .users import user_from

__all__ = ["SqlitePasswords"]


class SqlitePasswords:
    """Setting new passwords."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def keep_code(self, email: str, code_hash: str, expires_at: int) -> UserRecord | None:
        """Keep a code for the user of this address, if there is one."""

        def verb(connection: sqlite3.Connection) -> UserRecord | None:
            user = _by_email(connection, email)
            keep_code(connection, user.user_id if user else NOBODY, RESET_PASSWORD, code_hash, expires_at)
            return user

        return self._database.write(verb)

    def reset(self, email: str, code_hash: str, password_hash: str, *, now: int, tries: int) -> UserRecord | None:
        """Set a password by its code and end every session; else count the try and give None."""

        def verb(connection: sqlite3.Connection) -> UserRecord | None:
            user = _by_email(connection, email)
            owner_id = user.user_id if user else NOBODY
            if spend_code(connection, owner_id, RESET_PASSWORD, code_hash, now, tries) is None or user is None:
                return None
            _set(connection, user.user_id, password_hash, now)
            return user

        return self._database.write(verb)

    def change(self, user_id: str, known_hash: str, password_hash: str, *, session_id: str, now: int) -> UserRecord:
        """Set a password in the place of the known one and end every other session."""

        def verb(connection: sqlite3.Connection) -> UserRecord:
            user = connection.execute(
                "SELECT * FROM users WHERE user_id = ? AND password_hash = ?", (user_id, known_hash)
            ).fetchone()
            if user is None:
                raise Refused(Code.WRONG_PASSWORD)
            _set(connection, user_id, password_hash, now, but=session_id)
            return user_from(user)

        return self._database.write(verb)

    def rehash(self, user_id: str, known_hash: str, password_hash: str) -> None:
        """Keep another hash of the same password, unless it has been changed meanwhile."""
        query = "UPDATE users SET password_hash = ? WHERE user_id = ? AND password_hash = ?"
        self._database.write(lambda connection: connection.execute(query, (password_hash, user_id, known_hash)))


def _set(connection: sqlite3.Connection, user_id: str, password_hash: str, now: int, *, but: str | None = None) -> None:
    connection.execute("UPDATE users SET password_hash = ? WHERE user_id = ?", (password_hash, user_id))
    drop_codes(connection, user_id)
    end_sessions(connection, user_id, EndReason.PASSWORD_CHANGED, now, but=but)


def _by_email(connection: sqlite3.Connection, email: str) -> UserRecord | None:
    row = connection.execute("SELECT * FROM users WHERE email_key = ?", (email_key(email),)).fetchone()
    return None if row is None else user_from(row)
