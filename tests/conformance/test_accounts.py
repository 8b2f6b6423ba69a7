"""Opening an account and signing in: names are taken once, and no answer tells whether an account exists."""

from typing import Any

import pytest

from tests.backend.held_to_contract import Answer
from tests.backend.place import PASSWORD, Place

CAROL: dict[str, Any] = {"username": "carol", "email": "carol@example.com", "password": PASSWORD}


def register(world: Place, **changed: object) -> Answer:
    return world.anyone.ask("POST", "/auth/register", {**CAROL, **changed})


def confirm(world: Place, code: str, email: str = "carol@example.com", **more: str) -> Answer:
    return world.anyone.ask("POST", "/auth/confirm", {"email": email, "code": code, **more})


def login(world: Place, **given: object) -> Answer:
    return world.anyone.ask("POST", "/auth/login", {"password": PASSWORD, **given})


def said(answer: Answer) -> tuple[int, dict[str, object]]:
    """What an answer says, but for what differs from one request to the next."""
    return answer.status, {name: value for name, value in answer.body.items() if name not in ("requestId", "expiresAt")}


def test_an_account_is_opened_with_the_code_that_was_mailed(world: Place) -> None:
    registered = register(world, fullName="Carol C.")
    confirmed = confirm(world, world.code_for("carol"))

    assert (registered.status, registered.body["email"]) == (202, "carol@example.com")
    assert (confirmed.status, set(confirmed.body)) == (200, {"userId"})
    assert login(world, username="carol").body["user"]["fullName"] == "Carol C."


def test_confirming_with_the_password_signs_in_and_with_a_wrong_one_does_not(world: Place) -> None:
    register(world)
    wrong = confirm(world, world.code_for("carol"), password="wrong horse")
    register(world, username="dave", email="dave@example.com")
    right = confirm(world, world.code_for("dave"), "dave@example.com", password=PASSWORD)

    assert set(wrong.body) == {"userId"}
    assert right.body["tokens"]["user"]["username"] == "dave"
    assert right.headers["cache-control"] == "no-store"


@pytest.mark.parametrize("email", ["alice@example.com", "ALICE@example.COM"])
def test_a_taken_address_gets_the_usual_answer_and_its_owner_a_mail(email: str, world: Place) -> None:
    fresh = register(world, username="dave", email="dave@example.com")

    taken = register(world, email=email)

    mail = world.letters("alice")[0]
    assert (taken.status, set(taken.body), taken.body["email"]) == (fresh.status, set(fresh.body), email)
    assert (mail.email, mail.code) == ("alice@example.com", None)
    assert world.letters("carol") == []
    assert confirm(world, "000000", email).outcome == (422, "invalid_code")
    assert login(world, username="alice").status == 200


def test_a_name_that_someone_waits_for_does_not_tell_which_addresses_have_accounts(world: Place) -> None:
    register(world)

    answers = [register(world, email=email) for email in ("nobody@example.com", "alice@example.com")]

    assert [answer.outcome for answer in answers] == [(409, "username_taken")] * 2


def test_a_username_is_taken_whatever_its_case_and_accents(world: Place) -> None:
    names = ["alice", "ALICE", "álice", "aLICE", "a\u0301lice"]

    answers = [register(world, username=name).outcome for name in names]
    answers += [world.bob.ask("PATCH", "/users/me", {"username": name}).outcome for name in names]

    assert answers == [(409, "username_taken")] * 2 * len(names)


def test_a_username_of_another_kind_is_refused_by_name(world: Place) -> None:
    names = [
        " alice ",
        "alice ",
        " ",
        "",
        "al",
        "a" * 31,
        "a\0b",
        "al ice",
        "alice\n",
        "a@b",
        "\u0301\u0301\u0301",
        "../x",
    ]

    answers = [register(world, username=name) for name in names]
    answers += [world.bob.ask("PATCH", "/users/me", {"username": name}) for name in names]

    assert {answer.outcome for answer in answers} == {(422, "validation_failed")}
    assert {problem["pointer"] for answer in answers for problem in answer.body["errors"]} == {"/username"}


def test_people_may_write_their_own_name_in_another_way(world: Place) -> None:
    answer = world.alice.ask("PATCH", "/users/me", {"username": "Álice"})

    assert (answer.status, answer.body["username"]) == (200, "Álice")
    assert login(world, username="alice").status == 200


def test_one_signs_in_by_name_or_address_whatever_their_case(world: Place) -> None:
    answers = [
        login(world, username="alice"),
        login(world, username="ALICE"),
        login(world, email="alice@example.com"),
        login(world, email="Alice@EXAMPLE.com"),
    ]

    assert [(answer.status, answer.body["user"]["userId"]) for answer in answers] == [(200, world.alice.user_id)] * 4


def test_a_wrong_password_and_an_unknown_name_get_the_same_answer(world: Place) -> None:
    wrong = login(world, username="alice", password="wrong horse")
    unknown = [login(world, username="nobody"), login(world, email="nobody@example.com")]

    assert wrong.outcome == (401, "wrong_credentials")
    assert [said(answer) for answer in unknown] == [said(wrong)] * 2


