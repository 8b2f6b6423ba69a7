"""What has arrived of an upload is a file: its length is the truth, whoever writes, in whichever process."""

import fcntl
from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from postcardit_backend.embedded.arrivals import FileArrivals
from postcardit_backend.embedded.database import Database
from postcardit_backend.ports import Turn
from postcardit_backend.refusal import Refused
from postcardit_sdk.contract.problems import Code
from tests.backend.stores import refusal, sqlite_store, upload

SIZE = 100
WHOLE = bytes(range(SIZE))


@contextmanager
def opened(folder: Path) -> Generator[tuple[Database, FileArrivals]]:
    database = Database(folder / "postcardit.db")
    try:
        yield database, FileArrivals(database, folder / "arrivals")
    finally:
        database.close()


@pytest.fixture
def arrivals(tmp_path: Path) -> Iterator[FileArrivals]:
    """A folder with one pending upload of 100 bytes, `up`."""
    with opened(tmp_path) as (database, arrivals):
        announce(database)
        yield arrivals


def announce(database: Database) -> None:
    store = sqlite_store(database)
    alice = store.user("alice")
    store.uploads.create(upload(alice, "up"), store.once(alice.user_id, "create_upload"))


def sent(arrivals: FileArrivals, data: bytes = WHOLE) -> Turn:
    turn = arrivals.begin("up", SIZE, None)
    arrivals.append(turn, data)
    return turn


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in (folder / "arrivals").iterdir())


@dataclass
class Sender:
    """Someone who sends, and knows how much should be there."""

    database: Database
    arrivals: FileArrivals
    folder: Path
    turn: Turn
    kept: int = 0

    def append(self, number: int) -> None:
        part = WHOLE[self.kept : self.kept + number]
        self.arrivals.append(self.turn, part)
        self.kept += len(part)

    def flush(self, number: int) -> None:
        assert self.arrivals.flush(self.turn) == self.kept

    def ask(self, number: int) -> None:
        """Whoever asks may go on from there; the older connection may not."""
        late = self.turn
        assert self.arrivals.offset("up") == self.kept
        assert refusal(lambda: self.arrivals.append(late, b"x")) is Code.UPLOAD_OFFSET_MISMATCH
        self.turn = self.arrivals.begin("up", SIZE, self.kept)

    def come_back(self, number: int) -> None:
        late, self.turn = self.turn, self.arrivals.begin("up", SIZE, self.kept)
        assert refusal(lambda: self.arrivals.append(late, b"x")) is Code.UPLOAD_OFFSET_MISMATCH

    def go_astray(self, number: int) -> None:
        with pytest.raises(Refused) as refused:
            self.arrivals.begin("up", SIZE, self.kept + number)
        assert refused.value.upload_offset == self.kept

    def begin_anew(self, number: int) -> None:
        self.turn, self.kept = self.arrivals.begin("up", SIZE, None), 0

    def restart(self, number: int) -> None:
        self.arrivals = FileArrivals(self.database, self.folder)
        self.turn = self.arrivals.begin("up", SIZE, self.kept)


STEPS = [
    Sender.append, Sender.append, Sender.flush, Sender.ask,
    Sender.come_back, Sender.go_astray, Sender.begin_anew, Sender.restart,
]  # fmt: skip


