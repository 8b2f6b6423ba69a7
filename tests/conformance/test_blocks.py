"""Blocks, over HTTP: to someone whom one blocks one is not there, by any route."""

import io
import json
import zipfile
from typing import Any

import pytest

from postcardit_sdk.contract.wire import new_id
from tests.backend.held_to_contract import Answer
from tests.backend.place import NOBODY, Person, Place, ids

pytestmark = pytest.mark.no_identity

WORDS = ("type", "title", "detail", "message", "code", "status", "statusCode")


def block(maker: Person, other: Person) -> Answer:
    return maker.ask("PUT", f"/users/{other.user_id}/block")


def unblock(maker: Person, other: Person) -> Answer:
    return maker.ask("DELETE", f"/users/{other.user_id}/block")


def blocked(person: Person) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = person.get("/users/blocked").body["blocked"]
    return found


def told(world: Place, person: Person, since: int = 0) -> list[tuple[str, str]]:
    return [(change.type, change.id) for change in world.ports.feed.after(person.user_id, since, 100)]


def exported(person: Person) -> list[dict[str, Any]]:
    """The friendships in the file of one's own data."""
    url = person.ask("POST", "/users/me/export").body["url"]
    with zipfile.ZipFile(io.BytesIO(person.world.anyone.get(url).raw)) as archive:
        found: list[dict[str, Any]] = json.loads(archive.read("friendships.json"))
        return found


def test_a_block_is_shown_to_its_maker_as_a_friendship(world: Place) -> None:
    answer = block(world.alice, world.bob)

    made = answer.body
    assert answer.status == 200
    assert (made["status"], made["requesterId"], made["addresseeId"]) == (
        "blocked",
        world.alice.user_id,
        world.bob.user_id,
    )
    assert (made["addressee"]["username"], made["requestedAt"]) == ("bob", made["createdAt"])
    assert "respondedAt" not in made
    assert world.alice.get("/users/blocked").body == {"blocked": [made], "count": 1}


def test_blocking_again_gives_the_same_block(world: Place) -> None:
    first = block(world.alice, world.bob)

    again = block(world.alice, world.bob)

    assert again.raw == first.raw


def test_nobody_blocks_themself_or_someone_who_is_not_there(world: Place) -> None:
    answers = [block(world.alice, world.alice), world.alice.ask("PUT", f"/users/{NOBODY}/block")]

    assert [answer.outcome for answer in answers] == [(422, "cannot_block_self"), (404, "not_found")]
    assert blocked(world.alice) == []


def test_lifting_a_block_is_the_same_once_or_twice(world: Place) -> None:
    block(world.alice, world.bob)

    answers = [unblock(world.alice, world.bob) for _ in range(2)]
    answers += [unblock(world.alice, world.alice)]

    assert [(answer.status, answer.raw) for answer in answers] == [(204, b"")] * 3
    assert world.alice.ask("DELETE", f"/users/{NOBODY}/block").outcome == (404, "not_found")
    assert blocked(world.alice) == []
    assert world.bob.get(f"/users/{world.alice.user_id}").status == 200
    assert world.bob.post("/friends", {"username": "alice"}).status == 201


def test_who_is_blocked_finds_nobody_whose_block_to_lift(world: Place) -> None:
    block(world.alice, world.bob)

    answer = unblock(world.bob, world.alice)

    assert answer.outcome == (404, "not_found")
    assert [one["addressee"]["username"] for one in blocked(world.alice)] == ["bob"]


