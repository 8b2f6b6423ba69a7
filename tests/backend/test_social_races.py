"""What 24 do at the same moment leaves what they would have left one after the other."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from threading import Barrier

import pytest

from postcardit_backend.ports import Once
from postcardit_backend.records import Person, PostcardRecord
from postcardit_backend.refusal import Refused
from postcardit_sdk.contract.problems import Code
from tests.backend.plain_mirror import Mirror, snapshot
from tests.backend.social_town import OPENERS, Town
from tests.backend.stores import NOW, WEEK, number_id

CROWD = 24


@pytest.fixture(params=sorted(OPENERS))
def town(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Town]:
    with OPENERS[str(request.param)](tmp_path) as town:
        yield town


class Two:
    """Two people in a town who race each other, and ids for what they make."""

    def __init__(self, town: Town, number: int) -> None:
        self.town, self.number = town, 1000 * (number + 1)
        self.a, self.b = (town.join(self.new_id(), f"{name}{number}") for name in ("alice", "bob"))

    def new_id(self) -> str:
        self.number += 1
        return number_id(self.number)

    def ask(self, one: Person, other: Person) -> Callable[[], str]:
        new_id = self.new_id()
        once = Once(one.user_id, new_id, "request_friend", "", 0)
        ask = partial(self.town.friendships.request, new_id, one.user_id, other.user_id, once=once, now=NOW)
        return lambda: ask().record.status

    def accept(self, one: Person, friendship_id: str) -> Callable[[], str]:
        answer = partial(self.town.friendships.answer, friendship_id, one.user_id, accept=True, now=NOW)
        return lambda: answer(cooldown_ms=WEEK).status

    def block(self, one: Person, other: Person) -> Callable[[], str]:
        block = partial(self.town.friendships.block, self.new_id(), one.user_id, other.user_id, NOW)
        return lambda: block().status

    def send(self, one: Person, other: Person) -> Callable[[], str]:
        card = PostcardRecord(
            self.new_id(), one, other, "Ciao", "print", None, None, None, None, None, None, None, NOW, None, None, NOW
        )
        once = Once(one.user_id, card.postcard_id, "send_postcard", "", 0)
        return lambda: self.town.postcards.send(card, once).record.message

    def befriend(self) -> None:
        self.ask(self.a, self.b)()
        self.ask(self.b, self.a)()

    def statuses(self) -> list[list[str]]:
        """What each of the two sees between them."""
        return [[one.status for one in self.town.friendships.every(user.user_id)] for user in (self.a, self.b)]

    def is_told_and_counted_right(self) -> bool:
        """Counters equal a recount, and the feed from its beginning makes what there is."""
        for user in (self.a, self.b):
            fresh = snapshot(self.town, user.user_id)
            stats, record = self.town.postcards.stats(user.user_id), self.town.users.by_id(user.user_id)
            friends = sum(one.status == "accepted" for one in fresh.friendships.values())
            sent = sum(card.sender == user for card in fresh.cards.values())
            assert record is not None
            assert (stats.friends, record.friends_count) == (friends, friends)
            assert (stats.sent, stats.received) == (sent, len(fresh.cards) - sent)
            assert Mirror(user.user_id, 0, fresh.profile).follow_to_the_end(self.town, 7) == fresh
        return True


def race(*jobs: Sequence[Callable[[], str]]) -> Counter[str]:
    """Begin all of them at the same moment, each in a thread: how often they gave what, or were refused why."""
    mixed = [job for turn in zip(*jobs, strict=True) for job in turn]
    gate = Barrier(len(mixed))

    def run(job: Callable[[], str]) -> str:
        gate.wait()
        try:
            return job()
        except Refused as refused:
            return refused.code.value

    with ThreadPoolExecutor(len(mixed)) as threads:
        return Counter(threads.map(run, mixed))


def test_requests_that_cross_make_one_friendship(town: Town) -> None:
    for number in range(town.rounds):
        two = Two(town, number)

        told = race(
            [two.ask(two.a, two.b) for _ in range(CROWD // 2)],
            [two.ask(two.b, two.a) for _ in range(CROWD // 2)],
        )

        assert told == {"pending": 1, "accepted": 1, Code.FRIENDSHIP_EXISTS: CROWD - 2}
        assert two.statuses() == [["accepted"], ["accepted"]]
        assert two.is_told_and_counted_right()


def test_a_request_and_a_block_end_in_the_block(town: Town) -> None:
    for number in range(town.rounds):
        two = Two(town, number)

        told = race(
            [two.ask(two.a, two.b) for _ in range(CROWD // 2)],
            [two.block(two.b, two.a) for _ in range(CROWD // 2)],
        )

        assert told["blocked"] == CROWD // 2
        assert told["pending"] in (0, 1)
        assert set(told) <= {"blocked", "pending", Code.FRIENDSHIP_EXISTS, Code.NOT_FOUND}
        assert two.statuses() == [[], ["blocked"]]
        assert two.is_told_and_counted_right()


def test_an_acceptance_and_a_block_end_in_the_block(town: Town) -> None:
    for number in range(town.rounds):
        two = Two(town, number)
        two.ask(two.a, two.b)()
        (asked,) = town.friendships.every(two.a.user_id)

        told = race(
            [two.accept(two.b, asked.friendship_id) for _ in range(CROWD // 2)],
            [two.block(two.a, two.b) for _ in range(CROWD // 2)],
        )

        assert told["blocked"] == CROWD // 2
        assert set(told) <= {"blocked", "accepted", Code.NOT_FOUND}
        assert two.statuses() == [["blocked"], []]
        assert two.is_told_and_counted_right()


def test_cards_that_race_a_block_are_kept_by_the_one_who_blocks_and_come_back(town: Town) -> None:
    for number in range(town.rounds):
        two = Two(town, number)
        two.befriend()

        told = race(
            [two.send(two.a, two.b) for _ in range(CROWD // 2)],
            [two.block(two.b, two.a) for _ in range(CROWD // 2)],
        )

        seen = [len(snapshot(town, user.user_id).cards) for user in (two.a, two.b)]
        is_right = two.is_told_and_counted_right()
        town.friendships.unblock(two.b.user_id, two.a.user_id, NOW)
        assert told == Counter({"blocked": CROWD // 2, "Ciao": told["Ciao"], Code.NOT_FOUND: 12 - told["Ciao"]})
        assert (seen, is_right) == ([0, told["Ciao"]], True)
        assert len(snapshot(town, two.a.user_id).cards) == told["Ciao"]
        assert two.is_told_and_counted_right()


def test_of_two_who_block_each_other_one_is_first_and_the_other_finds_nobody(town: Town) -> None:
    for number in range(town.rounds):
        two = Two(town, number)
        two.befriend()

        told = race(
            [two.block(two.a, two.b) for _ in range(CROWD // 2)],
            [two.block(two.b, two.a) for _ in range(CROWD // 2)],
        )

        assert told == {"blocked": CROWD // 2, Code.NOT_FOUND: CROWD // 2}
        assert sorted(two.statuses()) == [[], ["blocked"]]
        assert two.is_told_and_counted_right()