@settings(max_examples=30)
@given(steps=st.lists(st.tuples(st.sampled_from(STEPS), st.integers(1, 30)), max_size=25))
def test_whatever_happens_on_the_way_what_is_kept_is_the_beginning(
    steps: list[tuple[Callable[[Sender, int], None], int]], tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("arrivals")
    with opened(folder) as (database, arrivals):
        announce(database)
        sender = Sender(database, arrivals, folder / "arrivals", arrivals.begin("up", SIZE, 0))
        for step, number in steps:
            step(sender, number)
            assert (folder / "arrivals" / "up.part").read_bytes() == WHOLE[: sender.kept]


def test_two_processes_that_append_from_one_offset_keep_one_part(arrivals: FileArrivals, tmp_path: Path) -> None:
    with opened(tmp_path) as (_, others):
        mine, theirs = arrivals.begin("up", SIZE, 0), others.begin("up", SIZE, 0)

        others.append(theirs, b"theirs")
        with pytest.raises(Refused) as refused:
            arrivals.append(mine, b"mine")

        assert (refused.value.code, refused.value.upload_offset) == (Code.UPLOAD_OFFSET_MISMATCH, 6)
        assert (tmp_path / "arrivals" / "up.part").read_bytes() == b"theirs"


def test_what_arrives_is_for_its_owner_alone(arrivals: FileArrivals, tmp_path: Path) -> None:
    sent(arrivals, b"x")

    paths = [tmp_path / "arrivals", tmp_path / "arrivals" / "up.part"]
    assert [path.stat().st_mode & 0o777 for path in paths] == [0o700, 0o600]


def test_no_link_in_the_folder_is_followed(arrivals: FileArrivals, tmp_path: Path) -> None:
    (tmp_path / "arrivals").mkdir()
    (tmp_path / "arrivals" / "up.part").symlink_to(tmp_path / "victim")

    with pytest.raises(OSError, match="symbolic links"):
        arrivals.begin("up", SIZE, None)

    assert not (tmp_path / "victim").exists()


def test_more_than_was_announced_drops_all_of_it(arrivals: FileArrivals, tmp_path: Path) -> None:
    turn = sent(arrivals)

    assert refusal(lambda: arrivals.append(turn, b"!")) is Code.UPLOAD_SIZE_MISMATCH
    assert (names(tmp_path), arrivals.offset("up")) == ([], 0)


def test_less_than_was_announced_drops_all_of_it_in_the_end(arrivals: FileArrivals, tmp_path: Path) -> None:
    turn = sent(arrivals, WHOLE[:-1])

    assert refusal(lambda: arrivals.complete(turn)) is Code.UPLOAD_SIZE_MISMATCH
    assert (names(tmp_path), arrivals.offset("up")) == ([], 0)


TOUCHES: dict[str, Callable[[FileArrivals, Turn], object]] = {
    "begin anew": lambda arrivals, turn: arrivals.begin("up", SIZE, None),
    "begin at the end": lambda arrivals, turn: arrivals.begin("up", SIZE, SIZE),
    "append": lambda arrivals, turn: arrivals.append(turn, b"x"),
    "flush": lambda arrivals, turn: arrivals.flush(turn),
    "complete": lambda arrivals, turn: arrivals.complete(turn),
    "offset": lambda arrivals, turn: arrivals.offset("up"),
}


@pytest.mark.parametrize("name", TOUCHES)
def test_what_is_complete_is_not_touched_any_more(name: str, arrivals: FileArrivals, tmp_path: Path) -> None:
    turn = sent(arrivals)
    arrivals.complete(turn)

    assert refusal(lambda: TOUCHES[name](arrivals, turn)) is Code.UPLOAD_FINISHED
    assert (tmp_path / "arrivals" / "up.part").read_bytes() == WHOLE


def test_one_at_a_time_works_on_what_has_arrived(arrivals: FileArrivals, tmp_path: Path) -> None:
    arrivals.complete(sent(arrivals))

    with opened(tmp_path) as (_, others), arrivals.developing("up") as mine:
        with others.developing("up") as theirs:
            assert (mine, theirs) == (tmp_path / "arrivals" / "up.part", None)
        assert mine is not None
        assert mine.read_bytes() == WHOLE


def test_a_lock_that_is_cleared_away_before_it_is_had_lets_nobody_in(
    arrivals: FileArrivals, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    arrivals.complete(sent(arrivals))
    lock, flock = tmp_path / "arrivals" / "up.lock", fcntl.flock

    def clear_then_lock(handle: int, operation: int) -> None:
        lock.unlink()  # as whoever had it before does in the end
        flock(handle, operation)

    with monkeypatch.context() as late:
        late.setattr("fcntl.flock", clear_then_lock)
        with arrivals.developing("up") as file:
            assert file is None


@pytest.mark.parametrize("step", ["os.open", "os.fsync"])
def test_a_full_disk_is_said_to_be_full_at_every_step(
    step: str, arrivals: FileArrivals, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> int:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as disk:
        disk.setattr(step, full)
        refused = refusal(lambda: arrivals.begin("up", SIZE, None))

    assert refused is Code.UNAVAILABLE
    assert arrivals.begin("up", SIZE, 0).offset == 0


def test_what_is_put_back_keeps_its_bytes_or_loses_them(arrivals: FileArrivals, tmp_path: Path) -> None:
    sizes: list[int] = []
    for keep in (True, False):
        arrivals.complete(sent(arrivals))
        with arrivals.developing("up") as file:
            assert file is not None
            file.with_suffix(".photo").write_bytes(b"half made")
            arrivals.reopen("up", keep=keep)
        sizes.append(arrivals.offset("up"))

    assert (sizes, names(tmp_path)) == ([SIZE, 0], [])


def test_a_sweep_removes_what_no_upload_waits_for(arrivals: FileArrivals, tmp_path: Path) -> None:
    sent(arrivals, b"still coming")
    for name in ("gone.part", "gone.lock", "gone.photo", "unheard of"):
        (tmp_path / "arrivals" / name).touch()

    arrivals.sweep()

    assert names(tmp_path) == ["up.part"]
