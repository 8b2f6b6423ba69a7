"""Another address: proved by a code, told to the present one, and silent about whose the new one is."""

import pytest

from tests.backend.held_to_contract import Answer
from tests.backend.place import PASSWORD, Person, Place

NEW = "alice@example.org"


def ask(person: Person, email: str = NEW, password: str = PASSWORD) -> Answer:
    return person.ask("POST", "/auth/change-email", {"password": password, "newEmail": email})


def confirm(person: Person, code: str) -> Answer:
    return person.ask("POST", "/auth/confirm-email", {"code": code})


def letters(world: Place, address: str) -> list[tuple[str, bool]]:
    """Subjects, the newest first, and whether there was a code in the letter."""
    return [(mail.subject, mail.code is not None) for mail in world.letters(address)]


def wrong(code: str) -> str:
    return f"{(int(code) + 1) % 1_000_000:06}"


def test_an_address_is_changed_by_the_code_that_was_sent_to_it(world: Place) -> None:
    asked = ask(world.alice)
    before = world.alice.get("/users/me").body["email"]

    confirmed = confirm(world.alice, world.code_for(NEW))

    assert (asked.status, asked.body["email"], before) == (202, NEW, "alice@example.com")
    assert (confirmed.status, confirmed.body) == (200, world.alice.get("/users/me").body)
    assert confirmed.body["email"] == NEW
    logins = [world.anyone.ask("POST", "/auth/login", {"email": email, "password": PASSWORD}).status
              for email in (NEW, "alice@example.com")]  # fmt: skip
    assert logins == [200, 401]


def test_the_present_address_is_told_when_it_is_asked_and_when_it_is_done(world: Place) -> None:
    ask(world.alice)
    confirm(world.alice, world.code_for(NEW))

    assert letters(world, "alice@example.com")[:2] == [
        ("Your address was changed", False),
        ("Another address was asked for", False),
    ]
    assert letters(world, NEW) == [("Your code for a new address", True)]


def test_a_new_address_is_told_in_the_feed_of_its_user_alone(world: Place) -> None:
    world.alice.befriend(world.bob)
    before = [world.ports.feed.head(person.user_id) for person in (world.alice, world.bob)]
    ask(world.alice)
    confirm(world.alice, world.code_for(NEW))

    alice, bob = (
        [(change.type, change.id) for change in world.ports.feed.after(person.user_id, seq, 10)]
        for person, seq in zip((world.alice, world.bob), before, strict=True)
    )

    assert (alice, bob) == ([("user.changed", world.alice.user_id)], [])


def test_a_wrong_password_sends_nothing(world: Place) -> None:
    known = letters(world, "alice@example.com")

    answer = ask(world.alice, password="wrong horse")

    assert answer.outcome == (403, "wrong_password")
    assert (letters(world, NEW), letters(world, "alice@example.com")) == ([], known)


@pytest.mark.parametrize("email", ["bob@example.com", "BOB@example.com"])
def test_a_taken_address_gets_the_usual_answer_and_its_owner_a_mail_without_a_code(email: str, world: Place) -> None:
    free = ask(world.alice)
    taken = ask(world.alice, email)

    assert (taken.status, set(taken.body), taken.body["email"]) == (free.status, set(free.body), email)
    assert letters(world, "bob@example.com")[0] == ("You have an account already", False)
    assert letters(world, "alice@example.com")[:2] == [("Another address was asked for", False)] * 2


def test_asking_for_a_taken_address_drops_the_code_before_as_asking_for_a_free_one_does(world: Place) -> None:
    ask(world.alice)
    code = world.code_for(NEW)

    ask(world.alice, "bob@example.com")

    assert confirm(world.alice, code).outcome == (422, "invalid_code")


def test_a_code_counts_for_its_user_alone(world: Place) -> None:
    ask(world.alice)
    code = world.code_for(NEW)

    stolen = confirm(world.bob, code)

    assert stolen.outcome == (422, "invalid_code")
    assert confirm(world.alice, code).status == 200


def test_a_code_counts_for_the_last_address_that_was_asked_for(world: Place) -> None:
    ask(world.alice, "first@example.org")
    first = world.code_for("first@example.org")
    ask(world.alice, "second@example.org")
    second = world.code_for("second@example.org")

    stale = confirm(world.alice, first)

    assert stale.outcome == (422, "invalid_code") or first == second
    if first != second:
        assert confirm(world.alice, second).body["email"] == "second@example.org"


def test_after_five_tries_or_ten_minutes_the_right_code_comes_too_late(world: Place) -> None:
    ask(world.alice)
    code = world.code_for(NEW)
    tries = [confirm(world.alice, wrong(code)) for _ in range(5)]
    late = [confirm(world.alice, code)]

    ask(world.alice)
    code = world.code_for(NEW)
    world.clock.forward(seconds=600)
    late.append(confirm(world.alice, code))

    assert [answer.outcome for answer in [*tries, *late]] == [(422, "invalid_code")] * 7
    assert world.alice.get("/users/me").body["email"] == "alice@example.com"


def test_an_address_that_someone_else_registered_meanwhile_is_theirs(world: Place) -> None:
    ask(world.alice)
    code = world.code_for(NEW)
    world.sign_up("carol", email=NEW)

    answer = confirm(world.alice, code)

    assert answer.outcome == (422, "invalid_code")
    assert world.alice.get("/users/me").body["email"] == "alice@example.com"
    assert world.anyone.ask("POST", "/auth/login", {"email": NEW, "password": PASSWORD}).body["user"]["username"] == (
        "carol"
    )


def test_a_registration_that_waits_for_the_address_is_dropped(world: Place) -> None:
    wanted = {"username": "carol", "email": NEW, "password": PASSWORD}
    world.anyone.ask("POST", "/auth/register", wanted)
    waiting = world.code_for("carol")
    ask(world.alice)

    mine = confirm(world.alice, world.code_for(NEW))
    theirs = world.anyone.ask("POST", "/auth/confirm", {"email": NEW, "code": waiting})

    assert (mine.status, theirs.outcome) == (200, (422, "invalid_code"))
    assert world.sign_up("carol").username == "carol", "its name is free again"


def test_the_former_address_is_free_for_others(world: Place) -> None:
    ask(world.alice)
    confirm(world.alice, world.code_for(NEW))

    assert world.sign_up("carol", email="alice@example.com").username == "carol"


def test_ones_own_address_may_be_written_in_another_way(world: Place) -> None:
    ask(world.alice, "Alice@Example.com")
    (code,) = (mail.code for mail in world.letters("alice@example.com") if "new address" in mail.subject)
    assert code is not None

    answer = confirm(world.alice, code)

    assert (answer.status, answer.body["email"]) == (200, "Alice@Example.com")


def test_a_code_for_the_former_address_sets_no_password_any_more(world: Place) -> None:
    world.anyone.ask("POST", "/auth/forgot-password", {"email": "alice@example.com"})
    code = world.code_for("alice@example.com")
    ask(world.alice)
    confirm(world.alice, world.code_for(NEW))

    answers = [
        world.anyone.ask(
            "POST", "/auth/reset-password", {"email": email, "code": code, "newPassword": "battery staple"}
        )
        for email in ("alice@example.com", NEW)
    ]

    assert [answer.outcome for answer in answers] == [(422, "invalid_code")] * 2