Road = tuple[str, str, dict[str, str] | None]
ROADS: list[Road] = [
    ("GET", "/users/{userId}", None),
    ("PUT", "/users/{userId}/block", None),
    ("POST", "/friends", {"addresseeId": "{userId}"}),
    ("POST", "/friends", {"username": "{username}"}),
    ("POST", "/postcards", {"recipientId": "{userId}", "message": "Ciao"}),
    ("POST", "/postcards", {"recipientUsername": "{username}", "message": "Ciao"}),
    ("PUT", "/friends/{friendshipId}", {"action": "accept"}),
    ("DELETE", "/friends/{friendshipId}", None),
    ("DELETE", "/friends/{blockId}", None),
    ("GET", "/postcards/{postcardId}", None),
    ("PUT", "/postcards/{postcardId}/read", None),
    ("PUT", "/postcards/{postcardId}/archive", None),
    ("DELETE", "/postcards/{postcardId}", None),
]


def asked_for_both(world: Place, road: Road) -> list[Answer]:
    """What someone whom alice blocks hears on a road that leads to her, and what on one that leads to nobody."""
    method, path, body = road
    friendship_id = world.alice.befriend(world.bob)
    card_id = world.alice.post("/postcards", {"recipientUsername": "bob", "message": "Ciao"}).body["postcardId"]
    block_id = block(world.alice, world.bob).body["friendshipId"]
    hidden = {
        "userId": world.alice.user_id,
        "username": "alice",
        "friendshipId": friendship_id,
        "blockId": block_id,
        "postcardId": card_id,
    }
    absent = {name: "nobody" if name == "username" else new_id() for name in hidden}

    def ask(values: dict[str, str]) -> Answer:
        sent = body and {name: value.format_map(values) for name, value in body.items()}
        headers = {"idempotency-key": new_id()} if method == "POST" else {}
        return world.bob.ask(method, path.format_map(values), sent, headers=headers)

    return [ask(hidden), ask(absent)]


@pytest.mark.parametrize("road", ROADS)
def test_to_a_blocked_person_the_other_is_as_one_who_never_was(road: Road, world: Place) -> None:
    answers = asked_for_both(world, road)

    assert [answer.outcome for answer in answers] == [(404, "not_found")] * 2
    assert len({tuple(answer.body[word] for word in WORDS) for answer in answers}) == 1


@pytest.mark.parametrize("road", ROADS)
def test_what_is_left_of_a_limit_does_not_tell_a_blocked_person_who_is_there(road: Road, limited: Place) -> None:
    to_her, to_nobody = asked_for_both(limited, road)

    assert ("ratelimit" in to_her.headers) is ("ratelimit" in to_nobody.headers)  # it says what was counted


def test_no_list_of_a_blocked_person_shows_the_other(world: Place) -> None:
    world.alice.ask("PATCH", "/users/me", {"fullName": "Alice A.", "findableByEmail": True})
    world.alice.befriend(world.bob)
    world.alice.post("/postcards", {"recipientUsername": "bob", "message": "Ciao"})
    world.bob.post("/postcards", {"recipientUsername": "alice", "message": "Ciao"})
    lists = ["/friends", "/friends/requests", "/friends/requests?direction=outgoing", "/users/blocked"]
    lists += ["/postcards", "/postcards/sent", "/postcards/received"]
    lists += [f"/users/search?q={q}" for q in ("alice", "alice&type=name", "alice@example.com&type=email")]
    before = [world.bob.get(path).body["count"] for path in lists]

    block(world.alice, world.bob)

    assert before == [1, 0, 0, 0, 2, 1, 1, 1, 1, 1]
    assert [world.bob.get(path).body["count"] for path in lists] == [0] * len(lists)
    assert [world.eve.get(path).body["count"] for path in lists[-3:]] == [1, 1, 1]
    stats = {"sent": 0, "received": 0, "unread": 0, "countries": 0, "cities": 0, "friends": 0}
    assert world.bob.get("/users/me/stats").body == stats


@pytest.mark.parametrize("direction", ["incoming", "outgoing"])
def test_an_open_request_is_gone_from_the_lists_of_both(direction: str, world: Place) -> None:
    asker, asked = (world.alice, world.bob) if direction == "incoming" else (world.bob, world.alice)
    request = asker.post("/friends", {"username": asked.username}).body["friendshipId"]

    made = block(world.alice, world.bob).body["friendshipId"]

    for person, way in ((asker, "outgoing"), (asked, "incoming")):
        assert person.get(f"/friends/requests?direction={way}").body["count"] == 0
    assert told(world, world.bob) == [("friendship.changed", request), ("friendship.deleted", request)]
    assert told(world, world.alice)[1:] == [("friendship.deleted", request), ("friendship.changed", made)]


