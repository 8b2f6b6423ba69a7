"""How the file of a LocalStore is opened and brought up to date, and what is said when that cannot be done.

The file is never deleted or replaced here: the outbox in it may hold postcards that exist nowhere else.
"""

import errno
import fcntl
import os
import sqlite3
import stat
import time
from collections.abc import Generator
from contextlib import contextmanager, suppress
from pathlib import Path
from urllib.parse import quote

from ..errors import LocalStoreFailed

__all__ = ["BUSY_SECONDS", "busy", "identity", "in_our_words", "open_file", "open_in_memory"]

BUSY_SECONDS = 30
_POLL_SECONDS = 0.005
_APPLICATION_ID = 0x50434954  # "PCIT"
_KEEP_IT = "Move it away with its -wal file and start again; do not delete it: postcards may wait in it to be sent."


def open_in_memory() -> sqlite3.Connection:
    """A new store that ends with its connection."""
    return _connect(":memory:", "the memory")


def open_file(path: Path) -> tuple[sqlite3.Connection, tuple[int, int]]:
    """A connection to the file, and which file it is. The file is made when it is not there, and brought up to date.

    Raises LocalStoreFailed, OSError and sqlite3.Error.
    """
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with _alone(path):
        found = _own(path)
        return _connect(f"file:{quote(str(path.absolute()))}?mode=rw", path), (found.st_dev, found.st_ino)


def identity(path: Path) -> tuple[int, int] | None:
    """Which file has this name now."""
    try:
        found = path.lstat()
    except OSError:
        return None
    return found.st_dev, found.st_ino


@contextmanager
def in_our_words(path: Path | None) -> Generator[None]:
    """What SQLite and the system say, as a LocalStoreFailed that tells what to do."""
    try:
        yield
    except sqlite3.Error as error:
        code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_ERROR) & 0xFF  # the primary result code
        raise LocalStoreFailed(_SENTENCES.get(code, _UNKNOWN).format(path or "the memory", error)) from error
    except OSError as error:
        sentence = _OS_SENTENCES.get(error.errno or 0, _UNKNOWN)
        raise LocalStoreFailed(sentence.format(path or "the memory", error.strerror or error)) from error


def busy(where: object) -> LocalStoreFailed:
    """What is said when others do not let go of it."""
    return LocalStoreFailed(_BUSY.format(where))


_BUSY = f"Others have kept {{}} busy for {BUSY_SECONDS} seconds: nothing was changed. Try again."
_FULL = "The disk is full: nothing was kept in {}. Make room and try again."
_UNWRITABLE = "{} cannot be opened and written ({}). Make it and its folder yours to write, or give another path."
_DAMAGED = f"{{}} is damaged ({{}}). {_KEEP_IT}"
_UNKNOWN = "What is kept in {} could not be read or written ({}). Nothing was changed."
_SENTENCES = {
    sqlite3.SQLITE_BUSY: _BUSY,
    sqlite3.SQLITE_LOCKED: _BUSY,
    sqlite3.SQLITE_FULL: _FULL,
    sqlite3.SQLITE_READONLY: _UNWRITABLE,
    sqlite3.SQLITE_CANTOPEN: _UNWRITABLE,
    sqlite3.SQLITE_PERM: _UNWRITABLE,
    sqlite3.SQLITE_CORRUPT: _DAMAGED,
    sqlite3.SQLITE_NOTADB: _DAMAGED,
}
_OS_SENTENCES = {
    errno.ENOSPC: _FULL,
    errno.EDQUOT: _FULL,
    errno.EROFS: _UNWRITABLE,
    errno.EACCES: _UNWRITABLE,
    errno.EPERM: _UNWRITABLE,
    errno.EISDIR: _UNWRITABLE,
    errno.ENOTDIR: _UNWRITABLE,
    errno.ELOOP: "{} is a link, which somebody else may have laid ({}). Give the path of a plain file.",
}


@contextmanager
def _alone(path: Path) -> Generator[None]:
    """One process at a time opens the file: while WAL is being turned on, SQLite does not wait but says "locked"."""
    flags = os.O_RDWR | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW
    handle = os.open(path.with_name(f"{path.name}-opening"), flags, 0o600)
    try:
        end = time.monotonic() + BUSY_SECONDS
        while not _try_lock(handle):
            if time.monotonic() > end:
                raise busy(path)
            time.sleep(_POLL_SECONDS)
        yield
    finally:
        os.close(handle)


def _try_lock(handle: int) -> bool:
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _own(path: Path) -> os.stat_result:
    """Make the file if need be, and see that it is the user's alone. SQLite gives its journals the same mode.

    A file that is there is not opened here: closing it would take away the locks of this process's connections.
    """
    with suppress(FileExistsError):
        os.close(os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600))
    facts = path.lstat()
    if not stat.S_ISREG(facts.st_mode) or facts.st_uid != os.getuid():
        raise LocalStoreFailed(f"{path} is not a plain file of yours. Give another path.")
    if facts.st_mode & 0o077:
        raise LocalStoreFailed(f"{path} can be read by others. Run: chmod 600 {path}")
    return facts


def _connect(database: str, where: object) -> sqlite3.Connection:
    connection = sqlite3.connect(
        database, timeout=BUSY_SECONDS, isolation_level=None, check_same_thread=False, uri=True
    )
    try:
        connection.row_factory = sqlite3.Row
        for pragma in ("journal_mode = WAL", "synchronous = FULL", "foreign_keys = ON"):
            connection.execute(f"PRAGMA {pragma}")
        _migrate(connection, where)
    except BaseException:
        connection.close()  # and undoes what was begun
        raise
    return connection


def _migrate(connection: sqlite3.Connection, where: object) -> None:
    """Bring the file to the newest version, in one transaction: a crash leaves the old version or the new."""
    folder = Path(__file__).with_name("migrations")  # importlib.resources would cost 30 ms
    steps = sorted(folder.glob("*.sql"))
    version = _number(connection, "user_version")
    if version > len(steps):
        raise LocalStoreFailed(f"{where} was written by a newer version of PostCardIt. Upgrade first.")
    if _number(connection, "application_id") != _APPLICATION_ID and not _is_empty(connection):
        raise LocalStoreFailed(f"{where} belongs to another program. Give another path.")
    if version == len(steps):
        return
    connection.execute("BEGIN IMMEDIATE")
    for number, step in enumerate(steps[version:], start=version + 1):
        for statement in _statements(step.read_text("utf-8")):
            connection.execute(statement)
        connection.execute(f"PRAGMA user_version = {number}")
    connection.execute(f"PRAGMA application_id = {_APPLICATION_ID}")
    connection.execute("COMMIT")


def _is_empty(connection: sqlite3.Connection) -> bool:
    return connection.execute("SELECT 1 FROM sqlite_master").fetchone() is None


def _number(connection: sqlite3.Connection, pragma: str) -> int:
    number: int = connection.execute(f"PRAGMA {pragma}").fetchone()[0]
    return number


def _statements(script: str) -> list[str]:
    """The statements of a script; each ends at the end of a line."""
    statements = [""]
    for line in script.splitlines(keepends=True):
        statements[-1] += line
        if sqlite3.complete_statement(statements[-1]):
            statements.append("")
    return statements[:-1]
