"""The file that everything is in: writers share a flush, fail alone, and read their plans from indexes."""

import sqlite3
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import pytest

from postcardit_backend.embedded.database import Database
from postcardit_backend.refusal import Refused
from postcardit_backend.settings import Settings
from postcardit_backend.wiring import open_folder
from postcardit_sdk.contract.problems import Code
from tests.backend.stores import NOW, keep_photo


def keep(name: str, value: bytes = b"") -> Callable[[sqlite3.Connection], str]:
    def verb(connection: sqlite3.Connection) -> str:
        connection.execute("INSERT INTO secrets VALUES (?, ?)", (name, value))
        if name.startswith("bad"):
            raise KeyError(name)
        return name

    return verb


def names(database: Database) -> list[str]:
    return [row[0] for row in database.reader().execute("SELECT name FROM secrets ORDER BY name")]


def test_a_verb_that_fails_undoes_itself_and_nothing_else_of_its_group(tmp_path: Path) -> None:
    database = Database(tmp_path / "db")
    gate, begun = threading.Event(), threading.Event()

    def hold(_: sqlite3.Connection) -> None:
        begun.set()
        gate.wait(10)

    with ThreadPoolExecutor(20) as threads:
        held = threads.submit(database.write, hold)
        begun.wait(10)
        wanted = [f"{'bad' if number % 3 == 0 else 'good'}{number}" for number in range(15)]
        jobs = [threads.submit(database.write, keep(name)) for name in wanted]
        gate.set()
        held.result()
        outcomes = [type(job.exception()).__name__ for job in jobs]
    kept = names(database)
    database.close()

    assert outcomes == ["KeyError" if name.startswith("bad") else "NoneType" for name in wanted]
    assert kept == sorted(name for name in wanted if name.startswith("good"))


def test_a_commit_waits_for_the_disk(tmp_path: Path) -> None:
    database = Database(tmp_path / "db")

    def settings(connection: sqlite3.Connection) -> list[object]:
        names = ("synchronous", "journal_mode", "foreign_keys")
        return [connection.execute(f"PRAGMA {name}").fetchone()[0] for name in names]

    found = database.write(settings)
    database.close()

    assert found == [2, "wal", 1], "2 is FULL: only pulling the plug would tell it from less"


def test_what_is_acknowledged_is_seen_by_every_reader(tmp_path: Path) -> None:
    one, other = Database(tmp_path / "db"), Database(tmp_path / "db")

    one.write(keep("from one"))
    other.write(keep("from other"))

    assert names(one) == names(other) == ["from one", "from other"]
    one.close()
    other.close()


def test_two_that_write_the_same_file_at_once_both_write_all(tmp_path: Path) -> None:
    databases = [Database(tmp_path / "db") for _ in range(2)]
    jobs = [(database, f"{place} {number:02}") for place, database in enumerate(databases) for number in range(40)]

    with ThreadPoolExecutor(8) as threads:
        done = [threads.submit(database.write, keep(name)) for database, name in jobs]

    assert [job.exception() for job in done] == [None] * 80
    assert names(databases[0]) == sorted(name for _, name in jobs)
    for database in databases:
        database.close()


def test_many_that_open_a_new_folder_at_once_all_find_it_with_the_same_keys(tmp_path: Path) -> None:
    gate = Barrier(8)

    def open_it(_: int) -> tuple[str, str]:
        gate.wait()
        embedded = open_folder(tmp_path / "new", Settings())
        keys = str(embedded.ports.identity.jwks(NOW)["keys"])
        embedded.database.close()
        return embedded.lab_key, keys

    with ThreadPoolExecutor(8) as threads:
        opened = list(threads.map(open_it, range(8)))

    assert len({*opened}) == 1
    assert (tmp_path / "new" / "lab.key").read_text() == opened[0][0]


def test_only_the_owner_can_look_into_a_folder(tmp_path: Path) -> None:
    embedded = open_folder(tmp_path / "new", Settings())
    key = keep_photo(embedded.ports.blobs, b"photo", tmp_path / "new" / "arrivals")

    blob = embedded.served.blobs.path(key)
    files = [path for path in (tmp_path / "new").rglob("*") if path.is_file()]

    assert blob in files
    assert {path.stat().st_mode & 0o777 for path in files} == {0o600}
    assert (tmp_path / "new").stat().st_mode & 0o777 == 0o700
    embedded.database.close()


def test_readers_cannot_write(tmp_path: Path) -> None:
    database = Database(tmp_path / "db")

    with pytest.raises(sqlite3.OperationalError, match="readonly"):
        database.reader().execute("INSERT INTO secrets VALUES ('x', '')")

    database.close()


def test_a_file_of_version_0_is_brought_to_the_newest(tmp_path: Path) -> None:
    sqlite3.connect(tmp_path / "db").close()

    database = Database(tmp_path / "db")

    version = database.reader().execute("PRAGMA user_version").fetchone()[0]
    tables = {row[0] for row in database.reader().execute("SELECT name FROM sqlite_schema WHERE type = 'table'")}
    assert version >= 1
    assert {"users", "sessions", "friendships", "postcards", "boxes", "idempotency"} <= tables
    database.close()


def test_a_file_of_a_newer_version_is_left_alone(tmp_path: Path) -> None:
    connection = sqlite3.connect(tmp_path / "db")
    connection.execute("PRAGMA user_version = 999")
    connection.close()

    with pytest.raises(Refused, match="newer version") as refused:
        Database(tmp_path / "db")

    assert refused.value.code == Code.UNAVAILABLE


def test_a_full_disk_is_said_to_be_one_and_keeps_what_was_kept(tmp_path: Path) -> None:
    database = Database(tmp_path / "db")
    database.write(keep("before"))

    def no_more_pages(connection: sqlite3.Connection) -> None:
        connection.execute("PRAGMA max_page_count = 1")

    database.write(no_more_pages)
    with pytest.raises(Refused, match="disk is full") as refused:
        database.write(keep("large", bytes(1_000_000)))

    assert (refused.value.code, refused.value.retry_after) == (Code.UNAVAILABLE, 5)
    assert names(database) == ["before"]
    database.close()


def test_a_mistake_in_a_statement_is_not_taken_for_a_full_disk(tmp_path: Path) -> None:
    database = Database(tmp_path / "db")

    with pytest.raises(sqlite3.OperationalError, match="no such column"):
        database.write(lambda connection: connection.execute("SELECT full_disk_locked FROM users"))

    assert database.write(keep("after")) == "after"
    database.close()


def test_a_closed_database_takes_no_more_and_closes_twice(tmp_path: Path) -> None:
    database = Database(tmp_path / "db")
    database.write(keep("before"))
    database.close()
    database.close()

    with pytest.raises(RuntimeError, match="closed"):
        database.write(keep("after"))
