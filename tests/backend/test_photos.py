"""A photo is what its bytes are: announced, checked, stored upright, and without a byte that tells of its place."""

import hashlib
import io
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image

from tests.backend.held_to_contract import Answer
from tests.backend.world import World, jpeg

HOME = b"Rialto 45.4380 12.3358"
CARD = {"recipientUsername": "bob", "message": "Ciao"}


def send(world: World, announced: Answer, data: bytes) -> Answer:
    return world.anyone.ask(announced.body["method"], announced.body["url"], body=data)


def state(world: World, announced: Answer) -> tuple[str, str | None]:
    upload = world.alice.get(f"/uploads/{announced.body['uploadId']}").body
    return upload["status"], upload.get("problem")


def telling_photo() -> bytes:
    """Red over blue as a camera held upright stores it: lying, with the place in EXIF, XMP and a comment."""
    lying = Image.new("RGB", (64, 40), "blue")
    lying.paste((255, 0, 0), (0, 0, 32, 40))
    exif = Image.Exif()
    exif[0x0112] = 6
    exif[0x010E] = HOME.decode()
    exif.get_ifd(0x8825)[29] = HOME.decode()
    stream = io.BytesIO()
    lying.save(stream, "JPEG", exif=exif, comment=HOME, xmp=b"<x:xmpmeta>" + HOME + b"</x:xmpmeta>")
    return stream.getvalue()


def blobs(folder: Path) -> Iterator[bytes]:
    return (path.read_bytes() for path in folder.rglob("*") if path.is_file())


def test_an_announced_photo_is_sent_checked_and_ready(world: World) -> None:
    data = jpeg()
    announced = world.alice.announce(data)

    sent = send(world, announced, data)

    assert (announced.status, announced.body["status"], announced.body["offset"]) == (201, "pending", 0)
    assert announced.body["headers"] == {"content-type": "image/jpeg"}
    assert (sent.status, sent.headers["x-upload-status"]) == (204, "ready")
    assert state(world, announced) == ("ready", None)


def test_no_stored_byte_tells_where_a_photo_was_made_and_it_stands_upright(world: World) -> None:
    world.alice.befriend(world.bob)
    data = telling_photo()
    assert data.count(HOME) == 4

    card = world.alice.post("/postcards", {**CARD, "uploadId": world.alice.upload(data)}).body

    stored = [*blobs(world.folder / "blobs")]
    assert len(stored) == 2, "a photo and its thumbnail"
    assert not [blob for blob in stored if HOME[:6] in blob or b"Exif" in blob or b"xmpmeta" in blob]
    assert not [file for file in blobs(world.folder) if HOME in file]
    assert (card["imageWidth"], card["imageHeight"]) == (40, 64)
    with Image.open(io.BytesIO(world.anyone.get(card["imageUrl"]).raw)) as shown:
        top, bottom = shown.convert("RGB").getpixel((20, 8)), shown.convert("RGB").getpixel((20, 56))
    assert isinstance(top, tuple)
    assert isinstance(bottom, tuple)
    assert (top[0] > 200, top[2] < 60, bottom[0] < 60, bottom[2] > 200) == (True,) * 4


def test_a_photo_comes_as_jpeg_that_nobody_sniffs(world: World) -> None:
    world.alice.befriend(world.bob)
    card = world.alice.post("/postcards", {**CARD, "uploadId": world.alice.upload(jpeg())}).body

    shown = [world.anyone.get(card[name]) for name in ("imageUrl", "thumbnailUrl")]

    wanted = ("image/jpeg", "nosniff", "default-src 'none'", "private, max-age=31536000, immutable")
    names = ("content-type", "x-content-type-options", "content-security-policy", "cache-control")
    assert [tuple(answer.headers[name] for name in names) for answer in shown] == [wanted] * 2
    files = [hashlib.sha256(answer.raw).hexdigest() for answer in shown]
    assert [answer.headers["etag"] for answer in shown] == [f'"{digest}"' for digest in files]
    assert [answer.headers["content-disposition"] for answer in shown] == [
        f'inline; filename="postcardit-{digest[:12]}.jpg"' for digest in files
    ]
    assert card["imageBytes"] == len(shown[0].raw)


def test_fewer_bytes_than_announced_are_refused_and_may_be_sent_again(world: World) -> None:
    data = jpeg()
    announced = world.alice.announce(data)

    short = send(world, announced, data[:-1])
    whole = send(world, announced, data)

    assert (short.outcome, whole.status) == ((422, "upload_size_mismatch"), 204)
    assert state(world, announced) == ("ready", None)


def test_more_bytes_than_announced_are_refused(world: World) -> None:
    data = jpeg()
    announced = world.alice.announce(data)

    answer = send(world, announced, data + b"!")

    assert answer.outcome == (413, "payload_too_large")
    assert state(world, announced) == ("pending", None)


