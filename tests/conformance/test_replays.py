"""A creating request that is sent again gives the first answer again, and makes nothing twice."""

from typing import Any

import pytest

from tests.backend.held_to_contract import Answer
from tests.backend.place import Place, ids, jpeg

pytestmark = pytest.mark.no_identity

CARD: dict[str, Any] = {"recipientUsername": "bob", "message": "Ciao"}
REPLAYED = "idempotency-replayed"


def is_replay(answer: Answer) -> bool:
    return answer.headers.get(REPLAYED) == "true"


def test_a_card_sent_again_is_the_same_card(world: Place) -> None:
    world.alice.befriend(world.bob)

    first, again = (world.alice.post("/postcards", CARD, key="one") for _ in range(2))

    assert (first.status, again.status, first.raw) == (201, 201, again.raw)
    assert (is_replay(first), is_replay(again)) == (False, True)
    assert first.headers["location"] == again.headers["location"] == f"/v1/postcards/{first.body['postcardId']}"
    assert (len(ids(world.bob.get("/postcards"))), world.alice.get("/users/me").body["postcardsCount"]) == (1, 1)


def test_a_replay_has_links_that_count_now(world: Place) -> None:
    world.alice.befriend(world.bob)
    card = {**CARD, "uploadId": world.alice.upload(jpeg())}
    first = world.alice.post("/postcards", card, key="one").body

    world.clock.forward(seconds=14 * 60)
    again = world.alice.post("/postcards", card, key="one").body

    links = {"imageUrl", "thumbnailUrl", "imageExpiresAt"}
    assert {name for name in first if first[name] != again[name]} == links
    assert world.anyone.get(again["imageUrl"]).status == 200


def test_a_replay_is_not_judged_anew_when_the_friendship_has_ended(world: Place) -> None:
    friendship_id = world.alice.befriend(world.bob)
    first = world.alice.post("/postcards", CARD, key="one")
    world.bob.ask("DELETE", f"/friends/{friendship_id}")

    again = world.alice.post("/postcards", CARD, key="one")
    another = world.alice.post("/postcards", CARD, key="two")

    assert (again.raw, is_replay(again)) == (first.raw, True)
    assert another.outcome == (403, "not_friends")


def test_a_phone_that_was_offline_for_a_month_sends_once_even_what_was_withdrawn(world: Place) -> None:
    world.alice.befriend(world.bob)
    first = world.alice.post("/postcards", CARD, key="one").body
    world.alice.ask("DELETE", f"/postcards/{first['postcardId']}")

    world.clock.forward(days=31)
    world.sign_in("alice")
    again = world.alice.post("/postcards", CARD, key="one")

    assert (again.body, is_replay(again)) == (first, True)
    assert world.alice.get("/postcards").body["count"] == 0


def test_a_key_with_another_body_is_refused(world: Place) -> None:
    world.alice.befriend(world.bob)
    world.alice.post("/postcards", CARD, key="one")

    answer = world.alice.post("/postcards", {**CARD, "message": "Addio"}, key="one")

    assert answer.outcome == (422, "idempotency_key_reused")
    assert world.bob.get("/postcards").body["count"] == 1


def test_a_key_of_another_operation_is_refused(world: Place) -> None:
    world.alice.befriend(world.bob)
    world.alice.post("/postcards", CARD, key="one")

    answers = [world.alice.post("/friends", CARD | {"username": "eve"}, key="one")]
    answers += [world.alice.post("/friends", {"username": "eve"}, key="one"), world.alice.announce(jpeg())]

    assert [answer.status for answer in answers] == [422, 422, 201]
    assert [answer.code for answer in answers[:2]] == ["unknown_field", "idempotency_key_reused"]


def test_a_key_is_its_users_own(world: Place) -> None:
    world.alice.befriend(world.bob)
    world.alice.post("/postcards", CARD, key="one")

    answer = world.bob.post("/postcards", {"recipientUsername": "alice", "message": "Ciao"}, key="one")

    assert (answer.status, is_replay(answer)) == (201, False)


def test_what_was_refused_can_be_tried_again_with_its_key(world: Place) -> None:
    refused = world.alice.post("/postcards", CARD, key="one")
    world.alice.befriend(world.bob)

    sent = world.alice.post("/postcards", CARD, key="one")

    assert (refused.outcome, sent.status, is_replay(sent)) == ((403, "not_friends"), 201, False)


def test_a_friend_request_sent_again_is_the_same_request(world: Place) -> None:
    first = world.alice.post("/friends", {"username": "bob"}, key="one")
    world.bob.client.friends.accept(first.body["friendshipId"])

    again = world.alice.post("/friends", {"username": "bob"}, key="one")

    assert (again.status, again.raw, is_replay(again)) == (201, first.raw, True)
    assert again.body["status"] == "pending", "the first answer, as it was"


def test_an_announcement_sent_again_is_the_same_upload(world: Place) -> None:
    wanted = {"contentType": "image/jpeg", "byteSize": 100, "sha256": "0" * 64}

    first, again = (world.alice.post("/uploads", wanted, key="one") for _ in range(2))

    assert (again.body["uploadId"], is_replay(again)) == (first.body["uploadId"], True)


def test_a_key_that_is_no_postcards_is_forgotten_after_a_day(world: Place) -> None:
    wanted = {"contentType": "image/jpeg", "byteSize": 100, "sha256": "0" * 64}
    first = world.alice.post("/uploads", wanted, key="one")

    world.clock.forward(days=1)
    world.sign_in("alice")
    other = world.alice.post("/uploads", {**wanted, "byteSize": 200}, key="one")

    assert (other.status, is_replay(other)) == (201, False)
    assert other.body["uploadId"] != first.body["uploadId"]
