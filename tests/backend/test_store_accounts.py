"""New passwords and new addresses: one suite for every store."""

from collections.abc import Callable
from functools import partial

import pytest

from postcardit_backend.ports import ProfileChange
from postcardit_backend.records import UserRecord
from postcardit_backend.refusal import Refused
from postcardit_sdk.contract.problems import Code, EndReason
from postcardit_sdk.contract.sync import ChangeType
from tests.backend.stores import NOW, Store, refusal, registration, session, told

LATER = NOW + 600_000
ALICE = "alice@example.com"
NEW = "alice@example.org"


def start(store: Store, user: UserRecord, session_id: str, password_hash: str = "hash") -> Code | None:
    return refusal(partial(store.sessions.start, session(user, session_id, f"token {session_id}"), password_hash))


def reset(store: Store, code: str, email: str = ALICE, now: int = NOW) -> bool:
    return store.passwords.reset(email, code, "new", now=now, tries=5) is not None


def propose(store: Store, user: UserRecord, email: str = NEW, code: str = "right") -> UserRecord | None:
    return store.emails.propose(user.user_id, email, code, known_hash="hash", expires_at=LATER)


def confirm(
    store: Store, user: UserRecord, code: str = "right", now: int = NOW
) -> tuple[UserRecord, UserRecord] | None:
    return store.emails.confirm(user.user_id, code, now=now, tries=5)


def why(store: Store, session_id: str) -> EndReason | None:
    """Why a session has ended; None while it goes on."""
    try:
        store.sessions.require_live(session_id, NOW)
    except Refused as refused:
        return refused.reason
    return None


def test_a_code_sets_a_password_once_and_ends_every_session(store: Store) -> None:
    alice, bob = store.user("alice"), store.user("bob")
    for name, user in (("phone", alice), ("laptop", alice), ("bobs", bob)):
        start(store, user, name)

    kept = store.passwords.keep_code("ALICE@example.com", "right", LATER)

    assert kept == alice
    assert [reset(store, "wrong"), reset(store, "right"), reset(store, "right")] == [False, True, False]
    assert store.again(alice).password_hash == "new"
    assert [why(store, name) for name in ("phone", "laptop", "bobs")] == [EndReason.PASSWORD_CHANGED] * 2 + [None]
    assert [start(store, alice, "new", known) for known in ("hash", "new")] == [Code.WRONG_CREDENTIALS, None]


def test_a_code_for_a_password_takes_five_tries_and_ends_with_its_time(store: Store) -> None:
    store.user("alice")
    store.passwords.keep_code(ALICE, "right", LATER)

    late = reset(store, "right", now=LATER)
    tries = [reset(store, "wrong") for _ in range(4)] + [reset(store, "right")]
    store.passwords.keep_code(ALICE, "another", LATER)

    assert (late, tries) == (False, [False] * 5), "the late one counted, too"
    assert [reset(store, "right"), reset(store, "another")] == [False, True]


def test_an_address_that_nobody_has_gets_no_code(store: Store) -> None:
    assert store.passwords.keep_code(ALICE, "right", LATER) is None
    store.passwords.keep_code(ALICE, "right", LATER)
    store.user("alice")

    assert not reset(store, "right")


def test_a_known_password_is_changed_and_this_session_alone_goes_on(store: Store) -> None:
    alice = store.user("alice")
    for name in ("this", "other"):
        start(store, alice, name)
    store.passwords.keep_code(ALICE, "right", LATER)
    change = partial(store.passwords.change, alice.user_id, "hash", "new", session_id="this", now=NOW)

    change()

    assert [why(store, name) for name in ("this", "other")] == [None, EndReason.PASSWORD_CHANGED]
    assert (refusal(change), reset(store, "right")) == (Code.WRONG_PASSWORD, False)
    assert store.again(alice).updated_at == alice.updated_at, "nobody sees another profile"


def test_a_new_password_ends_a_great_many_sessions(store: Store) -> None:
    alice = store.user("alice")
    names = [f"session {number}" for number in range(95)]
    for name in names:
        start(store, alice, name)

    store.passwords.change(alice.user_id, "hash", "new", session_id=names[7], now=NOW)

    assert [one.session_id for one in store.sessions.live(alice.user_id, NOW)] == [names[7]]
    assert len(store.sessions.every(alice.user_id)) == 95


