"""The laboratory's clock: GET and POST /lab/clock, and the same for tests in this process."""

import asyncio
from collections.abc import Callable
from datetime import datetime, timedelta

from pydantic import BaseModel
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from postcardit_sdk.contract.lab.clock import (
    AdvanceClock,
    AnyClockChange,
    ClockChange,
    ClockState,
    FreezeClock,
    RealClock,
    SetClock,
)

from ..embedded.clock import FolderClock
from ..web import encode
from .access import for_testers, read_as

__all__ = ["LabClock", "clock_routes"]


class LabClock:
    """Moves the backend's time. When a verb returns, what is out of date by then is gone, as it would be after days."""

    def __init__(self, clock: FolderClock, sweep: Callable[[], None]) -> None:
        self._clock, self._sweep = clock, sweep

    def show(self) -> ClockState:
        """What it shows."""
        return self._clock.state()

    def set(self, at: datetime) -> ClockState:
        """Show this time and go on from there."""
        return self.change(SetClock(at=at))

    def advance(self, by: timedelta) -> ClockState:
        """Jump. A clock that stands goes on standing."""
        return self.change(AdvanceClock(seconds=by.total_seconds()))

    def freeze(self, at: datetime | None = None) -> ClockState:
        """Stand, at this time or at what it shows."""
        return self.change(FreezeClock(at=at))

    def reset(self) -> ClockState:
        """Show the machine's time."""
        return self.change(RealClock())

    def change(self, change: ClockChange) -> ClockState:
        """Move it. Refuses validation_failed for a time that cannot be written down."""
        state = self._clock.change(change)
        self._sweep()
        return state


def clock_routes(clock: LabClock, lab_key: str) -> list[Route]:
    """The routes."""

    async def show(_: Request) -> Response:
        return _answer(clock.show())

    async def change(request: Request) -> Response:
        wanted = await read_as(AnyClockChange, request)
        return _answer(await asyncio.get_running_loop().run_in_executor(None, clock.change, wanted.root))

    return [
        Route("/lab/clock", for_testers(show, lab_key), methods=["GET"]),
        Route("/lab/clock", for_testers(change, lab_key), methods=["POST"]),
    ]


def _answer(state: BaseModel) -> Response:
    return Response(encode(state), headers={"cache-control": "no-store"}, media_type="application/json")
