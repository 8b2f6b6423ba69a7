"""No answer tells whether an account exists: not by its words, its headers, nor the work that it takes.

Time follows from work: hashes (19 ms each) and commits (a disk's flush each) are counted here, which no noise disturbs.
`python -m benchmarks.sign_in_times` compares the times themselves.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from argon2 import PasswordHasher
from argon2.exceptions import VerifyMismatchError

from postcardit_backend.embedded.database import Database
from tests.backend.held_to_contract import Answer
from tests.backend.world import PASSWORD, World


@dataclass
class Work:
    """What was done that takes time."""

    hashes: int = 0
    commits: int = 0

    def take(self) -> tuple[int, int]:
        taken = self.hashes, self.commits
        self.hashes = self.commits = 0
        return taken


@pytest.fixture
def work(monkeypatch: pytest.MonkeyPatch) -> Work:
    work = Work()

    def counting(whole: Callable[..., Any], name: str) -> Callable[..., Any]:
        def counted(*args: Any) -> Any:
            setattr(work, name, getattr(work, name) + 1)
            return whole(*args)

        return counted

    monkeypatch.setattr(PasswordHasher, "hash", counting(PasswordHasher.hash, "hashes"))
    monkeypatch.setattr(PasswordHasher, "verify", counting(PasswordHasher.verify, "hashes"))
    monkeypatch.setattr(Database, "write", counting(Database.write, "commits"))
    return work


def said(answer: Answer, who: str) -> tuple[int, dict[str, str], str]:
    """An answer without what differs from one request to the next: numbers, ids, times and the name that was asked."""
    body = answer.raw.decode().replace(who, "WHO").replace(answer.headers["x-request-id"], "ID")
    headers = {name: re.sub("[0-9]+", "N", value) for name, value in answer.headers.items() if name != "x-request-id"}
    return answer.status, headers, re.sub("[0-9]+", "N", body)


TABLE: dict[str, tuple[str, dict[str, str], str, list[str]]] = {
    "signing in by name": ("/auth/login", {"password": "wrong horse"}, "username", ["alice", "nobody"]),
    "signing in by address": (
        "/auth/login", {"password": "wrong horse"}, "email", ["alice@example.com", "nobody@example.com"],
    ),
    "forgetting a password": (
        "/auth/forgot-password", {}, "email", ["alice@example.com", "nobody@example.com", "carol@example.com"],
    ),
    "setting a password with a wrong code": (
        "/auth/reset-password", {"code": "000000", "newPassword": "staple battery"}, "email",
        ["alice@example.com", "nobody@example.com", "bob@example.com"],
    ),
    "asking for a code again": (
        "/auth/resend-code", {}, "email", ["alice@example.com", "nobody@example.com", "carol@example.com"],
    ),
    "confirming with a wrong code": (
        "/auth/confirm", {"code": "000000"}, "email", ["alice@example.com", "nobody@example.com", "carol@example.com"],
    ),
    "registering an address": (
        "/auth/register", {"username": "dave", "password": PASSWORD}, "email",
        ["alice@example.com", "alice@example.com"],
    ),
}  # fmt: skip
"""What is asked of accounts that are there (alice, bob), that are not (nobody), and that wait for a code (carol)."""


@pytest.mark.parametrize(("path", "body", "name", "people"), TABLE.values(), ids=TABLE.keys())
def test_nothing_tells_whether_there_is_an_account_when(
    path: str, body: dict[str, str], name: str, people: list[str], world: World, work: Work
) -> None:
    carol = {"username": "carol", "email": "carol@example.com", "password": PASSWORD}
    world.anyone.ask("POST", "/auth/register", carol)
    world.clock.forward(seconds=61)
    work.take()

    answers: list[tuple[int, dict[str, str], str]] = []
    costs: list[tuple[int, int]] = []
    for who in people:
        answers.append(said(world.anyone.ask("POST", path, {**body, name: who}), who))
        costs.append(work.take())
        world.clock.forward(seconds=61)

    assert answers == [answers[0]] * len(people)
    assert costs == [costs[0]] * len(people)
    assert costs[0][1] >= 1


@pytest.mark.parametrize("resent", [False, True])
@pytest.mark.parametrize("email", ["alice@example.com", "nobody@example.com"])
def test_the_name_that_was_registered_waits_whether_or_not_the_address_has_an_account(
    email: str, resent: bool, world: World, work: Work
) -> None:
    def register(address: str) -> Answer:
        body = {"username": "dave", "email": address, "password": PASSWORD}
        return world.anyone.ask("POST", "/auth/register", body)

    work.take()
    first = register(email)
    cost = work.take()
    world.clock.forward(seconds=590)
    if resent:
        world.anyone.ask("POST", "/auth/resend-code", {"email": email})
    soon = register("other@example.com")
    world.clock.forward(seconds=20)
    later = register("other@example.com")
    confirmed = world.anyone.ask("POST", "/auth/confirm", {"email": email, "code": "000000"})

    assert (first.status, cost) == (202, (1, 2))
    assert soon.outcome == (409, "username_taken")
    assert later.outcome == ((409, "username_taken") if resent else (202, None))
    assert confirmed.outcome == (422, "invalid_code")


@pytest.mark.parametrize("email", ["alice@example.com", "nobody@example.com"])
def test_a_taken_name_is_said_whatever_the_address(email: str, world: World, work: Work) -> None:
    work.take()

    answer = world.anyone.ask("POST", "/auth/register", {"username": "bob", "email": email, "password": PASSWORD})

    assert (answer.outcome, work.take()) == ((409, "username_taken"), (1, 1))


def test_an_expired_registration_costs_what_a_missing_one_does(world: World, work: Work) -> None:
    carol = {"username": "carol", "email": "carol@example.com", "password": PASSWORD}
    world.anyone.ask("POST", "/auth/register", carol)
    world.clock.forward(seconds=601)
    work.take()

    answers = [
        world.anyone.ask("POST", "/auth/confirm", {"email": email, "code": "000000", "password": PASSWORD})
        for email in ("carol@example.com", "nobody@example.com")
    ]

    assert said(answers[0], "carol") == said(answers[1], "nobody")


@pytest.mark.parametrize("name", ["alice", "nobody"])
def test_a_password_is_hashed_once_for_each_sign_in_whether_or_not_there_is_an_account(
    name: str, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    hashed: list[str | bytes] = []

    def verify(_: PasswordHasher, known: str | bytes, password: str | bytes) -> bool:
        hashed.append(known)
        raise VerifyMismatchError

    monkeypatch.setattr(PasswordHasher, "verify", verify)
    world.anyone.ask("POST", "/auth/login", {"username": name, "password": "wrong horse"})

    assert len(hashed) == 1
