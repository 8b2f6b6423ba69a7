"""How long an upload lives: found again by what it holds, given up, forgotten, and kept while something shows it."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.backend.sending_bytes import kept, patch, put, state
from tests.backend.world import NOBODY, World, jpeg

PHOTO = jpeg(size=(200, 160), quality=90)
OTHER = jpeg("navy")
CARD = {"recipientUsername": "bob", "message": "Ciao"}


def send(world: World, photo: bytes = PHOTO) -> dict[str, str]:
    """A card from alice to bob with a photo."""
    card: dict[str, str] = world.alice.post("/postcards", {**CARD, "uploadId": world.alice.upload(photo)}).body
    return card


def sweep(world: World) -> None:
    world.ports.erasure.sweep(world.clock())


def test_the_same_bytes_announced_again_are_the_photo_that_is_ready(world: World) -> None:
    first = world.alice.upload(PHOTO)

    again = world.alice.announce(PHOTO)

    assert (again.status, again.body["uploadId"], again.body["status"]) == (201, first, "ready")
    assert "url" not in again.body


def test_the_same_bytes_announced_again_go_on_where_they_were(world: World) -> None:
    announced = world.alice.announce(PHOTO)
    patch(world, announced, 0, PHOTO[:100])

    again = world.alice.announce(PHOTO)

    assert (again.body["uploadId"], again.body["offset"]) == (announced.body["uploadId"], 100)
    assert patch(world, again, 100, PHOTO[100:], is_last=True).headers["x-upload-status"] == "ready"


def test_an_upload_that_is_announced_again_has_another_day(world: World) -> None:
    announced = world.alice.announce(PHOTO)
    patch(world, announced, 0, PHOTO[:100])

    world.clock.forward(days=0.9)
    again = world.sign_in("alice").announce(PHOTO)
    world.clock.forward(days=0.9)
    sweep(world)

    assert patch(world, again, 100, PHOTO[100:], is_last=True).headers["x-upload-status"] == "ready"


@pytest.mark.parametrize(
    ("who", "changed"),
    [
        ("bob", {}),
        ("alice", {"purpose": "avatar"}),
        ("alice", {"kind": "image/png"}),
        ("alice", {"size": len(PHOTO) + 1}),
    ],
    ids=["of someone else", "for another purpose", "of another type", "of another size"],
)
def test_what_is_announced_otherwise_is_another_upload(who: str, changed: dict[str, str], world: World) -> None:
    first = world.alice.announce(PHOTO).body["uploadId"]

    other = world.people[who].announce(PHOTO, **changed)  # type: ignore[arg-type]  # each is one of its keywords

    assert (other.status, other.body["uploadId"] != first, other.body["status"]) == (201, True, "pending")


def test_a_rejected_photo_may_be_announced_anew(world: World) -> None:
    first = world.alice.announce(b"no photo")
    put(world, first, b"no photo")

    again = world.alice.announce(b"no photo")

    assert again.body["uploadId"] != first.body["uploadId"]
    assert again.body["status"] == "pending"


def test_a_repeated_announcement_is_answered_with_what_became_of_the_first(world: World) -> None:
    wanted = world.alice.announce(PHOTO)
    body = {"contentType": "image/jpeg", "byteSize": len(OTHER), "sha256": "0" * 64}
    first = world.alice.post("/uploads", body, key="mine")
    patch(world, first, 0, OTHER[:10])

    again = world.alice.post("/uploads", body, key="mine")

    assert (again.headers["idempotency-replayed"], again.body["uploadId"]) == ("true", first.body["uploadId"])
    assert (again.body["offset"], wanted.body["offset"]) == (10, 0)


def test_many_that_announce_the_same_at_once_get_one_upload(world: World) -> None:
    with ThreadPoolExecutor(8) as threads:
        answers = list(threads.map(world.alice.announce, [PHOTO] * 8))

    assert len({answer.body["uploadId"] for answer in answers}) == 1


def test_an_upload_that_waits_too_long_is_gone_and_so_is_what_arrived(world: World) -> None:
    announced = world.alice.announce(PHOTO)
    patch(world, announced, 0, PHOTO[:100])
    world.clock.forward(days=1)
    world.sign_in("alice")

    before = world.alice.get(f"/uploads/{announced.body['uploadId']}").outcome
    sweep(world)

    assert (before, kept(world)) == ((404, "not_found"), [])
    assert world.ports.uploads.get(announced.body["uploadId"]) is None
    assert world.alice.announce(PHOTO).body["offset"] == 0


def test_a_photo_that_nothing_shows_is_forgotten_after_a_day_and_one_on_a_card_is_not(world: World) -> None:
    world.alice.befriend(world.bob)
    world.alice.upload(OTHER)
    card = send(world)
    world.clock.forward(days=365)

    sweep(world)

    shown = world.sign_in("bob").get(f"/postcards/{card['postcardId']}").body
    assert (world.anyone.get(shown["imageUrl"]).status, len(kept(world))) == (200, 2)
    assert world.sign_in("alice").announce(PHOTO).body["status"] == "ready"


def test_an_upload_is_given_up_with_what_has_arrived(world: World) -> None:
    announced = world.alice.announce(PHOTO)
    patch(world, announced, 0, PHOTO[:100])
    path = f"/uploads/{announced.body['uploadId']}"

    given_up = world.alice.ask("DELETE", path)

    assert (given_up.status, kept(world)) == (204, [])
    after = [world.alice.get(path), world.alice.ask("DELETE", path), put(world, announced, PHOTO)]
    assert [answer.outcome for answer in after] == [(404, "not_found")] * 3


def test_the_key_of_an_upload_that_was_given_up_announces_another(world: World) -> None:
    body = {"contentType": "image/jpeg", "byteSize": len(PHOTO), "sha256": "0" * 64}
    first = world.alice.post("/uploads", body, key="mine").body["uploadId"]
    world.alice.ask("DELETE", f"/uploads/{first}")

    again = world.alice.post("/uploads", body, key="mine")

    assert (again.status, again.body["uploadId"] != first, again.body["status"]) == (201, True, "pending")


def test_an_upload_given_up_lets_its_photo_go_unless_a_card_shows_it(world: World) -> None:
    world.alice.befriend(world.bob)
    card = send(world)
    used, unused = (world.alice.announce(data).body["uploadId"] for data in (PHOTO, OTHER))
    put(world, world.alice.announce(OTHER), OTHER)
    assert len(kept(world)) == 4

    for upload_id in (used, unused):
        assert world.alice.ask("DELETE", f"/uploads/{upload_id}").status == 204
    sweep(world)

    shown = world.bob.get(f"/postcards/{card['postcardId']}").body
    assert ([world.anyone.get(shown[name]).status for name in ("imageUrl", "thumbnailUrl")], len(kept(world))) == (
        [200, 200],
        2,
    )


def test_nobody_gives_up_the_upload_of_someone_else(world: World) -> None:
    announced = world.alice.announce(PHOTO)

    refused = [world.bob.ask("DELETE", f"/uploads/{name}") for name in (announced.body["uploadId"], NOBODY)]

    assert [answer.outcome for answer in refused] == [(404, "not_found")] * 2
    assert state(world, announced)[0] == "pending"


def test_the_photo_of_a_withdrawn_card_goes_with_its_upload(world: World) -> None:
    world.alice.befriend(world.bob)
    card = send(world)
    twin = send(world)
    world.clock.forward(days=1)
    alice = world.sign_in("alice")

    alice.ask("DELETE", f"/postcards/{card['postcardId']}")
    sweep(world)
    with_twin = len(kept(world))
    alice.ask("DELETE", f"/postcards/{twin['postcardId']}")
    sweep(world)

    assert (with_twin, kept(world)) == (2, [])


def test_the_same_photo_of_two_people_stays_while_one_of_them_shows_it(world: World) -> None:
    world.alice.befriend(world.bob)
    send(world)
    upload_id = world.bob.upload(PHOTO)
    files = len(kept(world))

    world.bob.ask("DELETE", f"/uploads/{upload_id}")
    sweep(world)

    assert (files, len(kept(world))) == (2, 2)


def test_a_card_cannot_show_a_photo_that_was_given_up_meanwhile(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    world.alice.befriend(world.bob)
    upload_id = world.alice.upload(PHOTO)
    send_card = type(world.ports.postcards).send

    def give_up_then_send(self: object, *values: object) -> object:
        world.ports.uploads.remove(upload_id, world.alice.user_id)
        sweep(world)
        return send_card(self, *values)  # type: ignore[arg-type]  # as it was asked

    monkeypatch.setattr(type(world.ports.postcards), "send", give_up_then_send)
    answer = world.alice.post("/postcards", {**CARD, "uploadId": upload_id})

    assert answer.outcome == (422, "unknown_image")


def test_nothing_of_an_erased_person_is_left_on_its_way(world: World) -> None:
    announced = world.alice.announce(PHOTO)
    patch(world, announced, 0, PHOTO[:100])

    world.alice.ask("DELETE", "/users/me", {"password": "correct horse"})

    assert kept(world) == []
    assert put(world, announced, PHOTO).outcome == (404, "not_found")
