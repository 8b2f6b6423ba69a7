"""Registrations, users and sessions: one suite for every store."""

from functools import partial

import pytest

from postcardit_backend.ports import ProfileChange, Rotation
from postcardit_backend.refusal import Refused
from postcardit_backend.settings import Settings
from postcardit_sdk.contract.problems import Code, EndReason
from postcardit_sdk.contract.sync import ChangeType
from tests.backend.stores import DAY, NOW, Store, refusal, registration, session, told

SETTINGS = Settings()


def rotate(store: Store, presented: str, successor: str, now: int = NOW) -> Rotation | EndReason | None:
    """The rotation, or why the session has ended; None when nothing is known of the token."""
    try:
        return store.sessions.rotate(presented, successor, successor.encode(), now=now, settings=SETTINGS)
    except Refused as refused:
        assert refused.code is Code.SESSION_ENDED
        return refused.reason


def goes_on(store: Store, session_id: str, now: int = NOW) -> bool:
    return refusal(partial(store.sessions.require_live, session_id, now)) is None


def test_a_registration_becomes_a_user_by_its_code(store: Store) -> None:
    store.registrations.open(registration("alice", full_name="Alice A."), NOW)

    user = store.registrations.confirm("ALICE@example.com", "right", "id", NOW, 5)

    assert user is not None
    assert (user.user_id, user.username, user.email, user.full_name) == ("id", "alice", "alice@example.com", "Alice A.")
    assert (
        store.users.by_id("id") == store.users.by_username("ÁLICE") == store.users.by_email("Alice@Example.com") == user
    )


def test_a_later_registration_of_an_address_replaces_the_earlier(store: Store) -> None:
    store.registrations.open(registration("alice", email="a@example.com", code="old"), NOW)
    store.registrations.open(registration("alicia", email="A@example.com", code="new"), NOW)

    stale = store.registrations.confirm("a@example.com", "old", "id", NOW, 5)
    fresh = store.registrations.confirm("a@example.com", "new", "id", NOW, 5)

    assert (stale, fresh and fresh.username) == (None, "alicia")
    assert store.registrations.open(registration("alice"), NOW) is None, "its first name is free"


@pytest.mark.parametrize("name", ["alice", "ALICE", "álice"])
def test_a_name_is_one_persons_whether_they_have_it_or_wait_for_it(name: str, store: Store) -> None:
    store.registrations.open(registration("alice"), NOW)
    waiting = refusal(partial(store.registrations.open, registration(name, email="b@example.com"), NOW))
    store.registrations.confirm("alice@example.com", "right", "id", NOW, 5)
    taken = refusal(partial(store.registrations.open, registration(name, email="b@example.com"), NOW))

    assert [waiting, taken] == [Code.USERNAME_TAKEN] * 2


def test_a_name_that_a_user_took_while_a_registration_waited_is_theirs(store: Store) -> None:
    bob = store.user("bob")
    store.registrations.open(registration("alice"), NOW)
    bob = store.users.update(bob.user_id, ProfileChange({"username": "Álice"}), NOW)

    late = refusal(partial(store.registrations.confirm, "alice@example.com", "right", "id", NOW, 5))

    assert (late, store.users.by_username("alice"), store.users.by_id("id")) == (Code.USERNAME_TAKEN, bob, None)


def test_the_address_of_a_user_keeps_nothing_and_gives_its_owner(store: Store) -> None:
    alice = store.user("alice")

    owner = store.registrations.open(registration("carol", email="ALICE@example.com"), NOW)

    assert owner == alice
    assert store.registrations.confirm("alice@example.com", "right", "other", NOW, 5) is None
    assert store.registrations.renew("alice@example.com", "new", NOW + DAY) is None


def test_a_registration_ends_with_its_time_and_frees_its_name(store: Store) -> None:
    store.registrations.open(registration("alice", expires_at=NOW + 1000), NOW)

    late = store.registrations.confirm("alice@example.com", "right", "id", NOW + 1000, 5)
    other = refusal(partial(store.registrations.open, registration("alice", email="b@example.com"), NOW + 1000))

    assert (late, other) == (None, None)


