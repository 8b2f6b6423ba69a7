"""A photo is got by a link that only its two people are given: whole or in part, until the link ends."""

from typing import Any

import pytest

from tests.backend.held_to_contract import Answer
from tests.backend.world import Person, World, jpeg

PHOTO = jpeg(size=(400, 300), quality=95)


@pytest.fixture
def card(world: World) -> dict[str, Any]:
    """A postcard from alice to bob with a photo."""
    world.alice.befriend(world.bob)
    sent = {"recipientUsername": "bob", "message": "Ciao", "uploadId": world.alice.upload(PHOTO)}
    body: dict[str, Any] = world.alice.post("/postcards", sent).body
    return body


def get(world: World, card: dict[str, Any], method: str = "GET", **headers: str) -> Answer:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return world.anyone.ask(method, card["imageUrl"], headers=named)


def links_in(person: Person) -> list[str]:
    """The links to photos in everything that this person can list."""
    cards = [*person.get("/postcards?archived=true").body["postcards"], *person.get("/postcards").body["postcards"]]
    changes = person.get("/sync").body["changes"]
    cards += [change["data"] for change in changes if change["type"].startswith("postcard") and change.get("data")]
    return [card["imageUrl"] for card in cards if "imageUrl" in card]


def test_a_part_of_a_photo_is_that_part(world: World, card: dict[str, Any]) -> None:
    whole = get(world, card)

    part = get(world, card, range="bytes=10-19")

    assert (part.status, part.raw) == (206, whole.raw[10:20])
    assert part.headers["content-range"] == f"bytes 10-19/{len(whole.raw)}"
    assert (part.headers["content-length"], part.headers["etag"]) == ("10", whole.headers["etag"])


def test_a_photo_that_was_cut_off_is_gone_on_with(world: World, card: dict[str, Any]) -> None:
    whole = get(world, card)

    rest = get(world, card, range="bytes=100-", if_range=whole.headers["etag"])

    assert whole.raw[:100] + rest.raw == whole.raw


def test_a_part_of_another_photo_is_the_whole_of_this_one(world: World, card: dict[str, Any]) -> None:
    answer = get(world, card, range="bytes=100-", if_range='"another"')

    assert (answer.status, "content-range" in answer.headers, len(answer.raw)) == (200, False, card["imageBytes"])


def test_what_lies_behind_the_end_is_refused_with_the_size(world: World, card: dict[str, Any]) -> None:
    answer = get(world, card, range=f"bytes={card['imageBytes']}-")

    assert answer.outcome == (416, "range_not_satisfiable")
    assert answer.headers["content-range"] == f"bytes */{card['imageBytes']}"


def test_a_photo_that_one_has_is_not_sent_again(world: World, card: dict[str, Any]) -> None:
    first = get(world, card)

    again = get(world, card, if_none_match=first.headers["etag"], range="bytes=0-1")

    assert (again.status, again.raw, again.headers["etag"]) == (304, b"", first.headers["etag"])


def test_the_head_of_a_photo_is_that_of_the_whole(world: World, card: dict[str, Any]) -> None:
    whole, head = get(world, card), get(world, card, "HEAD", range="bytes=0-1")

    named = ("content-length", "etag", "content-type", "cache-control", "accept-ranges", "content-disposition")
    assert (head.status, head.raw) == (200, b"")
    assert [head.headers[name] for name in named] == [whole.headers[name] for name in named]


def test_the_two_people_of_a_card_are_given_links_and_a_stranger_none(world: World, card: dict[str, Any]) -> None:
    world.eve.befriend(world.bob)

    links = {name: links_in(person) for name, person in world.people.items()}

    assert {name: bool(found) for name, found in links.items()} == {"alice": True, "bob": True, "eve": False}
    assert world.eve.get(f"/postcards/{card['postcardId']}").outcome == (404, "not_found")


@pytest.mark.parametrize(("blocker", "blocked"), [("alice", "bob"), ("bob", "alice")])
def test_whom_the_other_blocks_is_given_no_more_links_and_the_old_one_ends(
    blocker: str, blocked: str, world: World, card: dict[str, Any]
) -> None:
    old = links_in(world.people[blocked])

    world.people[blocker].ask("PUT", f"/users/{world.people[blocked].user_id}/block")
    after = links_in(world.people[blocked])
    world.clock.forward(seconds=15 * 60)

    assert (len(old) > 0, after) == (True, [])
    assert {world.anyone.get(link).outcome for link in old} == {(403, "link_expired")}


def test_who_has_left_a_card_is_given_no_more_links(world: World, card: dict[str, Any]) -> None:
    world.bob.ask("PUT", f"/postcards/{card['postcardId']}/read")
    world.bob.ask("DELETE", f"/postcards/{card['postcardId']}")

    assert (links_in(world.bob), links_in(world.alice) != []) == ([], True)
    world.clock.forward(seconds=15 * 60)
    assert get(world, card).outcome == (403, "link_expired")


def test_a_withdrawn_card_is_shown_to_nobody_and_its_bytes_go_when_nobody_names_them(
    world: World, card: dict[str, Any]
) -> None:
    (upload,) = world.ports.uploads.every(world.alice.user_id, None, 10)

    world.alice.ask("DELETE", f"/postcards/{card['postcardId']}")
    world.alice.ask("DELETE", f"/uploads/{upload.upload_id}")
    world.ports.erasure.sweep(world.clock())

    assert [links_in(person) for person in world.people.values()] == [[]] * 3
    assert (get(world, card).outcome, [*(world.folder / "blobs").rglob("*.jpg")]) == ((404, "not_found"), [])


def test_the_photos_of_an_erased_sender_are_gone_at_once(world: World, card: dict[str, Any]) -> None:
    world.alice.ask("DELETE", "/users/me", {"password": "correct horse"})

    assert (get(world, card).outcome, links_in(world.bob)) == ((404, "not_found"), [])


def test_a_link_to_a_photo_counts_only_as_it_was_signed(world: World, card: dict[str, Any]) -> None:
    link: str = card["imageUrl"]
    bare = link.partition("?")[0]
    other_photo = link.replace(bare, bare[:-5] + ("0" if bare[-5] != "0" else "1") + ".jpg")

    answers = [world.anyone.get(url) for url in (link, bare, other_photo, link[:-1], link.replace("=17", "=27"))]

    assert [answer.status for answer in answers] == [200, 403, 403, 403, 403]
    assert {answer.code for answer in answers[1:]} == {"link_invalid"}
