"""To a stranger nothing of someone else's exists. The walks are made from the table: no new verb escapes them."""

import base64
import json
from dataclasses import dataclass
from typing import Any

import pytest

from postcardit_backend.answers import ANSWERS
from postcardit_sdk.contract.operations import OPERATIONS, Operation
from postcardit_sdk.contract.wire import new_id
from tests.backend.held_to_contract import Answer
from tests.backend.place import Person, Place, jpeg

OF_EVERYONE = {"get_user", "block_user", "unblock_user"}
"""A profile is for all who are signed in, and a block for anyone; every other path with an id is someone's own."""

ANSWERED = [operation for operation in OPERATIONS if operation.name in ANSWERS]
SIGNED_IN = [operation for operation in ANSWERED if not operation.public]
OWNED = [operation for operation in SIGNED_IN if operation.path_names and operation.name not in OF_EVERYONE]
READS = [operation for operation in SIGNED_IN if operation.method == "GET"]

BODIES: dict[str, object] = {"answer_friend": {"action": "accept"}}
QUERIES = {"search_users": "?q=alice"}


@dataclass(frozen=True)
class Belongings:
    """What alice and bob have: a card with a photo, its upload, and their friendship."""

    ids: dict[str, str]

    def path(self, operation: Operation[Any, Any]) -> str:
        return operation.path.format_map(self.ids) + QUERIES.get(operation.name, "")

    def seen_by(self, person: Person) -> list[Answer]:
        return [person.get(self.path(operation)) for operation in READS]


def without_the_question(answer: Answer) -> str:
    """The whole answer but for the search's own words, which it repeats."""
    return json.dumps({name: value for name, value in answer.body.items() if name != "searchTerm"})


def steady(answer: Answer) -> dict[str, object]:
    """The whole answer but for its cursor, which is sealed anew each time."""
    return {name: value for name, value in answer.body.items() if name != "nextCursor"}


def session_of(person: Person) -> str:
    claims = person.access_token.split(".")[1]
    known = json.loads(base64.urlsafe_b64decode(claims + "=="))
    session_id: str = known.get("sid") or known["origin_jti"]  # as Cognito calls it
    return session_id


@pytest.fixture
def belongings(world: Place) -> Belongings:
    friendship_id = world.alice.befriend(world.bob)
    upload_id = world.alice.upload(jpeg())
    sent = world.alice.post("/postcards", {"recipientUsername": "bob", "message": "Ciao", "uploadId": upload_id})
    ids = {
        "userId": world.alice.user_id,
        "friendshipId": friendship_id,
        "uploadId": upload_id,
        "postcardId": sent.body["postcardId"],
        "sessionId": session_of(world.alice),
    }
    return Belongings(ids)


def test_what_is_someone_elses_is_not_there_for_a_stranger(world: Place, belongings: Belongings) -> None:
    before = [steady(answer) for answer in belongings.seen_by(world.alice)]

    answers = {
        operation.name: world.eve.ask(operation.method, belongings.path(operation), BODIES.get(operation.name)).outcome
        for operation in OWNED
    }

    assert answers == dict.fromkeys(answers, (404, "not_found"))
    assert [steady(answer) for answer in belongings.seen_by(world.alice)] == before


def test_a_stranger_cannot_tell_what_is_hidden_from_what_never_was(world: Place, belongings: Belongings) -> None:
    nothing = Belongings({name: new_id() for name in belongings.ids})
    words = ("type", "title", "detail", "message", "code", "status")

    hidden, absent = (
        [world.eve.ask(one.method, where.path(one), BODIES.get(one.name)).body for one in OWNED]
        for where in (belongings, nothing)
    )

    assert [[one[word] for word in words] for one in hidden] == [[one[word] for word in words] for one in absent]


