"""A region that is down for a minute: every verb says so, leaves nothing half done, and does the same afterwards."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any
from unittest.mock import patch

from postcardit_backend.aws.job_steps import job_steps
from postcardit_backend.aws.jobs import Jobs
from postcardit_backend.aws.tables import Tables
from postcardit_backend.aws.units import Units
from postcardit_backend.refusal import Refused
from postcardit_sdk.contract.problems import Code
from tests.aws.calls import every_verb
from tests.aws.emulator import Emulator
from tests.aws.faults import region_down
from tests.aws.stores import dynamo_store
from tests.aws.test_lost_answers import everything


@dataclass
class Numbers(Iterator[int]):
    """1, 2, 3 and so on; who asks again for something has the same once more."""

    last: int = 0

    def __next__(self) -> int:
        self.last += 1
        return self.last


def but_feeds(tables: Tables) -> dict[str, Any]:
    """All that is stored but for feeds and their lengths: a job may tell of a card more than once."""
    return {
        key: {name: value for name, value in item.items() if name != "n"}
        for key, item in everything(tables).items()
        if not key.startswith("brief E#")
    }


def finish(tables: Tables) -> None:
    """Do what verbs have begun and left to the sweeper, as when the region is down, or when it takes long."""
    Jobs(Units(tables), job_steps(lambda _: None, {})).sweep()


def done_at_once(act: Callable[[], object], tables: Tables) -> object:
    given = act()
    finish(tables)
    return given


def done_at_last(act: Callable[[], object], numbers: Numbers, tables: Tables, refusals: list[object]) -> object:
    """Do it again and again; each time one request more is answered before the region is down."""
    for answered in range(1000):
        before, last = everything(tables), numbers.last
        try:
            with region_down(tables.client, answered):
                given = act()
        except Refused as refused:
            refusals.append((refused.code, refused.retry_after))
            assert everything(tables) == before
            numbers.last = last
        else:
            finish(tables)
            return given
    raise AssertionError("A verb does not come to an end.")


def test_every_verb_does_the_same_after_the_region_was_down_from_each_of_its_requests_on(
    tables: Tables, emulator: Emulator
) -> None:
    plain = {name: done_at_once(act, tables) for name, act in every_verb(dynamo_store(tables))}

    refusals: list[object] = []
    with emulator.tables() as others, patch("time.sleep"):
        numbers = Numbers()
        verbs = every_verb(replace(dynamo_store(others), numbers=numbers))
        late = {name: done_at_last(act, numbers, others, refusals) for name, act in verbs}
        left = but_feeds(others)

    assert late == plain
    assert left == but_feeds(tables)
    assert {*refusals} == {(Code.UNAVAILABLE, 1)}
    assert len(refusals) > len(plain)
