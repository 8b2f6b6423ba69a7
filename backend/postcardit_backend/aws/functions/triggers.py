"""What Cognito calls when somebody has confirmed their address, set a new password, or is not known to it."""

from typing import Any

from ..triggers import hear
from .opening import at_start, this_stage

__all__ = ["handler"]

_stage = at_start(this_stage)


def handler(event: dict[str, Any], context: object) -> dict[str, Any]:
    """Do what follows from it; the event goes back, with an answer if it is a question."""
    return hear(event, _stage().ports)
