"""A password that everyone tries first is none, and hashes grow as strong as hashes are now."""

from pathlib import Path

import pytest
from argon2 import PasswordHasher

from postcardit_backend.refusal import Refused
from postcardit_backend.services.chosen_passwords import require_uncommon
from postcardit_backend.settings import Settings
from tests.backend.held_to_contract import Answer
from tests.backend.world import PASSWORD, Settled, World

COMMON = ["password", "PassWord", "12345678", "qwertyuiop", "iloveyou", "trustno1", "football"]


def register(world: World, password: str, username: str = "carol-the-first") -> Answer:
    body = {"username": username, "email": "carol.c.carolson@example.com", "password": password}
    return world.anyone.ask("POST", "/auth/register", body)


@pytest.mark.parametrize("password", COMMON)
def test_one_of_the_most_common_passwords_is_refused(password: str, world: World) -> None:
    assert register(world, password).outcome == (422, "password_too_common")


@pytest.mark.parametrize(
    "password",
    ["carol-the-first", "Carol-The-First", "carol.c.carolson", "CAROL.C.CAROLSON", "carol.c.carolson@example.com"],
)
def test_ones_own_name_is_no_password(password: str, world: World) -> None:
    assert register(world, password).outcome == (422, "password_too_common")


@pytest.mark.parametrize("password", [PASSWORD, "password of mine", "carol-the-first!", "# The most common passwords"])
def test_any_other_password_may_be_chosen(password: str, world: World) -> None:
    assert register(world, password).status == 202


def test_a_common_password_is_no_better_as_a_later_one(world: World) -> None:
    body = {"email": "alice@example.com", "code": "000000", "newPassword": "baseball"}

    changed = world.alice.ask("POST", "/auth/change-password", {"password": PASSWORD, "newPassword": "baseball"})
    reset = [
        world.anyone.ask("POST", "/auth/reset-password", {**body, "email": email})
        for email in ("alice@example.com", "nobody@example.com")
    ]

    assert [answer.outcome for answer in (changed, *reset)] == [(422, "password_too_common")] * 3


def test_a_refused_password_is_not_hashed(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(PasswordHasher, "hash")

    assert register(world, "password").status == 422


def test_thousands_are_known() -> None:
    assert len({word for word in _words() if _is_refused(word.upper())}) > 5000


def _words() -> list[str]:
    from tests.backend.shipped_tables import common_passwords

    return [word for word in common_passwords().splitlines() if not word.startswith("# ")]


def _is_refused(password: str) -> bool:
    try:
        require_uncommon(password)
    except Refused:
        return True
    return False


def test_signing_in_renews_a_hash_that_is_weaker_than_hashes_are_now(settled: Settled, tmp_path: Path) -> None:
    settings = Settings(argon2_passes=3, argon2_kib=20 * 1024)
    with settled.open_copy(tmp_path / "data", settings) as world:
        before = world.ports.users.by_username("alice")
        world.sign_in("alice")
        renewed = world.ports.users.by_username("alice")
        signed_in = world.sign_in("alice")
        again = world.ports.users.by_username("alice")
        still = [signed_in.get("/users/me").status, world.bob.get("/users/me").status]

    assert before is not None and renewed is not None
    assert before.password_hash.startswith("$argon2id$v=19$m=19456,t=2,p=1$")
    assert renewed.password_hash.startswith("$argon2id$v=19$m=20480,t=3,p=1$")
    assert (again, still) == (renewed, [200, 200])


def test_a_wrong_password_renews_nothing(settled: Settled, tmp_path: Path) -> None:
    with settled.open_copy(tmp_path / "data", Settings(argon2_passes=3)) as world:
        before = world.ports.users.by_username("alice")
        world.anyone.ask("POST", "/auth/login", {"username": "alice", "password": "wrong horse"})

        assert world.ports.users.by_username("alice") == before
