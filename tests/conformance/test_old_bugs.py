"""What went wrong in the app and the backend that came before, and can not go wrong here."""

import re
from typing import Any

import pytest

from postcardit_sdk.contract.wire import new_id
from tests.backend.place import PASSWORD, Person, ids, jpeg
from tests.conformance.towns import Town
from tests.contract.shipped_app import faults

INSTANT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z")


def card_to(recipient: Person, **more: object) -> dict[str, Any]:
    return {"recipientId": recipient.user_id, "message": "Ciao", **more}


def instants(raw: bytes) -> list[str]:
    """Every value whose name says that it is a time."""
    return re.findall(r'"(?:\w+At|since)": ?"([^"]*)"', raw.decode())


@pytest.mark.parametrize("spelling", [" {} ", "{} ", " {}", "{}\t"])
def test_spaces_around_a_name_do_not_take_it(spelling: str, town: Town) -> None:
    alice = town.newcomer()
    wanted = {"username": spelling.format(alice.username), "email": town.email_of(town.new_name("thief"))}

    answer = town.anyone.ask("POST", "/auth/register", {**wanted, "password": PASSWORD})

    assert answer.outcome == (422, "validation_failed")


def test_a_name_in_capitals_or_with_accents_is_taken(town: Town) -> None:
    alice = town.newcomer()
    email = town.email_of(town.new_name("thief"))

    answers = [
        town.anyone.ask("POST", "/auth/register", {"username": name, "email": email, "password": PASSWORD})
        for name in (alice.username.upper(), alice.username.replace("a", "á", 1))
    ]

    assert [answer.outcome for answer in answers] == [(409, "username_taken")] * 2


def test_nobody_claims_an_address_by_writing_a_profile(town: Town) -> None:
    alice, bob = town.two()

    answers = [
        bob.ask(method, path, {"email": town.email_of(alice.username)})
        for method, path in (("PUT", "/users"), ("POST", "/users"), ("PATCH", "/users/me"), ("PUT", "/users/me"))
    ]

    assert {answer.outcome for answer in answers} <= {(422, "email_change_needs_code"), (422, "unknown_field")}
    assert answers[0].outcome == (422, "email_change_needs_code")
    assert bob.get("/users/me").body["email"] == town.email_of(bob.username)


def test_a_whole_number_as_latitude_breaks_neither_list(town: Town) -> None:
    alice, bob = town.friends()

    sent = alice.post("/postcards", card_to(bob, location={"latitude": 45, "longitude": -9}))

    boxes = [person.get("/postcards").body["postcards"] for person in (alice, bob)]
    assert sent.status == 201
    assert [[card["location"] for card in box] for box in boxes] == [[{"latitude": 45, "longitude": -9}]] * 2
    assert [faults(card, "Postcard") for box in boxes for card in box] == [[], []]


def test_strangers_send_nothing(town: Town) -> None:
    alice, bob = town.two()

    answers = [alice.post("/postcards", card_to(bob))]
    alice.post("/friends", {"addresseeId": bob.user_id})
    answers += [alice.post("/postcards", card_to(bob)), bob.post("/postcards", card_to(alice))]

    assert [answer.outcome for answer in answers] == [(403, "not_friends")] * 3
    assert bob.get("/postcards").body["count"] == 0


def test_what_was_committed_is_answered_so_that_the_shipped_app_decodes_it(town: Town) -> None:
    alice, bob = town.friends()
    card = card_to(bob, imageUrl=None, location={"latitude": 45, "longitude": 12.5, "city": "Venezia"})

    sent, again = (alice.post("/postcards", card, key="one") for _ in range(2))

    assert (faults(sent.body, "Postcard"), again.raw, bob.get("/postcards").body["count"]) == ([], sent.raw, 1)


def test_every_time_has_a_fraction_and_a_zone(town: Town) -> None:
    alice, bob = town.friends()
    sent = alice.post("/postcards", card_to(bob)).body["postcardId"]
    bob.ask("PUT", f"/postcards/{sent}/read")
    paths = [
        "/users/me",
        "/friends",
        "/friends/requests",
        "/postcards",
        f"/postcards/{sent}",
        "/auth/sessions",
        "/sync",
    ]

    found = [instant for path in [*paths, "/sync"] for instant in instants(bob.get(path).raw)]

    assert len(found) > 20
    assert [instant for instant in found if INSTANT.fullmatch(instant) is None] == []


