"""Who is who in a data folder, without opening it: nothing is written, and no backend need run."""

import sqlite3
from collections.abc import Generator, Iterable
from contextlib import contextmanager
from pathlib import Path

from ..folding import email_key, fold

__all__ = ["id_in_folder", "usernames_in_folder"]

_WHO = (
    "SELECT user_id FROM users WHERE (username_key = ?1 OR email_key = ?2 OR user_id = ?3)"
    " AND deleted_at IS NULL LIMIT 1"
)


def id_in_folder(folder: Path, name: str) -> str | None:
    """The id of the person with this username, address or id."""
    with _reading(folder) as connection:
        if connection is None:
            return None
        row = connection.execute(_WHO, (fold(name), email_key(name), name)).fetchone()
        return None if row is None else str(row[0])


def usernames_in_folder(folder: Path, user_ids: Iterable[str]) -> dict[str, str]:
    """The usernames of those of these people who are there, by id."""
    with _reading(folder) as connection:
        if connection is None:
            return {}
        query = "SELECT username FROM users WHERE user_id = ? AND deleted_at IS NULL"
        found = {user_id: connection.execute(query, (user_id,)).fetchone() for user_id in user_ids}
        return {user_id: str(row[0]) for user_id, row in found.items() if row is not None}


@contextmanager
def _reading(folder: Path) -> Generator[sqlite3.Connection | None]:
    path = folder / "postcardit.db"
    if not path.is_file():
        yield None
        return
    connection = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True, timeout=10)
    try:
        yield connection
    finally:
        connection.close()
