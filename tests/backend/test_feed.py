"""Feeds: numbers without gaps whoever writes, only what is kept, and a refusal where something would be missed."""

import sqlite3
import threading
import uuid
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import NamedTuple

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from postcardit_backend.embedded.database import Database
from postcardit_backend.embedded.feed import SqliteFeed, tell
from postcardit_backend.ports import ProfileChange
from postcardit_backend.records import ChangeRecord, UserRecord
from postcardit_sdk.contract.problems import Code
from postcardit_sdk.contract.sync import ChangeType
from tests.backend.stores import NOW, Store, refusal

USER = ChangeType.USER_CHANGED


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    database = Database(tmp_path / "postcardit.db")
    yield database
    database.close()


def change(store: Store, user: UserRecord, times: int = 1, now: int = NOW) -> None:
    """Something happens to a profile, which its user is told."""
    for number in range(times):
        store.users.update(user.user_id, ProfileChange({"bio": str(number)}), now)


def write(database: Database, user_id: str, times: int = 1, now: int = NOW) -> None:
    """So many changes in one transaction."""

    def verb(connection: sqlite3.Connection) -> None:
        for number in range(times):
            tell(connection, [user_id], USER, str(number), now)

    database.write(verb)


def write_singly(database: Database, times: int) -> None:
    for _ in range(times):
        write(database, "alice")


def test_a_feed_counts_from_one_for_each_user(store: Store) -> None:
    alice, bob = store.user("alice"), store.user("bob")

    change(store, alice, 2)
    change(store, bob)

    told = [ChangeRecord(seq, USER.value, alice.user_id, NOW) for seq in (1, 2)]
    assert store.feed.after(alice.user_id, 0, 10) == told
    assert store.feed.after(alice.user_id, 1, 10) == told[1:]
    assert store.feed.after(alice.user_id, 0, 1) == told[:1]
    assert (store.feed.head(alice.user_id), store.feed.head(bob.user_id), store.feed.head("nobody")) == (2, 1, 0)


def test_heads_leave_out_who_has_no_feed(store: Store) -> None:
    alice, bob = store.user("alice"), store.user("bob")
    change(store, alice, 3)

    assert store.feed.heads([alice.user_id, bob.user_id, "nobody"]) == {alice.user_id: 3}
    assert store.feed.heads([]) == {}


@pytest.mark.parametrize("seq", [-1, 3, 1 << 40])
def test_a_number_that_a_feed_never_had_is_refused(seq: int, store: Store) -> None:
    alice = store.user("alice")
    change(store, alice, 2)

    assert refusal(partial(store.feed.after, alice.user_id, seq, 10)) is Code.CURSOR_EXPIRED
    assert refusal(partial(store.feed.after, "nobody", 1, 10)) is Code.CURSOR_EXPIRED
    assert store.feed.after("nobody", 0, 10) == []


def test_what_is_too_old_is_dropped_and_its_numbers_are_refused(store: Store) -> None:
    alice, bob = store.user("alice"), store.user("bob")
    change(store, alice, 3, now=NOW)
    change(store, alice, 2, now=NOW + 10)
    change(store, bob, 1, now=NOW + 10)

    store.feed.compact(NOW + 1, 1000)

    assert [refusal(partial(store.feed.after, alice.user_id, seq, 10)) for seq in range(6)] == [
        *[Code.CURSOR_EXPIRED] * 3,
        *[None] * 3,
    ]
    assert [one.seq for one in store.feed.after(alice.user_id, 3, 10)] == [4, 5]
    assert (store.feed.head(alice.user_id), len(store.feed.after(bob.user_id, 0, 10))) == (5, 1)


def test_a_feed_of_which_nothing_is_kept_goes_on_counting(store: Store) -> None:
    alice = store.user("alice")
    change(store, alice, 2)

    store.feed.compact(NOW + 1, 1000)
    nothing = store.feed.after(alice.user_id, 2, 10)
    change(store, alice, 1, now=NOW + 2)

    assert (nothing, [one.seq for one in store.feed.after(alice.user_id, 2, 10)]) == ([], [3])


@pytest.mark.parametrize(("keep", "kept"), [(1000, 130), (120, 120), (5, 100), (0, 100)])
def test_of_a_long_feed_the_newest_are_kept_and_never_less_than_a_hundred(
    keep: int, kept: int, database: Database
) -> None:
    feed = SqliteFeed(database)
    write(database, "alice", 130)

    feed.compact(0, keep)

    assert [one.seq for one in feed.after("alice", 130 - kept, 1000)] == [*range(131 - kept, 131)]
    assert refusal(partial(feed.after, "alice", 129 - kept, 1)) is Code.CURSOR_EXPIRED


def test_what_is_left_of_someone_who_is_gone_is_dropped(database: Database) -> None:
    write(database, "alice", 3)
    database.write(lambda connection: connection.execute("DELETE FROM feed_heads"))

    SqliteFeed(database).compact(NOW + 1, 1000)

    assert database.reader().execute("SELECT count(*) FROM feed").fetchone()[0] == 0


