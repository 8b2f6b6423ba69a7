"""Postcards that reach a mirror by another way than the feed: shown at once, and gone again if they are deleted."""

import pytest

from postcardit_sdk import LocalStore
from tests.sdk.feed_server import FeedServer
from tests.sdk.mirror_machine import ask, cards_in, put, refresh, shown_by, take


@pytest.fixture
def server() -> FeedServer:
    return FeedServer()


@pytest.fixture
def store() -> LocalStore:
    return LocalStore()


def test_a_card_that_was_put_is_shown_at_once_and_told_of_later(server: FeedServer, store: LocalStore) -> None:
    refresh(server, store)
    card = server.send()
    put(store, card)
    before = cards_in(store)
    refresh(server, store)

    assert before == cards_in(store) == {card.postcard_id: card}


def test_a_card_that_is_deleted_when_it_is_put_goes_with_the_next_refresh(
    server: FeedServer, store: LocalStore
) -> None:
    card = server.send()
    server.delete(card.postcard_id)
    refresh(server, store)
    put(store, card)
    refresh(server, store)

    assert cards_in(store) == {}


def test_a_card_that_is_put_after_the_question_outlives_the_answer(server: FeedServer, store: LocalStore) -> None:
    refresh(server, store)
    asked = ask(server, store, 5)
    card = server.send()
    put(store, card)
    take(store, asked)

    assert cards_in(store) == {card.postcard_id: card}


def test_a_card_that_is_put_while_a_snapshot_is_fetched_outlives_it(server: FeedServer, store: LocalStore) -> None:
    for _ in range(3):
        server.receive()
    take(store, ask(server, store, 2))
    on_the_way = ask(server, store, 9)
    card = server.send()
    put(store, card)
    take(store, on_the_way)

    assert card.postcard_id in cards_in(store)
    refresh(server, store)
    assert shown_by(store) == server.shown()


def test_an_answer_from_before_a_put_takes_nothing_back_and_is_no_reason_to_drop_it(
    server: FeedServer, store: LocalStore
) -> None:
    refresh(server, store)
    card = server.send().postcard_id
    asked = ask(server, store, 5)
    server.read(card)
    put(store, server.shown()[2][card])
    take(store, asked)
    after_the_page = cards_in(store)
    take(store, ask(server, store, 5))

    assert after_the_page == cards_in(store) == server.shown()[2]


def test_a_card_that_was_told_of_outlives_a_refresh_that_brings_nothing(server: FeedServer, store: LocalStore) -> None:
    refresh(server, store)
    card = server.send().postcard_id
    asked = ask(server, store, 5)
    server.archive(card)
    put(store, server.shown()[2][card])
    take(store, asked)
    del server.feed[1:]  # nothing more will be told of it

    refresh(server, store)
    assert list(cards_in(store)) == [card]


def test_an_older_put_takes_nothing_back(server: FeedServer, store: LocalStore) -> None:
    card = server.send()
    server.read(card.postcard_id)
    refresh(server, store)
    put(store, card)

    assert shown_by(store) == server.shown()
