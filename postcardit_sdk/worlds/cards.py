"""The postcards of a world: who sent what to whom, and how far each has come."""

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from .bonds import Bond, Bonds
from .dice import dice, seeded_id
from .flaws import Way, WorldFlaw, flaw, nearest
from .model import PlaceEntry, PostcardEntry, WorldFile
from .moments import Span
from .pairing import Pairing, pairing_of
from .people import People, Person
from .timing import Bounds, Timing
from .words import MESSAGES, PLACES, Place, place_named

__all__ = ["PAINTED", "Card", "cards_of"]

PAINTED, _ANYWHERE = "painted", "anywhere"
_MINUTE_MS, _HOUR_MS = 60_000, 3_600_000


@dataclass(slots=True)
class Card:
    """A postcard. `photo` is `painted N`, or the name of a file as the world's file gives it."""

    name: str | None
    postcard_id: str
    sender: Person
    recipient: Person
    message: str
    photo: str | None
    place: PlaceEntry | None
    stamp: str | None
    font: str
    sent: int
    delivered: int | None
    read: int | None
    archived_by: tuple[Person, ...]
    until: int
    way: Way


def cards_of(
    file: WorldFile, people: People, bonds: Bonds, anchor: int, prefix: str, flaws: list[WorldFlaw]
) -> list[Card]:
    """Every postcard, in the order of the file."""
    maker = _Maker(file, people, bonds, anchor, prefix, flaws)
    return [
        card
        for number, entry in enumerate(file.postcards)
        for card in maker.add(entry, number, dice(file.seed, file.world, "postcard", number))
    ]


@dataclass(slots=True)
class _Maker:
    file: WorldFile
    people: People
    bonds: Bonds
    anchor: int
    prefix: str
    flaws: list[WorldFlaw]

    def add(self, entry: PostcardEntry, number: int, roll: random.Random) -> list[Card]:
        """What one entry of the file declares."""
        way: Way = ("postcards", number)
        place = self._place(entry, way)
        return [
            self._card(entry, way, ends, place, f"{number} {count}", roll)
            for count, ends in enumerate(self._ends(entry, way, roll))
        ]

    def _ends(self, entry: PostcardEntry, way: Way, roll: random.Random) -> Sequence[tuple[Person, Person, Bond]]:
        """Sender and recipient of each card, and what makes them friends."""
        pairing = pairing_of(entry.among, (entry.from_, entry.to), self.people, way, self.flaws)
        if entry.count is not None:
            return self._drawn(entry, way, pairing, roll)
        ends = [
            (one, other, bond)
            for one, other in pairing.every()
            if (bond := self.bonds.between(one, other)) is not None and _is_open(bond)
        ]
        if not ends and pairing.firsts and pairing.seconds:
            names = f"{pairing.firsts[0].name} and {pairing.seconds[-1].name}"
            self.flaws.append(flaw(way, f"only friends send postcards, and {names} are none in this world"))
        return ends

    def _drawn(
        self, entry: PostcardEntry, way: Way, pairing: Pairing, roll: random.Random
    ) -> Sequence[tuple[Person, Person, Bond]]:
        firsts = {person.name for person in pairing.firsts}
        seconds = {person.name for person in pairing.seconds}
        ends: list[tuple[Person, Person, Bond]] = []
        for bond in self.bonds.by_pair.values():
            one, other = bond.requester, bond.addressee
            if _is_open(bond):
                ends += [(one, other, bond)] if one.name in firsts and other.name in seconds else []
                ends += [(other, one, bond)] if other.name in firsts and one.name in seconds else []
        if not ends:
            self.flaws.append(flaw(way, "only friends send postcards, and none of them are friends"))
            return []
        return roll.choices(ends, k=entry.count or 0)

    def _card(
        self,
        entry: PostcardEntry,
        way: Way,
        ends: tuple[Person, Person, Bond],
        place: PlaceEntry | None,
        key: str,
        roll: random.Random,
    ) -> Card:
        sender, recipient, bond = ends
        first, last = bond.friends_since or bond.asked, bond.until
        sent = self._sent(entry, way, (first, last), roll)
        delivered = self._receipt(entry, (*way, "delivered"), (sent, last), 10 * _MINUTE_MS, roll)
        read = self._receipt(entry, (*way, "read"), (delivered or sent, last), 3 * _HOUR_MS, roll)
        delivered = read if delivered is None else delivered
        archived = entry.archived_by is not None and roll.random() < entry.archived
        both = {"sender": (sender,), "recipient": (recipient,), "both": (sender, recipient)}
        return Card(
            name=entry.name,
            postcard_id=seeded_id(sent, self.file.seed, self.file.world, self.prefix, "postcard", key),
            sender=sender,
            recipient=recipient,
            message=entry.message or roll.choice(MESSAGES),
            photo=self._photo(entry, roll),
            place=_anywhere(roll) if place is not None and place.city == _ANYWHERE else place,
            stamp=entry.stamp,
            font=entry.font.value,
            sent=sent,
            delivered=delivered,
            read=read,
            archived_by=both[entry.archived_by] if archived and entry.archived_by else (),
            until=last,
            way=way,
        )

    def _place(self, entry: PostcardEntry, way: Way) -> PlaceEntry | None:
        """A city by its name alone is one that the kit knows."""
        place = entry.place
        if place is None or place.city is None or place.city == _ANYWHERE or len(place.model_fields_set) > 1:
            return place
        known = place_named(place.city)
        if known is None:
            near = nearest(place.city, [one.city for one in PLACES])
            self.flaws.append(flaw((*way, "place"), f"the kit knows no city {place.city}{near}"))
            return place
        return _as_entry(known)

    def _photo(self, entry: PostcardEntry, roll: random.Random) -> str | None:
        number, share = roll.randrange(self.file.paintings), roll.random()
        if entry.photo is None or share >= entry.photos:
            return None
        return f"{PAINTED} {number}" if entry.photo == PAINTED else entry.photo

    def _sent(self, entry: PostcardEntry, way: Way, bounds: Bounds, roll: random.Random) -> int:
        if entry.sent is None:
            return roll.randint(*bounds)
        is_one = entry.count is None
        return Timing(self.anchor, self.flaws).within(entry.sent, (*way, "sent"), bounds, roll, is_one=is_one)

    def _receipt(self, entry: PostcardEntry, way: Way, bounds: Bounds, soon: int, roll: random.Random) -> int | None:
        """When it was delivered, or read, as the end of the way says; None if it was not."""
        given, timing = entry.delivered if way[-1] == "delivered" else entry.read, Timing(self.anchor, self.flaws)
        if isinstance(given, Span):
            return timing.within(given, way, bounds, roll, is_one=entry.count is None)
        takes, chance = roll.randint(1000, soon), roll.random()
        return timing.usual(bounds[0] + takes, bounds) if given is not None and chance < given else None


def _is_open(bond: Bond) -> bool:
    return bond.friends_since is not None and bond.friends_since <= bond.until


def _anywhere(roll: random.Random) -> PlaceEntry:
    return _as_entry(roll.choice(PLACES))


@cache
def _as_entry(place: Place) -> PlaceEntry:
    fields: Mapping[str, object] = place._asdict()
    return PlaceEntry.model_validate(fields)
