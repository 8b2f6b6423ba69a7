"""No statement of the embedded store reads a whole table or sorts: each is answered from an index."""

import re
import sqlite3
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from itertools import product
from pathlib import Path

import pytest

from postcardit_backend.answers import found
from postcardit_backend.embedded.arrivals import FileArrivals
from postcardit_backend.embedded.blobs import FileBlobs
from postcardit_backend.embedded.database import Database
from postcardit_backend.embedded.erasure import SqliteErasure
from postcardit_backend.embedded.exports import FileExports
from postcardit_backend.embedded.links import Links
from postcardit_backend.embedded.push import SqliteDevices, SqlitePush
from postcardit_backend.ports import PostcardFilter, ProfileChange, Turn
from postcardit_backend.records import PushRecord, Side, StatsRecord, StoredImage, UserRecord
from postcardit_backend.settings import Settings
from postcardit_sdk.contract.problems import EndReason
from tests.backend.stores import NOW, WEEK, Store, number_id, refusal, registration, session, sqlite_store, upload
from tests.backend.world import Settled, ids

MADE = r"j VIRTUAL TABLE|\d+ CONSTANT ROW|CONSTANT ROW"
TO_DO = r"condemned_files$|\w+ USING (COVERING )?INDEX (feeds_long|uploads_processing)$"
SCAN = re.compile(rf"^SCAN (?!{MADE}|{TO_DO})")
"""Reading json_each and VALUES from end to end is what they are for; so it is for what holds only things to do."""
WHOLE_BOX = re.compile(r"^SEARCH (b|boxes|hidden_boxes) USING .*\((user|other)_id=\?( AND (side|archived)=\?)*\)")
OF_THE_ERASED = re.compile(r"^DELETE FROM (hidden_)?boxes WHERE user_id = '[^']*'$")
"""Only who is erased has all of their box read."""
SORT = "USE TEMP B-TREE"
BY_PLACE = "INDEXED BY boxes_place"
"""What lies in a rectangle of the map has no order in time: what is found there is sorted."""


class Listening(Database):
    """A database that notes every statement that is run on it."""

    def __init__(self, path: Path) -> None:
        self.statements: list[str] = []
        super().__init__(path)

    def _connect(self) -> sqlite3.Connection:
        connection = super()._connect()
        connection.set_trace_callback(self.statements.append)
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
    _list(store, alice)
    _block(store, alice, bob, eve)
    _look_back(store, alice)


def _sign_in_and_out(store: Store, alice: UserRecord) -> None:
    store.registrations.open(registration("carol"), NOW)
    store.registrations.renew("carol@example.com", "code", NOW)
    store.registrations.waiting("carol@example.com")
    refusal(partial(store.registrations.open, registration("alice", email="x@example.com"), NOW))
    store.sessions.start(session(alice, "one", "first"), "hash")
    for token, now in (("first", NOW), ("first", NOW), ("none", NOW), ("first", NOW + WEEK)):
        refusal(partial(store.sessions.rotate, token, f"after {token}", b"", now=now, settings=Settings()))
    refusal(partial(store.sessions.require_live, "one", NOW))
    store.sessions.live(alice.user_id, NOW)
    store.sessions.ended_among(["one"], NOW)
    store.sessions.every(alice.user_id)
    store.sessions.end(alice.user_id, "one", EndReason.REVOKED, NOW)
    store.sessions.end_by_token(alice.user_id, "first", EndReason.REVOKED, NOW)
    store.sessions.end_all(alice.user_id, EndReason.REVOKED, NOW)
    store.users.by_id("x")
    store.users.by_email("x")
    store.users.by_username("x")
    store.users.update(alice.user_id, ProfileChange({"bio": "x"}), NOW)
    for by in ("username", "name", "email"):
        store.users.search(by, "al", None, 10, searcher_id=alice.user_id)
        store.users.search(by, "al", ("al", "id"), 10, searcher_id=alice.user_id)
    store.users.many([alice.user_id])


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
    for place in (None, "id"):
        store.friendships.page(alice.user_id, place, 10)
    store.friendships.every(alice.user_id)
    store.friendships.many(alice.user_id, ["id"])
    store.idempotency.friendship(store.once(alice.user_id, "request_friend"))
    parted = store.ask(alice, eve)
    store.friendships.remove(parted.friendship_id, eve.user_id, NOW)


