"""What arrives in S3 is developed once, however often, late or wrongly an event tells of it."""

import hashlib
import logging
from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from botocore.awsrequest import AWSResponse
from botocore.compat import HTTPHeaders
from botocore.exceptions import EndpointConnectionError

from postcardit_backend.aws.photo_events import PhotosLeft, develop_arrivals
from postcardit_backend.ports import Decoded
from postcardit_backend.refusal import Refused
from postcardit_sdk.contract.problems import Code
from tests.aws.photos import Photos
from tests.backend.stores import refusal
from tests.backend.world import jpeg

PHOTO = jpeg(size=(200, 160))
OTHER = jpeg("navy")
MINUTE = 60_000


class BrokenDecoder:
    """A decoder for which it is no good time."""

    is_closed = False

    def decode(self, source: Path, content_type: str, purpose: str) -> Decoded:
        raise Refused(Code.UNAVAILABLE)

    def close(self) -> None:
        """Nothing to let go."""


def event(*keys: str) -> dict[str, Any]:
    return {"Records": [{"eventSource": "aws:s3", "s3": {"object": {"key": key}}} for key in keys]}


def test_a_photo_that_arrived_is_kept_by_its_content_and_what_arrived_goes(photos: Photos) -> None:
    upload = photos.announce(PHOTO)
    photos.send(upload, PHOTO)

    told = develop_arrivals(event(f"incoming/{upload.upload_id}"), photos.ports)

    ready = photos.kept.uploads.get(upload.upload_id)
    assert ready is not None
    assert (told, ready.status) == ({"developed": 1}, "ready")
    assert ready.image is not None
    assert photos.objects() == sorted(f"photos/{key}" for key in (ready.image.key, ready.image.thumbnail_key))
    shown = photos.get(ready.image.key)
    assert (f"{hashlib.sha256(shown.content).hexdigest()}.jpg", len(shown.content)) == (
        ready.image.key,
        ready.image.byte_size,
    )


def test_events_that_come_again_or_tell_of_nothing_of_ours_change_nothing(
    photos: Photos, caplog: pytest.LogCaptureFixture
) -> None:
    ready = photos.ready(PHOTO)
    before = photos.objects()
    names = [f"incoming/{ready.upload_id}", "incoming/no%20such", "photos/x.jpg", "incoming/"]
    events: list[dict[str, Any]] = [event(*names), {"Records": [{}, {"s3": None}]}, {"Records": "?"}, {"Records": []}]

    with caplog.at_level(logging.WARNING, "postcardit"):
        told = [develop_arrivals(one, photos.ports)["developed"] for one in events]

    assert (told, photos.objects()) == ([2, 0, 0, 0], before)
    assert len(caplog.records) == 5


def test_bytes_of_an_upload_that_was_given_up_go_when_they_arrive(photos: Photos) -> None:
    upload = photos.announce(PHOTO)
    photos.kept.uploads.remove(upload.upload_id, photos.alice.user_id)
    photos.send(upload, PHOTO)

    develop_arrivals(event(f"incoming/{upload.upload_id}"), photos.ports)

    assert photos.objects() == []


def test_what_cannot_be_developed_now_is_asked_for_again_after_the_others_were(photos: Photos) -> None:
    first, second = photos.announce(PHOTO), photos.announce(OTHER)
    for upload, data in ((first, PHOTO), (second, OTHER)):
        photos.send(upload, data)
    whole, photos.decoder = photos.decoder, BrokenDecoder()
    both = event(*(f"incoming/{upload.upload_id}" for upload in (first, second)))

    with pytest.raises(PhotosLeft, match="2 of 2"):
        develop_arrivals(both, photos.ports)
    left = photos.kept.uploads.get(first.upload_id)
    photos.decoder = whole
    develop_arrivals(both, photos.ports)

    assert (left and left.status) == "pending"
    assert [photos.kept.uploads.get(upload.upload_id).status for upload in (first, second)] == ["ready"] * 2  # type: ignore[union-attr]  # they are there


def test_whoever_is_at_it_has_it_alone_and_who_died_of_it_is_followed(photos: Photos) -> None:
    upload = photos.announce(PHOTO)
    photos.send(upload, PHOTO)

    with photos.kept.arrivals.developing(upload.upload_id) as mine:
        with photos.kept.arrivals.developing(upload.upload_id) as theirs:
            pass
        seen = photos.kept.uploads.get(upload.upload_id)
        assert mine is not None
        assert mine.read_bytes() == PHOTO
    with pytest.raises(PhotosLeft):
        develop_arrivals(event(f"incoming/{upload.upload_id}"), photos.ports)
    photos.now += 3 * MINUTE
    waiting = photos.kept.arrivals.waiting()
    develop_arrivals({"source": "aws.events"}, photos.ports)

    assert (theirs, seen and seen.status, waiting) == (None, "processing", [upload.upload_id])
    assert (photos.develop(upload).status, photos.kept.arrivals.waiting()) == ("ready", [])


def test_other_bytes_than_were_announced_are_dropped_and_the_right_ones_awaited(photos: Photos) -> None:
    upload = photos.announce(PHOTO)
    photos.client.put_object(Bucket=photos.bucket, Key=f"incoming/{upload.upload_id}", Body=OTHER)

    assert refusal(lambda: photos.develop(upload)) is Code.UPLOAD_HASH_MISMATCH
    assert photos.objects() == []
    photos.send(upload, PHOTO)
    assert photos.develop(upload).status == "ready"


def test_a_photo_that_is_none_is_rejected(photos: Photos) -> None:
    upload = photos.announce(b"<svg/>")
    photos.send(upload, b"<svg/>")

    settled = photos.develop(upload)

    assert (settled.status, settled.problem, photos.objects()) == ("rejected", "image_type_unsupported", [])


def _is_silent(**_: object) -> None:
    raise EndpointConnectionError(endpoint_url="nowhere")


def _is_busy(**_: object) -> AWSResponse:
    return AWSResponse("nowhere", 503, HTTPHeaders(), Raw(b"<Error><Code>SlowDown</Code></Error>"))


def _at_once(seconds: float) -> None:
    """Wait no time."""


class Raw(BytesIO):
    """A body as botocore reads one."""

    def stream(self, *_: object, **__: object) -> Iterator[bytes]:
        yield self.read()


@pytest.mark.parametrize("trouble", [_is_silent, _is_busy])
def test_while_s3_says_nothing_no_photo_is_lost(
    trouble: Callable[..., object], photos: Photos, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("time.sleep", _at_once)  # botocore's pauses
    upload = photos.announce(PHOTO)
    photos.send(upload, PHOTO)
    told, client = event(f"incoming/{upload.upload_id}"), photos.kept.bucket.client

    client.meta.events.register("before-send.s3.PutObject", trouble)
    with pytest.raises(PhotosLeft):
        develop_arrivals(told, photos.ports)
    client.meta.events.register("before-send.s3", trouble)
    with pytest.raises(PhotosLeft):
        develop_arrivals(told, photos.ports)
    client.meta.events.unregister("before-send.s3", trouble)
    client.meta.events.unregister("before-send.s3.PutObject", trouble)
    develop_arrivals(told, photos.ports)

    settled = photos.kept.uploads.get(upload.upload_id)
    assert (settled and settled.status, len(photos.objects())) == ("ready", 2)
