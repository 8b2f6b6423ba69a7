"""Five people who do everything over a bad network: what each of them was told to have done is what is there."""

import random
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from itertools import permutations
from pathlib import Path

from tenacity import Retrying, stop_after_attempt, wait_random

from postcardit_sdk import Client, NotFound
from postcardit_sdk.contract.friends import FriendshipStatus, RequestDirection
from postcardit_sdk.contract.postcards import Box, PostcardStatus
from postcardit_sdk.tokens import MemoryTokens
from tests.end_to_end.agreement import Agreement
from tests.end_to_end.fault_proxy import Fault, FaultProxy
from tests.end_to_end.served import Served
from tests.end_to_end.town import befriend, sign_up

__all__ = ["Weathered", "weather"]

NAMES = ("alice", "bob", "carol", "dave", "erin")
STUBBORN = Retrying(stop=stop_after_attempt(40), wait=wait_random(0, 0.02), reraise=True)


@dataclass
class Weathered:
    """How much was done, over what."""

    operations: Counter[str] = field(default_factory=Counter[str])
    faults: Counter[Fault] = field(default_factory=Counter[Fault])
    requests: int = 0


@dataclass
class Person:
    """Someone on the bad network, a pen pal of their own whom nobody else knows, and what they believe to have done."""

    name: str
    client: Client
    pal: Client
    rng: random.Random
    sent: list[str] = field(default_factory=list[str])
    read: set[str] = field(default_factory=set[str])
    archived: set[str] = field(default_factory=set[str])
    bio: str | None = None
    friendship: str | None = None
    is_friend: bool = False
    done: Counter[str] = field(default_factory=Counter[str])

    def act(self, count: int) -> "Person":
        acts: Sequence[Callable[[], None]] = (
            self.send, self.send, self.send_twice, self.confirm, self.archive, self.describe, self.move_on, self.look,
        )  # fmt: skip
        for _ in range(count):
            act = self.rng.choice(acts)
            act()
            self.done[act.__name__] += 1
        return self

    def send(self) -> None:
        self.sent.append(f"{self.name} {len(self.sent)}")
        self.client.postcards.send(self.someone(), self.sent[-1])

    def send_twice(self) -> None:
        """The same key again: one card."""
        key, to = f"{self.name}-{len(self.sent)}", self.someone()
        self.sent.append(f"{self.name} {len(self.sent)}")
        first, again = (self.client.postcards.send(to, self.sent[-1], idempotency_key=key) for _ in range(2))
        assert first.postcard_id == again.postcard_id

    def confirm(self) -> None:
        """What is new has arrived; some of it is read."""
        new = [card.postcard_id for card in self.client.postcards.received(unread=True, limit=10).postcards]
        seen = new[:: self.rng.choice([1, 2, 3])]
        self.client.postcards.receipts(delivered=new, read=seen)
        self.read.update(seen)

    def archive(self) -> None:
        """One more goes into the archive, or one comes out."""
        if self.archived and self.rng.random() < 0.4:
            name = self.rng.choice(sorted(self.archived))
            assert not self.client.postcards.unarchive(name).is_archived
            self.archived.discard(name)
            return
        for card in self.client.postcards.list(Box.ALL, limit=3).postcards[:1]:
            assert self.client.postcards.archive(card.postcard_id).is_archived
            self.archived.add(card.postcard_id)

    def describe(self) -> None:
        self.bio = f"Bio {self.rng.random()}"
        assert self.client.users.update_me(bio=self.bio).bio == self.bio

    def move_on(self) -> None:
        """Ask the pen pal, become friends, part, and so on."""
        if self.friendship is None:
            asked = self.client.friends.request(f"{self.name}s-pal")
            assert asked.status == FriendshipStatus.PENDING
            self.friendship = asked.friendship_id
        elif not self.is_friend:
            assert self.pal.friends.accept(self.friendship).status == FriendshipStatus.ACCEPTED
            self.is_friend = True
        else:
            self._part(self.friendship)
            self.friendship, self.is_friend = None, False

    def look(self) -> None:
        assert self.client.users.me().bio == self.bio

    def someone(self) -> str:
        return self.rng.choice([name for name in NAMES if name != self.name])

    def _part(self, friendship_id: str) -> None:
        try:
            self.client.friends.remove(friendship_id)
        except NotFound:
            self.done["parted in a request whose answer was lost"] += 1


def weather(folder: Path, operations: int, plan: Mapping[Fault, float], seed: int) -> Weathered:
    """Do so many things over a proxy with this plan. Raises AssertionError for what was lost or done twice."""
    with Served(folder) as served, FaultProxy(served.url, plan, seed) as proxy:
        stores = {name: MemoryTokens() for one in NAMES for name in (one, f"{one}s-pal")}
        for name, tokens in stores.items():
            with Client(served.url, tokens=tokens) as client:
                sign_up(client, folder, name)
        direct = {name: Client(served.url, tokens=tokens) for name, tokens in stores.items()}
        bad = {name: Client(proxy.url, tokens=tokens, retry=STUBBORN) for name, tokens in stores.items()}
        for one, other in permutations(NAMES, 2):
            if one < other:
                befriend(direct[one], direct[other])
        agreement = Agreement(folder, [direct[name].users.me().user_id for name in NAMES])
        people = [Person(name, bad[name], bad[f"{name}s-pal"], random.Random(f"{seed} {name}")) for name in NAMES]
        with ThreadPoolExecutor(len(people)) as threads:
            share = [operations // len(people) + (number < operations % len(people)) for number in range(len(people))]
            people = [*threads.map(Person.act, people, share)]
        for person in people:
            assert_true_of(person, direct[person.name])
        for client in (*direct.values(), *bad.values()):
            client.close()
        served.kill()
        assert agreement.is_kept()
        done = sum((person.done for person in people), Counter[str]())
        return Weathered(done, proxy.did, proxy.requests)


def assert_true_of(person: Person, client: Client) -> None:
    """What someone believes is what a client on a good network finds."""
    cards = [card for archived in (False, True) for card in client.postcards.all(archived=archived)]
    me = client.users.me()
    sent = [card.message for card in cards if card.sender_id == me.user_id]
    assert sorted(sent) == sorted(person.sent)
    assert {card.postcard_id for card in cards if card.is_archived} == person.archived
    received = [card for card in cards if card.recipient_id == me.user_id]
    assert {card.postcard_id for card in received if card.status is PostcardStatus.READ} == person.read
    assert (me.bio, me.postcards_count) == (person.bio, len(sent))
    friends = {one.user.username for one in client.friends.all()}
    assert friends == {*NAMES, *([f"{person.name}s-pal"] if person.is_friend else [])} - {person.name}
    asked = [one.friendship_id for one in client.friends.all_requests(RequestDirection.OUTGOING)]
    assert asked == ([person.friendship] if person.friendship and not person.is_friend else [])
