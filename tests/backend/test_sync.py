"""Pages of changes: what they cost, and what a device that folds them in knows in the end."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from postcardit_backend.answers import Ask
from postcardit_backend.services.sync import changes_after
from postcardit_sdk.contract.sync import SyncChanges
from postcardit_sdk.contract.wire import new_id
from tests.backend.feed_pages import sync
from tests.backend.world import Person, World


def test_a_page_asks_the_store_once_for_each_noun(world: World) -> None:
    world.alice.befriend(world.bob)
    for number in range(3):
        world.bob.client.postcards.send("alice", f"{number}")
    asked: list[str] = []

    class Counting:
        def __init__(self, noun: str, port: Any) -> None:
            self._noun, self._port = noun, port

        def __getattr__(self, verb: str) -> Any:
            asked.append(f"{self._noun}.{verb}")
            return getattr(self._port, verb)

    real = world.ports
    ports = replace(
        real,
        users=Counting("users", real.users),
        friendships=Counting("friendships", real.friendships),
        postcards=Counting("postcards", real.postcards),
        feed=Counting("feed", real.feed),
    )
    ask = Ask("sync_changes", SyncChanges(), world.clock.now, "http://x", world.alice.user_id)
    changes, _ = changes_after(0, 100, ask, ports)

    assert len(changes) == 5
    assert asked == ["feed.after", "friendships.many", "postcards.many"]


@dataclass
class Device:
    """What a device knows that folds every page it fetches into what it had."""

    person: Person
    cursor: str | None = None
    known: dict[str, Any] = field(default_factory=dict[str, Any])

    def fetch(self, limit: int) -> bool:
        """Take one page in. Gives whether there is more."""
        page = sync(self.person, self.cursor, limit=limit).body
        for change in page["changes"]:
            if change.get("data") is None:
                self.known.pop(change["id"], None)
            else:
                self.known[change["id"]] = change["data"]
        self.cursor = page["nextCursor"]
        more: bool = page["hasMore"]
        return more


def act(world: World, step: int) -> None:
    """One of the things that people do to each other; what is refused does not matter."""
    alice, bob = world.alice, world.bob
    cards = alice.get("/postcards?limit=100").body["postcards"]
    card = cards[step % len(cards)]["postcardId"] if cards else new_id()
    deeds: list[Callable[[], object]] = [
        lambda: bob.post("/postcards", {"recipientUsername": "alice", "message": "Ciao"}),
        lambda: alice.post("/postcards", {"recipientUsername": "bob", "message": "Ciao"}),
        lambda: alice.ask("PUT", f"/postcards/{card}/read"),
        lambda: alice.ask("PUT", f"/postcards/{card}/archive"),
        lambda: alice.ask("DELETE", f"/postcards/{card}"),
        lambda: bob.ask("DELETE", f"/postcards/{card}"),
        lambda: bob.ask("PATCH", "/users/me", {"bio": f"{step}"}),
        lambda: bob.ask("PUT", f"/users/{alice.user_id}/block"),
        lambda: bob.ask("DELETE", f"/users/{alice.user_id}/block"),
        lambda: alice.post("/friends", {"username": "bob"}),
        lambda: bob.post("/friends", {"username": "alice"}),
    ]
    deeds[step % len(deeds)]()


def strangers_left_out(known: dict[str, Any], me: str) -> dict[str, Any]:
    """What a snapshot holds: of people oneself alone."""
    return {id_: one for id_, one in known.items() if "userId" not in one or id_ == me}


def lasting(known: dict[str, Any]) -> dict[str, Any]:
    """Without what changes without a change: the counters of a profile."""
    counters = {"postcardsCount", "friendsCount"}
    return {id_: {name: one[name] for name in one.keys() - counters} for id_, one in known.items()}


def test_a_device_that_fetches_while_others_act_knows_in_the_end_what_there_is(world: World) -> None:
    world.alice.befriend(world.bob)

    @given(st.lists(st.tuples(st.integers(0, 200), st.integers(0, 3)), max_size=14), st.integers(1, 4))
    @hypothesis_settings(max_examples=20)
    def check(steps: list[tuple[int, int]], limit: int) -> None:
        device = Device(world.alice)
        for step, fetches in steps:
            act(world, step)
            for _ in range(fetches):
                device.fetch(limit)
        while device.fetch(limit):
            pass

        fresh = Device(world.alice)
        while fresh.fetch(100):
            pass
        assert lasting(strangers_left_out(device.known, world.alice.user_id)) == lasting(fresh.known)

    check()


def test_the_service_says_how_it_tells_of_changes(world: World) -> None:
    assert world.anyone.get("/health/ready").body["realtime"] == ["sse", "longpoll"]
