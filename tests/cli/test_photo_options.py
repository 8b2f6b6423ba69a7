"""How a photo is made ready, and what is said of it."""

import io
import json
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from PIL.Image import Exif

from postcardit_cli.photo_options import PhotoWishes, weight
from postcardit_sdk import PhotoOptions, Response
from postcardit_sdk.contract.uploads import MAX_UPLOAD_BYTES

from .conftest import CARD, MORNING, FakeServer, Run, postcard

pytestmark = pytest.mark.usefixtures("signed_in")

SEND = "POST /v1/postcards"
UPLOAD = "01a20490-b391-77bf-841b-d19a1e6a5a30"
BYTES = "http://fake.test/bytes"


def upload(status: str = "ready", **more: Any) -> dict[str, Any]:
    """An upload as the API shows it."""
    return {
        "uploadId": UPLOAD,
        "purpose": "postcard",
        "status": status,
        "headers": {},
        "expiresAt": MORNING,
        "offset": 0,
        "resumable": True,
        "maxBytes": MAX_UPLOAD_BYTES,
        **more,
    }


@pytest.fixture
def taking(server: FakeServer) -> FakeServer:
    """A server that takes a photo and a card."""
    server.answer("POST /v1/uploads", upload("pending", method="PUT", url=BYTES, resumable=False), status=201)
    server.answers[f"PUT {BYTES}"] = Response(204, {}, b"")
    server.answer(f"GET /v1/uploads/{UPLOAD}", upload())
    server.answer(SEND, postcard(imageUrl="http://fake.test/photo", imageWidth=64, imageHeight=48), status=201)
    return server


@pytest.fixture
def large(tmp_path: Path) -> Path:
    """A photo of 3,000 x 2,000 pixels."""
    path = tmp_path / "large.jpg"
    Image.effect_noise((3000, 2000), 60).convert("RGB").save(path, quality=92)
    return path


@pytest.fixture
def from_rome(tmp_path: Path) -> Path:
    """A photo that says where it was taken."""
    path, exif = tmp_path / "rome.jpg", Exif()
    exif.get_ifd(0x8825).update({1: "N", 2: (41.0, 53.0, 24.0), 3: "E", 4: (12.0, 29.0, 24.0)})
    Image.new("RGB", (64, 48), (200, 80, 40)).save(path, exif=exif)
    return path


def sent_photo(server: FakeServer) -> bytes:
    return next(request.body for request in server.requests if request.url == BYTES)


def sent_card(server: FakeServer) -> dict[str, Any]:
    card: dict[str, Any] = json.loads(server.requests[-1].body)
    return card


def test_sending_says_how_large_the_photo_was_and_is(run: Run, taking: FakeServer, large: Path) -> None:
    result = run("postcards", "send", "bob", "Ciao!", "--photo", str(large))

    sent = sent_photo(taking)
    before, after = weight(large.stat().st_size), weight(len(sent))
    assert result.exit_code == 0, result.err
    with Image.open(io.BytesIO(sent)) as image:
        width, height = image.size
    assert result.out == (
        f"Sent to bob: {CARD}\nPhoto: 3,000 x 2,000 ({before}) \u2192 {width:,} x {height:,} ({after})\n"
    )
    assert len(sent) <= 500_000


def test_a_photo_may_keep_its_size(run: Run, taking: FakeServer, large: Path) -> None:
    run("postcards", "send", "bob", "Ciao!", "--photo", str(large), "--original-size")

    with Image.open(io.BytesIO(sent_photo(taking))) as image:
        assert image.size == (3000, 2000)


def test_a_photo_may_be_held_to_a_size_in_bytes(run: Run, taking: FakeServer, large: Path) -> None:
    run("postcards", "send", "bob", "Ciao!", "--photo", str(large), "--max-bytes", "60000")

    assert len(sent_photo(taking)) <= 60_000


@pytest.mark.parametrize(
    ("wishes", "options"),
    [
        (PhotoWishes(), PhotoOptions()),
        (PhotoWishes(original_size=True), PhotoOptions(box=None, max_bytes=None)),
        (PhotoWishes(quality=70), PhotoOptions(quality=70, max_bytes=None)),
        (PhotoWishes(quality=70, max_bytes=9999), PhotoOptions(quality=70, max_bytes=9999)),
        (PhotoWishes(original_size=True, max_bytes=9999), PhotoOptions(box=None, max_bytes=9999)),
        (PhotoWishes(keep_location=True), PhotoOptions(keep_location=True)),
    ],
)
def test_who_keeps_the_size_or_a_quality_means_it(wishes: PhotoWishes, options: PhotoOptions) -> None:
    assert wishes.options(has_photo=True) == options


