"""Exports lie in the bucket: one for each person, for as long as the link to it counts."""

from io import BytesIO
from zipfile import ZipFile

import httpx
import pytest

from postcardit_backend.aws.people import profile_key
from postcardit_backend.refusal import Refused
from postcardit_sdk.contract.problems import Code
from tests.aws.photos import Photos

QUARTER = 15 * 60_000


def export(photos: Photos, name: str) -> str:
    """Write one; gives the link to it."""
    expires_at = photos.now + QUARTER
    with photos.kept.exports.writing(name, photos.alice.user_id, expires_at) as file, ZipFile(file, "w") as archive:
        archive.writestr("profile.json", name)
    return photos.kept.exports.link(name, "", expires_at).url


def test_an_export_is_read_by_its_link_and_takes_the_place_of_the_one_before(photos: Photos) -> None:
    links = [export(photos, name) for name in ("one", "two")]

    first, second = map(httpx.get, links)

    assert (first.status_code, second.status_code, photos.objects()) == (404, 200, ["exports/two.zip"])
    assert ZipFile(BytesIO(second.content)).read("profile.json") == b"two"
    assert second.headers["content-disposition"] == 'attachment; filename="postcardit-export.zip"'
    assert second.headers["cache-control"] == "private, no-store"


def test_an_export_goes_when_its_time_is_up(photos: Photos) -> None:
    export(photos, "one")
    photos.kept.sweep.photos(photos.now)
    early = photos.objects()
    photos.now += QUARTER

    photos.kept.sweep.photos(photos.now)

    assert (early, photos.objects()) == (["exports/one.zip"], [])


def test_an_export_that_breaks_leaves_the_one_before(photos: Photos) -> None:
    link = export(photos, "one")

    with pytest.raises(KeyError), photos.kept.exports.writing("two", photos.alice.user_id, photos.now + QUARTER):
        raise KeyError

    assert (httpx.get(link).status_code, photos.objects()) == (200, ["exports/one.zip"])


def test_of_someone_who_was_erased_meanwhile_no_export_stays(photos: Photos) -> None:
    key = profile_key(photos.alice.user_id)
    with (
        pytest.raises(Refused) as refused,
        photos.kept.exports.writing("one", photos.alice.user_id, photos.now + QUARTER),
    ):
        photos.units.run(lambda unit: unit.put(key, {**(unit.get(key) or {}), "is_active": False}))

    assert (refused.value.code, photos.objects()) == (Code.SESSION_ENDED, [])


def test_erasing_someone_takes_their_export(photos: Photos) -> None:
    export(photos, "one")

    photos.kept.exports.erase(photos.alice.user_id)
    photos.kept.exports.erase(photos.alice.user_id)

    assert photos.objects() == []
