"""A photo comes down whole or not at all, whatever breaks, and what was seen once is not fetched again."""

import asyncio
import itertools
import random
import tempfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tenacity import Retrying, stop_after_attempt, wait_none

from postcardit_sdk import (
    AsyncClient,
    Client,
    Code,
    ConnectionFailed,
    MemoryTokens,
    PermissionDenied,
    Progress,
    Request,
    Response,
    UnreadableAnswer,
)
from tests.sdk.photo_shelf import PIECE_BYTES, Pieces, Shelf, Trick, cut_after, unreachable
from tests.sdk.stage import FOREVER, Script, problem, reply

PHOTO = random.Random(1).randbytes(10_500)
THREE_TRIES = Retrying(stop=stop_after_attempt(3), wait=wait_none(), reraise=True)


def client_of(shelf: Shelf, local: Path | None = None, retry: Retrying = THREE_TRIES) -> Client:
    return Client("http://api.example", tokens=MemoryTokens(FOREVER), local=local, retry=retry, transport=shelf)


def test_a_photo_is_streamed_into_a_file_and_told_of(tmp_path: Path) -> None:
    shelf, heard = Shelf(PHOTO), list[Progress]()

    path = client_of(shelf).postcards.download(shelf.card, tmp_path / "photo.jpg", on_progress=heard.append)

    done = [progress.done_bytes for progress in heard]
    assert path == tmp_path / "photo.jpg"
    assert (tmp_path / "photo.jpg").read_bytes() == PHOTO
    assert done == [0, *range(PIECE_BYTES, len(PHOTO), PIECE_BYTES), len(PHOTO)]
    assert {progress.total_bytes for progress in heard} == {len(PHOTO)}
    assert "authorization" not in shelf.requests[0].headers
    assert [answer.is_closed for answer in shelf.answers] == [True]


def test_a_card_without_a_photo_makes_no_file(tmp_path: Path) -> None:
    shelf = Shelf(PHOTO)
    bare = shelf.card.model_copy(update={"image_url": None})

    assert client_of(shelf).postcards.download(bare, tmp_path / "photo.jpg") is None
    assert [*tmp_path.iterdir()] == []


def test_after_a_cut_only_what_is_missing_is_asked_for(tmp_path: Path) -> None:
    shelf = Shelf(PHOTO, [cut_after(4200), cut_after(100)])

    client_of(shelf).postcards.download(shelf.card, tmp_path / "photo.jpg")

    assert shelf.asked() == ["GET all", "GET bytes=4200-", "GET bytes=4300-"]
    assert shelf.requests[1].headers["if-range"] == shelf.answers[0].headers["etag"]
    assert (tmp_path / "photo.jpg").read_bytes() == PHOTO


def test_without_an_etag_the_hash_in_the_address_allows_to_go_on() -> None:
    shelf = Shelf(PHOTO, [cut_after(4200)], has_etag=False)

    assert client_of(shelf).postcards.photo(shelf.card) == PHOTO
    assert shelf.asked() == ["GET all", "GET bytes=4200-"]


def test_without_either_it_is_fetched_from_the_beginning() -> None:
    shelf = Shelf(PHOTO, [cut_after(4200)], has_etag=False, has_digest=False)

    assert client_of(shelf).postcards.photo(shelf.card) == PHOTO
    assert shelf.asked() == ["GET all", "GET all"]


def test_a_photo_that_is_another_by_now_is_taken_from_its_beginning() -> None:
    shelf = Shelf(PHOTO, [cut_after(4200)], has_digest=False)
    card = shelf.card
    heard: list[int] = []

    def hear(progress: Progress) -> None:
        heard.append(progress.done_bytes)
        shelf.photo = PHOTO[::-1]

    assert client_of(shelf).postcards.photo(card, on_progress=hear) == PHOTO[::-1]
    assert heard == sorted({*heard})


def test_a_cut_behind_the_last_byte_is_none() -> None:
    shelf = Shelf(PHOTO, [cut_after(len(PHOTO))])

    assert client_of(shelf).postcards.photo(shelf.card) == PHOTO
    assert shelf.asked() == ["GET all"]


def test_an_answer_that_ends_too_early_without_a_word_is_a_cut() -> None:
    def short(shelf: Shelf, request: Request) -> Pieces:
        answer = shelf.give(request)
        answer.body = answer.body[:3000]
        return answer

    shelf = Shelf(PHOTO, [short])

    assert client_of(shelf).postcards.photo(shelf.card) == PHOTO
    assert shelf.asked() == ["GET all", "GET bytes=3000-"]


