"""The contract's rules, over any backend: what every client may rely on. Each answer is held to the table besides."""

import json
import time
from typing import Any
from uuid import UUID

import pytest

from postcardit_sdk.contract.wire import new_id
from tests.backend.place import PASSWORD, Person, ids, jpeg
from tests.conformance.towns import Town


def send(sender: Person, recipient: Person, **more: object) -> dict[str, Any]:
    body: dict[str, Any] = sender.post("/postcards", {"recipientId": recipient.user_id, "message": "Ciao", **more}).body
    return body


def test_a_backend_says_how_it_is_and_what_it_speaks(town: Town) -> None:
    ready = town.anyone.get("/health/ready").body

    assert town.anyone.get("/health/live").status == 200
    assert (ready["status"], "longpoll" in ready["realtime"]) == ("ok", True)
    assert ("realtimeUrl" in ready) is ("websocket" in ready["realtime"])
    assert town.anyone.get("/openapi.json").body["openapi"].startswith("3.1")
    assert {key["kty"] for key in town.anyone.get("/.well-known/jwks.json").body["keys"]} <= {"EC", "RSA"}


def test_a_request_is_known_by_the_name_that_it_gives_itself_if_that_is_sane(town: Town) -> None:
    alice = town.newcomer()

    named = alice.ask("GET", "/users/me", headers={"x-request-id": "request-7"})
    insane = alice.ask("GET", "/users/me", headers={"x-request-id": "x" * 500})

    assert named.headers["x-request-id"] == "request-7"
    assert len(insane.headers["x-request-id"]) < 500


def test_a_field_that_the_contract_does_not_name_is_refused_and_named(town: Town) -> None:
    alice = town.newcomer()

    answer = alice.ask("PATCH", "/users/me", {"colour": "red"})

    assert answer.outcome == (422, "unknown_field")
    assert [problem["pointer"] for problem in answer.body["errors"]] == ["/colour"]


@pytest.mark.parametrize(("body", "outcome"), [(b"{", (400, "invalid_json")), (b"[]", (422, "validation_failed"))])
def test_a_body_that_is_no_object_is_refused(body: bytes, outcome: tuple[int, str], town: Town) -> None:
    alice = town.newcomer()

    assert alice.ask("PATCH", "/users/me", body=body, headers={"content-type": "application/json"}).outcome == outcome


def test_paths_and_methods_that_nothing_answers_are_said_so(town: Town) -> None:
    alice = town.newcomer()

    answers = [alice.get("/polaroids"), alice.ask("DELETE", "/stamps")]

    assert [answer.outcome for answer in answers] == [(404, "unknown_route"), (405, "method_not_allowed")]


def test_ids_are_of_version_seven_in_lower_case(town: Town) -> None:
    alice, bob = town.friends()
    card = send(alice, bob)
    found = [card["postcardId"], card["senderId"], bob.get("/friends").body["friends"][0]["friendshipId"]]

    assert [UUID(one).version for one in found] == [7, 7, 7]
    assert found == [one.lower() for one in found]


def test_what_has_not_changed_is_not_sent_again(town: Town) -> None:
    alice, bob = town.friends()
    card = send(alice, bob)
    paths = ["/users/me", "/friends", "/postcards", f"/postcards/{card['postcardId']}", f"/users/{bob.user_id}"]

    tags = [alice.get(path).headers["etag"] for path in paths]
    again = [alice.get(path, if_none_match=tag) for path, tag in zip(paths, tags, strict=True)]
    bob.ask("PUT", f"/postcards/{card['postcardId']}/read")
    changed = alice.get(paths[3], if_none_match=tags[3])

    assert [(answer.status, answer.raw) for answer in again] == [(304, b"")] * len(paths)
    assert (changed.status, changed.body["status"]) == (200, "read")


def test_a_profile_is_not_written_over_a_change_that_was_not_seen(town: Town) -> None:
    alice = town.newcomer()
    seen = alice.get("/users/me").headers["etag"]
    alice.ask("PATCH", "/users/me", {"bio": "first"}, headers={"if-match": seen})

    late = alice.ask("PATCH", "/users/me", {"bio": "second"}, headers={"if-match": seen})

    assert (late.outcome, alice.get("/users/me").body["bio"]) == ((412, "precondition_failed"), "first")


def test_a_card_goes_from_sent_to_delivered_to_read_and_never_back(town: Town) -> None:
    alice, bob = town.friends()
    card_id = send(alice, bob)["postcardId"]

    delivered = bob.post("/postcards/receipts", {"delivered": [card_id, new_id()], "read": []}).body
    first = alice.get(f"/postcards/{card_id}").body
    bob.ask("PUT", f"/postcards/{card_id}/read")
    bob.post("/postcards/receipts", {"delivered": [card_id], "read": [card_id]})
    last = alice.get(f"/postcards/{card_id}").body

    assert (delivered, first["status"], last["status"]) == ({"delivered": 1, "read": 0}, "delivered", "read")
    assert first["deliveredAt"] == last["deliveredAt"] <= last["readAt"]
    assert card_id in ids(bob.get("/postcards?status=read"))
    assert bob.get("/postcards?unread=true").body["count"] == 0


