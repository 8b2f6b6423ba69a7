"""Postcards go from friend to friend, and carry what the contract lets them carry."""

import socket
from typing import Any

import pytest

from tests.backend.held_to_contract import Answer
from tests.backend.world import NOBODY, World, ids, jpeg

CARD: dict[str, Any] = {"recipientUsername": "bob", "message": "Ciao"}
TO_BOB = {"recipientUsername": "bob"}


def pointers(answer: Answer) -> list[str]:
    return [problem["pointer"] for problem in answer.body["errors"]]


def test_a_stranger_sends_nothing(world: World) -> None:
    answer = world.eve.post("/postcards", CARD)

    assert answer.outcome == (403, "not_friends")
    assert world.bob.get("/postcards").body["count"] == 0


def test_a_request_that_nobody_accepted_is_no_friendship(world: World) -> None:
    world.alice.post("/friends", {"username": "bob"})

    answers = [
        world.alice.post("/postcards", CARD),
        world.bob.post("/postcards", {**CARD, "recipientUsername": "alice"}),
    ]

    assert [answer.outcome for answer in answers] == [(403, "not_friends")] * 2


def test_a_friend_of_the_past_sends_nothing_more(world: World) -> None:
    friendship_id = world.alice.befriend(world.bob)
    world.bob.ask("DELETE", f"/friends/{friendship_id}")

    answer = world.alice.post("/postcards", CARD)

    assert answer.outcome == (403, "not_friends")


def test_nobody_is_their_own_friend(world: World) -> None:
    card = world.alice.post("/postcards", {"recipientUsername": "alice", "message": "Ciao"})
    asked = [
        world.alice.post("/friends", {"username": "Álice"}),
        world.alice.post("/friends", {"addresseeId": world.alice.user_id}),
    ]

    assert card.outcome == (403, "not_friends")
    assert [answer.outcome for answer in asked] == [(422, "cannot_befriend_self")] * 2


@pytest.mark.parametrize("who", [{"recipientId": NOBODY}, {"recipientUsername": "nobody"}, {"recipientUsername": ""}])
def test_a_card_to_nobody_is_not_found(who: dict[str, str], world: World) -> None:
    answer = world.alice.post("/postcards", {"message": "Ciao", **who})

    assert answer.outcome == (404, "not_found")


@pytest.mark.parametrize(
    ("message", "arrives"),
    [
        ("x", "x"),
        ("Grüße\naus 🏝️", "Grüße\naus 🏝️"),
        ("🏝" * 500, "🏝" * 500),
        ("e\u0301" * 500, "é" * 500),
    ],
    ids=["one character", "two lines", "500 astral characters", "500 characters after composing"],
)
def test_a_message_arrives_composed_and_whole(message: str, arrives: str, world: World) -> None:
    world.alice.befriend(world.bob)

    sent = world.alice.post("/postcards", {**TO_BOB, "message": message})

    assert (sent.status, world.bob.get("/postcards").body["postcards"][0]["message"]) == (201, arrives)


@pytest.mark.parametrize(
    "message",
    ["", "x" * 501, "🏝" * 501, "e\u0301" * 501, "tab\tbed", "a\0b", "a\rb", "a\x7fb", "a\x85b", None, 5, ["x"]],
)
def test_a_message_of_another_kind_is_refused_by_name(message: object, world: World) -> None:
    world.alice.befriend(world.bob)

    answer = world.alice.post("/postcards", {**TO_BOB, "message": message})

    assert (answer.outcome, pointers(answer)) == ((422, "validation_failed"), ["/message"])
    assert world.bob.get("/postcards").body["count"] == 0


@pytest.mark.parametrize(
    ("location", "arrives"),
    [
        ({"latitude": 45, "longitude": 12}, {"latitude": 45.0, "longitude": 12.0}),
        ({"latitude": -90, "longitude": 180.0}, {"latitude": -90.0, "longitude": 180.0}),
        ({"city": "Venezia", "country": "Italia"}, {"city": "Venezia", "country": "Italia"}),
        ({}, None),
        (None, None),
    ],
)
def test_a_place_arrives_as_numbers_and_names(
    location: object, arrives: dict[str, object] | None, world: World
) -> None:
    world.alice.befriend(world.bob)

    sent = world.alice.post("/postcards", {**CARD, "location": location})

    assert (sent.status, sent.body.get("location")) == (201, arrives)
    assert world.bob.get("/postcards/received").body["postcards"][0].get("location") == arrives


