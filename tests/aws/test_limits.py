"""Meters on DynamoDB: counted in the commit of the write, whoever races, and nobody's name is kept."""

from concurrent.futures import ThreadPoolExecutor
from functools import partial

from postcardit_backend.aws.limits import DynamoLimits
from postcardit_backend.aws.tables import Key, Tables
from postcardit_backend.aws.units import Unit, Units
from postcardit_backend.ports.limits import Charge, Meter
from postcardit_backend.refusal import Refused
from postcardit_sdk.contract.problems import Code

NOW = 1_795_362_780_123
THREE = Meter("test", "alice@example.com", 3, 60)
TEN = Meter("test", "network", 10, 60)


def written(name: str) -> Key:
    return Key("main", f"WRITTEN#{name}", "#")


def test_of_many_that_race_exactly_as_many_pass_as_may(tables: Tables) -> None:
    stores = [DynamoLimits(Units(tables), b"key") for _ in range(2)]

    with ThreadPoolExecutor(24) as threads:
        jobs = [threads.submit(stores[number % 2].count, [TEN], NOW) for number in range(24)]
        verdicts = [job.result() for job in jobs]

    assert sorted(verdict.standings[0].left for verdict in verdicts if verdict.is_granted) == [*range(10)]


def test_a_charge_is_counted_in_the_commit_of_the_write_and_stays_when_that_is_refused(tables: Tables) -> None:
    units = Units(tables)
    limits = DynamoLimits(units, b"key")
    outcomes: list[Code | None] = []
    charges = [Charge([THREE, TEN], NOW) for _ in range(5)]

    def write(unit: Unit, name: str) -> None:
        unit.put(written(name), {})
        if name == "bad":
            raise Refused(Code.NOT_FOUND)

    for name, charge in zip(["one", "bad", "three", "four", "five"], charges, strict=True):
        try:
            with limits.with_write(charge):
                units.run(partial(write, name=name))
            outcomes.append(None)
        except Refused as refused:
            outcomes.append(refused.code)

    names = ("one", "bad", "three", "four", "five")
    assert outcomes == [None, Code.NOT_FOUND, None, Code.RATE_LIMITED, Code.RATE_LIMITED]
    assert [*tables.get([*map(written, names)])] == [written("one"), written("three")]
    assert [charge.verdict.is_granted for charge in charges if charge.verdict] == [True, True, True, False, False]
    assert limits.count([TEN], NOW).standings[0].left == 6


def test_only_the_first_verb_is_charged_and_none_after_its_time(tables: Tables) -> None:
    units = Units(tables)
    limits = DynamoLimits(units, b"key")

    with limits.with_write(Charge([THREE], NOW)):
        units.run(lambda unit: unit.put(written("a"), {}))
        units.run(lambda unit: unit.put(written("b"), {}))
    with limits.with_write(Charge([THREE], NOW)):
        pass
    units.run(lambda unit: unit.put(written("c"), {}))

    assert limits.count([THREE], NOW).standings[0].left == 1


def test_whom_a_meter_counts_is_not_in_its_key_and_it_ends_by_itself(tables: Tables) -> None:
    requests: list[str] = []

    def note(params: object, **_: object) -> None:
        requests.append(str(params))

    tables.client.meta.events.register("before-call.dynamodb.PutItem", note)

    DynamoLimits(Units(tables), b"key").count([THREE], NOW)

    [request] = requests
    assert "alice" not in request
    assert f"{(NOW + 60_000) // 1000}" in request
