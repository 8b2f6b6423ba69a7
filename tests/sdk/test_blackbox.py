"""What is written down about tokens: the last 200 events, whoever writes, and never at the cost of a call."""

import errno
import json
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path

import pytest

from postcardit_sdk import BlackBox
from postcardit_sdk.blackbox import MemoryBlackBox, Recorder, fingerprint

WRITER = """
import sys
from postcardit_sdk.blackbox import BlackBox
for number in range(150):
    BlackBox(sys.argv[1]).record("alice", "refreshed", f"by={sys.argv[2]}; number={number}")
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "tokens.json.blackbox"


@pytest.fixture(params=["memory", "file"])
def box(request: pytest.FixtureRequest, path: Path) -> Recorder:
    return MemoryBlackBox() if request.param == "memory" else BlackBox(path)


def test_what_is_recorded_is_read_in_order(box: Recorder) -> None:
    before = datetime.now(UTC)
    box.record("alice", "signed_in", "token=1a2b3c4d")
    box.record("alice", "session_ended", "reason=expired; decided_by=server")
    first, last = box.entries()

    assert (first.account, first.event, first.facts) == ("alice", "signed_in", {"token": "1a2b3c4d"})
    assert last.facts == {"reason": "expired", "decided_by": "server"}
    assert before <= first.at <= last.at <= datetime.now(UTC)


def test_the_last_200_are_kept(box: Recorder) -> None:
    for number in range(431):
        box.record("alice", "refreshed", f"number={number}")

    assert [entry.facts["number"] for entry in box.entries()] == [str(number) for number in range(231, 431)]


def test_the_file_is_trimmed_and_its_owners_alone(path: Path) -> None:
    for _ in range(250):
        BlackBox(path).record("alice", "refreshed")

    assert (len(path.read_bytes().splitlines()), path.stat().st_mode & 0o777) == (200, 0o600)
    assert list(path.parent.iterdir()) == [path]


def test_threads_and_processes_lose_no_line_of_each_other(path: Path) -> None:
    def record(number: int) -> None:
        BlackBox(path).record("bob", "adopted", f"number={number}")

    writers = [subprocess.Popen([sys.executable, "-c", WRITER, str(path), name]) for name in ("one", "two")]
    assert [writer.wait(60) for writer in writers] == [0, 0]
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(record, range(40)))
    lines = path.read_bytes().splitlines()

    assert [json.loads(line)["event"] for line in lines].count("adopted") == 40
    assert len(lines) == 200


@pytest.mark.parametrize("call", ["open", "replace"])
def test_a_disk_that_is_full_costs_nobody_a_call(path: Path, monkeypatch: pytest.MonkeyPatch, call: str) -> None:
    box = BlackBox(path)
    for _ in range(200):
        box.record("alice", "refreshed")

    def refuse(*_: object, **__: object) -> int:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(os, call, refuse)
        box.record("alice", "signed_out")

    assert [entry.event for entry in box.entries()] == ["refreshed"] * 200
    assert list(path.parent.iterdir()) == [path]


def test_a_line_that_was_cut_off_spoils_no_other(path: Path) -> None:
    box = BlackBox(path)
    box.record("alice", "signed_in")
    with path.open("ab") as file:
        file.write(b'{"at": "2026-')
    box.record("alice", "refreshed")

    assert [entry.event for entry in box.entries()] == ["signed_in", "refreshed"]


@pytest.mark.parametrize("content", [b"\xff\xfe", b"[]\nnull\n7\n", b"{}\n", b'{"at": 1}\n', b"[" * 100_000])
def test_a_damaged_file_reads_as_empty(path: Path, content: bytes) -> None:
    path.write_bytes(content)

    assert BlackBox(path).entries() == []


def test_a_link_is_neither_followed_nor_read(path: Path) -> None:
    elsewhere = path.with_name("elsewhere")
    elsewhere.write_bytes(b"")
    path.symlink_to(elsewhere)
    BlackBox(path).record("alice", "signed_in")

    assert (BlackBox(path).entries(), elsewhere.read_bytes()) == ([], b"")


def test_a_fingerprint_tells_tokens_apart_and_is_none() -> None:
    assert (fingerprint("one") == fingerprint("one"), fingerprint("one") == fingerprint("two")) == (True, False)
    assert len(fingerprint("one")) == 8
