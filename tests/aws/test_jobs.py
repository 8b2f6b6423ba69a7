"""Jobs: each step happens once, whoever takes it and whatever fails in between."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from postcardit_backend.aws.fields import number
from postcardit_backend.aws.items import Item
from postcardit_backend.aws.jobs import Jobs, begin
from postcardit_backend.aws.tables import Key, Range, Tables
from postcardit_backend.aws.units import Unit, Units

STEPS = 5
COUNTER = Key("main", "counter", "#")


def count_one(unit: Unit, job: Item) -> Item | None:
    """A job of five steps, each of which counts one."""
    unit.put(COUNTER, {"n": number(unit.get(COUNTER), "n") + 1})
    at = number(job, "at") + 1
    return None if at == STEPS else {**job, "at": at}


def fail(unit: Unit, job: Item) -> Item | None:
    raise LookupError


def left(tables: Tables) -> list[Item]:
    return tables.query(Range("main", "JOBS", "", "~"))


def test_a_job_is_done_step_by_step_and_forgotten(tables: Tables) -> None:
    units = Units(tables)
    job_id = units.run(lambda unit: begin(unit, "count", {}, 1))

    Jobs(units, {"count": count_one}).work(job_id)

    assert (number(tables.get([COUNTER])[COUNTER], "n"), left(tables)) == (STEPS, [])


def test_many_who_take_up_the_same_job_do_each_step_once(tables: Tables) -> None:
    units = Units(tables)
    jobs = Jobs(units, {"count": count_one})
    job_id = units.run(lambda unit: begin(unit, "count", {}, 1))

    with ThreadPoolExecutor(6) as pool:
        for done in [pool.submit(jobs.work, job_id) for _ in range(6)]:
            done.result()

    assert (number(tables.get([COUNTER])[COUNTER], "n"), left(tables)) == (STEPS, [])


def test_the_sweeper_takes_up_what_was_left_though_one_job_fails(tables: Tables) -> None:
    units = Units(tables)
    units.run(lambda unit: begin(unit, "fail", {}, 1))
    units.run(lambda unit: begin(unit, "count", {}, 2))

    with pytest.raises(ExceptionGroup, match="Jobs that could not be done"):
        Jobs(units, {"count": count_one, "fail": fail}).sweep()

    assert number(tables.get([COUNTER])[COUNTER], "n") == STEPS
    assert [job["kind"] for job in left(tables)] == ["fail"]
