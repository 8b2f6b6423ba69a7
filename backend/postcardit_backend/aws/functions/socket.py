"""The WebSocket API: who connects, says something, leaves."""

from collections.abc import Mapping
from typing import Any

from ..listeners import Listeners
from .opening import at_start, this_stage

__all__ = ["handler"]


@at_start
def _listeners() -> Listeners:
    opened = this_stage()
    return Listeners(opened.ports, opened.connections, opened.sockets)


def handler(event: Mapping[str, Any], context: object) -> dict[str, Any]:
    """Answer an event."""
    return _listeners().answer(event)
