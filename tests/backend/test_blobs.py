"""Photos are kept by their content, whole or not at all, and reached only by links that were signed."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from postcardit_backend.embedded.blobs import FileBlobs
from postcardit_backend.records import UserRecord
from postcardit_backend.refusal import Refused
from postcardit_backend.settings import Settings
from postcardit_sdk.contract.problems import Code
from tests.backend.stores import DAY, NOW, keep_photo, refusal, upload
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


def files(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


def test_the_same_bytes_are_kept_once_for_their_owner_alone(blobs: FileBlobs, tmp_path: Path) -> None:
    keys = [keep_photo(blobs, data, tmp_path / "beside") for data in (b"photo", b"photo", b"other")]

    paths = [blobs.path(key) for key in keys]
    assert (keys[0] == keys[1], len({*keys})) == (True, 2)
    assert sorted(files(tmp_path)) == sorted({path for path in paths if path})
    assert [path and path.read_bytes() for path in paths] == [b"photo", b"photo", b"other"]
    assert {path.stat().st_mode & 0o777 for path in files(tmp_path)} == {0o600}
    assert {path.parent.stat().st_mode & 0o777 for path in files(tmp_path)} == {0o700}


@pytest.mark.parametrize("step", ["fsync", "replace"])
def test_bytes_that_were_not_kept_whole_have_no_key(
    step: str, blobs: FileBlobs, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    key = keep_photo(FileBlobs(tmp_path / "elsewhere", b"", Settings()), b"photo", tmp_path / "beside")

    def killed(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(*{"fsync": (os, "fsync"), "replace": (Path, "replace")}[step], killed)
        with pytest.raises(KeyboardInterrupt):
            keep_photo(blobs, b"photo", tmp_path / "beside")
    halfway = blobs.path(key)
    keep_photo(blobs, b"photo", tmp_path / "beside")

    whole = blobs.path(key)
    assert halfway is None
    assert whole is not None
    assert whole.read_bytes() == b"photo"


def test_a_full_disk_keeps_nothing(blobs: FileBlobs, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch, pytest.raises(Refused, match="disk is full"):
        patch.setattr(os, "fsync", full)
        keep_photo(blobs, b"photo", tmp_path / "beside")

    assert [path.name for path in files(tmp_path)] == ["made"]


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
    blobs.require_read(KEY, *parts(link.url), link.expires_at - 1)
    assert refusal(lambda: blobs.require_read(KEY, *parts(link.url), link.expires_at)) is Code.LINK_EXPIRED


def test_a_link_counts_only_as_it_was_signed(blobs: FileBlobs) -> None:
    expires, signature = parts(blobs.image_link(KEY, HOST, NOW).url)
    later = str(int(expires) + 1)
    flipped = signature[:-1] + ("0" if signature[-1] != "0" else "1")
    strangers = FileBlobs(Path("unused"), b"other secret", Settings())

    altered: list[Callable[[], None]] = [
        lambda: blobs.require_read(KEY, later, signature, NOW),
        lambda: blobs.require_read(KEY, expires, flipped, NOW),
        lambda: blobs.require_read(KEY, expires, "", NOW),
        lambda: blobs.require_read(KEY, expires, "é" * 64, NOW),
        lambda: blobs.require_read(KEY, "", signature, NOW),
        lambda: blobs.require_read(KEY, "²", signature, NOW),
        lambda: blobs.require_read(KEY, "-1", signature, NOW),
        lambda: blobs.require_read(KEY, "9" * 5000, signature, NOW),
        lambda: blobs.require_read("1" + KEY[1:], expires, signature, NOW),
        lambda: blobs.require_upload(KEY, expires, signature, NOW),
        lambda: strangers.require_read(KEY, expires, signature, NOW),
    ]

    blobs.require_read(KEY, expires, signature, NOW)
    assert [refusal(ask) for ask in altered] == [Code.LINK_INVALID] * len(altered)


def test_a_link_to_upload_is_one_to_upload_alone_for_as_long_as_the_upload_waits(blobs: FileBlobs) -> None:
    user = UserRecord("id", "alice", "a@example.com", "", None, None, None, False, NOW, NOW)
    link = blobs.upload_link(upload(user, NOBODY), HOST, NOW)

    expires, signature = parts(link.url)
    assert link.expires_at == NOW + DAY
    blobs.require_upload(NOBODY, expires, signature, link.expires_at - 1)
    late = refusal(lambda: blobs.require_upload(NOBODY, expires, signature, link.expires_at))
    others = refusal(lambda: blobs.require_upload("other", expires, signature, NOW))
    to_read = refusal(lambda: blobs.require_read(NOBODY, expires, signature, NOW))
    assert (late, others, to_read) == (Code.LINK_EXPIRED, Code.LINK_INVALID, Code.LINK_INVALID)


def test_the_key_of_a_photo_is_read_from_itself_and_links_of_ours_alone(blobs: FileBlobs) -> None:
    urls = [blobs.image_link(KEY, host, NOW).url for host in (HOST, "https://other:8443")]
    others = ["", f"x/{KEY}", f"/v1/images/x/{KEY}", f"/v1/image/{KEY}", f"/v1/images/{KEY}x"]
    others += ["http://[", f"http://\u2100/v1/images/{KEY}"]

    assert [blobs.key_in(name) for name in (KEY, *urls)] == [KEY] * 3
    assert [blobs.key_in(url) for url in others] == [None] * len(others)
