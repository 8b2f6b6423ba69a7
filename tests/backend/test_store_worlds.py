"""A world that is written in bulk leaves what the same steps leave one by one, in every table."""

import shutil
import sqlite3
from collections.abc import Callable, Generator, Iterator
from contextlib import ExitStack, closing, contextmanager, suppress
from dataclasses import dataclass, field, replace
from itertools import chain, count, permutations
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from postcardit_backend.embedded.arrivals import FileArrivals
from postcardit_backend.embedded.database import Database
from postcardit_backend.embedded.erasure import SqliteErasure
from postcardit_backend.embedded.exports import FileExports
from postcardit_backend.embedded.links import Links
from postcardit_backend.embedded.worlds import SqliteWorlds
from postcardit_backend.ports import Once, PostcardFilter, ProfileChange
from postcardit_backend.ports.worlds import WorldPhoto
from postcardit_backend.records import Person, PostcardRecord, RegistrationRecord, StoredImage, UploadRecord
from postcardit_backend.refusal import Refused
from postcardit_backend.settings import Settings
from postcardit_sdk.contract.lab.worlds import (
    AnswerStep,
    ArchiveStep,
    AskStep,
    BlockStep,
    Destroyed,
    EraseStep,
    LoadWorld,
    ReceiptStep,
    SendStep,
    UserStep,
    WorldCounts,
    WorldState,
    WorldStep,
)
from postcardit_sdk.contract.postcards import Location
from postcardit_sdk.contract.problems import Code

from .stores import DAY, NOW, WEEK, EveryBlob, Store, number_id, sqlite_store

SETTINGS = Settings()
PASSWORD = "correct horse"
PHOTOS = {
    "a" * 64: StoredImage("a.jpg", "b.jpg", 640, 480, "hash", 5000),
    "c" * 64: StoredImage("c.jpg", "d.jpg", 9, 8, "x", 60),
}
PLACES = [
    None,
    Location(latitude=45.4, longitude=12.3, city="Venezia", country="Italia"),
    Location(city="VENEZIA ", country="Itália"),
    Location(country="Italia"),
]
APART = {"worlds", "world_things", "world_photos", "secrets", "sqlite_schema"}
"""Tables that only a bulk load writes, and those that differ by chance."""


@dataclass
class Script:
    """Steps that make sense, made of numbers that hypothesis draws."""

    steps: list[WorldStep] = field(default_factory=list[WorldStep])
    users: list[str] = field(default_factory=list[str])
    erased: set[str] = field(default_factory=set[str])
    numbers: Iterator[int] = field(default_factory=lambda: count(1))
    now: int = NOW

    def add(self, kind: str, one: int, other: int, pick: int) -> None:
        self.now += 1 + pick
        getattr(self, f"_{kind}")(one, other, pick)

    def _user(self, one: int, other: int, pick: int) -> None:
        user_id = number_id(next(self.numbers))
        bio = "Ciao" if pick % 2 else None
        name = f"user{len(self.users)}"
        self.steps.append(
            UserStep(
                at=self.now, user_id=user_id, username=name, email=f"{name}@example.com", password=PASSWORD,
                full_name=f"User {one}" if one % 2 else None, bio=bio, findable_by_email=other % 2 == 1,
            )
        )  # fmt: skip
        self.now += 1
        self.users.append(user_id)

    def _ask(self, one: int, other: int, pick: int) -> None:
        del pick
        a, b = self._two(one, other)
        if a != b:
            made = number_id(next(self.numbers))
            self.steps.append(AskStep(at=self.now, friendship_id=made, requester_id=a, addressee_id=b))

    def _answer(self, one: int, other: int, pick: int) -> None:
        asked = [step.friendship_id for step in self.steps if isinstance(step, AskStep)]
        if asked:
            at = asked[(one * 7 + other) % len(asked)]
            self.steps.append(AnswerStep(at=self.now, friendship_id=at, accept=pick % 4 != 0))

    def _send(self, one: int, other: int, pick: int) -> None:
        a, b = self._two(one, other)
        photo = [None, *PHOTOS][pick % 3]
        self.steps.append(
            SendStep(
                at=self.now, postcard_id=number_id(next(self.numbers)), sender_id=a, recipient_id=b, message="Ciao",
                location=PLACES[pick % 4], photo=photo, upload_id=number_id(next(self.numbers)) if photo else None,
            )
        )  # fmt: skip

    def _receipt(self, one: int, other: int, pick: int) -> None:
        if card := self._card(one * 11 + other):
            status = "read" if pick % 2 else "delivered"
            self.steps.append(ReceiptStep(at=self.now, postcard_id=card.postcard_id, status=status))

    def _archive(self, one: int, other: int, pick: int) -> None:
        if card := self._card(one * 5 + other):
            user_id = card.recipient_id if pick % 2 else card.sender_id
            self.steps.append(ArchiveStep(at=self.now, postcard_id=card.postcard_id, user_id=user_id))

    def _block(self, one: int, other: int, pick: int) -> None:
        a, b = self._two(one, other)
        if a != b and pick % 3 == 0:
            made = number_id(next(self.numbers))
            self.steps.append(BlockStep(at=self.now, friendship_id=made, user_id=a, other_id=b))

    def _erase(self, one: int, other: int, pick: int) -> None:
        if pick % 5 == 0:
            self.steps.append(EraseStep(at=self.now, user_id=self._two(one, other)[0]))

    def _card(self, pick: int) -> SendStep | None:
        sent = [step for step in self.steps if isinstance(step, SendStep)]
        return sent[pick % len(sent)] if sent else None

    def _two(self, one: int, other: int) -> tuple[str, str]:
        return self.users[one % len(self.users)], self.users[other % len(self.users)]


