"""Friendships: one suite for every store, and a plain model that every store agrees with."""

from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from postcardit_backend.records import UserRecord
from postcardit_sdk.contract.problems import Code
from tests.backend.stores import DAY, NOW, STORES, WEEK, Store, person, refusal

FRIENDS = frozenset({0, 1})


@pytest.fixture
def alice(store: Store) -> UserRecord:
    return store.user("alice", full_name="Alice A.")


@pytest.fixture
def bob(store: Store, alice: UserRecord) -> UserRecord:
    return store.user("bob")


def friends_of(store: Store, user: UserRecord) -> list[str]:
    return [record.friendship_id for record, _ in store.friendships.friends(user.user_id, None, 100)]


def requests_of(store: Store, user: UserRecord, *, incoming: bool) -> list[str]:
    found = store.friendships.requests(user.user_id, incoming=incoming, after=None, limit=100)
    return [record.friendship_id for record in found]


def remove(store: Store, friendship_id: str, user: UserRecord, now: int = NOW) -> Code | None:
    return refusal(partial(store.friendships.remove, friendship_id, user.user_id, now))


def ask(store: Store, requester: UserRecord, addressee: UserRecord, now: int = NOW) -> Code | None:
    return refusal(partial(store.ask, requester, addressee, now))


def test_a_request_waits_until_it_is_accepted(store: Store, alice: UserRecord, bob: UserRecord) -> None:
    asked = store.ask(alice, bob, NOW + 1)
    waiting = [requests_of(store, alice, incoming=False), requests_of(store, bob, incoming=True)]
    accepted = store.answer(asked.friendship_id, bob, accept=True, now=NOW + 2)

    assert (asked.status, asked.requester, asked.addressee) == ("pending", person(alice), person(bob))
    assert (asked.requested_at, asked.responded_at, asked.updated_at) == (NOW + 1, None, NOW + 1)
    assert waiting == [[asked.friendship_id]] * 2
    assert (accepted.status, accepted.requested_at, accepted.responded_at) == ("accepted", NOW + 1, NOW + 2)
    assert [friends_of(store, alice), friends_of(store, bob)] == [[asked.friendship_id]] * 2
    assert [requests_of(store, alice, incoming=False), requests_of(store, bob, incoming=True)] == [[], []]
    assert [store.again(user).friends_count for user in (alice, bob)] == [1, 1]


def test_a_request_that_crosses_another_accepts_it(store: Store, alice: UserRecord, bob: UserRecord) -> None:
    first = store.ask(alice, bob)

    second = store.ask(bob, alice)

    assert (second.friendship_id, second.requester, second.status) == (first.friendship_id, person(alice), "accepted")
    assert store.friendships.are_friends(alice.user_id, bob.user_id)
    assert store.friendships.are_friends(bob.user_id, alice.user_id)


def test_asking_twice_or_asking_a_friend_is_refused(store: Store, alice: UserRecord, bob: UserRecord) -> None:
    asked = store.ask(alice, bob)
    twice = ask(store, alice, bob)
    store.answer(asked.friendship_id, bob, accept=True)

    friends = [ask(store, alice, bob), ask(store, bob, alice)]

    assert [twice, *friends] == [Code.FRIENDSHIP_EXISTS] * 3


def test_nobody_can_be_asked_who_is_not_there(store: Store, alice: UserRecord) -> None:
    once = store.once(alice.user_id, "request_friend")

    refused = refusal(
        lambda: store.friendships.request(store.new_id(), alice.user_id, store.new_id(), once=once, now=NOW)
    )

    assert refused == Code.NOT_FOUND


def test_the_same_answer_again_changes_nothing_and_another_is_too_late(
    store: Store, alice: UserRecord, bob: UserRecord
) -> None:
    asked = store.ask(alice, bob).friendship_id
    first = store.answer(asked, bob, accept=True, now=NOW + 1)

    again = store.answer(asked, bob, accept=True, now=NOW + 2)
    other = refusal(lambda: store.answer(asked, bob, accept=False))

    assert (again, other) == (first, Code.FRIENDSHIP_ANSWERED)
    assert store.again(alice).friends_count == 1


def test_only_the_addressee_answers_and_strangers_find_nothing(
    store: Store, alice: UserRecord, bob: UserRecord
) -> None:
    eve = store.user("eve")
    asked = store.ask(alice, bob).friendship_id

    answers = [refusal(partial(store.answer, asked, user, accept=True)) for user in (alice, eve)]
    removals = [remove(store, asked, user) for user in (bob, eve)]

    assert answers == removals == [Code.FORBIDDEN, Code.NOT_FOUND]


