"""A folder's clock: the machine's until it is moved, and the same for everyone who has the folder open."""

import stat
import subprocess
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from postcardit_backend.embedded.clock import FolderClock
from postcardit_backend.embedded.setting_file import Changes
from postcardit_backend.refusal import Refused
from postcardit_sdk.contract.lab.clock import AdvanceClock, ClockChange, FreezeClock, RealClock, SetClock
from postcardit_sdk.contract.problems import Code

CHRISTMAS = datetime(2026, 12, 24, 18, tzinfo=UTC)
CHRISTMAS_MS = round(CHRISTMAS.timestamp() * 1000)
SLACK_MS = 60_000
"""More than any test takes, and less than what any of them moves the clock by."""

MOMENTS = st.datetimes(datetime(1971, 1, 2), datetime(2999, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001  # bounds have no zone
CHANGES: st.SearchStrategy[ClockChange] = st.one_of(
    st.builds(SetClock, at=MOMENTS),
    st.builds(AdvanceClock, seconds=st.floats(0, 1e8)),
    st.builds(FreezeClock, at=st.none() | MOMENTS),
    st.builds(RealClock),
)


@pytest.fixture
def clock(tmp_path: Path) -> FolderClock:
    return clock_in(tmp_path)


def clock_in(folder: Path) -> FolderClock:
    return FolderClock(folder / "clock.json", Changes(folder / "changes"))


def real() -> int:
    return time.time_ns() // 1_000_000


def test_an_untouched_clock_is_the_machines(clock: FolderClock, tmp_path: Path) -> None:
    before = real()
    shown = clock()

    assert before <= shown <= real()
    assert not clock.state().is_frozen
    assert not (tmp_path / "clock.json").exists(), "looking writes nothing"


def test_a_clock_that_is_set_goes_on_from_there(clock: FolderClock) -> None:
    clock.change(SetClock(at=CHRISTMAS))

    first = clock()
    while clock() == first:  # a millisecond at the most
        pass
    assert CHRISTMAS_MS <= first < clock() < CHRISTMAS_MS + SLACK_MS


def test_a_clock_that_stands_shows_one_time_and_jumps_when_it_is_told_to(clock: FolderClock) -> None:
    clock.change(FreezeClock(at=CHRISTMAS))
    stood = {clock() for _ in range(100)}
    state = clock.change(AdvanceClock(seconds=3600.5))

    assert stood == {CHRISTMAS_MS}
    assert (clock(), state.is_frozen) == (CHRISTMAS_MS + 3_600_500, True)


def test_jumps_add_up_and_may_go_back(clock: FolderClock) -> None:
    before = real()
    for seconds in (86_400, 86_400, -3600):
        clock.change(AdvanceClock(seconds=seconds))

    assert 0 <= clock() - before - (2 * 86_400 - 3600) * 1000 < SLACK_MS


def test_a_clock_that_is_real_again_leaves_nothing_behind(clock: FolderClock, tmp_path: Path) -> None:
    clock.change(FreezeClock(at=CHRISTMAS))
    before = real()
    clock.change(RealClock())

    assert before <= clock() <= real()
    assert not (tmp_path / "clock.json").exists()


def test_a_clock_stands_at_what_it_shows_unless_it_is_told_where(clock: FolderClock) -> None:
    clock.change(SetClock(at=CHRISTMAS))
    state = clock.change(FreezeClock())

    assert state.is_frozen
    assert CHRISTMAS_MS <= clock() < CHRISTMAS_MS + SLACK_MS


@pytest.mark.parametrize("seconds", [1e9, -2e9])
def test_a_time_that_cannot_be_written_down_is_refused(clock: FolderClock, seconds: float) -> None:
    limits = datetime(8999, 12, 31, tzinfo=UTC) if seconds > 0 else datetime(1971, 1, 2, tzinfo=UTC)
    clock.change(FreezeClock(at=limits))

    with pytest.raises(Refused) as refused:
        clock.change(AdvanceClock(seconds=seconds))

    assert refused.value.code is Code.VALIDATION_FAILED
    assert clock.state().now == limits


def test_only_the_owner_can_read_its_file(clock: FolderClock, tmp_path: Path) -> None:
    clock.change(FreezeClock(at=CHRISTMAS))

    assert {stat.S_IMODE(path.stat().st_mode) for path in tmp_path.iterdir()} == {0o600}


def test_a_damaged_file_is_a_sentence_that_says_what_to_do(clock: FolderClock, tmp_path: Path) -> None:
    (tmp_path / "clock.json").write_text("{")

    with pytest.raises(Refused, match=r"clock\.json is damaged\. Remove it"):
        clock()


@given(st.lists(st.tuples(st.booleans(), CHANGES), max_size=8))
def test_whoever_moves_it_everyone_sees_it_at_once(
    tmp_path_factory: pytest.TempPathFactory, moves: list[tuple[bool, ClockChange]]
) -> None:
    folder = tmp_path_factory.mktemp("clock")
    one, other = clock_in(folder), clock_in(folder)

    for is_one, change in moves:
        mover, watcher = (one, other) if is_one else (other, one)
        setting = watcher.setting()
        try:
            mover.change(change)
        except Refused:
            continue
        assert watcher.state().is_frozen == mover.state().is_frozen
        assert abs(watcher() - mover()) < SLACK_MS
        assert watcher.setting() != setting
        if watcher.state().is_frozen:
            assert watcher() == mover()


def test_another_process_moves_it_and_this_one_sees_it(clock: FolderClock, tmp_path: Path) -> None:
    program = (
        "from postcardit_backend.embedded.setting_file import Changes;"
        "import sys; from pathlib import Path; from postcardit_backend.embedded.clock import FolderClock\n"
        "from postcardit_sdk.contract.lab.clock import FreezeClock\n"
        "FolderClock(Path(sys.argv[1]) / 'clock.json', Changes(Path(sys.argv[1]) / 'changes'))"
        ".change(FreezeClock(at=sys.argv[2]))"
    )
    assert clock() < CHRISTMAS_MS + 1e12  # it has looked before

    subprocess.run([sys.executable, "-c", program, tmp_path, CHRISTMAS.isoformat()], check=True)

    assert clock() == CHRISTMAS_MS
