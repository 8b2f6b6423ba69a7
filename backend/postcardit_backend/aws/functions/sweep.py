"""The sweeper, called every few minutes: what nobody else has ended, and whatever was left undone."""

import logging
from collections.abc import Callable, Mapping
from typing import Any

from ...failures import trace_of
from ...ports import Ports
from ..photo_events import develop_arrivals
from .opening import at_start, this_stage

__all__ = ["handler", "sweep"]

_log = logging.getLogger("postcardit")
_stage = at_start(this_stage)


class SweepLeft(Exception):
    """Some of it could not be done now: the next sweep tries again, and an alarm may tell."""


def handler(event: Mapping[str, Any], context: object) -> dict[str, int]:
    """Sweep. Raises SweepLeft when something could not be done, after the rest was."""
    return sweep(_stage().ports)


def sweep(ports: Ports) -> dict[str, int]:
    """All that is due. It may be done twice at once: each step is a unit that finds what the other has left."""
    now, settings = ports.clock(), ports.settings
    due: dict[str, Callable[[], object]] = {
        "feeds": lambda: ports.feed.compact(now - settings.feed_seconds * 1000, settings.feed_changes),
        "jobs and photos": lambda: ports.erasure.sweep(now),
        "arrivals": lambda: develop_arrivals({}, ports),
    }
    authority = ports.authority
    if authority is not None:
        due["accounts elsewhere"] = lambda: authority.sweep(ports.users, now)
    left = [name for name, act in due.items() if not _is_done(act)]
    if left:
        raise SweepLeft(f"Not everything could be swept now: {', '.join(left)}.")
    return {"swept": len(due)}


def _is_done(act: Callable[[], object]) -> bool:
    try:
        act()
    except Exception as error:  # noqa: BLE001  # the other parts are not at fault; the handler raises in the end
        _log.error("a part of a sweep failed\n%s", trace_of(error))
        return False
    return True
