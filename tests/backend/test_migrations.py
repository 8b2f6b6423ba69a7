"""A file of an earlier version becomes what it would be, had all that is in it happened in this version."""

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from importlib import resources
from pathlib import Path

import pytest

from postcardit_backend.embedded import database
from postcardit_backend.embedded.database import Database
from postcardit_backend.folding import email_key, fold, look
from postcardit_backend.map_cells import cell
from postcardit_backend.ports import Once, PostcardFilter
from postcardit_backend.records import PostcardRecord, Side, StatsRecord
from tests.backend.stores import NOW, Store, sqlite_store

TABLES = ("users", "friendships", "friends", "postcards", "boxes", "idempotency")
"""What a file of version 6 holds of what people do."""
KEPT = dict.fromkeys((*TABLES, "tallies", "hidden_boxes"), "*") | {
    "idempotency": "user_id, key, operation, fingerprint, json(record), created_at"
}
"""What is compared of each table; of a record not its spaces."""
PLACES: list[dict[str, str | float]] = [
    {"latitude": 45.4375, "longitude": 12.3358, "city": "Venezia", "country": "Italia"},
    {"latitude": -18.1416, "longitude": 178.4419, "city": "Suva"},
    {"city": " VENEZIA", "country": "Itália"},
    {"country": "Italia", "city": ""},
    {},
]


def live(store: Store) -> None:
    """What people could do in version 6."""
    alice, bob, eve, dave = (store.user(name) for name in ("alice", "bob", "eve", "dave"))
    store.befriend(alice, bob)
    store.answer(store.ask(eve, alice).friendship_id, alice, accept=False)
    store.ask(eve, bob)
    store.friendships.remove(store.befriend(dave, alice), dave.user_id, NOW)
    for number in range(20):
        sender, recipient = (alice, bob) if number % 3 else (bob, alice)
        key = f"key-{number}" if number % 4 else None
        card = store.card(sender, recipient, **PLACES[number % len(PLACES)], send_key=key)
        store.postcards.send(card, Once(sender.user_id, key, "send_postcard", "", NOW))
        _handle(store, number, card)


def _handle(store: Store, number: int, card: PostcardRecord) -> None:
    """Each card ends in another way, as far as the numbers go."""
    card_id, sender_id, recipient_id = card.postcard_id, card.sender.user_id, card.recipient.user_id
    step = {"delivered": [card_id] if number % 5 == 1 else [], "read": [card_id] if number % 5 == 2 else []}
    store.postcards.mark(recipient_id, **step, now=NOW + number)
    if number % 7 == 3:
        store.postcards.archive(card_id, recipient_id, archived=True, now=NOW)
    if number % 6 == 4:
        store.postcards.archive(card_id, sender_id, archived=True, now=NOW)
    if number % 8 == 5:
        store.postcards.delete(card_id, recipient_id, NOW)
    if number % 9 == 6:
        store.postcards.delete(card_id, sender_id, NOW)


def make_file(path: Path, version: int) -> sqlite3.Connection:
    """An empty file as an earlier version made it."""
    connection = sqlite3.connect(path, isolation_level=None)
    for function in (fold, look, email_key):
        connection.create_function(function.__name__, 1, function, deterministic=True)
    connection.create_function(cell.__name__, 2, cell, deterministic=True)
    folder = resources.files("postcardit_backend.embedded").joinpath("migrations")
    steps = sorted((step for step in folder.iterdir() if step.name.endswith(".sql")), key=lambda step: step.name)
    for step in steps[:version]:
        connection.executescript(step.read_text("utf-8"))
    connection.execute(f"PRAGMA user_version = {version}")
    return connection


def take_back(new: Path, old: Path) -> None:
    """Put what a file holds into one of version 6, as far as that has room for it."""
    with closing(make_file(old, 6)) as connection:
        connection.execute("ATTACH ? AS new", (str(new),))
        for table in TABLES:
            columns = ", ".join(row[1] for row in connection.execute(f"PRAGMA main.table_info({table})"))
            connection.execute(f"INSERT INTO main.{table} ({columns}) SELECT {columns} FROM new.{table}")
        connection.execute("UPDATE main.idempotency SET record = json_remove(record, '$.send_key')")


def rows(database: Database, table: str, columns: str = "*") -> list[tuple[object, ...]]:
    return sorted((tuple(row) for row in database.reader().execute(f"SELECT {columns} FROM {table}")), key=repr)


