"""The mirror of an account: whole, in order and never backwards, whoever fills it and in whatever order."""

import asyncio
from functools import partial
from pathlib import Path

import pytest
from hypothesis import settings
from hypothesis.stateful import run_state_machine_as_test

from postcardit_sdk import (
    AsyncClient,
    Client,
    Code,
    Conflict,
    Event,
    FriendshipStatus,
    LocalStore,
    LocalStoreFailed,
    MemoryTokens,
    Postcard,
    Refreshed,
    Request,
    Response,
    SignInRequired,
)
from postcardit_sdk.local import mirror
from tests.sdk.feed_server import ALICE_ID, FeedServer
from tests.sdk.mirror_machine import SharedMirror, ask, cards_in, put, refresh, shown_by, take
from tests.sdk.stage import BOB, FOREVER, Script, problem

URL = "http://api.example"


@pytest.fixture
def server() -> FeedServer:
    return FeedServer()


@pytest.fixture
def store() -> LocalStore:
    return LocalStore()


def client_of(server: FeedServer, store: LocalStore | Path | None = None) -> Client:
    return Client(URL, tokens=MemoryTokens(FOREVER), local=store, transport=Script([server.answer]))


def hear(store: LocalStore, event: Event) -> int | None:
    """Take an event: how many changes that were, or None when a refresh is needed."""
    change = event.change
    assert change is not None
    taken = store.write(lambda connection: mirror.take_next(connection, ALICE_ID, change, event.cursor))
    return None if taken is None else taken.changes


def test_a_mirror_is_what_a_snapshot_would_be_whatever_happened_before() -> None:
    walk = settings(max_examples=60, stateful_step_count=50, deadline=None)

    run_state_machine_as_test(SharedMirror, settings=walk)


# Refreshing


def test_the_first_refresh_brings_everything_and_the_next_only_what_is_new(server: FeedServer) -> None:
    server.befriend("bob")
    server.send("bob")
    with client_of(server) as client:
        first = client.sync.refresh()
        card = server.receive("bob")
        second, third = client.sync.refresh(), client.sync.refresh()

        assert (first, second, third) == (
            Refreshed(3, False, "f 2"),
            Refreshed(1, False, "f 3"),
            Refreshed(0, False, "f 3"),
        )
        assert server.asked == ["", "f 2", "f 2", "f 3"]
        assert client.sync.postcard(card.postcard_id) == card
        status = client.sync.status()
        assert (status.postcards, status.friendships, status.unread, status.is_complete) == (2, 1, 1, True)
        assert status.refreshed_at is not None


def test_an_awaiting_client_has_the_same_mirror(server: FeedServer) -> None:
    card = server.receive("bob")

    async def story() -> list[Postcard]:
        script = Script([server.answer])
        async with AsyncClient(URL, tokens=MemoryTokens(FOREVER), transport=script) as client:
            await client.sync.refresh()
            return await client.sync.postcards()

    assert asyncio.run(story()) == [card]


def test_a_snapshot_is_seen_whole_or_not_at_all_and_goes_on_where_it_was_left(
    server: FeedServer, tmp_path: Path
) -> None:
    cards = [server.receive() for _ in range(5)]
    begun = LocalStore(tmp_path / "local.db")
    take(begun, ask(server, begun, 3))
    assert cards_in(begun) == {}
    begun.close()

    with client_of(server, tmp_path / "local.db") as client:
        assert not client.sync.status().is_complete
        client.sync.refresh()

        assert server.asked == ["s 5 2 card-0001", "f 5"]
        assert client.sync.postcards() == cards[::-1]


def test_an_expired_cursor_is_a_gap_that_is_closed_and_told_once(server: FeedServer, store: LocalStore) -> None:
    gone, kept = server.receive(), server.receive()
    with client_of(server, store) as client:
        client.sync.refresh()
        server.delete(gone.postcard_id)
        server.forget()
        refreshed, again = client.sync.refresh(), client.sync.refresh()

        assert (refreshed.had_gap, again.had_gap) == (True, False)
        assert client.sync.postcards() == [kept]


def test_a_gap_that_a_killed_program_found_is_told_by_the_next(server: FeedServer, store: LocalStore) -> None:
    cards = {card.postcard_id: card for card in (server.receive(), server.receive())}
    refresh(server, store)
    server.forget()
    server.invent()
    server.forget()
    take(store, ask(server, store, 1))  # told that it has expired
    take(store, ask(server, store, 1))  # a first page of the snapshot

    assert cards_in(store) == cards
    with client_of(server, store) as client:
        assert client.sync.refresh().had_gap