@dataclass
class OneByOne:
    """Takes steps as requests would: a verb of a port for each."""

    store: Store
    erasure: SqliteErasure
    photos: set[tuple[str, str]] = field(default_factory=set[tuple[str, str]])

    def take(self, step: WorldStep) -> None:
        match step:
            case UserStep():
                self._user(step)
            case AskStep():
                once = Once(step.requester_id, None, "request_friend", "", 0)
                people = step.friendship_id, step.requester_id, step.addressee_id
                self.store.friendships.request(*people, once=once, now=step.at)
            case AnswerStep():
                self._answer(step)
            case SendStep():
                self._send(step)
            case ReceiptStep():
                self._confirm(step)
            case ArchiveStep():
                with suppress(Refused):
                    self.store.postcards.archive(step.postcard_id, step.user_id, archived=True, now=step.at)
            case BlockStep():
                self.store.friendships.block(step.friendship_id, step.user_id, step.other_id, step.at)
            case EraseStep():
                user = self.store.users.by_id(step.user_id)
                assert user is not None
                if user.is_active:
                    self.erasure.erase(step.user_id, user.password_hash, step.at)

    def _user(self, step: UserStep) -> None:
        registration = RegistrationRecord(step.email, step.username, step.full_name, "hash", "code", step.at + 1)
        self.store.registrations.open(registration, step.at)
        self.store.registrations.confirm(step.email, "code", step.user_id, step.at, 5)
        if step.bio is not None or step.findable_by_email:
            fields: dict[str, Any] = {"bio": step.bio, "findable_by_email": step.findable_by_email}
            self.store.users.update(step.user_id, ProfileChange(fields), step.at + 1)

    def _answer(self, step: AnswerStep) -> None:
        friendships = self.store.friendships
        for user_id in self._ends(step.friendship_id):
            with suppress(Refused):
                friendships.answer(step.friendship_id, user_id, accept=step.accept, now=step.at, cooldown_ms=WEEK)

    def _ends(self, friendship_id: str) -> list[str]:
        rows = self.erasure._database.reader().execute(  # pyright: ignore[reportPrivateUsage] - a test looks behind
            "SELECT addressee_id FROM friendships WHERE friendship_id = ? AND status = 'pending'", (friendship_id,)
        )
        ends = [user_id for (user_id,) in rows]
        if not ends:
            raise Refused(Code.FRIENDSHIP_ANSWERED)
        return ends

    def _send(self, step: SendStep) -> None:
        image = None if step.photo is None else PHOTOS[step.photo]
        sender, recipient = self.store.users.by_id(step.sender_id), self.store.users.by_id(step.recipient_id)
        assert sender is not None
        assert recipient is not None
        if not self.store.friendships.are_friends(sender.user_id, recipient.user_id):
            raise Refused(Code.NOT_FRIENDS)
        if image is not None and step.upload_id is not None and step.photo is not None:
            self._upload(step, step.upload_id, step.photo, image)
        place = step.location or Location()
        card = PostcardRecord(
            step.postcard_id, _person(sender), _person(recipient), step.message, step.font.value, step.stamp_id, image,
            place.latitude, place.longitude, place.address, place.city, place.country, step.at, None, None, step.at,
        )  # fmt: skip
        self.store.postcards.send(card, Once(sender.user_id, None, "send_postcard", "", 0))

    def _upload(self, step: SendStep, upload_id: str, sha256: str, image: StoredImage) -> None:
        have = [one for one in self.store.uploads.every(step.sender_id, None, 100) if one.sha256 == sha256]
        if not have:
            record = UploadRecord(
                upload_id, step.sender_id, "postcard", "image/jpeg", 100, sha256, "pending", None, None,
                step.at, step.at + DAY,
            )  # fmt: skip
            self.store.uploads.create(record, Once(step.sender_id, None, "create_upload", "", 0))
            self.store.uploads.settle(upload_id, image=image, problem=None)

    def _confirm(self, step: ReceiptStep) -> None:
        reader = self.erasure._database.reader()  # pyright: ignore[reportPrivateUsage] - a test looks behind
        query = "SELECT recipient_id FROM postcards WHERE postcard_id = ?"
        row = reader.execute(query, (step.postcard_id,)).fetchone()
        if row is None:
            raise Refused(Code.NOT_FOUND)
        cards = {"delivered": [step.postcard_id], "read": []}
        if step.status == "read":
            cards = {"delivered": [], "read": [step.postcard_id]}
        self.store.postcards.mark(row[0], **cards, now=step.at)


