"""Photos are kept by their content, whole or not at all, and reached only by links that were signed."""

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from postcardit_backend.embedded.blobs import FileBlobs
from postcardit_backend.records import UserRecord
from postcardit_backend.refusal import Refused
from postcardit_backend.settings import Settings
from tests.backend.stores import NOW, upload
from tests.backend.world import NOBODY

KEY = "0" * 64 + ".jpg"
HOST = "http://host"
MINUTE = 60_000


@pytest.fixture
def blobs(tmp_path: Path) -> FileBlobs:
    return FileBlobs(tmp_path, b"secret", Settings())


def parts(url: str) -> tuple[str, str]:
    expires, signature = url.partition("?expires=")[2].split("&signature=")
    return expires, signature


def test_the_same_bytes_are_kept_once_for_their_owner_alone(blobs: FileBlobs, tmp_path: Path) -> None:
    keys = [blobs.put(b"photo") for _ in range(2)] + [blobs.put(b"other")]

    files = [path for path in tmp_path.rglob("*") if path.is_file()]
    paths = [blobs.path(key) for key in keys]
    assert (keys[0] == keys[1], len({*keys}), sorted(files)) == (True, 2, sorted({path for path in paths if path}))
    assert [path and path.read_bytes() for path in paths] == [b"photo", b"photo", b"other"]
    assert {path.stat().st_mode & 0o777 for path in files} == {0o600}
    assert {path.parent.stat().st_mode & 0o777 for path in files} == {0o700}


@pytest.mark.parametrize("step", ["write", "fsync", "replace"])
def test_bytes_that_did_not_arrive_whole_have_no_key(
    step: str, blobs: FileBlobs, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    key = FileBlobs(tmp_path / "elsewhere", b"", Settings()).put(b"photo")

    def killed(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        targets = {"write": (os, "fdopen"), "fsync": (os, "fsync"), "replace": (Path, "replace")}
        patch.setattr(*targets[step], killed)
        with pytest.raises(KeyboardInterrupt):
            blobs.put(b"photo")
    halfway = blobs.path(key)
    blobs.put(b"photo")

    whole = blobs.path(key)
    assert halfway is None
    assert whole is not None
    assert whole.read_bytes() == b"photo"


def test_a_full_disk_leaves_nothing_behind(blobs: FileBlobs, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch, pytest.raises(Refused, match="disk is full"):
        patch.setattr(os, "fsync", full)
        blobs.put(b"photo")

    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


@pytest.mark.parametrize("key", ["", "..", "../postcardit.db", "/etc/passwd", "0" * 64, f"{KEY}\n", "\0", KEY])
def test_a_key_that_is_none_leads_nowhere(key: str, blobs: FileBlobs) -> None:
    assert blobs.path(key) is None


@given(moment=st.integers(0, 2**42))
def test_a_link_is_the_same_for_five_minutes_and_counts_for_ten_to_fifteen(moment: int) -> None:
    blobs = FileBlobs(Path("unused"), b"secret", Settings())
    start = moment // (5 * MINUTE) * 5 * MINUTE
    link = blobs.image_link(KEY, HOST, moment)

    same = [blobs.image_link(KEY, HOST, when) for when in (start, start + 5 * MINUTE - 1)]
    other = [blobs.image_link(KEY, HOST, when) for when in (start - 1, start + 5 * MINUTE)]

    assert same == [link] * 2
    assert link not in other
    assert 10 * MINUTE < link.expires_at - moment <= 15 * MINUTE
    assert blobs.may_read(KEY, *parts(link.url), link.expires_at - 1)
    assert not blobs.may_read(KEY, *parts(link.url), link.expires_at)


def test_a_link_counts_only_as_it_was_signed(blobs: FileBlobs) -> None:
    expires, signature = parts(blobs.image_link(KEY, HOST, NOW).url)
    later = str(int(expires) + 1)
    flipped = signature[:-1] + ("0" if signature[-1] != "0" else "1")
    strangers = FileBlobs(Path("unused"), b"other secret", Settings())

    refused = [
        blobs.may_read(KEY, later, signature, NOW),
        blobs.may_read(KEY, expires, flipped, NOW),
        blobs.may_read(KEY, expires, "", NOW),
        blobs.may_read(KEY, expires, "é" * 64, NOW),
        blobs.may_read(KEY, "", signature, NOW),
        blobs.may_read(KEY, "²", signature, NOW),
        blobs.may_read(KEY, "-1", signature, NOW),
        blobs.may_read(KEY, "9" * 5000, signature, NOW),
        blobs.may_read("1" + KEY[1:], expires, signature, NOW),
        blobs.may_upload(KEY, expires, signature, NOW),
        strangers.may_read(KEY, expires, signature, NOW),
    ]

    assert blobs.may_read(KEY, expires, signature, NOW)
    assert refused == [False] * len(refused)


def test_a_link_to_upload_is_one_to_upload_alone(blobs: FileBlobs) -> None:
    user = UserRecord("id", "alice", "a@example.com", "", None, None, None, False, NOW, NOW)
    link = blobs.upload_link(upload(user, NOBODY), HOST, NOW)

    expires, signature = parts(link.url)
    assert link.expires_at == NOW + 15 * MINUTE
    assert blobs.may_upload(NOBODY, expires, signature, NOW)
    assert not blobs.may_upload("other", expires, signature, NOW)
    assert not blobs.may_upload(NOBODY, expires, signature, link.expires_at)
    assert not blobs.may_read(NOBODY, expires, signature, NOW)


def test_the_key_of_a_photo_is_read_from_itself_and_links_of_ours_alone(blobs: FileBlobs) -> None:
    urls = [blobs.image_link(KEY, host, NOW).url for host in (HOST, "https://other:8443")]
    others = ["", f"x/{KEY}", f"/v1/images/x/{KEY}", f"/v1/image/{KEY}", f"/v1/images/{KEY}x"]
    others += ["http://[", f"http://\u2100/v1/images/{KEY}"]

    assert [blobs.key_in(name) for name in (KEY, *urls)] == [KEY] * 3
    assert [blobs.key_in(url) for url in others] == [None] * len(others)