@pytest.mark.parametrize("given", [{}, {"username": "alice", "email": "alice@example.com"}])
def test_signing_in_takes_either_a_name_or_an_address(given: dict[str, str], world: Place) -> None:
    assert login(world, **given).outcome == (422, "validation_failed")


def test_registering_again_replaces_what_waited_and_its_code(world: Place) -> None:
    register(world)
    first = world.code_for("carol")
    world.clock.forward(seconds=1)
    register(world, username="caroline", password="battery staple")
    second = world.code_for("caroline")

    stale = [confirm(world, first)] if first != second else []
    fresh = confirm(world, second, password="battery staple")

    assert [answer.outcome for answer in stale] == [(422, "invalid_code")] * len(stale)
    assert fresh.body["tokens"]["user"]["username"] == "caroline"


def test_a_code_confirms_only_the_address_it_was_sent_to(world: Place) -> None:
    register(world)
    register(world, username="dave", email="dave@example.com")
    codes = {name: world.code_for(name) for name in ("carol", "dave")}

    crossed = confirm(world, codes["dave"])

    assert crossed.outcome == (422, "invalid_code") or codes["dave"] == codes["carol"]


def wrong(code: str) -> str:
    return f"{(int(code) + 1) % 1_000_000:06}"


def test_after_five_tries_the_right_code_comes_too_late_and_a_new_one_helps(world: Place) -> None:
    register(world)
    code = world.code_for("carol")

    tries = [confirm(world, wrong(code)) for _ in range(5)]
    late = confirm(world, code)
    world.anyone.ask("POST", "/auth/resend-code", {"email": "carol@example.com"})
    fresh = confirm(world, world.code_for("carol"))

    assert [answer.outcome for answer in [*tries, late]] == [(422, "invalid_code")] * 6
    assert fresh.status == 200


def test_four_wrong_tries_are_forgiven(world: Place) -> None:
    register(world)
    code = world.code_for("carol")

    for _ in range(4):
        confirm(world, wrong(code))

    assert confirm(world, code).status == 200


def test_a_code_counts_for_ten_minutes(world: Place) -> None:
    register(world)
    code = world.code_for("carol")

    world.clock.forward(seconds=600)

    assert confirm(world, code).outcome == (422, "invalid_code")


def test_a_code_counts_once(world: Place) -> None:
    register(world)
    code = world.code_for("carol")

    outcomes = [confirm(world, code).outcome for _ in range(2)]

    assert outcomes == [(200, None), (422, "invalid_code")]


def test_asking_for_a_code_tells_nothing_and_mails_only_who_waits(world: Place) -> None:
    register(world)
    addresses = ["carol@example.com", "alice@example.com", "nobody@example.com"]
    mails = [len(world.letters(address)) for address in addresses]

    answers = [world.anyone.ask("POST", "/auth/resend-code", {"email": address}) for address in addresses]

    assert [said(answer) for answer in answers] == [(202, {"email": address}) for address in addresses]
    after = [len(world.letters(address)) for address in addresses]
    assert [now - before for now, before in zip(after, mails, strict=True)] == [1, 0, 0]


def test_a_name_that_waited_too_long_is_free_again(world: Place) -> None:
    register(world)
    taken = register(world, email="other@example.com")

    world.clock.forward(seconds=601)
    free = register(world, email="other@example.com")

    assert (taken.outcome, free.status) == ((409, "username_taken"), 202)


def test_a_name_that_someone_took_meanwhile_is_refused_when_the_code_comes(world: Place) -> None:
    register(world)
    world.bob.ask("PATCH", "/users/me", {"username": "carol"})

    answer = confirm(world, world.code_for("carol@example.com"))

    assert answer.outcome == (409, "username_taken")


@pytest.mark.parametrize("password", ["seven77", "é" * 513, "x" * 1025, None, 12345678])
def test_a_password_out_of_bounds_is_refused_and_not_repeated(password: object, world: Place) -> None:
    answer = register(world, password=password)

    assert answer.outcome == (422, "validation_failed")
    assert [problem["pointer"] for problem in answer.body["errors"]] == ["/password"]
    assert str(password).encode() not in answer.raw or password is None


def test_an_address_is_not_changed_by_writing_a_profile(world: Place) -> None:
    answers = [world.alice.ask("PUT", "/users", {"email": email}) for email in ("ALICE@example.com", "bob@example.com")]

    assert answers[0].status == 200
    assert answers[1].outcome == (422, "email_change_needs_code")
    assert world.alice.get("/users/me").body["email"] == "alice@example.com"


def test_writing_a_profile_keeps_what_is_left_out_and_clears_what_is_null(world: Place) -> None:
    world.alice.ask("PUT", "/users", {"fullName": "Alice A.", "bio": "I write."})

    merged = world.alice.ask("POST", "/users", {"bio": None}).body
    stored = world.alice.get("/users").body

    assert merged == stored
    assert (stored.get("fullName"), stored.get("bio"), stored["username"]) == ("Alice A.", None, "alice")


@pytest.mark.parametrize("name", ["username", "email", "findableByEmail"])
def test_what_every_profile_has_cannot_be_cleared(name: str, world: Place) -> None:
    answer = world.alice.ask("PATCH", "/users/me", {name: None})

    assert answer.outcome == (422, "validation_failed")
    assert [problem["pointer"] for problem in answer.body["errors"]] == [f"/{name}"]
