"""How far a move has got is written with what it writes, by one move at a time."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from postcardit_backend.aws.items import Item
from postcardit_backend.aws.tables import Key, Tables
from postcardit_backend.moving.ledger import Ledger, batches
from postcardit_backend.moving.refusal import MoveRefused
from postcardit_backend.refusal import Refused
from tests.aws.faults import bad_day


def items(first: int, last: int) -> list[tuple[Key, Item]]:
    return [(Key("main", f"U#{n}", "P"), {"n": n, "v": f"v{n}"}) for n in range(first, last)]


def ledger(tables: Tables, place: str = "here", waited: list[float] | None = None) -> Ledger:
    return Ledger(tables, place, ([] if waited is None else waited).append)


def written(tables: Tables, last: int) -> list[int]:
    found = tables.get([key for key, _ in items(0, last)])
    return sorted(int(str(item["n"])) for item in found.values())


def test_a_move_from_the_same_folder_goes_on_at_once_and_the_one_before_writes_no_more(tables: Tables) -> None:
    waited: list[float] = []
    dead, alive = ledger(tables), ledger(tables, waited=waited)
    dead.claim("digest", "kept")
    dead.write(items(0, 50))

    alive.claim("digest", "kept")
    alive.write(items(50, 60))
    with pytest.raises(MoveRefused, match="Another move"):
        dead.write(items(50, 70))

    assert (alive.done, waited, written(tables, 70)) == (60, [], [*range(60)])


def test_a_move_from_another_folder_is_refused_while_the_first_one_goes_on(tables: Tables) -> None:
    first = ledger(tables)
    first.claim("digest", "kept")
    second = Ledger(tables, "elsewhere", lambda _: first.write(items(0, 5)))

    with pytest.raises(MoveRefused, match="Another move"):
        second.claim("digest", "kept")

    first.finish()
    assert (ledger(tables).look() or {})["done"] == 5


def test_a_move_from_another_folder_goes_on_when_the_first_one_has_died(tables: Tables) -> None:
    waited: list[float] = []
    dead, second = ledger(tables), ledger(tables, "elsewhere", waited)
    dead.claim("digest", "kept")
    dead.write(items(0, 5))

    second.claim("digest", "kept")
    second.write(items(5, 7))

    assert (second.done, len(waited), written(tables, 9)) == (7, 1, [*range(7)])
    with pytest.raises(MoveRefused, match="Another move"):
        dead.finish()


def test_a_move_that_wakes_up_after_the_end_changes_nothing_that_people_have_done_since(tables: Tables) -> None:
    asleep, other = ledger(tables), ledger(tables)
    asleep.claim("digest", "kept")
    other.claim("digest", "kept")
    other.write(items(0, 3))
    other.finish()

    with pytest.raises(MoveRefused, match="Another move"):
        asleep.write(items(0, 3))
    with pytest.raises(MoveRefused, match="Another move"):
        asleep.finish()

    assert ledger(tables).look() == other.look()


def test_nothing_is_written_over_and_nothing_of_that_batch_is_written(tables: Tables) -> None:
    theirs = items(3, 4)[0][0]
    tables.commit([tables.action(theirs, {"v": "theirs"}, None)])
    move = ledger(tables)
    move.claim("digest", "kept")

    with pytest.raises(MoveRefused, match="meanwhile"):
        move.write(items(0, 5))

    assert (tables.get([key for key, _ in items(0, 5)]), move.done) == (
        {theirs: {"v": "theirs", "pk": theirs.pk, "sk": theirs.sk}},
        0,
    )


def test_a_bad_day_of_dynamodb_writes_everything_once_or_says_that_it_goes_on_later(tables: Tables) -> None:
    draws = random.Random(4)
    with bad_day(tables.client, draws, rate=0.4) as wrongs:
        for _ in range(40):
            move = ledger(tables)
            try:
                move.claim("digest", "kept")
                for first in range(move.done, 40, 5):
                    move.write(items(first, first + 5))
            except Refused:
                continue
            break

    assert wrongs
    assert ((ledger(tables).look() or {})["done"], written(tables, 50)) == (40, [*range(40)])


@given(st.lists(st.integers(0, 1_000_000), max_size=400))
def test_batches_lose_nothing_keep_the_order_and_fit_into_a_transaction(lengths: list[int]) -> None:
    given_items: list[tuple[Key, Item]] = [
        (Key("main", f"U#{n}", "P"), {"text": "x" * (length if length % 7 == 0 else length % 500)})
        for n, length in enumerate(lengths)
    ]

    made = [*batches(iter(given_items))]

    assert [one for batch in made for one in batch] == given_items
    assert all(0 < len(batch) <= 99 for batch in made)
    assert all(len(batch) == 1 or sum(len(str(item)) for _, item in batch) < 3_000_000 for batch in made)
