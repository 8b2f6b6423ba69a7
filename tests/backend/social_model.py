"""What people may do to each other, as naively as it can be said: lists, dictionaries, and no thought of speed.

Nothing is counted, hidden or moved here. What someone sees is worked out anew from what happened, each time.
"""

from dataclasses import dataclass, field, replace

from postcardit_backend.records import FriendshipRecord, Person, PostcardRecord, StatsRecord
from postcardit_backend.refusal import Refused
from postcardit_sdk.contract.problems import Code
from tests.backend.stores import DAY, WEEK

__all__ = ["SocialModel"]

Pair = frozenset[str]


@dataclass
class Bond:
    """What is between two people now."""

    friendship_id: str
    requester_id: str
    addressee_id: str
    status: str
    requested_at: int
    responded_at: int | None = None
    updated_at: int = 0

    @property
    def people(self) -> Pair:
        return frozenset((self.requester_id, self.addressee_id))


@dataclass
class Card:
    """A card, in whose boxes it lies, and who has archived it."""

    record: PostcardRecord
    kept_by: set[str]
    archived_by: set[str] = field(default_factory=set[str])

    @property
    def people(self) -> Pair:
        return frozenset((self.record.sender.user_id, self.record.recipient.user_id))


class SocialModel:
    """Everybody, what is between them, and their cards. Verbs have the names and the refusals of the ports."""

    def __init__(self) -> None:
        self.people: dict[str, Person] = {}
        self.erased: set[str] = set()
        self.bonds: dict[Pair, Bond] = {}
        self.cooling: dict[Pair, tuple[str, int]] = {}
        self.cards: dict[str, Card] = {}
        self.keys: dict[tuple[str, str], tuple[str, int, str]] = {}

    def living(self) -> list[str]:
        return [user_id for user_id in self.people if user_id not in self.erased]

    def join(self, person: Person) -> None:
        self.people[person.user_id] = person

    def update(self, user_id: str, *, username: str, full_name: str | None) -> Person:
        if any(self.people[other].username == username for other in self.living() if other != user_id):
            raise Refused(Code.USERNAME_TAKEN)
        self.people[user_id] = replace(self.people[user_id], username=username, full_name=full_name)
        return self.people[user_id]

    def erase(self, user_id: str) -> None:
        self.erased.add(user_id)
        self.people[user_id] = Person(user_id, f"deleted-{user_id[-8:]}", None, None)
        self.bonds = {pair: bond for pair, bond in self.bonds.items() if user_id not in pair}
        self.cooling = {pair: cooling for pair, cooling in self.cooling.items() if user_id not in pair}
        self.cards = {name: card for name, card in self.cards.items() if card.record.sender.user_id != user_id}
        self.keys = {key: made for key, made in self.keys.items() if key[0] != user_id}
        for card in self.cards.values():
            card.kept_by.discard(user_id)

    def request(
        self, new_id: str, requester_id: str, addressee_id: str, *, key: str | None, now: int
    ) -> FriendshipRecord | str:
        """Gives the id alone when the request is a repeated one."""
        body = f"request {addressee_id}"
        if first := self._made_before(requester_id, key, body, since=now - DAY):
            return first
        pair = frozenset((requester_id, addressee_id))
        bond = self.bonds.get(pair)
        who, until = self.cooling.get(pair, ("", 0))
        if addressee_id not in self.living() or self.hides(addressee_id, requester_id):
            raise Refused(Code.NOT_FOUND)
        if bond is not None and bond.status == "blocked":
            raise Refused(Code.USER_BLOCKED)
        if bond is not None and (bond.status, bond.addressee_id) == ("pending", requester_id):
            self._accept(bond, now)
        elif bond is not None and bond.status in ("pending", "accepted"):
            raise Refused(Code.FRIENDSHIP_EXISTS)
        elif who == requester_id and now < until:
            raise Refused(Code.FRIENDSHIP_REJECTED)
        else:
            self.bonds[pair] = bond = Bond(new_id, requester_id, addressee_id, "pending", now, None, now)
        self._keep(requester_id, key, body, bond.friendship_id, now)
        return self.record_of(bond)

    def answer(self, friendship_id: str, user_id: str, *, accept: bool, now: int) -> FriendshipRecord:
        bond = self._seen_bond(friendship_id, user_id)
        if bond.addressee_id != user_id:
            raise Refused(Code.FORBIDDEN)
        if bond.status == "pending" and accept:
            self._accept(bond, now)
        elif bond.status == "pending":
            bond.status, bond.responded_at, bond.updated_at = "rejected", now, now
            self.cooling[bond.people] = bond.requester_id, now + WEEK
        elif bond.status != ("accepted" if accept else "rejected"):
            raise Refused(Code.FRIENDSHIP_ANSWERED)
        return self.record_of(bond)

    def remove(self, friendship_id: str, user_id: str) -> None:
        bond = self._seen_bond(friendship_id, user_id)
        if bond.status in ("rejected", "blocked"):
            raise Refused(Code.NOT_FOUND)
        if bond.status == "pending" and bond.requester_id != user_id:
            raise Refused(Code.FORBIDDEN)
        del self.bonds[bond.people]

    def block(self, new_id: str, user_id: str, other_id: str, *, now: int) -> FriendshipRecord:
        if other_id not in self.living() or self.hides(other_id, user_id):
            raise Refused(Code.NOT_FOUND)
        pair = frozenset((user_id, other_id))
        if not self.hides(user_id, other_id):
            self.bonds[pair] = Bond(new_id, user_id, other_id, "blocked", now, None, now)
        return self.record_of(self.bonds[pair])

    def unblock(self, user_id: str, other_id: str) -> None:
        if self.hides(user_id, other_id):
            del self.bonds[frozenset((user_id, other_id))]

    def hides(self, user_id: str, from_id: str) -> bool:
        bond = self.bonds.get(frozenset((user_id, from_id)))
        return bond is not None and (bond.status, bond.requester_id) == ("blocked", user_id)

    def send(self, card: PostcardRecord, *, key: str | None) -> PostcardRecord | str:
        """Gives the id alone when the request is a repeated one."""
        sender_id, recipient_id = card.sender.user_id, card.recipient.user_id
        body = f"send {recipient_id} {card.message}"
        if first := self._made_before(sender_id, key, body, since=card.sent_at - DAY):
            return first
        if self.hides(recipient_id, sender_id):
            raise Refused(Code.NOT_FOUND)
        bond = self.bonds.get(frozenset((sender_id, recipient_id)))
        if bond is None or bond.status != "accepted":
            raise Refused(Code.NOT_FRIENDS)
        self.cards[card.postcard_id] = Card(card, {sender_id, recipient_id})
        self._keep(sender_id, key, body, card.postcard_id, card.sent_at)
        return self.card_for(sender_id, card.postcard_id)

    def mark(self, user_id: str, *, delivered: list[str], read: list[str], now: int) -> tuple[int, int]:
        arrived = [card for card in self._received(user_id, [*delivered, *read]) if card.record.delivered_at is None]
        for card in arrived:
            card.record = replace(card.record, delivered_at=now, updated_at=now)
        opened = [card for card in self._received(user_id, read) if card.record.read_at is None]
        for card in opened:
            card.record = replace(card.record, read_at=now, updated_at=now)
        return len(arrived), len(opened)

    def archive(self, postcard_id: str, user_id: str, *, archived: bool) -> PostcardRecord:
        card = self._seen_card(postcard_id, user_id)
        (card.archived_by.add if archived else card.archived_by.discard)(user_id)
        return self.card_for(user_id, postcard_id)

    def delete(self, postcard_id: str, user_id: str) -> None:
        card = self._seen_card(postcard_id, user_id)
        if card.record.sender.user_id != user_id:
            card.kept_by.discard(user_id)
        elif card.record.read_at is not None:
            raise Refused(Code.ALREADY_READ)
        else:
            card.kept_by.clear()

    def sees_card(self, user_id: str, card: Card) -> bool:
        return user_id in card.kept_by and not any(self.hides(other, user_id) for other in card.people - {user_id})

    def cards_of(self, user_id: str) -> list[PostcardRecord]:
        """What is in someone's boxes, the newest first."""
        seen = sorted((name for name, card in self.cards.items() if self.sees_card(user_id, card)), reverse=True)
        return [self.card_for(user_id, name) for name in seen]

    def card_for(self, user_id: str, postcard_id: str) -> PostcardRecord:
        card = self.cards[postcard_id]
        sender, recipient = (self.people[end.user_id] for end in (card.record.sender, card.record.recipient))
        return replace(card.record, sender=sender, recipient=recipient, is_archived=user_id in card.archived_by)

    def friendships_of(self, user_id: str) -> list[FriendshipRecord]:
        """What someone sees between themself and others, in the order of the others' ids."""
        seen = [bond for bond in self.bonds.values() if self._sees_bond(user_id, bond)]
        return [self.record_of(bond) for bond in sorted(seen, key=lambda bond: sorted(bond.people - {user_id}))]

    def stats_of(self, user_id: str) -> StatsRecord:
        cards = self.cards_of(user_id)
        sent = [card for card in cards if card.sender.user_id == user_id]
        received = [card for card in cards if card.recipient.user_id == user_id]
        return StatsRecord(
            sent=len(sent),
            received=len(received),
            unread=sum(card.read_at is None and not card.is_archived for card in received),
            countries=len({card.country for card in sent if card.country}),
            cities=len({(card.country, card.city) for card in sent if card.city}),
            friends=sum(one.status == "accepted" for one in self.friendships_of(user_id)),
        )

    def count_of(self, user_id: str) -> int:
        """How many cards someone sent and did not withdraw, whoever blocks them by now."""
        return sum(card.record.sender.user_id == user_id and user_id in card.kept_by for card in self.cards.values())

    def record_of(self, bond: Bond) -> FriendshipRecord:
        ends = self.people[bond.requester_id], self.people[bond.addressee_id]
        return FriendshipRecord(
            bond.friendship_id, *ends, bond.status, bond.requested_at, bond.responded_at, bond.updated_at
        )

    def _accept(self, bond: Bond, now: int) -> None:
        bond.status, bond.responded_at, bond.updated_at = "accepted", now, now
        self.cooling.pop(bond.people, None)

    def _sees_bond(self, user_id: str, bond: Bond) -> bool:
        return user_id in bond.people and (bond.status != "blocked" or bond.requester_id == user_id)

    def _seen_bond(self, friendship_id: str, user_id: str) -> Bond:
        for bond in self.bonds.values():
            if bond.friendship_id == friendship_id and self._sees_bond(user_id, bond):
                return bond
        raise Refused(Code.NOT_FOUND)

    def _seen_card(self, postcard_id: str, user_id: str) -> Card:
        card = self.cards.get(postcard_id)
        if card is None or not self.sees_card(user_id, card):
            raise Refused(Code.NOT_FOUND)
        return card

    def _received(self, user_id: str, postcard_ids: list[str]) -> list[Card]:
        cards = [card for name, card in self.cards.items() if name in postcard_ids]
        return [card for card in cards if card.record.recipient.user_id == user_id and self.sees_card(user_id, card)]

    def _made_before(self, user_id: str, key: str | None, body: str, *, since: int) -> str | None:
        if key is None or (user_id, key) not in self.keys:
            return None
        first, made_at, made = self.keys[user_id, key]
        if not first.startswith("send ") and made_at < since:
            return None
        if first != body:
            raise Refused(Code.IDEMPOTENCY_KEY_REUSED)
        return made

    def _keep(self, user_id: str, key: str | None, body: str, made: str, now: int) -> None:
        if key is not None:
            self.keys[user_id, key] = body, now, made
