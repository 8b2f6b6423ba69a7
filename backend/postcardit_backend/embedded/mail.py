"""Mail that goes nowhere: it is kept in the data folder for a person to look at."""

import sqlite3

from ..folding import fold
from ..records import MailRecord
from .database import Database

__all__ = ["SqliteMail"]


class SqliteMail:
    """The local mailbox."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def send(self, mail: MailRecord) -> None:
        """Keep it."""

        def verb(connection: sqlite3.Connection) -> None:
            connection.execute(
                "INSERT INTO mailbox (email, email_key, username, username_key, subject, body, code, sent_at)"
                " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                (mail.email, fold(mail.email), mail.username, fold(mail.username) if mail.username else None,
                 mail.subject, mail.body, mail.code, mail.sent_at),
            )  # fmt: skip

        self._database.write(verb)

    def read(self, name: str | None, limit: int = 100) -> list[MailRecord]:
        """The newest mail to a username or address, or to anyone."""
        columns = "SELECT email, username, subject, body, code, sent_at FROM mailbox"
        if name is None:
            rows = self._database.reader().execute(f"{columns} ORDER BY mail_id DESC LIMIT ?", (limit,))
        else:
            rows = self._database.reader().execute(
                f"{columns} WHERE email_key = ?1 OR username_key = ?1 ORDER BY mail_id DESC LIMIT ?2",
                (fold(name), limit),
            )
        return [MailRecord(**dict(row)) for row in rows]
