"""The laboratory's clock: time that stands, jumps and goes on."""

from datetime import UTC, datetime
from typing import Annotated, Literal

from pydantic import Field, RootModel

from ..wire import Body, Timestamp, Wire
from .when_used import WHEN_USED

__all__ = [
    "EARLIEST",
    "LATEST",
    "AdvanceClock",
    "AnyClockChange",
    "ClockChange",
    "ClockState",
    "FreezeClock",
    "RealClock",
    "SetClock",
]

EARLIEST = datetime(1971, 1, 1, tzinfo=UTC)
LATEST = datetime(9000, 1, 1, tzinfo=UTC)
"""Between these every time that follows from it (an end, an id) can be written down, too."""

_Moment = Annotated[Timestamp, Field(ge=EARLIEST, le=LATEST)]
_CENTURY_SECONDS = 100 * 366 * 86_400


class ClockState(Wire):
    """What the clock shows, and how it came to it."""

    model_config = WHEN_USED

    now: Timestamp = Field(description="What the backend takes for the present.")
    real_now: Timestamp = Field(description="What the machine's clock shows.")
    is_frozen: bool = Field(description="Whether it stands.")

    @property
    def offset_seconds(self) -> float:
        """How far the backend's time is ahead of the machine's; less than nothing when it is behind."""
        return (self.now - self.real_now).total_seconds()


class SetClock(Body):
    """Show this time, and go on from there."""

    model_config = WHEN_USED

    to: Literal["set"] = "set"
    at: _Moment


class AdvanceClock(Body):
    """Jump by so many seconds, back when they are less than nothing. A clock that stands goes on standing."""

    model_config = WHEN_USED

    to: Literal["advance"] = "advance"
    seconds: Annotated[float, Field(ge=-_CENTURY_SECONDS, le=_CENTURY_SECONDS, allow_inf_nan=False)]


class FreezeClock(Body):
    """Stand: at this time, or at what it shows."""

    model_config = WHEN_USED

    to: Literal["freeze"] = "freeze"
    at: _Moment | None = None


class RealClock(Body):
    """Show the machine's time."""

    model_config = WHEN_USED

    to: Literal["real"] = "real"


ClockChange = Annotated[SetClock | AdvanceClock | FreezeClock | RealClock, Field(discriminator="to")]


class AnyClockChange(RootModel[ClockChange]):
    """Any of them, as it comes over the wire."""

    model_config = WHEN_USED
