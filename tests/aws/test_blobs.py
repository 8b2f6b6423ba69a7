"""Photos in a private bucket: read by links alone, put by links alone, and exactly as they were announced."""

import httpx
import pytest

from tests.aws.photos import Photos
from tests.backend.world import jpeg

MINUTE = 60_000
PHOTO = jpeg()
OTHER = jpeg("navy")


def refusal_of(answer: httpx.Response) -> tuple[int, str]:
    return answer.status_code, answer.text.partition("<Code>")[2].partition("</Code>")[0]


def test_a_photo_is_read_by_its_link_whole_and_in_parts(photos: Photos, tmp_path: object) -> None:
    key = photos.ready(PHOTO).image
    assert key is not None

    whole = photos.get(key.key)
    part = photos.get(key.key, {"range": "bytes=10-", "if-range": whole.headers["etag"]})
    known = photos.get(key.key, {"if-none-match": whole.headers["etag"]})

    assert (whole.status_code, part.status_code, known.status_code) == (200, 206, 304)
    assert whole.content[10:] == part.content
    assert part.headers["content-range"] == f"bytes 10-{len(whole.content) - 1}/{len(whole.content)}"
    told = {name: whole.headers[name] for name in ("content-type", "cache-control", "content-disposition")}
    assert told == {
        "content-type": "image/jpeg",
        "cache-control": "private, max-age=31536000, immutable",
        "content-disposition": f'inline; filename="postcardit-{key.key[:12]}.jpg"',
    }


def test_a_link_is_the_same_for_five_minutes_and_counts_for_ten_to_fifteen(photos: Photos) -> None:
    key, start = f"{'0' * 64}.jpg", photos.now // (5 * MINUTE) * 5 * MINUTE
    link = photos.kept.blobs.image_link(key, "", photos.now)

    same = [photos.kept.blobs.image_link(key, "", when) for when in (start, start + 5 * MINUTE - 1)]
    other = [photos.kept.blobs.image_link(key, "", when) for when in (start - 1, start + 5 * MINUTE)]

    assert same == [link] * 2
    assert link not in other
    assert 10 * MINUTE < link.expires_at - photos.now <= 15 * MINUTE


@pytest.mark.parametrize("trick", ["expired", "altered", "other photo", "other method", "no signature"])
def test_without_a_link_of_ours_that_counts_there_is_nothing_to_read(trick: str, photos: Photos) -> None:
    image, other = photos.ready(PHOTO).image, photos.ready(OTHER).image
    assert image is not None
    assert other is not None
    url = photos.kept.blobs.image_link(image.key, "", photos.now).url
    tricks = {
        "expired": photos.kept.blobs.image_link(image.key, "", photos.now - 16 * MINUTE).url,
        "altered": url.replace("X-Amz-Expires=900", "X-Amz-Expires=9000"),
        "other photo": url.replace(image.key, other.key),
        "other method": url,
        "no signature": url.partition("?")[0],
    }

    answer = httpx.request("DELETE" if trick == "other method" else "GET", tricks[trick])

    assert answer.status_code == 403
    assert photos.get(image.key).status_code == 200


def test_bytes_are_taken_as_they_were_announced_alone(photos: Photos) -> None:
    upload = photos.announce(PHOTO)
    link = photos.kept.blobs.upload_link(upload, "", photos.now)
    more, swapped = PHOTO + b"!", PHOTO[:-1] + bytes([PHOTO[-1] ^ 1])
    other = photos.kept.blobs.upload_link(photos.announce(OTHER), "", photos.now)

    refused = [
        photos.send(upload, more),
        photos.send(upload, PHOTO[:-1]),
        photos.send(upload, swapped),
        photos.send(upload, PHOTO, headers={**link.headers, "content-type": "text/html"}),
        photos.send(upload, PHOTO, headers={"content-type": "image/jpeg"}),
        photos.send(upload, OTHER, headers=other.headers),
        httpx.put(link.url.replace(upload.upload_id, "other"), content=PHOTO, headers=dict(link.headers)),
        httpx.put(link.url.replace("incoming", "photos"), content=PHOTO, headers=dict(link.headers)),
        httpx.put(photos.kept.blobs.upload_link(upload, "", photos.now - 61 * MINUTE).url, content=PHOTO,
                  headers=dict(link.headers)),
    ]  # fmt: skip

    assert [refusal_of(answer) for answer in refused] == [
        (403, "SignatureDoesNotMatch"),
        (403, "SignatureDoesNotMatch"),
        (400, "BadDigest"),
        *[(403, "SignatureDoesNotMatch")] * 5,
        (403, "AccessDenied"),
    ]
    assert photos.objects() == []
    assert photos.send(upload, PHOTO).status_code == 200
    assert photos.objects() == [f"incoming/{upload.upload_id}"]


def test_the_key_of_a_photo_is_read_from_itself_and_links_of_ours_alone(photos: Photos) -> None:
    blobs, key = photos.kept.blobs, "0" * 64 + ".jpg"
    ours = [key, blobs.image_link(key, "", photos.now).url, f"https://d1.cloudfront.net/photos/{key}?Expires=1"]
    others = ["", f"x/{key}", f"/v1/images/x/{key}", f"/photos/{key}x", f"/other/photos/{key}", "http://["]

    assert [blobs.key_in(name) for name in ours] == [key] * 3
    assert [blobs.key_in(name) for name in others] == [None] * len(others)
