"""Bytes come in parts: each is kept, the server says how far it got, and the last one makes a photo of them."""

import asyncio
from concurrent.futures import ThreadPoolExecutor

import pytest

from postcardit_backend.embedded.arrivals import FileArrivals
from postcardit_backend.refusal import Refused
from postcardit_sdk.contract.problems import Code
from tests.backend.held_to_contract import Answer
from tests.backend.sending_bytes import PARTIAL, kept, offset_of, patch, put, state
from tests.backend.world import World, jpeg

PHOTO = jpeg(size=(200, 160), quality=90)


def test_parts_in_their_order_become_a_photo(world: World) -> None:
    announced = world.alice.announce(PHOTO)

    first = patch(world, announced, 0, PHOTO[:100])
    between = state(world, announced), offset_of(world, announced)
    last = patch(world, announced, 100, PHOTO[100:], is_last=True)

    names = ("upload-offset", "upload-complete")
    assert [[answer.headers[name] for name in names] for answer in (first, last)] == [
        ["100", "?0"],
        [str(len(PHOTO)), "?1"],
    ]
    assert (first.status, last.status) == (204, 204)
    assert between == (("pending", 100, None), 100)
    assert (last.headers["x-upload-status"], state(world, announced)) == ("ready", ("ready", len(PHOTO), None))


def test_the_head_of_an_upload_says_how_far_it_got_and_how_long_it_waits(world: World) -> None:
    announced = world.alice.announce(PHOTO)
    patch(world, announced, 0, PHOTO[:7])

    head = world.anyone.ask("HEAD", announced.body["url"])

    names = ("upload-offset", "upload-complete", "upload-length", "cache-control")
    assert [head.headers[name] for name in names] == ["7", "?0", str(len(PHOTO)), "no-store"]
    assert head.headers["upload-limit"] in {f"max-size={10 * 1024 * 1024}, max-age={left}" for left in (86_398, 86_399)}
    assert (head.status, head.raw) == (204, b"")


def test_the_head_of_a_finished_upload_says_so(world: World) -> None:
    announced = world.alice.announce(PHOTO)
    put(world, announced, PHOTO)

    head = world.anyone.ask("HEAD", announced.body["url"])

    assert (head.headers["upload-offset"], head.headers["upload-complete"]) == (str(len(PHOTO)), "?1")


@pytest.mark.parametrize("offset", [0, 99, 101, 10**14])
def test_a_part_that_begins_elsewhere_is_refused_with_the_place_to_go_on(offset: int, world: World) -> None:
    announced = world.alice.announce(PHOTO)
    patch(world, announced, 0, PHOTO[:100])

    refused = patch(world, announced, offset, b"")
    then = patch(world, announced, int(refused.headers["upload-offset"]), PHOTO[100:], is_last=True)

    assert (refused.outcome, refused.headers["upload-offset"]) == ((409, "upload_offset_mismatch"), "100")
    assert then.headers["x-upload-status"] == "ready"


def test_a_part_whose_answer_was_lost_is_not_kept_twice(world: World) -> None:
    announced = world.alice.announce(PHOTO)
    patch(world, announced, 0, PHOTO[:300])

    again = patch(world, announced, 0, PHOTO[:300])

    assert (again.outcome, again.headers["upload-offset"]) == ((409, "upload_offset_mismatch"), "300")
    assert state(world, announced)[1] == 300


def test_all_bytes_without_the_word_that_it_is_all_wait_for_it(world: World) -> None:
    announced = world.alice.announce(PHOTO)

    patch(world, announced, 0, PHOTO)
    waiting = state(world, announced)
    done = patch(world, announced, len(PHOTO), b"", is_last=True)

    assert (waiting, done.headers["x-upload-status"]) == (("pending", len(PHOTO), None), "ready")


def test_a_whole_photo_takes_the_place_of_the_parts_that_came(world: World) -> None:
    announced = world.alice.announce(PHOTO)
    patch(world, announced, 0, b"x" * 50)

    assert put(world, announced, PHOTO).headers["x-upload-status"] == "ready"


@pytest.mark.parametrize("again", [PHOTO, b"", b"x"])
def test_a_settled_upload_takes_no_more_bytes(again: bytes, world: World) -> None:
    announced = world.alice.announce(PHOTO)
    put(world, announced, PHOTO)

    answers = [put(world, announced, again), patch(world, announced, len(PHOTO), again, is_last=True)]

    assert [answer.outcome for answer in answers] == [(409, "upload_finished")] * 2
    assert state(world, announced) == ("ready", len(PHOTO), None)


@pytest.mark.parametrize(
    ("changed", "problem"),
    [
        ({"content-type": "application/json"}, (415, "unsupported_media_type")),
        ({"upload-offset": ""}, (422, "validation_failed")),
        ({"upload-offset": "-1"}, (422, "validation_failed")),
        ({"upload-offset": "1.5"}, (422, "validation_failed")),
        ({"upload-offset": "0x1"}, (422, "validation_failed")),
        ({"upload-offset": "1" * 16}, (422, "validation_failed")),
        ({"upload-complete": ""}, (422, "validation_failed")),
        ({"upload-complete": "true"}, (422, "validation_failed")),
    ],
)
def test_a_part_without_its_headers_is_refused(changed: dict[str, str], problem: tuple[int, str], world: World) -> None:
    announced = world.alice.announce(PHOTO)
    headers = {"content-type": PARTIAL, "upload-offset": "0", "upload-complete": "?0", **changed}

    answer = world.anyone.ask("PATCH", announced.body["url"], body=PHOTO, headers=headers)

    assert (answer.outcome, kept(world)) == (problem, [])