def test_a_card_is_withdrawn_while_it_is_unread_and_not_after(town: Town) -> None:
    alice, bob = town.friends()
    unread, read = (send(alice, bob)["postcardId"] for _ in range(2))
    bob.ask("PUT", f"/postcards/{read}/read")

    answers = [alice.ask("DELETE", f"/postcards/{card}") for card in (unread, read)]

    assert [answer.outcome for answer in answers] == [(204, None), (409, "already_read")]
    assert ids(bob.get("/postcards")) == ids(alice.get("/postcards")) == [read]


def test_each_side_archives_and_leaves_for_itself(town: Town) -> None:
    alice, bob = town.friends()
    kept, left = (send(alice, bob)["postcardId"] for _ in range(2))
    bob.ask("PUT", f"/postcards/{kept}/archive")
    bob.ask("DELETE", f"/postcards/{left}")

    assert (ids(bob.get("/postcards")), ids(bob.get("/postcards?archived=true"))) == ([], [kept])
    assert ids(alice.get("/postcards")) == [left, kept]
    bob.ask("DELETE", f"/postcards/{kept}/archive")
    assert ids(bob.get("/postcards")) == [kept]


def test_pages_hold_each_card_once_and_their_cursor_is_ones_own(town: Town) -> None:
    alice, bob = town.friends()
    sent = [send(alice, bob)["postcardId"] for _ in range(5)]
    first = bob.get("/postcards?limit=2").body
    second = bob.get(f"/postcards?limit=9&cursor={first['nextCursor']}").body

    foreign = [
        person.get(f"{path}?cursor={first['nextCursor']}").outcome
        for person, path in ((alice, "/postcards"), (bob, "/friends"), (bob, "/postcards/sent"))
    ]

    assert [card["postcardId"] for page in (first, second) for card in page["postcards"]] == sent[::-1]
    assert "nextCursor" not in second
    assert foreign == [(400, "invalid_cursor")] * 3


def test_the_same_key_gives_the_same_card_and_with_another_body_none(town: Town) -> None:
    alice, bob = town.friends()
    card = {"recipientId": bob.user_id, "message": "Ciao"}

    first, again = (alice.post("/postcards", card, key="one") for _ in range(2))
    other = alice.post("/postcards", {**card, "message": "Addio"}, key="one")

    assert (again.raw, again.headers["idempotency-replayed"]) == (first.raw, "true")
    assert other.outcome == (422, "idempotency_key_reused")
    assert bob.get("/postcards").body["count"] == 1


def test_a_block_makes_its_maker_unknown(town: Town) -> None:
    alice, bob = town.friends()
    card_id = send(alice, bob)["postcardId"]
    begin = bob.get("/sync").body["nextCursor"]

    alice.ask("PUT", f"/users/{bob.user_id}/block")

    paths = [f"/users/{alice.user_id}", f"/postcards/{card_id}"]
    assert [bob.get(path).outcome for path in paths] == [(404, "not_found")] * 2
    lists = ["/postcards", "/friends", f"/users/search?q={alice.username}", "/users/blocked"]
    assert [bob.get(path).body["count"] for path in lists] == [0] * 4
    changes = bob.get(f"/sync?cursor={begin}").body["changes"]
    assert sorted(change["type"] for change in changes) == ["friendship.deleted", "postcard.deleted"]
    assert bob.post("/postcards", {"recipientId": alice.user_id, "message": "x"}).outcome == (404, "not_found")


def test_a_lifted_block_brings_cards_back_and_no_friendship(town: Town) -> None:
    alice, bob = town.friends()
    card_id = send(alice, bob)["postcardId"]
    for method in ("PUT", "DELETE"):
        alice.ask(method, f"/users/{bob.user_id}/block")

    assert ids(bob.get("/postcards")) == [card_id]
    assert [person.get("/friends").body["count"] for person in (alice, bob)] == [0, 0]


def test_changes_come_in_order_after_a_snapshot_and_a_foreign_cursor_is_none(town: Town) -> None:
    alice, bob = town.friends()
    begin = bob.get("/sync").body["nextCursor"]
    card_id = send(alice, bob)["postcardId"]
    alice.ask("DELETE", f"/postcards/{card_id}")

    page = bob.get(f"/sync?cursor={begin}").body

    assert [(one["type"], one["id"]) for one in page["changes"]] == [
        ("postcard.received", card_id),
        ("postcard.deleted", card_id),
    ]
    assert page["changes"][1]["seq"] == page["changes"][0]["seq"] + 1
    assert alice.get(f"/sync?cursor={begin}").outcome == (400, "invalid_cursor")


def test_a_long_poll_without_news_ends_when_it_was_to(town: Town) -> None:
    alice = town.newcomer()
    begin = alice.get("/sync").body["nextCursor"]

    started = time.monotonic()
    page = alice.get(f"/sync?cursor={begin}&wait=1").body

    assert (page["changes"], time.monotonic() - started >= 0.9) == ([], True)


