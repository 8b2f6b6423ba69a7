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

_KEPT = 100
"""How many changes of a user are kept at the least, but for their age."""
_COUNT = (
    "INSERT INTO feed_heads (user_id, head, floor) SELECT j.value, 1, 0 FROM json_each(?) j WHERE TRUE"
    " ON CONFLICT DO UPDATE SET head = head + 1"
)
_TELL = (
    "INSERT INTO feed (user_id, seq, type, id, occurred_at) SELECT h.user_id, h.head, ?2, ?3, ?4"
    " FROM json_each(?1) j CROSS JOIN feed_heads h ON h.user_id = j.value"
)
_AFTER = (
    "SELECT h.head, h.floor, f.seq, f.type, f.id, f.occurred_at FROM feed_heads h"
    " LEFT JOIN feed f ON f.user_id = h.user_id AND f.seq > :seq WHERE h.user_id = :user ORDER BY f.seq LIMIT :limit"
)
_OLD = "SELECT user_id FROM feed WHERE occurred_at < :before LIMIT 1000"
_LONG = "SELECT user_id FROM feed_heads WHERE head - floor > 100 AND head - floor > :keep LIMIT 1000"
_FLOOR = (
    "SELECT max(coalesce((SELECT max(f.seq) FROM feed f WHERE f.user_id = :user AND f.occurred_at < :before), 0),"
    " h.head - :keep) FROM feed_heads h WHERE h.user_id = :user"
)
_OTHERS_SECONDS = 0.05
"""How often another process's writes are looked for: the price is one PRAGMA."""


def tell(
    connection: sqlite3.Connection, user_ids: Iterable[str], type_: ChangeType, resource_id: str, now: int
) -> None:
    """Inside the transaction of a change: write it into the feed of each of these users, once."""
    users = json.dumps([*dict.fromkeys(user_ids)])
    connection.execute(_COUNT, (users,))
    connection.execute(_TELL, (users, type_.value, resource_id, now))


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
            "SELECT h.user_id, h.head FROM json_each(?) j CROSS JOIN feed_heads h ON h.user_id = j.value",
            (json.dumps([*user_ids]),),
        )
        return dict(rows.fetchall())

    def after(self, user_id: str, seq: int, limit: int) -> list[ChangeRecord]:
        """The changes after a number, as one statement sees them: nothing is compacted between two looks."""
        values = {"user": user_id, "seq": seq, "limit": limit}
        rows = self._database.reader().execute(_AFTER, values).fetchall()
        head, floor = rows[0][:2] if rows else (0, 0)
        if not floor <= seq <= head:
            raise Refused(Code.CURSOR_EXPIRED)
        return [ChangeRecord(*row[2:]) for row in rows if row["seq"] is not None]

    def compact(self, before: int, keep: int) -> None:
        """Drop what is old and what is too much, a user at a time so that nobody waits long for the file."""
        bounds = {"before": before, "keep": max(keep, _KEPT)}
        for stale in (_OLD, _LONG):
            while users := self._database.reader().execute(stale, bounds).fetchall():
                for user_id in dict.fromkeys(row["user_id"] for row in users):
                    self._database.write(partial(_drop, values={**bounds, "user": user_id}))

    def wait(self, seconds: float) -> bool:
        """Wait for a commit of this process, which is heard at once, or of another, which is looked for."""
        end = time.monotonic() + seconds  # real time: a thread waits
        while True:
            left = end - time.monotonic()  # real time: the same
            is_own = self._written.wait(max(0.0, min(left, _OTHERS_SECONDS)))
            self._written.clear()
            version = self._database.reader().execute("PRAGMA data_version").fetchone()[0]
            is_known, self._version = version == self._version, version
            if is_own or not is_known:
                return True
            if left <= 0:
                return False


def _drop(connection: sqlite3.Connection, values: dict[str, str | int]) -> None:
    """Drop what one user's feed no longer keeps; all of it when the user is gone."""
    row = connection.execute(_FLOOR, values).fetchone()
    floor = 1 << 62 if row is None else row[0]
    connection.execute("DELETE FROM feed WHERE user_id = ? AND seq <= ?", (values["user"], floor))
    connection.execute("UPDATE feed_heads SET floor = max(floor, ?) WHERE user_id = ?", (floor, values["user"]))
