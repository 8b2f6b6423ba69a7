"""The app that people already have decodes every answer of every route that it calls."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.backend.held_to_contract import Answer
from tests.backend.world import World, jpeg
from tests.contract.shipped_app import faults

VENICE = {"latitude": 45, "longitude": 12.3358, "address": "Rialto", "city": "Venezia", "country": "Italia"}
GOOD_USER = {"userId": "x", "username": "x", "isActive": True, "postcardsCount": 0, "friendsCount": 0}


@pytest.fixture
def told(world: World) -> World:
    """Alice and bob are friends, have cards of every kind, and eve has asked bob."""
    world.alice.befriend(world.bob)
    world.alice.ask("PUT", "/users", {"fullName": "Alice A.", "bio": "I write."})
    world.eve.post("/friends", {"username": "bob"})
    upload_id = world.alice.upload(jpeg())
    cards: list[dict[str, Any]] = [
        {},
        {"imageUrl": upload_id, "location": VENICE},
        {"location": {"latitude": 1, "longitude": 2}},
    ]
    for card in cards:
        world.alice.post("/postcards", {"recipientId": world.bob.user_id, "message": "Ciao", **card})
    world.bob.ask("PUT", f"/postcards/{world.bob.get('/postcards').body['postcards'][0]['postcardId']}/read")
    return world


def newest(world: World) -> str:
    card_id: str = world.alice.get("/postcards/sent").body["postcards"][-1]["postcardId"]
    return card_id


CALLS: list[tuple[str, str, int, Callable[[World], Answer]]] = [
    ("GET /users", "User", 200, lambda w: w.alice.get("/users")),
    ("POST /users", "User", 200, lambda w: w.alice.ask("POST", "/users", {"fullName": "A"})),
    ("PUT /users", "User", 200, lambda w: w.alice.ask("PUT", "/users", {"username": "alice", "bio": "B"})),
    ("GET /users/{id}", "User", 200, lambda w: w.bob.get(f"/users/{w.alice.user_id}")),
    ("GET /users/search", "Users", 200, lambda w: w.bob.get("/users/search?q=al")),
    ("GET /postcards", "Postcards", 200, lambda w: w.bob.get("/postcards")),
    ("GET /postcards/sent", "Postcards", 200, lambda w: w.alice.get("/postcards/sent")),
    ("GET /postcards/received", "Postcards", 200, lambda w: w.bob.get("/postcards/received")),
    (
        "POST /postcards",
        "Postcard",
        201,
        lambda w: w.alice.post(
            "/postcards", {"recipientId": w.bob.user_id, "imageUrl": None, "message": "x", "location": VENICE}
        ),
    ),
    ("GET /friends/requests", "Requests", 200, lambda w: w.bob.get("/friends/requests")),
    ("POST /friends", "Friendship", 201, lambda w: w.alice.post("/friends", {"addresseeId": w.eve.user_id})),
    ("an unknown person", "Error", 404, lambda w: w.bob.get("/users/nobody")),
    ("no token", "Error", 401, lambda w: w.anyone.get("/users")),
    ("a field too long", "Error", 422, lambda w: w.alice.ask("PUT", "/users", {"bio": "x" * 301})),
    ("a broken body", "Error", 400, lambda w: w.alice.ask("PUT", "/users", body=b"{")),
    ("too early", "Error", 409, lambda w: w.alice.post("/friends", {"addresseeId": w.bob.user_id})),
    ("no such route", "Error", 404, lambda w: w.alice.get("/polaroids")),
    ("no such method", "Error", 405, lambda w: w.alice.ask("PATCH", "/friends", {})),
]


@pytest.mark.parametrize(("shape", "status", "call"), [call[1:] for call in CALLS], ids=[call[0] for call in CALLS])
def test_the_shipped_app_decodes_every_answer(
    shape: str, status: int, call: Callable[[World], Answer], told: World
) -> None:
    answer = call(told)

    assert answer.status == status
    assert faults(answer.body, shape) == []


def test_the_walk_sees_cards_with_and_without_what_is_optional(told: World) -> None:
    cards: list[dict[str, Any]] = told.bob.get("/postcards").body["postcards"]

    assert [card["status"] for card in cards] == ["read", "sent", "sent"]
    assert ["imageUrl" in card for card in cards] == [False, True, False]
    assert [sorted(card.get("location", {})) for card in cards] == [["latitude", "longitude"], sorted(VENICE), []]


def test_the_shipped_app_withdraws_a_card(told: World) -> None:
    answer = told.alice.ask("DELETE", f"/postcards/{newest(told)}")

    assert (answer.status, answer.raw) == (204, b"")
    assert told.bob.get("/postcards").body["count"] == 2


@pytest.mark.parametrize(
    ("changed", "found"),
    [
        ({"username": None}, ["/username: missing"]),
        ({"isActive": 1}, ["/isActive: 1 is no bool"]),
        ({"postcardsCount": 1.0}, ["/postcardsCount: 1.0 is no int"]),
        ({"postcardsCount": True}, ["/postcardsCount: True is no int"]),
        ({"createdAt": "2026-11-22T15:53:00Z"}, ["/createdAt: '2026-11-22T15:53:00Z' is no date"]),
        ({"createdAt": "2026-11-22T15:53:00.123+00:00"}, ["/createdAt: '2026-11-22T15:53:00.123+00:00' is no date"]),
        ({"bio": 5}, ["/bio: 5 is no string"]),
        ({"bio": None}, []),
    ],
)
def test_the_table_finds_what_the_app_would_stumble_over(changed: dict[str, object], found: list[str]) -> None:
    user = {**GOOD_USER, "createdAt": "2026-11-22T15:53:00.123Z", **changed}

    assert faults(user, "User") == found
