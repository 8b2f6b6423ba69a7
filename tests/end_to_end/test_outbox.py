"""The outbox against a real backend: over a socket, embedded, in the background, and with programs that are killed."""

import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from postcardit_backend.entry import Server
from postcardit_sdk import Box, Client, ConnectionFailed, MemoryTokens, PostcardStatus
from tests.end_to_end.town import ONE_TRY, befriend, sign_up
from tests.sdk.outbox_rounds import run
from tests.sdk.post_office import photo


@pytest.fixture
def friends(tmp_path: Path) -> Iterator[tuple[Client, Client]]:
    """Alice, with an outbox in a file, and bob."""
    data, local = tmp_path / "data", tmp_path / "local.sqlite"
    with Client.embedded(data, local=local) as alice, Client.embedded(data) as bob:
        befriend(sign_up(alice, data, "alice"), sign_up(bob, data, "bob"))
        yield alice, bob


def test_a_flusher_that_is_killed_again_and_again_sends_each_postcard_once_and_in_order(tmp_path: Path) -> None:
    story = run(20, 3, tmp_path)

    assert story.deaths > 3
    assert story.deaths_before_the_note > 0


def test_what_was_queued_offline_arrives_once_when_the_server_is_back(tmp_path: Path) -> None:
    data, local, tokens = tmp_path / "data", tmp_path / "local.sqlite", MemoryTokens()
    with Client.embedded(data, tokens=tokens) as alice, Client.embedded(data) as bob:
        befriend(sign_up(alice, data, "alice"), sign_up(bob, data, "bob"))
    with Client("http://127.0.0.1:9", tokens=tokens, local=local, retry=ONE_TRY) as alice:
        items = [alice.outbox.send("bob", str(number), photo=photo(number)) for number in range(3)]
        flushed = alice.outbox.flush()
        assert (flushed.done, flushed.left, flushed.reason and flushed.reason.code) == (0, 3, "offline")
        with pytest.raises(ConnectionFailed):
            alice.users.me()

    with Server(data) as server, Client(server.url, tokens=tokens, local=local) as alice:
        assert alice.outbox.flush().done == 3
        sent = [*alice.postcards.all(Box.SENT)]

    assert {card.idempotency_key for card in sent} == {item.item_id for item in items}
    assert sorted(card.message for card in sent) == ["0", "1", "2"]
    assert all(card.image_url for card in sent)


def test_a_queued_card_becomes_the_servers_card_and_is_never_shown_twice(friends: tuple[Client, Client]) -> None:
    alice, _ = friends
    item = alice.outbox.send("bob", "Ciao")
    before = [(card.postcard_id, card.status) for card in alice.sync.postcards()]

    alice.outbox.flush()
    after = alice.sync.postcards()
    alice.sync.refresh()

    assert before == [(item.item_id, PostcardStatus.QUEUED)]
    assert [(card.idempotency_key, card.status) for card in after] == [(item.item_id, PostcardStatus.SENT)]
    assert [card.postcard_id for card in alice.sync.postcards()] == [card.postcard_id for card in after]


def test_a_friend_request_receipts_and_a_profile_go_the_same_way(friends: tuple[Client, Client]) -> None:
    alice, bob = friends
    card = bob.postcards.send("alice", "Ciao")
    with Client.embedded(data_of(alice)) as carol:
        sign_up(carol, data_of(alice), "carol")
        alice.outbox.request_friend("carol")
        alice.outbox.receipts(read=[card.postcard_id])
        alice.outbox.update_me(bio="Hi")

        assert alice.outbox.flush().done == 3
        assert [request.requester.username for request in carol.friends.all_requests()] == ["alice"]
    assert bob.postcards.get(card.postcard_id).status is PostcardStatus.READ
    assert alice.users.me().bio == "Hi"


def data_of(alice: Client) -> Path:
    """Where everybody's data is."""
    assert alice.local.path is not None
    return alice.local.path.with_name("data")


def test_what_is_queued_while_a_background_flushes_is_sent_soon(friends: tuple[Client, Client]) -> None:
    alice, bob = friends
    with alice.outbox.flushing(every_seconds=3600):
        alice.outbox.send("bob", "one")
        wait_for(lambda: not alice.outbox.list())
        alice.outbox.send("bob", "two")
        wait_for(lambda: not alice.outbox.list())

    assert sorted(card.message for card in bob.postcards.all()) == ["one", "two"]


def wait_for(is_so: Callable[[], bool]) -> None:
    """Look again and again, for half a minute at the most."""
    for _ in range(600):
        if is_so():
            return
        time.sleep(0.05)
    raise AssertionError("It did not come to that.")
