"""The clock of a data folder: the machine's, until somebody in the laboratory moves it."""

import time
from datetime import UTC, datetime
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from postcardit_sdk.contract.lab.clock import (
    EARLIEST,
    LATEST,
    AdvanceClock,
    ClockChange,
    ClockState,
    FreezeClock,
    RealClock,
    SetClock,
)
from postcardit_sdk.contract.problems import Code

from ..refusal import Refused
from .setting_file import Changes, SettingFile

__all__ = ["FolderClock"]

_FIRST, _LAST = (round(bound.timestamp() * 1000) for bound in (EARLIEST, LATEST))


class _Moved(BaseModel):
    """How the clock differs from the machine's: ahead by so many milliseconds, or standing at a time."""

    model_config = ConfigDict(frozen=True, defer_build=True)

    ahead: int = 0
    stands_at: int | None = None

    def now(self, real: int) -> int:
        return real + self.ahead if self.stands_at is None else self.stands_at


class FolderClock:
    """Called, it gives Unix milliseconds. Every process that has the folder open shows the same time."""

    def __init__(self, path: Path, changes: Changes) -> None:
        self._file, self._changes = SettingFile(path, _Moved, changes), changes

    def __call__(self) -> int:
        moved = self._file.look()
        return _machine_now() if moved is None else moved.now(_machine_now())

    def setting(self) -> bytes:
        """Other bytes whenever somebody has moved it: who waits for a time looks again."""
        return self._changes.seen

    def state(self) -> ClockState:
        """What it shows."""
        return _state(self._file.look() or _Moved())

    def change(self, change: ClockChange) -> ClockState:
        """Move it. Refuses validation_failed for a time that cannot be written down."""
        return _state(self._file.change(lambda moved: _changed(moved or _Moved(), change)) or _Moved())


def _changed(moved: _Moved, change: ClockChange) -> _Moved | None:
    real = _machine_now()
    match change:
        case RealClock():
            return None
        case SetClock(at=at):
            return _Moved(ahead=round(at.timestamp() * 1000) - real)
        case FreezeClock(at=at):
            return _Moved(stands_at=moved.now(real) if at is None else round(at.timestamp() * 1000))
        case AdvanceClock(seconds=seconds):
            by = round(seconds * 1000)
            if not _FIRST <= moved.now(real) + by <= _LAST:
                detail = f"The clock cannot show this time: only the years {EARLIEST.year} to {LATEST.year - 1}."
                raise Refused(Code.VALIDATION_FAILED, detail)
            if moved.stands_at is not None:
                return _Moved(stands_at=moved.stands_at + by)
            return _Moved(ahead=moved.ahead + by)


def _state(moved: _Moved) -> ClockState:
    real = _machine_now()
    return ClockState(now=_moment(moved.now(real)), real_now=_moment(real), is_frozen=moved.stands_at is not None)


def _moment(milliseconds: int) -> datetime:
    return datetime.fromtimestamp(milliseconds / 1000, UTC)


def _machine_now() -> int:
    return time.time_ns() // 1_000_000  # real time: this is the port
