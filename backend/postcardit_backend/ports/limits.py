"""What services need to keep people from asking too often."""

from collections.abc import Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Protocol

__all__ = ["Charge", "Limits", "Meter", "Standing", "Verdict"]


@dataclass(frozen=True, slots=True)
class Meter:
    """Counts one subject (a user, an account, an address) against one policy: at most `count` in `seconds`.

    A window begins with the first that is counted in it, so no two windows in a row let through more than 2 * count.
    """

    policy: str
    subject: str
    count: int
    seconds: int


@dataclass(frozen=True, slots=True)
class Standing:
    """How a meter stands: how many are left in its window, and when that ends, in Unix milliseconds."""

    meter: Meter
    left: int
    ends_at: int


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether one more was let through, and how each meter stands."""

    is_granted: bool
    standings: tuple[Standing, ...]


@dataclass(slots=True)
class Charge:
    """What is to be counted together with a write; the verdict is there once that was tried."""

    meters: Sequence[Meter]
    now: int
    verdict: Verdict | None = None


class Limits(Protocol):
    """Counts that every process on the same store shares."""

    def count(self, meters: Sequence[Meter], now: int) -> Verdict:
        """Count one more on each meter, or on none when one of them is full."""
        ...

    def with_write(self, charge: Charge) -> AbstractContextManager[None]:
        """The same, as part of what this thread writes first while it lasts: one commit for both. The count stays
        when the write is refused; when a meter is full, nothing is written and rate_limited is raised."""
        ...
