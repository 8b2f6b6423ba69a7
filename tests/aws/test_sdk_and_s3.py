"""The SDK sends photos to S3 and reads them from there, by links that the services give, over real connections."""

import io
import json
from dataclasses import dataclass, field
from pathlib import Path
from types import SimpleNamespace
from typing import cast

import pytest
from PIL import Image
from tenacity import Retrying, stop_after_attempt, wait_none

from postcardit_backend.answers import Ask, Created
from postcardit_backend.aws.photo_events import develop_arrivals
from postcardit_backend.ports import Ports
from postcardit_backend.records import UploadRecord
from postcardit_backend.services.uploads import create_upload, get_upload
from postcardit_backend.settings import Settings
from postcardit_sdk import Client, Code, InvalidRequest, MemoryTokens, Progress, Request, Response, Upload, UploadStatus
from postcardit_sdk.client import Timeouts
from postcardit_sdk.contract.auth import Nothing
from postcardit_sdk.contract.uploads import CreateUpload
from postcardit_sdk.contract.wire import Wire
from postcardit_sdk.http_transport import HttpTransport
from tests.aws.photos import Photos
from tests.sdk.stage import CARD, FOREVER, no_pauses, reply

HOUR = 3_600_000
TRIES = Retrying(stop=stop_after_attempt(3), wait=wait_none(), reraise=True)


@dataclass
class Stage:
    """What /uploads answers on a stage, beside real connections to S3. `late_by` is how old its links are."""

    photos: Photos
    late_by: int = 0
    spoil: bool = False
    statuses: list[int] = field(default_factory=list[int])
    sent: list[Request] = field(default_factory=list[Request])
    http: HttpTransport = field(default_factory=lambda: HttpTransport("", Timeouts(), None))

    def send(self, request: Request) -> Response:
        """A transport's."""
        if request.url.startswith("/"):
            return self._answer(request)
        self.sent.append(request)
        body = request.body[:-1] + b"!" if self.spoil else request.body
        response = self.http.send(Request(request.method, request.url, request.headers, body))
        self.statuses.append(response.status)
        return response

    def close(self) -> None:
        """A transport's."""
        self.http.close()

    @property
    def _ports(self) -> Ports:
        some = SimpleNamespace(
            **vars(self.photos.ports), settings=Settings(), idempotency=self.photos.store.idempotency
        )
        return cast("Ports", some)

    def _answer(self, request: Request) -> Response:
        now, self.late_by = self.photos.now - self.late_by, 0
        user_id, path = self.photos.alice.user_id, {"uploadId": request.url.rpartition("/")[2]}
        if request.method == "POST":
            wanted = CreateUpload.model_validate(json.loads(request.body))
            once = self.photos.store.once(user_id, "create_upload", now=now)
            made = create_upload(Ask("create_upload", wanted, now, "", user_id, key=once), self._ports)
            assert isinstance(made, Created)
            return _told(made.reply)
        answer = get_upload(Ask("get_upload", Nothing(), now, "", user_id, path=path), self._ports)
        assert isinstance(answer, Upload)
        if answer.status is UploadStatus.PENDING and self.photos.objects("incoming"):
            develop_arrivals({}, self.photos.ports)  # as the event does, some time after the bytes came
        return _told(answer)


def _told(view: Wire) -> Response:
    return reply(view)


def picture() -> bytes:
    stream = io.BytesIO()
    Image.effect_noise((400, 300), 80).convert("RGB").save(stream, "JPEG", quality=90)
    return stream.getvalue()


@pytest.fixture
def stage(photos: Photos, monkeypatch: pytest.MonkeyPatch) -> Stage:
    monkeypatch.setattr("postcardit_backend.aws.arrivals._UNSEEN_MS", -HOUR)  # what came is to be developed at once
    no_pauses(monkeypatch)
    return Stage(photos)


def sent(stage: Stage) -> tuple[Upload, list[int]]:
    heard: list[Progress] = []
    with Client("http://api.example", tokens=MemoryTokens(FOREVER), retry=TRIES, transport=stage) as client:
        upload = client.uploads.photo(picture(), on_progress=heard.append)
    return upload, [progress.done_bytes for progress in heard]


def kept(stage: Stage, upload: Upload) -> UploadRecord:
    record = stage.photos.kept.uploads.get(upload.upload_id)
    assert record is not None
    return record


def test_a_photo_gets_to_s3_in_one_put_without_a_token_and_comes_back(stage: Stage, tmp_path: Path) -> None:
    upload, heard = sent(stage)

    image = kept(stage, upload).image
    assert image is not None
    url = stage.photos.kept.blobs.image_link(image.key, "", stage.photos.now).url
    card = CARD.model_copy(update={"image_url": url, "image_bytes": image.byte_size})
    with Client("http://api.example", tokens=MemoryTokens(FOREVER)) as client:
        came = client.postcards.photo(card)
    [put] = stage.sent
    assert (upload.status, stage.statuses, heard) == (UploadStatus.READY, [200], [0, len(put.body)])
    assert sorted(put.headers) == ["content-type", "x-amz-checksum-sha256"]
    assert came is not None
    assert len(came) == image.byte_size


def test_a_link_that_has_ended_is_renewed(stage: Stage) -> None:
    stage.late_by = 2 * HOUR

    upload, _ = sent(stage)

    assert (upload.status, stage.statuses) == (UploadStatus.READY, [403, 200])


def test_a_photo_that_something_on_the_way_spoils_is_refused_by_s3_itself(stage: Stage) -> None:
    stage.spoil = True

    with pytest.raises(InvalidRequest) as error:
        sent(stage)

    assert (error.value.code, stage.statuses, stage.photos.objects()) == (Code.UPLOAD_HASH_MISMATCH, [400], [])