@pytest.fixture(scope="module")
def lives(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the same life in a file of this version and in one of version 6; do not write into it."""
    folder = tmp_path_factory.mktemp("lives")
    opened = Database(folder / "new.db")
    live(sqlite_store(opened))
    opened.close()
    take_back(folder / "new.db", folder / "old.db")
    return folder


def open_copy(original: Path, folder: Path) -> Database:
    return Database(Path(shutil.copy(original, folder)))


@pytest.fixture
def new(lives: Path, tmp_path: Path) -> Iterator[Database]:
    """A file of this version in which people have lived."""
    opened = open_copy(lives / "new.db", tmp_path)
    yield opened
    opened.close()


@pytest.fixture
def migrated(lives: Path, tmp_path: Path) -> Iterator[Database]:
    """The same life, brought here from version 6."""
    opened = open_copy(lives / "old.db", tmp_path)
    yield opened
    opened.close()


@pytest.mark.parametrize("table", KEPT)
def test_a_file_of_version_6_holds_the_rows_of_this_version(table: str, new: Database, migrated: Database) -> None:
    assert rows(migrated, table, KEPT[table]) == rows(new, table, KEPT[table])


def test_a_life_fills_the_tables_that_are_compared(new: Database) -> None:
    filled = {table: len(rows(new, table)) for table in KEPT}

    assert {table for table, number in filled.items() if not number} == {"hidden_boxes"}
    assert {row[5] for row in rows(new, "friendships")} == {"accepted", "gone", "pending", "rejected"}
    kinds = {tuple(row) for row in new.reader().execute("SELECT DISTINCT side, status FROM boxes")}
    assert len(kinds) == 6
    assert {row[1] for row in rows(new, "tallies")} == {"sent", "received", "unread", "country", "city"}


def test_a_file_of_version_6_answers_as_it_did(new: Database, migrated: Database) -> None:
    before, after = sqlite_store(new), sqlite_store(migrated)
    alice, bob = (before.users.by_username(name) for name in ("alice", "bob"))
    assert alice is not None
    assert bob is not None

    for user_id in (alice.user_id, bob.user_id):
        for which in (
            *(PostcardFilter(side, archived=archived) for side in (None, *Side) for archived in (None, True, False)),
            *(PostcardFilter(status=status) for status in ("sent", "delivered", "read")),
            PostcardFilter(unread=True),
            PostcardFilter(archived=None, bbox=(170.0, -20.0, -170.0, -10.0)),
            PostcardFilter(bbox=(12.0, 45.0, 13.0, 46.0)),
        ):
            lists = [store.postcards.list(user_id, which, None, 50) for store in (before, after)]
            assert lists[0] == lists[1]
        assert after.postcards.stats(user_id) == before.postcards.stats(user_id) != StatsRecord(0, 0, 0, 0, 0, 0)
        assert after.friendships.every(user_id) == before.friendships.every(user_id) != []


def test_a_card_of_version_6_goes_on_from_where_it_was(migrated: Database) -> None:
    store = sqlite_store(migrated)
    bob = store.users.by_username("bob")
    assert bob is not None
    unread = store.postcards.list(bob.user_id, PostcardFilter(Side.RECEIVED, unread=True), None, 1)[0]
    before = store.postcards.stats(bob.user_id).unread

    steps = store.postcards.mark(bob.user_id, delivered=[], read=[unread.postcard_id], now=NOW)

    sender_id = unread.sender.user_id
    told = [store.feed.after(user_id, 0, 9)[0].id for user_id in (sender_id, bob.user_id)]
    assert (steps[1], store.postcards.stats(bob.user_id).unread, told) == (1, before - 1, [unread.postcard_id] * 2)


def test_a_migration_that_fails_leaves_the_file_as_it_was(
    new: Database, lives: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(latitude: float | None, longitude: float | None) -> int:
        raise ValueError("no such place")

    broken.__name__ = cell.__name__
    monkeypatch.setattr(database, "cell", broken)
    with pytest.raises(sqlite3.OperationalError):
        open_copy(lives / "old.db", tmp_path)
    monkeypatch.undo()

    again = Database(tmp_path / "old.db")
    try:
        assert rows(again, "boxes") == rows(new, "boxes")
    finally:
        again.close()
