"""What a test moves: the backend's clock, its weather, and the mailbox that it reads."""

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from .. import lab
from .stage import Stage

if TYPE_CHECKING:
    from ..contract.lab.clock import ClockState
    from ..contract.lab.mailbox import MailboxMessage
    from ..contract.lab.weather import WeatherPlan, WeatherState

__all__ = ["Clock", "Mailbox", "Weather"]


class Clock:
    """The backend's time. Tokens, codes, links, limits and the feed go by it."""

    def __init__(self, stage: Stage) -> None:
        self._stage = stage

    @property
    def now(self) -> datetime:
        """What it shows."""
        return self._stage.run(lab.read_clock(self._stage.folder)).now

    def advance(self, *, days: float = 0, hours: float = 0, minutes: float = 0, seconds: float = 0) -> "ClockState":
        """Jump ahead; back with less than nothing."""
        change = lab.advance_clock(self._stage.folder, days=days, hours=hours, minutes=minutes, seconds=seconds)
        return self._stage.run(change)

    def set(self, at: datetime) -> "ClockState":
        """Show this time and go on from there."""
        return self._stage.run(lab.set_clock(self._stage.folder, at))

    def freeze(self, at: datetime | None = None) -> "ClockState":
        """Stand, at this time or at what it shows."""
        return self._stage.run(lab.freeze_clock(self._stage.folder, at))

    def reset(self) -> "ClockState":
        """Show the machine's time again."""
        return self._stage.run(lab.reset_clock(self._stage.folder))


class Weather:
    """A bad network on purpose. It is fair until a test sets another, and in the next test again."""

    def __init__(self, stage: Stage) -> None:
        self._stage = stage

    def set(
        self,
        plan: "WeatherPlan | str",
        *,
        seed: int | None = None,
        for_seconds: float | None = None,
        routes: Sequence[str] = (),
        users: Sequence[str] = (),
        hurry: bool | None = None,
    ) -> "WeatherState":
        """Have this weather, by its name or as a plan. With `hurry` nobody waits for what is only slow."""
        wanted = lab.set_weather(
            self._stage.folder, plan, seed=seed, for_seconds=for_seconds, routes=routes, users=users, hurry=hurry
        )
        return self._stage.run(wanted)

    def clear(self) -> "WeatherState":
        """Have fair weather."""
        return self._stage.run(lab.clear_weather(self._stage.folder))

    def show(self) -> "WeatherState":
        """How it stands, and how many requests it has met."""
        return self._stage.run(lab.read_weather(self._stage.folder))


class Mailbox:
    """What the backend mailed and pushed."""

    def __init__(self, stage: Stage) -> None:
        self._stage = stage

    def messages(self, user: str | None = None) -> "list[MailboxMessage]":
        """Everything, or what one user or address was sent, the newest first."""
        return self._stage.run(lab.read_mailbox(self._stage.folder, user)).messages

    def code(self, user: str) -> str:
        """The newest code that was mailed to a username or an address."""
        return self._stage.run(lab.mailed_code(self._stage.folder, user))

    def wait(self, user: str | None = None, *, timeout_seconds: float = 30) -> "MailboxMessage":
        """The next message from now on. Raises TimedOut."""
        return self._stage.run(lab.await_message(self._stage.folder, user, timeout_seconds=timeout_seconds))
