"""The train enters a tunnel while a postcard is being sent."""

import pytest

from postcardit_sdk import Client, ConnectionFailed
from postcardit_sdk.testing import Weather


def test_what_is_sent_in_the_tunnel_waits_and_arrives_once(alice: Client, bob: Client, weather: Weather) -> None:
    weather.set("airplane")
    queued = alice.outbox.send("bob", "From the train!")
    in_the_tunnel = alice.outbox.flush()

    weather.clear()
    alice.outbox.flush()

    arrived = [card for card in bob.postcards.all() if card.message == "From the train!"]
    assert (in_the_tunnel.done, in_the_tunnel.left) == (0, 1)
    assert len(arrived) == 1
    assert alice.outbox.get(queued.item_id).state == "done"


@pytest.mark.parametrize("seed", range(3))
def test_no_seat_on_the_train_loses_or_doubles_a_postcard(
    alice: Client, bob: Client, weather: Weather, seed: int
) -> None:
    before = {card.postcard_id for card in bob.postcards.all()}
    for number in range(4):
        alice.outbox.send("bob", f"Postcard {number}")

    weather.set("train", seed=seed, hurry=True)
    while alice.outbox.flush().left:
        pass
    weather.clear()

    arrived = [card.message for card in bob.postcards.all() if card.postcard_id not in before]
    assert sorted(arrived) == [f"Postcard {number}" for number in range(4)]


def test_without_the_outbox_the_tunnel_is_an_error_that_one_can_show(alice: Client, weather: Weather) -> None:
    weather.set("airplane")

    with pytest.raises(ConnectionFailed):
        alice.postcards.send("bob", "From the train!")
