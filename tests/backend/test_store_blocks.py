"""Blocks: one suite for every store."""

from functools import partial

import pytest

from postcardit_backend.ports import PostcardFilter, ProfileChange
from postcardit_backend.records import FriendshipRecord, UserRecord
from postcardit_sdk.contract.problems import Code
from postcardit_sdk.contract.sync import ChangeType
from tests.backend.stores import DAY, NOW, Store, person, refusal, told

FRIENDSHIP, NO_FRIENDSHIP = ChangeType.FRIENDSHIP_CHANGED, ChangeType.FRIENDSHIP_DELETED
NO_CARD, CARD = ChangeType.POSTCARD_DELETED, ChangeType.POSTCARD_CHANGED


@pytest.fixture
def alice(store: Store) -> UserRecord:
    return store.user("alice", full_name="Alice A.")


@pytest.fixture
def bob(store: Store, alice: UserRecord) -> UserRecord:
    return store.user("bob", full_name="Bob B.")


def block(store: Store, maker: UserRecord, other: UserRecord, now: int = NOW) -> FriendshipRecord:
    return store.friendships.block(store.new_id(), maker.user_id, other.user_id, now)


def unblock(store: Store, maker: UserRecord, other: UserRecord, now: int = NOW) -> None:
    store.friendships.unblock(maker.user_id, other.user_id, now)


def news(store: Store, user: UserRecord, since: int) -> list[tuple[str, str]]:
    return told(store, user)[since:]


def heads(store: Store, *users: UserRecord) -> list[int]:
    return [store.feed.head(user.user_id) for user in users]


def cards_of(store: Store, user: UserRecord) -> set[str]:
    cards = store.postcards.list(user.user_id, PostcardFilter(archived=None), None, 100)
    return {card.postcard_id for card in cards}


def test_a_block_is_a_record_of_its_maker_alone(store: Store, alice: UserRecord, bob: UserRecord) -> None:
    made = block(store, alice, bob, NOW + 5)

    assert made == FriendshipRecord(made.friendship_id, person(alice), person(bob), "blocked", NOW + 5, None, NOW + 5)
    for user, seen in ((alice, [made]), (bob, [])):
        assert store.friendships.every(user.user_id) == seen
        assert store.friendships.page(user.user_id, None, 9) == seen
        assert store.friendships.blocked(user.user_id, None, 9) == seen
        assert [*store.friendships.many(user.user_id, [made.friendship_id]).values()] == seen
    assert store.friendships.hides(alice.user_id, bob.user_id)
    assert not store.friendships.hides(bob.user_id, alice.user_id)
    both = [alice.user_id, bob.user_id, store.new_id()]
    assert store.friendships.hiders(both, bob.user_id) == {alice.user_id}
    assert store.friendships.hiders(both, alice.user_id) == set()
    assert [told(store, user) for user in (alice, bob)] == [[(FRIENDSHIP, made.friendship_id)], []]


def test_blocking_again_changes_and_tells_nothing(store: Store, alice: UserRecord, bob: UserRecord) -> None:
    made = block(store, alice, bob)

    again = block(store, alice, bob, NOW + DAY)

    assert again == made
    assert [told(store, user) for user in (alice, bob)] == [[(FRIENDSHIP, made.friendship_id)], []]


@pytest.mark.parametrize("status", ["pending", "asked", "accepted", "rejected"])
def test_a_block_ends_what_was_between_two(status: str, store: Store, alice: UserRecord, bob: UserRecord) -> None:
    asked = (store.ask(alice, bob) if status == "asked" else store.ask(bob, alice)).friendship_id
    if status in ("accepted", "rejected"):
        store.answer(asked, alice, accept=status == "accepted")
    before = heads(store, alice, bob)

    made = block(store, alice, bob).friendship_id

    assert made != asked
    assert news(store, alice, before[0]) == [(NO_FRIENDSHIP, asked), (FRIENDSHIP, made)]
    assert news(store, bob, before[1]) == [(NO_FRIENDSHIP, asked)]
    assert [store.again(user).friends_count for user in (alice, bob)] == [0, 0]
    assert not store.friendships.are_friends(alice.user_id, bob.user_id)
    assert store.friendships.every(bob.user_id) == []
    assert store.friendships.friends(bob.user_id, None, 9) == []
    for incoming in (True, False):
        assert store.friendships.requests(bob.user_id, incoming=incoming, after=None, limit=9) == []
    assert refusal(partial(store.answer, asked, bob, accept=True)) == Code.NOT_FOUND


def test_nothing_is_told_to_be_gone_that_was_gone_before(store: Store, alice: UserRecord, bob: UserRecord) -> None:
    gone = store.befriend(alice, bob)
    store.friendships.remove(gone, bob.user_id, NOW)
    before = heads(store, alice, bob)

    made = block(store, alice, bob).friendship_id

    assert news(store, alice, before[0]) == [(FRIENDSHIP, made)]
    assert news(store, bob, before[1]) == []


def test_between_two_of_whom_one_blocks_nobody_asks(store: Store, alice: UserRecord, bob: UserRecord) -> None:
    block(store, alice, bob)

    outcomes = [refusal(partial(store.ask, *pair)) for pair in ((alice, bob), (bob, alice))]

    assert outcomes == [Code.USER_BLOCKED, Code.NOT_FOUND]


