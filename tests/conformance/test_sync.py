"""What happened since: snapshots that miss nothing, pages of changes, and cursors."""

import pytest

from tests.backend.feed_pages import now, pages, settle, sync, told
from tests.backend.place import Place

pytestmark = pytest.mark.no_identity


def test_without_a_cursor_everything_is_given_as_it_is(world: Place) -> None:
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
def test_a_snapshot_is_the_same_in_pages_of_any_size(limit: int, world: Place) -> None:
    settle(world)
    (whole,) = pages(world.alice)

    found = pages(world.alice, limit=limit)

    assert [change for page in found for change in page["changes"]] == whole["changes"]
    assert {len(page["changes"]) for page in found[:-1]} <= {limit}
    assert all(page["changes"] for page in found)


def test_the_size_of_pages_may_change_on_the_way(world: Place) -> None:
    settle(world)
    first = sync(world.alice, limit=1).body

    assert told([first, *pages(world.alice, first["nextCursor"], limit=50)]) == told(pages(world.alice))


def test_what_happens_while_a_snapshot_is_fetched_stands_behind_it(world: Place) -> None:
    world.alice.befriend(world.bob)
    first = sync(world.alice, limit=1).body
    card = world.bob.client.postcards.send("alice", "meanwhile").postcard_id

    rest = pages(world.alice, first["nextCursor"], limit=2)

    assert told(rest)[-1] == ("postcard.received", card)
    assert rest[-1]["changes"][-1]["seq"] == first["changes"][0]["seq"] + 1


def test_changes_are_given_in_their_order_with_what_they_are_about_as_it_is_now(world: Place) -> None:
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


def test_what_is_gone_is_told_without_data(world: Place) -> None:
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


def test_what_was_gone_for_a_while_is_told_as_gone_and_then_as_it_is(world: Place) -> None:
    world.alice.befriend(world.bob)
    card = world.bob.client.postcards.send("alice", "Ciao").postcard_id
    begin = now(world.alice)
    for method in ("PUT", "DELETE"):
        world.bob.ask(method, f"/users/{world.alice.user_id}/block")

    changes = [change for page in pages(world.alice, begin) for change in page["changes"] if change["id"] == card]

    assert [change["type"] for change in changes] == ["postcard.deleted", "postcard.changed"]
    assert [change.get("data") for change in changes] == [None, world.alice.get(f"/postcards/{card}").body]


def test_someone_who_blocks_is_in_no_page(world: Place) -> None:
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
def test_pages_of_changes_end_where_the_feed_does(limit: int, world: Place) -> None:
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


@pytest.mark.parametrize("whose", ["altered", "bob's", "another list's", "nonsense"])
def test_a_cursor_that_was_not_made_for_this_is_refused(whose: str, world: Place) -> None:
    settle(world)
    mine = now(world.alice)
    cursors = {
        "altered": mine[:-2] + ("AA" if mine[-2:] != "AA" else "BB"),
        "bob's": now(world.bob),
        "another list's": world.alice.get("/postcards?limit=1").body["nextCursor"],
        "nonsense": "nonsense",
    }

    assert sync(world.alice, cursors[whose]).outcome == (400, "invalid_cursor")


def test_a_cursor_whose_changes_are_no_longer_kept_is_expired(world: Place) -> None:
    begin = now(world.alice)
    world.alice.befriend(world.bob)
    end = now(world.alice)

    world.ports.feed.compact(world.clock.now + 1, 1000)

    assert sync(world.alice, begin).outcome == (410, "cursor_expired")
    assert sync(world.alice, end).body["changes"] == []


def test_a_cursor_from_the_future_is_expired(world: Place) -> None:
    future = world.ports.cursors.seal(["f", 99], f"{world.alice.user_id}|sync")

    assert sync(world.alice, future).outcome == (410, "cursor_expired")


@pytest.mark.parametrize("query", ["limit=0", "limit=501", "wait=26", "wait=-1", "wait=x", "colour=red"])
def test_a_query_out_of_bounds_is_refused(query: str, world: Place) -> None:
    assert world.alice.get(f"/sync?{query}").status == 422
