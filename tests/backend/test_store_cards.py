"""Postcards, uploads and what takes effect once: one suite for every store."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from postcardit_backend.ports import Kept, Once, PostcardFilter
from postcardit_backend.records import PostcardRecord, Side, StoredImage, UserRecord
from postcardit_sdk.contract.problems import Code
from tests.backend.stores import DAY, NOW, STORES, Store, refusal, upload

ALL = PostcardFilter()
IMAGE = StoredImage("key.jpg", "thumb.jpg", 40, 30, "hash")


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


STEPS = ("sent", "delivered", "read")
FILTERS = st.builds(
    PostcardFilter,
    side=st.sampled_from([None, *Side]),
    archived=st.booleans(),
    status=st.sampled_from([None, *STEPS, "draft"]),
    unread=st.sampled_from([None, True, False]),
)


@settings(max_examples=12, deadline=None)
@given(
    cards=st.lists(st.tuples(st.booleans(), st.sampled_from(STEPS), st.booleans(), st.booleans()), max_size=10),
    which=st.lists(FILTERS, min_size=1, max_size=8),
    limit=st.integers(1, 4),
    name=st.sampled_from(sorted(STORES)),
)
def test_pages_of_any_filter_put_together_are_the_whole_list(
    cards: list[tuple[bool, str, bool, bool]], which: list[PostcardFilter], limit: int, name: str
) -> None:
    with TemporaryDirectory() as folder, STORES[name](Path(folder)) as store:
        alice, bob = store.user("alice"), store.user("bob")
        store.befriend(alice, bob)
        model: list[tuple[str, Side, str, bool]] = []
        for mine, status, is_archived, is_removed in cards:
            sender, recipient = (alice, bob) if mine else (bob, alice)
            card = store.send(sender, recipient).postcard_id
            done = {"delivered": [card] if status == "delivered" else [], "read": [card] if status == "read" else []}
            store.postcards.mark(recipient.user_id, **done, now=NOW)
            if is_archived:
                store.postcards.archive(card, alice.user_id, archived=True, now=NOW)
            if is_removed:
                store.postcards.delete(card, bob.user_id, NOW) if status != "read" or mine else None
            gone = is_removed and not mine and status != "read"
            if not gone:
                model.insert(0, (card, Side.SENT if mine else Side.RECEIVED, status, is_archived))

        for one in which:
            assert in_pages(store, alice, one, limit) == [card for card, *_ in filter(partial(fits, one), model)]


def fits(which: PostcardFilter, card: tuple[str, Side, str, bool]) -> bool:
    _, side, status, is_archived = card
    return (
        which.side in (None, side)
        and which.archived is is_archived
        and which.status in (None, status)
        and which.unread in (None, status != "read")
    )


def in_pages(store: Store, user: UserRecord, which: PostcardFilter, limit: int) -> list[str]:
    found: list[PostcardRecord] = []
    while page := store.postcards.list(user.user_id, which, found[-1].postcard_id if found else None, limit):
        assert len(page) <= limit
        found += page
    return [card.postcard_id for card in found]


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
    assert store.uploads.create(upload(alice, "second"), once) == Kept(upload(alice, "second"))


def test_an_upload_is_settled_once(store: Store, alice: UserRecord, bob: UserRecord) -> None:
    store.uploads.create(upload(alice, "good"), store.once(alice.user_id, "create_upload"))
    store.uploads.create(upload(alice, "bad"), store.once(alice.user_id, "create_upload"))

    ready = store.uploads.settle("good", image=IMAGE, problem=None)
    again = store.uploads.settle("good", image=None, problem="image_unreadable")
    rejected = store.uploads.settle("bad", image=None, problem="image_unreadable")

    assert ready == again == replace(upload(alice, "good"), status="ready", image=IMAGE)
    assert rejected == replace(upload(alice, "bad"), status="rejected", problem="image_unreadable")
    assert [store.uploads.get(name) for name in ("good", "bad", "none")] == [ready, rejected, None]
    assert store.uploads.owner_has(alice.user_id, "key.jpg") == ready
    assert [store.uploads.owner_has(*who) for who in ((bob.user_id, "key.jpg"), (alice.user_id, "thumb.jpg"))] == [
        None
    ] * 2
