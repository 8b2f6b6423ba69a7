"""What S3 and CloudFront refuse is understood as if the server had said it, and nothing of their words is shown."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from postcardit_sdk import (
    Code,
    InvalidRequest,
    PermissionDenied,
    PostCardItError,
    Response,
    ServerError,
    UnreadableAnswer,
    UploadStatus,
)
from postcardit_sdk.byte_hosts import refusal_in
from postcardit_sdk.flow import Request
from postcardit_sdk.resources.outbox_verdict import reason_of
from tests.sdk.byte_store import ByteStore, Fault, cut_at, expired, lost_answer
from tests.sdk.photo_shelf import Pieces, Shelf, cut_after
from tests.sdk.stage import problem
from tests.sdk.test_downloads import PHOTO, client_of
from tests.sdk.test_upload_bytes import SMALL, sent

AMAZON = (
    b'<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>%b</Code><Message>Secret words</Message>'
    b"<StringToSign>AWS4-HMAC-SHA256 ...</StringToSign></Error>"
)


def refused(status: int, code: str) -> Response:
    return Response(status, {"x-amz-request-id": "7A"}, AMAZON % code.encode())


def told(error: PostCardItError) -> tuple[type[PostCardItError], Code | None, str | None]:
    return type(error), getattr(error, "code", None), getattr(error, "request_id", None)


@pytest.mark.parametrize(
    ("status", "code", "kind", "meaning"),
    [
        (403, "AccessDenied", PermissionDenied, Code.LINK_EXPIRED),
        (400, "ExpiredToken", PermissionDenied, Code.LINK_EXPIRED),
        (403, "InvalidAccessKeyId", PermissionDenied, Code.LINK_EXPIRED),
        (403, "SignatureDoesNotMatch", PermissionDenied, Code.LINK_INVALID),
        (400, "BadDigest", InvalidRequest, Code.UPLOAD_HASH_MISMATCH),
        (400, "EntityTooLarge", InvalidRequest, Code.PAYLOAD_TOO_LARGE),
        (400, "RequestTimeout", ServerError, Code.UNAVAILABLE),
        (400, "IncompleteBody", ServerError, Code.UNAVAILABLE),
        (503, "SlowDown", ServerError, Code.UNAVAILABLE),
        (416, "InvalidRange", InvalidRequest, Code.RANGE_NOT_SATISFIABLE),
    ],
)
def test_a_refusal_of_amazons_is_one_of_ours(
    status: int, code: str, kind: type[PostCardItError], meaning: Code
) -> None:
    error = refusal_in(refused(status, code), 0)

    assert told(error) == (kind, meaning, "7A")
    assert str(error) == meaning.sentence
    assert "Secret" not in repr(reason_of(error))


@pytest.mark.parametrize(("status", "code"), [(403, "Novel"), (418, "Teapot")])
def test_a_refusal_that_is_not_known_is_an_unreadable_answer(status: int, code: str) -> None:
    assert type(refusal_in(refused(status, code), 0)) is UnreadableAnswer


def test_a_problem_of_our_own_is_left_as_it_is() -> None:
    assert told(refusal_in(problem(Code.UPLOAD_FINISHED), 0))[1] is Code.UPLOAD_FINISHED


@given(
    status=st.integers(300, 599), body=st.binary(max_size=300) | st.binary(max_size=40).map(lambda name: AMAZON % name)
)
def test_whatever_a_host_answers_is_an_error_of_ours(status: int, body: bytes) -> None:
    error = refusal_in(Response(status, {}, body), 0)

    assert isinstance(error, PostCardItError)
    assert "Secret" not in str(error)


def amazon(status: int, code: str) -> Fault:
    """Amazon refuses it."""

    def refuse(store: ByteStore, request: Request) -> Response:
        return refused(status, code)

    return refuse


def renewed(store: ByteStore, request: Request) -> Response:
    """Amazon refuses this link: from now on only a new one counts."""
    store.link += 1
    return refused(403, "AccessDenied")


@pytest.mark.parametrize(
    "faults",
    [[renewed], [amazon(503, "SlowDown"), renewed], [cut_at(0.5), amazon(400, "RequestTimeout")], [expired]],
)
def test_a_photo_gets_to_amazon_by_whole_puts_alone(faults: list[Fault]) -> None:
    store = ByteStore(resumable=False, faults=[*faults])

    upload, heard = sent(store, SMALL)

    assert (upload.status, heard, bytes(store.kept)) == (UploadStatus.READY, [0, len(SMALL)], SMALL)
    assert store.asked() == ["PUT"] * (len(faults) + 1)
    assert all("authorization" not in request.headers for request in store.requests if request.method == "PUT")


def test_an_old_link_is_renewed_once_and_no_more() -> None:
    store = ByteStore(resumable=False, faults=[renewed, renewed])

    with pytest.raises(PermissionDenied) as error:
        sent(store, SMALL)

    assert (error.value.code, store.asked()) == (Code.LINK_EXPIRED, ["PUT"] * 2)


def test_bytes_that_arrived_though_the_answer_was_lost_are_put_again_and_no_harm_is_done() -> None:
    def again(store: ByteStore, request: Request) -> Response:
        return Response(200, {}, b"")

    store = ByteStore(resumable=False, faults=[lost_answer, again])

    assert sent(store, SMALL)[0].status is UploadStatus.READY


def test_a_photo_that_was_spoilt_on_the_way_is_said_to_be() -> None:
    store = ByteStore(resumable=False, faults=[amazon(400, "BadDigest")])

    with pytest.raises(InvalidRequest) as error:
        sent(store, SMALL)

    assert error.value.code is Code.UPLOAD_HASH_MISMATCH


def test_an_old_link_to_read_is_renewed_and_what_has_come_is_kept() -> None:
    def old(shelf: Shelf, request: Request) -> Pieces:
        shelf.link += 1
        return Pieces(403, {}, AMAZON % b"AccessDenied")

    shelf = Shelf(PHOTO, [cut_after(4200), old])

    assert client_of(shelf).postcards.photo(shelf.card) == PHOTO
    assert shelf.asked() == ["GET all", "GET bytes=4200-", "GET /v1/postcards/card-1", "GET bytes=4200-"]
