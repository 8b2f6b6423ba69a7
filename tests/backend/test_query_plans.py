"""No statement of the embedded store reads a whole table or sorts: each is answered from an index."""

import re
import sqlite3
from collections.abc import Callable, Iterator
from functools import partial
from itertools import product
from pathlib import Path

import pytest

from postcardit_backend.embedded.database import Database
from postcardit_backend.ports import PostcardFilter, ProfileChange
from postcardit_backend.records import Side, StoredImage, UserRecord
from postcardit_backend.settings import Settings
from postcardit_sdk.contract.problems import EndReason
from tests.backend.stores import NOW, WEEK, Store, refusal, registration, session, sqlite_store, upload

SCAN = re.compile(r"^SCAN (?!j VIRTUAL TABLE|\d+ CONSTANT ROW|CONSTANT ROW)|TEMP B-TREE")
"""Reading json_each and VALUES from end to end is what they are for."""


class Listening(Database):
    """A database that notes every statement that is run on it."""

    def __init__(self, path: Path) -> None:
        self.statements: set[str] = set()
        super().__init__(path)

    def _connect(self) -> sqlite3.Connection:
        connection = super()._connect()
        connection.set_trace_callback(self.statements.add)
        return connection


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Listening]:
    database = Listening(tmp_path / "db")
    yield database
    database.close()


def live(store: Store) -> None:
    """Every verb of every port, in every form that has a statement of its own."""
    alice, bob, eve = (store.user(name, full_name=name) for name in ("alice", "bob", "eve"))
    _sign_in_and_out(store, alice)
    _make_friends(store, alice, bob, eve)
    _write(store, alice, bob)


def _sign_in_and_out(store: Store, alice: UserRecord) -> None:
    store.registrations.open(registration("carol"), NOW)
    store.registrations.renew("carol@example.com", "code", NOW)
    refusal(partial(store.registrations.open, registration("alice", email="x@example.com"), NOW))
    store.sessions.start(session(alice, "one", "first"), "hash")
    for token, now in (("first", NOW), ("first", NOW), ("none", NOW), ("first", NOW + WEEK)):
        refusal(partial(store.sessions.rotate, token, f"after {token}", b"", now=now, settings=Settings()))
    refusal(partial(store.sessions.require_live, "one", NOW))
    store.sessions.live(alice.user_id, NOW)
    store.sessions.every(alice.user_id)
    store.sessions.end(alice.user_id, "one", EndReason.REVOKED, NOW)
    store.sessions.end_by_token(alice.user_id, "first", EndReason.REVOKED, NOW)
    store.sessions.end_all(alice.user_id, EndReason.REVOKED, NOW)
    store.users.by_id("x")
    store.users.by_email("x")
    store.users.by_username("x")
    store.users.update(alice.user_id, ProfileChange({"bio": "x"}), NOW)
    for by in ("username", "name", "email"):
        store.users.search(by, "al", None, 10)
        store.users.search(by, "al", ("al", "id"), 10)


def _make_friends(store: Store, alice: UserRecord, bob: UserRecord, eve: UserRecord) -> None:
    store.befriend(alice, bob)
    store.ask(eve, alice)
    store.answer(store.ask(eve, bob).friendship_id, bob, accept=False)
    refusal(partial(store.ask, eve, bob))
    store.friendships.are_friends(alice.user_id, bob.user_id)
    for after in (None, (NOW, "id")):
        store.friendships.friends(alice.user_id, after, 10)
        for incoming in (True, False):
            store.friendships.requests(alice.user_id, incoming=incoming, after=after, limit=10)
    store.friendships.every(alice.user_id)
    store.idempotency.friendship(store.once(alice.user_id, "request_friend"))
    parted = store.ask(alice, eve)
    store.friendships.remove(parted.friendship_id, eve.user_id, NOW)


def _write(store: Store, alice: UserRecord, bob: UserRecord) -> None:
    one, two = (store.send(alice, bob).postcard_id for _ in range(2))
    store.postcards.mark(bob.user_id, delivered=[one], read=[two], now=NOW)
    store.postcards.archive(one, bob.user_id, archived=True, now=NOW)
    for side, archived, status, unread in product((None, *Side), (True, False), (None, "sent", "read"), (None, True)):
        for after in (None, one):
            store.postcards.list(alice.user_id, PostcardFilter(side, archived, status, unread), after, 10)
    store.postcards.get(one, alice.user_id)
    store.postcards.delete(one, bob.user_id, NOW)
    store.postcards.delete(one, alice.user_id, NOW)
    store.uploads.create(upload(alice, "up"), store.once(alice.user_id, "create_upload"))
    store.uploads.settle("up", image=StoredImage("k", "t", 1, 1, ""), problem=None)
    store.uploads.get("up")
    store.uploads.every(alice.user_id, None, 10)
    store.uploads.owner_has(alice.user_id, "k")
    store.idempotency.upload(store.once(alice.user_id, "create_upload"))
    store.idempotency.postcard(store.once(alice.user_id, "send_postcard"))


def plans(database: Listening, statements: set[str]) -> dict[str, list[str]]:
    """How SQLite would run each statement that reads."""
    reading = [one for one in statements if re.match(r"SELECT|UPDATE|DELETE|INSERT", one)]
    connection = sqlite3.connect(database._path)  # pyright: ignore[reportPrivateUsage]  # the same file, unheard
    found = {one: [row[3] for row in connection.execute(f"EXPLAIN QUERY PLAN {one}")] for one in reading}
    connection.close()
    return found


def test_every_statement_is_answered_from_an_index(database: Listening) -> None:
    database.statements.clear()
    live(sqlite_store(database))

    found = plans(database, set(database.statements))

    assert len(found) > 80
    assert {one: plan for one, plan in found.items() if any(SCAN.search(step) for step in plan)} == {}


@pytest.mark.parametrize(
    "statement",
    [
        "SELECT * FROM users WHERE bio = 'x'",
        "SELECT * FROM sessions WHERE user_id = 'x' ORDER BY created_at",
        "DELETE FROM mailbox WHERE subject = 'x'",
    ],
)
def test_a_statement_without_an_index_would_be_found(statement: str, database: Listening) -> None:
    (plan,) = plans(database, {statement}).values()

    assert any(SCAN.search(step) for step in plan), plan


def test_the_walk_leaves_no_verb_out(database: Listening, monkeypatch: pytest.MonkeyPatch) -> None:
    store = sqlite_store(database)
    ports = [store.registrations, store.users, store.sessions, store.friendships]
    ports += [store.postcards, store.uploads, store.idempotency]
    called: set[str] = set()

    def noting(name: str, verb: Callable[..., object]) -> Callable[..., object]:
        def note(*args: object, **kwargs: object) -> object:
            called.add(name)
            return verb(*args, **kwargs)

        return note

    verbs = [(port, verb) for port in ports for verb in dir(port) if not verb.startswith("_")]
    for port, verb in verbs:
        monkeypatch.setattr(port, verb, noting(f"{type(port).__name__}.{verb}", getattr(port, verb)))
    live(store)

    assert {f"{type(port).__name__}.{verb}" for port, verb in verbs} == called
