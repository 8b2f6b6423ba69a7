"""Devices, and news for them that goes nowhere: it is kept in the data folder for a person to look at."""

import sqlite3
from dataclasses import dataclass

from ..folding import email_key, fold
from ..records import PushRecord
from .database import Database
from .users import require_active

__all__ = ["SentPush", "SqliteDevices", "SqlitePush"]

_REGISTER = (
    "INSERT INTO devices (push_token, user_id, platform, registered_at) VALUES (?1, ?2, ?3, ?4)"
    " ON CONFLICT DO UPDATE SET user_id = ?2, platform = ?3, registered_at = ?4"
)
_SEND = (
    "INSERT INTO pushes (user_id, title, body, type, id, sent_at, devices)"
    " SELECT user_id, ?2, ?3, ?4, ?5, ?6, (SELECT count(*) FROM devices d WHERE d.user_id = ?1)"
    " FROM users WHERE user_id = ?1 AND deleted_at IS NULL"
)
_COLUMNS = (
    "SELECT u.username, p.devices, p.user_id, p.title, p.body, p.type, p.id, p.sent_at"
    " FROM pushes p JOIN users u USING (user_id) WHERE p.push_id > :after AND p.push_id <= :upto"
)
_NEWEST = "ORDER BY p.push_id DESC LIMIT :limit"
_READ_ALL = f"{_COLUMNS} {_NEWEST}"
_READ = (
    f"{_COLUMNS} AND p.user_id = (SELECT user_id FROM users WHERE username_key = :username"
    f" UNION ALL SELECT user_id FROM users WHERE email_key = :email) {_NEWEST}"
)
_LAST = (1 << 63) - 1


@dataclass(frozen=True, slots=True)
class SentPush:
    """A push, to whom it went, and to how many devices of theirs."""

    username: str
    devices: int
    push: PushRecord


class SqliteDevices:
    """Devices that want to be told of news."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def register(self, user_id: str, push_token: str, platform: str, now: int) -> None:
        """Keep it for this user, and for nobody else from now on. Refuses session_ended for someone erased since."""

        def verb(connection: sqlite3.Connection) -> None:
            require_active(connection, user_id)
            connection.execute(_REGISTER, (push_token, user_id, platform, now))

        self._database.write(verb)

    def remove(self, user_id: str, push_token: str) -> None:
        """Forget it, if it is this user's."""

        def verb(connection: sqlite3.Connection) -> None:
            connection.execute("DELETE FROM devices WHERE push_token = ? AND user_id = ?", (push_token, user_id))

        self._database.write(verb)


class SqlitePush:
    """The local pushes."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def send(self, push: PushRecord) -> None:
        """Keep it with the number of the user's devices, unless they were erased meanwhile."""
        values = (push.user_id, push.title, push.body, push.type, push.id, push.sent_at)

        def verb(connection: sqlite3.Connection) -> None:
            connection.execute(_SEND, values)

        self._database.write_soon(verb)

    def read(self, name: str | None, limit: int = 100, *, after: int = 0, upto: int = _LAST) -> list[SentPush]:
        """The newest pushes to a username or address, or to anyone, among those with a number in (after, upto]."""
        rows = self._database.reader().execute(
            _READ_ALL if name is None else _READ,
            {
                "email": None if name is None else email_key(name),
                "username": None if name is None else fold(name),
                "after": after,
                "upto": upto,
                "limit": limit,
            },
        )
        return [SentPush(username, devices, PushRecord(*push)) for username, devices, *push in rows]

    def last_id(self) -> int:
        """The number of the last push, 0 before there is one."""
        row = self._database.reader().execute("SELECT coalesce(max(push_id), 0) FROM pushes").fetchone()
        return int(row[0])

    def forget(self, before: int) -> None:
        """Drop what was sent before this time (Unix milliseconds)."""
        reader = self._database.reader()
        if reader.execute("SELECT 1 FROM pushes WHERE sent_at < ? LIMIT 1", (before,)).fetchone():
            self._database.write(lambda connection: _forget(connection, before))


def _forget(connection: sqlite3.Connection, before: int) -> None:
    connection.execute("DELETE FROM pushes WHERE sent_at < ?", (before,))
