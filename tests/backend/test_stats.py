"""What a profile counts is kept with each change, and is what counting anew would give."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from postcardit_backend.folding import fold
from postcardit_backend.ports import PostcardFilter
from postcardit_backend.records import PostcardRecord, StatsRecord, UserRecord
from tests.backend.stores import NOW, STORES, Store, refusal
from tests.backend.walks import walk

NOTHING = StatsRecord(0, 0, 0, 0, 0, 0)


@pytest.fixture
def alice(store: Store) -> UserRecord:
    return store.user("alice")


@pytest.fixture
def bob(store: Store, alice: UserRecord) -> UserRecord:
    """Bob, a friend of alice."""
    bob = store.user("bob")
    store.befriend(alice, bob)
    return bob


def stats(store: Store, *users: UserRecord) -> list[StatsRecord]:
    return [store.postcards.stats(user.user_id) for user in users]


def test_nobody_has_sent_anything_at_first(store: Store, alice: UserRecord) -> None:
    assert stats(store, alice) == [NOTHING]
    assert store.postcards.stats("nobody") == NOTHING


def test_each_side_counts_its_own(store: Store, alice: UserRecord, bob: UserRecord) -> None:
    one, _, _ = (store.send(alice, bob, country="Italia", city="Venezia").postcard_id for _ in range(3))
    store.postcards.mark(bob.user_id, delivered=[], read=[one], now=NOW)

    assert stats(store, alice, bob) == [StatsRecord(3, 0, 0, 1, 1, 1), StatsRecord(0, 3, 2, 0, 0, 1)]


def test_a_city_belongs_to_its_country_and_case_and_accents_make_no_other(
    store: Store, alice: UserRecord, bob: UserRecord
) -> None:
    places: list[tuple[str | None, str | None]] = [("Österreich", "Wien"), ("osterreich ", " WIEN"), ("USA", "Paris")]
    places += [("France", "Paris"), (None, "Paris"), ("France", None), (None, None), (" ", "")]

    for country, city in places:
        store.send(alice, bob, country=country, city=city)

    assert stats(store, alice) == [StatsRecord(8, 0, 0, countries=3, cities=4, friends=1)]


def test_a_country_counts_until_its_last_card_is_withdrawn(store: Store, alice: UserRecord, bob: UserRecord) -> None:
    cards = [store.send(alice, bob, country="Italia", city="Roma").postcard_id for _ in range(2)]
    seen: list[list[StatsRecord]] = []

    for card in cards:
        store.postcards.delete(card, alice.user_id, NOW)
        seen.append(stats(store, alice, bob))

    assert seen == [
        [StatsRecord(1, 0, 0, 1, 1, 1), StatsRecord(0, 1, 1, 0, 0, 1)],
        [StatsRecord(0, 0, 0, 0, 0, 1), StatsRecord(0, 0, 0, 0, 0, 1)],
    ]


def test_what_is_archived_is_received_but_not_unread(store: Store, alice: UserRecord, bob: UserRecord) -> None:
    card, _ = (store.send(alice, bob).postcard_id for _ in range(2))
    acts: list[Callable[[], object]] = [
        lambda: store.postcards.archive(card, bob.user_id, archived=True, now=NOW),
        lambda: store.postcards.archive(card, bob.user_id, archived=True, now=NOW),
        lambda: store.postcards.archive(card, bob.user_id, archived=False, now=NOW),
        lambda: store.postcards.archive(card, alice.user_id, archived=True, now=NOW),
        lambda: store.postcards.archive(card, bob.user_id, archived=True, now=NOW),
        lambda: store.postcards.mark(bob.user_id, delivered=[], read=[card], now=NOW),
        lambda: store.postcards.archive(card, bob.user_id, archived=False, now=NOW),
        lambda: store.postcards.delete(card, bob.user_id, NOW),
    ]

    found = [(act(), store.postcards.stats(bob.user_id))[1] for act in acts]

    assert [(one.received, one.unread) for one in found] == [
        (2, 1), (2, 1), (2, 2), (2, 2), (2, 1), (2, 1), (2, 1), (1, 1),
    ]  # fmt: skip


def test_what_a_block_hides_is_not_counted_until_it_is_lifted(store: Store, alice: UserRecord, bob: UserRecord) -> None:
    one, two = (store.send(alice, bob).postcard_id for _ in range(2))
    store.send(bob, alice, country="Italia")
    store.friendships.block(store.new_id(), bob.user_id, alice.user_id, NOW)
    hidden = stats(store, alice, bob)
    store.postcards.mark(bob.user_id, delivered=[one], read=[two], now=NOW)

    store.friendships.unblock(bob.user_id, alice.user_id, NOW)

    assert hidden == [NOTHING, StatsRecord(1, 2, 2, 1, 0, 0)]
    assert stats(store, alice, bob) == [StatsRecord(2, 1, 1, 0, 0, 0), StatsRecord(1, 2, 1, 1, 0, 0)]


PLACES = st.sampled_from([(None, None), ("Italia", "Roma"), ("italia", None), ("Chile", "Roma"), (None, "Lima")])
WHO = st.sampled_from([0, 1])
WHICH = st.integers(0, 30)


class Mailing(RuleBasedStateMachine):
    """Two people do what can be done with cards; after each step their numbers are those of their boxes."""

    store_name = "sqlite"

    @initialize()
    def open(self) -> None:
        self.folder = TemporaryDirectory()
        self.opened = STORES[self.store_name](Path(self.folder.name))
        self.store = self.opened.__enter__()
        self.people = [self.store.user("alice"), self.store.user("bob")]
        self.friendship_id: str | None = self.store.befriend(*self.people)
        self.cards: list[str] = []

    @rule(who=WHO, place=PLACES)
    @precondition(lambda self: self.friendship_id)
    def send(self, who: int, place: tuple[str | None, str | None]) -> None:
        card = self.store.send(self.people[who], self.people[1 - who], country=place[0], city=place[1])
        self.cards.append(card.postcard_id)

    @rule(who=WHO, delivered=st.lists(WHICH, max_size=3), read=st.lists(WHICH, max_size=3))
    def mark(self, who: int, delivered: list[int], read: list[int]) -> None:
        steps = {"delivered": self._named(delivered), "read": self._named(read)}
        self.store.postcards.mark(self.people[who].user_id, **steps, now=NOW)

    @rule(who=WHO, which=WHICH, archived=st.booleans())
    def archive(self, who: int, which: int, archived: bool) -> None:
        for card in self._named([which]):
            user_id = self.people[who].user_id
            refusal(partial(self.store.postcards.archive, card, user_id, archived=archived, now=NOW))

    @rule(who=WHO, which=WHICH)
    def delete(self, who: int, which: int) -> None:
        for card in self._named([which]):
            refusal(partial(self.store.postcards.delete, card, self.people[who].user_id, NOW))

    @rule(who=WHO)
    def block(self, who: int) -> None:
        user_id, other_id = self.people[who].user_id, self.people[1 - who].user_id
        refusal(partial(self.store.friendships.block, self.store.new_id(), user_id, other_id, NOW))
        self.friendship_id = None

    @rule(who=WHO)
    @precondition(lambda self: not self.friendship_id)
    def make_up(self, who: int) -> None:
        for one, other in (self.people, self.people[::-1]):
            self.store.friendships.unblock(one.user_id, other.user_id, NOW)
        self.friendship_id = self.store.befriend(self.people[who], self.people[1 - who])

    @invariant()
    def numbers_are_those_of_the_boxes(self) -> None:
        for user in self.people:
            assert self.store.postcards.stats(user.user_id) == self._counted_anew(user)

    def teardown(self) -> None:
        if hasattr(self, "opened"):
            self.opened.__exit__(None, None, None)
            self.folder.cleanup()

    def _named(self, numbers: list[int]) -> list[str]:
        return [self.cards[number % len(self.cards)] for number in numbers if self.cards]

    def _counted_anew(self, user: UserRecord) -> StatsRecord:
        cards = self.store.postcards.list(user.user_id, PostcardFilter(archived=None), None, 1000)
        sent = [card for card in cards if card.sender.user_id == user.user_id]
        received = [card for card in cards if card not in sent]
        return StatsRecord(
            sent=len(sent),
            received=len(received),
            unread=sum(card.read_at is None and not card.is_archived for card in received),
            countries=len({fold(card.country) for card in sent if card.country}),
            cities=len({_city(card) for card in sent if card.city}),
            friends=int(self.friendship_id is not None),
        )


def _city(card: PostcardRecord) -> tuple[str, str]:
    return fold(card.country or ""), fold(card.city or "")


@pytest.mark.parametrize("name", sorted(STORES))
def test_whatever_two_people_do_with_cards_their_numbers_are_those_of_their_boxes(name: str) -> None:
    machine = type("Mailing", (Mailing,), {"store_name": name})

    run_state_machine_as_test(machine, settings=walk(name, 20, 25))
