"""What has arrived is developed, whatever happens to the server meanwhile: nothing is processing for ever."""

import threading
from collections.abc import Callable, Generator, Iterator
from concurrent.futures import ThreadPoolExecutor, wait
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from postcardit_backend.darkroom import Darkroom
from postcardit_backend.decoding.decoder import ProcessDecoder
from postcardit_backend.embedded.blobs import FileBlobs
from postcardit_backend.ports import Decoded
from postcardit_backend.refusal import Refused
from postcardit_backend.services.developing import develop
from postcardit_backend.settings import Settings
from postcardit_sdk.contract.problems import Code
from tests.backend.held_to_contract import Answer
from tests.backend.sending_bytes import bad_decoder, kept, patch, put, state
from tests.backend.world import Settled, World, jpeg

PHOTO = jpeg(size=(200, 160))
OTHER = jpeg("navy")


@dataclass
class SlowDecoder:
    """A decoder that waits until it may go on, and may meet with trouble then."""

    may_go_on: threading.Event = field(default_factory=threading.Event)
    begun: threading.Event = field(default_factory=threading.Event)
    trouble: Callable[[], None] | None = None
    is_closed: bool = False
    inner: ProcessDecoder = field(default_factory=lambda: ProcessDecoder(60, 60))

    def decode(self, source: Path, content_type: str, purpose: str) -> Decoded:
        self.begun.set()
        self.may_go_on.wait(30)
        if self.is_closed:
            raise Refused(Code.UNAVAILABLE)
        if self.trouble is not None:
            self.trouble()
        return self.inner.decode(source, content_type, purpose)

    def close(self) -> None:
        self.is_closed = True
        self.may_go_on.set()
        self.inner.close()


@pytest.fixture
def slow(settled: Settled, tmp_path: Path) -> Iterator[World]:
    """A world whose decoder waits, with room for one photo to wait for it."""
    with settled.open_copy(tmp_path / "data", Settings(photos_waiting=0), SlowDecoder()) as world:
        yield world


def decoder_of(world: World) -> SlowDecoder:
    decoder = world.ports.decoder
    assert isinstance(decoder, SlowDecoder)
    return decoder


@contextmanager
def sending(world: World, announced: Answer) -> Generator[Callable[[], Answer]]:
    """Someone sends all bytes and waits; the block begins when the photo is being decoded."""
    with ThreadPoolExecutor(1) as threads:
        sent = threads.submit(put, world, announced, PHOTO)
        assert decoder_of(world).begun.wait(30)
        yield sent.result


def test_who_asks_meanwhile_sees_that_it_is_being_processed(slow: World) -> None:
    announced = slow.alice.announce(PHOTO)

    with sending(slow, announced) as answer:
        meanwhile = state(slow, announced)
        again = patch(slow, announced, len(PHOTO), b"", is_last=True)
        decoder_of(slow).may_go_on.set()
        done = answer()

    assert (meanwhile, again.outcome) == (("processing", len(PHOTO), None), (409, "upload_finished"))
    assert (done.headers["x-upload-status"], state(slow, announced)[0]) == ("ready", "ready")


