"""Asking, answering, parting, blocking and writing in any order: a plain model that every store agrees with."""

from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from postcardit_backend.records import UserRecord
from postcardit_sdk.contract.problems import Code
from postcardit_sdk.contract.sync import ChangeType
from tests.backend.stores import DAY, NOW, STORES, WEEK, Store, refusal, told
from tests.backend.walks import walk

FRIENDS = frozenset({0, 1})
CHANGED, DELETED = ChangeType.FRIENDSHIP_CHANGED, ChangeType.FRIENDSHIP_DELETED


def friends_of(store: Store, user: UserRecord) -> list[str]:
    return [record.friendship_id for record, _ in store.friendships.friends(user.user_id, None, 100)]


def requests_of(store: Store, user: UserRecord, *, incoming: bool) -> list[str]:
    found = store.friendships.requests(user.user_id, incoming=incoming, after=None, limit=100)
    return [record.friendship_id for record in found]


class FriendshipModel(RuleBasedStateMachine):
    """Three people, two of them friends, ask, answer, part, block and write in any order; sets say what remains."""

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
        self.blocks: dict[frozenset[int], int] = {}
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
        if both in self.blocks:
            expected = Code.USER_BLOCKED if self.blocks[both] == asker else Code.NOT_FOUND
        elif both in self.friends or self.pending.get(both) == asker:
            expected = Code.FRIENDSHIP_EXISTS
        elif not crosses and who == asker and self.now < until:
            expected = Code.FRIENDSHIP_REJECTED

        assert refusal(partial(self.store.ask, self.users[asker], self.users[asked], self.now)) == expected

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

        assert (
            refusal(partial(self.store.friendships.remove, self.ids[both], self.users[user].user_id, self.now))
            == expected
        )

        if expected is None:
            self._end(both)

    @rule(pair=pairs)
    def block(self, pair: tuple[int, int]) -> None:
        both, user, other = frozenset(pair), *pair
        block_id = self.store.new_id()
        blocked: list[str] = []

        outcome = refusal(
            lambda: blocked.append(
                self.store.friendships.block(
                    block_id, self.users[user].user_id, self.users[other].user_id, self.now
                ).friendship_id
            )
        )

        assert outcome == (Code.NOT_FOUND if self.blocks.get(both) == other else None)
        if outcome is None:
            assert blocked == [self.ids[both] if both in self.blocks else block_id]
            self._end(both)
            self.blocks[both], self.ids[both] = user, blocked[0]

    @rule(pair=pairs)
    def unblock(self, pair: tuple[int, int]) -> None:
        both, user, other = frozenset(pair), *pair

        self.store.friendships.unblock(self.users[user].user_id, self.users[other].user_id, self.now)

        if self.blocks.get(both) == user:
            del self.blocks[both]

    @rule(pair=pairs)
    def send(self, pair: tuple[int, int]) -> None:
        sender, recipient = pair
        sent: list[str] = []

        outcome = refusal(lambda: sent.append(self.store.send(self.users[sender], self.users[recipient]).postcard_id))

        hidden = self.blocks.get(frozenset(pair)) == recipient
        refused = Code.NOT_FOUND if hidden else Code.NOT_FRIENDS
        assert outcome == (None if frozenset(pair) in self.friends else refused)
        for card in sent:
            self.unread.append((card, sender, recipient))
            self.sent[sender] += 1

    @rule(number=st.integers(0, 50))
    def withdraw(self, number: int) -> None:
        if self.unread:
            card, sender, recipient = self.unread.pop(number % len(self.unread))

            outcome = refusal(partial(self.store.postcards.delete, card, self.users[sender].user_id, self.now))

            hidden = self.blocks.get(frozenset((sender, recipient))) == recipient
            assert outcome == (Code.NOT_FOUND if hidden else None)
            if hidden:
                self.unread.append((card, sender, recipient))
            else:
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

    @invariant()
    def each_sees_what_is_between_them_and_others(self) -> None:
        for number, user in enumerate(self.users):
            seen = {both for both in {*self.friends, *self.pending, *self.rejected} if number in both}
            seen |= {both for both, maker in self.blocks.items() if maker == number}
            every = self.store.friendships.every(user.user_id)
            assert {record.friendship_id for record in every} == {self.ids[both] for both in seen}
            many = self.store.friendships.many(user.user_id, [*self.ids.values()])
            assert many == {record.friendship_id: record for record in every}
            page = self.store.friendships.page(user.user_id, None, 10)
            assert sorted(page, key=lambda one: one.friendship_id, reverse=True) == every
            blocked = self.store.friendships.blocked(user.user_id, None, 10)
            assert blocked == sorted(
                (one for one in every if one.status == "blocked"),
                key=lambda one: (one.requested_at, one.friendship_id),
                reverse=True,
            )

    @invariant()
    def feeds_leave_what_is_there(self) -> None:
        for user in self.users:
            there: set[str] = set()
            for kind, name in told(self.store, user):
                if kind == CHANGED:
                    there.add(name)
                elif kind == DELETED:
                    there.remove(name)
            assert there == {record.friendship_id for record in self.store.friendships.every(user.user_id)}

    def _end(self, both: frozenset[int]) -> None:
        self.friends.discard(both)
        self.rejected.discard(both)
        self.pending.pop(both, None)

    def _befriend(self, both: frozenset[int]) -> None:
        del self.pending[both]
        self.friends.add(both)
        self.cooling.pop(both, None)


@pytest.mark.parametrize("name", sorted(STORES))
def test_any_order_of_asking_answering_parting_blocking_and_writing_leaves_what_a_plain_model_says(name: str) -> None:
    model = type("Model", (FriendshipModel,), {"store_name": name})

    run_state_machine_as_test(model, settings=walk(name, 12, 30))
