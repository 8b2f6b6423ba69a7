"""Everything that may happen to a mirror that two programs keep fresh, in any order: pages, events and puts that come
late, cursors that expire. Once nothing is left to fetch, it is what a new mirror would be."""

import sqlite3
from dataclasses import dataclass
from functools import partial

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from postcardit_sdk import Event, Friendship, FriendshipStatus, LocalStore, Postcard, SyncPage, User
from postcardit_sdk.local import mirror, mirror_lists
from postcardit_sdk.local.mirror import Position
from postcardit_sdk.local.mirror_lists import Selection
from tests.sdk.feed_server import ALICE_ID, BEGINNING, CursorExpired, FeedServer

Shown = tuple[User | None, dict[str, Friendship], dict[str, Postcard]]
Happening = tuple[str, str, int]
VERBS = ["send", "send", "receive", "read", "archive", "delete", "befriend", "answer", "part", "rename", "invent"]
STATUSES = [FriendshipStatus.PENDING, FriendshipStatus.ACCEPTED, FriendshipStatus.BLOCKED]
NAMES = [None, "One", "Æ “Two” \\"]
happenings = st.lists(
    st.tuples(st.sampled_from(VERBS), st.sampled_from(["bob", "carol"]), st.integers(0, 50)), min_size=1, max_size=6
)
statuses = st.sampled_from(STATUSES)
picks = st.integers(0, 50)
limits = st.integers(1, 4)
seldom = st.sampled_from([False] * 5 + [True])


@dataclass(frozen=True)
class Asked:
    """A page on its way to one of the programs; None: its cursor has expired."""

    position: Position
    page: SyncPage | None


def shown_by(store: LocalStore) -> Shown:
    """All that a mirror shows."""
    me = store.read(lambda connection: mirror_lists.me(connection, ALICE_ID))
    pairs = store.read(lambda connection: mirror_lists.friendships(connection, ALICE_ID))
    cards = [
        card
        for archived in (False, True)
        for card in store.read(partial(mirror_lists.postcards, user_id=ALICE_ID, which=Selection(archived=archived)))
    ]
    assert len({card.postcard_id for card in cards}) == len(cards)
    return me, {pair.friendship_id: pair for pair in pairs}, {card.postcard_id: card for card in cards}


def put(store: LocalStore, card: Postcard) -> None:
    """Keep a card as the outbox does when its send is done."""
    store.write(lambda connection: mirror.put_postcard(connection, ALICE_ID, card))


def cards_in(store: LocalStore) -> dict[str, Postcard]:
    """The postcards that a mirror shows."""
    return shown_by(store)[2]


def ask(server: FeedServer, store: LocalStore, limit: int) -> Asked:
    """Ask for the next page, as a refresh does."""
    position = store.read(lambda connection: mirror.position(connection, ALICE_ID))
    try:
        return Asked(position, server.page(position.cursor, limit))
    except CursorExpired:
        return Asked(position, None)


def take(store: LocalStore, asked: Asked) -> bool:
    """Take what was asked, as a refresh does. Whether nothing is left."""
    page = asked.page
    if page is None:
        store.write(lambda connection: mirror.expire(connection, asked.position))
        return False
    taken = store.write(lambda connection: mirror.take_page(connection, asked.position, page, BEGINNING))
    return taken is not None and taken.is_all


def refresh(server: FeedServer, store: LocalStore, limit: int = 3) -> None:
    """Ask and take until nothing is left."""
    while not take(store, ask(server, store, limit)):
        pass


