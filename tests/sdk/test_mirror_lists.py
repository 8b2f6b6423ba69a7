"""What a mirror answers without the server: the lists of the app, and what waits in the outbox among them."""

import sqlite3
from collections.abc import Iterator

import pytest

from postcardit_sdk import (
    Box,
    Client,
    FriendshipStatus,
    LocalStore,
    MemoryTokens,
    PostcardStatus,
    RequestDirection,
    SyncStatus,
    Tokens,
)
from postcardit_sdk.local import mirror, mirror_lists
from postcardit_sdk.local.mirror_lists import Selection
from tests.sdk.feed_server import ALICE_ID, FeedServer
from tests.sdk.mirror_machine import refresh
from tests.sdk.stage import BOB, FOREVER, Script

URL = "http://api.example"


@pytest.fixture
def server() -> FeedServer:
    return FeedServer()


@pytest.fixture
def store() -> LocalStore:
    return LocalStore()


@pytest.fixture
def client(server: FeedServer, store: LocalStore) -> Iterator[Client]:
    with as_user(FOREVER, server, store) as client:
        yield client


def as_user(tokens: Tokens, server: FeedServer, store: LocalStore) -> Client:
    return Client(URL, tokens=MemoryTokens(tokens), local=store, transport=Script([server.answer]))


def test_postcards_are_listed_as_the_server_lists_them(server: FeedServer, client: Client) -> None:
    sent, unread, read, archived = server.send(), server.receive(), server.receive(), server.receive()
    server.read(read.postcard_id)
    server.archive(archived.postcard_id)
    client.sync.refresh()
    mine = client.sync
    ids = {card.postcard_id: name for card, name in ((sent, "s"), (unread, "u"), (read, "r"), (archived, "a"))}

    def names(*args: Box, **filters: bool | int) -> str:
        return "".join(ids[card.postcard_id] for card in mine.postcards(*args, **filters))  # type: ignore[arg-type]  # any filter

    assert names() == "rus"
    assert (names(Box.SENT), names(Box.RECEIVED)) == ("s", "ru")
    assert (names(unread=True), names(unread=False), names(Box.RECEIVED, unread=True)) == ("us", "r", "u")
    assert (names(archived=True), names(limit=2), names(limit=0)) == ("a", "ru", "")
    assert mine.unread_count() == 1


def test_friendships_are_listed_by_what_they_are(server: FeedServer, client: Client) -> None:
    older = server.befriend("bob")
    incoming = server.befriend("carol", FriendshipStatus.PENDING, by_alice=False)
    outgoing = server.befriend("carol", FriendshipStatus.PENDING)
    blocked = server.befriend("carol", FriendshipStatus.BLOCKED)
    newer = server.befriend("carol", by_alice=False)
    client.sync.refresh()
    mine, shown = client.sync, server.shown()[1]

    assert [(friend.friendship_id, friend.user.username) for friend in mine.friends()] == [
        (newer, "carol"),
        (older, "bob"),
    ]
    assert mine.requests() == [shown[incoming]]
    assert mine.requests(RequestDirection.OUTGOING) == [shown[outgoing]]
    assert mine.blocked() == [shown[blocked]]
    assert mine.friendships() == [shown[id_] for id_ in (newer, blocked, outgoing, incoming, older)]
    assert mine.friendships(FriendshipStatus.ACCEPTED) == [shown[newer], shown[older]]


@pytest.mark.parametrize("name", ["alice", "bob"])
def test_a_new_name_is_shown_wherever_the_person_is(server: FeedServer, client: Client, name: str) -> None:
    server.befriend("bob")
    server.befriend("bob", FriendshipStatus.PENDING, by_alice=False)
    server.send()
    server.receive()
    client.sync.refresh()
    server.rename(name, 'Zoë “Z” \\ "Q"')
    client.sync.refresh()

    me, pairs, cards = server.shown()
    assert client.sync.me() == me
    assert {pair.friendship_id: pair for pair in client.sync.friendships()} == pairs
    assert {card.postcard_id: card for card in client.sync.postcards()} == cards


