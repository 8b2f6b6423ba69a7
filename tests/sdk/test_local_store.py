"""The file on this machine: whole transactions, many users of it at once, and plain words when something is wrong."""

import errno
import os
import signal
import sqlite3
import stat
import subprocess
import sys
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from postcardit_sdk import LocalStore, LocalStoreFailed
from postcardit_sdk.local import opening


def note(text: str) -> Callable[[sqlite3.Connection], None]:
    """A verb that writes one line into a table of its own."""

    def verb(connection: sqlite3.Connection) -> None:
        connection.execute("CREATE TABLE IF NOT EXISTS notes (text TEXT)")
        connection.execute("INSERT INTO notes VALUES (?)", (text,))

    return verb


def notes(connection: sqlite3.Connection) -> list[str]:
    return [row["text"] for row in connection.execute("SELECT text FROM notes ORDER BY rowid")]


def sentence_of(store: LocalStore) -> str:
    """What a store says instead of opening its file."""
    with pytest.raises(LocalStoreFailed) as caught:
        store.write(note("lost"))
    return str(caught.value)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "folder" / "local.db"


# Transactions


def test_what_was_written_is_there_for_whoever_opens_the_file_next(path: Path) -> None:
    one = LocalStore(path)
    one.write(note("Ciao"))
    one.close()

    assert LocalStore(path).read(notes) == ["Ciao"]


@pytest.mark.parametrize("place", ["file", "memory"])
def test_a_verb_that_raises_leaves_nothing(path: Path, place: str) -> None:
    store = LocalStore(path if place == "file" else None)
    store.write(note("first"))

    def fail(connection: sqlite3.Connection) -> None:
        note("second")(connection)
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        store.write(fail)

    store.write(note("third"))
    assert store.read(notes) == ["first", "third"]


def test_a_query_sees_one_moment(path: Path) -> None:
    store = LocalStore(path)
    store.write(note("before"))

    def query(connection: sqlite3.Connection) -> list[list[str]]:
        first = notes(connection)
        LocalStore(path).write(note("meanwhile"))
        return [first, notes(connection)]

    assert store.read(query) == [["before"], ["before"]]
    assert store.read(notes) == ["before", "meanwhile"]


def test_a_process_that_is_killed_in_a_write_leaves_nothing_of_it(path: Path) -> None:
    LocalStore(path).write(note("before"))
    code = (
        "import os, signal, sys\nfrom postcardit_sdk.local import LocalStore\n"
        "def verb(c):\n c.execute(\"INSERT INTO notes VALUES ('half')\"); os.kill(os.getpid(), signal.SIGKILL)\n"
        "LocalStore(sys.argv[1]).write(verb)"
    )
    done = subprocess.run([sys.executable, "-c", code, str(path)], check=False)

    assert (done.returncode, LocalStore(path).read(notes)) == (-signal.SIGKILL, ["before"])


# Many at once


def test_six_processes_may_open_a_new_file_at_once(path: Path) -> None:
    code = (
        "import sys\nfrom postcardit_sdk.local import LocalStore\n"
        "verb = lambda c: c.execute('CREATE TABLE IF NOT EXISTS notes (text TEXT)') and"
        " c.execute('INSERT INTO notes VALUES (?)', (sys.argv[2],))\n"
        "sys.stdin.read(); store = LocalStore(sys.argv[1])\n"
        "for _ in range(5): store.write(verb)"
    )
    command = [sys.executable, "-W", "error", "-c", code, str(path)]
    ready = [subprocess.Popen([*command, str(number)], stdin=subprocess.PIPE) for number in range(6)]
    for process in ready:
        assert process.stdin is not None
        process.stdin.close()

    assert [process.wait() for process in ready] == [0] * 6
    assert sorted(LocalStore(path).read(notes)) == sorted([*"012345"] * 5)


@pytest.mark.parametrize("place", ["file", "memory"])
def test_threads_share_a_store(path: Path, place: str) -> None:
    store = LocalStore(path if place == "file" else None)

    with ThreadPoolExecutor(8) as threads:
        list(threads.map(store.write, [note(str(number)) for number in range(100)]))

    assert sorted(map(int, store.read(notes))) == [*range(100)]


def test_threads_that_end_leave_no_connection_open(path: Path) -> None:
    store = LocalStore(path)

    for _ in range(20):
        thread = threading.Thread(target=store.write, args=(note("one"),))
        thread.start()
        thread.join()

    assert len(open_files(path)) <= 3  # the file, its journal, its index
    store.close()
    assert open_files(path) == []