def _person(user: Any) -> Person:
    return Person(user.user_id, user.username, user.full_name, user.picture_key)


def contents(path: Path) -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every table."""
    with closing(sqlite3.connect(path)) as connection:
        tables = [name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        return {
            name: sorted(connection.execute(f"SELECT * FROM {name}").fetchall(), key=repr)
            for name in tables
            if name not in APART
        }


@contextmanager
def opened(path: Path) -> Generator[Database]:
    database = Database(path)
    try:
        yield database
    finally:
        database.close()


def batch(steps: list[WorldStep], *, first: int = 0, total: int | None = None, digest: str = "f" * 64) -> LoadWorld:
    whole = len(steps) + first if total is None else total
    return LoadWorld(world="w", digest=digest, anchor=NOW, total=whole, first=first, steps=steps)


def worlds_in(database: Database) -> SqliteWorlds:
    worlds = SqliteWorlds(database, SETTINGS, EveryBlob())
    for sha256, image in PHOTOS.items():
        assert worlds.keep_photo("w", WorldPhoto(sha256, "image/jpeg", 100, image))
    return worlds


def erasure_in(database: Database, folder: Path) -> SqliteErasure:
    exports = FileExports(database, folder / "exports", Links(b"secret"))
    return SqliteErasure(database, EveryBlob(), exports, FileArrivals(database, folder / "arrivals"))


KINDS = ["user", "ask", "answer", "answer", "send", "send", "receipt", "receipt", "archive", "block", "erase"]
NUMBER = st.integers(0, 9)
Move = tuple[str, int, int, int]
Contents = dict[str, list[tuple[Any, ...]]]


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file of the newest version: making one anew for each example would take most of the time."""
    path = tmp_path_factory.mktemp("empty") / "empty.db"
    Database(path).close()
    return path