def test_what_expired_while_a_snapshot_was_fetched_is_fetched_anew(server: FeedServer, store: LocalStore) -> None:
    gone, kept = server.receive(), server.receive()
    take(store, ask(server, store, 2))
    server.delete(gone.postcard_id)
    server.forget()
    refresh(server, store)

    assert cards_in(store) == {kept.postcard_id: kept}


def test_who_hears_late_that_a_cursor_has_expired_changes_nothing(server: FeedServer, store: LocalStore) -> None:
    refresh(server, store)
    server.receive()
    server.forget()
    late = ask(server, store, 5)
    refresh(server, store)

    take(store, late)

    assert store.read(partial(mirror.position, user_id=ALICE_ID)).is_snapshot is False


@pytest.mark.parametrize("code", [Code.CURSOR_EXPIRED, Code.INVALID_CURSOR])
def test_a_server_that_knows_no_cursor_is_not_asked_for_ever(server: FeedServer, code: Code) -> None:
    server.receive()

    def answer(request: Request) -> Response:
        known = server.answer(request)
        return problem(code) if "cursor" in request.url else known

    script = Script([answer])
    with Client(URL, tokens=MemoryTokens(FOREVER), transport=script) as client:
        with pytest.raises(Exception) as caught:  # which of two depends on the code
            client.sync.refresh()

        assert getattr(caught.value, "code", None) is code
        assert len(script.requests) < 10


def test_of_two_programs_the_slower_drops_its_page(server: FeedServer, store: LocalStore) -> None:
    refresh(server, store)
    card = server.receive()
    slow = ask(server, store, 5)
    server.read(card.postcard_id)
    server.delete(card.postcard_id)
    refresh(server, store)

    assert take(store, slow) is False
    assert shown_by(store) == server.shown()


def test_a_page_is_dropped_when_an_event_was_taken_since_it_was_asked(server: FeedServer, store: LocalStore) -> None:
    refresh(server, store)
    card = server.receive().postcard_id
    server.read(card)
    page = ask(server, store, 5)
    server.archive(card)
    (event,) = server.events(0, 1)  # as of now; its cursor is the one that the page was asked with
    hear(store, event)

    take(store, page)

    assert cards_in(store)[card].is_archived


def test_changes_that_come_again_are_not_taken_again(server: FeedServer) -> None:
    with client_of(server) as client:
        client.sync.refresh()
        server.receive()
        server.receive()
        heard = [client.sync.apply(event) for event in server.events(0, 2)]

        assert heard == [Refreshed(1, False, "f 0")] * 2
        assert client.sync.refresh() == Refreshed(0, False, "f 2")


def test_somebody_who_signs_in_meanwhile_gets_nothing_of_it(server: FeedServer, store: LocalStore) -> None:
    server.receive()
    tokens = MemoryTokens(FOREVER)

    def answer(request: Request) -> Response:
        tokens.save(BOB)
        return server.answer(request)

    with Client(URL, tokens=tokens, local=store, transport=Script([answer])) as client:
        with pytest.raises(SignInRequired):
            client.sync.refresh()

        assert client.sync.status().user_id == "user-bob"
        assert (client.sync.postcards(), client.sync.status().postcards) == ([], 0)


def test_nobody_has_a_mirror_without_signing_in(server: FeedServer) -> None:
    with (
        Client(URL, transport=Script([server.answer])) as client,
        pytest.raises(SignInRequired),
    ):
        client.sync.postcards()


def test_a_mirror_is_forgotten_and_fetched_anew(server: FeedServer) -> None:
    card = server.receive()
    with client_of(server) as client:
        client.sync.refresh()
        client.sync.reset()
        assert (client.sync.postcards(), client.sync.me(), client.sync.status().is_complete) == ([], None, False)

        assert client.sync.refresh() == Refreshed(2, False, "f 1")
        assert client.sync.postcards() == [card]


def test_changes_of_a_type_that_is_not_known_are_passed_over(server: FeedServer, store: LocalStore) -> None:
    refresh(server, store)
    server.invent()
    card = server.receive()
    refresh(server, store)

    assert cards_in(store) == {card.postcard_id: card}


