"""Friendships: one suite for every store."""

from functools import partial

import pytest

from postcardit_backend.records import UserRecord
from postcardit_sdk.contract.problems import Code
from postcardit_sdk.contract.sync import ChangeType
from tests.backend.stores import DAY, NOW, WEEK, Store, person, refusal, told

CHANGED, DELETED = ChangeType.FRIENDSHIP_CHANGED, ChangeType.FRIENDSHIP_DELETED


@pytest.fixture
def alice(store: Store) -> UserRecord:
    return store.user("alice", full_name="Alice A.")


@pytest.fixture
def bob(store: Store, alice: UserRecord) -> UserRecord:
    return store.user("bob")


def friends_of(store: Store, user: UserRecord) -> list[str]:
    return [record.friendship_id for record, _ in store.friendships.friends(user.user_id, None, 100)]


def requests_of(store: Store, user: UserRecord, *, incoming: bool) -> list[str]:
    found = store.friendships.requests(user.user_id, incoming=incoming, after=None, limit=100)
    return [record.friendship_id for record in found]


def remove(store: Store, friendship_id: str, user: UserRecord, now: int = NOW) -> Code | None:
    return refusal(partial(store.friendships.remove, friendship_id, user.user_id, now))


def ask(store: Store, requester: UserRecord, addressee: UserRecord, now: int = NOW) -> Code | None:
    return refusal(partial(store.ask, requester, addressee, now))


def test_a_request_waits_until_it_is_accepted(store: Store, alice: UserRecord, bob: UserRecord) -> None:
    asked = store.ask(alice, bob, NOW + 1)
    waiting = [requests_of(store, alice, incoming=False), requests_of(store, bob, incoming=True)]
    accepted = store.answer(asked.friendship_id, bob, accept=True, now=NOW + 2)

    assert (asked.status, asked.requester, asked.addressee) == ("pending", person(alice), person(bob))
    assert (asked.requested_at, asked.responded_at, asked.updated_at) == (NOW + 1, None, NOW + 1)
    assert waiting == [[asked.friendship_id]] * 2
    assert (accepted.status, accepted.requested_at, accepted.responded_at) == ("accepted", NOW + 1, NOW + 2)
    assert [friends_of(store, alice), friends_of(store, bob)] == [[asked.friendship_id]] * 2
    assert [requests_of(store, alice, incoming=False), requests_of(store, bob, incoming=True)] == [[], []]
    assert [store.again(user).friends_count for user in (alice, bob)] == [1, 1]


@pytest.mark.parametrize("accept", [True, False])
def test_a_friendship_is_never_older_than_it_was_though_the_clock_is_set_back(
    accept: bool, store: Store, alice: UserRecord, bob: UserRecord
) -> None:
    asked = store.ask(alice, bob, NOW + 1000)

    answered = store.answer(asked.friendship_id, bob, accept=accept, now=NOW + 500)

    assert (answered.responded_at, answered.updated_at) == (NOW + 500, NOW + 1000)


def test_a_request_that_crosses_another_accepts_it(store: Store, alice: UserRecord, bob: UserRecord) -> None:
    first = store.ask(alice, bob)

    second = store.ask(bob, alice)

    assert (second.friendship_id, second.requester, second.status) == (first.friendship_id, person(alice), "accepted")
    assert store.friendships.are_friends(alice.user_id, bob.user_id)
    assert store.friendships.are_friends(bob.user_id, alice.user_id)


def test_asking_twice_or_asking_a_friend_is_refused(store: Store, alice: UserRecord, bob: UserRecord) -> None:
    asked = store.ask(alice, bob)
    twice = ask(store, alice, bob)
    store.answer(asked.friendship_id, bob, accept=True)

    friends = [ask(store, alice, bob), ask(store, bob, alice)]

    assert [twice, *friends] == [Code.FRIENDSHIP_EXISTS] * 3


def test_nobody_can_be_asked_who_is_not_there(store: Store, alice: UserRecord) -> None:
    once = store.once(alice.user_id, "request_friend")

    refused = refusal(
        lambda: store.friendships.request(store.new_id(), alice.user_id, store.new_id(), once=once, now=NOW)
    )

    assert refused == Code.NOT_FOUND


