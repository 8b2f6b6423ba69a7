"""The backend's time, moved from outside."""

import os
from datetime import datetime, timedelta

from ..contract.lab.clock import AdvanceClock, ClockState, FreezeClock, RealClock, SetClock
from ..flow import Talk, ask
from .asking import ask_lab

__all__ = ["advance_clock", "change_clock", "freeze_clock", "read_clock", "reset_clock", "set_clock"]


def read_clock(folder: str | os.PathLike[str]) -> Talk[ClockState]:
    """What the backend takes for the present."""
    return (yield from ask_lab(ClockState, folder, "GET", "clock"))


def set_clock(folder: str | os.PathLike[str], at: datetime) -> Talk[ClockState]:
    """Have it show this time and go on from there."""
    return (yield from change_clock(folder, ask(SetClock, at=at)))


def advance_clock(
    folder: str | os.PathLike[str], *, days: float = 0, hours: float = 0, minutes: float = 0, seconds: float = 0
) -> Talk[ClockState]:
    """Have it jump by so much. A clock that stands goes on standing."""
    by = timedelta(days=days, hours=hours, minutes=minutes, seconds=seconds)
    return (yield from change_clock(folder, ask(AdvanceClock, seconds=by.total_seconds())))


def freeze_clock(folder: str | os.PathLike[str], at: datetime | None = None) -> Talk[ClockState]:
    """Have it stand, at this time or at what it shows."""
    return (yield from change_clock(folder, ask(FreezeClock, at=at)))


def reset_clock(folder: str | os.PathLike[str]) -> Talk[ClockState]:
    """Have it show the machine's time."""
    return (yield from change_clock(folder, RealClock()))


def change_clock(
    folder: str | os.PathLike[str], change: SetClock | AdvanceClock | FreezeClock | RealClock
) -> Talk[ClockState]:
    """Change it, and hear what it shows."""
    return (yield from ask_lab(ClockState, folder, "POST", "clock", body=change))
