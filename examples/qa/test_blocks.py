"""Somebody is blocked while they are offline, with a postcard in their outbox."""

import pytest

from postcardit_sdk import Client
from postcardit_sdk.testing import Weather, World

pytestmark = pytest.mark.postcardit_world("quarrel.yaml")


def test_what_was_queued_before_the_block_never_arrives_and_says_so(world: World, weather: Weather) -> None:
    eve, mallory = world["eve"], world["mallory"]
    weather.set("airplane", users=["mallory"])
    queued = mallory.outbox.send("eve", "Call me!")
    mallory.outbox.flush()

    eve.friends.block("mallory")
    weather.clear()
    mallory.outbox.flush()

    item = mallory.outbox.get(queued.item_id)
    assert (item.state, item.reason and item.reason.code) == ("failed", "not_found")
    assert [card.message for card in eve.postcards.all()] == ["Before the quarrel."]


def test_who_is_blocked_sees_the_other_no_more_and_is_not_told_why(world: World) -> None:
    eve, mallory = world["eve"], world["mallory"]

    eve.friends.block("mallory")

    assert names_of(mallory) == ["trent"]
    assert [*mallory.postcards.all()] == []


def test_the_file_and_the_backend_agree(world: World) -> None:
    assert world.counts == world.planned


def names_of(client: Client) -> list[str]:
    return [friend.user.username for friend in client.friends.all()]
