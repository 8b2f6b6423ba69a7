"""A photo is made small, announced, sent without the token, and waited for."""

import asyncio
import io
import itertools
import threading
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from postcardit_sdk import (
    AsyncClient,
    Client,
    Code,
    InvalidRequest,
    MemoryTokens,
    Photo,
    PhotoRefused,
    Progress,
    Request,
    Response,
    Upload,
    UploadPurpose,
    UploadStatus,
    prepare_photo,
)
from postcardit_sdk.lab import sign_up
from tests.sdk.stage import CARD, FOREVER, MOMENT, Script, line, no_pauses, problem, reply

SIGNED = "https://bytes.example/u-1?signature=s3cret"


def photo(side: int = 64) -> bytes:
    stream = io.BytesIO()
    Image.effect_noise((side, side), 100).convert("RGB").save(stream, "JPEG", quality=95)
    return stream.getvalue()


def upload(status: UploadStatus, *, trouble: Code | None = None) -> Response:
    is_pending = status is UploadStatus.PENDING
    return reply(
        Upload(
            upload_id="u-1", purpose=UploadPurpose.POSTCARD, status=status, problem=trouble, expires_at=MOMENT,
            offset=0, max_bytes=10_000_000, method="PUT" if is_pending else None, url=SIGNED if is_pending else None,
            headers={"content-type": "image/jpeg"} if is_pending else {},
        )
    )  # fmt: skip


ANNOUNCED, SENT = upload(UploadStatus.PENDING), Response(204, {}, b"")


def client_of(*answers: Response) -> tuple[Client, Script]:
    script = Script([*answers])
    return Client("http://api.example", tokens=MemoryTokens(FOREVER), transport=script), script


@pytest.fixture
def waited(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The pauses that a client made; none takes any time."""
    return no_pauses(monkeypatch)


def test_a_photo_is_announced_sent_and_waited_for(waited: list[float]) -> None:
    client, script = client_of(ANNOUNCED, SENT, upload(UploadStatus.PROCESSING), upload(UploadStatus.READY))

    ready = client.uploads.photo(photo())

    assert ready.status is UploadStatus.READY
    assert [line(request) for request in script.requests] == [
        "POST /v1/uploads as access-1",
        f"PUT {SIGNED}",
        "GET /v1/uploads/u-1 as access-1",
        "GET /v1/uploads/u-1 as access-1",
    ]
    assert waited == [0.25]


def test_the_bytes_travel_with_the_headers_that_were_asked_for_and_no_token() -> None:
    client, script = client_of(ANNOUNCED, SENT, upload(UploadStatus.READY))

    client.uploads.photo(photo())

    assert dict(script.requests[1].headers) == {"content-type": "image/jpeg"}


def test_preparing_a_photo_blocks_no_event_loop(monkeypatch: pytest.MonkeyPatch) -> None:
    where: list[int] = []

    def note(source: bytes, **options: Any) -> Photo:
        where.append(threading.get_ident())
        return prepare_photo(source, **options)

    monkeypatch.setattr("postcardit_sdk.resources.photo_options.prepare_photo", note)
    script = Script([ANNOUNCED, SENT, upload(UploadStatus.READY)])
    client = AsyncClient("http://api.example", tokens=MemoryTokens(FOREVER), transport=script)
    asyncio.run(client.uploads.photo(photo()))

    assert len(where) == 1
    assert where != [threading.get_ident()]


def test_what_is_no_photo_is_refused_before_anything_is_sent() -> None:
    client, script = client_of(ANNOUNCED)

    with pytest.raises(PhotoRefused) as caught:
        client.uploads.photo(b"%PDF-1.7 not a photo")

    assert caught.value.code in {Code.IMAGE_UNREADABLE, Code.IMAGE_TYPE_UNSUPPORTED}
    assert script.requests == []


def test_a_photo_that_the_server_rejects_is_refused_with_its_reason() -> None:
    rejected = upload(UploadStatus.REJECTED, trouble=Code.IMAGE_TOO_MANY_PIXELS)
    client, _ = client_of(ANNOUNCED, SENT, rejected)

    with pytest.raises(PhotoRefused, match="50 megapixels") as caught:
        client.uploads.photo(photo())

    assert caught.value.code is Code.IMAGE_TOO_MANY_PIXELS


def test_a_server_that_never_finishes_is_not_waited_for_without_end(waited: list[float]) -> None:
    client, _ = client_of(ANNOUNCED, SENT, upload(UploadStatus.PROCESSING))

    with pytest.raises(PhotoRefused) as caught:
        client.uploads.photo(photo())

    assert caught.value.code is Code.UPLOAD_NOT_READY
    assert sum(waited) == pytest.approx(30)


def test_an_upload_that_a_key_announced_before_is_not_sent_again() -> None:
    client, script = client_of(upload(UploadStatus.READY))

    client.uploads.photo(photo(), idempotency_key="k")

    assert [request.method for request in script.requests] == ["POST"]


@pytest.mark.parametrize("key", ["k", "k" * 255])
def test_a_postcard_and_its_photo_have_keys_of_their_own_made_of_one(key: str) -> None:
    def keys() -> list[str]:
        client, script = client_of(ANNOUNCED, SENT, upload(UploadStatus.READY), reply(CARD, 201))
        client.postcards.send("bob", "Ciao", photo=photo(), idempotency_key=key)
        return [request.headers["idempotency-key"] for request in script.requests if request.method == "POST"]

    first, again = keys(), keys()

    assert first == again
    assert first[1] == key
    assert first[0] != key
    assert len(first[0]) <= 255


def test_an_expired_link_to_a_photo_is_renewed_once() -> None:
    fresh = CARD.model_copy(update={"image_url": "/v1/images/2"})
    client, script = client_of(problem(Code.LINK_EXPIRED), reply(fresh), Response(200, {}, b"jpeg"))

    assert client.postcards.photo(CARD) == b"jpeg"
    assert [line(request) for request in script.requests] == [
        "GET /v1/images/1",
        "GET /v1/postcards/card-1 as access-1",
        "GET /v1/images/2",
    ]


def test_a_card_without_a_photo_has_none() -> None:
    client, script = client_of()

    assert client.postcards.photo(CARD.model_copy(update={"image_url": None})) is None
    assert script.requests == []


@pytest.mark.parametrize("path", ["https://elsewhere.example/", "@elsewhere.example/", "v1/users/me", ""])
def test_a_raw_request_takes_the_token_to_no_other_server(path: str) -> None:
    client, script = client_of(SENT)

    with pytest.raises(InvalidRequest, match="begin with a slash"):
        client.service.request("GET", path)

    assert script.requests == []


def test_sending_a_photo_tells_how_far_it_is_until_it_is_there(tmp_path: Path) -> None:
    heard: list[Progress] = []
    with Client.embedded(tmp_path) as alice:
        alice.run(sign_up(tmp_path, "alice"))
        alice.uploads.photo(photo(900), on_progress=heard.append)

    done = [progress.done_bytes for progress in heard]
    assert len(done) > 2
    assert all(before < after for before, after in itertools.pairwise(done))
    assert {progress.total_bytes for progress in heard} == {done[-1]}


def test_a_request_for_bytes_is_one_of_the_same_url() -> None:
    request = Request("GET", SIGNED)

    assert repr(request) == "Request(GET https://bytes.example/u-1)"