def hear(world: World, announced: Answer, pieces: list[bytes], offset: int) -> list[dict[str, object]]:
    """A PATCH whose connection ends after these pieces; what the server says to nobody."""
    url = announced.body["url"]
    path, _, query = url.removeprefix("http://embedded.localhost").partition("?")
    headers = {
        "host": "embedded.localhost",
        "content-type": PARTIAL,
        "upload-offset": str(offset),
        "upload-complete": "?1",
    }
    scope = {
        "type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1", "method": "PATCH", "scheme": "http",
        "path": path, "raw_path": path.encode(), "query_string": query.encode(), "root_path": "",
        "headers": [(name.encode(), value.encode()) for name, value in headers.items()],
        "client": ("127.0.0.1", 0), "server": ("embedded.localhost", 80),
    }  # fmt: skip
    messages: list[dict[str, object]] = [{"type": "http.request", "body": piece, "more_body": True} for piece in pieces]
    messages.append({"type": "http.disconnect"})
    said: list[dict[str, object]] = []

    async def receive() -> dict[str, object]:
        return messages.pop(0)

    async def send(message: dict[str, object]) -> None:
        said.append(message)

    asyncio.run(world.backend.app(scope, receive, send))  # type: ignore[arg-type]  # plain dictionaries are messages
    return said


def test_a_connection_that_is_cut_leaves_what_had_come(world: World) -> None:
    announced = world.alice.announce(PHOTO)

    hear(world, announced, [PHOTO[:10], PHOTO[10:64]], 0)
    hear(world, announced, [PHOTO[64:65]], 64)

    assert (state(world, announced), offset_of(world, announced)) == (("pending", 65, None), 65)
    assert patch(world, announced, 65, PHOTO[65:], is_last=True).headers["x-upload-status"] == "ready"


def test_who_asks_how_far_it_is_may_go_on_from_there(world: World) -> None:
    """The server may still wait for an older connection: what comes on it now counts no more."""
    announced = world.alice.announce(PHOTO).body
    arrivals = world.embedded.served.arrivals
    older = arrivals.begin(announced["uploadId"], len(PHOTO), 0)
    arrivals.append(older, PHOTO[:10])

    told = arrivals.offset(announced["uploadId"])
    with pytest.raises(Refused) as late:
        arrivals.append(older, PHOTO[10:20])
    newer = arrivals.begin(announced["uploadId"], len(PHOTO), told)
    arrivals.append(newer, PHOTO[10:])

    assert (told, late.value.code, late.value.upload_offset) == (10, Code.UPLOAD_OFFSET_MISMATCH, 10)


def test_of_many_that_send_the_same_part_at_once_one_wins_and_the_others_hear_where_to_go_on(world: World) -> None:
    announced = world.alice.announce(PHOTO)

    with ThreadPoolExecutor(8) as threads:
        jobs = [threads.submit(patch, world, announced, 0, PHOTO[:1000]) for _ in range(8)]
    answers = [job.result() for job in jobs]

    won = [answer for answer in answers if answer.status == 204]
    lost = [answer for answer in answers if answer.status != 204]
    assert [answer.headers["upload-offset"] for answer in won] == ["1000"]
    assert {answer.outcome for answer in lost} == {(409, "upload_offset_mismatch")}
    assert {answer.headers["upload-offset"] for answer in lost} <= {"0", "1000"}
    assert offset_of(world, announced) == 1000


def test_of_many_that_send_the_whole_at_once_the_photo_is_made_once(world: World) -> None:
    announced = world.alice.announce(PHOTO)

    with ThreadPoolExecutor(8) as threads:
        jobs = [threads.submit(put, world, announced, PHOTO) for _ in range(8)]
    answers = [job.result() for job in jobs]

    assert {answer.code for answer in answers if answer.status != 204} <= {"upload_finished", "upload_offset_mismatch"}
    assert len([answer for answer in answers if answer.status == 204]) == 1
    assert state(world, announced) == ("ready", len(PHOTO), None)
    assert len(kept(world)) == 2


def test_a_full_disk_keeps_none_of_a_piece_and_says_so(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    announced = world.alice.announce(PHOTO)
    patch(world, announced, 0, PHOTO[:100])
    write = FileArrivals.append.__globals__["os"].pwrite
    calls: list[int] = []

    def half_then_full(handle: int, data: bytes, offset: int) -> int:
        if calls:
            raise OSError(28, "No space left on device")
        written: int = write(handle, data[:5], offset)
        calls.append(written)
        return written

    with monkeypatch.context() as full:
        full.setattr("os.pwrite", half_then_full)
        refused = patch(world, announced, 100, PHOTO[100:], is_last=True)
    offset = offset_of(world, announced)
    then = patch(world, announced, 100, PHOTO[100:], is_last=True)

    assert (refused.outcome, refused.headers["retry-after"]) == ((503, "unavailable"), "5")
    assert "disk is full" in refused.body["message"]
    assert (calls, offset, then.headers["x-upload-status"]) == ([5], 100, "ready")
