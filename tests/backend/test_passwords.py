"""New passwords: a forgotten one by a code, a known one by itself. Either ends the sessions elsewhere."""

from pathlib import Path
from typing import Any

import pytest
from argon2 import PasswordHasher

from postcardit_backend.embedded.database import Database
from tests.backend.held_to_contract import Answer
from tests.backend.world import PASSWORD, Person, World

NEW = "battery staple"
ENDED = ((401, "session_ended"), "password_changed")


def forgot(world: World, email: str = "alice@example.com") -> Answer:
    return world.anyone.ask("POST", "/auth/forgot-password", {"email": email})


def reset(world: World, code: str, email: str = "alice@example.com", password: str = NEW) -> Answer:
    return world.anyone.ask("POST", "/auth/reset-password", {"email": email, "code": code, "newPassword": password})


def change(person: Person, password: str = PASSWORD, new: str = NEW) -> Answer:
    return person.ask("POST", "/auth/change-password", {"password": password, "newPassword": new})


def login(world: World, password: str) -> int:
    return world.anyone.ask("POST", "/auth/login", {"username": "alice", "password": password}).status


def wrong(code: str) -> str:
    return f"{(int(code) + 1) % 1_000_000:06}"


def whoami(person: Person) -> tuple[tuple[int, str | None], str | None]:
    answer = person.get("/users/me")
    return answer.outcome, answer.body.get("reason")


def subjects(world: World, name: str) -> list[str]:
    return [mail.subject for mail in world.embedded.mailbox.read(name)]


def test_a_forgotten_password_is_set_anew_by_the_code_that_was_mailed(world: World) -> None:
    asked = forgot(world)

    answer = reset(world, world.code_for("alice"))

    assert (asked.status, asked.body["email"]) == (202, "alice@example.com")
    assert (answer.status, answer.raw) == (204, b"")
    assert (login(world, PASSWORD), login(world, NEW)) == (401, 200)
    assert subjects(world, "alice")[0] == "Your password was changed"


def test_a_new_password_ends_every_session_and_says_why(world: World) -> None:
    phone, laptop = world.alice, world.sign_in("alice")
    forgot(world)

    reset(world, world.code_for("alice"))

    assert [whoami(phone), whoami(laptop)] == [ENDED] * 2
    assert phone.account is not None
    refreshed = world.anyone.ask("POST", "/auth/refresh", {"refreshToken": phone.account.refresh_token})
    assert (refreshed.outcome, refreshed.body["reason"]) == ENDED
    assert world.bob.get("/users/me").status == 200


def test_no_answer_tells_whether_an_address_has_an_account(world: World) -> None:
    known, unknown = forgot(world), forgot(world, "nobody@example.com")
    tried = [reset(world, "000000", email) for email in ("alice@example.com", "nobody@example.com")]

    assert (known.status, set(known.body)) == (unknown.status, set(unknown.body)) == (202, {"email", "expiresAt"})
    assert tried[0].outcome == (422, "invalid_code")
    words = ("detail", "title", "code", "status")
    assert [tried[0].body[word] for word in words] == [tried[1].body[word] for word in words]
    assert world.embedded.mailbox.read("nobody@example.com") == []