def _write(store: Store, alice: UserRecord, bob: UserRecord) -> None:
    place = {"latitude": 45.0, "longitude": 12.0, "city": "Venezia", "country": "Italia"}
    one, two = (store.send(alice, bob, **place).postcard_id for _ in range(2))
    store.postcards.mark(bob.user_id, delivered=[one], read=[two], now=NOW)
    for archived in (True, False):
        store.postcards.archive(one, bob.user_id, archived=archived, now=NOW)
    store.postcards.get(one, alice.user_id)
    store.postcards.many(alice.user_id, [one, two])
    store.postcards.stats(alice.user_id)
    store.postcards.delete(one, bob.user_id, NOW)
    store.postcards.delete(one, alice.user_id, NOW)
    for _ in range(2):
        store.uploads.create(upload(alice, "up"), store.once(alice.user_id, "create_upload"))
    store.uploads.settle("up", image=StoredImage("k", "t", 1, 1, ""), problem=None)
    store.uploads.get("up")
    store.uploads.every(alice.user_id, None, 10)
    store.uploads.owner_has(alice.user_id, "k", "postcard")
    store.uploads.condemn(("x",))
    shown = store.send(alice, bob, image=StoredImage("k", "t", 1, 1, "")).postcard_id
    store.postcards.delete(shown, alice.user_id, NOW)
    for picture in ("k", None):
        store.users.update(alice.user_id, ProfileChange({"picture_key": picture}), NOW)
    store.uploads.remove("up", alice.user_id)
    store.idempotency.upload(store.once(alice.user_id, "create_upload"))
    store.idempotency.postcard(store.once(alice.user_id, "send_postcard"))


def _list(store: Store, alice: UserRecord) -> None:
    forms = product((None, *Side), (None, True, False), (None, "sent", "read"), (None, True), (None, (1, 44, 13, 46)))
    for side, archived, status, unread, bbox in forms:
        for after in (None, number_id(0)):
            which = PostcardFilter(side, archived, status, unread, sent_from=1, sent_to=NOW, bbox=bbox)
            store.postcards.list(alice.user_id, which, after, 10)
            store.postcards.list(alice.user_id, replace(which, sent_from=None, sent_to=None), after, 10)


def _block(store: Store, alice: UserRecord, bob: UserRecord, eve: UserRecord) -> None:
    for other in (bob, eve):
        store.friendships.block(store.new_id(), alice.user_id, other.user_id, NOW)
    for after in (None, (NOW, "id")):
        store.friendships.blocked(alice.user_id, after, 10)
    store.friendships.hides(alice.user_id, bob.user_id)
    store.friendships.hiders([alice.user_id], bob.user_id)
    store.friendships.unblock(alice.user_id, bob.user_id, NOW)


def _look_back(store: Store, alice: UserRecord) -> None:
    store.feed.head(alice.user_id)
    store.feed.heads([alice.user_id])
    store.feed.after(alice.user_id, 0, 10)
    for number in range(101):
        store.users.update(alice.user_id, ProfileChange({"bio": f"{number}"}), NOW)
    store.feed.compact(NOW + 1, 0)
    store.feed.wait(0)


def go(store: Store, database: Database, folder: Path) -> None:
    """Devices and their news, and the end of an account."""
    devices, push = SqliteDevices(database), SqlitePush(database)
    dora, dave = (store.user(name) for name in ("dora", "dave"))
    store.befriend(dora, dave)
    store.send(dora, dave)
    store.send(dave, dora)
    devices.register(dora.user_id, "token", "ios", NOW)
    devices.remove(dora.user_id, "token")
    push.send(PushRecord(dave.user_id, "title", "body", "postcard.received", "id", NOW))
    push.read("dave")
    push.forget(NOW + 1)
    blobs = FileBlobs(folder / "blobs", b"links", Settings())
    arrivals = FileArrivals(database, folder / "arrivals")
    exports = FileExports(database, folder / "exports", Links(b"links"))
    erasure = SqliteErasure(database, blobs, exports, arrivals)
    _arrive(store, arrivals, dave)
    erasure.erase(dora.user_id, "hash", NOW)
    erasure.sweep(NOW + WEEK)


