"""The API: events of a REST API or of an HTTP API."""

from collections.abc import Mapping
from typing import Any

from ..app import StageBackend
from ..door import Door, LambdaContext
from .opening import at_start, this_stage

__all__ = ["handler"]


@at_start
def _door() -> Door:
    opened = this_stage()
    return Door(StageBackend(opened.ports).app, opened.stage.prefixes)


def handler(event: Mapping[str, Any], context: LambdaContext) -> dict[str, Any]:
    """Answer a request."""
    return _door()(event, context)
