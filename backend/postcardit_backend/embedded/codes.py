"""Codes of users in SQLite: one for each purpose, the newest counts."""

import sqlite3

from ..folding import email_key

__all__ = ["CHANGE_EMAIL", "NOBODY", "RESET_PASSWORD", "drop_codes", "keep_code", "pretend", "spend_code"]

RESET_PASSWORD = "reset_password"
CHANGE_EMAIL = "change_email"
NOBODY = ""
"""Whose code is written when there is no one to write it for, so that the work is the same."""


def keep_code(
    connection: sqlite3.Connection,
    user_id: str,
    purpose: str,
    code_hash: str,
    expires_at: int,
    email: str | None = None,
) -> None:
    """Put a code in the place of the one before, with new tries."""
    connection.execute(
        "INSERT OR REPLACE INTO codes (user_id, purpose, email, email_key, code_hash, expires_at)"
        " VALUES (?, ?, ?, ?, ?, ?)",
        (user_id, purpose, email, None if email is None else email_key(email), code_hash, expires_at),
    )


def spend_code(
    connection: sqlite3.Connection, user_id: str, purpose: str, code_hash: str, now: int, tries: int
) -> sqlite3.Row | None:
    """Count a try; gives the code's row if the code is right, in time and within `tries`. It counts no more then."""
    row: sqlite3.Row | None = connection.execute(
        "UPDATE codes SET tries = tries + 1 WHERE user_id = ? AND purpose = ? RETURNING *", (user_id, purpose)
    ).fetchone()
    if row is None:
        pretend(connection)
        return None
    if row["code_hash"] != code_hash or row["expires_at"] <= now or row["tries"] > tries or user_id == NOBODY:
        return None
    connection.execute("DELETE FROM codes WHERE user_id = ? AND purpose = ?", (user_id, purpose))
    return row


def drop_codes(connection: sqlite3.Connection, user_id: str) -> None:
    """Let no code of a user count any more."""
    connection.execute("DELETE FROM codes WHERE user_id = ?", (user_id,))


def pretend(connection: sqlite3.Connection) -> None:
    """Write as much as a code takes, for nobody: the time of an answer must not tell that there was no one."""
    connection.execute(
        "INSERT INTO codes (user_id, purpose, code_hash, tries, expires_at) VALUES ('', 'reset_password', '', 1, 0)"
        " ON CONFLICT DO UPDATE SET tries = tries + 1, code_hash = excluded.code_hash"
    )