def open_files(path: Path) -> list[str]:
    """What this process holds open of a store's file and its journals."""
    return [target for entry in Path("/proc/self/fd").iterdir() if (target := _target(entry)).startswith(str(path))]


def _target(entry: Path) -> str:
    try:
        return str(entry.readlink())
    except OSError:
        return ""


def test_closing_lets_a_running_transaction_end_and_the_next_use_opens_again(path: Path) -> None:
    store, is_running, is_closed = LocalStore(path), threading.Event(), threading.Event()

    def slow(connection: sqlite3.Connection) -> None:
        note("slow")(connection)
        is_running.set()
        assert is_closed.wait(10)

    with ThreadPoolExecutor(1) as threads:
        writing = threads.submit(store.write, slow)
        assert is_running.wait(10)
        store.close()
        is_closed.set()
        writing.result()

    assert open_files(path) == []
    assert store.read(notes) == ["slow"]


def test_closing_what_is_in_memory_forgets_it() -> None:
    store = LocalStore()
    store.write(note("gone"))
    store.close()

    with pytest.raises(LocalStoreFailed, match="no such table: notes"):
        store.read(notes)


def test_a_forked_child_has_connections_of_its_own(path: Path) -> None:
    code = (
        "import os, sys, threading\nfrom postcardit_sdk.local import LocalStore\n"
        "def add(text): return lambda c: c.execute('INSERT INTO notes VALUES (?)', (text,))\n"
        "store, memory = LocalStore(sys.argv[1]), LocalStore()\n"
        "for one in (store, memory): one.write(lambda c: c.execute('CREATE TABLE notes (text TEXT)'))\n"
        "store._lock.acquire(); memory._turn.acquire()\n"  # as another thread may have at this moment
        "child = os.fork()\n"
        "if child == 0:\n"
        "    store.write(add('child')); memory.write(lambda c: c.execute('CREATE TABLE notes (text TEXT)'))\n"
        "    store.close(); os._exit(0)\n"
        "store._lock.release(); memory._turn.release()\n"
        "assert os.waitpid(child, 0)[1] == 0\n"
        "store.write(add('parent')); memory.write(add('parent'))"
    )
    subprocess.run([sys.executable, "-c", code, str(path)], check=True, timeout=60)

    assert LocalStore(path).read(notes) == ["child", "parent"]


