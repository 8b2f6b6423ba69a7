"""Everything that people may do to each other, in any order: a store and a plain model do the same, step by step.

After each step everyone's lists, counts and profiles are the model's, and everyone's feed tells the rest: a mirror that
was right at any earlier step is right again once it has read on.
"""

from collections.abc import Callable, Generator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import ClassVar, TypeVar

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from postcardit_backend.ports import Kept, Once, ProfileChange
from postcardit_backend.records import FriendshipRecord, Person, PostcardRecord
from postcardit_backend.refusal import Refused
from postcardit_sdk.contract.problems import Code
from tests.backend.plain_mirror import Mirror, read_slowly, snapshot
from tests.backend.social_model import SocialModel
from tests.backend.social_town import OPENERS
from tests.backend.social_views import Sight
from tests.backend.stores import DAY, NOW, WEEK, number_id, person

__all__ = ["SocialMachine"]

T = TypeVar("T")
NAMES = ("alice", "bob", "carol", "dave", "erin", "frank")
OTHER_NAMES = ("gina", "hans", "ida", "jan")
PLACES = ((None, None), ("Italia", None), ("Italia", "Roma"), ("France", "Nice"), ("Italia", "Nice"), (None, "Nice"))

someone = st.integers(0, len(NAMES) - 1)
two_people = st.tuples(someone, someone).filter(lambda pair: pair[0] != pair[1])
one_and_anyone = st.tuples(someone, st.integers(0, len(NAMES))).filter(lambda pair: pair[0] != pair[1])
"""The last number is whoever was erased last."""
some_card = st.integers(0, 9)
"""Counted back from the newest."""
some_end = st.sampled_from(["recipient", "recipient", "sender", "stranger"])
keys = st.sampled_from([None, None, None, "one", "two"])
some_name = st.sampled_from([*NAMES[:2], *OTHER_NAMES])
seldom = st.sampled_from([False] * 9 + [True])


