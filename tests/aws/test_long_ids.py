"""Clients may ask for ids of any length: what has no room in a key is not there, and nothing fails of it."""

from typing import Any

import pytest

from postcardit_backend.aws.limits import DynamoLimits
from postcardit_backend.aws.tables import Tables
from postcardit_backend.aws.units import Units
from postcardit_backend.ports.limits import Charge, Meter
from postcardit_sdk.contract.problems import Code, EndReason
from tests.aws.stores import dynamo_store
from tests.backend.stores import NOW, refusal


@pytest.mark.parametrize("name", ["card", "é" * 1100, "x" * 4000])
def test_what_is_not_there_is_not_there_whatever_it_is_called(name: str, tables: Tables) -> None:
    store = dynamo_store(tables)
    alice = store.user("alice")

    assert store.postcards.many(alice.user_id, [name]) == {}
    assert store.postcards.get(name, alice.user_id) is None
    assert store.postcards.mark(alice.user_id, delivered=[], read=[name], now=NOW) == (0, 0)
    assert refusal(lambda: store.friendships.remove(name, alice.user_id, NOW)) is Code.NOT_FOUND
    assert refusal(lambda: store.friendships.block("block", alice.user_id, name, NOW)) is Code.NOT_FOUND
    assert store.uploads.get(name) is None
    assert store.users.by_id(name) is None


def test_what_is_counted_is_counted_though_the_verb_finds_nothing(tables: Tables) -> None:
    store, limits = dynamo_store(tables), DynamoLimits(Units(tables), b"key")
    charge, name, asked = Charge((Meter("writes", "alice", 10, 60),), NOW), "x" * 4000, list[bytes]()

    def note(params: dict[str, Any], **_: object) -> None:
        asked.append(params["body"])

    tables.client.meta.events.register("before-call", note)
    with limits.with_write(charge):
        had_ended = store.sessions.end("alice", name, EndReason.REVOKED, NOW)

    assert had_ended is False
    assert charge.verdict is not None
    assert charge.verdict.standings[0].left == 9
    assert len(asked) == 2
    assert not any(name.encode() in body for body in asked), "the emulator would let it pass, DynamoDB would not"
