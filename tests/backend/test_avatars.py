"""A profile picture is a square of one's own, shown wherever one is; everyone who sees it is told."""

import io
from typing import Any

import pytest
from PIL import Image

from tests.backend.sending_bytes import kept
from tests.backend.world import NOBODY, Person, World, jpeg

WIDE = jpeg("red", size=(900, 600))
OTHER = jpeg("navy", size=(300, 700))


def put_on(person: Person, data: bytes) -> dict[str, Any]:
    """Upload a photo for this and make it the picture; gives the profile."""
    upload_id = person.upload(data, purpose="avatar")
    profile: dict[str, Any] = person.ask("PUT", "/users/me/avatar", {"uploadId": upload_id}).body
    return profile


def size_of(world: World, url: str) -> tuple[int, int]:
    with Image.open(io.BytesIO(world.anyone.get(url).raw)) as picture:
        return picture.size


def told(person: Person, cursor: str) -> list[tuple[str, str]]:
    changes = person.get(f"/sync?cursor={cursor}").body["changes"]
    return [(change["type"], change["id"]) for change in changes]


def head(person: Person) -> str:
    cursor: str = person.get("/sync").body["nextCursor"]
    return cursor


def test_a_picture_is_a_square_of_512_pixels_and_never_enlarged(world: World) -> None:
    sizes = [size_of(world, put_on(world.alice, data)["profilePictureUrl"]) for data in (WIDE, OTHER)]

    assert sizes == [(512, 512), (300, 300)]


def test_a_picture_is_shown_in_the_profile_and_wherever_one_is_embedded(world: World) -> None:
    world.alice.befriend(world.bob)
    card = world.alice.post("/postcards", {"recipientUsername": "bob", "message": "x"}).body["postcardId"]

    mine = put_on(world.alice, WIDE)

    seen = [
        world.bob.get(f"/users/{world.alice.user_id}").body,
        world.bob.get(f"/postcards/{card}").body["sender"],
        world.bob.get("/friends").body["friends"][0]["user"],
    ]
    assert [one["profilePictureUrl"] for one in seen] == [mine["profilePictureUrl"]] * 3


def test_everyone_who_sees_the_profile_is_told(world: World) -> None:
    world.alice.befriend(world.bob)
    cursors = {person: head(world.people[person]) for person in ("alice", "bob", "eve")}

    put_on(world.alice, WIDE)
    world.alice.ask("DELETE", "/users/me/avatar")

    news = {person: told(world.people[person], cursor) for person, cursor in cursors.items()}
    twice = [("user.changed", world.alice.user_id)] * 2
    assert {name: [*dict.fromkeys(changes)] for name, changes in news.items()} == {
        "alice": twice[:1],
        "bob": twice[:1],
        "eve": [],
    }


def test_a_picture_is_taken_off(world: World) -> None:
    put_on(world.alice, WIDE)

    answers = [world.alice.ask("DELETE", "/users/me/avatar") for _ in range(2)]

    assert [(answer.status, "profilePictureUrl" in answer.body) for answer in answers] == [(200, False)] * 2


def test_the_old_picture_goes_when_its_upload_has_ended(world: World) -> None:
    put_on(world.alice, WIDE)
    world.clock.forward(days=1)
    alice = world.sign_in("alice")
    world.ports.erasure.sweep(world.clock())
    worn = len(kept(world))

    put_on(alice, OTHER)
    world.ports.erasure.sweep(world.clock())
    changed = len(kept(world))
    world.clock.forward(days=1)
    world.sign_in("alice").ask("DELETE", "/users/me/avatar")
    world.ports.erasure.sweep(world.clock())

    assert (worn, changed, kept(world)) == (2, 2, [])


def test_a_picture_whose_upload_was_given_up_stays_as_long_as_it_is_worn(world: World) -> None:
    upload_id = world.alice.upload(WIDE, purpose="avatar")
    url = world.alice.ask("PUT", "/users/me/avatar", {"uploadId": upload_id}).body["profilePictureUrl"]

    world.alice.ask("DELETE", f"/uploads/{upload_id}")
    world.ports.erasure.sweep(world.clock())
    worn = world.anyone.get(url).status
    world.alice.ask("DELETE", "/users/me/avatar")
    world.ports.erasure.sweep(world.clock())

    assert (worn, world.anyone.get(url).outcome, kept(world)) == (200, (404, "not_found"), [])


def test_a_photo_for_something_else_is_no_picture_and_a_picture_no_photo_for_a_card(world: World) -> None:
    world.alice.befriend(world.bob)
    photo, picture = world.alice.upload(WIDE), world.alice.upload(WIDE, purpose="avatar")

    answers = [
        world.alice.ask("PUT", "/users/me/avatar", {"uploadId": photo}),
        world.alice.ask("PATCH", "/users/me", {"profilePictureUrl": photo}),
        world.alice.post("/postcards", {"recipientUsername": "bob", "message": "x", "uploadId": picture}),
    ]

    assert [answer.outcome for answer in answers] == [(422, "unknown_image")] * 3


@pytest.mark.parametrize("whose", ["nobody", "bob"])
def test_a_picture_is_an_upload_of_ones_own(whose: str, world: World) -> None:
    upload_id = NOBODY if whose == "nobody" else world.bob.upload(WIDE, purpose="avatar")

    answer = world.alice.ask("PUT", "/users/me/avatar", {"uploadId": upload_id})

    assert answer.outcome == (422, "unknown_image")


def test_a_picture_that_has_not_arrived_or_is_none_is_refused(world: World) -> None:
    early = world.alice.announce(WIDE, purpose="avatar").body
    bad = world.alice.announce(b"no photo", purpose="avatar").body
    world.anyone.ask("PUT", bad["url"], body=b"no photo")

    answers = [world.alice.ask("PUT", "/users/me/avatar", {"uploadId": one["uploadId"]}) for one in (early, bad)]

    assert [answer.outcome for answer in answers] == [(409, "upload_not_ready"), (409, "upload_rejected")]
    assert answers[0].headers["retry-after"] == "1"
