"""Every kind of job there is, with the step that takes it on."""

from collections.abc import Callable, Mapping

from .blocks import BLOCK_STEPS
from .endpoints import Endpoints
from .erasure import erasure_steps
from .jobs import Step
from .news import endpoint_steps
from .parting import PARTING_STEPS
from .seers import TELL_SEERS, tell_seers

__all__ = ["job_steps"]


def job_steps(erase_export: Callable[[str], None], endpoints: Mapping[str, Endpoints]) -> dict[str, Step]:
    """The steps for `Jobs`; `erase_export` removes the file of a user's own data, if there is one, and `endpoints` are
    those of devices, by platform."""
    steps = erasure_steps(erase_export) | endpoint_steps(endpoints)
    return {TELL_SEERS: tell_seers, **BLOCK_STEPS, **PARTING_STEPS, **steps}
