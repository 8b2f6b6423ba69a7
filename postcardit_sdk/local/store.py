"""One SQLite file for the mirror and the outbox of any number of accounts.

WAL with synchronous=FULL: what a call has taken is on the disk when it returns. Any number of processes may open the
file at once. Without a path it is kept in memory, for as long as the program runs.
"""

import os
import sqlite3
import threading
from collections.abc import Callable, Generator
from contextlib import contextmanager
from importlib import resources
from pathlib import Path
from typing import TypeVar

from ..errors import LocalStoreFailed

__all__ = ["LocalStore"]

T = TypeVar("T")

BUSY_SECONDS = 30


class LocalStore:
    """The file. It is opened when it is first used; its folder and the file are its owner's alone (0700, 0600)."""

    def __init__(self, path: str | os.PathLike[str] | None = None) -> None:
        self.path = None if path is None else Path(path)
        self._local = threading.local()
        self._opened: list[sqlite3.Connection] = []
        self._lock = threading.RLock()
        self._in_memory: sqlite3.Connection | None = None
        self._is_ready = False

    def read(self, query: Callable[[sqlite3.Connection], T]) -> T:
        """Ask something; all that the query reads is as of one moment. Raises LocalStoreFailed."""
        return self._within("BEGIN", query)

    def write(self, verb: Callable[[sqlite3.Connection], T]) -> T:
        """Change something, whole or not at all; on the disk when this returns. Raises LocalStoreFailed: nothing was
        kept then."""
        return self._within("BEGIN IMMEDIATE", verb)

    def close(self) -> None:
        """Let go of the file. What is in memory is gone."""
        with self._lock:
            for connection in self._opened:
                connection.close()
            self._opened.clear()
            self._local = threading.local()
            self._in_memory, self._is_ready = None, False

    def _within(self, begin: str, verb: Callable[[sqlite3.Connection], T]) -> T:
        with self._connection() as connection, self._in_our_words():
            connection.execute(begin)
            try:
                result = verb(connection)
                connection.execute("COMMIT")
            except BaseException:
                if connection.in_transaction:
                    connection.execute("ROLLBACK")
                raise
            return result

    @contextmanager
    def _connection(self) -> Generator[sqlite3.Connection]:
        """This thread's connection; the one in memory is shared, one thread at a time."""
        if self.path is None:
            with self._lock:
                if self._in_memory is None:
                    self._in_memory = self._open(":memory:")
                yield self._in_memory
            return
        connection: sqlite3.Connection | None = getattr(self._local, "connection", None)
        if connection is None:
            connection = self._local.connection = self._open_file(self.path)
        yield connection

    def _open_file(self, path: Path) -> sqlite3.Connection:
        with self._lock, self._in_our_words():
            if not self._is_ready:
                path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
                os.close(os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW, 0o600))
            connection = self._open(path)
            self._is_ready = True
            return connection

    def _open(self, path: Path | str) -> sqlite3.Connection:
        with self._in_our_words():
            connection = sqlite3.connect(path, timeout=BUSY_SECONDS, isolation_level=None, check_same_thread=False)
            connection.row_factory = sqlite3.Row
            for pragma in ("journal_mode = WAL", "synchronous = FULL", "foreign_keys = ON"):
                connection.execute(f"PRAGMA {pragma}")
            if not self._is_ready:
                _migrate(connection)
            with self._lock:
                self._opened.append(connection)
            return connection

    @contextmanager
    def _in_our_words(self) -> Generator[None]:
        try:
            yield
        except (sqlite3.Error, OSError) as error:
            where = self.path or "the memory"
            raise LocalStoreFailed(f"What is kept in {where} could not be read or written ({error}).") from error


def _migrate(connection: sqlite3.Connection) -> None:
    """Bring the file to the newest version, in one transaction: of two processes the second finds it done."""
    folder = resources.files("postcardit_sdk.local").joinpath("migrations")
    steps = sorted((step for step in folder.iterdir() if step.name.endswith(".sql")), key=lambda step: step.name)
    connection.execute("BEGIN IMMEDIATE")
    version = connection.execute("PRAGMA user_version").fetchone()[0]
    if version > len(steps):
        connection.execute("ROLLBACK")
        raise LocalStoreFailed("This file was written by a newer version of PostCardIt. Upgrade first.")
    for number, step in enumerate(steps[version:], start=version + 1):
        for statement in _statements(step.read_text("utf-8")):
            connection.execute(statement)
        connection.execute(f"PRAGMA user_version = {number}")
    connection.execute("COMMIT")


def _statements(script: str) -> list[str]:
    lines = [line for line in script.splitlines() if not line.lstrip().startswith("--")]
    return [statement for statement in "\n".join(lines).split(";") if statement.strip()]
