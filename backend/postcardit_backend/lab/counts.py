"""How many requests of each kind a weather has met, counted by all processes that have the folder open."""

import hashlib
import os
import sqlite3
import threading
from pathlib import Path

from .draws import Lane

__all__ = ["Counts"]

_COUNT = (
    "INSERT INTO counts (weather, lane, met) VALUES (?, ?, 1) ON CONFLICT DO UPDATE SET met = met + 1 RETURNING met - 1"
)
_BUSY_SECONDS = 10


class Counts:
    """A small file of its own: nobody minds if a power cut takes the last numbers, so no count waits for the disk."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._lock = threading.Lock()
        self._connection: sqlite3.Connection | None = None

    def next(self, weather: int, lane: Lane) -> int:
        """The number of the next request of these, from 0 for each weather."""
        with self._lock:
            return int(self._open().execute(_COUNT, (str(weather), _nameless(lane))).fetchone()[0])

    def total(self, weather: int) -> int:
        """How many there were."""
        with self._lock:
            query = "SELECT coalesce(sum(met), 0) FROM counts WHERE weather = ?"
            return int(self._open().execute(query, (str(weather),)).fetchone()[0])

    def forget_others(self, weather: int) -> None:
        """Drop the counts of every other weather."""
        with self._lock:
            self._open().execute("DELETE FROM counts WHERE weather <> ?", (str(weather),))

    def close(self) -> None:
        """Let go of the file."""
        with self._lock:
            if self._connection is not None:
                self._connection.close()
                self._connection = None

    def _open(self) -> sqlite3.Connection:
        if self._connection is None:
            os.close(os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600))
            connection = sqlite3.connect(
                self._path, timeout=_BUSY_SECONDS, isolation_level=None, check_same_thread=False
            )
            connection.execute("PRAGMA journal_mode = MEMORY")
            connection.execute("PRAGMA synchronous = OFF")
            connection.execute(
                "CREATE TABLE IF NOT EXISTS counts (weather TEXT, lane BLOB, met INTEGER NOT NULL,"
                " PRIMARY KEY (weather, lane)) WITHOUT ROWID"
            )
            self._connection = connection
        return self._connection


def _nameless(lane: Lane) -> bytes:
    """Which lane it is, without the user's name: that must be gone when the account is."""
    return hashlib.blake2b(f"{lane.user}\x00{lane.route}".encode(), digest_size=16).digest()
