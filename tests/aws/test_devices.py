"""Devices on DynamoDB: a push token belongs to its last registrant, and goes when it is told to."""

from functools import partial

from postcardit_backend.aws.push import devices_of
from postcardit_backend.aws.tables import Tables
from postcardit_backend.records import UserRecord
from postcardit_sdk.contract.problems import Code
from tests.aws.stores import dynamo_store
from tests.backend.stores import NOW, refusal


def platforms(tables: Tables, user: UserRecord) -> list[tuple[object, object]]:
    return [(device["push_token"], device["platform"]) for device in devices_of(tables, user.user_id)]


def test_a_push_token_belongs_to_its_last_registrant_alone(tables: Tables) -> None:
    store = dynamo_store(tables)
    alice, bob = store.user("alice"), store.user("bob")
    for _ in range(2):
        store.devices.register(alice.user_id, "token", "ios", NOW)
    once = platforms(tables, alice)

    store.devices.register(bob.user_id, "token", "ios_sandbox", NOW)

    assert (once, platforms(tables, alice), platforms(tables, bob)) == (
        [("token", "ios")],
        [],
        [("token", "ios_sandbox")],
    )


def test_a_device_is_removed_by_its_user_and_by_nobody_else(tables: Tables) -> None:
    store = dynamo_store(tables)
    alice, bob = store.user("alice"), store.user("bob")
    for token in ("phone", "tablet"):
        store.devices.register(alice.user_id, token, "ios", NOW)

    for user in (bob, alice, alice):
        store.devices.remove(user.user_id, "phone")
    store.devices.remove(bob.user_id, "tablet")

    assert platforms(tables, alice) == [("tablet", "ios")]


def test_nothing_is_kept_for_someone_who_is_not_there(tables: Tables) -> None:
    store = dynamo_store(tables)

    refused = refusal(partial(store.devices.register, "nobody", "token", "ios", NOW))

    assert refused is Code.SESSION_ENDED
