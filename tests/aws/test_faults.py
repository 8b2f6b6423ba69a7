"""Whatever DynamoDB does on a bad day, what was acknowledged is there once, and nothing else is."""

import random
from collections.abc import Callable
from typing import TypeVar
from unittest.mock import patch

import pytest

from postcardit_backend.aws.tables import Tables
from postcardit_backend.ports import PostcardFilter
from postcardit_backend.refusal import Refused
from postcardit_sdk.contract.problems import Code
from tests.aws.faults import bad_day
from tests.aws.stores import dynamo_store
from tests.backend.plain_mirror import Mirror, snapshot
from tests.backend.stores import NOW, Store

T = TypeVar("T")


def insisting(act: Callable[[], T]) -> T:
    """Ask again for as long as the store is unavailable, as a client does."""
    while True:
        try:
            return act()
        except Refused as refused:
            assert refused.code is Code.UNAVAILABLE


@pytest.mark.parametrize("seed", [1, 2])
def test_what_is_sent_again_until_it_is_acknowledged_arrives_once(seed: int, tables: Tables) -> None:
    store = dynamo_store(tables)
    alice, bob = store.user("alice"), store.user("bob")
    store.befriend(alice, bob)
    since = Mirror(bob.user_id, 0, snapshot(store, bob.user_id).profile)
    cards = [store.card(alice, bob, message=f"{number}", country="Italia") for number in range(20)]
    onces = [store.once(alice.user_id, "send_postcard") for _ in cards]

    with patch("time.sleep"), bad_day(tables.client, random.Random(seed), rate=0.3) as wrongs:
        for card, once in zip(cards, onces, strict=True):
            insisting(lambda card=card, once=once: store.postcards.send(card, once))  # type: ignore[misc]
        read = [card.postcard_id for card in cards[::2]]
        insisting(lambda: store.postcards.mark(bob.user_id, delivered=[], read=read, now=NOW))
        seen = [insisting(lambda: _messages(store, bob.user_id)) for _ in range(5)]

    assert {*wrongs} == {"throttled", "broken", "lost", "lost answer", "half a batch"}
    assert [*seen, _messages(store, bob.user_id)] == [[card.message for card in cards[::-1]]] * 6
    assert (store.postcards.stats(bob.user_id).unread, store.again(alice).postcards_count) == (10, 20)
    assert since.follow_to_the_end(store, 7) == snapshot(store, bob.user_id)


def _messages(store: Store, user_id: str) -> list[str]:
    return [card.message for card in store.postcards.list(user_id, PostcardFilter(), None, 100)]
