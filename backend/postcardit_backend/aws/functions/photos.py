"""Photos that have arrived in S3 are developed."""

from collections.abc import Mapping
from typing import Any

from ..photo_events import develop_arrivals
from .opening import at_start, this_stage

__all__ = ["handler"]

_stage = at_start(this_stage)


def handler(event: Mapping[str, Any], context: object) -> dict[str, int]:
    """Develop those that an event of S3 tells of. Raises PhotosLeft when some are left for another try."""
    return develop_arrivals(event, _stage().ports)
