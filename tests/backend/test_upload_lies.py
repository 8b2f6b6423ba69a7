"""A client that lies about its photo is told which lie it was, and nothing of it stays on the disk."""

import asyncio
from collections.abc import Callable, Iterator

import pytest

from postcardit_sdk.asgi import exchange
from postcardit_sdk.flow import Request
from tests.backend.held_to_contract import Answer, read_answer
from tests.backend.sending_bytes import kept, patch, put, state
from tests.backend.world import World, jpeg

PHOTO = jpeg(size=(200, 160), quality=90)
OTHER = jpeg("navy", size=(200, 160), quality=90)
PNG = b"\x89PNG\r\n\x1a\n" + bytes(60)


def test_the_same_size_with_other_bytes_is_refused_by_its_hash(world: World) -> None:
    announced = world.alice.announce(PHOTO)
    lie = PHOTO[:-1] + b"?"

    answers = [put(world, announced, lie), patch(world, announced, 0, lie, is_last=True)]

    assert [answer.outcome for answer in answers] == [(422, "upload_hash_mismatch")] * 2
    assert [answer.headers["upload-offset"] for answer in answers] == ["0"] * 2
    assert (state(world, announced), kept(world)) == (("pending", 0, None), [])


@pytest.mark.parametrize("size", [0, 1, len(PHOTO) - 1])
def test_fewer_bytes_at_the_end_are_refused_by_their_number(size: int, world: World) -> None:
    announced = world.alice.announce(PHOTO)

    answers = [put(world, announced, PHOTO[:size]), patch(world, announced, 0, PHOTO[:size], is_last=True)]

    assert [answer.outcome for answer in answers] == [(422, "upload_size_mismatch")] * 2
    assert (state(world, announced), kept(world)) == (("pending", 0, None), [])


def test_more_bytes_that_say_so_are_refused_before_they_are_read(world: World) -> None:
    announced = world.alice.announce(PHOTO)
    patch(world, announced, 0, PHOTO[:10])

    answers = [put(world, announced, PHOTO + b"!"), patch(world, announced, 10, PHOTO[10:] + b"!", is_last=True)]

    assert [answer.outcome for answer in answers] == [(413, "payload_too_large")] * 2
    assert state(world, announced) == ("pending", 10, None)


def untold(world: World, announced: Answer, pieces: Iterator[bytes]) -> tuple[Answer, int]:
    """A PUT that does not say how long it is; the answer, and how many pieces were taken."""
    taken = 0

    async def app(scope: dict[str, object], receive: object, send: object) -> None:
        async def next_piece() -> dict[str, object]:
            nonlocal taken
            taken += 1
            return {"type": "http.request", "body": next(pieces), "more_body": True}

        headers = [header for header in scope["headers"] if header[0] != b"content-length"]  # type: ignore[attr-defined]  # a list of pairs
        await world.backend.app({**scope, "headers": headers}, next_piece, send)  # type: ignore[arg-type]  # as ASGI has it

    request = Request("PUT", announced.body["url"], {}, b"")
    return read_answer(asyncio.run(exchange(app, request))), taken  # type: ignore[arg-type]  # as ASGI has it


def test_more_bytes_that_do_not_say_so_are_refused_while_they_come(world: World) -> None:
    announced = world.alice.announce(PHOTO)
    endless = iter(lambda: b"x" * 100, b"")

    answer, taken = untold(world, announced, endless)

    assert (answer.outcome, taken) == ((422, "upload_size_mismatch"), len(PHOTO) // 100 + 1)
    assert (state(world, announced), kept(world)) == (("pending", 0, None), [])


@pytest.mark.parametrize(
    ("data", "kind", "problem"),
    [
        (PNG, "image/jpeg", "image_type_mismatch"),
        (PHOTO, "image/png", "image_type_mismatch"),
        (PHOTO, "image/heic", "image_type_mismatch"),
        (b"#!/bin/sh\n" + bytes(50), "image/jpeg", "image_type_unsupported"),
        (PHOTO[:-40], "image/jpeg", "image_unreadable"),
    ],
    ids=["PNG as JPEG", "JPEG as PNG", "JPEG as HEIC", "a script as JPEG", "a JPEG cut short"],
)
def test_another_photo_than_was_announced_is_rejected_by_what_it_is(
    data: bytes, kind: str, problem: str, world: World
) -> None:
    announced = world.alice.announce(data, kind=kind)

    sent = put(world, announced, data)

    assert (sent.status, sent.headers["x-upload-status"]) == (204, "rejected")
    assert (state(world, announced), kept(world)) == (("rejected", len(data), problem), [])


def swapped(url: str, other: str) -> str:
    """The signature of one upload under the name of another."""
    return url.partition("?")[0] + "?" + other.partition("?")[2]


FORGERIES: dict[str, Callable[[str, str], str]] = {
    "the signature of another upload": swapped,
    "a later end": lambda url, other: url.replace("expires=1", "expires=2"),
    "no signature": lambda url, other: url.partition("&")[0],
    "an altered signature": lambda url, other: url[:-1] + ("0" if url[-1] != "0" else "1"),
    "nothing": lambda url, other: url.partition("?")[0],
}


@pytest.mark.parametrize("method", ["PUT", "PATCH", "HEAD"])
@pytest.mark.parametrize("name", FORGERIES)
def test_a_link_that_was_not_signed_for_this_is_invalid(name: str, method: str, world: World) -> None:
    mine, theirs = world.alice.announce(PHOTO).body, world.bob.announce(OTHER).body
    url = FORGERIES[name](mine["url"], theirs["url"])
    headers = {"content-type": "application/partial-upload", "upload-offset": "0", "upload-complete": "?1"}

    answer = world.anyone.ask(method, url, body=b"" if method == "HEAD" else PHOTO, headers=headers)

    assert answer.status == 403
    assert method == "HEAD" or answer.code == "link_invalid"
    assert kept(world) == []


def test_a_link_to_a_photo_uploads_nothing_and_one_to_upload_shows_nothing(world: World) -> None:
    world.alice.befriend(world.bob)
    announced = world.alice.announce(OTHER).body
    sent = {"recipientUsername": "bob", "message": "x", "uploadId": world.alice.upload(PHOTO)}
    image = world.alice.post("/postcards", sent).body["imageUrl"]

    answers = [
        world.anyone.ask("PUT", swapped(announced["url"], image), body=OTHER),
        world.anyone.get(swapped(image, announced["url"])),
    ]

    assert [answer.outcome for answer in answers] == [(403, "link_invalid")] * 2


def test_a_replay_after_the_end_is_refused(world: World) -> None:
    announced = world.alice.announce(PHOTO)
    put(world, announced, PHOTO)
    before = sorted(path.read_bytes() for path in kept(world))

    replays = [put(world, announced, PHOTO), put(world, announced, OTHER)]

    assert [answer.outcome for answer in replays] == [(409, "upload_finished")] * 2
    assert sorted(path.read_bytes() for path in kept(world)) == before


def test_more_than_ten_megabytes_are_refused_when_they_are_announced(world: World) -> None:
    assert world.alice.announce(PHOTO, size=10 * 1024 * 1024 + 1).outcome == (422, "validation_failed")
    assert kept(world) == []