def begun() -> Script:
    """Four people, each a friend of the next, so that cards can go between them at once; two others were rejected, and
    the last two have not answered."""
    script = Script()
    for number in range(4):
        script.add("user", number, number, number)
    for number in range(4):
        script.add("ask", number, number + 1, 0)
        asked = script.steps[-1]
        assert isinstance(asked, AskStep)
        script.now += 1
        script.steps.append(AnswerStep(at=script.now, friendship_id=asked.friendship_id, accept=True))
    script.add("ask", 0, 2, 0)
    script.add("ask", 1, 3, 0)
    refused = script.steps[-2]
    assert isinstance(refused, AskStep)
    script.now += 1
    script.steps.append(AnswerStep(at=script.now, friendship_id=refused.friendship_id, accept=False))
    return script


def both_ways(steps: list[WorldStep], size: int, empty: Path) -> tuple[Contents, Contents]:
    """What is left by the steps that can be taken: in bulk, `size` of them in a batch, and one by one."""
    with TemporaryDirectory() as name, ExitStack() as stack:
        slow_file, fast_file = Path(name) / "slow.db", Path(name) / "fast.db"
        slow, fast = (stack.enter_context(opened(Path(shutil.copy(empty, path)))) for path in (slow_file, fast_file))
        one_by_one, taken = OneByOne(sqlite_store(slow), erasure_in(slow, Path(name))), list[WorldStep]()
        for step in steps:
            with suppress(Refused):
                one_by_one.take(step)
                taken.append(step)
        worlds = worlds_in(fast)
        for first in range(0, len(taken), size):
            worlds.load(batch(taken[first : first + size], first=first, total=len(taken)), {PASSWORD: "hash"})
        return contents(fast_file), contents(slow_file)


@settings(max_examples=30)
@given(
    st.lists(st.tuples(st.sampled_from(KINDS), NUMBER, NUMBER, NUMBER), min_size=20, max_size=50), st.integers(1, 30)
)
def test_a_world_in_bulk_is_a_world_one_by_one(empty: Path, moves: list[Move], size: int) -> None:
    script = begun()
    for move in moves:
        script.add(*move)

    bulk, single = both_ways(script.steps, size, empty)

    assert bulk == single


@pytest.mark.parametrize("size", [1, 3, 1000])
def test_whatever_happens_to_a_card_in_whatever_order(empty: Path, size: int) -> None:
    script = begun()
    for number, order in enumerate(chain.from_iterable(permutations(FATES, length) for length in (1, 2, 3, 4))):
        card_id = number_id(1000 + number)
        a, b = number_id(1), number_id(2)
        sent = SendStep(at=script.now + 1, postcard_id=card_id, sender_id=a, recipient_id=b, message="Ciao")
        script.steps.append(sent)
        script.steps += [fate(script.now + 2 + later, card_id) for later, fate in enumerate(order)]
        script.now += 10

    bulk, single = both_ways(script.steps, size, empty)

    assert bulk == single


FATES: list[Callable[[int, str], WorldStep]] = [
    lambda at, card_id: ReceiptStep(at=at, postcard_id=card_id, status="delivered"),
    lambda at, card_id: ReceiptStep(at=at, postcard_id=card_id, status="read"),
    lambda at, card_id: ArchiveStep(at=at, postcard_id=card_id, user_id=number_id(1)),
    lambda at, card_id: ArchiveStep(at=at, postcard_id=card_id, user_id=number_id(2)),
]


@pytest.fixture
def worlds(tmp_path: Path) -> Iterator[SqliteWorlds]:
    with opened(tmp_path / "one.db") as database:
        yield worlds_in(database)


def load(worlds: SqliteWorlds, steps: list[WorldStep], **more: Any) -> WorldState:
    return worlds.load(batch(steps, **more), {PASSWORD: "hash"})


def others_in(database: Database) -> Store:
    """People beside the world, whose ids are none of its."""
    return replace(sqlite_store(database), numbers=count(1000))


def card(number: int, sender: int, recipient: int) -> SendStep:
    return SendStep(
        at=NOW + number, postcard_id=number_id(100 + number), sender_id=number_id(sender),
        recipient_id=number_id(recipient), message="Ciao",
    )  # fmt: skip