def test_a_code_takes_five_tries_and_a_new_one_five_more(store: Store) -> None:
    store.registrations.open(registration("alice"), NOW)

    def attempt(code: str) -> bool:
        return store.registrations.confirm("alice@example.com", code, "id", NOW, 5) is not None

    tries = [attempt("wrong") for _ in range(5)] + [attempt("right")]
    renewed = store.registrations.renew("alice@example.com", "new", NOW + DAY)

    assert (tries, renewed and renewed.code_hash) == ([False] * 6, "new")
    assert (attempt("right"), attempt("new")) == (False, True)


def test_a_renewed_registration_keeps_all_but_its_code(store: Store) -> None:
    first = registration("alice", full_name="A")
    store.registrations.open(first, NOW)

    renewed = store.registrations.renew("ALICE@EXAMPLE.COM", "new", NOW + 5)

    assert renewed == registration("alice", full_name="A", code="new", expires_at=NOW + 5)
    assert store.registrations.renew("nobody@example.com", "new", NOW) is None


def test_who_waits_for_a_code_is_found_by_their_address_until_they_have_an_account(store: Store) -> None:
    wanted = registration("alice")
    nobody = store.registrations.waiting(wanted.email)
    store.registrations.open(wanted, NOW)

    waiting = [store.registrations.waiting(email) for email in (wanted.email, wanted.email.upper(), "no@example.com")]
    store.registrations.confirm(wanted.email, "right", store.new_id(), NOW, 5)

    assert (nobody, waiting) == (None, [wanted, wanted, None])
    assert store.registrations.waiting(wanted.email) is None


def test_the_owner_of_an_address_does_not_wait_when_someone_else_registers_it(store: Store) -> None:
    alice = store.user("alice")

    store.registrations.open(registration("thief", email=alice.email), NOW)

    assert store.registrations.waiting(alice.email) is None


def test_a_profile_is_written_field_by_field(store: Store) -> None:
    alice = store.user("alice", full_name="Alice A.")

    written = store.users.update(alice.user_id, ProfileChange({"bio": "x", "findable_by_email": True}), NOW + 5)
    cleared = store.users.update(alice.user_id, ProfileChange({"full_name": None}), NOW + 5)

    assert (written.bio, written.full_name, written.findable_by_email) == ("x", "Alice A.", True)
    assert (cleared.full_name, cleared.bio) == (None, "x")
    assert [alice.updated_at, written.updated_at, cleared.updated_at] == [NOW, NOW + 5, NOW + 6], "it always grows"
    assert store.again(alice) == cleared


def test_a_profile_is_written_only_over_an_expected_version(store: Store) -> None:
    alice = store.user("alice")

    def write(*expected: int) -> Code | None:
        change = ProfileChange({"bio": "x"}, frozenset(expected))
        return refusal(partial(store.users.update, alice.user_id, change, NOW + 5))

    assert [write(), write(1, 2), write(1, NOW), write(NOW)] == [
        Code.PRECONDITION_FAILED,
        Code.PRECONDITION_FAILED,
        None,
        Code.PRECONDITION_FAILED,
    ]


def test_a_name_that_someone_has_cannot_be_written(store: Store) -> None:
    alice, bob = store.user("alice"), store.user("bob")

    def rename(name: str) -> Code | None:
        return refusal(partial(store.users.update, bob.user_id, ProfileChange({"username": name, "bio": "x"}), NOW))

    assert [rename("Álice"), rename("BOB"), rename("carol")] == [Code.USERNAME_TAKEN, None, None]
    assert (store.users.by_username("bob"), store.again(alice)) == (None, alice)


def test_people_are_found_by_prefix_in_the_order_of_their_names(store: Store) -> None:
    names = ["alina", "álex", "bob", "ALICE", "alfred"]
    people = {name: store.user(name, full_name=f"Zoë {name}") for name in names}

    by_name = store.users.search("username", "al", None, 10, searcher_id="x")
    after = store.users.search("username", "al", (by_name[1][0], by_name[1][1].user_id), 10, searcher_id="x")
    first = store.users.search("name", "zoe al", None, 2, searcher_id="x")

    assert [user for _, user in by_name] == [people[name] for name in ("álex", "alfred", "ALICE", "alina")]
    assert after == by_name[2:]
    assert [user.username for _, user in first] == ["álex", "alfred"]


