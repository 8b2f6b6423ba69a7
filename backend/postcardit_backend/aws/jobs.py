"""Jobs: what one commit has no room for, written down by the verb that causes it and done in steps.

A verb begins a job in its own commit, and works it off before it returns. Each step moves the job's item in the same
commit as its effect: so a step happens once, whoever takes it. What a process leaves behind when it dies, or when its
patience ends, the sweeper takes up. Nothing that must be true at once may wait for a job: readers look at the pair and
at the profile, not at how far a job is.
"""

import logging
import time
from collections.abc import Callable, Mapping
from functools import partial

from postcardit_sdk.contract.wire import new_id

from ..refusal import Refused
from .fields import text
from .items import Item
from .tables import Key, Range
from .units import Unit, Units

__all__ = ["Jobs", "Step", "begin"]

_log = logging.getLogger("postcardit")

Step = Callable[[Unit, Item], Item | None]
"""One step of a job: gives the job as it is afterwards, or None when it is done. At most some ninety actions."""
_PATIENCE_SECONDS = 15.0
"""How long a request works on its jobs: API Gateway gives up after 29."""
_ALL = Range("main", "JOBS", "", "~")


def begin(unit: Unit, kind: str, facts: Item, now: int | None = None) -> str:
    """Inside the unit of a change: write down what is left to be done. Gives the job's id, for `work`; the sweeper
    takes jobs in the order of their times, and one without a time is of this moment."""
    job_id = new_id(now)
    unit.put(_key(job_id), {**facts, "kind": kind})
    return job_id


class Jobs:
    """Does them, each by the step of its kind."""

    def __init__(self, units: Units, steps: Mapping[str, Step]) -> None:
        self._units, self._steps = units, steps

    def work(self, *job_ids: str) -> None:
        """Do these, as far as patience lasts. What is left is the sweeper's, as when the store is unavailable now: the
        verb that began them has happened."""
        end = time.monotonic() + _PATIENCE_SECONDS  # real time: a request is waiting
        for job_id in job_ids:
            try:
                while self._go_on(job_id):
                    if time.monotonic() > end:  # real time: the same
                        _log.warning("a job is left to the sweeper, for it takes long")
                        return
            except Refused as refused:
                _log.warning("a job is left to the sweeper: %s", refused.code.value)

    def sweep(self) -> None:
        """Finish all that are there, the oldest first. What fails is told after the others were tried."""
        failures: list[Exception] = []
        for job in self._units.tables.query(_ALL):
            try:
                while self._go_on(text(job, "sk")):
                    pass
            except Exception as error:  # noqa: BLE001  # one job must not stop the others; it is raised below
                failures.append(error)
        if failures:
            raise ExceptionGroup("Jobs that could not be done now", failures)

    def _go_on(self, job_id: str) -> bool:
        """Take a step. Gives whether there are more."""
        return self._units.run(partial(self._step, key=_key(job_id)))

    def _step(self, unit: Unit, key: Key) -> bool:
        job = unit.get(key)
        if job is None:
            return False
        after = self._steps[text(job, "kind")](unit, job)
        if after is None:
            unit.remove(key)
        else:
            unit.put(key, {**after})
        return after is not None


def _key(job_id: str) -> Key:
    return Key("main", "JOBS", job_id)
