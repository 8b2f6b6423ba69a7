"""Who with whom: all pairs of one group or two, or so many of them, drawn by the seed."""

import random
from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations, product

from .flaws import Way, WorldFlaw
from .people import People, Person

__all__ = ["Pairing", "pairing_of"]

_TRIED_UP_TO = 0.5
"""From this share of all pairs on they are drawn from a list of all, and not tried at random."""

PersonPair = tuple[Person, Person]


@dataclass(frozen=True, slots=True)
class Pairing:
    """The pairs that an entry may mean: of two groups, first with second; or within one."""

    firsts: Sequence[Person]
    seconds: Sequence[Person]
    is_within: bool

    def every(self) -> Iterator[PersonPair]:
        """All of them."""
        return combinations(self.firsts, 2) if self.is_within else product(self.firsts, self.seconds)

    def drawn(self, count: int, roll: random.Random, taken: Container[frozenset[str]]) -> list[PersonPair]:
        """`count` different ones that are not taken yet; fewer where there are no more."""
        size = len(self.firsts)
        total = size * (size - 1) // 2 if self.is_within else size * len(self.seconds)
        if count > total * _TRIED_UP_TO:
            return self._of_all(count, roll, taken)
        found: dict[frozenset[str], PersonPair] = {}
        for _ in range(20 * count):
            if len(found) == count:
                return [*found.values()]
            one, other = roll.choice(self.firsts), roll.choice(self.seconds)
            key = frozenset((one.name, other.name))
            if one is not other and key not in taken and key not in found:
                found[key] = (one, other)
        return self._of_all(count, roll, taken)

    def _of_all(self, count: int, roll: random.Random, taken: Container[frozenset[str]]) -> list[PersonPair]:
        free: dict[frozenset[str], PersonPair] = {}
        for one, other in self.every():
            key = frozenset((one.name, other.name))
            if one is not other and key not in taken:
                free.setdefault(key, (one, other))
        pairs = [*free.values()]
        return roll.sample(pairs, min(count, len(pairs)))


def pairing_of(
    among: Sequence[str] | None,
    ends: tuple[Sequence[str] | None, Sequence[str] | None],
    people: People,
    way: Way,
    flaws: list[WorldFlaw],
) -> Pairing:
    """What an entry's `among`, or `from` and `to`, stand for."""
    if among is not None:
        group = people.group(among, (*way, "among"), flaws)
        return Pairing(group, group, is_within=True)
    firsts = people.group(ends[0] or (), (*way, "from"), flaws)
    seconds = people.group(ends[1] or (), (*way, "to"), flaws)
    return Pairing(firsts, seconds, is_within=False)
