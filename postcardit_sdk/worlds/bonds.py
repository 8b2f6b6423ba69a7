"""What is between the people of a world: who asked whom, who answered, who blocks whom."""

import random
from dataclasses import dataclass

from .dice import dice, seeded_id
from .flaws import Way, WorldFlaw, flaw
from .model import FriendshipEntry, WorldFile
from .moments import Span
from .pairing import PersonPair, pairing_of
from .people import People, Person
from .timing import Bounds, Timing

__all__ = ["Block", "Bond", "Bonds", "bonds_of"]

_HOUR_MS = 3_600_000


@dataclass(slots=True)
class Bond:
    """A friend request and its answer. `until` is when it ends, by a block or an erased account, or the anchor."""

    name: str | None
    friendship_id: str
    requester: Person
    addressee: Person
    status: str
    asked: int
    answered: int | None
    until: int
    way: Way

    @property
    def friends_since(self) -> int | None:
        """Since when postcards can go between the two."""
        return self.answered if self.status == "accepted" else None


@dataclass(slots=True)
class Block:
    """Somebody blocks another."""

    name: str | None
    friendship_id: str
    user: Person
    other: Person
    at: int
    way: Way


class Bonds:
    """All of it, by pair."""

    def __init__(self) -> None:
        self.by_pair: dict[frozenset[str], Bond] = {}
        self.blocks: dict[frozenset[str], Block] = {}

    def between(self, one: Person, other: Person) -> Bond | None:
        """What was asked between two."""
        return self.by_pair.get(frozenset((one.name, other.name)))


def bonds_of(file: WorldFile, people: People, anchor: int, prefix: str, flaws: list[WorldFlaw]) -> Bonds:
    """Every friendship and block."""
    maker = _Maker(file, people, anchor, prefix, flaws, Bonds())
    for number, entry in enumerate(file.friendships):
        maker.add(entry, ("friendships", number), dice(file.seed, file.world, "friendship", number))
    return maker.bonds


@dataclass(slots=True)
class _Maker:
    file: WorldFile
    people: People
    anchor: int
    prefix: str
    flaws: list[WorldFlaw]
    bonds: Bonds

    def add(self, entry: FriendshipEntry, way: Way, roll: random.Random) -> None:
        """What one entry of the file declares."""
        make = self._block if entry.status == "blocked" else self._bond
        for one, other in self._pairs(entry, way, roll):
            until = min(one.until(self.anchor), other.until(self.anchor))
            if max(one.joined, other.joined) > until:
                self.flaws.append(flaw(way, f"there is no time at which both {one.name} and {other.name} are there"))
            else:
                make(entry, way, (one, other), until, roll)

    def _pairs(self, entry: FriendshipEntry, way: Way, roll: random.Random) -> list[PersonPair]:
        pairing = pairing_of(entry.among, (entry.from_, entry.to), self.people, way, self.flaws)
        taken = self.bonds.blocks if entry.status == "blocked" else self.bonds.by_pair
        if entry.count is not None:
            pairs = pairing.drawn(entry.count, roll, taken)
            if len(pairs) < entry.count and pairing.firsts and pairing.seconds:
                self.flaws.append(flaw((*way, "count"), f"there are only {len(pairs)} pairs left of them"))
            return pairs
        pairs = [*pairing.every()]
        for one, other in pairs:
            if one is other:
                self.flaws.append(flaw(way, f"nobody can be their own friend, and so not {one.name}"))
            elif frozenset((one.name, other.name)) in taken:
                self.flaws.append(flaw(way, f"there is such a thing between {one.name} and {other.name} already"))
        return [pair for pair in pairs if pair[0] is not pair[1]]

    def _bond(self, entry: FriendshipEntry, way: Way, pair: PersonPair, until: int, roll: random.Random) -> None:
        one, other = pair
        begins = max(one.joined, other.joined)
        asked = self._moment(entry.asked, (*way, "asked"), (begins, until), begins + _HOUR_MS, roll)
        answered = None
        if entry.status != "pending":
            answered = self._moment(entry.answered, (*way, "answered"), (asked, until), asked + _HOUR_MS, roll)
        elif entry.answered is not None:
            self.flaws.append(flaw((*way, "answered"), "a pending request was not answered: leave it out"))
        made = self._id(asked, "friendship", one, other)
        key = frozenset((one.name, other.name))
        self.bonds.by_pair[key] = Bond(entry.name, made, one, other, entry.status, asked, answered, until, way)

    def _block(self, entry: FriendshipEntry, way: Way, pair: PersonPair, until: int, roll: random.Random) -> None:
        one, other = pair
        bond = self.bonds.between(one, other)
        begins = max(one.joined, other.joined, *([bond.answered or bond.asked] if bond else []))
        if entry.answered is not None:
            self.flaws.append(flaw((*way, "answered"), "a block is not answered: leave it out"))
        at = self._moment(entry.asked, (*way, "asked"), (begins, until), until, roll)
        if bond is not None:
            bond.until = min(bond.until, at)
        made = self._id(at, "block", one, other)
        self.bonds.blocks[frozenset((one.name, other.name))] = Block(entry.name, made, one, other, at, way)

    def _moment(self, span: Span | None, way: Way, bounds: Bounds, usual: int, roll: random.Random) -> int:
        timing = Timing(self.anchor, self.flaws)
        return timing.usual(usual, bounds) if span is None else timing.within(span, way, bounds, roll)

    def _id(self, at: int, kind: str, one: Person, other: Person) -> str:
        return seeded_id(at, self.file.seed, self.file.world, self.prefix, kind, one.name, other.name)
