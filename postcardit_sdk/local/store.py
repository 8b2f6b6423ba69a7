"""One SQLite file for the mirror and the outbox of any number of accounts.

WAL with synchronous=FULL: what a call has taken is on the disk when it returns. Any number of processes and threads
may use the file at once. Without a path it is kept in memory, for as long as the program runs.
"""

import os
import threading
import weakref
from collections.abc import Callable, Generator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    import sqlite3  # 12 ms that a program without a mirror need not pay

__all__ = ["LocalStore"]

T = TypeVar("T")


class LocalStore:
    """The file. It is opened when it is first used; its folder and the file are its owner's alone (0700, 0600).

    A transaction takes an idle connection or opens one. A file that was put in the place of ours is opened anew.
    A forked child opens the file for itself; what is in memory stays with the parent.
    """

    def __init__(self, path: str | os.PathLike[str] | None = None) -> None:
        self.path = None if path is None else Path(path)
        self._start()
        _stores.add(self)

    def _start(self) -> None:
        self._idle: list[sqlite3.Connection] = []
        self._lock = threading.Lock()
        self._turn = threading.Lock()  # what is in memory has one connection: one thread at a time
        self._opened: tuple[int, int] | None = None
        self._closings = 0

    def read(self, query: "Callable[[sqlite3.Connection], T]") -> T:
        """Ask something; all that the query reads is as of one moment. Raises LocalStoreFailed."""
        return self._within("BEGIN", query)

    def write(self, verb: "Callable[[sqlite3.Connection], T]") -> T:
        """Change something, whole or not at all; on the disk when this returns. Raises LocalStoreFailed: nothing was
        kept then."""
        return self._within("BEGIN IMMEDIATE", verb)

    def close(self) -> None:
        """Let go of the file; the next use opens it again. What is in memory is gone.

        A transaction that runs in another thread ends first, and its connection with it.
        """
        with self._lock:
            idle, self._idle = self._idle, []
            self._opened = None
            self._closings += 1
        for connection in idle:
            connection.close()

    @classmethod
    def start_anew_in_child(cls) -> None:
        """After a fork: leave the connections to the parent. Locks that its threads held are free here."""
        for store in _stores:
            _inherited.extend(store._idle)
            store._start()

    def __del__(self) -> None:
        if hasattr(self, "_lock"):
            self.close()

    def _within(self, begin: str, verb: "Callable[[sqlite3.Connection], T]") -> T:
        from .opening import BUSY_SECONDS, busy, in_our_words

        if self.path is None and not self._turn.acquire(timeout=BUSY_SECONDS):
            raise busy("the memory")
        try:
            with in_our_words(self.path), self._connection() as connection:
                connection.execute(begin)
                result = verb(connection)
                connection.execute("COMMIT")
                return result
        finally:
            if self.path is None:
                self._turn.release()

    @contextmanager
    def _connection(self) -> "Generator[sqlite3.Connection]":
        """A connection for one transaction. What the transaction leaves open is undone."""
        connection, closings = self._take()
        try:
            yield connection
        except BaseException:
            _undo(connection)
            raise
        finally:
            self._give_back(connection, closings)

    def _give_back(self, connection: "sqlite3.Connection", closings: int) -> None:
        with self._lock:
            is_wanted = closings == self._closings and not connection.in_transaction
            if is_wanted:
                self._idle.append(connection)
        if not is_wanted:
            connection.close()

    def _take(self) -> "tuple[sqlite3.Connection, int]":
        """A connection, and how often the store had been closed when it was taken."""
        from .opening import identity, open_file, open_in_memory

        if self.path is not None and self._opened not in (None, identity(self.path)):
            self.close()  # the file was moved away or replaced: what is written must be where one looks for it
        with self._lock:
            closings = self._closings
            if self._idle:
                return self._idle.pop(), closings
        if self.path is None:
            return open_in_memory(), closings
        connection, self._opened = open_file(self.path)
        return connection, closings


def _undo(connection: "sqlite3.Connection") -> None:
    import sqlite3

    if connection.in_transaction:
        with suppress(sqlite3.Error):  # it is closed then, which undoes as well
            connection.execute("ROLLBACK")


_stores: "weakref.WeakSet[LocalStore]" = weakref.WeakSet()
_inherited: "list[sqlite3.Connection]" = []
"""Connections of the parent process, never closed here: SQLite forbids it."""

os.register_at_fork(after_in_child=LocalStore.start_anew_in_child)
