"""From a world's file to a plan: every name, text and time decided, in the order in which it happens."""

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from itertools import count

from ..contract.lab.worlds import (
    AnswerStep,
    ArchiveStep,
    AskStep,
    BlockStep,
    EraseStep,
    ReceiptStep,
    SendStep,
    UserStep,
    WorldCounts,
    WorldStep,
)
from ..contract.postcards import MESSAGE_MAX, Font, Location
from .bonds import Block, Bond, Bonds, bonds_of
from .cards import Card, cards_of
from .dice import seeded_id
from .flaws import WorldFlaw, WorldFlaws, flaw
from .model import PlaceEntry, WorldFile
from .people import Person, people_of
from .references import References, resolved

__all__ = ["Plan", "make_plan"]

_VERSION = 1
"""Raised when the same file would give another plan than before: a load that was cut short cannot go on then."""


@dataclass(frozen=True, slots=True)
class Plan:
    """A world, decided."""

    file: WorldFile
    anchor: int
    prefix: str
    people: list[Person]
    bonds: list[Bond]
    blocks: list[Block]
    cards: list[Card]
    references: References

    @property
    def world(self) -> str:
        """Its name."""
        return self.file.world

    @property
    def photos(self) -> list[str]:
        """The photos that it needs, each once."""
        return sorted({card.photo for card in self.cards if card.photo is not None})

    def digest(self, photos: Mapping[str, str]) -> str:
        """What tells this plan from any other. `photos` has the SHA-256 of each that is a file."""
        parts = [_VERSION, repr(self.file), self.anchor, self.prefix, sorted(photos.items())]
        return hashlib.sha256(json.dumps(parts).encode()).hexdigest()

    def steps(self, photos: Mapping[str, str]) -> list[WorldStep]:
        """Everything that happens, in the order of its times. `photos` gives the SHA-256 of each photo."""
        order = count()
        steps = sorted((step.at, next(order), step) for step in self._unordered(photos))
        return [step for _, _, step in steps]

    def _unordered(self, photos: Mapping[str, str]) -> Iterator[WorldStep]:
        """At the same time they happen in the order given here."""
        yield from (_user_step(person) for person in self.people)
        for bond in self.bonds:
            yield AskStep(
                at=bond.asked,
                friendship_id=bond.friendship_id,
                requester_id=bond.requester.user_id,
                addressee_id=bond.addressee.user_id,
            )
        for bond in self.bonds:
            if bond.answered is not None:
                accept = bond.status == "accepted"
                yield AnswerStep(at=bond.answered, friendship_id=bond.friendship_id, accept=accept)
        yield from (self._send_step(card, photos) for card in self.cards)
        yield from _receipts(self.cards)
        for card in self.cards:
            for person in card.archived_by:
                at = max(card.read or card.delivered or card.sent, card.sent)
                yield ArchiveStep(at=at, postcard_id=card.postcard_id, user_id=person.user_id)
        for block in self.blocks:
            yield BlockStep(
                at=block.at,
                friendship_id=block.friendship_id,
                user_id=block.user.user_id,
                other_id=block.other.user_id,
            )
        for person in self.people:
            if person.deleted is not None:
                yield EraseStep(at=person.deleted, user_id=person.user_id)

    def _send_step(self, card: Card, photos: Mapping[str, str]) -> SendStep:
        photo = None if card.photo is None else photos[card.photo]
        upload = None
        if photo is not None:
            upload = seeded_id(card.sent, self.file.seed, self.prefix, "upload", card.postcard_id)
        return SendStep(
            at=card.sent,
            postcard_id=card.postcard_id,
            sender_id=card.sender.user_id,
            recipient_id=card.recipient.user_id,
            message=card.message,
            font=Font(card.font),
            stamp_id=card.stamp,
            location=location_of(card.place),
            photo=photo,
            upload_id=upload,
        )

    def counts(self) -> WorldCounts:
        """What there will be once it is loaded."""
        erased = {person.name for person in self.people if person.deleted is not None}
        alive = [bond for bond in self.bonds if not erased & {bond.requester.name, bond.addressee.name}]
        blocks = [block for block in self.blocks if not erased & {block.user.name, block.other.name}]
        blocked = {frozenset((block.user.name, block.other.name)) for block in blocks}
        statuses = [
            bond.status for bond in alive if frozenset((bond.requester.name, bond.addressee.name)) not in blocked
        ]
        cards = [card for card in self.cards if card.sender.name not in erased]
        return WorldCounts(
            users=len(self.people) - len(erased),
            erased_users=len(erased),
            pending=statuses.count("pending"),
            accepted=statuses.count("accepted"),
            rejected=statuses.count("rejected"),
            blocked=len(blocks),
            postcards=len(cards),
            with_photo=sum(card.photo is not None for card in cards),
            delivered=sum(card.delivered is not None and card.read is None for card in cards),
            read=sum(card.read is not None for card in cards),
            archived=sum(person.name not in erased for card in cards for person in card.archived_by),
        )