def test_a_rejected_requester_waits_seven_days(store: Store, alice: UserRecord, bob: UserRecord) -> None:
    store.answer(store.ask(alice, bob).friendship_id, bob, accept=False)

    outcomes = [ask(store, alice, bob, NOW + later) for later in (0, WEEK - 1, WEEK)]

    assert outcomes == [Code.FRIENDSHIP_REJECTED, Code.FRIENDSHIP_REJECTED, None]


def test_the_one_who_rejected_may_ask_at_once_and_then_the_other_accepts(
    store: Store, alice: UserRecord, bob: UserRecord
) -> None:
    rejected = store.answer(store.ask(alice, bob).friendship_id, bob, accept=False)

    asked = store.ask(bob, alice, NOW + 1)
    crossed = store.ask(alice, bob, NOW + 2)

    assert asked.friendship_id != rejected.friendship_id
    assert (asked.requester, asked.status, crossed.status) == (person(bob), "pending", "accepted")


def test_a_cooldown_outlives_what_is_withdrawn(store: Store, alice: UserRecord, bob: UserRecord) -> None:
    rejected = store.answer(store.ask(alice, bob).friendship_id, bob, accept=False).friendship_id
    removals = [remove(store, rejected, user) for user in (alice, bob)]
    withdrawn = store.ask(bob, alice, NOW + 1).friendship_id
    remove(store, withdrawn, bob)

    assert removals == [Code.NOT_FOUND] * 2
    assert ask(store, alice, bob, NOW + DAY) == Code.FRIENDSHIP_REJECTED


def test_friends_who_part_may_ask_again_at_once(store: Store, alice: UserRecord, bob: UserRecord) -> None:
    friendship_id = store.befriend(alice, bob)

    removals = [remove(store, friendship_id, user) for user in (bob, alice)]
    counts = [store.again(user).friends_count for user in (alice, bob)]
    again = store.ask(alice, bob)

    assert (removals, counts) == ([None, Code.NOT_FOUND], [0, 0])
    assert not store.friendships.are_friends(alice.user_id, bob.user_id)
    assert (again.status, again.responded_at, friends_of(store, alice)) == ("pending", None, [])


def test_a_friendship_ends_the_cooldown_of_the_one_who_was_rejected(
    store: Store, alice: UserRecord, bob: UserRecord
) -> None:
    store.answer(store.ask(alice, bob).friendship_id, bob, accept=False)
    friendship_id = store.answer(store.ask(bob, alice, NOW + 1).friendship_id, alice, accept=True).friendship_id
    remove(store, friendship_id, alice)

    assert ask(store, alice, bob, NOW + 2) is None


