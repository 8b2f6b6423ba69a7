"""Opening the stage that the environment describes, once for each process."""

import logging
import os
from collections.abc import Callable
from functools import cache
from typing import TypeVar

from ..stage import Stage
from ..wiring import OpenStage, open_stage

__all__ = ["at_start", "this_stage"]

T = TypeVar("T")


@cache
def this_stage() -> OpenStage:
    """The stage of this function. Raises StageError."""
    logging.getLogger("postcardit").setLevel(logging.INFO)
    return open_stage(Stage.of(os.environ))


def at_start(make: Callable[[], T]) -> Callable[[], T]:
    """Make something once: on Lambda now, elsewhere when it is first asked for."""
    made = cache(make)
    if "AWS_LAMBDA_FUNCTION_NAME" in os.environ:
        made()
    return made