def test_two_users_of_one_file_have_each_their_own(server: FeedServer, store: LocalStore, client: Client) -> None:
    server.receive()
    client.sync.refresh()
    with as_user(BOB, FeedServer(), store) as bob:
        assert bob.sync.postcards() == []
        assert bob.sync.status() == SyncStatus("user-bob", None, 0, 0, 0, is_complete=False)
        bob.sync.reset()

    assert len(client.sync.postcards()) == 1


# What waits in the outbox


def test_a_queued_card_is_shown_at_once_with_the_names_that_are_known(server: FeedServer, client: Client) -> None:
    server.rename("bob", "Bob Bobson")
    server.rename("alice", "Alice Ali")
    server.befriend("bob")
    old = server.receive()
    client.sync.refresh()
    item = client.outbox.send("Bob", "Ciao")
    shown = client.sync.postcards()

    assert shown[0].postcard_id == item.item_id
    assert (shown[0].status, shown[0].message) == (PostcardStatus.QUEUED, "Ciao")
    assert (shown[0].sender_name, shown[0].recipient_name) == ("Alice Ali", "Bob Bobson")
    assert (shown[0].sender, shown[0].recipient) == (old.recipient, old.sender)
    assert shown[1:] == [old]
    assert client.sync.postcard(item.item_id) == shown[0]


def test_a_queued_card_is_in_the_box_of_sent_ones_only(client: Client) -> None:
    item = client.outbox.send("bob", "Ciao")

    def ids(*args: Box, **filters: bool) -> list[str]:
        return [card.postcard_id for card in client.sync.postcards(*args, **filters)]  # type: ignore[arg-type]  # any filter

    assert ids() == ids(Box.SENT) == ids(unread=True) == [item.item_id]
    assert ids(Box.RECEIVED) == ids(archived=True) == ids(unread=False) == []
    assert client.sync.unread_count() == 0


def test_a_card_is_shown_once_while_its_answer_is_lost(server: FeedServer, client: Client) -> None:
    item = client.outbox.send("bob", "Ciao")
    card = server.send("bob", key=item.item_id)  # it arrived, and the outbox does not know
    client.sync.refresh()

    assert client.sync.postcards() == [card]
    assert client.sync.postcard(item.item_id) == client.sync.postcard(card.postcard_id) == card


def test_one_users_queued_cards_are_not_anothers(server: FeedServer, store: LocalStore, client: Client) -> None:
    client.outbox.send("bob", "Ciao")

    with as_user(BOB, server, store) as bob:
        assert bob.sync.postcards() == []


def test_a_limit_counts_queued_cards_too(server: FeedServer, client: Client) -> None:
    server.receive()
    client.sync.refresh()
    item = client.outbox.send("bob", "Ciao")

    assert [card.postcard_id for card in client.sync.postcards(limit=1)] == [item.item_id]


# Speed


def test_no_question_reads_a_whole_table(server: FeedServer, store: LocalStore) -> None:
    server.receive()
    refresh(server, store)
    plans: list[str] = []

    def planned(connection: sqlite3.Connection) -> None:
        asked: list[str] = []
        connection.set_trace_callback(asked.append)
        for box in Box:
            mirror_lists.postcards(connection, ALICE_ID, Selection(box, unread=True, limit=20))
        mirror_lists.postcard(connection, ALICE_ID, "card-0000")
        mirror_lists.friendships(connection, ALICE_ID, FriendshipStatus.ACCEPTED)
        mirror_lists.status(connection, ALICE_ID)
        mirror.put_postcard(connection, ALICE_ID, server.send())
        server.rename("bob", "Bob")
        mirror.take_next(connection, ALICE_ID, server.page("f 2", 1).changes[0], "f 3")
        connection.set_trace_callback(None)
        for statement in (one for one in asked if "mirror" in one):
            for row in connection.execute(f"EXPLAIN QUERY PLAN {statement}"):
                plans.append(row["detail"])

    store.write(planned)

    assert [plan for plan in plans if plan.startswith("SCAN") and "mirrored" in plan] == []
    assert [plan for plan in plans if "TEMP B-TREE" in plan] == []
    assert any("mirrored_postcards_by_time" in plan for plan in plans)
