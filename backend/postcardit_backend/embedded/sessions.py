"""Sessions and their refresh tokens in SQLite."""

import json
import sqlite3
from collections.abc import Sequence

from postcardit_sdk.contract.problems import Code, EndReason

from ..ports import Rotation
from ..records import SessionRecord, UserSessionRecord
from ..refusal import Refused
from ..settings import Settings
from .database import Database

__all__ = ["SqliteSessions", "end_sessions"]

_LIST = (
    "SELECT session_id, device_name, created_at, last_used_at, expires_at, ended_at, end_reason"
    " FROM sessions WHERE user_id = ?"
)
_ENDED = (
    "SELECT j.value FROM json_each(:sessions) j LEFT JOIN sessions s ON s.session_id = j.value"
    " WHERE s.session_id IS NULL OR s.ended_at IS NOT NULL OR s.expires_at <= :now"
)
_FAMILY = (
    "session_id IN (SELECT session_id FROM sessions WHERE token_hash = :token"
    " UNION ALL SELECT session_id FROM spent_tokens WHERE token_hash = :token)"
)

_UNSEAL = "UPDATE sessions SET sealed_successor = NULL WHERE sealed_successor IS NOT NULL AND grace_until <= ?"
"""Every session's, not only the presented one's: one that nobody refreshes again must not keep its own."""


class SqliteSessions:
    """Sessions and their refresh tokens."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def start(self, session: SessionRecord, password_hash: str) -> None:
        """Keep a new session, unless the password it is opened with was changed meanwhile."""

        def verb(connection: sqlite3.Connection) -> None:
            started = connection.execute(
                "INSERT INTO sessions (session_id, user_id, device_name, created_at, last_used_at, expires_at,"
                " token_hash) SELECT ?, user_id, ?, ?, ?, ?, ? FROM users WHERE user_id = ? AND password_hash = ?",
                (session.session_id, session.device_name, session.created_at, session.created_at, session.expires_at,
                 session.token_hash, session.user_id, password_hash),
            )  # fmt: skip
            if started.rowcount == 0:
                raise Refused(Code.WRONG_CREDENTIALS)

        self._database.write(verb)

    def require_live(self, session_id: str, now: int) -> str:
        """Whose session it is. Refuses session_ended, with the reason, unless it goes on; or unauthenticated."""
        query = "SELECT user_id, expires_at, ended_at, end_reason FROM sessions WHERE session_id = ?"
        row = self._database.reader().execute(query, (session_id,)).fetchone()
        if row is None:
            raise Refused(Code.UNAUTHENTICATED)
        reason = _reason(row, now)
        if reason is not None:
            raise Refused(Code.SESSION_ENDED, reason=reason)
        user_id: str = row["user_id"]
        return user_id

    def ended_among(self, session_ids: Sequence[str], now: int) -> set[str]:
        """Those of these sessions that do not go on."""
        rows = self._database.reader().execute(_ENDED, {"sessions": json.dumps([*session_ids]), "now": now})
        return {session_id for (session_id,) in rows}

    def live(self, user_id: str, now: int) -> list[UserSessionRecord]:
        """A user's sessions that go on, the last used first."""
        return [one for one in self.every(user_id) if one.ended_at is None and now < one.expires_at]

    def every(self, user_id: str) -> list[UserSessionRecord]:
        """Every session of a user that is remembered, the last used first."""
        sessions = [UserSessionRecord(*row) for row in self._database.reader().execute(_LIST, (user_id,))]
        return sorted(sessions, key=lambda one: (one.last_used_at, one.session_id), reverse=True)

    def rotate(
        self, presented_hash: str, successor_hash: str, sealed_successor: bytes, *, now: int, settings: Settings
    ) -> Rotation:
        """Put the successor in the presented token's place; see the port for what else may come of it."""

        def verb(connection: sqlite3.Connection) -> Rotation | Refused:
            connection.execute(_UNSEAL, (now,))
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

        outcome = self._database.write(verb)
        if isinstance(outcome, Refused):  # raised only now: raised above, it would undo the end of the session
            raise outcome
        return outcome

    def end(self, user_id: str, session_id: str, reason: EndReason, now: int) -> bool:
        """End one session of a user. Tells whether there was one that went on."""
        return self._end("session_id = :session", user_id, reason, now, session=session_id) == 1

    def end_by_token(self, user_id: str, token_hash: str, reason: EndReason, now: int) -> None:
        """End the user's session that this refresh token belongs to."""
        self._end(_FAMILY, user_id, reason, now, token=token_hash)

    def end_all(self, user_id: str, reason: EndReason, now: int) -> None:
        """End every session of a user."""
        self._database.write(lambda connection: end_sessions(connection, user_id, reason, now))

    def _end(self, which: str, user_id: str, reason: EndReason, now: int, **values: str) -> int:
        return self._database.write(lambda connection: _end(connection, which, user_id, reason, now, **values))


def end_sessions(
    connection: sqlite3.Connection, user_id: str, reason: EndReason, now: int, *, but: str | None = None
) -> None:
    """Inside a transaction: end every session of a user, but for one."""
    _end(connection, "session_id IS NOT :but", user_id, reason, now, but=but)


def _presented_again(connection: sqlite3.Connection, presented_hash: str, now: int) -> Rotation | Refused:
    """A token that counts no more: its successor within the grace time, else the end of its session."""
    row = connection.execute(f"SELECT * FROM sessions WHERE {_FAMILY}", {"token": presented_hash}).fetchone()
    if row is None:
        return Refused(Code.SESSION_ENDED)
    reason = _reason(row, now)
    if reason is not None:
        return Refused(Code.SESSION_ENDED, reason=reason)
    if row["previous_hash"] == presented_hash and now < row["grace_until"]:
        return Rotation(row["session_id"], row["user_id"], row["sealed_successor"])
    _end(connection, "session_id = :session", row["user_id"], EndReason.REUSED, now, session=row["session_id"])
    return Refused(Code.SESSION_ENDED, reason=EndReason.REUSED)


def _reason(row: sqlite3.Row, now: int) -> EndReason | None:
    """Why a session ended, or None while it goes on."""
    if row["ended_at"] is not None:
        return EndReason(row["end_reason"])
    return EndReason.EXPIRED if row["expires_at"] <= now else None


def _end(
    connection: sqlite3.Connection, which: str, user_id: str, reason: EndReason, now: int, **values: str | None
) -> int:
    """End those of a user's sessions that go on and are meant: `which` is one of the phrases above."""
    return connection.execute(
        "UPDATE sessions SET ended_at = :now, end_reason = :reason, sealed_successor = NULL"
        f" WHERE user_id = :user AND ended_at IS NULL AND expires_at > :now AND {which}",
        {**values, "user": user_id, "reason": reason.value, "now": now},
    ).rowcount
