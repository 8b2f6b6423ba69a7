"""The end of an account: what goes with it, what stays with a tombstone, and who is told. One suite for every store."""

from collections.abc import Callable
from functools import partial

from postcardit_backend.ports import PostcardFilter, ProfileChange
from postcardit_backend.records import Person, PostcardRecord, UserRecord
from postcardit_backend.refusal import Refused
from postcardit_backend.settings import Settings
from postcardit_sdk.contract.problems import Code, EndReason
from postcardit_sdk.contract.sync import ChangeType
from tests.backend.stores import DAY, NOW, Store, refusal, registration, session, told

LATER = NOW + 5
EVERYTHING = PostcardFilter(archived=None)


def erase(store: Store, user: UserRecord) -> None:
    store.erasure.erase(user.user_id, "hash", LATER)


def tombstone(user: UserRecord) -> Person:
    return Person(user.user_id, f"deleted-{user.user_id[-8:]}", None, None)


def cards(store: Store, user: UserRecord) -> dict[str, PostcardRecord]:
    return {card.postcard_id: card for card in store.postcards.list(user.user_id, EVERYTHING, None, 100)}


def end_reason(store: Store, token: str) -> EndReason | None:
    """Why a refresh token counts no more."""
    try:
        store.sessions.rotate(token, "next", b"next", now=LATER, settings=Settings())
    except Refused as refused:
        return refused.reason
    raise AssertionError("It was traded.")


def test_a_tombstone_is_left_that_holds_nothing_and_name_and_address_are_free(store: Store) -> None:
    carol = store.user("carol", full_name="Carol C.")
    store.users.update(carol.user_id, ProfileChange({"bio": "x", "findable_by_email": True}), NOW)

    erase(store, carol)

    left = store.again(carol)
    person = tombstone(carol)
    assert left == UserRecord(
        carol.user_id, person.username, "", "", None, None, None, False, NOW, left.updated_at, is_active=False
    )
    assert left.updated_at > NOW
    assert (store.users.by_username("carol"), store.users.by_email("carol@example.com")) == (None, None)
    for by, term in (("username", "carol"), ("username", "deleted"), ("name", "carol"), ("email", "carol@example.com")):
        assert store.users.search(by, term, None, 10, searcher_id="x") == []
    assert store.user("carol").user_id != carol.user_id


def test_a_password_that_was_changed_meanwhile_erases_nothing(store: Store) -> None:
    carol = store.user("carol")
    store.passwords.rehash(carol.user_id, "hash", "other")

    refused = refusal(partial(erase, store, carol))

    assert (refused, store.users.by_username("carol")) == (Code.WRONG_PASSWORD, store.again(carol))


def test_every_session_ends_and_says_why_and_none_begins(store: Store) -> None:
    carol = store.user("carol")
    for name in ("phone", "laptop"):
        store.sessions.start(session(carol, name, f"token {name}"), "hash")
    store.sessions.end(carol.user_id, "laptop", EndReason.SIGNED_OUT, NOW)
    store.passwords.keep_code(carol.email, "right", LATER + DAY)

    erase(store, carol)

    assert [end_reason(store, f"token {name}") for name in ("phone", "laptop")] == [EndReason.ACCOUNT_DELETED] * 2
    kept = [(one.device_name, one.created_at, one.last_used_at) for one in store.sessions.every(carol.user_id)]
    assert kept == [(None, 0, 0)] * 2
    assert refusal(partial(store.sessions.start, session(carol, "new", "token"), "hash")) is Code.WRONG_CREDENTIALS
    assert store.passwords.reset(carol.email, "right", "new", now=LATER, tries=5) is None


def test_what_is_asked_for_afterwards_is_refused(store: Store) -> None:
    carol, bob = store.user("carol"), store.user("bob")
    store.befriend(carol, bob)
    erase(store, carol)

    acts: list[Callable[[], object]] = [
        partial(store.users.update, carol.user_id, ProfileChange({"bio": "x"}), LATER),
        partial(store.devices.register, carol.user_id, "token", "ios", LATER),
        partial(erase, store, carol),
    ]

    assert [refusal(act) for act in acts] == [Code.SESSION_ENDED, Code.SESSION_ENDED, Code.WRONG_PASSWORD]
    assert refusal(partial(store.send, bob, carol)) is Code.NOT_FRIENDS
    assert store.feed.heads([carol.user_id]) == {}


