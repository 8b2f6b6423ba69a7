"""What does not fit into one commit: it counts at once, though the rest is done later, and it is told in the end."""

from collections.abc import Callable, Sequence
from functools import partial

import pytest

from postcardit_backend.aws.friends import DynamoFriendships
from postcardit_backend.aws.items import Item
from postcardit_backend.aws.job_steps import job_steps
from postcardit_backend.aws.jobs import Jobs
from postcardit_backend.aws.postcards import DynamoPostcards
from postcardit_backend.aws.tables import Key, Range, Tables
from postcardit_backend.aws.units import Units
from postcardit_backend.ports import PostcardFilter
from postcardit_backend.records import Side, StatsRecord, StoredImage, UserRecord
from postcardit_sdk.contract.problems import Code
from postcardit_sdk.contract.sync import ChangeType
from tests.aws.stores import dynamo_store
from tests.backend.plain_mirror import snapshot
from tests.backend.stores import NOW, Store, refusal, told

MANY = 40
EVERYTHING = PostcardFilter(archived=None)


class Later(Jobs):
    """Begins jobs, and leaves all of them to the sweeper: as if the process had died."""

    def work(self, *job_ids: str) -> None:
        pass


@pytest.fixture
def store(tables: Tables) -> Store:
    return dynamo_store(tables)


@pytest.fixture
def jobs(tables: Tables) -> Jobs:
    return Later(Units(tables), job_steps(lambda _: None, {}))


@pytest.fixture
def interrupted(tables: Tables, jobs: Jobs) -> DynamoFriendships:
    """Friendships whose jobs wait for the sweeper."""
    return DynamoFriendships(Units(tables), jobs)


@pytest.fixture
def alice(store: Store) -> UserRecord:
    return store.user("alice")


@pytest.fixture
def bob(store: Store, alice: UserRecord) -> UserRecord:
    """Bob, a friend of alice."""
    bob = store.user("bob")
    store.befriend(alice, bob)
    return bob


@pytest.fixture
def cards(store: Store, alice: UserRecord, bob: UserRecord) -> list[str]:
    """What the two have written each other."""
    return [
        store.send(*((alice, bob) if number % 2 else (bob, alice)), country=f"Land {number}").postcard_id
        for number in range(MANY)
    ]


def seen(store: Store, user: UserRecord) -> list[str]:
    return [card.postcard_id for card in store.postcards.list(user.user_id, EVERYTHING, None, 100)]


def test_a_block_hides_every_card_at_once_though_their_rows_go_later(
    store: Store, interrupted: DynamoFriendships, alice: UserRecord, bob: UserRecord, cards: list[str]
) -> None:
    interrupted.block(store.new_id(), alice.user_id, bob.user_id, NOW)

    assert seen(store, bob) == []
    assert (store.postcards.many(bob.user_id, cards), store.postcards.get(cards[-1], bob.user_id)) == ({}, None)
    assert store.postcards.mark(bob.user_id, delivered=cards, read=cards, now=NOW) == (0, 0)
    acts: list[Callable[[], object]] = [
        partial(store.postcards.archive, cards[-1], bob.user_id, archived=True, now=NOW),
        partial(store.postcards.delete, cards[-1], bob.user_id, NOW),
    ]
    assert [refusal(act) for act in acts] == [Code.NOT_FOUND] * 2
    assert seen(store, alice) == cards[::-1]