@pytest.mark.parametrize(
    ("location", "pointer"),
    [
        ('{"latitude": 45}', "/location"),
        ('{"longitude": 12}', "/location"),
        ('{"latitude": 90.0001, "longitude": 0}', "/location/latitude"),
        ('{"latitude": 0, "longitude": -180.5}', "/location/longitude"),
        ('{"latitude": "45", "longitude": 12}', "/location/latitude"),
        ('{"latitude": true, "longitude": 12}', "/location/latitude"),
        ('{"latitude": NaN, "longitude": 12}', "/location/latitude"),
        ('{"latitude": 12, "longitude": -Infinity}', "/location/longitude"),
        ('{"latitude": 1e400, "longitude": 12}', "/location/latitude"),
        ('{"latitude": ' + "9" * 400 + ', "longitude": 12}', "/location/latitude"),
        ('{"city": 5}', "/location/city"),
        (f'{{"city": "{"x" * 201}"}}', "/location/city"),
        ('{"city": "two\\nlines"}', "/location/city"),
        ('["Venezia"]', "/location"),
        ('"Venezia"', "/location"),
    ],
)
def test_a_place_that_is_none_is_refused_by_name(location: str, pointer: str, world: World) -> None:
    world.alice.befriend(world.bob)
    body = f'{{"recipientUsername": "bob", "message": "Ciao", "location": {location}}}'.encode()

    answer = world.alice.ask("POST", "/postcards", body=body, headers={"idempotency-key": "one"})

    assert (answer.outcome, pointers(answer)) == ((422, "validation_failed"), [pointer])
    assert world.bob.get("/postcards").body["count"] == 0


@pytest.mark.parametrize("font", ["handwritten", "typewriter", "print"])
def test_every_font_of_the_contract_can_be_chosen(font: str, world: World) -> None:
    world.alice.befriend(world.bob)

    sent = world.alice.post("/postcards", {**CARD, "font": font})

    assert (sent.status, sent.body["font"]) == (201, font)


@pytest.mark.parametrize("font", ["comic", "", "HANDWRITTEN", None, 3])
def test_another_font_is_refused(font: object, world: World) -> None:
    world.alice.befriend(world.bob)

    answer = world.alice.post("/postcards", {**CARD, "font": font})

    assert (answer.outcome, pointers(answer)) == ((422, "validation_failed"), ["/font"])


def test_every_stamp_of_the_catalogue_can_be_put_on_a_card_and_shown(world: World) -> None:
    world.alice.befriend(world.bob)
    stamp = world.alice.get("/stamps").body["stamps"][-1]

    sent = world.alice.post("/postcards", {**CARD, "stampId": stamp["stampId"]})

    assert sent.body["stamp"] == stamp
    assert world.anyone.get(stamp["imageUrl"]).raw.startswith(b"\x89PNG")


def test_a_stamp_that_is_not_in_the_catalogue_is_refused(world: World) -> None:
    world.alice.befriend(world.bob)

    answer = world.alice.post("/postcards", {**CARD, "stampId": "blue-mauritius"})

    assert answer.outcome == (422, "unknown_stamp")


@pytest.mark.parametrize(
    "twice",
    [
        {"recipientId": NOBODY, "recipientUsername": "bob"},
        {"recipientUsername": "bob", "uploadId": NOBODY, "imageUrl": "x"},
        {},
    ],
    ids=["two recipients", "two photos", "no recipient"],
)
def test_naming_a_thing_twice_or_not_at_all_is_refused(twice: dict[str, str], world: World) -> None:
    answer = world.alice.post("/postcards", {"message": "Ciao", **twice})

    assert (answer.outcome, pointers(answer)) == ((422, "validation_failed"), [""])


def test_a_card_is_named_after_the_people_on_it(world: World) -> None:
    world.alice.befriend(world.bob)
    world.alice.ask("PATCH", "/users/me", {"fullName": "Alice A."})

    sent = world.alice.post("/postcards", CARD).body

    alice = {"userId": world.alice.user_id, "username": "alice", "fullName": "Alice A."}
    assert (sent["senderName"], sent["recipientName"]) == ("Alice A.", "bob")
    assert (sent["sender"], sent["recipient"]) == (alice, {"userId": world.bob.user_id, "username": "bob"})


