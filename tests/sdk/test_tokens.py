"""Tokens on disk: for their owner alone, whole or not at all, one writer at a time."""

import errno
import os
import subprocess
import sys
import time
from collections.abc import Generator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from postcardit_sdk import FileTokens, MemoryTokens, TokenFileUnsafe, Tokens, TokenStore
from tests.sdk.stage import BOB, LIVE, SECOND

HOLDER = """
import sys
import time
from postcardit_sdk.tokens import FileTokens
assert FileTokens(sys.argv[1]).lock.try_acquire()
print("held", flush=True)
sys.stdin.read()
"""
FORKER = """
import os, sys
from postcardit_sdk.tokens import FileTokens
lock, (read, write) = FileTokens(sys.argv[1]).lock, os.pipe()
assert lock.try_acquire()
if child := os.fork():
    lock.release()
    print(FileTokens(sys.argv[1]).lock.try_acquire())
    os.close(write)
    os.waitpid(child, 0)
else:
    os.close(write)
    os.read(read, 1)
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "alice" / "tokens.json"


@contextmanager
def held_by_another_process(path: Path) -> "Generator[subprocess.Popen[str]]":
    command = [sys.executable, "-c", HOLDER, str(path)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as holder:
        try:
            assert holder.stdout is not None
            assert holder.stdout.readline() == "held\n"
            yield holder
        finally:
            holder.kill()


@pytest.fixture(params=["memory", "file"])
def store(request: pytest.FixtureRequest, path: Path) -> TokenStore:
    return MemoryTokens() if request.param == "memory" else FileTokens(path)


def test_a_store_keeps_the_last_tokens_until_it_forgets_them(store: TokenStore) -> None:
    seen = [store.load()]
    for tokens in (LIVE, SECOND, Tokens("alone")):
        store.save(tokens)
        seen.append(store.load())
    store.clear()
    store.clear()

    assert [*seen, store.load()] == [None, LIVE, SECOND, Tokens("alone"), None]


def test_a_lock_is_held_once(store: TokenStore) -> None:
    first, second = store.lock.try_acquire(), store.lock.try_acquire()
    store.lock.release()

    assert (first, second, store.lock.try_acquire()) == (True, False, True)
    store.lock.release()


def test_only_the_owner_can_read_the_file_and_its_folder(path: Path) -> None:
    FileTokens(path).save(LIVE)

    assert (path.stat().st_mode & 0o777, path.parent.stat().st_mode & 0o777) == (0o600, 0o700)
    assert list(path.parent.iterdir()) == [path]


def test_two_stores_of_one_file_see_each_other(path: Path) -> None:
    one, other = FileTokens(path), FileTokens(path)
    one.save(LIVE)
    before = other.load()
    one.save(SECOND)

    assert (before, other.load()) == (LIVE, SECOND)


def test_a_change_within_one_tick_of_the_clock_is_seen(path: Path) -> None:
    store = FileTokens(path)
    store.save(LIVE)
    assert store.load() == LIVE
    stamp = path.stat().st_mtime_ns
    changed = replace(LIVE, access_token="access-9")

    FileTokens(path.with_name("other")).save(changed)
    path.write_bytes(path.with_name("other").read_bytes())
    os.utime(path, ns=(stamp, stamp))

    assert store.load() == changed


@pytest.mark.parametrize("interruption", [OSError(errno.ENOSPC, "disk full"), KeyboardInterrupt()])
def test_an_interrupted_change_leaves_the_old_tokens_and_nothing_else(
    interruption: BaseException, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = FileTokens(path)
    store.save(LIVE)

    def interrupt(_: int) -> None:
        raise interruption

    with monkeypatch.context() as patch, pytest.raises(type(interruption)):
        patch.setattr("os.fsync", interrupt)
        store.save(SECOND)

    assert store.load() == LIVE
    assert list(path.parent.iterdir()) == [path]


@pytest.mark.parametrize("mode", [0o644, 0o640, 0o604, 0o660])
def test_a_file_that_others_can_reach_is_refused_until_it_is_closed(path: Path, mode: int) -> None:
    store = FileTokens(path)
    store.save(LIVE)
    path.chmod(mode)

    with pytest.raises(TokenFileUnsafe, match=f"Run: chmod 600 {path}"):
        store.load()
    path.chmod(0o600)

    assert store.load() == LIVE


def test_a_link_is_neither_read_nor_written_through(path: Path) -> None:
    FileTokens(path).save(LIVE)
    link = path.with_name("link.json")
    link.symlink_to(path)

    with pytest.raises(TokenFileUnsafe):
        FileTokens(link).load()
    FileTokens(link).save(BOB)

    assert (FileTokens(path).load(), FileTokens(link).load(), link.is_symlink()) == (LIVE, BOB, False)


def test_a_lock_file_that_is_a_link_is_refused(path: Path) -> None:
    path.parent.mkdir()
    path.with_name("tokens.json.lock").symlink_to(path.parent / "elsewhere")

    with pytest.raises(TokenFileUnsafe):
        FileTokens(path).lock.try_acquire()

    assert not (path.parent / "elsewhere").exists()


def test_a_folder_in_its_place_is_refused(path: Path) -> None:
    path.mkdir(parents=True)

    with pytest.raises(TokenFileUnsafe, match="not a plain file"):
        FileTokens(path).load()


def test_a_pipe_in_its_place_is_refused_at_once(path: Path) -> None:
    path.parent.mkdir()
    os.mkfifo(path, 0o600)

    with pytest.raises(TokenFileUnsafe, match="not a plain file"):
        FileTokens(path).load()


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{",
        b"\xff\xfe",
        b"null",
        b"[]",
        b"{}",
        b'{"access_token": 7}',
        b'{"access_token": "s3cret", "expires_at": "soon"}',
        b'{"access_token": "s3cret", "refresh_token": ["x"]}',
        b"[" * 100_000,
    ],
)
def test_a_damaged_file_is_named_and_not_shown(path: Path, content: bytes) -> None:
    path.parent.mkdir()
    path.write_bytes(content)
    path.chmod(0o600)

    with pytest.raises(TokenFileUnsafe, match=r"damaged\. Delete it and sign in again") as caught:
        FileTokens(path).load()

    assert (caught.value.__cause__, caught.value.__context__) == (None, None)


def test_a_file_of_a_newer_version_can_be_read(path: Path) -> None:
    path.parent.mkdir()
    path.write_text('{"access_token": "a", "refresh_token": "r", "expires_at": 5, "from_the_future": [1]}')
    path.chmod(0o600)

    assert FileTokens(path).load() == Tokens("a", "r", 5.0)


def test_another_process_waits_and_a_killed_one_holds_nothing(path: Path) -> None:
    lock = FileTokens(path).lock

    with held_by_another_process(path) as holder:
        while_held = lock.try_acquire()
        holder.kill()
        holder.wait()
        after_kill = lock.try_acquire()
    lock.release()

    assert (while_held, after_kill) == (False, True)


def test_a_forked_child_does_not_keep_what_its_parent_gave_back(path: Path) -> None:
    command = [sys.executable, "-c", FORKER, str(path)]

    printed = subprocess.run(command, check=True, capture_output=True, text=True, timeout=30).stdout

    assert printed == "True\n"


def test_a_thread_that_takes_the_lock_while_another_gives_it_back_can_give_it_back_too(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lock, close = FileTokens(path).lock, os.close
    taken: list[bool] = []

    def close_and_be_overtaken(handle: int) -> None:
        close(handle)
        if not taken:
            taken.append(lock.try_acquire())

    assert lock.try_acquire()
    with monkeypatch.context() as patch:
        patch.setattr("os.close", close_and_be_overtaken)
        lock.release()
    lock.release()

    assert taken == [True]
    assert lock.try_acquire()
    lock.release()


def test_threads_of_one_store_hold_its_lock_one_at_a_time(path: Path) -> None:
    lock, inside, worst = FileTokens(path).lock, [0], [0]

    def hold(_: int) -> int:
        while not lock.try_acquire():
            pass
        inside[0] += 1
        worst[0] = max(worst[0], inside[0])
        inside[0] -= 1
        lock.release()
        return 1

    with ThreadPoolExecutor(8) as pool:
        done = sum(pool.map(hold, range(200)))

    assert (done, worst) == (200, [1])
    assert lock.try_acquire()
    lock.release()


def test_a_file_is_read_again_only_when_it_has_changed(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store, other = FileTokens(path), FileTokens(path)
    other.save(LIVE)
    time.sleep(0.06)  # until two changes can no longer look alike
    opened: list[object] = []
    really_open = os.open

    def noted(name: Any, *rest: Any, **named: Any) -> int:
        opened.append(name)
        return really_open(name, *rest, **named)

    with monkeypatch.context() as patch:
        patch.setattr(os, "open", noted)
        seen = [store.load() for _ in range(3)]
        reads = len(opened)
        assert store.lock.try_acquire()
        opened.clear()
        seen.append(store.load())
        store.lock.release()
        reads_under_the_lock = len(opened)
    other.save(SECOND)

    assert (seen, reads, reads_under_the_lock) == ([LIVE] * 4, 1, 1)
    assert store.load() == SECOND