def test_a_blocked_friend_is_told_that_friendship_and_cards_are_gone_and_of_no_block(world: Place) -> None:
    friendship_id = world.alice.befriend(world.bob)
    card_id = world.alice.post("/postcards", {"recipientUsername": "bob", "message": "Ciao"}).body["postcardId"]
    since = world.ports.feed.head(world.bob.user_id)

    block(world.alice, world.bob)
    world.alice.ask("PATCH", "/users/me", {"bio": "Free"})
    world.alice.ask("PUT", f"/postcards/{card_id}/archive")

    assert told(world, world.bob, since) == [("friendship.deleted", friendship_id), ("postcard.deleted", card_id)]
    assert [world.alice.get("/users/me").body[name] for name in ("friendsCount", "postcardsCount")] == [0, 1]
    assert ids(world.alice.get("/postcards?archived=true")) == [card_id]


def test_the_maker_sees_whom_they_block_and_cannot_ask_them(world: Place) -> None:
    block(world.alice, world.bob)

    seen = [world.alice.get(f"/users/{world.bob.user_id}").status, world.alice.get("/users/search?q=bob").body["count"]]
    asked = [
        world.alice.post("/friends", body)
        for body in ({"addresseeId": world.bob.user_id}, {"username": world.bob.username})
    ]

    assert seen == [200, 1]
    assert [answer.outcome for answer in asked] == [(409, "user_blocked")] * 2


def test_a_repeated_request_does_not_give_away_who_has_blocked_since(world: Place) -> None:
    body = {"username": "alice"}
    first = world.bob.post("/friends", body, key="one")

    block(world.alice, world.bob)
    hidden = world.bob.post("/friends", body, key="one")
    unblock(world.alice, world.bob)
    again = world.bob.post("/friends", body, key="one")

    assert hidden.outcome == (404, "not_found")
    assert "idempotency-replayed" not in hidden.headers
    assert (again.status, again.body["friendshipId"]) == (201, first.body["friendshipId"])


def test_what_is_lifted_brings_cards_back_and_no_friendship(world: Place) -> None:
    world.alice.befriend(world.bob)
    card_id = world.alice.post("/postcards", {"recipientUsername": "bob", "message": "Ciao"}).body["postcardId"]
    before = world.bob.get(f"/postcards/{card_id}").body
    block(world.alice, world.bob)
    since = world.ports.feed.head(world.bob.user_id)

    unblock(world.alice, world.bob)

    assert world.bob.get(f"/postcards/{card_id}").body["message"] == before["message"]
    assert told(world, world.bob, since) == [("postcard.changed", card_id)]
    assert [person.get("/friends").body["count"] for person in (world.alice, world.bob)] == [0, 0]


def test_the_file_of_ones_own_data_tells_of_ones_own_blocks_alone(world: Place) -> None:
    made = block(world.alice, world.bob).body
    block(world.eve, world.alice)

    files = [exported(person) for person in (world.alice, world.bob)]

    assert [[(one["friendshipId"], one["status"]) for one in file] for file in files] == [
        [(made["friendshipId"], "blocked")],
        [],
    ]


def test_blocks_are_listed_in_pages_the_last_made_first(world: Place) -> None:
    made = [block(world.alice, other).body for other in (world.bob, world.eve)]

    first = world.alice.get("/users/blocked?limit=1").body
    second = world.alice.get(f"/users/blocked?limit=1&cursor={first['nextCursor']}").body

    assert [first["blocked"], second["blocked"]] == [[made[1]], [made[0]]]
    assert "nextCursor" not in second
