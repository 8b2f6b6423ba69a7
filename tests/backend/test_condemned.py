"""A condemned photo goes when no row names it, in whatever transaction the sweep finds itself."""

import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from postcardit_backend.embedded.blobs import FileBlobs
from postcardit_backend.embedded.condemned import condemn, sweep_photos
from postcardit_backend.embedded.database import Database
from postcardit_backend.records import StoredImage
from postcardit_backend.settings import Settings
from tests.backend.stores import keep_photo, sqlite_store


class Undone(Exception):
    """What a transaction ends with that leaves nothing."""


class Grouped(Database):
    """A database on which a sweep runs in one transaction with what came just before it."""

    before: Callable[[sqlite3.Connection], object] | None = None
    is_undone = False

    def write(self, verb: Callable[[sqlite3.Connection], object]) -> object:  # type: ignore[override]  # for one test
        def both(connection: sqlite3.Connection) -> object:
            if self.before is not None:
                self.before(connection)
            result = verb(connection)
            if self.is_undone:
                raise Undone
            return result

        return super().write(both)


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Grouped]:
    database = Grouped(tmp_path / "db")
    yield database
    database.close()


def ready(database: Database, blobs: FileBlobs, folder: Path) -> tuple[str, Path]:
    """An upload that names a photo which is condemned; gives the photo's key and file."""
    key = keep_photo(blobs, b"photo", folder / "made")
    store = sqlite_store(database)
    store.photo(store.user("alice"), StoredImage(key, key, 1, 1, ""))
    database.write(lambda connection: condemn(connection, [key]))
    path = blobs.path(key)
    assert path is not None
    return key, path


def drop_uploads(connection: sqlite3.Connection) -> None:
    connection.execute("DELETE FROM uploads")


@pytest.mark.parametrize("is_undone", [True, False])
def test_what_is_unnamed_in_the_same_transaction_goes_with_the_next_sweep(
    is_undone: bool, database: Grouped, tmp_path: Path
) -> None:
    blobs = FileBlobs(tmp_path / "blobs", b"", Settings())
    _, path = ready(database, blobs, tmp_path)
    database.before, database.is_undone = drop_uploads, is_undone

    try:
        sweep_photos(database, blobs)
    except Undone:
        assert is_undone
    after_one = path.exists()
    database.before, database.is_undone = None, False
    sweep_photos(database, blobs)

    assert (after_one, path.exists()) == (True, is_undone)


def test_what_is_named_is_condemned_no_more(database: Grouped, tmp_path: Path) -> None:
    blobs = FileBlobs(tmp_path / "blobs", b"", Settings())
    _, path = ready(database, blobs, tmp_path)

    sweep_photos(database, blobs)
    database.write(drop_uploads)
    sweep_photos(database, blobs)

    assert path.exists()
