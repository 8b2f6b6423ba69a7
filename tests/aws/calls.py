"""What each verb of the stores asks of DynamoDB: `python -m tests.aws.calls` prints it."""

from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from itertools import chain
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from postcardit_backend.aws.tables import Tables
from postcardit_backend.ports import PostcardFilter
from postcardit_backend.records import Side, UserRecord
from tests.aws.people_calls import people_verbs
from tests.aws.stores import dynamo_store
from tests.backend.stores import NOW, Store

__all__ = ["Verb", "counted", "every_verb", "measured"]


@contextmanager
def counted(client: Any) -> Generator[list[str]]:
    """The names of the requests that a client makes while this lasts, in their order."""
    asked: list[str] = []

    def note(model: Any, **_: object) -> None:
        asked.append(model.name)

    client.meta.events.register("before-call", note)
    try:
        yield asked
    finally:
        client.meta.events.unregister("before-call", note)


@dataclass(frozen=True)
class Verb:
    """What was asked, and how much it read and wrote."""

    name: str
    asked: tuple[str, ...]

    @property
    def reads(self) -> int:
        return sum(name in ("BatchGetItem", "Query", "TransactGetItems") for name in self.asked)

    @property
    def writes(self) -> int:
        return sum(name in ("TransactWriteItems", "PutItem", "DeleteItem") for name in self.asked)


def measured(tables: Tables) -> list[Verb]:
    """What each verb asks."""
    found: list[Verb] = []
    for name, act in every_verb(dynamo_store(tables)):
        with counted(tables.client) as asked:
            act()
        found.append(Verb(name, tuple(asked)))
    return found


def every_verb(store: Store) -> Iterator[tuple[str, Callable[[], object]]]:
    """Each verb once, among three people with some cards."""
    alice, bob = store.user("alice"), store.user("bob")
    return chain(_verbs(store, alice, bob), people_verbs(store))


def _verbs(store: Store, alice: UserRecord, bob: UserRecord) -> Iterator[tuple[str, Callable[[], object]]]:
    friendships, postcards, feed = store.friendships, store.postcards, store.feed
    yield "friendships.request", partial(store.ask, alice, bob)
    asked = friendships.every(alice.user_id)[0].friendship_id
    yield "friendships.requests", partial(friendships.requests, bob.user_id, incoming=True, after=None, limit=20)
    yield "friendships.answer", partial(store.answer, asked, bob, accept=True)
    yield "friendships.friends", partial(friendships.friends, alice.user_id, None, 20)
    yield "friendships.page", partial(friendships.page, alice.user_id, None, 20)
    yield "friendships.many", partial(friendships.many, alice.user_id, [asked])
    yield "friendships.are_friends", partial(friendships.are_friends, alice.user_id, bob.user_id)
    yield "friendships.hides", partial(friendships.hides, alice.user_id, bob.user_id)
    yield "postcards.send", partial(store.send, alice, bob, country="Italia", city="Roma", latitude=1.5, longitude=2.5)
    cards = [store.send(alice, bob).postcard_id for _ in range(20)]
    yield "postcards.get", partial(postcards.get, cards[0], bob.user_id)
    yield "postcards.many", partial(postcards.many, bob.user_id, cards)
    lists = {
        "both boxes": PostcardFilter(),
        "received": PostcardFilter(Side.RECEIVED),
        "received, sent state": PostcardFilter(Side.RECEIVED, status="sent"),
        "unread": PostcardFilter(Side.RECEIVED, unread=True),
        "everything": PostcardFilter(archived=None),
    }
    for name, which in lists.items():
        yield f"postcards.list: {name}", partial(postcards.list, bob.user_id, which, None, 20)
    yield "postcards.stats", partial(postcards.stats, bob.user_id)
    yield "postcards.mark: one", partial(postcards.mark, bob.user_id, delivered=[], read=cards[:1], now=NOW)
    yield "postcards.mark: sixteen", partial(postcards.mark, bob.user_id, delivered=cards[1:17], read=[], now=NOW)
    yield "postcards.archive", partial(postcards.archive, cards[1], bob.user_id, archived=True, now=NOW)
    yield "postcards.delete: withdraw", partial(postcards.delete, cards[2], alice.user_id, NOW)
    yield "postcards.delete: leave", partial(postcards.delete, cards[3], bob.user_id, NOW)
    yield "feed.head", partial(feed.head, bob.user_id)
    yield "feed.after: nothing new", lambda: feed.after(bob.user_id, feed.head(bob.user_id), 100)
    yield "feed.after", partial(feed.after, bob.user_id, 0, 100)
    yield "friendships.block", partial(friendships.block, store.new_id(), alice.user_id, bob.user_id, NOW)
    yield "friendships.blocked", partial(friendships.blocked, alice.user_id, None, 20)
    yield "friendships.unblock", partial(friendships.unblock, alice.user_id, bob.user_id, NOW)


def _print() -> None:
    from tests.aws.emulator import command, running

    program = command()
    if program is None:
        raise SystemExit("There is no emulator: make build/emulator/.ready")
    with TemporaryDirectory() as folder, running(program, Path(folder)) as emulator, emulator.tables() as tables:
        for verb in measured(tables):
            print(f"{verb.name:34} {verb.reads:2} reads, {verb.writes} writes   {' '.join(verb.asked)}")


if __name__ == "__main__":
    _print()