@pytest.mark.parametrize("verb", ["forgot", "reset"])
def test_the_work_is_the_same_with_and_without_an_account(
    verb: str, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    done: list[str] = []
    write, hashing = Database.write, PasswordHasher.hash

    def noted_write(self: Database, verb: Any) -> Any:
        done.append("write")
        before = log_size(world.folder)
        result: Any = write(self, verb)
        done.append("changed" if log_size(world.folder) != before else "changed nothing")
        return result

    def noted_hash(self: PasswordHasher, password: str) -> str:
        done.append("hash")
        return hashing(self, password)

    def work(email: str) -> list[str]:
        done.clear()
        forgot(world, email) if verb == "forgot" else reset(world, "000000", email)
        return [*done]

    forgot(world)
    monkeypatch.setattr(Database, "write", noted_write)
    monkeypatch.setattr(PasswordHasher, "hash", noted_hash)
    known, unknown, without_code = work("alice@example.com"), work("nobody@example.com"), work("bob@example.com")

    assert known == unknown == without_code
    assert "changed nothing" not in known


def log_size(folder: Path) -> int:
    return (folder / "postcardit.db-wal").stat().st_size


def test_after_five_tries_the_right_code_comes_too_late_and_a_new_one_helps(world: World) -> None:
    forgot(world)
    code = world.code_for("alice")

    tries = [reset(world, wrong(code)) for _ in range(5)]
    late = reset(world, code)
    forgot(world)
    fresh = reset(world, world.code_for("alice"))

    assert [answer.outcome for answer in [*tries, late]] == [(422, "invalid_code")] * 6
    assert fresh.status == 204


def test_four_wrong_tries_are_forgiven(world: World) -> None:
    forgot(world)
    code = world.code_for("alice")

    for _ in range(4):
        reset(world, wrong(code))

    assert reset(world, code).status == 204


def test_a_code_counts_for_ten_minutes(world: World) -> None:
    forgot(world)
    code = world.code_for("alice")

    world.clock.forward(seconds=600)

    assert reset(world, code).outcome == (422, "invalid_code")
    assert login(world, PASSWORD) == 200


def test_a_code_counts_once(world: World) -> None:
    forgot(world)
    code = world.code_for("alice")

    outcomes = [reset(world, code).outcome for _ in range(2)]

    assert outcomes == [(204, None), (422, "invalid_code")]


def test_a_newer_code_takes_the_place_of_the_one_before(world: World) -> None:
    forgot(world)
    first = world.code_for("alice")
    forgot(world)
    second = world.code_for("alice")

    assert reset(world, first).outcome == (422, "invalid_code") or first == second
    assert reset(world, second).status == 204 or first == second


def test_a_code_counts_for_no_other_account(world: World) -> None:
    forgot(world)
    forgot(world, "bob@example.com")
    codes = {name: world.code_for(name) for name in ("alice", "bob")}

    crossed = reset(world, codes["bob"])

    assert crossed.outcome == (422, "invalid_code") or codes["alice"] == codes["bob"]


def test_the_code_of_a_registration_sets_no_password(world: World) -> None:
    wanted = {"username": "carol", "email": "carol@example.com", "password": PASSWORD}
    world.anyone.ask("POST", "/auth/register", wanted)

    answer = reset(world, world.code_for("carol"), "carol@example.com")

    assert answer.outcome == (422, "invalid_code")


@pytest.mark.parametrize("password", ["seven77", "x" * 1025, None])
def test_a_new_password_out_of_bounds_is_refused(password: object, world: World) -> None:
    wanted = {"password": PASSWORD, "newPassword": password}

    answer = world.alice.ask("POST", "/auth/change-password", wanted)

    assert answer.outcome == (422, "validation_failed")
    assert [problem["pointer"] for problem in answer.body["errors"]] == ["/newPassword"]


def test_a_known_password_is_changed_and_ends_the_other_sessions_alone(world: World) -> None:
    phone, laptop = world.alice, world.sign_in("alice")

    answer = change(laptop)

    assert (answer.status, answer.raw) == (204, b"")
    assert (whoami(phone), laptop.get("/users/me").status) == (ENDED, 200)
    assert (login(world, PASSWORD), login(world, NEW)) == (401, 200)
    assert subjects(world, "alice")[0] == "Your password was changed"


def test_a_wrong_present_password_changes_nothing(world: World) -> None:
    phone, laptop = world.alice, world.sign_in("alice")
    mails = subjects(world, "alice")

    answer = change(laptop, "wrong horse")

    assert answer.outcome == (403, "wrong_password")
    assert [phone.get("/users/me").status, laptop.get("/users/me").status, login(world, PASSWORD)] == [200, 200, 200]
    assert subjects(world, "alice") == mails


def test_a_changed_password_leaves_no_code_that_counts(world: World) -> None:
    forgot(world)
    code = world.code_for("alice")

    change(world.alice)

    assert reset(world, code, password="another staple").outcome == (422, "invalid_code")


def test_a_session_is_not_opened_with_a_password_that_was_changed_meanwhile(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    identity = type(world.ports.identity)
    check = identity.is_password

    def change_after_check(self: Any, password: str, password_hash: str | None) -> bool:
        right = check(self, password, password_hash)
        monkeypatch.setattr(identity, "is_password", check)
        change(world.alice)
        return right

    monkeypatch.setattr(identity, "is_password", change_after_check)

    assert login(world, PASSWORD) == 401
