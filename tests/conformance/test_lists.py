"""Lists come in pages: each item once, in order, by cursors that belong to one person, route and set of filters."""

from datetime import datetime, timedelta, timezone
from itertools import pairwise
from typing import Any

import pytest

from tests.backend.held_to_contract import Answer
from tests.backend.place import Person, Place, ids

pytestmark = pytest.mark.no_identity

LISTS = ["/postcards", "/postcards/sent", "/postcards/received", "/friends", "/friends/requests", "/users/search?q=al"]


def with_query(path: str, query: str) -> str:
    return f"{path}{'&' if '?' in path else '?'}{query}"


def pages(person: Person, path: str, limit: int) -> list[Answer]:
    """All pages of a list."""
    found = [person.get(with_query(path, f"limit={limit}"))]
    while "nextCursor" in found[-1].body:
        found.append(person.get(with_query(path, f"limit={limit}&cursor={found[-1].body['nextCursor']}")))
    return found


@pytest.fixture
def mailing(world: Place) -> Place:
    """Alice has sent bob five cards and bob her four."""
    world.alice.befriend(world.bob)
    for number in range(9):
        sender, to = (world.alice, "bob") if number % 2 == 0 else (world.bob, "alice")
        sender.post("/postcards", {"recipientUsername": to, "message": f"{number}"})
    return world


BAD_LIMITS = {
    "0": "too_small",
    "101": "too_large",
    "-1": "too_small",
    "abc": "invalid",
    "1.5": "invalid",
    "": "invalid",
    "9" * 5000: "invalid",
}


def test_a_limit_out_of_bounds_is_refused(world: Place) -> None:
    for path in LISTS:
        answers = {limit: world.alice.get(with_query(path, f"limit={limit}")) for limit in BAD_LIMITS}

        assert {answer.outcome for answer in answers.values()} == {(422, "validation_failed")}
        problems = {limit: answer.body["errors"] for limit, answer in answers.items()}
        assert {limit: [error["code"] for error in errors] for limit, errors in problems.items()} == {
            limit: [problem] for limit, problem in BAD_LIMITS.items()
        }


def test_pages_give_every_card_once_the_newest_first(mailing: Place) -> None:
    for limit in (1, 2, 3, 4, 5, 9, 100):
        found = pages(mailing.alice, "/postcards", limit)

        cards: list[dict[str, Any]] = [card for page in found for card in page.body["postcards"]]
        assert [card["message"] for card in cards] == [str(number) for number in reversed(range(9))]
        assert [page.body["count"] for page in found[:-1]] == [limit] * (len(found) - 1)
        assert all(one["sentAt"] > other["sentAt"] for one, other in pairwise(cards))


def test_each_box_lists_its_own(mailing: Place) -> None:
    boxes = ("/postcards/sent", "/postcards/received", "/postcards?box=sent", "/postcards?box=received", "/postcards")

    counts = [mailing.alice.get(path).body["count"] for path in boxes]

    assert counts == [5, 4, 5, 4, 9]


def test_a_card_that_arrives_between_two_pages_moves_nothing(mailing: Place) -> None:
    first = mailing.alice.get("/postcards?limit=4")

    mailing.bob.post("/postcards", {"recipientUsername": "alice", "message": "late"})
    second = mailing.alice.get(f"/postcards?limit=100&cursor={first.body['nextCursor']}")

    messages = [card["message"] for page in (first, second) for card in page.body["postcards"]]
    assert messages == [str(number) for number in reversed(range(9))]


def test_friends_and_requests_come_in_pages_too(world: Place) -> None:
    names = [f"pal{number}" for number in range(5)]
    for name in names:
        pal = world.person(world.sign_up(name))
        pal.post("/friends", {"username": "alice"})
    waiting = pages(world.alice, "/friends/requests", 2)
    for page in waiting:
        for request in page.body["requests"]:
            world.alice.client.friends.accept(request["friendshipId"])
    friends = pages(world.alice, "/friends", 2)
    found = pages(world.alice, "/users/search?q=pal", 2)

    asked = [request["requester"]["username"] for page in waiting for request in page.body["requests"]]
    assert asked == names[::-1]
    assert [friend["user"]["username"] for page in friends for friend in page.body["friends"]] == names
    assert [user["username"] for page in found for user in page.body["users"]] == names
    assert [[page.body["count"] for page in walk] for walk in (waiting, friends, found)] == [[2, 2, 1]] * 3


def test_a_cursor_counts_only_for_its_person_route_and_filters(mailing: Place) -> None:
    cursor = mailing.alice.get("/postcards?limit=2").body["nextCursor"]
    elsewhere = ["/postcards?box=sent", "/postcards?archived=true", "/postcards?unread=true", *LISTS[1:]]
    elsewhere += ["/postcards?from=2020-01-01T00:00:00Z", "/postcards?to=2099-01-01T00:00:00Z"]
    elsewhere += ["/postcards?bbox=-180,-90,180,90"]

    answers = [mailing.alice.get(with_query(path, f"cursor={cursor}")) for path in elsewhere]
    answers.append(mailing.bob.get(f"/postcards?cursor={cursor}"))

    assert {answer.outcome for answer in answers} == {(400, "invalid_cursor")}
    assert mailing.alice.get(f"/postcards?limit=50&cursor={cursor}").body["count"] == 7