def test_every_verb_that_is_not_public_asks_for_a_token_first(world: Place, belongings: Belongings) -> None:
    roads = [
        (operation.name, method, path)
        for operation in SIGNED_IN
        for method, path in [(operation.method, belongings.path(operation)), *operation.aliases]
    ]

    answers = {(method, path): world.anyone.ask(method, path, BODIES.get(name)).outcome for name, method, path in roads}

    assert answers == dict.fromkeys(answers, (401, "unauthenticated"))


def test_the_sender_of_a_card_cannot_mark_it_as_read_or_confirm_its_delivery(
    world: Place, belongings: Belongings
) -> None:
    card_id = belongings.ids["postcardId"]

    read = world.alice.ask("PUT", f"/postcards/{card_id}/read")
    confirmed = world.alice.ask("POST", "/postcards/receipts", {"delivered": [card_id], "read": [card_id]})

    assert read.outcome == (404, "not_found")
    assert confirmed.body == {"delivered": 0, "read": 0}
    assert world.bob.get(f"/postcards/{card_id}").body["status"] == "sent"


def test_a_stranger_confirms_no_delivery(world: Place, belongings: Belongings) -> None:
    card_id = belongings.ids["postcardId"]

    confirmed = world.eve.ask("POST", "/postcards/receipts", {"delivered": [card_id], "read": [card_id]})

    assert confirmed.body == {"delivered": 0, "read": 0}
    assert world.bob.get(f"/postcards/{card_id}").body["status"] == "sent"


def test_only_the_one_who_was_asked_answers_a_request(world: Place) -> None:
    friendship_id = world.alice.client.friends.request("bob").friendship_id

    answers = [
        world.alice.ask("PUT", f"/friends/{friendship_id}", {"action": action}) for action in ("accept", "reject")
    ]

    assert [answer.outcome for answer in answers] == [(403, "forbidden")] * 2
    assert world.bob.get("/friends/requests").body["count"] == 1


def test_only_the_one_who_asked_withdraws_a_request(world: Place) -> None:
    friendship_id = world.alice.client.friends.request("bob").friendship_id

    by_addressee = world.bob.ask("DELETE", f"/friends/{friendship_id}")
    by_requester = world.alice.ask("DELETE", f"/friends/{friendship_id}")

    assert (by_addressee.outcome, by_requester.status) == ((403, "forbidden"), 204)


@pytest.mark.parametrize("name", ["bob", "eve"])
def test_no_answer_shows_the_address_of_someone_else(name: str, world: Place, belongings: Belongings) -> None:
    world.alice.ask("PATCH", "/users/me", {"findableByEmail": True})
    someone = world.people[name]
    address = world.alice.email

    answers = belongings.seen_by(someone)
    answers += [someone.get(f"/users/search?q={address}&type={kind}") for kind in ("email", "username", "name")]
    answers += [someone.post("/friends", {"username": "alice"}), someone.get("/friends/requests?direction=outgoing")]

    assert answers[len(READS)].body["count"] == 1, "by her address alice can be found"
    assert not [shown for answer in answers if address in (shown := without_the_question(answer)).lower()]


def test_by_address_only_those_are_found_who_allow_it(world: Place) -> None:
    search = f"/users/search?type=email&q={world.alice.email.upper()}"

    before = world.eve.get(search).body["users"]
    world.alice.ask("PATCH", "/users/me", {"findableByEmail": True})
    after = world.eve.get(search).body["users"]

    assert (before, [user["username"] for user in after]) == ([], ["alice"])
    assert not {"email", "findableByEmail"} & set(after[0])


@pytest.mark.parametrize("q", ["%CC%81%CC%81", "a%CC%81%CC%80%CC%82", "%E2%81%A0"])
def test_a_search_for_nothing_but_accents_does_not_list_everyone(q: str, world: Place) -> None:
    answer = world.eve.get(f"/users/search?q={q}")

    assert answer.outcome == (422, "validation_failed")
    assert [problem["pointer"] for problem in answer.body["errors"]] == ["?q"]
