"""Jobs that wait for each other, in any order: verbs go on while what earlier ones began lies about half done, a step
here and a step there. When all is done, everyone has what SQLite gives them, and so has every device.
"""

from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import replace
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from unittest.mock import patch

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule

from postcardit_backend.aws import boxes, erasure, parting, seers
from postcardit_backend.aws.erasure import DynamoErasure
from postcardit_backend.aws.friends import DynamoFriendships
from postcardit_backend.aws.job_steps import job_steps
from postcardit_backend.aws.jobs import Jobs
from postcardit_backend.aws.tables import Range
from postcardit_backend.aws.units import Units
from postcardit_backend.aws.users import DynamoUsers
from postcardit_backend.ports import ProfileChange
from postcardit_backend.records import PostcardRecord
from postcardit_backend.refusal import Refused
from tests.aws.stores import ADDRESSES
from tests.backend.plain_mirror import Mirror, snapshot
from tests.backend.stores import NOW, STORES, Store

__all__ = ["JobsMachine"]

NAMES = ("alice", "bob", "carol")
SMALL = ((boxes, "_MOVED"), (boxes, "_TOLD"), (parting, "_CARDS"), (parting, "_PEERS"), (seers, "_AT_ONCE"))
some_steps = st.lists(st.integers(0, 3), max_size=6)
"""Of which jobs, counted back from the newest."""
two = st.permutations(range(3)).map(lambda order: order[:2])


class Waiting(Jobs):
    """Leaves every job to the sweeper, or to whoever takes a step of it."""

    def work(self, *job_ids: str) -> None:
        pass

    def take_step(self, job_id: str) -> None:
        self._go_on(job_id)


