"""Mail that goes nowhere: it is kept in the data folder for a person to look at."""

import sqlite3

from ..folding import email_key, fold
from ..records import MailRecord
from .database import Database

__all__ = ["SqliteMail"]

_LAST = (1 << 63) - 1
_COLUMNS = (
    "SELECT email, username, subject, body, code, sent_at FROM mailbox WHERE mail_id > :after AND mail_id <= :upto"
)
_NEWEST = "ORDER BY mail_id DESC LIMIT :limit"
_READ_ALL = f"{_COLUMNS} {_NEWEST}"
_READ = f"{_COLUMNS} AND (email_key = :email OR username_key = :username) {_NEWEST}"


class SqliteMail:
    """The local mailbox."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def send(self, mail: MailRecord) -> None:
        """Keep it, unless it is about an account that was erased meanwhile."""
        self._database.write(lambda connection: _insert(connection, mail))

    def pretend(self, mail: MailRecord) -> None:
        """Keep it and take it away again before anyone can see it."""

        def verb(connection: sqlite3.Connection) -> None:
            connection.execute("DELETE FROM mailbox WHERE mail_id = ?", (_insert(connection, mail),))

        self._database.write(verb)

    def read(self, name: str | None, limit: int = 100, *, after: int = 0, upto: int = _LAST) -> list[MailRecord]:
        """The newest mail to a username or address, or to anyone, among those with a number in (after, upto]."""
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
        return [MailRecord(**dict(row)) for row in rows]

    def last_id(self) -> int:
        """The number of the last letter, 0 before there is one."""
        row = self._database.reader().execute("SELECT coalesce(max(mail_id), 0) FROM mailbox").fetchone()
        return int(row[0])


def _insert(connection: sqlite3.Connection, mail: MailRecord) -> int | None:
    return connection.execute(
        "INSERT INTO mailbox (email, email_key, username, username_key, subject, body, code, sent_at, user_id)"
        " SELECT ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9"
        " WHERE NOT EXISTS (SELECT 1 FROM users WHERE user_id = ?9 AND deleted_at IS NOT NULL)",
        (mail.email, email_key(mail.email), mail.username, fold(mail.username) if mail.username else None,
         mail.subject, mail.body, mail.code, mail.sent_at, mail.user_id),
    ).lastrowid  # fmt: skip