class SharedMirror(RuleBasedStateMachine):
    """Two programs, one file, one server."""

    def __init__(self) -> None:
        super().__init__()
        self.server, self.store = FeedServer(), LocalStore()
        self.on_the_way: list[Asked] = []
        self.heard: list[Event] = []
        self.replies: list[Postcard] = []
        self.seen: dict[str, str] = {}

    def teardown(self) -> None:
        self.catch_up(3)
        self.store.close()

    # What happens at the server

    @initialize(verbs=happenings, is_fresh=st.booleans())
    def begin(self, verbs: list[Happening], is_fresh: bool) -> None:
        self.happen(verbs)
        if is_fresh:
            refresh(self.server, self.store)

    @rule(verbs=happenings)
    def happen(self, verbs: list[Happening]) -> None:
        for happening in verbs:
            self._happen(*happening)

    @rule(status=st.none() | statuses, verb=st.sampled_from(["read", "archive", "delete"]))
    def change_the_newest(self, status: FriendshipStatus | None, verb: str) -> None:
        """What is on its way most probably."""
        self._happen(verb, "bob", -1)
        if self.server.pairs and status is not None:
            self.server.answer_friend(max(self.server.pairs), status)

    def _happen(self, verb: str, name: str, number: int) -> None:
        server, cards, pairs = self.server, sorted(self.server.cards), sorted(self.server.pairs)
        match verb:
            case "send":
                self.replies.append(server.send(name, f"key-{len(server.feed)}"))
            case "receive":
                server.receive(name)
            case "befriend":
                server.befriend(name, STATUSES[number % 3], by_alice=number % 2 == 0)
            case "rename":
                server.rename("alice" if number % 3 == 0 else name, NAMES[number % 3])
            case "invent":
                server.invent()
            case "read" | "archive" | "delete" if cards:
                getattr(server, verb)(cards[number % len(cards)])
            case "answer" if pairs:
                server.answer_friend(pairs[number % len(pairs)], STATUSES[number % 3])
            case "part" if pairs:
                server.part(pairs[number % len(pairs)])
            case _:
                pass

    @rule(really=seldom)
    def forget(self, really: bool) -> None:
        if really:
            self.server.forget()

    # What the programs do

    @rule(limit=limits)
    def ask(self, limit: int) -> None:
        self.on_the_way.append(ask(self.server, self.store, limit))

    @precondition(lambda self: self.on_the_way)
    @rule(pick=picks, again=seldom)
    def take(self, pick: int, again: bool) -> None:
        index = pick % len(self.on_the_way)
        take(self.store, self.on_the_way[index] if again else self.on_the_way.pop(index))

    @rule(limit=limits)
    def ask_and_take(self, limit: int) -> None:
        take(self.store, ask(self.server, self.store, limit))

    @rule(count=limits, back=st.integers(-1, 2))
    def listen(self, count: int, back: int) -> None:
        here = self.store.read(lambda connection: mirror.position(connection, ALICE_ID)).seq or 0
        begin = min(max(self.server.floor, here - back), len(self.server.feed))
        self.heard += self.server.events(begin, count)

    @precondition(lambda self: self.heard)
    @rule()
    def hear(self) -> None:
        event = self.heard.pop(0)
        change = event.change
        assert change is not None
        self.store.write(lambda connection: mirror.take_next(connection, ALICE_ID, change, event.cursor))

    @precondition(lambda self: self.replies)
    @rule(pick=picks, again=seldom)
    def put(self, pick: int, again: bool) -> None:
        index = pick % len(self.replies)
        card = self.replies[index] if again else self.replies.pop(index)
        self.store.write(lambda connection: mirror.put_postcard(connection, ALICE_ID, card))

    @rule(really=seldom)
    def reset(self, really: bool) -> None:
        if really:
            self.store.write(lambda connection: mirror.reset(connection, ALICE_ID))

    # What must hold

    @rule(limit=limits)
    def catch_up(self, limit: int) -> None:
        refresh(self.server, self.store, limit)

        anew = LocalStore()
        refresh(self.server, anew)
        assert shown_by(self.store) == shown_by(anew) == self.server.shown()
        anew.close()

    @invariant()
    def nothing_goes_backwards(self) -> None:
        def times(connection: sqlite3.Connection) -> dict[str, str]:
            return {
                row[0]: row[1]
                for table, key in (("mirrored_postcards", "postcard_id"), ("mirrored_friendships", "friendship_id"))
                for row in connection.execute(
                    f"SELECT {key}, updated_at FROM {table} WHERE generation = (SELECT shown FROM mirrors)"
                )
            }

        now = self.store.read(times)
        assert [id_ for id_, at in now.items() if at < self.seen.get(id_, at)] == []
        self.seen = now

    @invariant()
    def no_generation_is_left_behind(self) -> None:
        def stray(connection: sqlite3.Connection) -> int:
            return int(
                connection.execute(
                    "SELECT count(*) FROM mirrored_postcards WHERE generation NOT IN"
                    " (SELECT shown FROM mirrors UNION SELECT staged FROM mirrors WHERE staged IS NOT NULL)"
                ).fetchone()[0]
            )

        assert self.store.read(stray) == 0
