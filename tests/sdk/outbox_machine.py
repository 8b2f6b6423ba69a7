"""Everything that may happen to an outbox, in any order: a bad road, a strict server, two people and sudden death."""

import shutil
import sqlite3
import tempfile
from collections.abc import Callable, Generator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import TypeVar
from unittest.mock import patch

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule
from tenacity import Retrying, stop_after_attempt

from postcardit_sdk import (
    Client,
    Code,
    LocalStore,
    MemoryTokens,
    OutboxItem,
    OutboxRefused,
    Request,
    Response,
    SessionEnded,
    SignInRequired,
    Unauthenticated,
)
from tests.sdk.post_office import (
    Card,
    Fault,
    PostOffice,
    busy,
    failed_after_commit,
    lost_answer,
    lost_request,
    offline,
    photo,
    portal,
    through,
    tokens_of,
    too_many,
)
from tests.sdk.stage import problem

T = TypeVar("T")
Answer = Callable[[Request], Response]

TWO_TRIES = Retrying(stop=stop_after_attempt(2), reraise=True)
RAM = Path("/dev/shm")
PHOTO = photo()

names = st.sampled_from(["alice", "alice", "alice", "dave"])
seldom = st.sampled_from([False, False, True])
picks = st.integers(0, 7)
dice = st.integers(0, 10**9).map(Random)
"""What may happen to one flush is too much for Hypothesis to choose well: it chooses the seed."""


def session_ended(request: Request, answer: Answer) -> Response:
    """The server has ended the session."""
    return problem(Code.SESSION_ENDED)


def switch(request: Request, answer: Answer) -> Response:
    """Stands for another account that signs in while the request is on its way: see MailedOnce.send."""
    return answer(request)


FAULTS: list[Fault] = [
    through, through, through, offline, lost_request, lost_answer, failed_after_commit, busy, too_many, portal,
    session_ended, switch,
]  # fmt: skip


class Killed(BaseException):
    """The process is gone: nothing after this happens."""


class Fuse:
    """Kills after so many steps."""

    def __init__(self) -> None:
        self.left: int | None = None

    def burn(self) -> None:
        """One step nearer to the end."""
        if self.left is not None:
            self.left -= 1
            if self.left < 0:
                raise Killed


class MortalStore(LocalStore):
    """A store whose program may die before or after anything is written."""

    def __init__(self, path: Path, fuse: Fuse) -> None:
        super().__init__(path)
        self.fuse = fuse

    def write(self, verb: Callable[[sqlite3.Connection], T]) -> T:
        self.fuse.burn()
        result = super().write(verb)
        self.fuse.burn()
        return result


@dataclass
class Wanted:
    """What somebody queued, as it should arrive."""

    name: str
    to: str
    message: str
    has_photo: bool


