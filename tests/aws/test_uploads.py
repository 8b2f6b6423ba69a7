"""Uploads and the photos that they name: nothing that is named goes, and nothing stays that nobody names."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from postcardit_backend.aws import condemned, sweeping
from postcardit_backend.aws.units import Unit
from postcardit_backend.aws.uploads import erase_uploads
from postcardit_backend.ports import ProfileChange
from postcardit_backend.records import StoredImage, UploadRecord
from postcardit_backend.refusal import Refused
from postcardit_sdk.contract.problems import Code
from tests.aws.photos import Photos
from tests.backend.stores import DAY, refusal
from tests.backend.world import jpeg

PHOTO = jpeg()
HOUR = 3_600_000


def sweep(photos: Photos, *, days: float = 0) -> None:
    photos.now += round(days * DAY)
    photos.kept.sweep.photos(photos.now)


def image_of(upload: UploadRecord) -> StoredImage:
    assert upload.image is not None
    return upload.image


def items(photos: Photos) -> list[str]:
    """What stands in the table beside alice and her numbers."""
    client = photos.units.tables.client
    name = photos.units.tables.name_of("main")
    found = [(item["pk"]["S"], item["sk"]["S"]) for item in client.scan(TableName=name)["Items"]]
    return sorted(f"{pk} {sk}" for pk, sk in found if sk.partition("#")[0] in ("UP", "PH", "IM", "EXPORT")
                  or pk.partition("#")[0] in ("UP", "B", "CONDEMNED", "DUE"))  # fmt: skip


def test_the_same_bytes_are_announced_once_and_for_as_long_as_asked_last(photos: Photos) -> None:
    first = photos.announce(PHOTO)
    photos.now += HOUR
    again, avatar = photos.announce(PHOTO), photos.announce(PHOTO, purpose="avatar")
    photos.now += 2 * DAY
    late = photos.announce(PHOTO)

    assert again == replace(first, expires_at=first.expires_at + HOUR)
    assert len({first.upload_id, avatar.upload_id, late.upload_id}) == 3


def test_an_upload_that_nobody_finished_is_forgotten_with_all_that_was_said_of_it(photos: Photos) -> None:
    photos.announce(PHOTO, key="one")
    photos.now += HOUR
    renewed = photos.announce(PHOTO, key="two")
    photos.send(renewed, PHOTO)
    sweep(photos, days=0.99)
    early = photos.kept.uploads.get(renewed.upload_id)

    sweep(photos, days=0.1)

    assert early == renewed
    assert (photos.kept.uploads.get(renewed.upload_id), photos.objects(), items(photos)) == (None, [], [])


def test_a_photo_goes_when_its_time_is_up_and_nothing_shows_it(photos: Photos) -> None:
    bob = photos.store.user("bob")
    photos.store.befriend(photos.alice, bob)
    upload = photos.ready(PHOTO)
    card = photos.store.send(photos.alice, bob, image=image_of(upload))

    sweep(photos, days=2)
    while_shown = (len(photos.objects()), photos.kept.uploads.get(upload.upload_id))
    photos.store.postcards.delete(card.postcard_id, photos.alice.user_id, photos.now)
    sweep(photos)

    assert while_shown == (2, upload)
    assert (photos.objects(), items(photos)) == ([], [])


def test_a_photo_that_is_shown_and_hidden_in_time_stays_until_then(photos: Photos) -> None:
    upload = photos.ready(PHOTO, purpose="avatar")
    for key in (image_of(upload).key, None):
        photos.store.users.update(photos.alice.user_id, ProfileChange({"picture_key": key}), photos.now)

    sweep(photos)
    still = len(photos.objects())
    sweep(photos, days=1.1)

    assert (still, photos.objects(), items(photos)) == (2, [], [])


def test_a_photo_that_is_hidden_while_a_sweep_looks_at_it_goes_with_the_next(
    photos: Photos, monkeypatch: pytest.MonkeyPatch
) -> None:
    bob = photos.store.user("bob")
    photos.store.befriend(photos.alice, bob)
    upload = photos.ready(PHOTO)
    cards = [photos.store.send(photos.alice, bob, image=image_of(upload)).postcard_id]
    sweep(photos, days=2)
    photos.store.postcards.delete(cards.pop(), photos.alice.user_id, photos.now)
    cards.append(photos.store.send(photos.alice, bob, image=image_of(upload)).postcard_id)
    look: Any = vars(sweeping)["_end"]

    def look_and_hide(unit: Unit, upload_id: str, now: int) -> None:
        look(unit, upload_id, now)
        while cards:
            photos.store.postcards.delete(cards.pop(), photos.alice.user_id, photos.now)

    monkeypatch.setattr(sweeping, "_end", look_and_hide)
    sweep(photos)
    sweep(photos)

    assert (photos.objects(), items(photos)) == ([], [])


def test_a_card_keeps_the_photo_of_an_upload_that_was_given_up(photos: Photos) -> None:
    bob = photos.store.user("bob")
    photos.store.befriend(photos.alice, bob)
    upload = photos.ready(PHOTO)
    image = image_of(upload)
    photos.store.send(photos.alice, bob, image=image)
    photos.kept.uploads.remove(upload.upload_id, photos.alice.user_id)

    sweep(photos, days=2)
    again = refusal(lambda: photos.store.send(photos.alice, bob, image=image))

    assert (photos.get(image.key).status_code, photos.get(image.thumbnail_key).status_code) == (403, 403)
    photos.now -= 2 * DAY
    assert (photos.get(image.key).status_code, photos.get(image.thumbnail_key).status_code) == (200, 200)
    assert again is Code.UNKNOWN_IMAGE


def test_the_keys_of_an_upload_that_was_given_up_are_free(photos: Photos) -> None:
    first = photos.announce(PHOTO, key="one")
    photos.announce(PHOTO, key="two")
    photos.kept.uploads.remove(first.upload_id, photos.alice.user_id)

    once = [photos.store.once(photos.alice.user_id, "create_upload", key=key, now=photos.now) for key in ("one", "two")]

    assert [photos.store.idempotency.upload(one) for one in once] == [None, None]
    assert refusal(lambda: photos.kept.uploads.remove(first.upload_id, photos.alice.user_id)) is Code.NOT_FOUND


def test_two_uploads_of_one_photo_name_it_each_for_itself(photos: Photos) -> None:
    first = photos.ready(PHOTO, purpose="avatar")
    second = photos.ready(jpeg(comment=b"another file, the same pixels"), purpose="avatar")
    key = image_of(first).key
    assert image_of(second).key == key

    photos.kept.uploads.remove(first.upload_id, photos.alice.user_id)
    sweep(photos)
    left = photos.kept.uploads.owner_has(photos.alice.user_id, key, "avatar")
    for picture in (key, None):
        photos.store.users.update(photos.alice.user_id, ProfileChange({"picture_key": picture}), photos.now)
    photos.kept.uploads.remove(second.upload_id, photos.alice.user_id)
    sweep(photos)

    assert (left, photos.objects()) == (second, [])


def test_uploads_are_listed_newest_first_page_by_page(photos: Photos) -> None:
    ids = [photos.announce(bytes([number])).upload_id for number in range(5)]

    pages = [photos.kept.uploads.every(photos.alice.user_id, after, 2) for after in (None, ids[3], ids[1])]

    assert [[upload.upload_id for upload in page] for page in pages] == [[ids[4], ids[3]], [ids[2], ids[1]], [ids[0]]]


def test_nothing_is_left_of_the_uploads_of_someone_who_is_erased(photos: Photos) -> None:
    for number in range(9):
        photos.announce(bytes([number]))
    photos.ready(PHOTO)

    erase_uploads(photos.units, photos.alice.user_id)
    sweep(photos, days=2)

    assert (photos.objects(), items(photos)) == ([], [])


def test_a_photo_that_is_swept_between_keeping_and_naming_it_is_kept_once_more(
    photos: Photos, monkeypatch: pytest.MonkeyPatch
) -> None:
    upload = photos.announce(PHOTO)
    photos.send(upload, PHOTO)
    settle, sweeps = photos.kept.uploads.settle, iter(range(2))

    def sweep_first(*values: str, **named: object) -> object:
        if next(sweeps, None) is not None:
            sweep(photos)
        return settle(*values, **named)  # type: ignore[arg-type]  # as it was asked

    monkeypatch.setattr(photos.kept.uploads, "settle", sweep_first)
    ready = photos.develop(upload)
    sweep(photos)

    assert photos.get(image_of(ready).key).status_code == 200


Act = Callable[[], object]


def dying(photos: Photos, key: str, act: Act) -> object:
    """What comes of an act while a sweep is about to remove a blob."""
    heard: list[object] = []

    def remove(blob_key: str) -> None:
        if blob_key == key:
            heard.append(act())
        photos.kept.blobs.remove(blob_key)

    condemned.sweep_photos(photos.units, remove, photos.now)
    assert len(heard) == 1
    return heard[0]


def test_a_photo_that_is_dying_gets_no_name_and_is_kept_by_nobody(
    photos: Photos, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("postcardit_backend.aws.pauses._TRIES", 2)
    gone = photos.ready(PHOTO)
    image, upload = image_of(gone), photos.announce(jpeg(comment=b"the same pixels"))
    photos.kept.uploads.remove(gone.upload_id, photos.alice.user_id)

    def act() -> object:
        keep = refusal(lambda: photos.kept.uploads.condemn((image.key,)))
        return keep, photos.kept.uploads.settle(upload.upload_id, image=image, problem=None)

    assert dying(photos, image.key, act) == (Code.UNAVAILABLE, None)
    assert photos.ready(PHOTO).image == image


def test_a_blob_that_could_not_be_removed_goes_later(photos: Photos) -> None:
    gone = photos.ready(PHOTO)
    photos.kept.uploads.remove(gone.upload_id, photos.alice.user_id)

    def fail(_: str) -> None:
        raise Refused(Code.UNAVAILABLE)

    condemned.sweep_photos(photos.units, fail, photos.now)
    sweep(photos)
    at_once = len(photos.objects())
    photos.now += HOUR
    sweep(photos)

    assert (at_once, photos.objects()) == (2, [])