def test_an_avatar_is_shown_to_others_until_it_is_taken_off(town: Town) -> None:
    alice, bob = town.friends()
    upload_id = alice.upload(jpeg("maroon"), purpose="avatar")

    alice.ask("PUT", "/users/me/avatar", {"uploadId": upload_id})
    shown = bob.get(f"/users/{alice.user_id}").body["profilePictureUrl"]
    picture = town.anyone.get(shown)
    alice.ask("DELETE", "/users/me/avatar")

    assert (picture.status, picture.raw[:2]) == (200, b"\xff\xd8")
    assert "profilePictureUrl" not in bob.get(f"/users/{alice.user_id}").body


def test_what_is_no_photo_is_rejected_and_sends_nothing(town: Town) -> None:
    alice, bob = town.friends()
    announced = alice.announce(b"no photo at all" * 20).body
    town.anyone.ask(announced["method"], announced["url"], body=b"no photo at all" * 20, headers=announced["headers"])

    upload = alice.get(f"/uploads/{announced['uploadId']}").body
    card = alice.post("/postcards", {"recipientId": bob.user_id, "message": "x", "uploadId": announced["uploadId"]})

    assert (upload["status"], "problem" in upload) == ("rejected", True)
    assert card.status in (409, 422)


def test_an_upload_whose_bytes_have_not_come_is_not_ready(town: Town) -> None:
    alice, bob = town.friends()
    upload_id = alice.announce(jpeg("orchid")).body["uploadId"]

    early = alice.post("/postcards", {"recipientId": bob.user_id, "message": "x", "uploadId": upload_id})

    assert early.outcome == (409, "upload_not_ready")
    assert int(early.headers["retry-after"]) > 0


def test_a_photo_arrives_upright_without_metadata_and_with_a_thumbnail(town: Town) -> None:
    alice, bob = town.friends()
    photo = jpeg("teal", size=(900, 600), comment=b"a secret comment")
    card = send(alice, bob, uploadId=alice.upload(photo))

    shown = bob.get(f"/postcards/{card['postcardId']}").body
    picture, thumbnail = (town.anyone.get(shown[name]).raw for name in ("imageUrl", "thumbnailUrl"))

    assert (shown["imageWidth"], shown["imageHeight"], "thumbHash" in shown) == (900, 600, True)
    assert b"secret" not in picture + thumbnail
    assert len(thumbnail) < len(picture)


def test_a_push_token_belongs_to_whoever_registered_it_last(town: Town) -> None:
    alice, bob = town.two()
    device = {"pushToken": new_id(), "platform": "ios"}

    answers = [person.ask("POST", "/users/me/devices", device) for person in (alice, bob)]
    answers += [
        person.ask("DELETE", "/users/me/devices", {"pushToken": device["pushToken"]}) for person in (alice, bob)
    ]

    assert [answer.outcome for answer in answers] == [(204, None)] * 4


def test_stamps_are_listed_by_category(town: Town) -> None:
    alice = town.newcomer()

    every, some = alice.get("/stamps").body, alice.get("/stamps?category=travel").body

    assert every["count"] == len(every["stamps"]) > some["count"] > 0
    assert {stamp["category"] for stamp in some["stamps"]} == {"travel"}


def test_an_erased_account_is_gone_at_once(town: Town) -> None:
    alice, bob = town.friends()
    send(alice, bob)

    wrong = alice.ask("DELETE", "/users/me", {"password": "wrong horse"})
    erased = alice.ask("DELETE", "/users/me", {"password": PASSWORD})

    assert (wrong.outcome, erased.status) == ((403, "wrong_password"), 204)
    assert alice.get("/users/me").outcome == (401, "session_ended")
    assert [bob.get(path).body["count"] for path in ("/postcards", "/friends")] == [0, 0]
    again = town.anyone.ask("POST", "/auth/login", {"username": alice.username, "password": PASSWORD})
    assert again.outcome == (401, "wrong_credentials")


def test_ones_own_data_comes_as_a_file(town: Town) -> None:
    alice = town.newcomer()

    made = alice.ask("POST", "/users/me/export", headers={"idempotency-key": new_id()})

    assert town.anyone.get(made.body["url"]).raw.startswith(b"PK")


@pytest.mark.parametrize("token", ["nonsense", "a.b.c", "eyJhbGciOiJub25lIn0.e30."])
def test_a_token_that_is_none_is_met_with_a_challenge(token: str, town: Town) -> None:
    answer = town.anyone.ask("GET", "/users/me", headers={"authorization": f"Bearer {token}"})

    assert answer.outcome == (401, "unauthenticated")


def test_a_token_of_ours_that_was_altered_is_none(town: Town) -> None:
    alice = town.newcomer()
    head, claims, signature = alice.access_token.split(".")
    other = ("A" if signature[5] != "A" else "B").join((signature[:5], signature[6:]))

    answer = town.anyone.ask("GET", "/users/me", headers={"authorization": f"Bearer {head}.{claims}.{other}"})

    assert answer.outcome == (401, "unauthenticated")
    assert json.loads(answer.raw)["status"] == 401