def test_friends_and_requests_come_in_pages_the_newest_first(store: Store, alice: UserRecord) -> None:
    pals = [store.user(f"pal{number}") for number in range(7)]
    for moment, pal in enumerate(pals):
        store.ask(pal, alice, NOW + moment // 2)
    waiting = requests_of(store, alice, incoming=True)
    for moment, friendship_id in enumerate(waiting):
        store.answer(friendship_id, alice, accept=True, now=NOW + moment // 3)
    friends = friends_of(store, alice)

    found: list[str] = []
    after: tuple[int, str] | None = None
    while page := store.friendships.friends(alice.user_id, after, 2):
        found += [record.friendship_id for record, _ in page]
        after = (page[-1][1], page[-1][0].friendship_id)

    assert waiting == sorted(waiting, reverse=True)
    assert sorted(friends) == sorted(waiting)
    assert found == friends


class FriendshipModel(RuleBasedStateMachine):
    """Three people, two of them friends, ask, answer, part and write in any order; plain sets say what remains."""

    store_name = "sqlite"
    people = st.integers(0, 2)
    pairs = st.tuples(people, people).filter(lambda pair: pair[0] != pair[1])

    def __init__(self) -> None:
        super().__init__()
        self.folder = TemporaryDirectory()
        self.opening = STORES[self.store_name](Path(self.folder.name))
        self.store = self.opening.__enter__()
        self.users = [self.store.user(name) for name in ("alice", "bob", "carol")]
        self.pending: dict[frozenset[int], int] = {}
        self.friends: set[frozenset[int]] = set()
        self.rejected: set[frozenset[int]] = set()
        self.cooling: dict[frozenset[int], tuple[int, int]] = {}
        self.ids: dict[frozenset[int], str] = {}
        self.unread: list[tuple[str, int, int]] = []
        self.sent = [0] * 3
        self.now = NOW

    @initialize()
    def begin(self) -> None:
        self.ids[FRIENDS] = self.store.befriend(self.users[0], self.users[1])
        self.friends.add(FRIENDS)

    def teardown(self) -> None:
        self.opening.__exit__(None, None, None)
        self.folder.cleanup()

    @rule(days=st.integers(1, 8))
    def wait(self, days: int) -> None:
        self.now += days * DAY

    @rule(pair=pairs)
    def ask(self, pair: tuple[int, int]) -> None:
        asker, asked = pair
        both = frozenset(pair)
        who, until = self.cooling.get(both, (-1, 0))
        expected: Code | None = None
        crosses = self.pending.get(both) == asked
        if both in self.friends or self.pending.get(both) == asker:
            expected = Code.FRIENDSHIP_EXISTS
        elif not crosses and who == asker and self.now < until:
            expected = Code.FRIENDSHIP_REJECTED

        assert ask(self.store, self.users[asker], self.users[asked], self.now) == expected

        if crosses:
            self._befriend(both)
        elif expected is None:
            self.pending[both] = asker
            self.rejected.discard(both)
            (self.ids[both],) = (
                record.friendship_id
                for record in self.store.friendships.requests(
                    self.users[asker].user_id, incoming=False, after=None, limit=10
                )
                if record.addressee.user_id == self.users[asked].user_id
            )

    @rule(pair=pairs, accept=st.booleans())
    def answer(self, pair: tuple[int, int], accept: bool) -> None:
        both, user = frozenset(pair), pair[0]
        if both not in self.pending:
            return

        outcome = refusal(lambda: self.store.answer(self.ids[both], self.users[user], accept=accept, now=self.now))

        assert outcome == (Code.FORBIDDEN if self.pending[both] == user else None)
        if outcome is None and accept:
            self._befriend(both)
        elif outcome is None:
            self.cooling[both] = (self.pending.pop(both), self.now + WEEK)
            self.rejected.add(both)

    @rule(pair=pairs)
    def remove(self, pair: tuple[int, int]) -> None:
        both, user = frozenset(pair), pair[0]
        if both not in self.ids:
            return
        expected: Code | None = Code.NOT_FOUND
        if both in self.friends or self.pending.get(both) == user:
            expected = None
        elif both in self.pending:
            expected = Code.FORBIDDEN

        assert remove(self.store, self.ids[both], self.users[user], self.now) == expected

        if expected is None:
            self.friends.discard(both)
            self.pending.pop(both, None)

    @rule(pair=pairs)
    def send(self, pair: tuple[int, int]) -> None:
        sender, recipient = pair
        sent: list[str] = []

        outcome = refusal(lambda: sent.append(self.store.send(self.users[sender], self.users[recipient]).postcard_id))

        assert outcome == (None if frozenset(pair) in self.friends else Code.NOT_FRIENDS)
        for card in sent:
            self.unread.append((card, sender, recipient))
            self.sent[sender] += 1

    @rule(number=st.integers(0, 50))
    def withdraw(self, number: int) -> None:
        if self.unread:
            card, sender, _ = self.unread.pop(number % len(self.unread))
            self.store.postcards.delete(card, self.users[sender].user_id, self.now)
            self.sent[sender] -= 1

    @invariant()
    def counters_equal_a_recount(self) -> None:
        records = [self.store.again(user) for user in self.users]
        assert [record.friends_count for record in records] == [
            sum(number in both for both in self.friends) for number in range(3)
        ]
        assert [record.postcards_count for record in records] == self.sent

    @invariant()
    def lists_say_what_the_model_says(self) -> None:
        for number, user in enumerate(self.users):
            friends = sorted(self.ids[both] for both in self.friends if number in both)
            made = sorted(self.ids[both] for both, asker in self.pending.items() if asker == number)
            received = sorted(
                self.ids[both] for both, asker in self.pending.items() if number in both and asker != number
            )
            assert sorted(friends_of(self.store, user)) == friends
            assert sorted(requests_of(self.store, user, incoming=False)) == made
            assert sorted(requests_of(self.store, user, incoming=True)) == received

    def _befriend(self, both: frozenset[int]) -> None:
        del self.pending[both]
        self.friends.add(both)
        self.cooling.pop(both, None)


@pytest.mark.parametrize("name", sorted(STORES))
def test_any_order_of_asking_answering_parting_and_writing_leaves_what_a_plain_model_says(name: str) -> None:
    model = type("Model", (FriendshipModel,), {"store_name": name})

    run_state_machine_as_test(model, settings=settings(max_examples=12, stateful_step_count=30, deadline=None))