@pytest.mark.parametrize("has_digest", [True, False])
def test_a_part_that_was_not_asked_for_is_not_used(has_digest: bool) -> None:
    def wrong(shelf: Shelf, request: Request) -> Pieces:
        return Pieces(206, {"content-range": f"bytes 0-6299/{len(PHOTO)}"}, PHOTO[:6300])

    shelf = Shelf(PHOTO, [cut_after(4200), wrong], has_digest=has_digest)

    assert client_of(shelf).postcards.photo(shelf.card) == PHOTO
    assert shelf.asked() == ["GET all", "GET bytes=4200-", "GET all"]


@pytest.mark.parametrize("is_ours", [True, False])
def test_a_range_that_cannot_be_had_begins_anew(is_ours: bool) -> None:
    refusal = problem(Code.RANGE_NOT_SATISFIABLE)
    body = refusal.body if is_ours else b"<html>416</html>"
    shelf = Shelf(PHOTO, [cut_after(4200), lambda shelf, request: Pieces(416, refusal.headers, body)])

    assert client_of(shelf).postcards.photo(shelf.card) == PHOTO
    assert shelf.asked() == ["GET all", "GET bytes=4200-", "GET all"]


@pytest.mark.parametrize(
    ("spoilt", "has_digest"), [(PHOTO[::-1], True), (PHOTO + b"more", True), (PHOTO + b"more", False)]
)
def test_what_is_not_the_photo_is_fetched_once_more_and_then_refused(
    spoilt: bytes, has_digest: bool, tmp_path: Path
) -> None:
    def spoil(shelf: Shelf, request: Request) -> Pieces:
        return Pieces(200, {"content-length": str(len(PHOTO))}, spoilt)

    once, always = Shelf(PHOTO, [spoil], has_digest=has_digest), Shelf(PHOTO, [spoil] * 3, has_digest=has_digest)

    assert client_of(once).postcards.photo(once.card) == PHOTO
    with pytest.raises(UnreadableAnswer, match="photo"):
        client_of(always, tmp_path / "local.db").postcards.download(always.card, tmp_path / "photo.jpg")
    assert [*tmp_path.rglob("*.jpg*")] == []
    assert len(always.requests) == 2


def test_progress_gives_new_attempts_and_without_it_they_end(tmp_path: Path) -> None:
    steady = Shelf(PHOTO, [trick for _ in range(9) for trick in (cut_after(10), unreachable)])
    stuck = Shelf(PHOTO, [cut_after(10), *[unreachable] * 9])

    assert client_of(steady).postcards.photo(steady.card) == PHOTO
    with pytest.raises(ConnectionFailed):
        client_of(stuck).postcards.download(stuck.card, tmp_path / "photo.jpg")
    assert len(stuck.requests) == 3
    assert [*tmp_path.iterdir()] == []


def test_an_expired_link_is_renewed_once_in_the_middle() -> None:
    shelf = Shelf(PHOTO, [cut_after(4200)])
    card = shelf.card
    shelf.tricks.append(expire)

    assert client_of(shelf).postcards.photo(card) == PHOTO
    assert shelf.asked() == ["GET all", "GET bytes=4200-", "GET /v1/postcards/card-1", "GET bytes=4200-"]


def test_a_link_that_expires_again_at_once_is_an_error() -> None:
    shelf = Shelf(PHOTO, [expire, expire])

    with pytest.raises(PermissionDenied) as caught:
        client_of(shelf).postcards.photo(shelf.card)

    assert caught.value.code is Code.LINK_EXPIRED


def expire(shelf: Shelf, request: Request) -> Pieces:
    shelf.link += 1
    return shelf.give(request)


def test_a_card_that_has_lost_its_photo_has_none(tmp_path: Path) -> None:
    shelf = Shelf(PHOTO, [expire])
    shelf.send = lambda request: reply(shelf.card.model_copy(update={"image_url": None}))  # type: ignore[method-assign]  # a later answer

    assert client_of(shelf).postcards.download(shelf.card, tmp_path / "photo.jpg") is None
    assert [*tmp_path.iterdir()] == []


