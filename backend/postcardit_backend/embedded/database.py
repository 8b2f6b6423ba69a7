"""One SQLite file: many readers, and one writer that commits in groups.

WAL with synchronous=FULL: what was acknowledged is on the disk. Callers that write at the same time share one flush:
each runs in a savepoint of its own, and hears of it after the common commit. Other processes may write, too; SQLite's
lock parts them.
"""

import fcntl
import logging
import os
import queue
import sqlite3
import threading
from collections.abc import Callable, Generator
from concurrent.futures import Future
from contextlib import contextmanager, suppress
from importlib import resources
from pathlib import Path
from typing import Any, TypeVar

from postcardit_sdk.contract.problems import Code

from ..failures import trace_of
from ..folding import email_key, fold, look
from ..map_cells import cell
from ..refusal import Refused

__all__ = ["Database"]

_log = logging.getLogger("postcardit")

T = TypeVar("T")
Job = tuple[Callable[[sqlite3.Connection], Any], "Future[Any]"]

BUSY_SECONDS = 30
GROUP_MAX = 128


class Database:
    """The file, opened. Close it to end its writer thread."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._local = threading.local()
        self._readers: list[sqlite3.Connection] = []
        self._readers_lock = threading.Lock()
        self._jobs: queue.SimpleQueue[Job | None] = queue.SimpleQueue()
        self._closed = False
        self._on_commit: list[Callable[[], None]] = []
        with _alone(path):
            connection = self._connect()
            try:
                _migrate(connection)
            except BaseException:
                connection.close()
                raise
        self._thread = threading.Thread(target=self._work, args=(connection,), name="postcardit-writer", daemon=True)
        self._thread.start()

    def reader(self) -> sqlite3.Connection:
        """This thread's connection for reading; it sees every commit."""
        connection: sqlite3.Connection | None = getattr(self._local, "reader", None)
        if connection is None:
            connection = self._connect()
            connection.execute("PRAGMA query_only = ON")
            self._local.reader = connection
            with self._readers_lock:
                self._readers.append(connection)
        return connection

    def write(self, verb: Callable[[sqlite3.Connection], T]) -> T:
        """Run a verb in one transaction; returns when it is on the disk. What it raises undoes it, and it alone."""
        step: Callable[[sqlite3.Connection], None] | None = getattr(self._local, "step", None)
        if step is None:
            return self._submit(verb)
        self._local.step = None
        result, failure = self._submit(_after(step, verb))
        if failure is not None:
            raise failure
        return result

    def write_soon(self, verb: Callable[[sqlite3.Connection], object]) -> None:
        """Run a verb in a transaction of its own, some time soon: nobody waits for it. A failure is logged."""
        if self._closed:
            _log.error("what was to be written soon was not: the database is closed")
            return
        future: Future[object] = Future()
        future.add_done_callback(_log_failure)
        self._jobs.put((verb, future))

    @contextmanager
    def preceded(self, step: Callable[[sqlite3.Connection], None]) -> Generator[None]:
        """What this thread writes next has `step` before it, in the same transaction. What the step did stays when the
        write fails; what the step raises is raised in the write's place, and undoes the step."""
        self._local.step = step
        try:
            yield
        finally:
            self._local.step = None

    def on_commit(self, call: Callable[[], None]) -> None:
        """Have this called after each commit of this process, by the writer's thread: it must not take long."""
        self._on_commit.append(call)

    def _submit(self, verb: Callable[[sqlite3.Connection], T]) -> T:
        if self._closed:
            raise RuntimeError("the database is closed")
        future: Future[T] = Future()
        self._jobs.put((verb, future))
        return future.result()

    def checkpoint(self) -> None:
        """Carry every commit into the file and empty the log: what was deleted is then in neither.

        While others read for long the log cannot be emptied; it is overwritten later.
        """
        connection = self._connect()
        try:
            connection.execute("PRAGMA busy_timeout = 1000")
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        finally:
            connection.close()

    def close(self) -> None:
        """Finish what was begun, then let go of the file."""
        if self._closed:
            return
        self._closed = True
        self._jobs.put(None)
        self._thread.join()
        with self._readers_lock:
            for connection in self._readers:
                connection.close()

    def _connect(self) -> sqlite3.Connection:
        connection = sqlite3.connect(self._path, timeout=BUSY_SECONDS, isolation_level=None, check_same_thread=False)
        connection.row_factory = sqlite3.Row
        for pragma in (
            "journal_mode = WAL",
            "synchronous = FULL",
            "foreign_keys = ON",
            "secure_delete = ON",
            "mmap_size = 268435456",
        ):
            connection.execute(f"PRAGMA {pragma}")
        return connection

    def _work(self, connection: sqlite3.Connection) -> None:
        open_for_work = True
        while open_for_work:
            job = self._jobs.get()
            if job is None:
                break
            group = [job]
            while len(group) < GROUP_MAX:
                try:
                    job = self._jobs.get_nowait()
                except queue.Empty:
                    break
                if job is None:
                    open_for_work = False
                    break
                group.append(job)
            _commit_together(connection, group)
            for call in self._on_commit:
                call()
        connection.close()


