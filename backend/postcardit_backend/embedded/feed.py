"""Feeds of changes in SQLite: a change and its entries are one transaction, so no number is lost and none is early."""

import json
import sqlite3
import threading
import time
from collections.abc import Iterable, Sequence
from functools import partial

from postcardit_sdk.contract.problems import Code
from postcardit_sdk.contract.sync import ChangeType

from ..records import ChangeRecord
from ..refusal import Refused
from .database import Database

__all__ = ["SqliteFeed", "tell"]

_NEXT = (
    "INSERT INTO feed_heads (user_id, head, floor) VALUES (?, 1, 0)"
    " ON CONFLICT DO UPDATE SET head = head + 1 RETURNING head, floor"
)
_OLD = "SELECT DISTINCT user_id FROM feed WHERE occurred_at < :before LIMIT 100"
_LONG = "SELECT user_id FROM feed_heads WHERE head - floor > 100 AND head - floor > :keep LIMIT 100"
_FLOOR = (
    "SELECT max(coalesce((SELECT max(f.seq) FROM feed f WHERE f.user_id = :user AND f.occurred_at < :before), 0),"
    " h.head - :keep) FROM feed_heads h WHERE h.user_id = :user"
)
_OTHERS_SECONDS = 0.05
"""How often another process's writes are looked for: the price is one PRAGMA."""


def tell(connection: sqlite3.Connection, user_ids: Iterable[str], type_: ChangeType, resource_id: str, now: int) -> None:
    """Inside the transaction of a change: write it into the feed of each of these users."""
    for user_id in user_ids:
        seq, _ = connection.execute(_NEXT, (user_id,)).fetchone()
        connection.execute(
            "INSERT INTO feed (user_id, seq, type, id, occurred_at) VALUES (?, ?, ?, ?, ?)",
            (user_id, seq, type_.value, resource_id, now),
        )


class SqliteFeed:
    """The feeds of all users."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._written = threading.Event()
        self._version = -1
        database.on_commit(self._written.set)

    def head(self, user_id: str) -> int:
        """The number of the user's last change."""
        return self.heads([user_id]).get(user_id, 0)

    def heads(self, user_ids: Sequence[str]) -> dict[str, int]:
        """The same for many users at once."""
        rows = self._database.reader().execute(
            "SELECT h.user_id, h.head FROM json_each(?) j JOIN feed_heads h ON h.user_id = j.value",
            (json.dumps([*user_ids]),),
        )
        return {user_id: head for user_id, head in rows}

    def after(self, user_id: str, seq: int, limit: int) -> list[ChangeRecord]:
        """The changes after a number."""
        row = self._database.reader().execute("SELECT head, floor FROM feed_heads WHERE user_id = ?", (user_id,))
        head, floor = row.fetchone() or (0, 0)
        if not floor <= seq <= head:
            raise Refused(Code.CURSOR_EXPIRED)
        rows = self._database.reader().execute(
            "SELECT seq, type, id, occurred_at FROM feed WHERE user_id = ? AND seq > ? ORDER BY seq LIMIT ?",
            (user_id, seq, limit),
        )
        changes = [ChangeRecord(*row) for row in rows]
        if changes and changes[0].seq != seq + 1:
            raise Refused(Code.CURSOR_EXPIRED)  # compacted between the two reads
        return changes

    def compact(self, before: int, keep: int) -> None:
        """Drop what is old and what is too much, a user at a time so that nobody waits long for the file."""
        for stale in (_OLD, _LONG):
            while users := self._database.reader().execute(stale, {"before": before, "keep": keep}).fetchall():
                for (user_id,) in users:
                    self._database.write(partial(_drop, user_id=user_id, before=before, keep=keep))

    def wait(self, seconds: float) -> bool:
        """Wait for a commit of this process, which is heard at once, or of another, which is looked for."""
        end = time.monotonic() + seconds
        while True:
            left = end - time.monotonic()
            if self._written.wait(max(0.0, min(left, _OTHERS_SECONDS))):
                self._written.clear()
                return True
            version = self._database.reader().execute("PRAGMA data_version").fetchone()[0]
            if version != self._version:
                self._version = version
                return True
            if left <= 0:
                return False


def _drop(connection: sqlite3.Connection, *, user_id: str, before: int, keep: int) -> None:
    values = {"user": user_id, "before": before, "keep": keep}
    (floor,) = connection.execute(_FLOOR, values).fetchone()
    connection.execute("DELETE FROM feed WHERE user_id = ? AND seq <= ?", (user_id, floor))
    connection.execute("UPDATE feed_heads SET floor = max(floor, ?) WHERE user_id = ?", (floor, user_id))