def test_the_shipped_app_names_its_own_upload_by_id_or_by_link(world: World) -> None:
    world.alice.befriend(world.bob)
    upload_id = world.alice.upload(jpeg())

    first = world.alice.post("/postcards", {**CARD, "imageUrl": upload_id}).body
    second = world.alice.post("/postcards", {**CARD, "imageUrl": first["imageUrl"]}).body

    assert first["imageUrl"].partition("?")[0] == second["imageUrl"].partition("?")[0]
    assert len(ids(world.bob.get("/postcards"))) == 2


@pytest.mark.parametrize(
    "url",
    [
        "http://example.com/photo.jpg",
        "http://169.254.169.254/latest/meta-data",
        "file:///etc/passwd",
        "http://[",
        "http://[::1/v1/images/x.jpg",
        "http://\u2100.example/",
        "//example.com/v1/images/../x",
        f"http://example.com/v1/images/{'0' * 64}.jpg",
        "/v1/images/",
        "blobs/../../postcardit.db",
        "\x00",
        NOBODY,
        f"{NOBODY}\n",
    ],
)
def test_an_address_is_never_fetched_and_counts_only_if_it_is_a_photo_of_ones_own(
    url: str, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    world.alice.befriend(world.bob)

    def no_network(*_: object, **__: object) -> None:
        raise AssertionError("something was fetched")

    monkeypatch.setattr(socket, "getaddrinfo", no_network)
    monkeypatch.setattr(socket.socket, "connect", no_network)
    answers = [
        world.alice.post("/postcards", {**CARD, "imageUrl": url}),
        world.alice.ask("PUT", "/users/me", {"profilePictureUrl": url}),
    ]

    assert [answer.outcome for answer in answers] == [(422, "unknown_image")] * 2


def test_only_the_sender_sees_the_key_that_a_card_was_sent_with(world: World) -> None:
    world.alice.befriend(world.bob)

    sent = world.alice.post("/postcards", CARD, key="one-of-mine")
    again = world.alice.post("/postcards", CARD, key="one-of-mine")

    path = f"/postcards/{sent.body['postcardId']}"
    seen = [
        [person.get(path).body, person.get("/postcards").body["postcards"][0]] for person in (world.alice, world.bob)
    ]
    assert [sent.body["idempotencyKey"], again.body["idempotencyKey"]] == ["one-of-mine"] * 2
    assert [[card.get("idempotencyKey") for card in cards] for cards in seen] == [["one-of-mine"] * 2, [None] * 2]


def test_a_card_of_the_shipped_app_has_no_key(world: World) -> None:
    world.alice.befriend(world.bob)

    sent = world.alice.ask("POST", "/postcards", CARD)

    assert (sent.status, sent.body.get("idempotencyKey")) == (201, None)


@pytest.mark.parametrize("were_friends", [True, False])
def test_who_blocks_the_sender_is_nobody_to_them(were_friends: bool, world: World) -> None:
    if were_friends:
        world.alice.befriend(world.bob)
    world.bob.ask("PUT", f"/users/{world.alice.user_id}/block")

    names = ({"recipientUsername": "bob"}, {"recipientId": world.bob.user_id}, {"recipientUsername": "nobody"})
    answers = [world.alice.post("/postcards", {"message": "Ciao", **name}) for name in names]

    assert [answer.outcome for answer in answers] == [(404, "not_found")] * 3
    assert len({answer.body["message"] for answer in answers}) == 1


def test_a_repeated_card_to_someone_who_blocks_the_sender_since_is_not_found(world: World) -> None:
    world.alice.befriend(world.bob)
    world.alice.post("/postcards", CARD, key="one")
    world.bob.ask("PUT", f"/users/{world.alice.user_id}/block")

    hidden = world.alice.post("/postcards", CARD, key="one")
    world.bob.ask("DELETE", f"/users/{world.alice.user_id}/block")
    shown = world.alice.post("/postcards", CARD, key="one")

    assert (hidden.outcome, shown.status) == ((404, "not_found"), 201)
    assert len(ids(world.bob.get("/postcards"))) == 1