def _log_failure(future: "Future[object]") -> None:
    error = future.exception()
    if error is not None:
        _log.error("what was to be written soon was not\n%s", trace_of(error))


def _commit_together(connection: sqlite3.Connection, group: list[Job]) -> None:
    outcomes: list[tuple[Future[Any], Any, BaseException | None]] = []
    try:
        connection.execute("BEGIN IMMEDIATE")
        for verb, future in group:
            outcomes.append((future, *_run(connection, verb)))
        connection.execute("COMMIT")
    except sqlite3.Error as error:
        with suppress(sqlite3.Error):  # nothing to roll back when BEGIN itself failed
            connection.execute("ROLLBACK")
        refusal = _as_refusal(error)
        for _, future in group:
            future.set_exception(refusal)
        return
    for future, result, failure in outcomes:
        if failure is None:
            future.set_result(result)
        else:
            future.set_exception(failure)


def _run(connection: sqlite3.Connection, verb: Callable[[sqlite3.Connection], Any]) -> tuple[Any, BaseException | None]:
    connection.execute("SAVEPOINT verb")
    try:
        result = verb(connection)
    except sqlite3.OperationalError:
        raise  # the disk or the lock, not the verb: the whole group fails and hears so
    except BaseException as failure:  # noqa: BLE001  # it is the caller's: handed over, raised there
        connection.execute("ROLLBACK TO verb")
        connection.execute("RELEASE verb")
        return None, failure
    connection.execute("RELEASE verb")
    return result, None


def _after(
    step: Callable[[sqlite3.Connection], None], verb: Callable[[sqlite3.Connection], T]
) -> Callable[[sqlite3.Connection], tuple[T, BaseException | None]]:
    def both(connection: sqlite3.Connection) -> tuple[T, BaseException | None]:
        step(connection)
        return _run(connection, verb)

    return both


def _as_refusal(error: sqlite3.Error) -> BaseException:
    """A full disk and a lock that is never given back are the machine's trouble: nothing was kept, try again."""
    trouble = getattr(error, "sqlite_errorcode", 0) & 0xFF  # the primary result code
    if trouble == sqlite3.SQLITE_FULL:
        return Refused(Code.UNAVAILABLE, "The disk is full: nothing was kept.", retry_after=5)
    if trouble in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED, sqlite3.SQLITE_IOERR):
        return Refused(Code.UNAVAILABLE, "The data file is busy: nothing was kept.", retry_after=5)
    return error


@contextmanager
def _alone(path: Path) -> Generator[None]:
    """One process at a time opens the file: while WAL is being turned on, SQLite does not wait but says "locked"."""
    handle = os.open(path.with_name(f"{path.name}-opening"), os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def _migrate(connection: sqlite3.Connection) -> None:
    """Bring the file to the newest version, each numbered step in a transaction of its own."""
    folder = resources.files("postcardit_backend.embedded").joinpath("migrations")
    steps = sorted((step for step in folder.iterdir() if step.name.endswith(".sql")), key=lambda step: step.name)
    version = connection.execute("PRAGMA user_version").fetchone()[0]
    if version == len(steps):
        return
    for function in (fold, look, email_key):
        connection.create_function(function.__name__, 1, function, deterministic=True)
    connection.create_function(cell.__name__, 2, cell, deterministic=True)
    if version > len(steps):
        raise Refused(Code.UNAVAILABLE, "This data folder was written by a newer version of PostCardIt. Upgrade first.")
    for number, step in enumerate(steps, start=1):
        connection.execute("BEGIN IMMEDIATE")
        if connection.execute("PRAGMA user_version").fetchone()[0] < number:
            for statement in _statements(step.read_text("utf-8")):
                connection.execute(statement)
            connection.execute(f"PRAGMA user_version = {number}")
        connection.execute("COMMIT")


def _statements(script: str) -> list[str]:
    lines = [line for line in script.splitlines() if not line.lstrip().startswith("--")]
    return [statement for statement in "\n".join(lines).split(";") if statement.strip()]
