"""A photo's bytes go from where the server has got to, whatever breaks on the way."""

import asyncio
import itertools
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tenacity import Retrying, stop_after_attempt, wait_none

from postcardit_sdk import (
    AsyncClient,
    Client,
    Code,
    Conflict,
    ConnectionFailed,
    InvalidRequest,
    MemoryTokens,
    PermissionDenied,
    PhotoRefused,
    Progress,
    Request,
    Response,
    ServerError,
    UnreadableAnswer,
    Upload,
)
from postcardit_sdk.contract.uploads import UploadStatus
from postcardit_sdk.resources.upload_bytes import CHUNK_BYTES
from tests.sdk.byte_store import ByteStore, Fault, busy, cut_at, expired, late, lost_answer, not_sent, send, through
from tests.sdk.stage import FOREVER, no_pauses, problem

KIB = 1024
DATA = bytes(range(256)) * 3 * KIB  # three parts
SMALL = DATA[: 10 * KIB]
THREE_TRIES = Retrying(stop=stop_after_attempt(3), wait=wait_none(), reraise=True)


def client_of(store: ByteStore, retry: Retrying = THREE_TRIES) -> Client:
    return Client("http://api.example", tokens=MemoryTokens(FOREVER), retry=retry, transport=store)


def sent(store: ByteStore, data: bytes = DATA, retry: Retrying = THREE_TRIES) -> tuple[Upload, list[int]]:
    """What became of it, and what was heard on the way."""
    heard: list[Progress] = []
    upload = client_of(store, retry).run(send(data, heard.append))
    assert {progress.total_bytes for progress in heard} == {len(data)}
    return upload, [progress.done_bytes for progress in heard]


def test_a_large_photo_goes_in_parts_each_of_which_is_acknowledged() -> None:
    store = ByteStore()

    upload, heard = sent(store)

    assert upload.status is UploadStatus.READY
    assert store.asked() == ["PATCH 0", f"PATCH {CHUNK_BYTES}", f"PATCH {2 * CHUNK_BYTES}"]
    assert heard == [0, CHUNK_BYTES, 2 * CHUNK_BYTES, len(DATA)]
    assert bytes(store.kept) == DATA


def test_the_parts_say_what_the_draft_wants_and_carry_no_token() -> None:
    store = ByteStore()

    sent(store)

    parts = [request for request in store.requests if request.method == "PATCH"]
    assert [dict(request.headers) for request in parts] == [
        {"content-type": "application/partial-upload", "upload-offset": str(start), "upload-complete": complete}
        for start, complete in ((0, "?0"), (CHUNK_BYTES, "?0"), (2 * CHUNK_BYTES, "?1"))
    ]


@pytest.mark.parametrize(("resumable", "data"), [(True, SMALL), (True, DATA[:CHUNK_BYTES]), (False, DATA)])
def test_a_small_photo_or_one_that_cannot_be_resumed_goes_at_once(resumable: bool, data: bytes) -> None:
    store = ByteStore(resumable=resumable)

    _, heard = sent(store, data)

    assert store.asked() == ["PUT"]
    assert heard == [0, len(data)]


def test_a_photo_that_the_server_has_is_not_sent_and_told_of_once() -> None:
    store = ByteStore(kept=bytearray(DATA))

    upload, heard = sent(store)

    assert (upload.status, store.asked(), heard) == (UploadStatus.READY, [], [len(DATA)])


def test_what_another_program_began_is_gone_on_with() -> None:
    store = ByteStore(kept=bytearray(DATA[:300_000]))

    _, heard = sent(store)

    assert store.asked() == ["PATCH 300000", f"PATCH {300_000 + CHUNK_BYTES}"]
    assert heard == [300_000, 300_000 + CHUNK_BYTES, len(DATA)]