NO_CURSORS = ["", "x", "%00", "%FF", "AAAA", "A" * 1024, "=" * 8, "../..", "%F0%9F%8F%9D"]


def test_a_cursor_that_is_none_is_refused(world: Place) -> None:
    answers = [world.alice.get(with_query(path, f"cursor={cursor}")) for path in LISTS for cursor in NO_CURSORS]

    assert {answer.outcome for answer in answers} == {(400, "invalid_cursor")}


def test_a_cursor_longer_than_any_is_refused_unread(world: Place) -> None:
    assert world.alice.get(f"/postcards?cursor={'A' * 1025}").outcome == (422, "validation_failed")


def test_filters_choose_by_state_and_archive(mailing: Place) -> None:
    cards = ids(mailing.bob.get("/postcards/received"))
    mailing.bob.ask("POST", "/postcards/receipts", {"delivered": cards[1:4], "read": cards[3:]})
    mailing.bob.ask("PUT", f"/postcards/{cards[4]}/archive")

    queries = ["limit=9", "status=sent", "status=delivered", "status=read", "unread=true", "unread=false"]
    queries += ["archived=true", "status=draft"]
    found = [ids(mailing.bob.get(f"/postcards/received?{query}")) for query in queries]

    assert found == [cards[:4], cards[:1], cards[1:3], cards[3:4], cards[:3], cards[3:4], cards[4:], []]
    assert len(ids(mailing.alice.get("/postcards/sent"))) == 5, "the archive is each side's own"


def test_times_choose_from_the_first_to_before_the_second(mailing: Place) -> None:
    cards = mailing.alice.get("/postcards").body["postcards"]
    third, sixth = cards[2]["sentAt"], cards[5]["sentAt"]

    queries = [f"from={third}", f"to={third}", f"from={sixth}&to={third}", f"from={third}&to={sixth}"]
    queries += ["from=0001-01-01T00:00:00Z&to=9999-12-31T23:59:59.999Z", f"from={third}&box=sent"]
    found = [ids(mailing.alice.get(f"/postcards?{query}")) for query in queries]

    every = [card["postcardId"] for card in cards]
    sent = [card["postcardId"] for card in cards[:3] if card["senderId"] == mailing.alice.user_id]
    assert found == [every[:3], every[3:], every[3:6], [], every, sent]


def test_a_time_is_an_instant_whatever_its_zone(mailing: Place) -> None:
    newest = mailing.alice.get("/postcards?limit=1").body["postcards"][0]
    instant = datetime.fromisoformat(newest["sentAt"]).astimezone(timezone(timedelta(hours=-9)))

    found = mailing.alice.client.postcards.list(sent_from=instant)

    assert [card.postcard_id for card in found.postcards] == [newest["postcardId"]]


@pytest.fixture
def travelling(world: Place) -> Place:
    """Alice has written to bob from five places, or from none."""
    world.alice.befriend(world.bob)
    for message, latitude, longitude in (
        ("Venezia", 45.4375, 12.3358),
        ("Mestre", 45.4903, 12.2424),
        ("Suva", -18.1416, 178.4419),
        ("Taveuni", -16.8, -180),
        ("home", None, None),
    ):
        location = None if latitude is None else {"latitude": latitude, "longitude": longitude}
        world.alice.post("/postcards", {"recipientUsername": "bob", "message": message, "location": location})
    return world


RECTANGLES = {
    "bbox=12.2,45.4,12.4,45.5": ["Mestre", "Venezia"],
    "bbox=12.3,45.4,12.4,45.5": ["Venezia"],
    "bbox=177,-20,-178,-15": ["Taveuni", "Suva"],
    "bbox=-180,-90,180,90": ["Taveuni", "Suva", "Mestre", "Venezia"],
    "bbox=0,0,1,1": [],
    "bbox=-180,-90,180,90&status=read": [],
    "bbox=-180,-90,180,90&box=received": ["Taveuni", "Suva", "Mestre", "Venezia"],
}


def test_a_rectangle_of_the_map_chooses_what_was_written_there(travelling: Place) -> None:
    found = {query: pages(travelling.bob, f"/postcards?{query}", 1) for query in RECTANGLES}

    messages = {
        query: [card["message"] for page in walk for card in page.body["postcards"]] for query, walk in found.items()
    }
    assert messages == RECTANGLES


NO_RECTANGLES = ["", "1,2,3", "0,10,10,0", "0,0,181,10", "a,b,c,d", "0,0,nan,1", "0,0,1,1,1"]


def test_a_rectangle_that_is_none_is_refused_by_name(world: Place) -> None:
    answers = [world.alice.get(f"/postcards?bbox={bbox}") for bbox in NO_RECTANGLES]

    assert {answer.outcome for answer in answers} == {(422, "validation_failed")}
    assert [[error["pointer"] for error in answer.body["errors"]] for answer in answers] == [["?bbox"]] * len(answers)
