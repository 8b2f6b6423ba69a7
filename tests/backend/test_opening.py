"""Opening a data folder: new or old, alone or in a crowd."""

import fcntl
import sqlite3
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from postcardit_backend.embedded import database
from postcardit_backend.entry import open_embedded

OPEN = "import sys; from postcardit_backend.entry import open_embedded; open_embedded(sys.argv[1]).close()"


def test_a_new_folder_may_be_opened_by_many_at_once(tmp_path: Path) -> None:
    def open_and_close(_: int) -> None:
        open_embedded(tmp_path / "data").close()

    with ThreadPoolExecutor(8) as crowd:
        list(crowd.map(open_and_close, range(24)))


def test_a_new_folder_may_be_opened_by_several_processes_at_once(tmp_path: Path) -> None:
    command = [sys.executable, "-W", "error", "-c", OPEN, str(tmp_path / "data")]

    openings = [subprocess.Popen(command, stderr=subprocess.PIPE, text=True) for _ in range(5)]
    complaints = [opening.communicate()[1] for opening in openings]

    assert [opening.returncode for opening in openings] == [0] * 5, complaints


def test_while_one_opens_a_file_no_other_does(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    migrate = database._migrate  # pyright: ignore[reportPrivateUsage]  # to look in while it runs
    seen: list[bool] = []

    def looking(connection: sqlite3.Connection) -> None:
        seen.append(_is_locked(tmp_path / "postcardit.db-opening"))
        migrate(connection)

    monkeypatch.setattr(database, "_migrate", looking)
    open_embedded(tmp_path).close()

    assert seen == [True]
    assert not _is_locked(tmp_path / "postcardit.db-opening")


def _is_locked(path: Path) -> bool:
    with path.open("rb") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
    return False


def test_opening_an_old_folder_writes_nothing(tmp_path: Path) -> None:
    open_embedded(tmp_path).close()
    before = (tmp_path / "postcardit.db").read_bytes()

    open_embedded(tmp_path).close()

    assert (tmp_path / "postcardit.db").read_bytes() == before


def test_only_the_owner_can_look_into_a_folder(tmp_path: Path) -> None:
    open_embedded(tmp_path / "data").close()

    assert (tmp_path / "data").stat().st_mode & 0o777 == 0o700
    assert {path.name for path in (tmp_path / "data").iterdir() if path.stat().st_mode & 0o077} == set()