def test_a_file_that_others_keep_busy_is_said_to_be_busy(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(opening, "BUSY_SECONDS", 0.05)
    one, other = LocalStore(path), LocalStore(path)
    other.write(note("first"))
    said: list[str] = []

    one.write(lambda connection: said.append(sentence_of(other)))

    assert said == [f"Others have kept {path} busy for 30 seconds: nothing was changed. Try again."]
    assert other.read(notes) == ["first"]


def test_a_file_that_was_moved_away_is_made_anew(path: Path) -> None:
    store = LocalStore(path)
    store.write(note("old"))
    for name in ("local.db", "local.db-wal", "local.db-shm"):
        path.with_name(name).rename(path.with_name(f"old-{name}"))

    store.write(note("new"))

    assert (store.read(notes), LocalStore(path).read(notes)) == (["new"], ["new"])


# Whose file it is


def test_the_folder_the_file_and_its_journals_are_their_owners_alone(path: Path) -> None:
    store = LocalStore(path)
    store.write(note("Ciao"))

    modes = {entry.name: stat.S_IMODE(entry.stat().st_mode) for entry in path.parent.iterdir()}
    assert modes == dict.fromkeys(("local.db", "local.db-wal", "local.db-shm", "local.db-opening"), 0o600)
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


def test_a_file_that_others_can_read_is_refused(path: Path) -> None:
    LocalStore(path).write(note("Ciao"))
    path.chmod(0o640)

    assert sentence_of(LocalStore(path)) == f"{path} can be read by others. Run: chmod 600 {path}"


def test_a_link_and_a_folder_are_refused(path: Path) -> None:
    LocalStore(path).write(note("Ciao"))
    link = path.with_name("link.db")
    link.symlink_to(path)
    (path.parent / "folder.db").mkdir()

    for name in ("link.db", "folder.db"):
        wrong = path.with_name(name)
        assert sentence_of(LocalStore(wrong)) == f"{wrong} is not a plain file of yours. Give another path."
    assert LocalStore(path).read(notes) == ["Ciao"]


def test_somebody_elses_file_is_refused(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    LocalStore(path).write(note("Ciao"))
    someone = os.getuid() + 1
    monkeypatch.setattr(os, "getuid", lambda: someone)

    assert sentence_of(LocalStore(path)) == f"{path} is not a plain file of yours. Give another path."


def test_the_database_of_another_program_is_refused_and_stays_as_it_is(path: Path) -> None:
    path.parent.mkdir(mode=0o700)
    stranger = sqlite3.connect(path)
    stranger.execute("CREATE TABLE theirs (text TEXT)")
    stranger.close()
    path.chmod(0o600)

    assert sentence_of(LocalStore(path)) == f"{path} belongs to another program. Give another path."
    stranger = sqlite3.connect(path)
    assert stranger.execute("SELECT name FROM sqlite_master").fetchall() == [("theirs",)]
    stranger.close()


# What cannot be used


def test_a_file_of_a_newer_version_is_refused(path: Path) -> None:
    LocalStore(path).write(lambda connection: connection.execute("PRAGMA user_version = 99"))

    assert sentence_of(LocalStore(path)) == f"{path} was written by a newer version of PostCardIt. Upgrade first."


def test_a_damaged_file_is_kept_for_what_may_be_saved_from_it(path: Path) -> None:
    path.parent.mkdir(mode=0o700)
    path.write_bytes(b"no database, " * 1000)
    path.chmod(0o600)

    assert sentence_of(LocalStore(path)) == (
        f"{path} is damaged (file is not a database). Move it away with its -wal file and start again; do not delete"
        " it: postcards may wait in it to be sent."
    )
    assert path.read_bytes() == b"no database, " * 1000


def test_damage_in_the_middle_is_told_as_well(path: Path) -> None:
    store = LocalStore(path)
    store.write(note("x" * 100_000))
    store.close()
    with path.open("r+b") as file:
        file.seek(4096)
        file.write(b"\xff" * (path.stat().st_size - 4096))

    with pytest.raises(LocalStoreFailed, match=r"local\.db is damaged \(database disk image is malformed\)"):
        LocalStore(path).read(notes)


def test_a_full_disk_keeps_nothing_and_is_told(path: Path) -> None:
    store = LocalStore(path)
    store.write(note("first"))
    pages = store.read(lambda connection: connection.execute("PRAGMA page_count").fetchone()[0])
    store.read(lambda connection: connection.execute(f"PRAGMA max_page_count = {pages + 2}").fetchone())

    with pytest.raises(LocalStoreFailed) as caught:
        store.write(note("x" * 100_000))
    store.write(note("small"))

    assert str(caught.value) == f"The disk is full: nothing was kept in {path}. Make room and try again."
    assert store.read(notes) == ["first", "small"]


@pytest.mark.parametrize(
    ("number", "sentence"),
    [
        (errno.ENOSPC, "The disk is full: nothing was kept in {}. Make room and try again."),
        (
            errno.EROFS,
            "{} cannot be opened and written (Read-only file system). Make it and its folder yours to write, or give"
            " another path.",
        ),
        (errno.EIO, "What is kept in {} could not be read or written (Input/output error). Nothing was changed."),
    ],
)
def test_a_file_that_the_system_does_not_open_is_told_in_words(
    path: Path, monkeypatch: pytest.MonkeyPatch, number: int, sentence: str
) -> None:
    def refuse(*_: Any, **__: Any) -> int:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(os, "open", refuse)

    assert sentence_of(LocalStore(path)) == sentence.format(path)


def test_a_file_that_cannot_be_written_is_told_in_words(path: Path) -> None:
    store = LocalStore(path)
    store.write(note("first"))
    store.read(lambda connection: connection.execute("PRAGMA query_only = ON"))

    assert sentence_of(store) == (
        f"{path} cannot be opened and written (attempt to write a readonly database). Make it and its folder yours to"
        " write, or give another path."
    )


def test_a_new_file_that_cannot_be_filled_is_filled_by_the_next_who_opens_it(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def half(_: str) -> list[str]:
        return ["CREATE TABLE mirrors (text TEXT)", "CREATE nonsense"]

    with monkeypatch.context() as patch:
        patch.setattr(opening, "_statements", half)
        assert "could not be read or written" in sentence_of(LocalStore(path))

    LocalStore(path).write(note("Ciao"))
    assert LocalStore(path).read(notes) == ["Ciao"]


def test_who_keeps_nothing_does_not_pay_for_sqlite() -> None:
    code = "import sys\nfrom postcardit_sdk.local import LocalStore\nLocalStore('x')\nprint('sqlite3' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)

    assert done.stdout == "False\n"
