"""What setting and checking a password costs, and what may happen meanwhile."""

from pathlib import Path
from typing import Any

import pytest
from argon2 import PasswordHasher

from postcardit_backend.embedded.database import Database
from tests.backend.world import PASSWORD, World

NEW = "battery staple"


def forgot(world: World, email: str = "alice@example.com") -> None:
    world.anyone.ask("POST", "/auth/forgot-password", {"email": email})


def reset(world: World, code: str, email: str) -> None:
    world.anyone.ask("POST", "/auth/reset-password", {"email": email, "code": code, "newPassword": NEW})


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


def test_a_session_is_not_opened_with_a_password_that_was_changed_meanwhile(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    identity = type(world.ports.identity)
    check = identity.is_password

    def change_after_check(self: Any, password: str, password_hash: str | None) -> bool:
        right = check(self, password, password_hash)
        monkeypatch.setattr(identity, "is_password", check)
        world.alice.ask("POST", "/auth/change-password", {"password": PASSWORD, "newPassword": NEW})
        return right

    monkeypatch.setattr(identity, "is_password", change_after_check)

    answer = world.anyone.ask("POST", "/auth/login", {"username": "alice", "password": PASSWORD})

    assert answer.status == 401