def test_after_a_broken_connection_the_server_is_asked_how_far_it_got() -> None:
    store = ByteStore(faults=[cut_at(0.5)])

    _, heard = sent(store)

    assert store.asked()[:3] == ["PATCH 0", "HEAD", f"PATCH {CHUNK_BYTES // 2}"]
    assert heard[:2] == [0, CHUNK_BYTES // 2]
    assert bytes(store.kept) == DATA


def test_a_put_that_broke_is_gone_on_with_in_parts() -> None:
    store = ByteStore(faults=[cut_at(0.5)])

    sent(store, SMALL)

    assert store.asked() == ["PUT", "HEAD", f"PATCH {len(SMALL) // 2}"]
    assert bytes(store.kept) == SMALL


def test_a_put_that_cannot_be_resumed_is_sent_again() -> None:
    store = ByteStore(resumable=False, faults=[cut_at(0.5), busy])

    _, heard = sent(store, SMALL)

    assert store.asked() == ["PUT", "PUT", "PUT"]
    assert heard == [0, len(SMALL)]


def test_a_lost_answer_to_the_last_part_is_no_reason_to_send_it_again() -> None:
    store = ByteStore(faults=[lost_answer])

    sent(store, SMALL)

    assert store.asked() == ["PUT", "HEAD"]


def test_bytes_that_were_all_there_before_the_server_died_are_completed() -> None:
    store = ByteStore(faults=[cut_at(1.0)])
    half = DATA[:CHUNK_BYTES]

    def forget_that_it_is_whole(store: ByteStore, request: Request) -> Response:
        return Response(204, {"upload-offset": str(len(half)), "upload-complete": "?0"}, b"")

    store.faults.append(forget_that_it_is_whole)
    sent(store, half)

    assert store.asked() == ["PUT", "HEAD", f"PATCH {len(half)}"]


def test_progress_gives_new_attempts() -> None:
    store = ByteStore(faults=[fault for _ in range(20) for fault in (cut_at(0.1), not_sent, through)])

    sent(store)

    assert bytes(store.kept) == DATA


def test_without_progress_the_retry_policy_ends_it() -> None:
    store = ByteStore(faults=[cut_at(0.5), *[not_sent] * 9])

    with pytest.raises(ConnectionFailed):
        sent(store)

    assert store.asked() == ["PATCH 0", "HEAD", "HEAD"]


def test_between_attempts_the_retry_policy_is_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    waited = no_pauses(monkeypatch)
    store = ByteStore(faults=[cut_at(0.5), through, cut_at(0.5)])

    sent(store, retry=Retrying(stop=stop_after_attempt(3), wait=lambda state: state.attempt_number * 1.5))

    assert waited == [1.5, 1.5]


def test_bytes_that_arrive_late_move_the_offset_and_are_not_sent_again() -> None:
    store = ByteStore(faults=[late(0.5)])

    sent(store)

    assert store.asked()[:4] == ["PATCH 0", "HEAD", "PATCH 0", f"PATCH {CHUNK_BYTES // 2}"]
    assert bytes(store.kept) == DATA


def test_a_part_that_does_not_fit_again_and_again_is_given_up() -> None:
    def another_is_faster(store: ByteStore, request: Request) -> Response:
        return problem(Code.UPLOAD_OFFSET_MISMATCH, upload_offset="0")

    store = ByteStore(faults=[another_is_faster] * 9)

    with pytest.raises(Conflict, match="do not begin"):
        sent(store)

    assert store.asked() == ["PATCH 0"] * 3


@pytest.mark.parametrize("offset", ["", "-1", "x", "9" * 30, str(len(DATA) + 1)])
def test_where_a_refusal_does_not_say_how_far_it_is_it_is_asked(offset: str) -> None:
    def refuse(store: ByteStore, request: Request) -> Response:
        store.append(DATA[:1000])
        return problem(Code.UPLOAD_OFFSET_MISMATCH, upload_offset=offset)

    store = ByteStore(faults=[refuse])

    sent(store)

    assert store.asked()[:3] == ["PATCH 0", "HEAD", "PATCH 1000"]


def test_a_finished_upload_is_done() -> None:
    def finish(store: ByteStore, request: Request) -> Response:
        store.kept[:] = DATA
        return problem(Code.UPLOAD_FINISHED)

    store = ByteStore(faults=[finish])

    upload, heard = sent(store)

    assert (upload.status, heard) == (UploadStatus.READY, [0, len(DATA)])


@pytest.mark.parametrize("fault", [[expired], [cut_at(0.5), expired]], ids=["at a part", "at a question"])
def test_an_expired_link_is_renewed_once(fault: list[Fault]) -> None:
    store = ByteStore(faults=fault)

    sent(store)

    assert bytes(store.kept) == DATA
    assert store.link == 2


def test_a_link_that_expires_again_at_once_is_not_renewed_for_ever() -> None:
    store = ByteStore(faults=[expired] * 9)

    with pytest.raises(PermissionDenied) as caught:
        sent(store)

    assert caught.value.code is Code.LINK_EXPIRED
    assert len(store.asked()) == 2


def test_parts_that_are_together_not_the_photo_are_all_sent_anew_once() -> None:
    store = ByteStore(kept=bytearray(b"x" * CHUNK_BYTES))

    _, heard = sent(store)

    assert bytes(store.kept) == DATA
    assert heard == sorted({*heard})


def test_what_is_wrong_twice_is_refused() -> None:
    def spoil(store: ByteStore, request: Request) -> Response:
        store.kept[:1] = b"x"
        return store.take(request)

    store = ByteStore(kept=bytearray(b"x" * CHUNK_BYTES), faults=[spoil] * 9)

    with pytest.raises(InvalidRequest) as caught:
        sent(store)

    assert caught.value.code is Code.UPLOAD_HASH_MISMATCH


@pytest.mark.parametrize(
    ("answer", "error"),
    [
        (Response(204, {"upload-offset": "0"}, b""), UnreadableAnswer),
        (Response(200, {}, b"<html>Welcome to the hotel</html>"), UnreadableAnswer),
        (Response(302, {"location": "https://hotel.example"}, b""), UnreadableAnswer),
        (problem(Code.PAYLOAD_TOO_LARGE), InvalidRequest),
        (Response(501, {}, b""), ServerError),
    ],
    ids=["keeps nothing", "says nothing", "a hotel", "too large", "cannot"],
)
def test_an_answer_that_is_not_understood_ends_it(answer: Response, error: type[Exception]) -> None:
    store = ByteStore(faults=[lambda store, request: answer])

    with pytest.raises(error):
        sent(store)

    assert store.asked() == ["PATCH 0"]


def test_a_hotel_that_answers_the_question_is_not_believed() -> None:
    store = ByteStore(faults=[not_sent, lambda store, request: Response(200, {}, b"")])

    with pytest.raises(UnreadableAnswer, match="how far"):
        sent(store)


def test_a_photo_that_is_rejected_after_its_bytes_came_is_refused_with_the_reason() -> None:
    store = ByteStore(statuses=[UploadStatus.PROCESSING, UploadStatus.REJECTED], trouble=Code.IMAGE_TYPE_MISMATCH)

    with pytest.raises(PhotoRefused) as caught:
        sent(store, SMALL)

    assert caught.value.code is Code.IMAGE_TYPE_MISMATCH


kinds = st.sampled_from(["cut", "late", "lost answer", "not sent", "busy"])
faults = st.lists(st.tuples(kinds, st.floats(0, 1)), max_size=12)


def as_faults(drawn: Sequence[tuple[str, float]]) -> list[Fault]:
    others = {"lost answer": lost_answer, "not sent": not_sent, "busy": busy}
    return [cut_at(part) if kind == "cut" else late(part) if kind == "late" else others[kind] for kind, part in drawn]


@given(drawn=faults, size=st.integers(1, 700), begun=st.floats(0, 1), resumable=st.booleans(), awaited=st.booleans())
def test_whatever_breaks_the_bytes_arrive_once_and_progress_never_falls(
    drawn: list[tuple[str, float]], size: int, begun: float, resumable: bool, awaited: bool
) -> None:
    data = DATA[:size]
    patience = Retrying(stop=stop_after_attempt(len(drawn) + 1), wait=wait_none(), reraise=True)
    had = int(size * begun) if resumable else 0
    store = ByteStore(resumable=resumable, faults=as_faults(drawn), kept=bytearray(data[:had]))
    heard: list[Progress] = []
    patch = pytest.MonkeyPatch()
    patch.setattr("postcardit_sdk.resources.upload_bytes.CHUNK_BYTES", 100)
    try:
        if awaited:
            client = AsyncClient("http://api.example", tokens=MemoryTokens(FOREVER), retry=patience, transport=store)
            upload = asyncio.run(client.run(send(data, heard.append)))
        else:
            upload = client_of(store, patience).run(send(data, heard.append))
    finally:
        patch.undo()

    done = [progress.done_bytes for progress in heard]
    assert upload.status is UploadStatus.READY
    assert bytes(store.kept) == data
    assert all(before < after for before, after in itertools.pairwise(done))
    assert done.count(size) == 1
    assert done[-1] == size
    if resumable and "PUT" not in store.asked()[1:]:
        assert sum(length for _, length in store.appended) == size - had
