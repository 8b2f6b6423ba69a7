"""Steps while a driver performs them, whatever its colour."""

from collections.abc import Generator
from typing import Any, Generic, TypeVar

from .errors import PostCardItError, TimedOut
from .flow import Step

__all__ = ["LOCK_POLLS", "LOCK_POLL_SECONDS", "Performance", "Steps", "never_free", "not_iterated"]

T = TypeVar("T")
ChannelT = TypeVar("ChannelT")
Steps = Generator[Step, Any, T]

LOCK_POLL_SECONDS = 0.01
LOCK_POLLS = 12_000


class Performance(Generic[T, ChannelT]):
    """Steps while they are performed: the one to do now, or None and the result; and the channels they hold open."""

    def __init__(self, steps: Steps[T]) -> None:
        self._steps = steps
        self.step: Step | None = None
        self.result: T
        self.channels: list[ChannelT] = []

    def go_on(self, given: Any = None) -> None:
        """Hand the flow what its step gave; the first time, begin."""
        try:
            self.step = self._steps.send(given)
        except StopIteration as stop:
            self.step, self.result = None, stop.value

    def fail(self, error: PostCardItError) -> None:
        """Raise into the flow what its step raised."""
        try:
            self.step = self._steps.throw(error)
        except StopIteration as stop:
            self.step, self.result = None, stop.value

    def close(self) -> None:
        """Close the flow: after Ctrl-C or a cancellation it is still waiting."""
        self._steps.close()


def never_free() -> TimedOut:
    """When a lock is never given back."""
    return TimedOut("Another program has held this session's lock for two minutes: is it stopped in a refresh?")


def not_iterated() -> TypeError:
    """When a flow that emits items is run."""
    return TypeError("This flow emits items: iterate over it.")