def test_their_cards_go_from_every_box_and_cards_to_them_stay_with_a_tombstone(store: Store) -> None:
    carol, bob = store.user("carol"), store.user("bob")
    store.befriend(carol, bob)
    store.send(carol, bob, country="Italy")
    kept = store.send(bob, carol, country="Norway")
    before = store.postcards.stats(bob.user_id)

    erase(store, carol)

    after = store.postcards.stats(bob.user_id)
    assert {card: one.recipient for card, one in cards(store, bob).items()} == {kept.postcard_id: tombstone(carol)}
    assert (before.received, before.unread, before.friends) == (1, 1, 1)
    assert (after.received, after.unread, after.friends, after.sent, after.countries) == (0, 0, 0, 1, 1)
    assert (store.again(bob).friends_count, store.again(bob).postcards_count) == (0, 1)


def test_each_who_saw_something_of_theirs_is_told_that_it_is_gone(store: Store) -> None:
    carol = store.user("carol")
    people = {name: store.user(name) for name in ("friend", "asked", "blocked", "blocker", "stranger")}
    friendship = store.befriend(carol, people["friend"])
    card = store.send(carol, people["friend"])
    store.send(people["friend"], carol)
    asked = store.ask(people["asked"], carol).friendship_id
    store.friendships.block(store.new_id(), carol.user_id, people["blocked"].user_id, NOW)
    own_block = store.friendships.block(store.new_id(), people["blocker"].user_id, carol.user_id, NOW)
    before = {name: store.feed.head(user.user_id) for name, user in people.items()}

    erase(store, carol)

    news = {name: sorted(told(store, user)[before[name] :]) for name, user in people.items()}
    assert news == {
        "friend": sorted(
            [
                (ChangeType.POSTCARD_DELETED, card.postcard_id),
                (ChangeType.FRIENDSHIP_DELETED, friendship),
                (ChangeType.USER_CHANGED, carol.user_id),
            ]
        ),
        "asked": [(ChangeType.FRIENDSHIP_DELETED, asked)],
        "blocked": [],
        "blocker": [(ChangeType.FRIENDSHIP_DELETED, own_block.friendship_id)],
        "stranger": [],
    }
    assert [store.friendships.every(user.user_id) for user in people.values()] == [[]] * 5


def test_a_card_that_their_block_hid_is_in_sight_again(store: Store) -> None:
    carol, bob = store.user("carol"), store.user("bob")
    store.befriend(carol, bob)
    sent, received = store.send(bob, carol), store.send(carol, bob)
    store.friendships.block(store.new_id(), carol.user_id, bob.user_id, NOW)
    hidden = cards(store, bob)

    erase(store, carol)

    assert (hidden, [*cards(store, bob)]) == ({}, [sent.postcard_id])
    assert store.postcards.get(received.postcard_id, bob.user_id) is None


def test_a_request_that_is_sent_again_names_the_tombstone(store: Store) -> None:
    carol, bob = store.user("carol"), store.user("bob")
    asking = store.once(bob.user_id, "request_friend", key="ask")
    asked = store.friendships.request(store.new_id(), bob.user_id, carol.user_id, once=asking, now=NOW).record
    store.answer(asked.friendship_id, carol, accept=True)
    sending = store.once(bob.user_id, "send_postcard", key="send")
    store.postcards.send(store.card(bob, carol), sending)

    erase(store, carol)

    again = store.idempotency.friendship(asking), store.idempotency.postcard(sending)
    assert [again[0] and again[0].addressee, again[1] and again[1].recipient] == [tombstone(carol)] * 2


def test_a_registration_that_waits_for_their_address_goes_too(store: Store) -> None:
    carol = store.user("carol")
    store.registrations.open(registration("other", email=carol.email), NOW)

    erase(store, carol)

    assert store.registrations.open(registration("another", email=carol.email), LATER) is None