def make_plan(file: WorldFile, anchor: int, *, prefix: str = "") -> Plan:
    """Decide everything. `anchor` is now, in Unix milliseconds. Raises WorldFlaws."""
    flaws: list[WorldFlaw] = []
    people = people_of(file, anchor, prefix, flaws)
    bonds = bonds_of(file, people, anchor, prefix, flaws)
    cards = cards_of(file, people, bonds, anchor, prefix, flaws)
    references = _references(people.everyone, bonds, cards, flaws)
    for person in people.everyone:
        for field in ("full_name", "bio"):
            text = getattr(person, field)
            if text is not None:
                setattr(person, field, resolved(text, references, (*person.way, field), flaws))
    for card in cards:
        card.message = _message(card, references, flaws)
    if flaws:
        raise WorldFlaws(flaws)
    return Plan(
        file, anchor, prefix, people.everyone, [*bonds.by_pair.values()], [*bonds.blocks.values()], cards, references
    )


def location_of(place: PlaceEntry | None) -> Location | None:
    """A place as a postcard has it."""
    if place is None:
        return None
    return _location(place.latitude, place.longitude, place.address, place.city, place.country)


@lru_cache(maxsize=1024)
def _location(
    latitude: float | None, longitude: float | None, address: str | None, city: str | None, country: str | None
) -> Location:
    return Location(latitude=latitude, longitude=longitude, address=address, city=city, country=country)


def _message(card: Card, references: References, flaws: list[WorldFlaw]) -> str:
    way = (*card.way, "message")
    message = resolved(card.message, references, way, flaws)
    if len(message) > MESSAGE_MAX:
        flaws.append(flaw(way, f"with its references it has {len(message)} characters, and {MESSAGE_MAX} is the most"))
    return message


def _references(people: list[Person], bonds: Bonds, cards: list[Card], flaws: list[WorldFlaw]) -> References:
    known: dict[str, dict[str, str]] = {}
    for person in people:
        known[person.name] = {
            "user_id": person.user_id,
            "username": person.username,
            "email": person.email,
            "full_name": person.full_name or person.username,
        }
    between: list[Bond | Block] = [*bonds.by_pair.values(), *bonds.blocks.values()]
    named = [(one.name, {"friendship_id": one.friendship_id}, one.way) for one in between]
    named += [
        (card.name, {"postcard_id": card.postcard_id, "sent_at": _iso(card.sent)}, card.way)
        for card in cards
        if card.name is not None
    ]
    for name, fields, way in named:
        if name is not None and name in known:
            flaws.append(flaw((*way, "name"), f"something else is called {name} already"))
        elif name is not None:
            known[name] = fields
    return known


def _user_step(person: Person) -> UserStep:
    return UserStep(
        at=person.joined,
        user_id=person.user_id,
        username=person.username,
        email=person.email,
        password=person.password,
        full_name=person.full_name,
        bio=person.bio,
        findable_by_email=person.findable_by_email,
    )


def _receipts(cards: list[Card]) -> Iterator[ReceiptStep]:
    for card in cards:
        if card.delivered is not None and card.delivered != card.read:
            yield ReceiptStep(at=card.delivered, postcard_id=card.postcard_id, status="delivered")
        if card.read is not None:
            yield ReceiptStep(at=card.read, postcard_id=card.postcard_id, status="read")


def _iso(milliseconds: int) -> str:
    moment = datetime.fromtimestamp(milliseconds / 1000, UTC)
    return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")
