"""Counting in this process: windows in memory, as many as there is room for."""

import threading
from collections.abc import Sequence

from .ports.limits import Meter, Standing, Verdict

__all__ = ["Windows"]

ROOM = 50_000
"""How many windows are kept: 10 MB at the most."""


class Windows:
    """The meters that this process alone knows. The oldest windows give way to new ones."""

    def __init__(self, room: int = ROOM) -> None:
        self._room = room
        self._ends: dict[Meter, Standing] = {}
        self._lock = threading.Lock()

    def count(self, meters: Sequence[Meter], now: int) -> Verdict:
        """Count one more on each meter, or on none when one of them is full."""
        with self._lock:
            known = tuple(self._standing(meter, now) for meter in meters)
            if any(one.left == 0 for one in known):
                return Verdict(False, known)
            counted = tuple(Standing(one.meter, one.left - 1, one.ends_at) for one in known)
            for one in counted:
                self._keep(one)
            return Verdict(True, counted)

    def remember_full(self, verdict: Verdict) -> None:
        """Keep which meters of a shared store are full, so that it need not be asked again in their window."""
        with self._lock:
            for one in verdict.standings:
                if one.left == 0:
                    self._keep(one)

    def full(self, meters: Sequence[Meter], now: int) -> Verdict | None:
        """The refusal that is certain because a meter was found full in its present window."""
        with self._lock:
            known = tuple(self._ends[meter] for meter in meters if meter in self._ends)
        full = tuple(one for one in known if one.left == 0 and now < one.ends_at)
        return Verdict(False, full) if full else None

    def _standing(self, meter: Meter, now: int) -> Standing:
        known = self._ends.get(meter)
        if known is not None and now < known.ends_at:
            return known
        return Standing(meter, meter.count, now + meter.seconds * 1000)

    def _keep(self, standing: Standing) -> None:
        known = self._ends.get(standing.meter)
        if known is None or known.ends_at != standing.ends_at:
            self._ends.pop(standing.meter, None)  # a new window is the youngest
            while len(self._ends) >= self._room:
                del self._ends[next(iter(self._ends))]
        self._ends[standing.meter] = standing

    def __len__(self) -> int:
        return len(self._ends)