def test_whom_a_block_hides_cards_from_hears_nothing_of_them_though_their_rows_go_later(
    store: Store, interrupted: DynamoFriendships, alice: UserRecord, bob: UserRecord, cards: list[str]
) -> None:
    interrupted.block(store.new_id(), alice.user_id, bob.user_id, NOW)
    before = store.feed.head(bob.user_id)

    marked = store.postcards.mark(alice.user_id, delivered=cards, read=cards[-4:], now=NOW)

    assert marked == (MANY // 2, 2)
    assert store.feed.head(bob.user_id) == before


def test_the_sweeper_ends_what_a_block_began_and_each_card_is_told_once(
    store: Store, interrupted: DynamoFriendships, jobs: Jobs, alice: UserRecord, bob: UserRecord, cards: list[str]
) -> None:
    before = store.feed.head(bob.user_id)
    interrupted.block(store.new_id(), alice.user_id, bob.user_id, NOW)

    jobs.sweep()
    jobs.sweep()

    assert store.postcards.stats(bob.user_id) == StatsRecord(0, 0, 0, 0, 0, 0)
    assert store.postcards.stats(alice.user_id) == StatsRecord(MANY // 2, MANY // 2, MANY // 2, MANY // 2, 0, 0)
    assert told(store, bob)[before + 1 :] == [(ChangeType.POSTCARD_DELETED, card) for card in cards]


def test_a_block_that_is_lifted_before_it_was_done_leaves_every_device_right(
    store: Store, interrupted: DynamoFriendships, jobs: Jobs, alice: UserRecord, bob: UserRecord, cards: list[str]
) -> None:
    before = store.postcards.stats(bob.user_id)
    early = snapshot(store, bob.user_id)
    interrupted.block(store.new_id(), alice.user_id, bob.user_id, NOW)
    meanwhile = snapshot(store, bob.user_id)
    interrupted.unblock(alice.user_id, bob.user_id, NOW)
    jobs.sweep()

    last = snapshot(store, bob.user_id)

    assert (len(meanwhile.cards), sorted(last.cards)) == (0, cards)
    assert [mirror.follow_to_the_end(store, 7) for mirror in (early, meanwhile)] == [last, last]
    after = store.postcards.stats(bob.user_id)
    assert (after.sent, after.received, after.unread) == (before.sent, before.received, before.unread)


def test_a_block_that_ends_with_its_maker_before_it_was_done_leaves_every_device_right(
    store: Store, interrupted: DynamoFriendships, jobs: Jobs, alice: UserRecord, bob: UserRecord, cards: list[str]
) -> None:
    early = snapshot(store, bob.user_id)
    interrupted.block(store.new_id(), alice.user_id, bob.user_id, NOW)
    meanwhile = snapshot(store, bob.user_id)
    store.erasure.erase(alice.user_id, "hash", NOW)
    jobs.sweep()

    last = snapshot(store, bob.user_id)

    assert (len(meanwhile.cards), len(last.cards)) == (0, MANY // 2)
    assert [mirror.follow_to_the_end(store, 7) for mirror in (early, meanwhile)] == [last, last]


def test_many_receipts_take_every_card_further_once(
    store: Store, alice: UserRecord, bob: UserRecord, cards: list[str]
) -> None:
    received = [card for card in cards if store.postcards.many(bob.user_id, [card])[card].sender.username == "alice"]
    both = [*received, *(store.send(alice, bob).postcard_id for _ in range(10))]

    first = store.postcards.mark(bob.user_id, delivered=both, read=both[::3], now=NOW)
    again = store.postcards.mark(bob.user_id, delivered=both, read=both[::3], now=NOW)

    assert (first, again) == ((30, 10), (0, 0))
    assert store.postcards.stats(bob.user_id).unread == 20


class Torn(Tables):
    """Reads hidden rows first, lets something happen, and reads the rest: no request reads all of its items at once."""

    meanwhile: Callable[[], None] | None = None

    def get(self, keys: Sequence[Key]) -> dict[Key, Item]:
        hidden = [key for key in keys if key.sk.startswith("X#")]
        found = super().get(hidden) if hidden else {}
        if hidden and self.meanwhile is not None:
            act, self.meanwhile = self.meanwhile, None
            act()
        return found | super().get([key for key in keys if key not in hidden])


def test_a_card_that_is_on_the_move_takes_its_step_all_the_same(
    store: Store,
    tables: Tables,
    interrupted: DynamoFriendships,
    jobs: Jobs,
    alice: UserRecord,
    bob: UserRecord,
    cards: list[str],
) -> None:
    last = store.postcards.list(bob.user_id, PostcardFilter(Side.RECEIVED), None, 1)[0].postcard_id
    interrupted.block(store.new_id(), bob.user_id, alice.user_id, NOW)
    torn = Torn(tables.client, {"main": tables.name_of("main"), "brief": tables.name_of("brief")})
    happened: list[str] = []
    torn.meanwhile = partial(_sweep, jobs, happened)

    DynamoPostcards(Units(torn)).mark(bob.user_id, delivered=[], read=[last], now=NOW + 1)
    store.friendships.unblock(bob.user_id, alice.user_id, NOW + 2)

    assert happened == ["swept"]
    assert store.postcards.many(alice.user_id, [last])[last].read_at == NOW + 1


def _sweep(jobs: Jobs, happened: list[str]) -> None:
    jobs.sweep()
    happened.append("swept")


def test_who_is_erased_takes_many_cards_and_their_photos_along(
    store: Store, tables: Tables, alice: UserRecord, bob: UserRecord, cards: list[str]
) -> None:
    images = [StoredImage(f"{number}.jpg", f"{number}-small.jpg", 4, 3, "hash") for number in range(12)]
    for image in images:
        store.photo(alice, image)
        store.send(alice, bob, image=image)
    eve = store.user("eve")
    store.befriend(eve, alice)

    store.erasure.erase(alice.user_id, "hash", NOW)

    kept = [card for number, card in enumerate(cards) if number % 2 == 0]
    assert seen(store, bob) == kept[::-1]
    assert store.postcards.stats(bob.user_id) == StatsRecord(MANY // 2, 0, 0, MANY // 2, 0, 0)
    assert told(store, eve)[-1][0] == ChangeType.FRIENDSHIP_DELETED
    names = [item for image in images for item in tables.query(Range("main", f"B#{image.key}", "", "~"))]
    assert names == []
    assert tables.query(Range("main", "JOBS", "", "~")) == []
