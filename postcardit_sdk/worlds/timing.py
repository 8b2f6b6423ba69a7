"""Deciding when something happened: within what can be, as its file says, and else by the seed."""

import random
from dataclasses import dataclass

from .flaws import Way, WorldFlaw, flaw
from .moments import Span

__all__ = ["Bounds", "Timing"]

Bounds = tuple[int, int]
"""The first and the last Unix millisecond that can be."""


@dataclass(frozen=True, slots=True)
class Timing:
    """Turns what a file says of times into times."""

    anchor: int
    flaws: list[WorldFlaw]

    def within(self, span: Span, way: Way, bounds: Bounds, roll: random.Random, *, is_one: bool = True) -> int:
        """A time of this span. One alone that cannot be is wrong; of many the nearest that can be is taken."""
        first, last = bounds
        begin, end = span.milliseconds(self.anchor)
        if is_one and begin == end and not first <= begin <= last:
            self.flaws.append(flaw(way, f"lies {'before' if begin < first else 'after'} what can be"))
        if end < begin:
            self.flaws.append(flaw(way, "ends before it begins"))
            end = begin
        return min(max(roll.randint(begin, end), first), last)

    def usual(self, at: int, bounds: Bounds) -> int:
        """A time that no file gives, as near as it can be."""
        first, last = bounds
        return min(max(at, first), last)
