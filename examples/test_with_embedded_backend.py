"""Test your own code against a real backend: in this process, in a folder of its own, without a socket."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from postcardit_sdk import Client, PermissionDenied
from postcardit_sdk.lab import sign_up


@pytest.fixture
def alice(tmp_path: Path) -> Iterator[Client]:
    with Client.embedded(tmp_path) as client:
        client.run(sign_up(tmp_path, "alice"))
        yield client


@pytest.fixture
def bob(tmp_path: Path) -> Iterator[Client]:
    with Client.embedded(tmp_path) as client:
        client.run(sign_up(tmp_path, "bob"))
        yield client


def test_friends_send_each_other_postcards(alice: Client, bob: Client) -> None:
    friendship = alice.friends.request("bob")
    bob.friends.accept(friendship.friendship_id)
    alice.postcards.send("bob", "Ciao from Venice!")

    assert [card.message for card in bob.postcards.all()] == ["Ciao from Venice!"]


def test_strangers_do_not(alice: Client, bob: Client) -> None:
    with pytest.raises(PermissionDenied, match="Only friends"):
        alice.postcards.send("bob", "Ciao from Venice!")
