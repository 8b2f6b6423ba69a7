"""The stream of the table `main`: whose feed has moved hears of it."""

from collections.abc import Mapping
from typing import Any

from ..hints import Hints, moved_in
from .opening import at_start, this_stage

__all__ = ["handler"]


@at_start
def _hints() -> Hints:
    opened = this_stage()
    return Hints(opened.connections, opened.sockets, opened.ports.sessions, opened.ports.clock)


def handler(event: Mapping[str, Any], context: object) -> dict[str, Any]:
    """Give hints. What could not be told is given once more, from its record on."""
    failed = _hints().tell(moved_in(event["Records"]))
    return {"batchItemFailures": [{"itemIdentifier": one.record_id} for one in failed]}