def test_who_is_named_twice_is_told_once(database: Database) -> None:
    database.write(lambda connection: tell(connection, ["alice", "bob", "alice"], USER, "1", NOW))

    feed = SqliteFeed(database)
    assert [change.seq for change in feed.after("alice", 0, 10)] == [1]
    assert feed.heads(["alice", "bob"]) == {"alice": 1, "bob": 1}


def test_a_change_that_is_undone_leaves_no_number_out(database: Database) -> None:
    feed = SqliteFeed(database)

    def undone(connection: sqlite3.Connection) -> None:
        tell(connection, ["alice"], USER, "x", NOW)
        raise LookupError

    write(database, "alice")
    with pytest.raises(LookupError):
        database.write(undone)
    write(database, "alice")

    assert [one.seq for one in feed.after("alice", 0, 10)] == [1, 2]


def test_a_reader_beside_eight_writers_misses_nothing(tmp_path: Path) -> None:
    databases = [Database(tmp_path / "postcardit.db") for _ in range(2)]
    feed, seen, done = SqliteFeed(databases[0]), list[int](), threading.Event()

    def follow() -> None:
        while True:
            is_last = done.is_set()
            page = feed.after("alice", seen[-1] if seen else 0, 7)
            seen.extend(one.seq for one in page)
            if is_last and not page:
                return

    with ThreadPoolExecutor(9) as crowd:
        following = crowd.submit(follow)
        writers = [crowd.submit(write_singly, databases[number % 2], 40) for number in range(8)]
        for writer in writers:
            writer.result()
        done.set()
        following.result()
    for database in databases:
        database.close()

    assert seen == [*range(1, 321)]


class Write(NamedTuple):
    """So many changes at a time."""

    user: int
    times: int
    now: int


class Compact(NamedTuple):
    """A compaction."""

    before: int
    keep: int


@dataclass
class ModelFeed:
    """A feed as it should be: every change, and how many of them are no longer kept."""

    times: list[int] = field(default_factory=list[int])
    floor: int = 0

    def compact(self, before: int, keep: int) -> None:
        old = [seq for seq, now in enumerate(self.times, 1) if seq > self.floor and now < before]
        self.floor = max(self.floor, max(old, default=0), len(self.times) - max(keep, 100))

    def after(self, seq: int, limit: int) -> list[tuple[int, int]] | Code:
        if not self.floor <= seq <= len(self.times):
            return Code.CURSOR_EXPIRED
        return [*enumerate(self.times, 1)][seq : seq + limit]


def test_a_feed_is_what_a_list_would_be(database: Database) -> None:
    feed = SqliteFeed(database)
    writes = st.builds(Write, st.integers(0, 1), st.integers(1, 70), st.integers(1, 30))
    compactions = st.builds(Compact, st.integers(0, 30), st.sampled_from([0, 90, 110, 150]))

    @given(st.lists(writes | compactions, max_size=8))
    @hypothesis_settings(max_examples=60)
    def check(steps: list[Write | Compact]) -> None:
        users = [str(uuid.uuid4()) for _ in range(2)]
        models = [ModelFeed() for _ in users]
        for step in steps:
            if isinstance(step, Write):
                write(database, users[step.user], step.times, step.now)
                models[step.user].times += [step.now] * step.times
            else:
                feed.compact(step.before, step.keep)
                for model in models:
                    model.compact(step.before, step.keep)
            for user, model in zip(users, models, strict=True):
                check_equal(user, model)

    def check_equal(user: str, model: ModelFeed) -> None:
        head = len(model.times)
        assert feed.head(user) == head
        for seq in {0, model.floor - 1, model.floor, (model.floor + head) // 2, head, head + 1}:
            expected = model.after(seq, 40)
            code = refusal(partial(feed.after, user, seq, 40))
            found = code or [(one.seq, one.occurred_at) for one in feed.after(user, seq, 40)]
            assert found == expected, (seq, model)

    check()


def test_ones_own_write_is_heard_at_once(database: Database) -> None:
    feed = SqliteFeed(database)
    feed.wait(0)

    with ThreadPoolExecutor(1) as other:
        heard = other.submit(feed.wait, 20.0)
        write(database, "alice")

        assert heard.result() is True


def test_a_write_through_another_opening_of_the_file_is_heard(database: Database, tmp_path: Path) -> None:
    other, feed = Database(tmp_path / "postcardit.db"), SqliteFeed(database)
    feed.wait(0)

    write(other, "alice")
    heard = feed.wait(20.0)
    other.close()

    assert heard is True


def test_while_nothing_is_written_nothing_is_heard(database: Database) -> None:
    feed = SqliteFeed(database)
    write(database, "alice")

    first = feed.wait(0)

    assert (first, feed.wait(0), feed.wait(0.12)) == (True, False, False)