def test_the_same_answer_again_changes_nothing_and_another_is_too_late(
    store: Store, alice: UserRecord, bob: UserRecord
) -> None:
    asked = store.ask(alice, bob).friendship_id
    first = store.answer(asked, bob, accept=True, now=NOW + 1)

    again = store.answer(asked, bob, accept=True, now=NOW + 2)
    other = refusal(lambda: store.answer(asked, bob, accept=False))

    assert (again, other) == (first, Code.FRIENDSHIP_ANSWERED)
    assert store.again(alice).friends_count == 1


def test_only_the_addressee_answers_and_strangers_find_nothing(
    store: Store, alice: UserRecord, bob: UserRecord
) -> None:
    eve = store.user("eve")
    asked = store.ask(alice, bob).friendship_id

    answers = [refusal(partial(store.answer, asked, user, accept=True)) for user in (alice, eve)]
    removals = [remove(store, asked, user) for user in (bob, eve)]

    assert answers == removals == [Code.FORBIDDEN, Code.NOT_FOUND]


def test_a_rejected_requester_waits_seven_days(store: Store, alice: UserRecord, bob: UserRecord) -> None:
    store.answer(store.ask(alice, bob).friendship_id, bob, accept=False)

    outcomes = [ask(store, alice, bob, NOW + later) for later in (0, WEEK - 1, WEEK)]

    assert outcomes == [Code.FRIENDSHIP_REJECTED, Code.FRIENDSHIP_REJECTED, None]


def test_the_one_who_rejected_may_ask_at_once_and_then_the_other_accepts(
    store: Store, alice: UserRecord, bob: UserRecord
) -> None:
    rejected = store.answer(store.ask(alice, bob).friendship_id, bob, accept=False)

    asked = store.ask(bob, alice, NOW + 1)
    crossed = store.ask(alice, bob, NOW + 2)

    assert asked.friendship_id != rejected.friendship_id
    assert (asked.requester, asked.status, crossed.status) == (person(bob), "pending", "accepted")


def test_a_cooldown_outlives_what_is_withdrawn(store: Store, alice: UserRecord, bob: UserRecord) -> None:
    rejected = store.answer(store.ask(alice, bob).friendship_id, bob, accept=False).friendship_id
    removals = [remove(store, rejected, user) for user in (alice, bob)]
    withdrawn = store.ask(bob, alice, NOW + 1).friendship_id
    remove(store, withdrawn, bob)

    assert removals == [Code.NOT_FOUND] * 2
    assert ask(store, alice, bob, NOW + DAY) == Code.FRIENDSHIP_REJECTED


def test_friends_who_part_may_ask_again_at_once(store: Store, alice: UserRecord, bob: UserRecord) -> None:
    friendship_id = store.befriend(alice, bob)

    removals = [remove(store, friendship_id, user) for user in (bob, alice)]
    counts = [store.again(user).friends_count for user in (alice, bob)]
    again = store.ask(alice, bob)

    assert (removals, counts) == ([None, Code.NOT_FOUND], [0, 0])
    assert not store.friendships.are_friends(alice.user_id, bob.user_id)
    assert (again.status, again.responded_at, friends_of(store, alice)) == ("pending", None, [])


def test_a_friendship_ends_the_cooldown_of_the_one_who_was_rejected(
    store: Store, alice: UserRecord, bob: UserRecord
) -> None:
    store.answer(store.ask(alice, bob).friendship_id, bob, accept=False)
    friendship_id = store.answer(store.ask(bob, alice, NOW + 1).friendship_id, alice, accept=True).friendship_id
    remove(store, friendship_id, alice)

    assert ask(store, alice, bob, NOW + 2) is None


