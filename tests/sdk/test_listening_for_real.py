"""Hearing from the real backend, in this process and on a socket, on both clients."""

import asyncio
import threading
from collections.abc import Callable, Generator
from contextlib import aclosing, contextmanager
from pathlib import Path
from typing import Any, cast

import pytest

from postcardit_backend.entry import Server
from postcardit_sdk import AsyncClient, ChangeType, Client, Event, InvalidRequest, NotFound
from postcardit_sdk.lab import sign_up

SOON = 20.0
"""Seconds that nothing here should take, but may on a busy machine."""

places = pytest.mark.parametrize("place", ["process", "socket"])
ways = pytest.mark.parametrize("stream", [True, False], ids=["stream", "poll"])


@contextmanager
def town(place: str, folder: Path) -> Generator[Callable[[], Client]]:
    """A backend: gives what makes clients for it."""
    if place == "process":
        yield lambda: Client.embedded(folder)
    else:
        with Server(folder) as server:
            yield lambda: Client(server.url)


class Ear(threading.Thread):
    """Listens until its client is closed."""

    def __init__(self, client: Client, **how: Any) -> None:
        super().__init__()
        self.events: list[Event] = []
        self._client, self._how = client, how
        self._came = threading.Condition()

    def run(self) -> None:
        try:
            for event in self._client.events.listen(**self._how):
                with self._came:
                    self.events.append(event)
                    self._came.notify_all()
        except Exception:  # noqa: BLE001  # the client was closed
            return

    def wait_for(self, count: int) -> list[str]:
        """What was heard, once it is so much."""
        with self._came:
            assert self._came.wait_for(lambda: len(self.events) >= count, SOON), self.events
        return ["gap" if event.change is None else str(event.change.type) for event in self.events]


@places
@ways
def test_what_happens_is_heard_by_the_other(place: str, stream: bool, tmp_path: Path) -> None:
    with town(place, tmp_path) as make, make() as alice, make() as bob:
        alice.run(sign_up(tmp_path, "alice"))
        bob.run(sign_up(tmp_path, "bob"))
        now = bob.sync.changes().next_cursor
        ear = Ear(bob, since=now, stream=stream)
        ear.start()

        friendship = alice.friends.request("bob")
        ear.wait_for(1)
        bob.friends.accept(friendship.friendship_id)
        alice.postcards.send("bob", "Ciao!")

        assert ear.wait_for(3) == ["friendship.changed", "friendship.changed", "postcard.received"]
        card = ear.events[2].change
        assert card is not None
        assert card.postcard is not None
        assert card.postcard.message == "Ciao!"
        bob.close()
        ear.join(SOON)
        assert not ear.is_alive()


@places
def test_both_clients_go_on_where_another_stopped(place: str, tmp_path: Path) -> None:
    async def hear_two(url: str, since: str) -> list[str]:
        client = AsyncClient.embedded(tmp_path) if place == "process" else AsyncClient(url)
        async with client, asyncio.timeout(SOON):
            await client.auth.login("bob", "correct horse")
            async with aclosing(cast(Any, client.events.listen(since))) as events:
                return [str((await anext(events)).change.type) for _ in range(2)]

    with town(place, tmp_path) as make, make() as alice, make() as bob:
        alice.run(sign_up(tmp_path, "alice"))
        bob.run(sign_up(tmp_path, "bob"))
        bob.friends.accept(alice.friends.request("bob").friendship_id)
        listening = bob.events.listen(bob.sync.changes().next_cursor, stream=False)
        alice.postcards.send("bob", "one")
        alice.postcards.send("bob", "two")

        first = next(listening)
        assert first.change is not None
        rest = asyncio.run(hear_two(bob.url, first.cursor))

    assert (str(first.change.type), rest[0]) == ("postcard.received", "postcard.received")


def test_a_cursor_of_long_ago_is_a_gap_and_all_there_is(tmp_path: Path) -> None:
    with Client.embedded(tmp_path) as alice:
        alice.run(sign_up(tmp_path, "alice"))
        long_ago = alice.sync.changes().next_cursor
        for number in range(110):
            alice.users.update_me(bio=f"number {number}")
        _forget_all_but_the_last_hundred(alice)

        listening = alice.events.listen(long_ago)
        gap, me = next(listening), next(listening)
        alice.users.update_me(bio="new")
        news = next(listening)

    assert (gap, gap.is_gap) == (Event(long_ago, None), True)
    assert me.change is not None
    assert (me.change.seq, me.change.user and me.change.user.bio) == (110, "number 109")
    assert news.change is not None
    assert (news.change.seq, news.change.user and news.change.user.bio) == (111, "new")


def _forget_all_but_the_last_hundred(client: Client) -> None:
    ports = cast(Any, client)._transport._backend._embedded.ports  # no API forgets on demand
    ports.feed.compact(ports.clock() + 1, 0)


def test_a_cursor_that_is_none_is_refused(tmp_path: Path) -> None:
    with Client.embedded(tmp_path) as alice:
        alice.run(sign_up(tmp_path, "alice"))

        for cursor in ("nonsense", "with space", "é"):
            with pytest.raises(InvalidRequest, match="cursor"):
                next(alice.events.listen(cursor))


def test_people_are_blocked_and_unblocked_by_name_or_id(tmp_path: Path) -> None:
    with Client.embedded(tmp_path) as alice, Client.embedded(tmp_path) as bob:
        alice.run(sign_up(tmp_path, "alice"))
        alice.run(sign_up(tmp_path, "Álicia"))
        bob.run(sign_up(tmp_path, "bob"))
        blocked = bob.friends.block("ALICE")

        assert blocked.addressee.username == "alice"
        assert [one.addressee.username for one in bob.friends.all_blocked()] == ["alice"]
        assert bob.friends.blocked().blocked == [blocked]

        bob.friends.unblock("alicé")
        assert bob.friends.blocked().blocked == []
        bob.friends.block(blocked.addressee_id)
        bob.friends.unblock(blocked.addressee_id)
        for nobody in (bob.friends.block, bob.friends.unblock):
            with pytest.raises(NotFound, match="called ali"):
                nobody("ali")
        with pytest.raises(InvalidRequest, match="yourself"):
            bob.friends.block("bob")


def test_a_block_is_heard_at_once_by_whom_it_hides(tmp_path: Path) -> None:
    with Client.embedded(tmp_path) as alice, Client.embedded(tmp_path) as bob:
        alice.run(sign_up(tmp_path, "alice"))
        bob.run(sign_up(tmp_path, "bob"))
        bob.friends.accept(alice.friends.request("bob").friendship_id)
        ear = Ear(alice, since=alice.sync.changes().next_cursor)
        ear.start()

        bob.friends.block("alice")

        assert ear.wait_for(1)[0] == ChangeType.FRIENDSHIP_DELETED
        alice.close()
        ear.join(SOON)
