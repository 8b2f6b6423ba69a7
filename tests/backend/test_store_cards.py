"""Postcards, uploads and what takes effect once: one suite for every store."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial

import pytest

from postcardit_backend.ports import Kept, Once, PostcardFilter
from postcardit_backend.records import Side, StoredImage, UserRecord
from postcardit_sdk.contract.problems import Code
from postcardit_sdk.contract.sync import ChangeType
from tests.backend.stores import DAY, NOW, Store, refusal, told, upload

ALL = PostcardFilter()
CHANGED, DELETED = ChangeType.POSTCARD_CHANGED, ChangeType.POSTCARD_DELETED
IMAGE = StoredImage("key.jpg", "thumb.jpg", 40, 30, "hash", 4_000)


@pytest.fixture
def alice(store: Store) -> UserRecord:
    return store.user("alice", full_name="Alice A.")


@pytest.fixture
def bob(store: Store, alice: UserRecord) -> UserRecord:
    """Bob, a friend of alice."""
    bob = store.user("bob")
    store.befriend(alice, bob)
    return bob


def box(store: Store, user: UserRecord, which: PostcardFilter = ALL) -> list[str]:
    return [card.postcard_id for card in store.postcards.list(user.user_id, which, None, 100)]


def test_a_card_lies_in_both_boxes_as_it_was_sent(store: Store, alice: UserRecord, bob: UserRecord) -> None:
    place = {"latitude": 45.0, "longitude": -12.5, "address": "a", "city": "c", "country": "i"}

    store.photo(alice, IMAGE)
    card = store.send(alice, bob, message="Grüße\n🏝️", stamp_id="gondola", image=IMAGE, font="print", **place)

    views = [store.postcards.get(card.postcard_id, user.user_id) for user in (alice, bob)]
    assert views == [card, card]
    assert [box(store, user, PostcardFilter(side)) for user in (alice, bob) for side in Side] == [
        [card.postcard_id], [], [], [card.postcard_id],
    ]  # fmt: skip
    assert (store.again(alice).postcards_count, store.again(bob).postcards_count) == (1, 0)


def test_only_friends_send_and_what_is_refused_leaves_nothing(store: Store, alice: UserRecord, bob: UserRecord) -> None:
    eve = store.user("eve")

    refused = [refusal(partial(store.send, eve, bob)), refusal(partial(store.send, bob, eve))]

    assert refused == [Code.NOT_FRIENDS] * 2
    assert (box(store, bob), store.again(eve).postcards_count) == ([], 0)


def test_a_card_is_there_for_its_two_people_alone(store: Store, alice: UserRecord, bob: UserRecord) -> None:
    eve = store.user("eve")
    card = store.send(alice, bob).postcard_id

    assert store.postcards.get(card, eve.user_id) is None
    assert store.postcards.mark(eve.user_id, delivered=[card], read=[card], now=NOW) == (0, 0)
    acts: list[Callable[[], object]] = [
        partial(store.postcards.archive, card, eve.user_id, archived=True, now=NOW),
        partial(store.postcards.delete, card, eve.user_id, NOW),
    ]
    assert [refusal(act) for act in acts] == [Code.NOT_FOUND] * 2


def test_a_card_goes_forward_once_and_never_back(store: Store, alice: UserRecord, bob: UserRecord) -> None:
    one, two = (store.send(alice, bob).postcard_id for _ in range(2))

    steps = [
        store.postcards.mark(bob.user_id, delivered=[one, one], read=[], now=NOW + 1),
        store.postcards.mark(bob.user_id, delivered=[one], read=[two], now=NOW + 2),
        store.postcards.mark(bob.user_id, delivered=[two], read=[one, two], now=NOW + 3),
        store.postcards.mark(alice.user_id, delivered=[one], read=[two], now=NOW + 4),
    ]

    assert steps == [(1, 0), (1, 1), (0, 1), (0, 0)]
    first, second = (store.postcards.get(card, alice.user_id) for card in (one, two))
    assert first is not None
    assert second is not None
    assert (first.delivered_at, first.read_at, first.updated_at) == (NOW + 1, NOW + 3, NOW + 3)
    assert (second.delivered_at, second.read_at, second.updated_at) == (NOW + 2,) * 3


def test_a_card_is_never_older_than_it_was_though_the_clock_is_set_back(
    store: Store, alice: UserRecord, bob: UserRecord
) -> None:
    card = store.send(alice, bob).postcard_id
    store.postcards.mark(bob.user_id, delivered=[card], read=[], now=NOW + 1000)

    store.postcards.mark(bob.user_id, delivered=[], read=[card], now=NOW + 500)

    found = store.postcards.get(card, alice.user_id)
    assert found is not None
    assert (found.read_at, found.updated_at) == (NOW + 500, NOW + 1000)


def test_each_side_has_an_archive_of_its_own(store: Store, alice: UserRecord, bob: UserRecord) -> None:
    card = store.send(alice, bob).postcard_id
    archive = PostcardFilter(archived=True)

    archived = store.postcards.archive(card, bob.user_id, archived=True, now=NOW + 1)
    boxes = [box(store, user, which) for user in (alice, bob) for which in (ALL, archive)]
    back = store.postcards.archive(card, bob.user_id, archived=False, now=NOW + 2)

    assert (archived.is_archived, back.is_archived) == (True, False)
    assert boxes == [[card], [], [], [card]]
    assert box(store, bob) == [card]


def test_an_unread_card_is_withdrawn_from_both_boxes(store: Store, alice: UserRecord, bob: UserRecord) -> None:
    card = store.send(alice, bob).postcard_id
    store.postcards.mark(bob.user_id, delivered=[card], read=[], now=NOW)

    store.postcards.delete(card, alice.user_id, NOW)

    assert (box(store, alice), box(store, bob), store.again(alice).postcards_count) == ([], [], 0)
    assert refusal(partial(store.postcards.delete, card, alice.user_id, NOW)) == Code.NOT_FOUND
    assert store.postcards.mark(bob.user_id, delivered=[], read=[card], now=NOW) == (0, 0)


def test_a_card_that_was_read_stays(store: Store, alice: UserRecord, bob: UserRecord) -> None:
    card = store.send(alice, bob).postcard_id
    store.postcards.mark(bob.user_id, delivered=[], read=[card], now=NOW)

    refused = refusal(partial(store.postcards.delete, card, alice.user_id, NOW))

    assert (refused, box(store, alice), box(store, bob)) == (Code.ALREADY_READ, [card], [card])


def test_a_recipient_removes_a_card_from_their_own_box_alone(store: Store, alice: UserRecord, bob: UserRecord) -> None:
    card = store.send(alice, bob).postcard_id

    store.postcards.delete(card, bob.user_id, NOW)

    assert (box(store, alice), box(store, bob), store.again(alice).postcards_count) == ([card], [], 1)
    assert store.postcards.mark(bob.user_id, delivered=[card], read=[card], now=NOW) == (0, 0)
    store.postcards.delete(card, alice.user_id, NOW)
    assert (box(store, alice), store.again(alice).postcards_count) == ([], 0)


def news(store: Store, *users: UserRecord) -> Callable[[], list[list[tuple[str, str]]]]:
    """What each of these users is told from now on."""
    heads = [store.feed.head(user.user_id) for user in users]
    return lambda: [told(store, user)[head:] for user, head in zip(users, heads, strict=True)]


def test_a_sent_card_is_news_for_its_recipient_and_a_change_for_its_sender(
    store: Store, alice: UserRecord, bob: UserRecord
) -> None:
    heard = news(store, alice, bob)

    card = store.send(alice, bob, sent_at=NOW + 5).postcard_id

    assert heard() == [[(CHANGED, card)], [(ChangeType.POSTCARD_RECEIVED, card)]]
    assert [store.feed.after(user.user_id, 0, 9)[-1].occurred_at for user in (alice, bob)] == [NOW + 5] * 2


def test_what_is_refused_or_repeated_tells_nothing(store: Store, alice: UserRecord, bob: UserRecord) -> None:
    eve = store.user("eve")
    card, once = store.card(alice, bob), store.once(alice.user_id, "send_postcard", key="one")
    store.postcards.send(card, once)
    heard = news(store, alice, bob, eve)

    store.postcards.send(replace(card, postcard_id="other"), once)
    refusal(partial(store.send, alice, eve))

    assert heard() == [[], [], []]


def test_both_are_told_once_of_each_card_that_took_a_step(store: Store, alice: UserRecord, bob: UserRecord) -> None:
    one, two, three = (store.send(alice, bob).postcard_id for _ in range(3))
    heard = news(store, alice, bob)

    store.postcards.mark(bob.user_id, delivered=[one, two], read=[two, two], now=NOW)
    first = heard()
    store.postcards.mark(bob.user_id, delivered=[one, two, "none"], read=[two], now=NOW)
    store.postcards.mark(alice.user_id, delivered=[three], read=[three], now=NOW)

    assert first == heard() == [[(CHANGED, one), (CHANGED, two)]] * 2


def test_an_archive_is_news_for_its_owner_alone_and_only_when_it_changes(
    store: Store, alice: UserRecord, bob: UserRecord
) -> None:
    card = store.send(alice, bob).postcard_id
    heard = news(store, alice, bob)

    for archived in (False, True, True, False):
        store.postcards.archive(card, bob.user_id, archived=archived, now=NOW)

    assert heard() == [[], [(CHANGED, card)] * 2]


def test_a_card_that_is_gone_is_gone_for_those_who_had_it(store: Store, alice: UserRecord, bob: UserRecord) -> None:
    one, two, read = (store.send(alice, bob).postcard_id for _ in range(3))
    store.postcards.mark(bob.user_id, delivered=[], read=[read], now=NOW)
    heard = news(store, alice, bob)

    store.postcards.delete(one, alice.user_id, NOW)
    store.postcards.delete(two, bob.user_id, NOW)
    store.postcards.delete(two, alice.user_id, NOW)
    refusal(partial(store.postcards.delete, read, alice.user_id, NOW))

    assert heard() == [[(DELETED, one), (DELETED, two)]] * 2


def test_whom_a_block_hides_cards_from_hears_nothing_of_them(store: Store, alice: UserRecord, bob: UserRecord) -> None:
    one, two = (store.send(alice, bob).postcard_id for _ in range(2))
    three = store.send(bob, alice).postcard_id
    store.friendships.block(store.new_id(), bob.user_id, alice.user_id, NOW)
    heard = news(store, alice, bob)

    store.postcards.mark(bob.user_id, delivered=[one], read=[two], now=NOW + 1)
    store.postcards.delete(one, bob.user_id, NOW + 2)
    store.postcards.delete(three, bob.user_id, NOW + 3)

    assert heard() == [[], [(CHANGED, one), (CHANGED, two), (DELETED, one), (DELETED, three)]]
    assert [box(store, user, PostcardFilter(archived=None)) for user in (alice, bob)] == [[], [two]]
    assert [store.postcards.get(two, user.user_id) is None for user in (alice, bob)] == [True, False]


def test_cards_come_back_as_far_as_they_have_gone_while_a_block_hid_them(
    store: Store, alice: UserRecord, bob: UserRecord
) -> None:
    cards = [store.send(alice, bob).postcard_id for _ in range(3)]
    gone = store.send(bob, alice).postcard_id
    store.postcards.archive(cards[0], alice.user_id, archived=True, now=NOW)
    store.friendships.block(store.new_id(), bob.user_id, alice.user_id, NOW)
    store.postcards.mark(bob.user_id, delivered=[cards[1]], read=[cards[2]], now=NOW + 1)
    store.postcards.delete(cards[0], bob.user_id, NOW + 1)
    store.postcards.delete(gone, bob.user_id, NOW + 1)
    heard = news(store, alice)

    store.friendships.unblock(bob.user_id, alice.user_id, NOW + 2)

    assert heard() == [[(CHANGED, card) for card in cards]]
    lists = [
        PostcardFilter(archived=True),
        *(PostcardFilter(status=status) for status in ("sent", "delivered", "read")),
    ]
    assert [box(store, alice, which) for which in lists] == [[cards[0]], [], [cards[1]], [cards[2]]]


def test_who_blocks_the_sender_is_nobody_to_them(store: Store, alice: UserRecord, bob: UserRecord) -> None:
    store.friendships.block(store.new_id(), bob.user_id, alice.user_id, NOW)

    refused = [refusal(partial(store.send, alice, bob)), refusal(partial(store.send, bob, alice))]

    assert refused == [Code.NOT_FOUND, Code.NOT_FRIENDS]


def test_the_key_of_a_card_is_kept_with_it(store: Store, alice: UserRecord, bob: UserRecord) -> None:
    once = store.once(alice.user_id, "send_postcard", key="one")

    sent = store.postcards.send(store.card(alice, bob, send_key="one"), once).record

    assert sent.send_key == "one"
    assert [store.postcards.get(sent.postcard_id, user.user_id) for user in (alice, bob)] == [sent, sent]
    assert store.idempotency.postcard(once) == sent


def test_the_same_key_and_body_give_the_first_record_again(store: Store, alice: UserRecord, bob: UserRecord) -> None:
    once = store.once(alice.user_id, "send_postcard", key="one")
    card = store.card(alice, bob)

    first = store.postcards.send(card, once)
    again = store.postcards.send(replace(card, postcard_id="other", message="other"), once)

    assert (first, again) == (Kept(card), Kept(card, is_replay=True))
    assert store.idempotency.postcard(once) == card
    assert (box(store, alice), store.again(alice).postcards_count) == ([card.postcard_id], 1)


def test_a_key_with_another_body_or_operation_is_refused(store: Store, alice: UserRecord, bob: UserRecord) -> None:
    store.postcards.send(store.card(alice, bob), store.once(alice.user_id, "send_postcard", key="one"))
    body = store.once(alice.user_id, "send_postcard", key="one", body="other")
    verb = store.once(alice.user_id, "create_upload", key="one")

    acts: list[Callable[[], object]] = [
        partial(store.idempotency.postcard, body),
        partial(store.postcards.send, store.card(alice, bob), body),
        partial(store.idempotency.upload, verb),
        partial(store.uploads.create, upload(alice, "id"), verb),
    ]

    assert [refusal(act) for act in acts] == [Code.IDEMPOTENCY_KEY_REUSED] * 4
    assert (len(box(store, alice)), store.uploads.get("id")) == (1, None)


def test_a_key_is_its_users_own(store: Store, alice: UserRecord, bob: UserRecord) -> None:
    store.postcards.send(store.card(alice, bob), store.once(alice.user_id, "send_postcard", key="one"))

    sent = store.postcards.send(store.card(bob, alice), store.once(bob.user_id, "send_postcard", key="one"))

    assert (sent.is_replay, len(box(store, bob))) == (False, 2)


def test_what_was_refused_is_not_kept(store: Store, alice: UserRecord, bob: UserRecord) -> None:
    eve = store.user("eve")
    once = store.once(alice.user_id, "send_postcard", key="one")
    refused = refusal(partial(store.postcards.send, store.card(alice, eve), once))
    store.befriend(alice, eve)

    sent = store.postcards.send(store.card(alice, eve), once)

    assert (refused, sent.is_replay) == (Code.NOT_FRIENDS, False)


def test_a_key_is_forgotten_after_a_day_but_never_a_postcards(store: Store, alice: UserRecord, bob: UserRecord) -> None:
    card = store.card(alice, bob)
    store.uploads.create(upload(alice, "first"), store.once(alice.user_id, "create_upload", key="up"))
    store.postcards.send(card, store.once(alice.user_id, "send_postcard", key="card"))
    store.postcards.delete(card.postcard_id, alice.user_id, NOW)

    def later(operation: str, key: str, milliseconds: int) -> Once:
        return store.once(alice.user_id, operation, key=key, now=NOW + milliseconds)

    kept, forgotten = (store.idempotency.upload(later("create_upload", "up", age)) for age in (DAY, DAY + 1))
    assert (kept, forgotten) == (upload(alice, "first"), None)
    assert store.idempotency.postcard(later("send_postcard", "card", 365 * DAY)) == card
    once = store.once(alice.user_id, "create_upload", key="up", now=NOW + 2 * DAY, body="other")
    second = replace(upload(alice, "second"), sha256="1" * 64)
    assert store.uploads.create(second, once) == Kept(second)


def test_an_upload_is_settled_once(store: Store, alice: UserRecord, bob: UserRecord) -> None:
    for name in ("good", "bad"):
        announced = replace(upload(alice, name), sha256=name)
        store.uploads.create(announced, store.once(alice.user_id, "create_upload"))

    store.uploads.condemn((IMAGE.key, IMAGE.thumbnail_key))
    ready = store.uploads.settle("good", image=IMAGE, problem=None)
    again = store.uploads.settle("good", image=None, problem="image_unreadable")
    rejected = store.uploads.settle("bad", image=None, problem="image_unreadable")

    assert ready == again == replace(upload(alice, "good"), sha256="good", status="ready", image=IMAGE)
    assert rejected == replace(upload(alice, "bad"), sha256="bad", status="rejected", problem="image_unreadable")
    assert [store.uploads.get(name) for name in ("good", "bad", "none")] == [ready, rejected, None]
    assert store.uploads.owner_has(alice.user_id, "key.jpg", "postcard") == ready
    others = [(bob.user_id, "key.jpg", "postcard"), (alice.user_id, "thumb.jpg", "postcard")]
    others += [(alice.user_id, "key.jpg", "avatar")]
    assert [store.uploads.owner_has(*other) for other in others] == [None] * 3