def test_friends_and_requests_come_in_pages_the_newest_first(store: Store, alice: UserRecord) -> None:
    pals = [store.user(f"pal{number}") for number in range(7)]
    for moment, pal in enumerate(pals):
        store.ask(pal, alice, NOW + moment // 2)
    waiting = requests_of(store, alice, incoming=True)
    for moment, friendship_id in enumerate(waiting):
        store.answer(friendship_id, alice, accept=True, now=NOW + moment // 3)
    friends = friends_of(store, alice)

    found: list[str] = []
    after: tuple[int, str] | None = None
    while page := store.friendships.friends(alice.user_id, after, 2):
        found += [record.friendship_id for record, _ in page]
        after = (page[-1][1], page[-1][0].friendship_id)

    assert waiting == sorted(waiting, reverse=True)
    assert sorted(friends) == sorted(waiting)
    assert found == friends


def test_a_request_and_its_answer_are_told_to_both(store: Store, alice: UserRecord, bob: UserRecord) -> None:
    accepted = store.befriend(alice, bob)
    eve = store.user("eve")
    rejected = store.answer(store.ask(eve, bob).friendship_id, bob, accept=False).friendship_id
    crossed = store.ask(eve, alice).friendship_id
    store.ask(alice, eve)

    changes = [told(store, user) for user in (alice, bob, eve)]

    assert changes == [
        [(CHANGED, accepted), (CHANGED, accepted), (CHANGED, crossed), (CHANGED, crossed)],
        [(CHANGED, accepted), (CHANGED, accepted), (CHANGED, rejected), (CHANGED, rejected)],
        [(CHANGED, rejected), (CHANGED, rejected), (CHANGED, crossed), (CHANGED, crossed)],
    ]


def test_what_is_repeated_or_refused_tells_nothing(store: Store, alice: UserRecord, bob: UserRecord) -> None:
    once = store.once(alice.user_id, "request_friend")
    ids = store.new_id(), alice.user_id, bob.user_id
    asked = store.friendships.request(*ids, once=once, now=NOW).record.friendship_id
    before = [told(store, user) for user in (alice, bob)]

    repeated = store.friendships.request(*ids, once=once, now=NOW)
    refused = [ask(store, alice, bob), remove(store, asked, bob)]
    after = [told(store, user) for user in (alice, bob)]
    for accept in (False, False, True):
        refusal(partial(store.answer, asked, bob, accept=accept))

    assert (repeated.is_replay, refused) == (True, [Code.FRIENDSHIP_EXISTS, Code.FORBIDDEN])
    assert before == after == [[(CHANGED, asked)]] * 2
    assert [told(store, user) for user in (alice, bob)] == [[(CHANGED, asked)] * 2] * 2


def test_what_ends_is_told_to_both(store: Store, alice: UserRecord, bob: UserRecord) -> None:
    friendship = store.befriend(alice, bob)
    remove(store, friendship, bob)
    request = store.ask(alice, bob).friendship_id
    remove(store, request, alice)

    changes = [told(store, user)[2:] for user in (alice, bob)]

    assert changes == [[(DELETED, friendship), (CHANGED, request), (DELETED, request)]] * 2


def test_a_rejected_request_is_told_to_be_gone_when_another_takes_its_place(
    store: Store, alice: UserRecord, bob: UserRecord
) -> None:
    rejected = store.answer(store.ask(alice, bob).friendship_id, bob, accept=False).friendship_id

    asked = store.ask(bob, alice).friendship_id

    assert [told(store, user)[2:] for user in (alice, bob)] == [[(DELETED, rejected), (CHANGED, asked)]] * 2
    assert [[one.friendship_id for one in store.friendships.every(user.user_id)] for user in (alice, bob)] == [
        [asked],
        [asked],
    ]


def test_a_page_holds_everything_one_sees_in_the_order_of_the_others(store: Store) -> None:
    before = [store.user(f"before{number}") for number in range(3)]
    alice = store.user("alice")
    after = [store.user(f"after{number}") for number in range(3)]
    store.befriend(after[2], alice)
    store.ask(alice, before[1])
    store.answer(store.ask(before[0], alice).friendship_id, alice, accept=False)
    store.friendships.block(store.new_id(), alice.user_id, after[0].user_id, NOW)
    store.friendships.block(store.new_id(), before[2].user_id, alice.user_id, NOW)
    remove(store, store.ask(alice, after[1]).friendship_id, alice)

    pages = [store.friendships.page(alice.user_id, None, 3)]
    pages.append(store.friendships.page(alice.user_id, before[1].user_id, 3))
    pages.append(store.friendships.page(alice.user_id, after[2].user_id, 3))

    shown = [[({one.requester.username, one.addressee.username} - {"alice"}).pop() for one in page] for page in pages]
    assert shown == [["before0", "before1", "after0"], ["after0", "after2"], []]
    assert [one.status for one in pages[0]] == ["rejected", "pending", "blocked"]


def test_of_many_friendships_those_are_given_that_one_sees(store: Store, alice: UserRecord, bob: UserRecord) -> None:
    eve = store.user("eve")
    mine, foreign = store.befriend(alice, bob), store.befriend(bob, eve)
    gone = store.ask(alice, eve).friendship_id
    remove(store, gone, alice)

    many = store.friendships.many(alice.user_id, [foreign, mine, gone, "nothing", mine])

    assert many == {mine: store.friendships.every(alice.user_id)[0]}
    assert store.friendships.many(alice.user_id, []) == {}
