"""Photos that may be nobody's: removed unless a row names them, by whoever sweeps next."""

import logging
import sqlite3
from collections.abc import Iterable

from ..ports import Blobs
from .database import Database

__all__ = ["condemn", "sweep_photos"]

_log = logging.getLogger("postcardit")
_NAMED = (
    "SELECT 1 FROM uploads WHERE image_key = ?1 UNION ALL SELECT 1 FROM uploads WHERE thumbnail_key = ?1"
    " UNION ALL SELECT 1 FROM postcards WHERE image_key = ?1 UNION ALL SELECT 1 FROM postcards WHERE thumbnail_key = ?1"
    " UNION ALL SELECT 1 FROM users WHERE picture_key = ?1"
    " UNION ALL SELECT 1 FROM world_photos WHERE image_key = ?1"
    " UNION ALL SELECT 1 FROM world_photos WHERE thumbnail_key = ?1"
)


def condemn(connection: sqlite3.Connection, keys: Iterable[str]) -> None:
    """Inside a transaction: let the next sweep remove these, unless it finds them named."""
    connection.executemany("INSERT INTO condemned_files VALUES (?) ON CONFLICT DO NOTHING", ((key,) for key in keys))


def sweep_photos(database: Database, blobs: Blobs) -> None:
    """Remove the condemned files that no row names.

    A file goes while the writer's lock is held, when no row names it, neither as it was committed nor as this
    transaction sees it: so nothing that is undone later has removed it, and who names a photo while holding that lock,
    having seen its file, names one that stays.
    """
    keys = [row["key"] for row in database.reader().execute("SELECT key FROM condemned_files")]

    def verb(connection: sqlite3.Connection) -> None:
        for key in keys:
            was_named, is_named = _is_named(database.reader(), key), _is_named(connection, key)
            if is_named or (not was_named and _remove(blobs, key)):
                connection.execute("DELETE FROM condemned_files WHERE key = ?", (key,))

    if keys:
        database.write(verb)
        database.checkpoint()


def _is_named(connection: sqlite3.Connection, key: str) -> bool:
    return connection.execute(_NAMED, (key,)).fetchone() is not None


def _remove(blobs: Blobs, key: str) -> bool:
    """Whether the file is gone; what the disk would not let go of stays condemned."""
    try:
        blobs.remove(key)
    except OSError as error:
        _log.warning("a photo that nobody has any more could not be removed yet: %s", error.strerror)
        return False
    return True