def test_one_page_of_the_feed_can_be_read_past_the_mirror(server: FeedServer) -> None:
    card = server.receive()
    with client_of(server) as client:
        page = client.sync.changes("f 0", limit=1)

        assert [change.postcard for change in page.changes] == [card]
        assert client.sync.postcards() == []
        server.forget()
        with pytest.raises(Conflict):
            client.sync.changes("f 0")


# Events


def test_the_next_change_is_taken_and_an_old_one_is_not_taken_again(server: FeedServer, store: LocalStore) -> None:
    refresh(server, store)
    card = server.receive()
    (old,) = server.events(0, 1)
    server.archive(card.postcard_id)
    (new,) = server.events(1, 1)

    assert [hear(store, event) for event in (old, new, old)] == [1, 1, 0]
    assert cards_in(store)[card.postcard_id].is_archived


def test_a_change_that_does_not_follow_is_left_to_a_refresh(server: FeedServer) -> None:
    with client_of(server) as client:
        client.sync.refresh()
        first, second = server.receive(), server.receive()
        (later,) = server.events(1, 1)
        applied = client.sync.apply(later)

        assert applied == Refreshed(2, False, "f 2")
        assert client.sync.postcards() == [second, first]


def test_a_gap_in_what_is_heard_is_left_to_a_refresh(server: FeedServer) -> None:
    with client_of(server) as client:
        client.sync.refresh()
        card = server.receive()

        assert client.sync.apply(Event("f 1", None)) == Refreshed(1, False, "f 1")
        assert client.sync.postcards() == [card]


def test_a_change_of_somebody_else_is_not_taken(server: FeedServer, store: LocalStore) -> None:
    refresh(server, store)
    server.receive()
    (event,) = server.events(0, 1)
    change = event.change
    assert change is not None and change.postcard is not None
    strange = change.postcard.model_copy(update={"sender_id": "user-carol", "recipient_id": "user-bob"})

    assert hear(store, Event(event.cursor, change.model_copy(update={"data": strange}))) is None
    assert cards_in(store) == {}


@pytest.mark.parametrize("what", ["deleted", "renamed"])
def test_a_change_that_does_not_say_whose_it_is_is_left_to_a_refresh(
    what: str, server: FeedServer, store: LocalStore
) -> None:
    card = server.receive()
    refresh(server, store)
    if what == "deleted":
        server.delete(card.postcard_id)
    else:
        server.rename("bob", "Bob Bobson")
    (event,) = server.events(1, 1)
    theirs = Event("a cursor of somebody else", event.change)

    assert hear(store, theirs) is None
    assert store.read(partial(mirror.position, user_id=ALICE_ID)).cursor == "f 1"


def test_a_change_that_is_heard_late_takes_nothing_back(server: FeedServer, store: LocalStore) -> None:
    refresh(server, store)
    pair = server.befriend("bob", FriendshipStatus.PENDING)
    card = server.receive().postcard_id
    late = server.events(0, 2)
    server.answer_friend(pair, FriendshipStatus.ACCEPTED)
    server.read(card)
    for event in server.events(0, 1):  # as of now
        hear(store, event)
    put(store, server.shown()[2][card])

    hear(store, late[1])
    _, pairs, cards = shown_by(store)
    assert (pairs[pair].status, cards[card].read_at) == (FriendshipStatus.ACCEPTED, server.cards[card].read_at)


def test_a_friendship_that_is_heard_late_takes_nothing_back(server: FeedServer, store: LocalStore) -> None:
    refresh(server, store)
    pair = server.befriend("bob", FriendshipStatus.PENDING)
    server.answer_friend(pair, FriendshipStatus.PENDING)
    late = server.events(1, 1)[0]
    server.answer_friend(pair, FriendshipStatus.ACCEPTED)
    take(store, ask(server, store, 1))

    assert hear(store, late) == 1
    assert shown_by(store)[1][pair].status is FriendshipStatus.ACCEPTED


# What the file says when it cannot be read


def test_a_mirror_of_another_form_says_what_to_do(server: FeedServer, store: LocalStore) -> None:
    server.receive()
    refresh(server, store)
    store.write(lambda connection: connection.execute("UPDATE mirrored_postcards SET data = '{}'"))

    with client_of(server, store) as client:
        with pytest.raises(LocalStoreFailed, match="Reset it, and refresh it from the server"):
            client.sync.postcards()
        client.sync.reset()
        client.sync.refresh()
        assert len(client.sync.postcards()) == 1
