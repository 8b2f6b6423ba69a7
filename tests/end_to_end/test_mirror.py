"""A mirror beside a backend shows what the backend shows, whatever happened and however it was fetched."""

import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import pytest

from postcardit_sdk import Box, Client, LocalStore, MemoryTokens, RequestDirection
from tests.end_to_end.town import all_at_once, befriend, outcomes, sign_up

DYING = """
import os, signal, sys
from pathlib import Path
from postcardit_sdk import Client, MemoryTokens, Tokens
from postcardit_sdk.resources import sync

sync._PAGE = 3
client = Client.embedded(sys.argv[1], tokens=MemoryTokens(Tokens(sys.argv[3])), local=sys.argv[2])
write, left = client.local.write, [int(sys.argv[4])]

def write_and_die(verb):
    result = write(verb)
    left[0] -= 1
    if not left[0]:
        os.kill(os.getpid(), signal.SIGKILL)
    return result

client.local.write = write_and_die
client.sync.refresh()
"""


@dataclass(frozen=True)
class Two:
    """Alice and bob, each with a mirror in a file; both are in one backend's folder."""

    folder: Path
    alice: Client
    bob: Client

    def another(self, client: Client, local: LocalStore | Path | None = None) -> Client:
        """The same person in another program."""
        return Client.embedded(self.folder, tokens=MemoryTokens(client.session.tokens.load()), local=local)


@pytest.fixture
def two(tmp_path: Path) -> Iterator[Two]:
    folder = tmp_path / "data"
    with (
        Client.embedded(folder, local=tmp_path / "alice.db") as alice,
        Client.embedded(folder, local=tmp_path / "bob.db") as bob,
    ):
        sign_up(alice, folder, "alice")
        sign_up(bob, folder, "bob")
        yield Two(folder, alice, bob)


def by_the_server(client: Client) -> dict[str, object]:
    """What a client's screens show, asked of the server."""
    me = client.users.me()
    return {
        "me": (me.user_id, me.username, me.full_name, me.bio),
        "friends": client.friends.list(limit=100).friends,
        "requests": [client.friends.requests(way, limit=100).requests for way in RequestDirection],
        "blocked": client.friends.blocked(limit=100).blocked,
        "cards": [client.postcards.list(box, limit=100).postcards for box in Box],
        "unread": client.postcards.list(Box.RECEIVED, unread=True, limit=100).postcards,
        "archive": client.postcards.list(archived=True, limit=100).postcards,
        "unread_count": client.users.stats().unread,
    }


def by_the_mirror(client: Client) -> dict[str, object]:
    """The same, asked of the mirror."""
    me = client.sync.me()
    assert me is not None
    return {
        "me": (me.user_id, me.username, me.full_name, me.bio),
        "friends": client.sync.friends(),
        "requests": [client.sync.requests(way) for way in RequestDirection],
        "blocked": client.sync.blocked(),
        "cards": [client.sync.postcards(box) for box in Box],
        "unread": client.sync.postcards(Box.RECEIVED, unread=True),
        "archive": client.sync.postcards(archived=True),
        "unread_count": client.sync.unread_count(),
    }


def test_after_every_step_of_a_story_a_mirror_shows_what_the_server_shows(two: Two) -> None:
    alice, bob = two.alice, two.bob

    def card(box: Box, number: int = 0) -> str:
        return alice.postcards.list(box).postcards[number].postcard_id

    story: list[Callable[[], object]] = [
        lambda: None,
        lambda: alice.friends.request("bob"),
        lambda: bob.friends.accept(bob.friends.requests().requests[0].friendship_id),
        lambda: [alice.postcards.send("bob", f"Card {number}") for number in range(4)],
        lambda: bob.postcards.send("alice", "Ciao"),
        lambda: bob.postcards.receipts(delivered=[card(Box.SENT)], read=[card(Box.SENT, 1)]),
        lambda: alice.postcards.archive(card(Box.SENT)),
        lambda: alice.postcards.read(card(Box.RECEIVED)),
        lambda: bob.users.update_me(full_name="Bob “B” \\ Zoë"),
        lambda: alice.users.update_me(full_name="Alice A.", bio="I write."),
        lambda: alice.postcards.delete(card(Box.SENT, 1)),  # the first was read
        lambda: bob.friends.remove(bob.friends.list().friends[0].friendship_id),
        lambda: bob.friends.request("alice"),
        lambda: alice.friends.block("bob"),
        lambda: alice.friends.unblock("bob"),
    ]
    for step in story:
        step()
        for client in (alice, bob):
            client.sync.refresh()
            with two.another(client) as anew:
                anew.sync.refresh()
                assert by_the_mirror(client) == by_the_mirror(anew) == by_the_server(client)


