"""The keys that sign access tokens, in SQLite."""

import sqlite3

from postcardit_sdk.contract.wire import new_id

from ..keys import Judge, LocalKey, StoredKey, new_pem
from .database import Database

__all__ = ["SqliteKeys"]


class SqliteKeys:
    """The keys of one data folder. None is chosen: they take turns."""

    chosen = None

    def __init__(self, database: Database) -> None:
        self._database = database

    def read(self) -> list[StoredKey]:
        """Every key, the oldest first."""
        return _read(self._database.reader())

    def change(self, judge: Judge, now: int) -> list[StoredKey]:
        """Make a new key in one transaction with another look, unless there is nothing to change any more."""

        def verb(connection: sqlite3.Connection) -> list[StoredKey]:
            known = _read(connection)
            staying = judge(known)
            if staying is None:
                return known
            gone = [(key.key_id,) for key in known if key.key_id not in staying]
            connection.executemany("DELETE FROM signing_keys WHERE key_id = ?", gone)
            connection.execute("INSERT INTO signing_keys VALUES (?, ?, ?)", (new_id(now), new_pem(), now))
            return _read(connection)

        return self._database.write(verb)


def _read(connection: sqlite3.Connection) -> list[StoredKey]:
    rows = connection.execute(
        "SELECT key_id, private_pem, created_at FROM signing_keys ORDER BY created_at, key_id"
    ).fetchall()
    return [StoredKey(row["key_id"], LocalKey(row["key_id"], row["private_pem"]), row["created_at"]) for row in rows]