def test_a_transport_that_cannot_stream_fetches_it_at_once(tmp_path: Path) -> None:
    script = Script([Response(200, {"content-length": str(len(PHOTO))}, PHOTO)])
    with Client("http://api.example", tokens=MemoryTokens(FOREVER), transport=script) as client:
        assert client.postcards.photo(Shelf(PHOTO).card) == PHOTO

    hotel = Script([Response(302, {}, b"")])
    with (
        Client("http://api.example", tokens=MemoryTokens(FOREVER), transport=hotel) as client,
        pytest.raises(UnreadableAnswer),
    ):
        client.postcards.photo(Shelf(PHOTO).card)


@pytest.mark.parametrize("interruption", [KeyboardInterrupt(), ZeroDivisionError()])
def test_who_stops_it_leaves_no_file(interruption: BaseException, tmp_path: Path) -> None:
    def stop(progress: Progress) -> None:
        if progress.done_bytes:
            raise interruption

    shelf = Shelf(PHOTO)
    (tmp_path / "photo.jpg").write_bytes(b"the one before")

    with pytest.raises(type(interruption)):
        client_of(shelf).postcards.download(shelf.card, tmp_path / "photo.jpg", on_progress=stop)

    assert [(path.name, path.read_bytes()) for path in tmp_path.iterdir()] == [("photo.jpg", b"the one before")]
    assert shelf.answers[0].is_closed


def test_a_folder_that_is_not_there_is_said_before_anything_is_fetched(tmp_path: Path) -> None:
    shelf = Shelf(PHOTO)

    with pytest.raises(FileNotFoundError):
        client_of(shelf).postcards.download(shelf.card, tmp_path / "none" / "photo.jpg")

    assert shelf.requests == []


# What was seen once


def test_a_photo_that_was_seen_is_fetched_once_even_by_another_program(tmp_path: Path) -> None:
    shelf, heard = Shelf(PHOTO), list[Progress]()

    assert client_of(shelf, tmp_path / "local.db").postcards.photo(shelf.card) == PHOTO
    shelf.link += 1  # a new link to the same photo
    again = client_of(shelf, tmp_path / "local.db").postcards
    again.download(shelf.card, tmp_path / "photo.jpg", on_progress=heard.append)

    assert (tmp_path / "photo.jpg").read_bytes() == PHOTO
    assert heard == [Progress(len(PHOTO), len(PHOTO))]
    assert shelf.asked() == ["GET all"]


def test_a_client_without_a_file_of_its_own_keeps_no_photos() -> None:
    shelf = Shelf(PHOTO)
    client = client_of(shelf)

    client.postcards.photo(shelf.card)
    client.postcards.photo(shelf.card)

    assert len(shelf.requests) == 2


def test_forgetting_the_mirror_forgets_the_photos(tmp_path: Path) -> None:
    shelf = Shelf(PHOTO)
    client = client_of(shelf, tmp_path / "local.db")
    client.postcards.photo(shelf.card)

    client.sync.reset()
    client.postcards.photo(shelf.card)

    assert len(shelf.requests) == 2


@given(
    cuts=st.lists(st.one_of(st.integers(0, 4000).map(cut_after), st.just(unreachable)), max_size=15),
    size=st.integers(1, 12_000),
    has_etag=st.booleans(),
    awaited=st.booleans(),
)
def test_whatever_breaks_the_photo_is_whole_and_progress_never_falls(
    cuts: list[Trick], size: int, has_etag: bool, awaited: bool
) -> None:
    photo = (PHOTO + PHOTO)[:size]
    shelf, heard = Shelf(photo, [*cuts], has_etag=has_etag), list[Progress]()
    patience = Retrying(stop=stop_after_attempt(len(cuts) + 1), wait=wait_none(), reraise=True)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "photo.jpg"
        if awaited:
            client = AsyncClient("http://api.example", tokens=MemoryTokens(FOREVER), retry=patience, transport=shelf)
            asyncio.run(client.postcards.download(shelf.card, path, on_progress=heard.append))
        else:
            client_of(shelf, retry=patience).postcards.download(shelf.card, path, on_progress=heard.append)
        got = path.read_bytes()

    done = [progress.done_bytes for progress in heard]
    assert got == photo
    assert all(before < after for before, after in itertools.pairwise(done))
    assert done.count(size) == 1
    assert done[-1] == size
    carried = sum(min(answer.breaks_after or 0, len(answer.body)) for answer in shelf.answers[:-1])
    assert carried + len(shelf.answers[-1].body) == size  # no byte came twice