def test_a_batch_that_was_taken_is_passed_over(worlds: SqliteWorlds) -> None:
    steps = begun().steps
    load(worlds, steps)

    state = load(worlds, steps)

    assert (state.done, state.total, worlds.counts("w")) == (
        15,
        15,
        WorldCounts(users=4, accepted=4, rejected=1, pending=1),
    )


def test_a_load_that_was_cut_short_goes_on_where_it_was(worlds: SqliteWorlds) -> None:
    steps = begun().steps
    load(worlds, steps[:5], total=15)

    load(worlds, steps[3:], first=3, total=15)

    assert worlds.counts("w") == WorldCounts(users=4, accepted=4, rejected=1, pending=1)


def test_a_batch_that_is_refused_leaves_nothing(worlds: SqliteWorlds) -> None:
    steps = begun().steps

    with pytest.raises(Refused) as refused:
        load(worlds, [*steps, card(1, 1, 3)])

    assert (refused.value.code, worlds.every()) == (Code.NOT_FRIENDS, [])


def test_another_world_of_the_same_name_is_refused(worlds: SqliteWorlds) -> None:
    load(worlds, begun().steps)

    with pytest.raises(Refused) as refused:
        load(worlds, begun().steps, digest="e" * 64)

    assert refused.value.code is Code.PRECONDITION_FAILED


def test_a_batch_that_leaves_steps_out_is_refused(worlds: SqliteWorlds) -> None:
    steps = begun().steps
    load(worlds, steps[:2], total=15)

    with pytest.raises(Refused, match="number 2"):
        load(worlds, steps[5:], first=5, total=15)


def test_a_name_that_somebody_has_is_refused_by_name(worlds: SqliteWorlds) -> None:
    steps = begun().steps
    load(worlds, steps)

    with pytest.raises(Refused, match="user0"):
        worlds.load(batch(steps).model_copy(update={"world": "other"}), {PASSWORD: "hash"})


def test_a_card_that_was_withdrawn_is_not_counted(tmp_path: Path) -> None:
    with opened(tmp_path / "one.db") as database:
        worlds, store = worlds_in(database), sqlite_store(database)
        load(worlds, [*begun().steps, card(1, 1, 2), card(2, 1, 2)])
        store.postcards.delete(number_id(101), number_id(1), NOW + 10)

        assert worlds.counts("w").postcards == 1


def test_destroying_a_world_leaves_the_file_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / "one.db"
    with opened(path) as database:
        worlds, store = worlds_in(database), others_in(database)
        dora, emil = store.user("dora"), store.user("emil")
        store.befriend(dora, emil)
        store.send(dora, emil)
        before = contents(path)
        load(worlds, [*begun().steps, card(1, 1, 2), card(2, 2, 1)])

        destroyed = worlds.destroy("w", NOW + 1000)

        assert (destroyed, worlds.every()) == (Destroyed(users=4, tombstones=0), [])
        assert contents(path) == {**before, "condemned_files": [(key,) for key in ("a.jpg", "b.jpg", "c.jpg", "d.jpg")]}


def test_what_outsiders_sent_into_a_world_stays_theirs(tmp_path: Path) -> None:
    with opened(tmp_path / "one.db") as database:
        worlds, store = worlds_in(database), others_in(database)
        load(worlds, begun().steps)
        dora, member = store.user("dora"), store.users.by_username("user0")
        assert member is not None
        store.befriend(dora, member)
        sent, received = store.send(dora, member), store.send(member, dora)

        destroyed = worlds.destroy("w", NOW + 1000)

        assert destroyed == Destroyed(users=3, tombstones=1)
        assert store.again(dora).friends_count == 0
        assert [one.postcard_id for one in store.postcards.list(dora.user_id, PostcardFilter(), None, 10)] == [
            sent.postcard_id
        ]
        assert store.postcards.get(received.postcard_id, dora.user_id) is None
        assert store.again(member).is_active is False


def test_nobody_destroys_what_is_not_there(worlds: SqliteWorlds) -> None:
    assert worlds.destroy("nowhere", NOW) is None