def test_a_block_is_neither_answered_nor_removed_as_a_friendship(
    store: Store, alice: UserRecord, bob: UserRecord
) -> None:
    made = block(store, alice, bob).friendship_id

    answers = [refusal(partial(store.answer, made, user, accept=True)) for user in (alice, bob)]
    removals = [refusal(partial(store.friendships.remove, made, user.user_id, NOW)) for user in (alice, bob)]

    assert (answers, removals) == ([Code.FORBIDDEN, Code.NOT_FOUND], [Code.NOT_FOUND] * 2)
    assert store.friendships.hides(alice.user_id, bob.user_id)


def test_who_is_blocked_can_neither_block_nor_unblock_the_maker(
    store: Store, alice: UserRecord, bob: UserRecord
) -> None:
    block(store, alice, bob)
    before = heads(store, alice, bob)

    refused = refusal(partial(block, store, bob, alice))
    unblock(store, bob, alice)

    assert refused == Code.NOT_FOUND
    assert store.friendships.hides(alice.user_id, bob.user_id)
    assert not store.friendships.hides(bob.user_id, alice.user_id)
    assert heads(store, alice, bob) == before


def test_nobody_can_be_blocked_who_is_not_there(store: Store, alice: UserRecord) -> None:
    refused = refusal(partial(store.friendships.block, store.new_id(), alice.user_id, store.new_id(), NOW))

    assert refused == Code.NOT_FOUND
    assert told(store, alice) == []


def test_what_is_lifted_is_gone_and_no_friendship_comes_back(store: Store, alice: UserRecord, bob: UserRecord) -> None:
    store.befriend(alice, bob)
    made = block(store, alice, bob).friendship_id
    before = heads(store, alice, bob)

    for _ in range(2):
        unblock(store, alice, bob)

    assert news(store, alice, before[0]) == [(NO_FRIENDSHIP, made)]
    assert news(store, bob, before[1]) == []
    assert [store.friendships.every(user.user_id) for user in (alice, bob)] == [[], []]
    assert not store.friendships.hides(alice.user_id, bob.user_id)
    assert store.ask(bob, alice).status == "pending"


def test_a_block_changes_no_cooldown(store: Store, alice: UserRecord, bob: UserRecord) -> None:
    store.answer(store.ask(bob, alice).friendship_id, alice, accept=False)
    block(store, alice, bob)
    unblock(store, alice, bob)

    outcomes = [refusal(partial(store.ask, *pair, NOW + DAY)) for pair in ((bob, alice), (alice, bob))]

    assert outcomes == [Code.FRIENDSHIP_REJECTED, None]


def test_two_who_were_parted_by_a_block_may_block_each_other_in_turn(
    store: Store, alice: UserRecord, bob: UserRecord
) -> None:
    first = block(store, alice, bob).friendship_id
    unblock(store, alice, bob)

    second = block(store, bob, alice)

    assert (second.requester, second.addressee, second.status) == (person(bob), person(alice), "blocked")
    assert second.friendship_id != first
    assert store.friendships.every(alice.user_id) == []


def test_cards_are_out_of_sight_for_the_blocked_one_alone_until_the_block_is_lifted(
    store: Store, alice: UserRecord, bob: UserRecord
) -> None:
    eve = store.user("eve")
    for one, other in ((alice, bob), (bob, eve)):
        store.befriend(one, other)
    cards = {store.send(*pair).postcard_id for pair in ((alice, bob), (bob, alice))}
    foreign = store.send(eve, bob).postcard_id
    before = heads(store, alice, bob)

    made = block(store, alice, bob).friendship_id
    seen = [cards_of(store, user) for user in (alice, bob)]
    since = store.feed.head(bob.user_id)
    unblock(store, alice, bob)

    assert seen == [cards, {foreign}]
    assert [cards_of(store, user) for user in (alice, bob)] == [cards, {foreign, *cards}]
    assert {*told(store, bob)[before[1] + 1 : since]} == {(NO_CARD, card) for card in cards}
    assert {*news(store, bob, since)} == {(CARD, card) for card in cards}
    assert news(store, alice, before[0])[1:] == [(FRIENDSHIP, made), (NO_FRIENDSHIP, made)]


def test_blocks_come_in_pages_the_last_made_first(store: Store, alice: UserRecord) -> None:
    others = [store.user(f"other{number}") for number in range(5)]
    made = [block(store, alice, other, NOW + number // 2) for number, other in enumerate(others)]
    block(store, others[0], others[1])

    found: list[FriendshipRecord] = []
    after: tuple[int, str] | None = None
    while page := store.friendships.blocked(alice.user_id, after, 2):
        found += page
        after = (page[-1].requested_at, page[-1].friendship_id)

    assert found == made[::-1]


def test_a_blocked_person_finds_nobody_by_searching(store: Store, alice: UserRecord, bob: UserRecord) -> None:
    store.users.update(alice.user_id, ProfileChange({"findable_by_email": True}), NOW)
    store.users.update(bob.user_id, ProfileChange({"findable_by_email": True}), NOW)
    eve = store.user("eve")
    block(store, alice, bob)
    terms = {
        alice.username: (("username", "ali"), ("name", "alice"), ("email", "alice@example.com")),
        bob.username: (("username", "bo"), ("name", "bob"), ("email", "bob@example.com")),
    }

    def found(name: str, searcher: UserRecord) -> list[list[str]]:
        searches = [store.users.search(*term, None, 9, searcher_id=searcher.user_id) for term in terms[name]]
        return [[user.username for _, user in people] for people in searches]

    assert found("alice", bob) == [[], [], []]
    assert found("alice", eve) == found("alice", alice) == [["alice"]] * 3
    assert found("bob", alice) == [["bob"]] * 3
