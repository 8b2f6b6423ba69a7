"""What is DynamoDB's own about feeds; what every store promises is in tests/backend."""

from collections import Counter
from collections.abc import Generator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any

import pytest

from postcardit_backend.aws.counters import end
from postcardit_backend.aws.feed import DynamoFeed, tell
from postcardit_backend.aws.tables import Tables
from postcardit_backend.aws.units import Unit, Units
from postcardit_backend.refusal import Refused
from postcardit_sdk.contract.problems import Code
from postcardit_sdk.contract.sync import ChangeType

NOW = 1_795_362_780_123
USER = ChangeType.USER_CHANGED


@pytest.fixture
def units(tables: Tables) -> Units:
    return Units(tables)


def write(units: Units, user_id: str, times: int, now: int = NOW) -> None:
    def verb(number: int) -> None:
        units.run(lambda unit: tell(unit, [user_id, user_id], USER, str(number), now))

    for number in range(times):
        verb(number)


def test_writers_at_once_leave_numbers_without_gaps(units: Units) -> None:
    feed = DynamoFeed(units)

    with ThreadPoolExecutor(8) as pool:
        for writer in [pool.submit(write, units, "alice", 3) for _ in range(8)]:
            writer.result()

    assert [one.seq for one in feed.after("alice", 0, 100)] == [*range(1, 25)]
    assert feed.heads(["alice", "bob"]) == {"alice": 24}


def test_an_entry_that_dynamodb_has_removed_is_refused_as_gone(units: Units) -> None:
    feed = DynamoFeed(units)
    write(units, "alice", 4)
    units.tables.client.delete_item(
        TableName=units.tables.name_of("brief"), Key={"pk": {"S": "E#alice"}, "sk": {"S": f"{2:016d}"}}
    )

    for seq in (0, 1):
        with pytest.raises(Refused) as refused:
            feed.after("alice", seq, 10)
        assert refused.value.code is Code.CURSOR_EXPIRED

    assert [one.seq for one in feed.after("alice", 2, 10)] == [3, 4]


def test_who_was_erased_is_told_nothing_more(units: Units) -> None:
    feed = DynamoFeed(units)
    write(units, "alice", 2)

    units.run(lambda unit: end(unit, "alice"))
    write(units, "alice", 1)

    assert (feed.heads(["alice"]), feed.after("alice", 0, 10)) == ({}, [])


def test_ones_own_write_is_heard_at_once_and_another_process_is_looked_for_once_a_second(units: Units) -> None:
    feed = DynamoFeed(units)

    with ThreadPoolExecutor(1) as other:
        heard = other.submit(feed.wait, 20.0)
        write(units, "alice", 1)

        assert heard.result() is True
    assert [feed.wait(0), feed.wait(1.1)] == [False, True]


@pytest.mark.parametrize(("keep", "kept"), [(1000, 130), (120, 120), (5, 100)])
def test_of_a_long_feed_the_newest_are_kept_and_never_less_than_a_hundred(keep: int, kept: int, units: Units) -> None:
    feed = DynamoFeed(units)
    for _ in range(5):
        units.run(_tell_26)

    feed.compact(0, keep)

    assert [one.seq for one in feed.after("alice", 130 - kept, 1000)] == [*range(131 - kept, 131)]
    with pytest.raises(Refused):
        feed.after("alice", 129 - kept, 1)


def test_what_was_compacted_does_not_come_back(units: Units) -> None:
    feed = DynamoFeed(units)
    write(units, "alice", 2)

    feed.compact(NOW + 1, 1000)
    feed.compact(NOW - 1, 1000)

    with pytest.raises(Refused):
        feed.after("alice", 0, 10)


def _tell_26(unit: Unit) -> None:
    for number in range(26):
        tell(unit, ["alice"], USER, str(number), NOW)


def test_what_is_no_longer_kept_is_gone_for_everybody_wherever_it_is_looked_up(units: Units) -> None:
    feed = DynamoFeed(units)
    users = [f"user-{number}" for number in range(200)]
    for user_id in users:
        write(units, user_id, 1)

    with counted_keys(units.tables) as asked:
        heard = [user_id for user_id in users if feed.after(user_id, 0, 10)]
    feed.compact(NOW + 1, 100)
    missed = [user_id for user_id in users if _is_expired(feed, user_id)]

    assert heard == missed == users
    assert Counter(asked).most_common(1)[0][1] < 20  # no partition is asked by everybody


def _is_expired(feed: DynamoFeed, user_id: str) -> bool:
    try:
        feed.after(user_id, 0, 10)
    except Refused as refused:
        return refused.code is Code.CURSOR_EXPIRED
    return False


@contextmanager
def counted_keys(tables: Tables) -> Generator[list[str]]:
    """The partitions that are read by their keys while this lasts."""
    partitions, name = list[str](), "before-parameter-build.dynamodb.BatchGetItem"

    def note(params: Any, **_: object) -> None:
        for asked in params["RequestItems"].values():
            partitions.extend(key["pk"]["S"] for key in asked["Keys"])

    tables.client.meta.events.register(name, note)
    try:
        yield partitions
    finally:
        tables.client.meta.events.unregister(name, note)
