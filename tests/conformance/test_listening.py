"""Those who listen hear of a change when it happens."""

import json
import threading
from collections.abc import Callable, Iterator

import httpx
import pytest

from postcardit_sdk import Client, Event
from tests.backend.feed_pages import now
from tests.conformance.towns import Town

pytestmark = pytest.mark.no_identity


def heard_while(events: Iterator[Event], act: Callable[[], object]) -> list[str]:
    """Which kinds of changes come first from there while this is done."""
    heard = list[str]()

    def listen() -> None:
        heard.append(next(event.change.type.value for event in events if event.change is not None))

    listener = threading.Thread(target=listen)
    listener.start()
    act()
    listener.join(30)
    return heard


def test_a_long_poll_is_answered_when_a_card_is_sent(town: Town) -> None:
    alice, bob = town.friends()
    with Client(town.place.url, token=bob.access_token) as client:
        events = client.events.listen(now(bob), stream=False)

        heard = heard_while(events, lambda: alice.client.postcards.send(bob.username, "Ciao"))

    assert heard == ["postcard.received"]


def test_the_sdk_hears_by_whatever_way_there_is(town: Town) -> None:
    alice, bob = town.friends()
    with Client(town.place.url, token=bob.access_token) as client:
        events = client.events.listen(now(bob))

        heard = heard_while(events, lambda: alice.client.postcards.send(bob.username, "Ciao"))

    assert heard == ["postcard.received"]


def test_a_stream_tells_a_change_with_its_cursor(town: Town) -> None:
    alice, bob = town.friends()
    headers = {"authorization": f"Bearer {bob.access_token}", "last-event-id": now(bob)}

    with httpx.stream("GET", f"{town.place.url}/v1/events", headers=headers) as stream:
        alice.client.postcards.send(bob.username, "Ciao")
        told: dict[str, str] = {}
        for line in stream.iter_lines():
            name, _, value = line.partition(": ")
            told[name] = value
            if name == "data":
                break

    assert json.loads(told["data"])["type"] == "postcard.received"
    assert bob.get(f"/sync?cursor={told['id']}").body["changes"] == []
