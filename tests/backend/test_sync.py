"""What happened since: snapshots that miss nothing, pages of changes, and cursors."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from postcardit_backend.answers import Ask
from postcardit_backend.services.sync import changes_after
from postcardit_sdk.contract.sync import SyncChanges
from postcardit_sdk.contract.wire import new_id
from tests.backend.feed_pages import now, pages, settle, sync, told
from tests.backend.world import Person, World


def test_without_a_cursor_everything_is_given_as_it_is(world: World) -> None:
    friendship, asked, first, second, sent = settle(world)

    (page,) = pages(world.alice)

    head = world.ports.feed.head(world.alice.user_id)
    me = world.alice.get("/users/me").body
    cards = [world.alice.get(f"/postcards/{card}").body for card in (sent, second, first)]
    friendships = {(one["type"], one["id"]) for one in page["changes"][1:3]}
    assert {one["seq"] for one in page["changes"]} == {head}
    assert [one["type"] for one in page["changes"]] == [
        "user.changed",
        *["friendship.changed"] * 2,
        "postcard.changed",
        *["postcard.received"] * 2,
    ]
    assert friendships == {("friendship.changed", friendship), ("friendship.changed", asked)}
    assert page["changes"][0]["data"] == me
    assert [one["data"] for one in page["changes"][3:]] == cards
    assert [one["occurredAt"] for one in page["changes"]] == [one["data"]["updatedAt"] for one in page["changes"]]
    assert page["hasMore"] is False


@pytest.mark.parametrize("limit", [1, 2, 3, 4, 5, 6, 7, 500])
def test_a_snapshot_is_the_same_in_pages_of_any_size(limit: int, world: World) -> None:
    settle(world)
    (whole,) = pages(world.alice)

    found = pages(world.alice, limit=limit)

    assert [change for page in found for change in page["changes"]] == whole["changes"]
    assert {len(page["changes"]) for page in found[:-1]} <= {limit}
    assert all(page["changes"] for page in found)


def test_the_size_of_pages_may_change_on_the_way(world: World) -> None:
    settle(world)
    first = sync(world.alice, limit=1).body

    assert told([first, *pages(world.alice, first["nextCursor"], limit=50)]) == told(pages(world.alice))


def test_what_happens_while_a_snapshot_is_fetched_stands_behind_it(world: World) -> None:
    world.alice.befriend(world.bob)
    first = sync(world.alice, limit=1).body
    card = world.bob.client.postcards.send("alice", "meanwhile").postcard_id

    rest = pages(world.alice, first["nextCursor"], limit=2)

    assert told(rest)[-1] == ("postcard.received", card)
    assert rest[-1]["changes"][-1]["seq"] == first["changes"][0]["seq"] + 1


def test_changes_are_given_in_their_order_with_what_they_are_about_as_it_is_now(world: World) -> None:
    world.alice.befriend(world.bob)
    begin = now(world.alice)
    card = world.bob.client.postcards.send("alice", "Ciao").postcard_id
    world.alice.client.postcards.read(card)
    world.bob.ask("PATCH", "/users/me", {"bio": "Hi"})
    (page,) = pages(world.alice, begin)

    bob = world.alice.get(f"/users/{world.bob.user_id}").body
    read = world.alice.get(f"/postcards/{card}").body
    assert told([page]) == [
        ("postcard.received", card),
        ("postcard.changed", card),
        ("user.changed", world.bob.user_id),
    ]
    assert [change["data"] for change in page["changes"]] == [read, read, bob]
    assert "email" not in bob
    seqs = [change["seq"] for change in page["changes"]]
    assert seqs == [*range(seqs[0], seqs[0] + 3)]


def test_what_is_gone_is_told_without_data(world: World) -> None:
    friendship = world.alice.befriend(world.bob)
    begin = now(world.alice)
    card = world.bob.client.postcards.send("alice", "Ciao").postcard_id
    world.bob.client.postcards.delete(card)
    world.bob.client.friends.remove(friendship)

    changes = [change for page in pages(world.alice, begin) for change in page["changes"]]

    assert [(change["type"], change["id"], change.get("data")) for change in changes] == [
        ("postcard.received", card, None),
        ("postcard.deleted", card, None),
        ("friendship.deleted", friendship, None),
    ]


def test_what_was_gone_for_a_while_is_told_as_gone_and_then_as_it_is(world: World) -> None:
    world.alice.befriend(world.bob)
    card = world.bob.client.postcards.send("alice", "Ciao").postcard_id
    begin = now(world.alice)
    for method in ("PUT", "DELETE"):
        world.bob.ask(method, f"/users/{world.alice.user_id}/block")

    changes = [change for page in pages(world.alice, begin) for change in page["changes"] if change["id"] == card]

    assert [change["type"] for change in changes] == ["postcard.deleted", "postcard.changed"]
    assert [change.get("data") for change in changes] == [None, world.alice.get(f"/postcards/{card}").body]


def test_someone_who_blocks_is_in_no_page(world: World) -> None:
    world.alice.befriend(world.bob)
    begin = now(world.alice)
    world.bob.client.postcards.send("alice", "secret")
    world.bob.ask("PATCH", "/users/me", {"bio": "secret"})
    world.bob.ask("PUT", f"/users/{world.alice.user_id}/block")

    changes = [change for page in pages(world.alice, begin) for change in page["changes"]]
    snapshot = [change for page in pages(world.alice) for change in page["changes"]]

    assert [change["type"] for change in changes if change.get("data")] == []
    assert [change["type"] for change in snapshot] == ["user.changed"]


@pytest.mark.parametrize("limit", [1, 2, 3, 100])
def test_pages_of_changes_end_where_the_feed_does(limit: int, world: World) -> None:
    begin = now(world.alice)
    world.alice.befriend(world.bob)
    world.bob.client.postcards.send("alice", "Ciao")

    found = pages(world.alice, begin, limit=limit)

    assert told(found) == told(pages(world.alice, begin))
    assert len(told(found)) == 3
    assert [page["hasMore"] for page in found] == [True] * (len(found) - 1) + [False]
    assert sync(world.alice, found[-1]["nextCursor"]).body == {
        "changes": [],
        "nextCursor": found[-1]["nextCursor"],
        "hasMore": False,
    }


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


@pytest.mark.parametrize("whose", ["altered", "bob's", "another list's", "nonsense"])
def test_a_cursor_that_was_not_made_for_this_is_refused(whose: str, world: World) -> None:
    settle(world)
    mine = now(world.alice)
    cursors = {
        "altered": mine[:-2] + ("AA" if mine[-2:] != "AA" else "BB"),
        "bob's": now(world.bob),
        "another list's": world.alice.get("/postcards?limit=1").body["nextCursor"],
        "nonsense": "nonsense",
    }

    assert sync(world.alice, cursors[whose]).outcome == (400, "invalid_cursor")


def test_a_cursor_whose_changes_are_no_longer_kept_is_expired(world: World) -> None:
    begin = now(world.alice)
    world.alice.befriend(world.bob)
    end = now(world.alice)

    world.ports.feed.compact(world.clock.now + 1, 1000)

    assert sync(world.alice, begin).outcome == (410, "cursor_expired")
    assert sync(world.alice, end).body["changes"] == []


def test_a_cursor_from_the_future_is_expired(world: World) -> None:
    future = world.ports.cursors.seal(["f", 99], f"{world.alice.user_id}|sync")

    assert sync(world.alice, future).outcome == (410, "cursor_expired")


@pytest.mark.parametrize("query", ["limit=0", "limit=501", "wait=26", "wait=-1", "wait=x", "colour=red"])
def test_a_query_out_of_bounds_is_refused(query: str, world: World) -> None:
    assert world.alice.get(f"/sync?{query}").status == 422


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
