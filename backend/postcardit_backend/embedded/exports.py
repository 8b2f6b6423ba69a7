"""Files of one's own data in a folder, each with a row that says whose it is and until when."""

import errno
import os
import re
import sqlite3
from collections.abc import Generator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from postcardit_sdk.contract.operations import BASE_PATH
from postcardit_sdk.contract.problems import Code
from postcardit_sdk.contract.wire import ID_PATTERN

from ..ports import Link
from ..refusal import Refused
from .database import Database
from .links import Links
from .users import require_active

__all__ = ["EXPORT_PATH", "FileExports"]

EXPORT_PATH = f"{BASE_PATH}/exports"
_ID = re.compile(ID_PATTERN)


class FileExports:
    """A row comes before its file and goes before it: a file that no row names is nobody's."""

    def __init__(self, database: Database, folder: Path, links: Links) -> None:
        self._database, self._folder, self._links = database, folder, links

    @contextmanager
    def writing(self, export_id: str, user_id: str, expires_at: int) -> Generator[BinaryIO]:
        """A file to write, seen by nobody before it is whole."""
        self._database.write(lambda connection: _announce(connection, export_id, user_id, expires_at))
        self._folder.mkdir(mode=0o700, exist_ok=True)
        beside = self._folder / f"{export_id}.new"
        try:
            with os.fdopen(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600), "wb") as file:
                yield file
            self._database.write(lambda connection: self._finish(connection, export_id, user_id, beside))
        except OSError as error:
            if error.errno in (errno.ENOSPC, errno.EDQUOT):
                raise Refused(Code.UNAVAILABLE, "The disk is full: nothing was kept.", retry_after=5) from error
            raise
        finally:
            beside.unlink(missing_ok=True)

    def link(self, export_id: str, origin: str, expires_at: int) -> Link:
        """A link to read it."""
        return self._links.signed(f"{origin}{EXPORT_PATH}/{export_id}", f"export {export_id}", expires_at)

    def path(self, export_id: str) -> Path | None:
        """Where it is, if it is there."""
        path = self._place(export_id) if _ID.match(export_id) else None
        return path if path is not None and path.is_file() else None

    def require_read(self, export_id: str, expires: str, signature: str, now: int) -> None:
        """Refuses link_invalid and link_expired."""
        self._links.require(f"export {export_id}", expires, signature, now)

    def sweep(self, now: int) -> None:
        """Remove what has ended and what no row names. The folder is read first: a later file's row is not seen yet."""
        files = [*self._folder.iterdir()] if self._folder.is_dir() else []
        reader = self._database.reader()
        live = {row[0] for row in reader.execute("SELECT export_id FROM exports WHERE expires_at > ?", (now,))}
        for file in files:
            if file.stem not in live:
                with suppress(OSError):  # the next sweep finds it again
                    file.unlink()

    def _finish(self, connection: sqlite3.Connection, export_id: str, user_id: str, beside: Path) -> None:
        require_active(connection, user_id)
        ready = connection.execute("UPDATE exports SET is_ready = TRUE WHERE export_id = ?", (export_id,))
        if ready.rowcount == 0:
            raise Refused(Code.UNAVAILABLE, "Writing all of your data took too long. Try again.", retry_after=1)
        connection.execute(
            "DELETE FROM exports WHERE user_id = ? AND is_ready AND export_id <> ?", (user_id, export_id)
        )
        beside.replace(self._place(export_id))

    def _place(self, export_id: str) -> Path:
        return self._folder / f"{export_id}.zip"


def _announce(connection: sqlite3.Connection, export_id: str, user_id: str, expires_at: int) -> None:
    require_active(connection, user_id)
    connection.execute(
        "INSERT INTO exports (export_id, user_id, expires_at) VALUES (?, ?, ?)", (export_id, user_id, expires_at)
    )