def test_a_card_from_the_outbox_is_shown_once_from_queueing_to_reading(two: Two) -> None:
    alice, bob = two.alice, two.bob
    befriend(alice, bob)
    alice.sync.refresh()
    item = alice.outbox.send("bob", "Ciao")
    queued = alice.sync.postcards()
    alice.outbox.flush()
    sent = alice.sync.postcards()
    alice.sync.refresh()
    told = alice.sync.postcards()

    assert [[(card.status.value, card.message) for card in cards] for cards in (queued, sent, told)] == [
        [("queued", "Ciao")],
        [("sent", "Ciao")],
        [("sent", "Ciao")],
    ]
    assert alice.sync.postcard(item.item_id) == told[0]
    assert told == alice.postcards.list().postcards


def test_refreshes_that_race_with_each_other_and_with_news_end_with_all_of_it(two: Two) -> None:
    alice, bob = two.alice, two.bob
    befriend(alice, bob)
    is_over = threading.Event()
    path = alice.local.path
    with two.another(alice, path) as second, two.another(alice, path) as third:

        def write() -> None:
            try:
                for number in range(40):
                    card = bob.postcards.send("alice", f"Card {number}")
                    if number % 4 == 0:
                        bob.postcards.delete(card.postcard_id)
            finally:
                is_over.set()

        def read(client: Client) -> None:
            while not is_over.is_set():
                client.sync.refresh()

        readers: list[Callable[[], None]] = [partial(read, client) for client in (alice, second, third)]
        assert outcomes(all_at_once([write, *readers])) == ["done"] * 4

        alice.sync.refresh()
        assert len(alice.sync.postcards()) == 30
        assert by_the_mirror(second) == by_the_mirror(third) == by_the_server(alice)


@pytest.mark.parametrize("writes", [1, 3])
def test_a_refresh_that_is_killed_is_finished_by_the_next(two: Two, writes: int) -> None:
    alice, bob = two.alice, two.bob
    befriend(alice, bob)
    for number in range(8):
        bob.postcards.send("alice", f"Card {number}")
    tokens = alice.session.tokens.load()
    assert tokens is not None
    command = [sys.executable, "-c", DYING, str(two.folder), str(alice.local.path), tokens.access_token, str(writes)]
    done = subprocess.run(command, check=False, capture_output=True)
    assert done.returncode == -signal.SIGKILL, done.stderr

    assert alice.sync.postcards() == []
    assert not alice.sync.status().is_complete
    alice.sync.refresh()
    assert by_the_mirror(alice) == by_the_server(alice)


def test_what_is_listened_to_keeps_a_mirror_fresh(two: Two) -> None:
    alice, bob = two.alice, two.bob
    befriend(alice, bob)
    refreshed = alice.sync.refresh()
    for number in range(3):
        bob.postcards.send("alice", f"Card {number}")
    events = alice.events.listen(refreshed.cursor)

    applied = [alice.sync.apply(next(events)).changes for _ in range(3)]
    events.close()  # type: ignore[attr-defined]  # pyright: ignore[reportAttributeAccessIssue]  # it is a generator

    assert applied == [1, 1, 1]
    assert by_the_mirror(alice) == by_the_server(alice)