def test_other_bytes_than_announced_are_refused(world: World) -> None:
    announced = world.alice.announce(jpeg("teal"), size=len(jpeg("navy")))

    answer = send(world, announced, jpeg("navy"))

    assert answer.outcome == (422, "upload_hash_mismatch")
    assert state(world, announced) == ("pending", None)


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "image_type_unsupported"),
        (b"GIF89a" + bytes(50), "image_type_unsupported"),
        (b"%PDF-1.7 " + bytes(50), "image_type_unsupported"),
        (b"\xff\xd8\xff\xe0" + bytes(50), "image_unreadable"),
        (jpeg(size=(256, 256))[:-300], "image_unreadable"),
    ],
    ids=["SVG", "GIF", "PDF", "a JPEG's head alone", "a JPEG cut short"],
)
def test_what_is_no_photo_is_rejected_with_its_reason(data: bytes, problem: str, world: World) -> None:
    world.alice.befriend(world.bob)
    announced = world.alice.announce(data)

    sent = send(world, announced, data)
    used = world.alice.post("/postcards", {**CARD, "uploadId": announced.body["uploadId"]})

    assert (sent.status, sent.headers["x-upload-status"]) == (204, "rejected")
    assert state(world, announced) == ("rejected", problem)
    assert used.outcome == (409, "upload_rejected")
    assert [*blobs(world.folder / "blobs")] == []


def test_a_photo_that_has_not_arrived_yet_can_be_tried_again_in_a_moment(world: World) -> None:
    world.alice.befriend(world.bob)
    announced = world.alice.announce(jpeg())
    card = {**CARD, "uploadId": announced.body["uploadId"]}

    early = world.alice.post("/postcards", card, key="one")
    send(world, announced, jpeg())
    later = world.alice.post("/postcards", card, key="one")

    assert (early.outcome, early.headers["retry-after"]) == ((409, "upload_not_ready"), "1")
    assert (later.status, later.headers.get("idempotency-replayed")) == (201, None)


@pytest.mark.parametrize("name", ["uploadId", "imageUrl"])
def test_nobody_uses_the_upload_of_someone_else(name: str, world: World) -> None:
    world.alice.befriend(world.bob)
    upload_id = world.bob.upload(jpeg())

    answer = world.alice.post("/postcards", {**CARD, name: upload_id})

    assert answer.outcome == (422, "unknown_image")


def test_nobody_mails_on_a_photo_by_the_link_they_were_shown(world: World) -> None:
    world.alice.befriend(world.bob)
    card = world.alice.post("/postcards", {**CARD, "uploadId": world.alice.upload(jpeg())}).body

    answer = world.bob.post("/postcards", {"recipientUsername": "alice", "message": "x", "imageUrl": card["imageUrl"]})

    assert answer.outcome == (422, "unknown_image")


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("contentType", "image/gif"),
        ("byteSize", 0),
        ("byteSize", 10 * 1024 * 1024 + 1),
        ("byteSize", 1.5),
        ("byteSize", "100"),
        ("byteSize", True),
        ("sha256", "0" * 63),
        ("sha256", "A" * 64),
        ("purpose", "wallpaper"),
    ],
)
def test_an_announcement_out_of_bounds_is_refused_by_name(field: str, value: object, world: World) -> None:
    wanted = {"contentType": "image/jpeg", "byteSize": 100, "sha256": "0" * 64}

    answer = world.alice.post("/uploads", {**wanted, field: value})

    assert answer.outcome == (422, "validation_failed")
    assert [problem["pointer"] for problem in answer.body["errors"]] == [f"/{field}"]


def test_a_link_to_upload_outlives_the_access_token_and_ends_with_the_upload(world: World) -> None:
    announced = world.alice.announce(jpeg())

    world.clock.forward(days=1, seconds=-1)
    forged = world.anyone.ask("PUT", announced.body["url"][:-1] + "!", body=jpeg())
    early = world.anyone.ask("HEAD", announced.body["url"])
    world.clock.forward(seconds=1)
    late = send(world, announced, jpeg())

    assert (forged.outcome, early.status, late.outcome) == ((403, "link_invalid"), 204, (403, "link_expired"))


def test_a_link_to_a_photo_ends_and_the_card_gives_a_new_one(world: World) -> None:
    world.alice.befriend(world.bob)
    card = world.alice.post("/postcards", {**CARD, "uploadId": world.alice.upload(jpeg())}).body

    world.clock.forward(seconds=10 * 60)
    fresh = world.bob.get(f"/postcards/{card['postcardId']}").body
    world.clock.forward(seconds=5 * 60 - 1)

    assert world.anyone.get(card["imageUrl"]).outcome == (403, "link_expired")
    assert world.anyone.get(fresh["imageUrl"]).status == 200


def test_a_picture_of_oneself_is_an_upload_of_ones_own(world: World) -> None:
    upload_id = world.alice.upload(jpeg(), purpose="avatar")

    written = world.alice.ask("POST", "/users", {"profilePictureUrl": upload_id}).body
    kept = world.alice.ask("POST", "/users", {"profilePictureUrl": written["profilePictureUrl"], "bio": "x"}).body
    cleared = world.alice.ask("PUT", "/users/me", {"profilePictureUrl": None}).body

    assert written["profilePictureUrl"] == kept["profilePictureUrl"]
    assert world.anyone.get(kept["profilePictureUrl"]).status == 200
    assert "profilePictureUrl" not in cleared