def test_people_are_found_a_page_at_a_time_a_shorter_name_before_a_longer(store: Store) -> None:
    names = ["Ann", "Ann B", "Ann", "Ann-Mary", "Anna", "ann!", "an", "Bo"]
    people = [store.user(f"user{number}", full_name=name) for number, name in enumerate(names)]

    found: list[tuple[str, str]] = []
    while page := store.users.search("name", "ann", found[-1] if found else None, 2, searcher_id="x"):
        found += [(name, user.user_id) for name, user in page]

    expected = [("ann", people[0]), ("ann", people[2]), ("ann b", people[1]), ("ann!", people[5])]
    expected += [("ann-mary", people[3]), ("anna", people[4])]
    assert found == [(name, user.user_id) for name, user in expected]


def test_who_is_found_has_the_name_and_who_blocks_is_not_found(store: Store) -> None:
    alice, alina, alfred = (store.user(name) for name in ("alice", "alina", "alfred"))
    store.friendships.block(store.new_id(), alice.user_id, alfred.user_id, NOW)
    store.users.update(alice.user_id, ProfileChange({"findable_by_email": True}), NOW)
    store.users.update(alina.user_id, ProfileChange({"username": "zoe"}), NOW)

    def found(searcher: str, by: str = "username", term: str = "al") -> list[str]:
        return [user.username for _, user in store.users.search(by, term, None, 1, searcher_id=searcher)]

    by_name = [found(alfred.user_id, term="ali"), found("x", term="ali"), found("x", term="zo")]
    assert by_name == [[], ["alice"], ["zoe"]]
    by_address = [found(user.user_id, "email", "alice@example.com") for user in (alfred, alina)]
    assert by_address == [[], ["alice"]]


def test_people_are_found_by_their_whole_address_if_they_allow_it(store: Store) -> None:
    alice = store.user("alice")
    store.user("bob")
    hidden = store.users.search("email", "alice@example.com", None, 10, searcher_id="x")
    store.users.update(alice.user_id, ProfileChange({"findable_by_email": True}), NOW)

    terms = ("alice@example.com", "alice@")
    found = [store.users.search("email", term, None, 10, searcher_id="x") for term in terms]

    assert (hidden, found) == ([], [[("alice@example.com", store.again(alice))], []])


def test_many_people_are_given_by_their_ids(store: Store) -> None:
    alice, bob = store.user("alice"), store.user("bob")
    store.user("eve")

    many = store.users.many([bob.user_id, "nobody", alice.user_id, bob.user_id])

    assert many == {alice.user_id: alice, bob.user_id: bob}
    assert store.users.many([]) == {}


def test_a_profile_is_told_to_its_user_and_to_everyone_who_sees_them(store: Store) -> None:
    bob = store.user("bob")
    alice = store.user("alice")
    names = ("asked", "rejected", "keeps_a_card", "asked_and_left", "blocked", "stranger")
    people = {name: store.user(name) for name in names}
    store.befriend(alice, bob)
    store.ask(people["asked"], alice)
    store.answer(store.ask(alice, people["rejected"]).friendship_id, people["rejected"], accept=False)
    friendship_id = store.befriend(alice, people["keeps_a_card"])
    store.send(people["keeps_a_card"], alice)
    store.friendships.remove(friendship_id, alice.user_id, NOW)
    left = store.ask(people["asked_and_left"], alice).friendship_id
    store.friendships.remove(left, people["asked_and_left"].user_id, NOW)
    store.befriend(alice, people["blocked"])
    store.send(alice, people["blocked"])
    store.friendships.block(store.new_id(), alice.user_id, people["blocked"].user_id, NOW)
    everyone = {"alice": alice, "bob": bob, **people}
    before = {name: store.feed.head(user.user_id) for name, user in everyone.items()}

    store.users.update(alice.user_id, ProfileChange({"bio": "x"}), NOW + 5)

    news = {name: told(store, user)[before[name] :] for name, user in everyone.items()}
    seers = {"alice", "bob", "asked", "rejected", "keeps_a_card"}
    assert news == {name: [(ChangeType.USER_CHANGED, alice.user_id)] if name in seers else [] for name in everyone}


def test_whom_one_blocks_one_still_sees(store: Store) -> None:
    alice, bob = store.user("alice"), store.user("bob")
    store.friendships.block(store.new_id(), alice.user_id, bob.user_id, NOW)

    store.users.update(bob.user_id, ProfileChange({"bio": "x"}), NOW)
    store.users.update(alice.user_id, ProfileChange({"bio": "x"}), NOW)

    assert told(store, alice)[1:] == [(ChangeType.USER_CHANGED, user.user_id) for user in (bob, alice)]
    assert told(store, bob) == [(ChangeType.USER_CHANGED, bob.user_id)]