class JobsMachine(RuleBasedStateMachine):
    """Three people; jobs go one thing at a time."""

    @initialize()
    def open(self) -> None:
        self.opened = ExitStack()
        for module, name in (*SMALL, (erasure, "_AT_ONCE")):
            self.opened.enter_context(patch.object(module, name, 1))
        folder = Path(self.opened.enter_context(TemporaryDirectory()))
        whole, self.file = (self.opened.enter_context(STORES[name](folder)) for name in ("dynamodb", "sqlite"))
        users = whole.users
        assert isinstance(users, DynamoUsers)
        self.tables = users._tables  # pyright: ignore[reportPrivateUsage]  # a store names its ports alone
        units = Units(self.tables)
        self.jobs = Waiting(units, job_steps(lambda _: None, {}))
        friendships, erasing = DynamoFriendships(units, self.jobs), DynamoErasure(units, ADDRESSES, self.jobs)
        self.cut = replace(
            whole, friendships=friendships, users=DynamoUsers(units, ADDRESSES, self.jobs), erasure=erasing
        )
        self.ids = [self.join(name) for name in NAMES]
        self.mirrors, self.cards, self.names = list[Mirror](), list[PostcardRecord](), 0
        for pair in ((0, 1), (0, 2), (1, 0)):
            self.befriend(pair)
            self.send(pair)
            self.send(pair[::-1])

    def join(self, name: str) -> str:
        return self.ask(lambda store: store.user(name).user_id)

    def teardown(self) -> None:
        if not hasattr(self, "opened"):
            return
        self.finish_newest_first()
        for user_id in self.living():
            one, other = (snapshot(store, user_id) for store in (self.cut, self.file))
            assert replace(one, seq=0) == replace(other, seq=0)
            assert self.cut.postcards.stats(user_id) == self.file.postcards.stats(user_id)
            devices = [mirror for mirror in self.mirrors if mirror.user_id == user_id]
            assert [mirror.follow_to_the_end(self.cut, 7) for mirror in devices] == [one] * len(devices)
        self.opened.close()

    def living(self) -> list[str]:
        found = self.cut.users.many(self.ids)
        return [user_id for user_id in self.ids if found[user_id].is_active]

    def waiting(self) -> list[tuple[str, str]]:
        """The kinds and the ids of the jobs that are there."""
        jobs = self.tables.query(Range("main", "JOBS", "", "~"))
        return [(str(job["kind"]), str(job["sk"])) for job in jobs]

    def finish_newest_first(self) -> None:
        """The sweeper takes the oldest first, but a request works on its own while others lie there."""
        while jobs := self.waiting():
            self.jobs.take_step(jobs[-1][1])

    def ask(self, verb: Callable[[Store], object]) -> str:
        """What both say."""
        one, other = (_said(partial(verb, store)) for store in (self.cut, self.file))
        assert one == other
        return one

    def whole_boxes(self) -> None:
        """Who sees a card again that a block hid sees it when its job is done."""
        if any(kind == "show" for kind, _ in self.waiting()):
            self.jobs.sweep()

    @rule(pair=two)
    def befriend(self, pair: Sequence[int]) -> None:
        one, other = self.ids[pair[0]], self.ids[pair[1]]

        def verb(store: Store) -> None:
            one_id, once = store.new_id(), store.once(one, "request_friend")
            asked = store.friendships.request(one_id, one, other, once=once, now=NOW).record
            store.friendships.answer(asked.friendship_id, other, accept=True, now=NOW, cooldown_ms=0)

        self.ask(verb)

    @rule(pair=two)
    def send(self, pair: Sequence[int]) -> None:
        one, other = self.ids[pair[0]], self.ids[pair[1]]

        def verb(store: Store) -> None:
            people = store.users.many([one, other])
            card = store.card(people[one], people[other], country=people[one].username)
            self.cards.append(card)
            store.postcards.send(card, store.once(one, "send_postcard"))

        self.ask(verb)

    @rule(pair=two)
    def block(self, pair: Sequence[int]) -> None:
        one, other = self.ids[pair[0]], self.ids[pair[1]]
        self.ask(lambda store: store.friendships.block(store.new_id(), one, other, NOW).friendship_id)

    @rule(pair=two)
    def unblock(self, pair: Sequence[int]) -> None:
        self.ask(lambda store: store.friendships.unblock(self.ids[pair[0]], self.ids[pair[1]], NOW))

    @rule(pair=two, steps=st.lists(some_steps, min_size=2, max_size=2), is_final=st.booleans())
    def change_ones_mind(self, pair: Sequence[int], steps: list[list[int]], is_final: bool) -> None:
        """What one job is about is over when the next begins."""
        self.block(pair)
        self.take_steps(steps[0])
        self.unblock(pair)
        self.take_steps(steps[1])
        if is_final:
            self.block(pair)

    @rule(who=st.integers(0, 2), cards=st.lists(st.integers(0, 9), max_size=3))
    def read(self, who: int, cards: list[int]) -> None:
        self.whole_boxes()
        read = [self.cards[-1 - number % len(self.cards)].postcard_id for number in cards]
        self.ask(lambda store: store.postcards.mark(self.ids[who], delivered=[], read=read, now=NOW))

    @rule(who=st.integers(0, 2), card=st.integers(0, 9))
    def delete(self, who: int, card: int) -> None:
        self.whole_boxes()
        deleted = self.cards[-1 - card % len(self.cards)].postcard_id
        self.ask(lambda store: store.postcards.delete(deleted, self.ids[who], NOW))

    @rule(who=st.integers(0, 2))
    def rename(self, who: int) -> None:
        self.names += 1
        change = ProfileChange({"full_name": f"Name {self.names}"})
        self.ask(lambda store: store.users.update(self.ids[who], change, NOW).full_name)

    @rule(who=st.integers(0, 9))
    def erase(self, who: int) -> None:
        if who < 3 and len(self.living()) == 3:
            self.ask(lambda store: store.erasure.erase(self.ids[who], "hash", NOW))

    @rule(who=st.integers(0, 2))
    def look(self, who: int) -> None:
        if self.ids[who] in self.living():
            self.mirrors.append(snapshot(self.cut, self.ids[who]))

    @rule(steps=some_steps)
    def take_steps(self, steps: list[int]) -> None:
        for number in steps:
            jobs = self.waiting()
            if jobs:
                self.jobs.take_step(jobs[-1 - number % len(jobs)][1])


def _said(act: Callable[[], object]) -> str:
    try:
        return str(act())
    except Refused as refused:
        return refused.code.value