def _arrive(store: Store, arrivals: FileArrivals, dave: UserRecord) -> None:
    """The bytes of an upload come, and it is given up."""
    store.uploads.create(upload(dave, "arriving"), store.once(dave.user_id, "create_upload"))
    arrivals.complete(_sent(arrivals, "arriving"))
    assert arrivals.waiting() == ["arriving"]
    with arrivals.developing("arriving"):
        arrivals.reopen("arriving", keep=True)


def _sent(arrivals: FileArrivals, upload_id: str) -> Turn:
    turn = arrivals.begin(upload_id, 100, None)
    arrivals.append(turn, bytes(100))
    return turn


def plans(database: Listening, statements: set[str]) -> dict[str, list[str]]:
    """How SQLite would run each statement that reads."""
    reading = [one for one in statements if re.match(r"SELECT|UPDATE|DELETE|INSERT", one)]
    connection = sqlite3.connect(database._path)  # pyright: ignore[reportPrivateUsage]  # the same file, unheard
    steps = {one: [row[3] for row in connection.execute(f"EXPLAIN QUERY PLAN {one}")] for one in reading}
    connection.close()
    return steps


def walks(statement: str, plan: list[str]) -> list[str]:
    """The steps of a plan that read a whole table or a whole box, or sort. A statement may read what it has made."""
    made = [f"SCAN {step.split()[1]}" for step in plan if step.startswith(("MATERIALIZE", "CO-ROUTINE"))]
    steps = [step for step in plan if SCAN.search(step) or (SORT in step and BY_PLACE not in statement)]
    steps += [step for step in plan if WHOLE_BOX.search(step) and not OF_THE_ERASED.search(statement)]
    for step in made:
        steps.remove(step)  # each is read once: another of the name is a table
    return steps


def test_every_statement_is_answered_from_an_index(database: Listening, tmp_path: Path) -> None:
    database.statements.clear()
    store = sqlite_store(database)
    live(store)
    go(store, database, tmp_path)

    seen = plans(database, {*database.statements})

    assert len(seen) > 300
    assert {one: plan for one, plan in seen.items() if walks(one, plan)} == {}


@pytest.mark.parametrize(
    "statement",
    [
        "SELECT * FROM users WHERE bio = 'x'",
        "SELECT * FROM sessions WHERE user_id = 'x' ORDER BY created_at",
        "DELETE FROM mailbox WHERE subject = 'x'",
        "SELECT * FROM boxes b WHERE user_id = 'x' AND archived = 0 AND status = 'sent'",
        "DELETE FROM boxes WHERE user_id = 'x' AND cell IS NULL",
    ],
)
def test_a_statement_without_an_index_would_be_found(statement: str, database: Listening) -> None:
    (plan,) = plans(database, {statement}).values()

    assert walks(statement, plan), plan


def test_the_walk_leaves_no_verb_out(database: Listening, monkeypatch: pytest.MonkeyPatch) -> None:
    store = sqlite_store(database)
    ports = [store.registrations, store.users, store.sessions, store.friendships]
    ports += [store.postcards, store.uploads, store.idempotency, store.feed]
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


BETWEEN = "postcard_id>? AND postcard_id<?"


