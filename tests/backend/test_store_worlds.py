"""A world that is written in bulk leaves what the same steps leave one by one, in every table."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack, suppress
from dataclasses import replace
from itertools import chain, count, permutations
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from postcardit_backend.embedded.database import Database
from postcardit_backend.embedded.worlds import SqliteWorlds
from postcardit_backend.ports import PostcardFilter
from postcardit_backend.refusal import Refused
from postcardit_sdk.contract.lab.worlds import (
    AnswerStep,
    ArchiveStep,
    AskStep,
    Destroyed,
    ReceiptStep,
    SendStep,
    WorldCounts,
    WorldState,
    WorldStep,
)
from postcardit_sdk.contract.problems import Code

from .stores import NOW, Store, number_id, sqlite_store
from .world_script import (
    PASSWORD,
    Contents,
    OneByOne,
    Script,
    batch,
    contents,
    erasure_in,
    opened,
    worlds_in,
)

KINDS = ["user", "ask", "answer", "answer", "send", "send", "receipt", "receipt", "archive", "block", "erase"]
NUMBER = st.integers(0, 9)
Move = tuple[str, int, int, int]


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