def test_one_request_shows_a_list_with_the_names_of_its_people(town: Town) -> None:
    alice, bob = town.friends()
    alice.ask("PATCH", "/users/me", {"fullName": "Alice A."})
    alice.post("/postcards", card_to(bob))
    carol = town.newcomer("carol")
    carol.post("/friends", {"addresseeId": bob.user_id})

    [card] = bob.get("/postcards").body["postcards"]
    [friend] = bob.get("/friends").body["friends"]
    [request] = bob.get("/friends/requests").body["requests"]

    assert (card["sender"]["username"], card["recipient"]["username"]) == (alice.username, bob.username)
    assert (card["senderName"], friend["user"]["fullName"]) == ("Alice A.", "Alice A.")
    assert request["requester"]["username"] == carol.username


def test_a_search_shows_no_address_of_a_stranger(town: Town) -> None:
    alice, bob = town.two()

    found = bob.get(f"/users/search?q={alice.username}").body
    by_address = bob.get(f"/users/search?type=email&q={town.email_of(alice.username).replace('+', '%2B')}").body

    assert [user["username"] for user in found["users"]] == [alice.username]
    assert not {"email", "findableByEmail"} & set(found["users"][0])
    assert by_address["users"] == []


def test_numbers_move_with_what_they_count(town: Town) -> None:
    alice, bob = town.friends()
    first = alice.post("/postcards", card_to(bob, location={"city": "Wien", "country": "Austria"})).body["postcardId"]
    alice.post("/postcards", card_to(bob))
    bob.ask("PUT", f"/postcards/{first}/read")

    me = alice.get("/users/me").body
    assert (me["postcardsCount"], me["friendsCount"]) == (2, 1)
    stats = {"sent": 2, "received": 0, "unread": 0, "countries": 1, "cities": 1, "friends": 1}
    assert alice.get("/users/me/stats").body == stats
    received = {"sent": 0, "received": 2, "unread": 1, "countries": 0, "cities": 0, "friends": 1}
    assert bob.get("/users/me/stats").body == received


def test_after_the_end_of_a_friendship_there_can_be_another(town: Town) -> None:
    alice, bob = town.two()
    ended = alice.befriend(bob)
    bob.ask("DELETE", f"/friends/{ended}")

    alice.befriend(bob)

    assert [person.get("/friends").body["count"] for person in (alice, bob)] == [1, 1]


def test_who_rejected_may_ask_at_once_and_who_was_rejected_later(town: Town) -> None:
    alice, bob = town.two()
    asked = alice.client.friends.request(bob.username).friendship_id
    bob.client.friends.reject(asked)

    early = alice.post("/friends", {"addresseeId": bob.user_id})
    turned = bob.post("/friends", {"addresseeId": alice.user_id})

    assert (early.outcome, turned.status) == ((409, "friendship_rejected"), 201)
    assert alice.client.friends.accept(turned.body["friendshipId"]).status == "accepted"


def test_the_key_of_ones_own_upload_is_a_photo(town: Town) -> None:
    alice, bob = town.friends()
    upload_id = alice.upload(jpeg("navy"))

    sent = alice.post("/postcards", card_to(bob, imageUrl=upload_id))
    foreign = bob.post("/postcards", card_to(alice, imageUrl=upload_id))

    [card] = bob.client.postcards.received().postcards
    assert (sent.status, (bob.client.postcards.photo(card) or b"")[:2]) == (201, b"\xff\xd8")
    assert foreign.status in (404, 422)


@pytest.mark.parametrize("limit", ["0", "-1", "101", "x", ""])
def test_a_limit_out_of_bounds_is_refused_by_every_list(limit: str, town: Town) -> None:
    alice = town.newcomer()
    lists = ("/postcards", "/postcards/sent", "/postcards/received", "/friends", "/friends/requests", "/users/blocked")

    answers = [alice.get(f"{path}?limit={limit}").outcome for path in lists]

    assert answers == [(422, "validation_failed")] * len(lists)


def test_the_links_of_a_card_to_a_photo_are_for_its_two_people(town: Town) -> None:
    (alice, bob), eve = town.friends(), town.newcomer("eve")
    sent = alice.post("/postcards", card_to(bob, uploadId=alice.upload(jpeg("olive")))).body

    shown = bob.get(f"/postcards/{sent['postcardId']}").body

    assert town.anyone.get(shown["imageUrl"]).raw.startswith(b"\xff\xd8")
    assert eve.get(f"/postcards/{sent['postcardId']}").outcome == (404, "not_found")
    assert ids(eve.get("/postcards")) == []
    assert town.anyone.get(shown["imageUrl"].partition("?")[0]).status == 403


def test_a_card_to_an_id_that_nobody_has_is_not_found(town: Town) -> None:
    alice = town.newcomer()

    answer = alice.post("/postcards", {"recipientId": new_id(), "message": "Ciao"})

    assert answer.outcome == (404, "not_found")
