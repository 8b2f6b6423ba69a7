"""Accounts that wait for their code, in SQLite."""

import hashlib
import sqlite3
from dataclasses import replace

from postcardit_sdk.contract.problems import Code

from ..folding import email_key, fold, look
from ..records import RegistrationRecord, UserRecord
from ..refusal import Refused
from .codes import pretend
from .database import Database
from .users import user_from

__all__ = ["SqliteRegistrations"]

_COLUMNS = "email, username, full_name, password_hash, code_hash, expires_at"
_WAITING = f"SELECT {_COLUMNS} FROM registrations WHERE email_key = ?"


class SqliteRegistrations:
    """Accounts that wait for their code."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def open(self, registration: RegistrationRecord, now: int) -> UserRecord | None:
        """Keep it, in place of an earlier one of this address; or keep its name alone and give the address's user.

        The name is looked at first, and waits in either case: whether it is refused, now or to the next who wants it,
        must not tell whether the address has an account.
        """
        name, shape = fold(registration.username), look(registration.username)
        email = email_key(registration.email)
        nobody = _nobody(email)

        def verb(connection: sqlite3.Connection) -> UserRecord | None:
            connection.execute("DELETE FROM registrations WHERE email_key IN (?, ?)", (email, nobody))
            for key, value in (("username_key", name), ("look_key", shape)):
                connection.execute(f"DELETE FROM registrations WHERE {key} = ? AND expires_at <= ?", (value, now))
            taken = connection.execute(
                "SELECT 1 FROM users WHERE username_key = ?1 UNION ALL SELECT 1 FROM users WHERE look_key = ?2"
                " UNION ALL SELECT 1 FROM registrations WHERE username_key = ?1"
                " UNION ALL SELECT 1 FROM registrations WHERE look_key = ?2",
                (name, shape),
            ).fetchone()
            if taken is not None:
                raise Refused(Code.USERNAME_TAKEN)
            owner = connection.execute("SELECT * FROM users WHERE email_key = ?", (email,)).fetchone()
            kept = registration if owner is None else replace(registration, email="", full_name=None, code_hash="")
            connection.execute(
                "INSERT INTO registrations (email_key, email, username_key, look_key, username, full_name,"
                " password_hash, code_hash, expires_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                (nobody if owner else email, kept.email, name, shape, kept.username, kept.full_name,
                 kept.password_hash, kept.code_hash, kept.expires_at),
            )  # fmt: skip
            return None if owner is None else user_from(owner)

        return self._database.write(verb)

    def renew(self, email: str, code_hash: str, expires_at: int) -> RegistrationRecord | None:
        """Give the registration of this address a new code and new tries, if there is one."""

        def verb(connection: sqlite3.Connection) -> RegistrationRecord | None:
            row = connection.execute(
                "UPDATE registrations SET code_hash = ?, expires_at = ?, tries = 0 WHERE email_key = ?"
                f" RETURNING {_COLUMNS}",
                (code_hash, expires_at, email_key(email)),
            ).fetchone()
            if row is None:
                held = "UPDATE registrations SET expires_at = ? WHERE email_key = ?"
                connection.execute(held, (expires_at, _nobody(email_key(email))))
                pretend(connection)
                return None
            return RegistrationRecord(**dict(row))

        return self._database.write(verb)

    def waiting(self, email: str) -> RegistrationRecord | None:
        """The registration of this address, if there is one."""
        row = self._database.reader().execute(_WAITING, (email_key(email),)).fetchone()
        return None if row is None else RegistrationRecord(**dict(row))

    def confirm(self, email: str, code_hash: str, user_id: str, now: int, tries: int) -> UserRecord | None:
        """Turn it into a user if the code is right, in time and within `tries`; else count the try and give None."""

        def verb(connection: sqlite3.Connection) -> UserRecord | None:
            row = connection.execute(
                "UPDATE registrations SET tries = tries + 1 WHERE email_key = ? AND expires_at > ? AND tries < ?"
                " RETURNING *",
                (email_key(email), now, tries),
            ).fetchone()
            if row is None:
                pretend(connection)
                return None
            if row["code_hash"] != code_hash:
                return None
            connection.execute("DELETE FROM registrations WHERE email_key = ?", (row["email_key"],))
            return _insert_user(connection, row, user_id, now)

        return self._database.write(verb)


def _nobody(email: str) -> str:
    """Under which key a name waits that was registered with the address of a user. No address begins so."""
    return f"@{hashlib.sha256(email.encode()).hexdigest()}"


def _insert_user(connection: sqlite3.Connection, row: sqlite3.Row, user_id: str, now: int) -> UserRecord:
    try:
        user = connection.execute(
            "INSERT INTO users (user_id, username, username_key, look_key, email, email_key, password_hash, full_name,"
            " name_key, created_at, updated_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING *",
            (user_id, row["username"], row["username_key"], row["look_key"], row["email"], row["email_key"],
             row["password_hash"], row["full_name"], fold(row["full_name"]) if row["full_name"] else None, now, now),
        ).fetchone()  # fmt: skip
    except sqlite3.IntegrityError:
        raise Refused(Code.USERNAME_TAKEN) from None
    return user_from(user)
