"""Making a world by requests that anybody could send, one after the other; what was made is noted at once.

Each request can be repeated: it has a key of its own, or asks for what is so already. So a load that was cut short
goes through all of them again, and only what is missing is made.
"""

from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, TypeVar

from ..exits import CommandFailed
from .crew import Crew
from .ledger import Ledger, Member

if TYPE_CHECKING:
    from postcardit_sdk.client import Client
    from postcardit_sdk.worlds.bonds import Block, Bond
    from postcardit_sdk.worlds.cards import Card
    from postcardit_sdk.worlds.people import Person
    from postcardit_sdk.worlds.planning import Plan
    from postcardit_sdk.worlds.reading import Source

__all__ = ["Making"]

T = TypeVar("T")

_WORKERS = 8
_RECEIPTS = 100


@dataclass
class Making:
    """One world, one server. `code_for` gives the code that was mailed to an address."""

    plan: "Plan"
    source: "Source"
    ledger: Ledger
    crew: Crew
    code_for: Callable[[str], str]
    on_step: Callable[[int, int], None] | None = None

    def make(self) -> bool:
        """Make what is missing. Gives whether nothing was."""
        if "whole" in self._made:
            return True
        plan, self._done = self.plan, 0
        self._total = len(plan.people) + len(plan.bonds) + len(plan.cards) + len(plan.blocks)
        self._together(plan.people, self._account)
        self._together(plan.bonds, self._bond)
        for card in sorted(plan.cards, key=lambda card: (card.sent, card.postcard_id)):
            self._card(card)
        self._together(plan.people, self._receipts)
        for block in plan.blocks:
            self._block(block)
        for person in plan.people:
            self._erase(person)
        self.ledger.note("whole", plan.world)
        return False

    @cached_property
    def _made(self) -> dict[str, str]:
        return self.ledger.notes()

    @cached_property
    def _members(self) -> dict[str, Member]:
        return {member.name: member for member in self.ledger.members}

    def _together(self, things: Iterable[T], act: Callable[[T], None]) -> None:
        """Several at a time, for most of it is waiting. The first failure ends it."""
        with ThreadPoolExecutor(_WORKERS) as pool:
            futures = [pool.submit(act, thing) for thing in things]
            try:
                for future in futures:
                    future.result()
            except BaseException:
                pool.shutdown(wait=False, cancel_futures=True)
                raise

    def _is_new(self, what: str) -> bool:
        self._done += 1
        if self.on_step is not None:
            self.on_step(min(self._done, self._total), self._total)
        return what not in self._made

    def _client(self, person: "Person") -> "Client":
        return self.crew.signed_in(self._members[person.name])

    def _account(self, person: "Person") -> None:
        if not self._is_new(f"user {person.name}") or f"erased {person.name}" in self._made:
            return
        member = self._members[person.name]
        if person.existing:
            client = self.crew.signed_in(member)
        else:
            client = self._opened(person, member)
            if person.bio is not None or person.findable_by_email:
                client.users.update_me(bio=person.bio, findable_by_email=person.findable_by_email)
        self.ledger.note(f"user {person.name}", client.session.user_id)

    def _opened(self, person: "Person", member: Member) -> "Client":
        """A new account, or the one that was opened just before the last load was cut short."""
        client = self.crew.unsigned(member)
        if f"opening {person.name}" in self._made:
            try:
                return self.crew.signed_in(member)
            except CommandFailed:
                pass  # it was not confirmed: a new registration takes its place
        self.ledger.note(f"opening {person.name}", person.username)
        words = person.username, person.email, person.password
        self.crew.patiently(lambda: client.auth.register(*words, full_name=person.full_name))
        code = self.code_for(person.email)
        self.crew.patiently(lambda: client.auth.confirm(person.email, code, password=person.password))
        return client

    def _bond(self, bond: "Bond") -> None:
        from postcardit_sdk.errors import Conflict

        what = f"friendship {bond.friendship_id}"
        if not self._is_new(what):
            return
        asker, answerer = self._client(bond.requester), self._client(bond.addressee)
        try:
            asked = self.crew.patiently(
                lambda: asker.friends.request(bond.addressee.username, idempotency_key=bond.friendship_id)
            )
        except Conflict:
            self.ledger.note(what, "")  # there was something between the two before: it is not the world's
            return
        if bond.status == "accepted":
            answerer.friends.accept(asked.friendship_id)
        elif bond.status == "rejected":
            answerer.friends.reject(asked.friendship_id)
        self._note(what, bond.name, "friendship_id", asked.friendship_id)

    def _card(self, card: "Card") -> None:
        from postcardit_sdk.contract.postcards import Font
        from postcardit_sdk.worlds.lab_loading import bytes_of
        from postcardit_sdk.worlds.planning import location_of

        what = f"postcard {card.postcard_id}"
        if not self._is_new(what):
            return
        photo = None if card.photo is None else bytes_of(card.photo, self.source, self.plan.file.seed)
        client = self._client(card.sender)
        sent = self.crew.patiently(
            lambda: client.postcards.send(
                card.recipient.username,
                card.message,
                photo=photo,
                stamp_id=card.stamp,
                font=Font(card.font),
                location=location_of(card.place),
                idempotency_key=card.postcard_id,
            )
        )
        self._note(what, card.name, "postcard_id", sent.postcard_id)

    def _receipts(self, person: "Person") -> None:
        """What this person's device has received and shown, and what they archived."""
        made = self.ledger.notes()
        own = [card for card in self.plan.cards if person in (card.sender, card.recipient)]
        got = [card for card in own if card.recipient is person]
        ids = {card.postcard_id: made[f"postcard {card.postcard_id}"] for card in own}
        read = [ids[card.postcard_id] for card in got if card.read is not None]
        delivered = [ids[card.postcard_id] for card in got if card.delivered is not None and card.read is None]
        for first in range(0, len(read), _RECEIPTS):
            self._client(person).postcards.receipts(read=read[first : first + _RECEIPTS])
        for first in range(0, len(delivered), _RECEIPTS):
            self._client(person).postcards.receipts(delivered=delivered[first : first + _RECEIPTS])
        for card in own:
            if person in card.archived_by:
                self._client(person).postcards.archive(ids[card.postcard_id])

    def _block(self, block: "Block") -> None:
        what = f"block {block.friendship_id}"
        if self._is_new(what):
            other = self.ledger.notes()[f"user {block.other.name}"]
            made = self._client(block.user).friends.block(other)
            self._note(what, block.name, "friendship_id", made.friendship_id)

    def _erase(self, person: "Person") -> None:
        what = f"erased {person.name}"
        if person.deleted is not None and not person.existing and what not in self._made:
            self._client(person).users.delete_me(person.password)
            self.ledger.note(what, person.username)

    def _note(self, what: str, name: str | None, kind: str, made_id: str) -> None:
        self.ledger.note(what, made_id)
        if name is not None:
            self.ledger.note(f"{name} {kind}", made_id)