@pytest.mark.parametrize(
    ("which", "ranges"),
    [
        (PostcardFilter(), f"INDEX boxes_both (user_id=? AND archived=? AND {BETWEEN})"),
        (PostcardFilter(archived=None), f"PRIMARY KEY (user_id=? AND {BETWEEN})"),
        (PostcardFilter(sent_from=NOW, sent_to=NOW), f"INDEX boxes_both (user_id=? AND archived=? AND {BETWEEN})"),
        (PostcardFilter(Side.SENT), f"INDEX boxes_one (user_id=? AND side=? AND archived=? AND {BETWEEN})"),
        (PostcardFilter(Side.SENT, None), f"INDEX boxes_one (user_id=? AND side=? AND archived=? AND {BETWEEN})"),
        (
            PostcardFilter(unread=True),
            f"INDEX boxes_status (user_id=? AND side=? AND archived=? AND status=? AND {BETWEEN})",
        ),
        (
            PostcardFilter(archived=None, status="read"),
            f"INDEX boxes_status (user_id=? AND side=? AND archived=? AND status=? AND {BETWEEN})",
        ),
        (PostcardFilter(bbox=(1, 1, 2, 2)), "INDEX boxes_place (user_id=? AND archived=? AND cell>? AND cell<?)"),
    ],
    ids=["plain", "archived too", "time", "side", "side, archived too", "unread", "read", "place"],
)
def test_a_list_walks_no_more_of_a_box_than_it_gives(which: PostcardFilter, ranges: str, database: Listening) -> None:
    sqlite_store(database).postcards.list("user", which, None, 10)

    (plan,) = plans(database, {database.statements[-1]}).values()

    searches = [step.replace("COVERING ", "") for step in plan if step.startswith("SEARCH b")]
    assert {*searches} == {f"SEARCH b USING {ranges}"}


@pytest.fixture
def heard(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Every statement that any database runs from now on."""
    statements: list[str] = []
    connect = Database._connect  # pyright: ignore[reportPrivateUsage]  # to listen to whatever it opens

    def listening(database: Database) -> sqlite3.Connection:
        connection = connect(database)
        connection.set_trace_callback(statements.append)
        return connection

    monkeypatch.setattr(Database, "_connect", listening)
    return statements


@pytest.mark.parametrize("query", ["", "&unread=true", "&box=received&status=sent", "&bbox=12,45,13,46"])
def test_a_list_of_a_hundred_cards_takes_as_many_statements_as_one_of_one(
    query: str, heard: list[str], settled: Settled, tmp_path: Path
) -> None:
    with settled.open_copy(tmp_path / "data") as world:
        store = sqlite_store(world.embedded.database)
        alice, bob = (found(store.users.by_username(name)) for name in ("alice", "bob"))
        store.befriend(alice, bob)
        for _ in range(101):
            store.send(alice, bob, latitude=45.4, longitude=12.3)
        counts: list[tuple[int, int]] = []
        for limit in (1, 1, 100):
            heard.clear()
            counts.append((len(ids(world.bob.get(f"/postcards?limit={limit}{query}"))), len(heard)))

    (_, _), (one, statements), (hundred, more) = counts
    assert (one, hundred) == (1, 100)
    assert 0 < statements == more <= 4


def besides_the_feed(database: Listening, act: Callable[[], object]) -> int:
    """How many statements an act takes, without those that tell of each card."""
    database.statements.clear()
    act()
    return sum("feed" not in statement for statement in database.statements)


def test_receipts_of_a_hundred_cards_take_as_many_statements_as_those_of_one(database: Listening) -> None:
    store = sqlite_store(database)
    alice, bob = store.user("alice"), store.user("bob")
    store.befriend(alice, bob)
    one, two, *many = (store.send(alice, bob).postcard_id for _ in range(202))

    mark = partial(store.postcards.mark, bob.user_id, now=NOW)
    few = besides_the_feed(database, partial(mark, delivered=[one], read=[two]))
    all_ = besides_the_feed(database, partial(mark, delivered=many[:100], read=many[100:]))

    assert few == all_ > 0
    read = store.postcards.list(bob.user_id, PostcardFilter(status="read"), None, 300)
    assert len(read) == 101


def test_a_block_moves_a_hundred_cards_with_as_many_statements_as_one(database: Listening) -> None:
    store = sqlite_store(database)
    alice, bob, eve = (store.user(name) for name in ("alice", "bob", "eve"))
    for other, cards in ((bob, 1), (eve, 100)):
        store.befriend(alice, other)
        for _ in range(cards):
            store.send(alice, other)
            store.send(other, alice)

    def moving(other: UserRecord) -> list[int]:
        block = partial(store.friendships.block, store.new_id(), other.user_id, alice.user_id, NOW)
        unblock = partial(store.friendships.unblock, other.user_id, alice.user_id, NOW)
        return [besides_the_feed(database, block), besides_the_feed(database, unblock)]

    assert moving(bob) == moving(eve)
    assert store.postcards.stats(alice.user_id) == StatsRecord(101, 101, 101, 0, 0, 0)
