"""Rows of a world in the making: what many steps leave behind, kept in memory and written at once.

It does what one verb of the store after the other would do, with their rules: the tests load worlds both ways and
compare every table. Steps that need more than is in memory are left to those verbs.
"""

import sqlite3
from collections import Counter

from postcardit_sdk.contract.lab.worlds import AnswerStep, ArchiveStep, AskStep, ReceiptStep, SendStep, UserStep
from postcardit_sdk.contract.problems import Code
from postcardit_sdk.contract.sync import ChangeType

from ..folding import email_key, fold, look
from ..place_names import places_of
from ..ports.worlds import WorldPhoto
from ..refusal import Refused
from .friends import are_friends
from .pairs import pair_of
from .tallies import Tally
from .users import is_active
from .world_things import Card, Pair, Person, written_card, written_pair

__all__ = ["Rows"]


class Rows:
    """What is to be written. Each verb says whether it could be taken; then memory holds its effect."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._keys: set[str] = set()
        self._active: set[str] = set()
        self._friends: set[tuple[str, str]] = set()
        self.heads: dict[str, int] = {}
        self.people: dict[str, Person] = {}
        self.pairs: dict[str, Pair] = {}
        self.ends: dict[tuple[str, str], str] = {}
        self.cards: dict[str, Card] = {}
        self.uploads: dict[tuple[str, str], tuple[str, int, WorldPhoto]] = {}
        self.feed: list[tuple[str, int, str, str, int]] = []
        self.tallies: Tally = Counter()
        self.friends_of: Counter[str] = Counter()
        self.cards_of: Counter[str] = Counter()

    def register(self, step: UserStep, password_hash: str) -> None:
        """An account. Refuses username_taken, and validation_failed for an address that has one."""
        name, shape, email = fold(step.username), look(step.username), email_key(step.email)
        own = {f"name {name}", f"look {shape}", f"mail {email}"}
        if own & self._keys or self._connection.execute(_TAKEN, (name, shape, email)).fetchone():
            raise Refused(Code.USERNAME_TAKEN, f"The name {step.username} or the address {step.email} is taken here.")
        self._keys |= own
        self._active.add(step.user_id)
        self.people[step.user_id] = Person(step, password_hash, (name, shape, email))
        if step.bio is not None or step.findable_by_email:
            self.tell(step.user_id, ChangeType.USER_CHANGED, step.user_id, step.at + 1)

    def ask(self, step: AskStep) -> bool:
        """A friend request between two who have nothing between them."""
        ends = _ends(step.requester_id, step.addressee_id)
        if ends in self.ends or pair_of(self._connection, *ends) is not None:
            return False
        for user_id in ends:
            self._require_active(user_id)
        pair = Pair(step.friendship_id, step.requester_id, step.addressee_id, step)
        self.pairs[step.friendship_id] = pair
        self.ends[ends] = step.friendship_id
        self._tell_both(pair, step.at)
        return True

    def answer(self, step: AnswerStep, cooldown_ms: int) -> bool:
        """An answer to an open request."""
        pair = self.pairs.get(step.friendship_id) or written_pair(self._connection, step.friendship_id)
        if pair is None or pair.status != "pending":
            return False
        self.pairs[step.friendship_id] = pair
        pair.status, pair.answered_at = ("accepted" if step.accept else "rejected"), step.at
        one, other = pair.requester_id, pair.addressee_id
        if step.accept:
            self._friends |= {(one, other), (other, one)}
            self.friends_of.update((one, other))
        else:
            pair.cooling_until = step.at + cooldown_ms
        self._tell_both(pair, step.at)
        return True

    def send(self, step: SendStep, photo: WorldPhoto | None) -> None:
        """A card. Refuses not_friends."""
        self._require_friends(step.sender_id, step.recipient_id)
        card = Card(step.postcard_id, step.sender_id, step.recipient_id, step, photo, updated_at=step.at)
        self.cards[step.postcard_id] = card
        if photo is not None:
            self._upload(step, photo)
        self.cards_of[step.sender_id] += 1
        tallies = self.tallies
        tallies[step.sender_id, "sent", ""] += 1
        tallies[step.recipient_id, "received", ""] += 1
        tallies[step.recipient_id, "unread", ""] += 1
        if step.location is not None:
            for kind, name in places_of(step.location.country, step.location.city):
                tallies[step.sender_id, kind, name] += 1
        self.tell(step.recipient_id, ChangeType.POSTCARD_RECEIVED, step.postcard_id, step.at)
        self.tell(step.sender_id, ChangeType.POSTCARD_CHANGED, step.postcard_id, step.at)

    def confirm(self, step: ReceiptStep) -> bool:
        """A step of a card that both of its people see; one that it has taken changes nothing."""
        card = self._card(step.postcard_id)
        if card is None:
            return False
        if card.status == "read" or card.status == step.status:
            return True
        card.delivered_at = step.at if card.delivered_at is None else card.delivered_at
        if step.status == "read":
            card.read_at = step.at
            if card.recipient_id not in card.archived_by:
                self.tallies[card.recipient_id, "unread", ""] -= 1
        card.updated_at = step.at
        for user_id in (card.sender_id, card.recipient_id):
            self.tell(user_id, ChangeType.POSTCARD_CHANGED, step.postcard_id, step.at)
        return True

    def archive(self, step: ArchiveStep) -> bool:
        """One side of a card that both of its people see."""
        card = self._card(step.postcard_id)
        if card is None:
            return False
        if step.user_id not in (card.sender_id, card.recipient_id):
            raise Refused(Code.NOT_FOUND, "Only its two people can archive a postcard.")
        if step.user_id not in card.archived_by:
            card.archived_by.add(step.user_id)
            if step.user_id == card.recipient_id and card.read_at is None:
                self.tallies[step.user_id, "unread", ""] -= 1
            self.tell(step.user_id, ChangeType.POSTCARD_CHANGED, step.postcard_id, step.at)
        return True

    def tell(self, user_id: str, type_: ChangeType, thing_id: str, at: int) -> None:
        """The next entry of a user's feed."""
        head = self.heads.get(user_id)
        if head is None:
            row = self._connection.execute("SELECT head FROM feed_heads WHERE user_id = ?", (user_id,)).fetchone()
            head = 0 if row is None else row[0]
        self.heads[user_id] = head + 1
        self.feed.append((user_id, head + 1, type_.value, thing_id, at))

    def _tell_both(self, pair: Pair, at: int) -> None:
        for user_id in (pair.requester_id, pair.addressee_id):
            self.tell(user_id, ChangeType.FRIENDSHIP_CHANGED, pair.friendship_id, at)

    def _card(self, postcard_id: str) -> Card | None:
        card = self.cards.get(postcard_id)
        if card is None and (card := written_card(self._connection, postcard_id)) is not None:
            self.cards[postcard_id] = card
        return card

    def _upload(self, step: SendStep, photo: WorldPhoto) -> None:
        """The sender's upload of a photo; of the same photo there is one."""
        key = step.sender_id, photo.sha256
        if key in self.uploads or step.upload_id is None:
            return
        if step.sender_id not in self.people and self._connection.execute(_UPLOADED, key).fetchone():
            return
        self.uploads[key] = step.upload_id, step.at, photo

    def _require_active(self, user_id: str) -> None:
        if user_id not in self._active:
            if not is_active(self._connection, user_id):
                raise Refused(Code.NOT_FOUND, f"There is no user {user_id} here.")
            self._active.add(user_id)

    def _require_friends(self, sender_id: str, recipient_id: str) -> None:
        if (sender_id, recipient_id) not in self._friends:
            if not are_friends(self._connection, sender_id, recipient_id):
                raise Refused(Code.NOT_FRIENDS)
            self._friends.add((sender_id, recipient_id))


_TAKEN = (
    "SELECT 1 FROM users WHERE username_key = ?1 UNION ALL SELECT 1 FROM users WHERE look_key = ?2"
    " UNION ALL SELECT 1 FROM users WHERE email_key = ?3"
    " UNION ALL SELECT 1 FROM registrations WHERE username_key = ?1"
    " UNION ALL SELECT 1 FROM registrations WHERE look_key = ?2"
    " UNION ALL SELECT 1 FROM registrations WHERE email_key = ?3"
)
_UPLOADED = "SELECT 1 FROM uploads WHERE user_id = ? AND sha256 = ? AND status = 'ready'"


def _ends(one: str, other: str) -> tuple[str, str]:
    return (one, other) if one < other else (other, one)
