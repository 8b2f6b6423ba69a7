"""Photos that are kept: never wrong, never too many, and never in the way."""

import errno
import hashlib
import io
import os
import signal
import stat
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from postcardit_sdk import LocalStore
from postcardit_sdk.local import part_file
from postcardit_sdk.local.photo_cache import PhotoCache, cache_beside

KB = 1000


def photo(number: int, size: int = 10 * KB) -> tuple[str, bytes]:
    """A photo and its digest."""
    data = number.to_bytes(4, "big") * (size // 4)
    return hashlib.sha256(data).hexdigest(), data


def kept(cache: PhotoCache, digest: str) -> bytes | None:
    file = io.BytesIO()
    return file.getvalue() if cache.copy_to(digest, file) else None


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "local.db-photos"


@pytest.fixture
def cache(folder: Path) -> PhotoCache:
    return PhotoCache(folder, 35 * KB)


def fill(cache: PhotoCache, folder: Path, *numbers: int) -> None:
    """Keep photos, each a minute after the one before, the last one minute ago."""
    for age, number in enumerate(reversed(numbers), 1):
        digest, data = photo(number)
        cache.keep(digest, io.BytesIO(data))
        then = time.time() - 60 * age
        os.utime(folder / digest, (then, then))


def numbers_in(cache: PhotoCache) -> list[int]:
    return [number for number in range(10) if kept(cache, photo(number)[0]) is not None]


def test_a_photo_that_was_kept_is_given_to_any_program(cache: PhotoCache, folder: Path) -> None:
    digest, data = photo(1)

    cache.keep(digest, io.BytesIO(data))

    assert kept(PhotoCache(folder, 35 * KB), digest) == data
    assert kept(cache, photo(2)[0]) is None


def test_photos_are_their_owners_alone(cache: PhotoCache, folder: Path) -> None:
    digest, data = photo(1)
    cache.keep(digest, io.BytesIO(data))

    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert stat.S_IMODE((folder / digest).stat().st_mode) == 0o600


def test_what_was_used_longest_ago_goes_first(cache: PhotoCache, folder: Path) -> None:
    fill(cache, folder, 1, 2, 3)

    assert kept(cache, photo(1)[0]) is not None  # used now
    cache.keep(photo(4)[0], io.BytesIO(photo(4)[1]))

    assert numbers_in(cache) == [1, 3, 4]


def test_there_is_never_more_than_the_limit(cache: PhotoCache, folder: Path) -> None:
    for number in range(9):
        cache.keep(photo(number)[0], io.BytesIO(photo(number)[1]))

        assert sum(path.stat().st_size for path in folder.iterdir()) <= 35 * KB


@pytest.mark.parametrize("limit", [0, 9 * KB])
def test_what_is_larger_than_the_limit_is_not_kept_and_drives_nothing_out(
    cache: PhotoCache, folder: Path, limit: int
) -> None:
    fill(cache, folder, 1)

    PhotoCache(folder, limit).keep(photo(2)[0], io.BytesIO(photo(2)[1]))

    assert numbers_in(cache) == [1]


@pytest.mark.parametrize("torn", [photo(1)[1][:-1], b"", b"x" + photo(1)[1][1:]], ids=["short", "empty", "changed"])
def test_a_torn_photo_is_as_good_as_none_and_can_be_kept_anew(cache: PhotoCache, folder: Path, torn: bytes) -> None:
    digest, data = photo(1)
    cache.keep(digest, io.BytesIO(data))
    (folder / digest).write_bytes(torn)
    file = io.BytesIO()

    assert not cache.copy_to(digest, file)
    assert file.getvalue() == b""
    cache.keep(digest, io.BytesIO(data))
    assert kept(cache, digest) == data


def test_a_full_disk_keeps_nothing_and_leaves_nothing(
    cache: PhotoCache, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Full(part_file.PartFile):
        def keep(self, *, durably: bool = True) -> None:
            raise OSError(errno.ENOSPC, "No space left on device")

    digest, data = photo(1)
    with monkeypatch.context() as patched:
        patched.setattr("postcardit_sdk.local.photo_cache.PartFile", Full)
        cache.keep(digest, io.BytesIO(data))

    assert [*folder.iterdir()] == []
    cache.keep(digest, io.BytesIO(data))
    assert kept(cache, digest) == data


def test_a_folder_that_is_something_else_is_in_nobodys_way(cache: PhotoCache, folder: Path) -> None:
    folder.write_text("a file")
    digest, data = photo(1)

    cache.keep(digest, io.BytesIO(data))

    assert kept(cache, digest) is None
    cache.clear()
    assert folder.read_text() == "a file"


def test_a_file_that_cannot_be_written_is_an_error_of_its_own(cache: PhotoCache) -> None:
    digest, data = photo(1)
    cache.keep(digest, io.BytesIO(data))

    class Full(io.BytesIO):
        def write(self, _: object) -> int:
            raise OSError(errno.ENOSPC, "No space left on device")

    with pytest.raises(OSError, match="No space"):
        cache.copy_to(digest, Full())
    assert kept(cache, digest) == data


def test_clearing_removes_photos_and_nothing_else(cache: PhotoCache, folder: Path) -> None:
    fill(cache, folder, 1, 2)
    (folder / "notes.txt").write_text("mine")

    cache.clear()

    assert [path.name for path in folder.iterdir()] == ["notes.txt"]


def test_what_a_dead_program_left_half_written_is_removed_and_a_living_ones_is_not(
    cache: PhotoCache, folder: Path
) -> None:
    folder.mkdir()
    old, new = folder / ".old.1.part", folder / ".new.2.part"
    for path in (old, new):
        path.write_bytes(b"half")
    os.utime(old, (0, 0))

    cache.keep(photo(1)[0], io.BytesIO(photo(1)[1]))

    assert (old.exists(), new.exists()) == (False, True)


def test_many_threads_that_drive_each_others_photos_out_get_whole_ones_or_none(folder: Path) -> None:
    def use(number: int) -> bool:
        cache, (digest, data) = PhotoCache(folder, 25 * KB), photo(number % 5)
        found = kept(cache, digest)
        if found is None:
            cache.keep(digest, io.BytesIO(data))
        return found in (None, data)

    with ThreadPoolExecutor(8) as threads:
        assert all(threads.map(use, range(400)))


PROGRAM = """
import hashlib, io, sys
from pathlib import Path
from postcardit_sdk.local.photo_cache import PhotoCache
cache = PhotoCache(Path(sys.argv[1]), 2_000_000)
print("ready", flush=True)
while True:
    for number in range(1000):
        data = number.to_bytes(4, "big") * 25_000
        cache.keep(hashlib.sha256(data).hexdigest(), io.BytesIO(data))
"""


def test_programs_that_are_killed_while_they_write_leave_whole_photos_or_none(folder: Path) -> None:
    command = [sys.executable, "-c", PROGRAM, str(folder)]
    for _ in range(3):
        programs = [subprocess.Popen(command, stdout=subprocess.PIPE) for _ in range(2)]
        for program in programs:
            assert program.stdout is not None
            assert program.stdout.readline() == b"ready\n"
        while len([*folder.glob("*")]) < 10:
            pass
        for program in programs:
            program.send_signal(signal.SIGKILL)
            program.wait()
            assert program.stdout is not None
            program.stdout.close()

    named = [path for path in folder.iterdir() if not path.name.startswith(".")]
    assert named
    assert all(hashlib.sha256(path.read_bytes()).hexdigest() == path.name for path in named)


def test_the_folder_is_beside_the_store_and_a_store_in_memory_has_none(tmp_path: Path) -> None:
    beside = cache_beside(LocalStore(tmp_path / "local.db"), 10 * KB)
    assert beside is not None
    beside.keep(photo(1)[0], io.BytesIO(photo(1)[1]))

    assert (tmp_path / "local.db-photos" / photo(1)[0]).is_file()
    assert cache_beside(LocalStore(), 10 * KB) is None
