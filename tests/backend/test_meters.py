"""Meters: as many in a window as there may be, in a process and in the store, whoever races."""

import sqlite3
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from postcardit_backend.embedded.database import Database
from postcardit_backend.embedded.limits import SqliteLimits
from postcardit_backend.ports.limits import Charge, Limits, Meter
from postcardit_backend.refusal import Refused
from postcardit_backend.windows import Windows
from tests.backend.stores import STORES

NOW = 1_795_362_780_123
THREE = Meter("test", "alice", 3, 60)
MANY = Meter("test", "network", 100, 60)


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    database = Database(tmp_path / "db")
    yield database
    database.close()


@pytest.fixture(params=["process", *sorted(STORES)])
def meters(request: pytest.FixtureRequest, tmp_path: Path) -> "Iterator[Windows | Limits]":
    if request.param == "process":
        yield Windows()
    else:
        with STORES[request.param](tmp_path) as store:
            yield store.limits


def test_a_window_lets_its_count_through_and_the_next_one_as_many(meters: "Windows | Limits") -> None:
    end = NOW + 60_000
    moments = [NOW, NOW + 1, NOW + 2, NOW + 3, end - 1, end, end + 1]

    verdicts = [meters.count([THREE], moment) for moment in moments]

    assert [verdict.is_granted for verdict in verdicts] == [True, True, True, False, False, True, True]
    assert [verdict.standings[0].left for verdict in verdicts] == [2, 1, 0, 0, 0, 2, 1]
    assert [verdict.standings[0].ends_at for verdict in verdicts] == [end] * 5 + [end + 60_000] * 2


def test_when_one_of_several_is_full_none_is_counted(meters: "Windows | Limits") -> None:
    for _ in range(3):
        meters.count([THREE, MANY], NOW)

    refused = meters.count([THREE, MANY], NOW)
    counted = meters.count([MANY], NOW)

    assert [one.left for one in refused.standings] == [0, 97]
    assert counted.standings[0].left == 96


def test_subjects_and_policies_are_counted_apart(meters: "Windows | Limits") -> None:
    others = [Meter("test", "bob", 3, 60), Meter("other", "alice", 3, 60), Meter("test", "alice", 3, 61)]
    for _ in range(3):
        meters.count([THREE], NOW)

    assert [meters.count([other], NOW).standings[0].left for other in others] == [2, 2, 2]


@given(steps=st.lists(st.integers(0, 90_000), max_size=40))
def test_no_window_lets_more_through_than_its_count(steps: list[int]) -> None:
    windows, now, granted = Windows(), NOW, dict[int, int]()
    for step in steps:
        now += step
        verdict = windows.count([THREE], now)
        end = verdict.standings[0].ends_at
        granted[end] = granted.get(end, 0) + verdict.is_granted

    assert all(count <= 3 for count in granted.values())


def test_memory_holds_no_more_windows_than_there_is_room_for() -> None:
    windows = Windows(room=10)

    for number in range(1000):
        windows.count([Meter("test", str(number), 3, 60)], NOW + number)

    assert len(windows) == 10


def test_of_many_that_race_in_two_processes_exactly_as_many_pass_as_may(database: Database, tmp_path: Path) -> None:
    other = Database(tmp_path / "db")
    stores = [SqliteLimits(database, b"key"), SqliteLimits(other, b"key")]

    with ThreadPoolExecutor(24) as threads:
        jobs = [threads.submit(stores[number % 2].count, [MANY], NOW) for number in range(240)]
        verdicts = [job.result() for job in jobs]
    other.close()

    assert sum(verdict.is_granted for verdict in verdicts) == 100
    assert sorted(verdict.standings[0].left for verdict in verdicts if verdict.is_granted) == [*range(100)]


def test_the_store_keeps_nobodys_name_and_forgets_old_windows(database: Database) -> None:
    limits = SqliteLimits(database, b"key")
    for number in range(20):
        limits.count([Meter("test", f"alice{number}@example.com", 3, 60)], NOW)

    for _ in range(3):
        limits.count([THREE], NOW + 60_000)
    rows = database.reader().execute("SELECT * FROM limits").fetchall()

    assert len(rows) == 1
    assert len(rows[0]["meter"]) == 16
    assert b"alice" not in b"".join(row["meter"] for row in rows)


def writing(name: str) -> "object":
    def verb(connection: sqlite3.Connection) -> None:
        connection.execute("INSERT INTO secrets VALUES (?, '')", (name,))
        if name == "bad":
            raise KeyError(name)

    return verb


def test_a_charge_is_counted_in_the_commit_of_the_write_and_stays_when_that_is_refused(database: Database) -> None:
    limits = SqliteLimits(database, b"key")
    outcomes: list[str] = []
    charges = [Charge([THREE], NOW) for _ in range(5)]

    for name, charge in zip(["one", "bad", "three", "four", "five"], charges, strict=True):
        try:
            with limits.with_write(charge):
                database.write(writing(name))  # type: ignore[arg-type]  # any verb
            outcomes.append("kept")
        except (KeyError, Refused) as failure:
            outcomes.append(type(failure).__name__)
    names = [row[0] for row in database.reader().execute("SELECT name FROM secrets ORDER BY name")]

    assert outcomes == ["kept", "KeyError", "kept", "Refused", "Refused"]
    assert names == ["one", "three"]
    assert [charge.verdict.is_granted for charge in charges if charge.verdict] == [True, True, True, False, False]


def test_only_the_first_write_is_charged_and_none_after_its_time(database: Database) -> None:
    limits = SqliteLimits(database, b"key")
    charge = Charge([THREE], NOW)

    with limits.with_write(charge):
        database.write(lambda connection: connection.execute("INSERT INTO secrets VALUES ('a', '')").close())
        database.write(lambda connection: connection.execute("INSERT INTO secrets VALUES ('b', '')").close())
    with limits.with_write(Charge([THREE], NOW)):
        pass
    database.write(lambda connection: connection.execute("INSERT INTO secrets VALUES ('c', '')").close())

    assert limits.count([THREE], NOW).standings[0].left == 1
