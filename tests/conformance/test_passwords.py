"""New passwords: a forgotten one by a code, a known one by itself. Either ends the sessions elsewhere."""

import pytest

from tests.backend.held_to_contract import Answer
from tests.backend.place import PASSWORD, Person, Place

NEW = "battery staple"
ENDED = ((401, "session_ended"), "password_changed")


def forgot(world: Place, email: str = "alice@example.com") -> Answer:
    return world.anyone.ask("POST", "/auth/forgot-password", {"email": email})


def reset(world: Place, code: str, email: str = "alice@example.com", password: str = NEW) -> Answer:
    return world.anyone.ask("POST", "/auth/reset-password", {"email": email, "code": code, "newPassword": password})


def change(person: Person, password: str = PASSWORD, new: str = NEW) -> Answer:
    return person.ask("POST", "/auth/change-password", {"password": password, "newPassword": new})


def login(world: Place, password: str) -> int:
    return world.anyone.ask("POST", "/auth/login", {"username": "alice", "password": password}).status


def wrong(code: str) -> str:
    return f"{(int(code) + 1) % 1_000_000:06}"


def whoami(person: Person) -> tuple[tuple[int, str | None], str | None]:
    answer = person.get("/users/me")
    return answer.outcome, answer.body.get("reason")


def subjects(world: Place, name: str) -> list[str]:
    return [mail.subject for mail in world.letters(name)]


def test_a_forgotten_password_is_set_anew_by_the_code_that_was_mailed(world: Place) -> None:
    asked = forgot(world)

    answer = reset(world, world.code_for("alice"))

    assert (asked.status, asked.body["email"]) == (202, "alice@example.com")
    assert (answer.status, answer.raw) == (204, b"")
    assert (login(world, PASSWORD), login(world, NEW)) == (401, 200)
    assert subjects(world, "alice")[0] == "Your password was changed"


def test_a_new_password_ends_every_session_and_says_why(world: Place) -> None:
    phone, laptop = world.alice, world.sign_in("alice")
    forgot(world)

    reset(world, world.code_for("alice"))

    assert [whoami(phone), whoami(laptop)] == [ENDED] * 2
    assert phone.account is not None
    refreshed = world.anyone.ask("POST", "/auth/refresh", {"refreshToken": phone.account.refresh_token})
    assert (refreshed.outcome, refreshed.body["reason"]) == ENDED
    assert world.bob.get("/users/me").status == 200


def test_no_answer_tells_whether_an_address_has_an_account(world: Place) -> None:
    known, unknown = forgot(world), forgot(world, "nobody@example.com")
    tried = [reset(world, "000000", email) for email in ("alice@example.com", "nobody@example.com")]

    assert (known.status, set(known.body)) == (unknown.status, set(unknown.body)) == (202, {"email", "expiresAt"})
    assert tried[0].outcome == (422, "invalid_code")
    words = ("detail", "title", "code", "status")
    assert [tried[0].body[word] for word in words] == [tried[1].body[word] for word in words]
    assert world.letters("nobody@example.com") == []


def test_after_five_tries_the_right_code_comes_too_late_and_a_new_one_helps(world: Place) -> None:
    forgot(world)
    code = world.code_for("alice")

    tries = [reset(world, wrong(code)) for _ in range(5)]
    late = reset(world, code)
    forgot(world)
    fresh = reset(world, world.code_for("alice"))

    assert [answer.outcome for answer in [*tries, late]] == [(422, "invalid_code")] * 6
    assert fresh.status == 204


def test_four_wrong_tries_are_forgiven(world: Place) -> None:
    forgot(world)
    code = world.code_for("alice")

    for _ in range(4):
        reset(world, wrong(code))

    assert reset(world, code).status == 204


def test_a_code_for_a_new_password_counts_for_ten_minutes(world: Place) -> None:
    forgot(world)
    code = world.code_for("alice")

    world.clock.forward(seconds=600)

    assert reset(world, code).outcome == (422, "invalid_code")
    assert login(world, PASSWORD) == 200


def test_a_code_counts_once(world: Place) -> None:
    forgot(world)
    code = world.code_for("alice")

    outcomes = [reset(world, code).outcome for _ in range(2)]

    assert outcomes == [(204, None), (422, "invalid_code")]


def test_a_newer_code_takes_the_place_of_the_one_before(world: Place) -> None:
    forgot(world)
    first = world.code_for("alice")
    forgot(world)
    second = world.code_for("alice")

    assert reset(world, first).outcome == (422, "invalid_code") or first == second
    assert reset(world, second).status == 204 or first == second


def test_a_code_counts_for_no_other_account(world: Place) -> None:
    forgot(world)
    forgot(world, "bob@example.com")
    codes = {name: world.code_for(name) for name in ("alice", "bob")}

    crossed = reset(world, codes["bob"])

    assert crossed.outcome == (422, "invalid_code") or codes["alice"] == codes["bob"]


def test_the_code_of_a_registration_sets_no_password(world: Place) -> None:
    wanted = {"username": "carol", "email": "carol@example.com", "password": PASSWORD}
    world.anyone.ask("POST", "/auth/register", wanted)

    answer = reset(world, world.code_for("carol"), "carol@example.com")

    assert answer.outcome == (422, "invalid_code")


@pytest.mark.parametrize("password", ["seven77", "x" * 1025, None])
def test_a_new_password_out_of_bounds_is_refused(password: object, world: Place) -> None:
    wanted = {"password": PASSWORD, "newPassword": password}

    answer = world.alice.ask("POST", "/auth/change-password", wanted)

    assert answer.outcome == (422, "validation_failed")
    assert [problem["pointer"] for problem in answer.body["errors"]] == ["/newPassword"]


def test_a_known_password_is_changed_and_ends_the_other_sessions_alone(world: Place) -> None:
    phone, laptop = world.alice, world.sign_in("alice")

    answer = change(laptop)

    assert (answer.status, answer.raw) == (204, b"")
    assert (whoami(phone), laptop.get("/users/me").status) == (ENDED, 200)
    assert (login(world, PASSWORD), login(world, NEW)) == (401, 200)
    assert subjects(world, "alice")[0] == "Your password was changed"


def test_a_wrong_present_password_changes_nothing(world: Place) -> None:
    phone, laptop = world.alice, world.sign_in("alice")
    mails = subjects(world, "alice")

    answer = change(laptop, "wrong horse")

    assert answer.outcome == (403, "wrong_password")
    assert [phone.get("/users/me").status, laptop.get("/users/me").status, login(world, PASSWORD)] == [200, 200, 200]
    assert subjects(world, "alice") == mails


def test_a_changed_password_leaves_no_code_that_counts(world: Place) -> None:
    forgot(world)
    code = world.code_for("alice")

    change(world.alice)

    assert reset(world, code, password="another staple").outcome == (422, "invalid_code")