def test_an_answer_that_would_take_too_long_says_that_it_is_still_processing(
    slow: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("postcardit_backend.upload_routes._PATIENCE_SECONDS", 0.01)
    announced = slow.alice.announce(PHOTO)

    sent = put(slow, announced, PHOTO)

    assert (sent.status, sent.headers["x-upload-status"]) == (204, "processing")
    assert state(slow, announced)[0] == "processing"


def test_a_photo_for_which_there_is_no_room_is_refused_before_it_is_read(slow: World) -> None:
    first, second = slow.alice.announce(PHOTO), slow.alice.announce(OTHER)

    with sending(slow, first):
        busy = put(slow, second, OTHER)
        part = patch(slow, second, 0, OTHER)
        decoder_of(slow).may_go_on.set()
    later = patch(slow, second, len(OTHER), b"", is_last=True)

    assert (busy.outcome, busy.headers["retry-after"]) == ((503, "unavailable"), "2")
    assert (part.status, later.headers["x-upload-status"]) == (204, "ready")


def test_a_photo_for_which_there_is_no_room_any_more_waits_with_all_its_bytes(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    announced = world.alice.announce(PHOTO)
    answers = iter([True, False])

    def has_room(darkroom: Darkroom) -> bool:
        return next(answers)

    with monkeypatch.context() as full:
        full.setattr(Darkroom, "_has_room", has_room)
        busy = put(world, announced, PHOTO)

    assert (busy.outcome, state(world, announced)) == ((503, "unavailable"), ("pending", len(PHOTO), None))
    assert patch(world, announced, len(PHOTO), b"", is_last=True).headers["x-upload-status"] == "ready"


def test_what_a_server_left_processing_is_taken_up_by_the_next(settled: Settled, tmp_path: Path) -> None:
    with settled.open_copy(tmp_path / "data") as world:
        announced = world.alice.announce(PHOTO)
        arrived(world)  # and then it was killed

    with World.open(tmp_path / "data", settled.accounts, world.clock.now) as later:
        until(lambda: state(later, announced)[0] != "processing")

        assert (state(later, announced)[0], len(kept(later))) == ("ready", 2)


def arrived(world: World) -> str:
    """An upload of alice's of which all has arrived, and nobody develops it; gives its id."""
    upload_id: str = world.alice.announce(PHOTO).body["uploadId"]
    turn = world.embedded.served.arrivals.begin(upload_id, len(PHOTO), None)
    world.embedded.served.arrivals.append(turn, PHOTO)
    world.embedded.served.arrivals.complete(turn)
    return upload_id


def until(is_so: Callable[[], bool]) -> None:
    """Wait for what another thread does."""
    while not is_so():
        threading.Event().wait(0.005)


def test_work_that_is_done_before_anyone_listens_is_heard_all_the_same(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """However fast it fails: the darkroom once waited for itself then."""
    submit = ThreadPoolExecutor.submit

    def submit_and_wait(self: ThreadPoolExecutor, *work: Any, **named: Any) -> Any:
        future = submit(self, *work, **named)
        wait([future])
        return future

    announced = world.alice.announce(PHOTO)
    monkeypatch.setattr(ThreadPoolExecutor, "submit", submit_and_wait)
    sent = put(world, announced, PHOTO)

    assert sent.headers["x-upload-status"] == "ready"


def test_a_server_that_stops_leaves_the_photo_to_the_next(slow: World, settled: Settled) -> None:
    announced = slow.alice.announce(PHOTO)

    with sending(slow, announced) as answer:
        decoder_of(slow).close()
        told = answer()
    left = state(slow, announced)[0]

    assert (told.outcome, left) == ((503, "unavailable"), "processing")
    with World.open(slow.folder, settled.accounts, slow.clock.now) as world:
        until(lambda: state(world, announced)[0] != "processing")
        assert state(world, announced)[0] == "ready"


def fill_the_disk() -> None:
    raise Refused(Code.UNAVAILABLE, "The disk is full.", retry_after=5)


def no_room(blobs: FileBlobs, file: Path, key: str) -> None:
    fill_the_disk()


def lose_the_disk() -> None:
    raise Refused(Code.UNAVAILABLE, "The disk is gone.")


@pytest.mark.parametrize("trouble", [fill_the_disk, lose_the_disk])
def test_a_trouble_of_the_machine_leaves_the_bytes_for_another_try(trouble: Callable[[], None], slow: World) -> None:
    announced = slow.alice.announce(PHOTO)
    decoder = decoder_of(slow)
    decoder.may_go_on.set()
    decoder.trouble = trouble

    failed = put(slow, announced, PHOTO)
    after = state(slow, announced)
    decoder.trouble = None
    again = patch(slow, announced, len(PHOTO), b"", is_last=True)

    assert (failed.outcome, after) == ((503, "unavailable"), ("pending", len(PHOTO), None))
    assert again.headers["x-upload-status"] == "ready"


def test_a_full_disk_at_the_last_step_keeps_no_photo(slow: World, monkeypatch: pytest.MonkeyPatch) -> None:
    announced = slow.alice.announce(PHOTO)
    decoder_of(slow).may_go_on.set()

    with monkeypatch.context() as full:
        full.setattr(FileBlobs, "put", no_room)
        failed = put(slow, announced, PHOTO)

    assert (failed.outcome, state(slow, announced)) == ((503, "unavailable"), ("pending", len(PHOTO), None))
    assert [path.suffix for path in kept(slow)] == [".part"]


def test_an_upload_that_is_given_up_while_it_is_decoded_leaves_nothing(slow: World) -> None:
    announced = slow.alice.announce(PHOTO)

    with sending(slow, announced) as answer:
        given_up = slow.alice.ask("DELETE", f"/uploads/{announced.body['uploadId']}")
        decoder_of(slow).may_go_on.set()
        told = answer()
    slow.ports.erasure.sweep(slow.clock())

    assert (given_up.status, told.outcome, kept(slow)) == (204, (404, "not_found"), [])


def test_a_server_that_is_killed_before_it_names_a_photo_leaves_none(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    upload_id = arrived(world)

    def killed(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
        patch.setattr(type(world.ports.uploads), "settle", killed)
        develop(upload_id, world.ports)
    photos = [path for path in kept(world) if path.suffix == ".jpg"]
    world.ports.uploads.remove(upload_id, world.alice.user_id)
    world.ports.erasure.sweep(world.clock())

    assert (len(photos), kept(world)) == (2, [])


def test_a_sweep_between_keeping_a_photo_and_naming_it_takes_nothing_that_is_shown(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    world.alice.befriend(world.bob)
    put_there, sweeps = FileBlobs.put, iter(range(3))

    def put_then_sweep(self: FileBlobs, file: Path, key: str) -> None:
        put_there(self, file, key)
        if next(sweeps, None) is not None:
            world.ports.erasure.sweep(world.clock())

    monkeypatch.setattr(FileBlobs, "put", put_then_sweep)
    upload_id = world.alice.upload(PHOTO)
    card = world.alice.post("/postcards", {"recipientUsername": "bob", "message": "x", "uploadId": upload_id}).body
    world.ports.erasure.sweep(world.clock())

    assert [world.anyone.get(card[name]).status for name in ("imageUrl", "thumbnailUrl")] == [200, 200]


@pytest.mark.parametrize("kind", ["exits", "dies", "hangs"])
def test_the_server_outlives_its_decoder(kind: str, settled: Settled, tmp_path: Path) -> None:
    harmful = ProcessDecoder(0.1, 60, bad_decoder(kind))
    with settled.open_copy(tmp_path / "data", decoder=harmful) as world:
        announced = world.alice.announce(PHOTO)

        sent = put(world, announced, PHOTO)

        assert (sent.headers["x-upload-status"], state(world, announced)[2]) == ("rejected", "image_unreadable")
        assert (kept(world), world.alice.get("/users/me").status) == ([], 200)
