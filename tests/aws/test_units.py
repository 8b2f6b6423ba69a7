"""Units of work on DynamoDB: a verb sees what it read, or it is done anew."""

from concurrent.futures import ThreadPoolExecutor
from typing import cast

import pytest

from postcardit_backend.aws.items import Item
from postcardit_backend.aws.tables import Key, Range, Tables
from postcardit_backend.aws.units import Unit, Units
from postcardit_backend.refusal import Refused
from postcardit_sdk.contract.problems import Code

COUNTER = Key("main", "counter", "#")
OTHER = Key("brief", "other", "#")


def test_what_is_put_is_there_with_every_kind_of_value(tables: Tables) -> None:
    item: Item = {"text": "ä", "count": -3, "place": 12.25, "yes": True, "raw": b"\0"}
    item |= {"list": [1, "a"], "map": {"x": None}}

    Units(tables).run(lambda unit: unit.put(COUNTER, {**item, "nothing": None}))

    found = tables.get([COUNTER, OTHER])
    assert {name: value for name, value in found.pop(COUNTER).items() if name not in ("pk", "sk", "v")} == item
    assert found == {}


def test_twenty_four_counters_at_once_lose_none(tables: Tables) -> None:
    units = Units(tables)

    def count_one(unit: Unit) -> int:
        n = cast("int", (unit.get(COUNTER) or {"n": 0})["n"]) + 1
        unit.put(COUNTER, {"n": n})
        unit.put(Key("brief", "entries", f"{n:016d}"), {})
        return n

    with ThreadPoolExecutor(24) as pool:
        counted = [pool.submit(units.run, count_one) for _ in range(24)]
        numbers = sorted(one.result() for one in counted)

    assert numbers == [*range(1, 25)]
    entries = tables.query(Range("brief", "entries", "", "~"))
    assert [entry["sk"] for entry in entries] == [f"{n:016d}" for n in numbers]


def test_a_verb_is_done_anew_when_something_that_it_only_read_has_changed(tables: Tables) -> None:
    units, tries = Units(tables), 0

    def copy(unit: Unit) -> None:
        nonlocal tries
        tries += 1
        seen = unit.get(OTHER)
        if tries == 1:
            units.run(lambda meanwhile: meanwhile.put(OTHER, {"n": 7}))
        unit.put(COUNTER, {"n": (seen or {"n": 0})["n"]})

    units.run(copy)

    assert (tries, tables.get([COUNTER])[COUNTER]["n"]) == (2, 7)


def test_a_refused_verb_writes_nothing(tables: Tables) -> None:
    def refuse(unit: Unit) -> None:
        unit.put(COUNTER, {"n": 1})
        raise Refused(Code.NOT_FOUND)

    with pytest.raises(Refused):
        Units(tables).run(refuse)

    assert tables.get([COUNTER]) == {}


def test_a_preceding_step_stays_when_the_verb_is_refused(tables: Tables) -> None:
    units = Units(tables)

    def refuse(unit: Unit) -> None:
        unit.put(OTHER, {"n": 1})
        raise Refused(Code.NOT_FOUND)

    with units.preceded(lambda unit: unit.put(COUNTER, {"n": 1})), pytest.raises(Refused):
        units.run(refuse)

    assert [*tables.get([COUNTER, OTHER])] == [COUNTER]


def test_a_range_is_read_from_either_end_and_across_pages(tables: Tables) -> None:
    def fill(unit: Unit) -> None:
        for n in range(9):
            unit.put(Key("main", "many", f"C#{n}"), {"text": "x" * 300_000, "by_one": f"K#{9 - n}", "other": f"u{n}"})

    Units(tables).run(fill)

    newest = tables.query(Range("main", "many", "C#2", "C#6"), newest_first=True, limit=3)
    by_index = tables.query(Range("main", "many", "K#", "K#~", index="by_one"))
    assert [item["sk"] for item in newest] == ["C#6", "C#5", "C#4"]
    assert [item["other"] for item in by_index] == [f"u{n}" for n in range(8, -1, -1)]
    assert len(tables.query(Range("main", "many", "C#", "C#~"))) == 9


def test_a_silent_region_is_refused_as_unavailable(tables: Tables) -> None:
    tables.client.meta.events.register("before-send.dynamodb", _fail)

    with pytest.raises(Refused) as refused:
        tables.get([COUNTER])

    assert refused.value.code is Code.UNAVAILABLE
    tables.client.meta.events.unregister("before-send.dynamodb", _fail)


def _fail(**_: object) -> None:
    from botocore.exceptions import EndpointConnectionError

    raise EndpointConnectionError(endpoint_url="nowhere")