@pytest.mark.parametrize(
    "option", [["--quality", "70"], ["--original-size"], ["--keep-location"], ["--location-from-photo"]]
)
def test_options_for_a_photo_need_one(run: Run, server: FakeServer, option: list[str]) -> None:
    result = run("postcards", "send", "bob", "Ciao!", *option)

    assert (result.exit_code, server.requests) == (2, [])
    assert "--photo" in result.err


def test_a_photo_may_say_where_the_card_is_written(run: Run, taking: FakeServer, from_rome: Path) -> None:
    result = run(
        "postcards", "send", "bob", "Ciao!", "--photo", str(from_rome), "--location-from-photo", "--place", "Roma"
    )

    assert result.exit_code == 0, result.err
    location = sent_card(taking)["location"]
    assert (round(location["latitude"], 4), round(location["longitude"], 4)) == (41.89, 12.49)
    assert location["address"] == "Roma"
    assert b"Exif" not in sent_photo(taking)


def test_a_photo_that_knows_no_place_is_an_error(run: Run, server: FakeServer, photo: Path) -> None:
    result = run("postcards", "send", "bob", "Ciao!", "--photo", str(photo), "--location-from-photo", "--json")

    assert (result.exit_code, result.error["code"], server.requests) == (1, "no_location", [])
    assert result.error["hint"] == "say it yourself: --place TEXT"


@pytest.mark.parametrize(("options", "is_there"), [(["--keep-location"], True), (["--strip"], False), ([], False)])
def test_the_place_leaves_in_the_file_only_if_that_is_wanted(
    run: Run, taking: FakeServer, from_rome: Path, options: list[str], is_there: bool
) -> None:
    run("postcards", "send", "bob", "Ciao!", "--photo", str(from_rome), *options)

    assert (b"Exif" in sent_photo(taking)) is is_there


def test_a_card_shows_how_large_its_photo_was_where_that_is_known(run: Run, taking: FakeServer, photo: Path) -> None:
    run("postcards", "send", "bob", "Ciao!", "--photo", str(photo), "--later")
    (item,) = run("outbox", "list", "--json").json["items"]
    facts = {"imageUrl": "http://fake.test/photo", "imageWidth": 64, "imageHeight": 48, "imageBytes": 1234}
    taking.answer(f"GET /v1/postcards/{CARD}", postcard(idempotencyKey=item["itemId"], **facts))
    known = run("postcards", "show", CARD).out
    taking.answer(f"GET /v1/postcards/{CARD}", postcard(**facts))
    unknown = run("postcards", "show", CARD).out

    before = weight(photo.stat().st_size)
    assert f"64 x 48 ({before}) \u2192 64 x 48 (1.2 kB)" in known
    assert " 64 x 48 (1.2 kB)" in unknown
    assert "\u2192" not in unknown


@pytest.mark.parametrize(
    ("count", "words"),
    [(12, "12 bytes"), (1234, "1.2 kB"), (412_300, "412 kB"), (2_100_000, "2.1 MB"), (12_345_678, "12 MB")],
)
def test_bytes_are_said_in_few_digits(count: int, words: str) -> None:
    assert weight(count) == words


def test_a_card_that_waits_takes_another_photo_as_large_as_it_is(run: Run, large: Path) -> None:
    item = run("postcards", "send", "bob", "Ciao!", "--later", "--json").json

    edited = run("outbox", "edit", item["itemId"], "--photo", str(large), "--original-size", "--json")

    assert edited.exit_code == 0, edited.err
    assert edited.json["photoSizes"]["after"]["width"] == 3000


def test_another_photo_may_say_where_the_card_is_written(run: Run, taking: FakeServer, from_rome: Path) -> None:
    item = run("postcards", "send", "bob", "Ciao!", "--later", "--json").json

    run("outbox", "edit", item["itemId"], "--photo", str(from_rome), "--location-from-photo")
    run("outbox", "flush")

    assert round(sent_card(taking)["location"]["latitude"], 4) == 41.89


def test_options_for_another_photo_need_one(run: Run, server: FakeServer) -> None:
    item = run("postcards", "send", "bob", "Ciao!", "--later", "--json").json

    result = run("outbox", "edit", item["itemId"], "--quality", "70")

    assert result.exit_code == 2
    assert "--photo" in result.err