class SocialMachine(RuleBasedStateMachine):
    """Six people, and new ones in the place of those who were erased. `steps` counts what was compared."""

    store_name = "sqlite"
    steps: ClassVar[int] = 0
    looks_everywhere = True
    """Look at everyone after each step, in the smallest pages; else at one after the other."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = TemporaryDirectory()
        self.opening = OPENERS[self.store_name](Path(self.folder.name))
        self.store = self.opening.__enter__()
        self.model = SocialModel()
        self.now, self.last_number = NOW, 0
        self.users: list[str] = []
        self.erased = number_id(0)
        self.bonds: list[str] = []
        self.cards: dict[str, tuple[str, str]] = {}
        self.mirrors: dict[str, list[Mirror]] = {}
        self.reading: dict[str, Generator[None, None, Mirror]] = {}
        self.told: set[str] = set()

    def teardown(self) -> None:
        self.opening.__exit__(None, None, None)
        self.folder.cleanup()

    @initialize(friends=st.lists(two_people, min_size=4, max_size=8))
    def begin(self, friends: list[tuple[int, int]]) -> None:
        for name in NAMES:
            self.users.append(self.join(name))
        for number, pair in enumerate(friends):
            self.befriend_and_send(pair, PLACES[number % len(PLACES)], reply=number % 2 == 0)

    @rule(step=st.sampled_from([0, 1, 60_000, DAY, WEEK, 8 * DAY]))
    def wait(self, step: int) -> None:
        self.now += step

    @rule(pair=one_and_anyone, key=keys)
    def ask(self, pair: tuple[int, int], key: str | None) -> None:
        one, other = self.both(pair)
        new_id = self.new_id()
        self.bonds.append(new_id)
        once = Once(one, key, "request_friend", other, self.now - DAY)
        self.same(
            lambda: _made(self.store.friendships.request(new_id, one, other, once=once, now=self.now)),
            lambda: self.model.request(new_id, one, other, key=key, now=self.now),
        )

    @rule(pair=two_people, accept=st.booleans(), stranger=seldom)
    def answer(self, pair: tuple[int, int], accept: bool, stranger: bool) -> None:
        user, bond = self.user_and_bond(pair, stranger=stranger)
        self.same(
            lambda: self.store.friendships.answer(bond, user, accept=accept, now=self.now, cooldown_ms=WEEK),
            lambda: self.model.answer(bond, user, accept=accept, now=self.now),
        )

    @rule(pair=two_people, stranger=seldom)
    def remove(self, pair: tuple[int, int], stranger: bool) -> None:
        user, bond = self.user_and_bond(pair, stranger=stranger)
        self.same(
            lambda: self.store.friendships.remove(bond, user, self.now),
            lambda: self.model.remove(bond, user),
        )

    @rule(pair=two_people)
    def befriend(self, pair: tuple[int, int]) -> None:
        """As far as they let each other."""
        self.ask(pair, None)
        self.answer((pair[1], pair[0]), True, False)

    @rule(pair=two_people, step=st.sampled_from([0, WEEK - 1, WEEK]), crossing=st.booleans())
    def insist(self, pair: tuple[int, int], step: int, crossing: bool) -> None:
        """Ask, be rejected, and ask again; or the other does."""
        self.ask(pair, None)
        self.answer((pair[1], pair[0]), False, False)
        self.now += step
        self.ask((pair[1], pair[0]) if crossing else pair, None)

    @rule(pair=one_and_anyone)
    def block(self, pair: tuple[int, int]) -> None:
        one, other = self.both(pair)
        new_id = self.new_id()
        self.bonds.append(new_id)
        self.same(
            lambda: self.store.friendships.block(new_id, one, other, self.now),
            lambda: self.model.block(new_id, one, other, now=self.now),
        )

    @rule(pair=one_and_anyone, number=st.integers(0, 5))
    def unblock(self, pair: tuple[int, int], number: int) -> None:
        """Lift a block; or, now and then, none."""
        blocks = [bond for bond in self.model.bonds.values() if bond.status == "blocked"]
        chosen = blocks[number % len(blocks)] if blocks and number else None
        one, other = (chosen.requester_id, chosen.addressee_id) if chosen else self.both(pair)
        self.same(
            lambda: self.store.friendships.unblock(one, other, self.now),
            lambda: self.model.unblock(one, other),
        )

    @rule(pair=one_and_anyone, place=st.sampled_from(PLACES), key=keys, message=st.sampled_from(["Ciao", "Salut"]))
    def send(self, pair: tuple[int, int], place: tuple[str | None, str | None], key: str | None, message: str) -> None:
        one, other = self.both(pair)
        ends = self.model.people[one], self.model.people.get(other, Person(other, "nobody", None, None))
        card = PostcardRecord(
            self.new_id(), *ends, message, "print", None, None,
            None, None, None, place[1], place[0], self.now, None, None, self.now, send_key=key,
        )  # fmt: skip
        once = Once(one, key, "send_postcard", other + message, self.now - DAY)
        made = self.same(
            lambda: _made(self.store.postcards.send(card, once)),
            lambda: self.model.send(card, key=key),
        )
        if made == card:
            self.cards[card.postcard_id] = one, other

    @rule(pair=two_people, place=st.sampled_from(PLACES), reply=st.booleans())
    def befriend_and_send(self, pair: tuple[int, int], place: tuple[str | None, str | None], reply: bool) -> None:
        self.befriend(pair)
        self.send(pair, place, None, "Ciao")
        if reply:
            self.send((pair[1], pair[0]), place, None, "Salut")

    @rule(card=some_card, others=st.lists(some_card, max_size=3), end=some_end, read=st.booleans())
    def confirm(self, card: int, others: list[int], end: str, read: bool) -> None:
        user, first = self.end_of(card, end)
        delivered = [first, *(self.end_of(other, end)[1] for other in others)]
        shown = delivered[::-2] if read else []
        self.same(
            lambda: self.store.postcards.mark(user, delivered=delivered, read=shown, now=self.now),
            lambda: self.model.mark(user, delivered=delivered, read=shown, now=self.now),
        )

    @rule(card=some_card, end=some_end, archived=st.booleans())
    def archive(self, card: int, end: str, archived: bool) -> None:
        user, name = self.end_of(card, end)
        self.same(
            lambda: self.store.postcards.archive(name, user, archived=archived, now=self.now),
            lambda: self.model.archive(name, user, archived=archived),
        )

    @rule(card=some_card, end=some_end)
    def delete(self, card: int, end: str) -> None:
        user, name = self.end_of(card, end)
        self.same(
            lambda: self.store.postcards.delete(name, user, self.now),
            lambda: self.model.delete(name, user),
        )

    @rule(pair=two_people, by_sender=st.booleans(), end=some_end, act=st.sampled_from(["confirm", "archive", "delete"]))
    def send_block_act_and_unblock(self, pair: tuple[int, int], by_sender: bool, end: str, act: str) -> None:
        """What becomes of a card while one of its two people does not see it."""
        blocks = pair if by_sender else (pair[1], pair[0])
        self.befriend_and_send(pair, PLACES[2], reply=False)
        self.block(blocks)
        acts: dict[str, Callable[[], None]] = {
            "confirm": lambda: self.confirm(0, [], end, True),
            "archive": lambda: self.archive(0, end, True),
            "delete": lambda: self.delete(0, end),
        }
        acts[act]()
        self.unblock(blocks, 0)
        self.told = {*self.users}  # also of what is again as it was

    @rule(user=someone, name=some_name, full_name=st.sampled_from([None, "A. Nother", "N. Ew"]))
    def rename(self, user: int, name: str, full_name: str | None) -> None:
        one = self.users[user]
        change = ProfileChange({"username": name, "full_name": full_name})
        renamed = self.same(
            lambda: person(self.store.users.update(one, change, self.now)),
            lambda: self.model.update(one, username=name, full_name=full_name),
        )
        if not isinstance(renamed, Code):
            self.told = {one, *(seer for seer in self.users if self.sees(seer, one))}

    @rule(user=someone, really=st.sampled_from([True, False]))
    def erase(self, user: int, really: bool) -> None:
        """And someone new has their place and their name."""
        if really:
            self.erased = one = self.users[user]
            name = self.model.people[one].username
            self.same(lambda: self.store.erasure.erase(one, "hash", self.now), lambda: self.model.erase(one))
            self.users[user] = self.join(name)

    @invariant()
    def everyone_sees_what_the_model_says(self) -> None:
        type(self).steps += 1
        for _, user in self.watched():
            Sight(self.store, self.model, user, self.page_size(3)).is_equal(self.bonds, [*self.cards])

    @invariant()
    def every_feed_tells_what_changed(self) -> None:
        """To whom nothing changed, nothing is told."""
        for number, user in self.watched():
            fresh = snapshot(self.store, user, self.page_size(5))
            kept = self.mirrors.setdefault(user, [fresh])
            before, earlier = kept[-1], kept[(self.last_number * 7 + number * 3) % len(kept)]
            is_same = self.looks_everywhere and (before.friendships, before.cards) == (fresh.friendships, fresh.cards)
            assert not is_same or user in self.told or before.seq == fresh.seq, "told of nothing"
            assert earlier.copy().follow_to_the_end(self.store, self.page_size(11)) == fresh
            kept.append(fresh)
            self.read_a_page(user, fresh)
        self.told = set()

    def watched(self) -> list[tuple[int, str]]:
        """Who is looked at after this step."""
        users = [*enumerate(self.users)]
        return users if self.looks_everywhere else [users[self.last_number % len(users)]]

    def page_size(self, largest: int) -> int:
        """Each size in turn, as the steps go on."""
        return self.last_number % largest + (1 if self.looks_everywhere else 4)

    def read_a_page(self, user: str, fresh: Mirror) -> None:
        """Go on reading slowly, a page at each step."""
        try:
            next(self.reading.setdefault(user, read_slowly(self.store, user, 2)))
        except StopIteration as end:
            assert end.value == fresh
            del self.reading[user]

    def join(self, name: str) -> str:
        newcomer = self.store.join(self.new_id(), name)
        self.model.join(newcomer)
        return newcomer.user_id

    def new_id(self) -> str:
        self.last_number += 1
        return number_id(self.last_number)

    def both(self, pair: tuple[int, int]) -> tuple[str, str]:
        return self.users[pair[0]], [*self.users, self.erased][pair[1]]

    def user_and_bond(self, pair: tuple[int, int], *, stranger: bool) -> tuple[str, str]:
        """Someone, and what is between them and another, or was once; a stranger tries another's."""
        one, other = self.both(pair)
        bond = self.model.bonds.get(frozenset((one, other)))
        user = next(user for user in self.users if user not in (one, other)) if stranger else one
        return user, bond.friendship_id if bond else [number_id(0), *self.bonds][-1 - pair[1] % (len(self.bonds) + 1)]

    def end_of(self, number: int, end: str) -> tuple[str, str]:
        """Someone at an end of a card or at none, and the card, which may be gone."""
        if not self.cards:
            return self.users[number % len(self.users)], number_id(0)
        name = [*self.cards][-1 - number % len(self.cards)]
        sender, recipient = self.cards[name]
        stranger = next(user for user in self.users if user not in (sender, recipient))
        user = {"sender": sender, "recipient": recipient, "stranger": stranger}[end]
        return user if user in self.users else stranger, name

    def sees(self, user: str, other: str) -> bool:
        cards, friendships = self.model.cards_of(user), self.model.friendships_of(user)
        seen = {end.user_id for card in cards for end in (card.sender, card.recipient)}
        return other in seen | {end.user_id for one in friendships for end in (one.requester, one.addressee)}

    def same(self, act: Callable[[], T], says: Callable[[], object]) -> T | Code:
        """What the store does is what the model says: the same value, or the same refusal."""
        done, said = _outcome(act), _outcome(says)
        assert done == said
        return done


def _outcome(act: Callable[[], T]) -> T | Code:
    try:
        return act()
    except Refused as refused:
        return refused.code


def _made(kept: Kept[FriendshipRecord] | Kept[PostcardRecord]) -> FriendshipRecord | PostcardRecord | str:
    """What was made; its id alone when the request is a repeated one."""
    record = kept.record
    if not kept.is_replay:
        return record
    return record.postcard_id if isinstance(record, PostcardRecord) else record.friendship_id