class MailedOnce(RuleBasedStateMachine):
    """Two people share a machine and a file; each has a program that is killed now and then."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp(dir=RAM if RAM.is_dir() else None))
        self.office = PostOffice()
        self.fuse = Fuse()
        self.wanted: dict[str, Wanted] = {}
        self.dropped: set[str] = set()
        self.clients = {name: self.start(name) for name in ("alice", "dave")}
        self.haste = patch("time.sleep")
        self.haste.start()

    def teardown(self) -> None:
        try:
            self.all_is_well()
        finally:
            self.haste.stop()
            for client in self.clients.values():
                self.stop(client)
            shutil.rmtree(self.folder)

    def queue(self, wanted: Wanted, fuse: int | None) -> None:
        """Queued whole or not at all, whenever the program dies."""
        name = wanted.name
        before = {item.item_id for item in self.items(name)}
        with self.mortal(name, fuse):
            self.clients[name].outbox.send(wanted.to, wanted.message, photo=PHOTO if wanted.has_photo else None)
        new = [item for item in self.items(name) if item.item_id not in before]
        assert len(new) <= 1
        assert new or fuse is not None
        self.wanted |= {item.item_id: wanted for item in new}

    def start(self, name: str) -> Client:
        store = MortalStore(self.folder / "local.sqlite", self.fuse)
        tokens = MemoryTokens(tokens_of(name))
        return Client("http://api.example", tokens=tokens, local=store, retry=TWO_TRIES, transport=self)

    def stop(self, client: Client) -> None:
        client.close()
        client.local.close()

    def send(self, request: Request) -> Response:
        """A transport's: the program may die before a request leaves, or before its answer is heard."""
        self.fuse.burn()
        if self.office.faults[:1] == [switch]:
            self.switch_accounts()
        response = self.office.send(request)
        self.fuse.burn()
        return response

    def switch_accounts(self) -> None:
        """Each program finds the other person's session."""
        for name, other in (("alice", "dave"), ("dave", "alice")):
            self.clients[name].session.tokens.save(tokens_of(other))

    def close(self) -> None:
        """A transport's."""

    @contextmanager
    def mortal(self, name: str, fuse: int | None) -> Generator[None]:
        """Whoever dies starts anew, with what is on the disk."""
        self.fuse.left = fuse
        try:
            yield
        except Killed:
            self.fuse.left = None
            self.stop(self.clients[name])
            self.clients[name] = self.start(name)
        finally:
            self.fuse.left = None
            for person, client in self.clients.items():
                client.session.tokens.save(tokens_of(person))

    @initialize(dice=dice)
    def begin(self, dice: Random) -> None:
        for _ in range(3):
            self.queue_and_flush(dice.choice(["alice", "alice", "dave"]), dice)

    @rule(name=names, dice=dice)
    def queue_and_flush(self, name: str, dice: Random) -> None:
        for _ in range(dice.randint(1, 3)):
            wanted = Wanted(
                name, dice.choice(["bob", "Bob", "carol", "zoe"]), f"{len(self.wanted)}", dice.random() < 0.3
            )
            self.queue(wanted, _fuse(dice))
        self.flush(name, dice)

    @rule(name=names, dice=dice)
    def flush(self, name: str, dice: Random) -> None:
        client, fuse = self.clients[name], _fuse(dice)
        faults = [fault for _ in range(dice.randint(0, 5)) for fault in [dice.choice(FAULTS)] * dice.randint(1, 2)]
        self.office.faults = [*faults]
        try:
            with self.mortal(name, fuse):
                client.outbox.flush()
        except (SessionEnded, SignInRequired, Unauthenticated):
            assert {session_ended, switch} & {*faults}
        self.office.faults = []

    @rule(name=names, pick=picks, message=st.sampled_from(["x", "y"]))
    def edit(self, name: str, pick: int, message: str) -> None:
        item = self.picked(name, pick)
        if item is None:
            return
        try:
            self.clients[name].outbox.edit(item.item_id, message=message)
        except OutboxRefused:
            assert item.may_have_arrived or item.state in ("sending", "done")
        else:
            assert item.item_id not in self.office.arrived()
            self.wanted[item.item_id].message = message

    @rule(name=names, pick=picks, force=st.booleans())
    def drop(self, name: str, pick: int, force: bool) -> None:
        item = self.picked(name, pick)
        if item is None:
            return
        try:
            self.clients[name].outbox.drop(item.item_id, force=force)
        except OutboxRefused:
            assert not force
        else:
            self.dropped.add(item.item_id)
            assert force or item.state == "done" or item.item_id not in self.office.arrived()

    @rule(name=names, dice=dice)
    def befriend_and_retry(self, name: str, dice: Random) -> None:
        self.office.friends = {*dice.sample(["bob", "carol", "zoe"], 2)}
        self.office.people |= self.office.friends
        self.clients[name].outbox.retry()

    @rule(really=seldom)
    def let_a_day_go_by(self, really: bool) -> None:
        if really:
            self.office.forget()

    def all_is_well(self) -> None:
        """With a good road, and nobody who refuses, one flush leaves nothing."""
        self.office.friends = {"bob", "carol", "zoe"}
        self.office.people |= self.office.friends
        for name, client in self.clients.items():
            client.outbox.flush()
            client.outbox.retry()
            flushed = client.outbox.flush()
            assert (flushed.failed, flushed.left, flushed.reason) == (0, 0, None)
            assert client.outbox.list() == []
            mine = {item_id for item_id, wanted in self.wanted.items() if wanted.name == name} - self.dropped
            assert mine <= {*self.office.arrived()}

    @invariant()
    def each_card_arrives_once_and_as_it_was_meant(self) -> None:
        keys = self.office.arrived()
        assert len(keys) == len({*keys})
        for card in self.office.cards:
            wanted = self.wanted[card.key]
            meant = Card(card.key, f"user-{wanted.name}", wanted.to.casefold(), wanted.message, card.photo)
            assert card == meant
            assert wanted.has_photo is (card.photo is not None)

    @invariant()
    def cards_to_one_person_arrive_in_order(self) -> None:
        order = {item_id: number for number, item_id in enumerate(self.wanted)}
        for sender in ("user-alice", "user-dave"):
            for to in ("bob", "carol", "zoe"):
                arrived = [order[card.key] for card in self.office.cards if (card.sender_id, card.to) == (sender, to)]
                assert arrived == sorted(arrived)

    @invariant()
    def whatever_was_queued_is_seen_and_what_is_done_is_there(self) -> None:
        arrived = {*self.office.arrived()}
        for name in self.clients:
            shown = {item.item_id: item for item in self.items(name)}
            mine = {item_id for item_id, wanted in self.wanted.items() if wanted.name == name}
            assert {*shown} == mine - self.dropped
            for item in shown.values():
                if item.state == "done":
                    assert item.item_id in arrived
                elif item.item_id in arrived:
                    assert item.may_have_arrived

    def items(self, name: str) -> list[OutboxItem]:
        return self.clients[name].outbox.list(all=True)

    def picked(self, name: str, pick: int) -> OutboxItem | None:
        items = self.items(name)
        return items[pick % len(items)] if items else None


def _fuse(dice: Random) -> int | None:
    return dice.randint(0, 12) if dice.random() < 0.25 else None
