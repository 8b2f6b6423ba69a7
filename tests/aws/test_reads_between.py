"""A commit becomes visible item by item: who reads in between neither loses anything nor takes it for gone.

DynamoDB says so of its isolation: a BatchGetItem or a Query that comes while a transaction ends may see a part of it.
The emulator changes everything at once; here some items stay hidden from such reads, as those that are still to come,
and TransactGetItems meets a conflict on them.
"""

import json
from collections.abc import Callable, Generator
from contextlib import contextmanager
from typing import Any
from unittest.mock import patch

import pytest

from postcardit_backend.aws.tables import Tables
from tests.aws.stores import dynamo_store
from tests.backend.stores import Store

CONFLICTS = 3
"""How often a transaction is met before it has ended."""


@contextmanager
def becoming_visible(tables: Tables, is_late: Callable[[str, str], bool]) -> Generator[None]:
    """While this lasts, items with such keys are not visible until they were asked for in a transaction some times."""
    session: Any = tables.client._endpoint.http_session
    send, left = session.send, [CONFLICTS]

    def slow(request: Any) -> Any:
        response, asked = send(request), json.loads(request.body)
        answer: dict[str, Any] = json.loads(response.content)
        keys = [one["Get"]["Key"] for one in asked.get("TransactItems", []) if "Get" in one]
        if any(is_late(key["pk"]["S"], key["sk"]["S"]) for key in keys) and left[0]:
            left[0] -= 1
            response.status_code = 400
            answer = {
                "__type": "com.amazonaws.dynamodb.v20120810#TransactionCanceledException",
                "CancellationReasons": [{"Code": "TransactionConflict"} for _ in keys],
            }
        for items in answer.get("Responses", {}).values() if "RequestItems" in asked else [answer.get("Items", [])]:
            items[:] = [item for item in items if not is_late(item["pk"]["S"], item["sk"]["S"])]
        response._content = json.dumps(answer).encode()
        response.headers.pop("x-amz-crc32", None)
        return response

    with patch.object(session, "send", slow), patch("time.sleep"):
        yield


@pytest.fixture
def store(tables: Tables) -> Store:
    return dynamo_store(tables)


def test_the_newest_entries_of_a_feed_are_waited_for_and_not_taken_for_forgotten(store: Store, tables: Tables) -> None:
    alice, bob = store.user("alice"), store.user("bob")
    store.befriend(alice, bob)
    settled = store.feed.after(bob.user_id, 0, 10)

    with becoming_visible(tables, lambda pk, sk: pk == f"E#{bob.user_id}" and int(sk) > 1):
        seen = store.feed.after(bob.user_id, 0, 10)

    assert seen == settled
    assert len(seen) > 1


def test_a_card_that_someone_is_told_of_is_waited_for(store: Store, tables: Tables) -> None:
    alice, bob = store.user("alice"), store.user("bob")
    store.befriend(alice, bob)
    card = store.send(alice, bob).postcard_id

    with becoming_visible(tables, lambda _, sk: sk == f"C#{card}"):
        seen = store.postcards.many(bob.user_id, [card])

    assert [*seen] == [card]


def test_a_friendship_that_someone_is_told_of_is_waited_for(store: Store, tables: Tables) -> None:
    alice, bob = store.user("alice"), store.user("bob")
    asked = store.ask(alice, bob).friendship_id

    with becoming_visible(tables, lambda _, sk: sk == f"FI#{asked}"):
        seen = store.friendships.many(bob.user_id, [asked])

    assert [*seen] == [asked]
