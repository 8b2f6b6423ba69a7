"""Registrations and sessions in SQLite."""

import sqlite3

from postcardit_sdk.contract.problems import Code

from ..folding import fold
from ..ports import Rotation
from ..records import RegistrationRecord, SessionRecord, UserRecord
from ..refusal import Refused
from ..settings import Settings
from .database import Database
from .users import user_from

__all__ = ["SqliteRegistrations", "SqliteSessions"]


class SqliteRegistrations:
    """Accounts that wait for their code."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def open(self, registration: RegistrationRecord, now: int) -> UserRecord | None:
        """Keep it, in place of an earlier one of this address; or keep nothing and give the user who has the address.

        The name is looked at first: whether it is refused must not tell whether the address has an account.
        """
        name, email = fold(registration.username), fold(registration.email)

        def verb(connection: sqlite3.Connection) -> UserRecord | None:
            connection.execute("DELETE FROM registrations WHERE email_key = ?", (email,))
            connection.execute("DELETE FROM registrations WHERE username_key = ? AND expires_at <= ?", (name, now))
            taken = connection.execute(
                "SELECT 1 FROM users WHERE username_key = ?1 UNION ALL"
                " SELECT 1 FROM registrations WHERE username_key = ?1",
                (name,),
            ).fetchone()
            if taken is not None:
                raise Refused(Code.USERNAME_TAKEN)
            owner = connection.execute("SELECT * FROM users WHERE email_key = ?", (email,)).fetchone()
            if owner is not None:
                return user_from(owner)
            connection.execute(
                "INSERT INTO registrations (email_key, email, username_key, username, full_name, password_hash,"
                " code_hash, expires_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                (email, registration.email, name, registration.username, registration.full_name,
                 registration.password_hash, registration.code_hash, registration.expires_at),
            )  # fmt: skip
            return None

        return self._database.write(verb)

    def renew(self, email: str, code_hash: str, expires_at: int) -> RegistrationRecord | None:
        """Give the registration of this address a new code and new tries, if there is one."""

        def verb(connection: sqlite3.Connection) -> RegistrationRecord | None:
            row = connection.execute(
                "UPDATE registrations SET code_hash = ?, expires_at = ?, tries = 0 WHERE email_key = ?"
                " RETURNING email, username, full_name, password_hash, code_hash, expires_at",
                (code_hash, expires_at, fold(email)),
            ).fetchone()
            return None if row is None else RegistrationRecord(**dict(row))

        return self._database.write(verb)

    def confirm(self, email: str, code_hash: str, user_id: str, now: int, tries: int) -> UserRecord | None:
        """Turn it into a user if the code is right, in time and within `tries`; else count the try and give None."""

        def verb(connection: sqlite3.Connection) -> UserRecord | None:
            row = connection.execute(
                "UPDATE registrations SET tries = tries + 1 WHERE email_key = ? AND expires_at > ? AND tries < ?"
                " RETURNING *",
                (fold(email), now, tries),
            ).fetchone()
            if row is None or row["code_hash"] != code_hash:
                return None
            connection.execute("DELETE FROM registrations WHERE email_key = ?", (row["email_key"],))
            return _insert_user(connection, row, user_id, now)

        return self._database.write(verb)


def _insert_user(connection: sqlite3.Connection, row: sqlite3.Row, user_id: str, now: int) -> UserRecord:
    try:
        user = connection.execute(
            "INSERT INTO users (user_id, username, username_key, email, email_key, password_hash, full_name, name_key,"
            " created_at, updated_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING *",
            (user_id, row["username"], row["username_key"], row["email"], row["email_key"], row["password_hash"],
             row["full_name"], fold(row["full_name"]) if row["full_name"] else None, now, now),
        ).fetchone()  # fmt: skip
    except sqlite3.IntegrityError:
        raise Refused(Code.USERNAME_TAKEN) from None
    return user_from(user)


class SqliteSessions:
    """Sessions and their refresh tokens."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def start(self, session: SessionRecord) -> None:
        """Keep a new session."""

        def verb(connection: sqlite3.Connection) -> None:
            connection.execute(
                "INSERT INTO sessions (session_id, user_id, device_name, created_at, last_used_at, expires_at,"
                " token_hash) VALUES (?, ?, ?, ?, ?, ?, ?)",
                (session.session_id, session.user_id, session.device_name, session.created_at, session.created_at,
                 session.expires_at, session.token_hash),
            )  # fmt: skip

        self._database.write(verb)

    def is_live(self, session_id: str, now: int) -> bool:
        """Whether a session goes on."""
        row = self._database.reader().execute(
            "SELECT 1 FROM sessions WHERE session_id = ? AND ended_at IS NULL AND expires_at > ?", (session_id, now)
        )
        return row.fetchone() is not None

    def rotate(
        self, presented_hash: str, successor_hash: str, sealed_successor: bytes, *, now: int, settings: Settings
    ) -> Rotation | None:
        """Put the successor in the presented token's place; see the port for what else may come of it."""

        def verb(connection: sqlite3.Connection) -> Rotation | None:
            row = connection.execute(
                "UPDATE sessions SET token_hash = ?, previous_hash = token_hash, sealed_successor = ?,"
                " grace_until = ?, last_used_at = ?, expires_at = ?"
                " WHERE token_hash = ? AND ended_at IS NULL AND expires_at > ? RETURNING session_id, user_id",
                (successor_hash, sealed_successor, now + settings.refresh_grace_seconds * 1000, now,
                 now + settings.refresh_token_seconds * 1000, presented_hash, now),
            ).fetchone()  # fmt: skip
            if row is None:
                return _presented_again(connection, presented_hash, now)
            connection.execute("INSERT INTO spent_tokens VALUES (?, ?)", (presented_hash, row["session_id"]))
            return Rotation(row["session_id"], row["user_id"])

        return self._database.write(verb)

    def end(self, session_id: str, reason: str, now: int) -> None:
        """End one session."""
        self._database.write(lambda connection: _end(connection, "session_id = ?", (session_id,), reason, now))

    def end_by_token(self, user_id: str, token_hash: str, reason: str, now: int) -> None:
        """End the user's session that this refresh token belongs to."""
        where = (
            "user_id = ? AND session_id IN (SELECT session_id FROM sessions WHERE token_hash = ?"
            " UNION ALL SELECT session_id FROM spent_tokens WHERE token_hash = ?)"
        )
        values = (user_id, token_hash, token_hash)
        self._database.write(lambda connection: _end(connection, where, values, reason, now))

    def end_all(self, user_id: str, reason: str, now: int) -> None:
        """End every session of a user."""
        self._database.write(lambda connection: _end(connection, "user_id = ?", (user_id,), reason, now))


def _presented_again(connection: sqlite3.Connection, presented_hash: str, now: int) -> Rotation | None:
    """A token that was traded before: its successor within the grace time, else the end of its session."""
    row = connection.execute(
        "SELECT s.* FROM spent_tokens t JOIN sessions s USING (session_id)"
        " WHERE t.token_hash = ? AND s.ended_at IS NULL AND s.expires_at > ?",
        (presented_hash, now),
    ).fetchone()
    if row is None:
        return None
    if row["previous_hash"] == presented_hash and now < row["grace_until"]:
        return Rotation(row["session_id"], row["user_id"], row["sealed_successor"])
    _end(connection, "session_id = ?", (row["session_id"],), "reused", now)
    return None


def _end(connection: sqlite3.Connection, where: str, values: tuple[str, ...], reason: str, now: int) -> None:
    connection.execute(
        "UPDATE sessions SET ended_at = ?, end_reason = ?, sealed_successor = NULL"
        f" WHERE {where} AND ended_at IS NULL",  # `where` is one of the three phrases above
        (now, reason, *values),
    )
