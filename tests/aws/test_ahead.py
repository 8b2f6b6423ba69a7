"""The first read of a request brings what its other reads will be about; what could be old is never given."""

from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest

from postcardit_backend.aws.ahead import expect, forget, looked_up, reading_ahead
from postcardit_backend.aws.items import Item
from postcardit_backend.aws.tables import Key, Tables
from postcardit_backend.aws.units import Unit, Units
from postcardit_backend.refusal import Refused
from postcardit_sdk.contract.problems import Code

A, B, C = (Key("main", name, "#") for name in "ABC")


class Shelf:
    """A store that tells what it was asked for."""

    def __init__(self, *keys: Key) -> None:
        self.items: dict[Key, Item] = {key: {"n": 1} for key in keys}
        self.asked: list[set[Key]] = []

    def look_up(self, keys: Sequence[Key]) -> Mapping[Key, Item]:
        self.asked.append({*keys})
        return {key: self.items[key] for key in keys if key in self.items}

    def get(self, *keys: Key, room: int = 100) -> set[Key]:
        return {*looked_up(keys, self.look_up, room)}


def test_what_is_expected_comes_with_the_first_read_and_is_not_read_again() -> None:
    shelf = Shelf(A, B)

    with reading_ahead():
        expect([B, C])
        found = shelf.get(A), shelf.get(B), shelf.get(C), shelf.get(B, C)

    assert found == ({A}, {B}, set(), {B})
    assert shelf.asked == [{A, B, C}]


def test_what_was_asked_for_without_being_expected_is_read_anew_each_time() -> None:
    shelf = Shelf(A, B)

    with reading_ahead():
        expect([B])
        shelf.get(A)
        del shelf.items[A]

        assert shelf.get(A, B) == {B}

    assert shelf.asked == [{A, B}, {A}]


def test_what_came_ahead_is_forgotten_when_something_may_have_changed() -> None:
    shelf = Shelf(A, B)

    with reading_ahead():
        expect([B])
        shelf.get(A)
        forget()
        del shelf.items[B]

        assert shelf.get(B) == set()


def test_no_request_knows_what_came_for_the_one_before() -> None:
    shelf = Shelf(A, B)
    with reading_ahead():
        expect([B])
        shelf.get(A)

    with reading_ahead():
        shelf.get(B)
    shelf.get(B)

    assert shelf.asked == [{A, B}, {B}, {B}]


def test_two_requests_at_once_know_nothing_of_each_other() -> None:
    shelf, both = Shelf(A, B), Barrier(2)

    def request(mine: Key, other: Key) -> None:
        with reading_ahead():
            expect([mine])
            both.wait(10)
            shelf.get(mine)
            both.wait(10)
            shelf.get(other)

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(request, (A, B), (B, A)))

    assert sorted(map(sorted, shelf.asked)) == [[A], [A], [B], [B]]


def test_one_request_to_the_store_takes_no_more_than_it_has_room_for() -> None:
    shelf = Shelf(A, B, C)

    with reading_ahead():
        expect([B, C])
        shelf.get(A, room=2)

    assert [len(asked) for asked in shelf.asked] == [2]


def test_a_verb_sees_what_the_verb_before_it_wrote(tables: Tables) -> None:
    units = Units(tables)
    with reading_ahead():
        expect([B])
        tables.get([A])
        units.run(lambda unit: unit.put(B, {"n": 7}))

        assert tables.get([B])[B]["n"] == 7


def test_a_verb_that_came_second_reads_anew(tables: Tables) -> None:
    units = Units(tables)
    units.run(lambda unit: unit.put(B, {"n": 1}))
    seen: list[object] = []

    def verb(unit: Unit) -> None:
        item = unit.get(B) or {}
        seen.append(item["n"])
        if len(seen) == 1:
            with ThreadPoolExecutor(1) as pool:
                pool.submit(units.run, lambda other: other.put(B, {**(other.get(B) or {}), "n": 2})).result()
        unit.put(C, {"n": item["n"]})

    with reading_ahead():
        expect([B])
        tables.get([A])
        units.run(verb)

    assert (seen, tables.get([C])[C]["n"]) == ([1, 2], 2)


def test_what_is_refused_was_judged_by_what_is_there_now(tables: Tables) -> None:
    units = Units(tables)
    units.run(lambda unit: unit.put(B, {"owner": "nobody"}))

    def verb(unit: Unit) -> object:
        name, owner = unit.get(A), (unit.get(B) or {})["owner"]
        if name is not None and owner != "alice":
            raise Refused(Code.USERNAME_TAKEN)
        return owner

    with reading_ahead():
        expect([B])
        tables.get([C])

        def take(unit: Unit) -> None:
            unit.put(A, {"n": 1})
            unit.put(B, {**(unit.get(B) or {}), "owner": "alice"})

        with ThreadPoolExecutor(1) as pool:
            pool.submit(units.run, take).result()

        assert units.run(verb) == "alice"


def test_a_number_is_added_to_without_being_read(tables: Tables) -> None:
    units = Units(tables)
    units.run(lambda unit: unit.put(A, {"n": 3, "name": "a"}))
    before = tables.get([A])[A]

    assert units.run(lambda unit: unit.add(A, "n", 2) and not unit.has_read(A))

    after = tables.get([A])[A]
    assert (after["n"], after["name"]) == (5, "a")
    assert after["v"] != before["v"], "who read it before has to look again"


def test_what_is_not_there_is_not_added_to(tables: Tables) -> None:
    def verb(unit: Unit) -> None:
        if not unit.add(A, "n", 1):
            raise Refused(Code.UNKNOWN_IMAGE)
        unit.put(B, {"n": 1})

    with pytest.raises(Refused):
        Units(tables).run(verb)

    assert tables.get([A, B]) == {}


def test_what_was_added_to_can_be_read_in_the_same_unit(tables: Tables) -> None:
    units = Units(tables)
    units.run(lambda unit: unit.put(A, {"n": 3}))

    def verb(unit: Unit) -> object:
        unit.add(A, "n", 1)
        unit.add(A, "n", 1)
        return (unit.get(A) or {})["n"]

    assert (units.run(verb), tables.get([A])[A]["n"]) == (5, 5)
