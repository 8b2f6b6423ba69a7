"""Reading ahead: the first read of a request brings what its other reads will be about.

Each read is a way of some milliseconds. What came ahead is remembered until something is written or found changed, and
no longer than the request lasts. That it was read a moment earlier spoils nothing: what a verb writes its commit makes
sure of, what it refuses it judges once more by what is there then (units.py), and what is only shown may be as it was
at any time of the request. Nothing else is remembered: who looks again, to see whether something has changed, sees it.
"""

from collections.abc import Callable, Generator, Iterable, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING

from .items import Item

if TYPE_CHECKING:
    from .tables import Key

__all__ = ["expect", "forget", "looked_up", "reading_ahead"]


class _Ahead:
    """What one request will ask for, and what of it has come."""

    def __init__(self) -> None:
        self.expected: dict[Key, None] = {}
        self.known: dict[Key, Item | None] = {}


_this: ContextVar[_Ahead | None] = ContextVar("ahead", default=None)


@contextmanager
def reading_ahead() -> Generator[None]:
    """One request of this thread: what is expected while this lasts comes with its first read."""
    token = _this.set(_Ahead())
    try:
        yield
    finally:
        _this.reset(token)


def expect(keys: "Iterable[Key]") -> None:
    """This request will ask for these, maybe."""
    ahead = _this.get()
    if ahead is not None:
        ahead.expected |= dict.fromkeys(key for key in keys if key.is_possible)


def forget() -> bool:
    """What came ahead may not be so any more. Gives whether anything had come."""
    ahead = _this.get()
    if ahead is None:
        return False
    had_come = bool(ahead.known)
    ahead.expected.clear()
    ahead.known.clear()
    return had_come


def looked_up(
    keys: "Sequence[Key]", look_up: "Callable[[Sequence[Key]], Mapping[Key, Item]]", room: int
) -> "dict[Key, Item]":
    """Those of these items that are there. What has not come ahead is looked up, together with what is expected, as
    far as one request has `room`."""
    ahead = _this.get()
    if ahead is None:
        return {**look_up(keys)}
    known = {key: ahead.known[key] for key in keys if key in ahead.known}
    missing = [key for key in keys if key not in known]
    if missing:
        more = [key for key in ahead.expected if key not in missing][: max(0, room - len(missing))]
        found = look_up([*missing, *more])
        ahead.known |= {key: found.get(key) for key in (*more, *missing) if key in ahead.expected}
        ahead.expected.clear()
        known |= {key: found.get(key) for key in missing}
    return {key: item for key, item in known.items() if item is not None}