def test_a_profile_that_is_not_written_is_told_to_nobody(store: Store) -> None:
    alice, bob = store.user("alice"), store.user("bob")

    for change in (ProfileChange({"username": "alice"}), ProfileChange({"bio": "x"}, frozenset({1}))):
        refusal(partial(store.users.update, bob.user_id, change, NOW))

    assert [told(store, user) for user in (alice, bob)] == [[], []]


def test_a_session_lives_until_it_is_ended_or_its_time_is_up(store: Store) -> None:
    alice, bob = store.user("alice"), store.user("bob")
    for name, user in (("one", alice), ("two", alice), ("bobs", bob)):
        store.sessions.start(session(user, name, f"token {name}"), "hash")

    def live(now: int = NOW) -> list[bool]:
        return [goes_on(store, name, now) for name in ("one", "two", "bobs", "none")]

    at_first, at_last = live(), live(NOW + 60 * DAY)
    store.sessions.end(alice.user_id, "one", EndReason.SIGNED_OUT, NOW)
    after_one = live()
    store.sessions.end_all(alice.user_id, EndReason.SIGNED_OUT, NOW)

    assert at_first == [True, True, True, False]
    assert at_last == [False] * 4
    assert after_one == [False, True, True, False]
    assert live() == [False, False, True, False]


def test_a_session_is_ended_by_any_token_of_its_family_and_by_its_owner_alone(store: Store) -> None:
    alice, bob = store.user("alice"), store.user("bob")
    store.sessions.start(session(alice, "one", "first"), "hash")
    rotate(store, "first", "second")

    store.sessions.end_by_token(bob.user_id, "second", EndReason.SIGNED_OUT, NOW)
    untouched = goes_on(store, "one", NOW)
    store.sessions.end_by_token(alice.user_id, "first", EndReason.SIGNED_OUT, NOW)

    assert (untouched, goes_on(store, "one", NOW)) == (True, False)


def test_a_token_is_traded_once_and_within_the_grace_time_for_the_same_successor(store: Store) -> None:
    alice = store.user("alice")
    store.sessions.start(session(alice, "one", "first"), "hash")

    traded = rotate(store, "first", "second")
    again = [rotate(store, "first", other, NOW + later) for other, later in (("third", 0), ("fourth", 29_999))]

    assert traded == Rotation("one", alice.user_id)
    assert again == [Rotation("one", alice.user_id, b"second")] * 2
    assert rotate(store, "third", "x") is None, "it never counted"
    assert rotate(store, "second", "fifth") == Rotation("one", alice.user_id)


@pytest.mark.parametrize("later", [30_000, DAY])
def test_a_token_that_comes_back_after_the_grace_time_ends_its_family(later: int, store: Store) -> None:
    store.sessions.start(session(store.user("alice"), "one", "first"), "hash")
    rotate(store, "first", "second")

    reused = rotate(store, "first", "third", NOW + later)

    assert (reused, goes_on(store, "one", NOW + later)) == (EndReason.REUSED, False)
    assert rotate(store, "second", "fourth", NOW + later) is EndReason.REUSED


def test_a_token_that_comes_back_after_its_successor_was_used_ends_its_family(store: Store) -> None:
    store.sessions.start(session(store.user("alice"), "one", "first"), "hash")
    rotate(store, "first", "second")
    rotate(store, "second", "third")

    reused = rotate(store, "first", "fourth")

    assert (reused, rotate(store, "third", "fifth")) == (EndReason.REUSED, EndReason.REUSED)
    assert not goes_on(store, "one")


def test_a_token_that_nobody_has_ends_nothing(store: Store) -> None:
    store.sessions.start(session(store.user("alice"), "one", "first"), "hash")

    assert rotate(store, "made up", "second") is None
    assert goes_on(store, "one", NOW)


def test_each_trade_keeps_a_session_for_sixty_days(store: Store) -> None:
    store.sessions.start(session(store.user("alice"), "one", "first"), "hash")

    rotate(store, "first", "second", NOW + 59 * DAY)

    assert goes_on(store, "one", NOW + 118 * DAY)
    assert rotate(store, "second", "third", NOW + 119 * DAY) is EndReason.EXPIRED