def test_another_hash_of_the_same_password_ends_no_session(store: Store) -> None:
    alice = store.user("alice")
    start(store, alice, "phone")

    for known, other in (("hash", "stronger"), ("hash", "late")):
        store.passwords.rehash(alice.user_id, known, other)

    assert (store.again(alice).password_hash, why(store, "phone")) == ("stronger", None)


def test_an_address_is_changed_by_its_code_and_told_to_its_user_alone(store: Store) -> None:
    alice, bob = store.user("alice"), store.user("bob")

    owner = propose(store, alice)
    wrong, changed = confirm(store, alice, "wrong"), confirm(store, alice, now=NOW + 5)

    after = store.again(alice)
    assert (owner, wrong, changed) == (None, None, (alice, after))
    assert (after.email, after.updated_at) == (NEW, NOW + 5)
    assert (store.users.by_email(NEW), store.users.by_email(ALICE)) == (after, None)
    assert told(store, alice) == [(ChangeType.USER_CHANGED, alice.user_id)]
    assert (told(store, bob), confirm(store, alice)) == ([], None)


def test_ones_own_address_may_be_written_otherwise(store: Store) -> None:
    alice = store.user("alice")

    owner, changed = propose(store, alice, "Alice@Example.com"), confirm(store, alice)

    assert (owner, changed and changed[1].email) == (None, "Alice@Example.com")
    assert store.users.by_email(ALICE) == store.again(alice)


def test_the_address_of_another_gives_them_and_no_earlier_code_counts(store: Store) -> None:
    alice, bob = store.user("alice"), store.user("bob")
    propose(store, alice)

    owner = propose(store, alice, "BOB@example.com", "other")

    assert owner == bob
    assert [confirm(store, alice, code) for code in ("right", "other")] == [None, None]
    assert (store.again(alice).email, store.again(bob)) == (ALICE, bob)


def test_a_code_that_was_not_sent_counts_for_nothing_even_when_the_address_is_free_again(store: Store) -> None:
    alice, bob = store.user("alice"), store.user("bob")
    propose(store, alice, bob.email)

    store.erasure.erase(bob.user_id, "hash", NOW)

    assert (confirm(store, alice), store.again(alice).email) == (None, ALICE)


def test_an_address_that_someone_else_has_by_now_is_not_taken_and_its_code_is_spent(store: Store) -> None:
    alice = store.user("alice")
    propose(store, alice)
    carol = store.user("carol", email=NEW)

    late = confirm(store, alice)
    store.users.update(carol.user_id, ProfileChange({"bio": "x"}), NOW)

    assert (late, confirm(store, alice), store.again(alice)) == (None, None, alice)
    assert store.users.by_email(NEW) == store.again(carol)


def test_a_registration_that_waits_for_the_new_address_is_dropped_and_its_name_is_free(store: Store) -> None:
    alice = store.user("alice")
    store.registrations.open(registration("carol", email=NEW, code="other"), NOW)
    propose(store, alice)

    confirm(store, alice)

    assert store.registrations.confirm(NEW, "other", "id", NOW, 5) is None
    assert store.registrations.open(registration("carol"), NOW) is None


@pytest.mark.parametrize("what", ["propose", "change"])
def test_a_password_that_was_changed_meanwhile_is_the_wrong_one(what: str, store: Store) -> None:
    alice = store.user("alice")
    store.passwords.change(alice.user_id, "hash", "new", session_id="none", now=NOW)
    acts: dict[str, Callable[[], object]] = {
        "propose": partial(propose, store, alice),
        "change": partial(store.passwords.change, alice.user_id, "hash", "x", session_id="none", now=NOW),
    }

    assert refusal(acts[what]) is Code.WRONG_PASSWORD


def test_a_new_password_lets_no_code_for_an_address_count(store: Store) -> None:
    alice = store.user("alice")
    propose(store, alice)

    store.passwords.change(alice.user_id, "hash", "new", session_id="none", now=NOW)

    assert confirm(store, alice) is None
