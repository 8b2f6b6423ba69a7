"""Stored accounts: private files, one current account, and acting as another."""

import json
import stat
from collections.abc import Mapping
from pathlib import Path

import pytest

from postcardit_sdk import FileTokens

from .conftest import BOB, FakeServer, Run, token_pair, user

PASSWORD = "correct horse battery"


def _authorization(server: FakeServer) -> str:
    return server.requests[-1].headers["authorization"]


def test_signing_in_stores_the_account_privately_and_makes_it_current(run: Run, server: FakeServer, home: Path) -> None:
    server.answer("POST /v1/auth/login", token_pair())

    result = run("auth", "login", "alice", "--password-stdin", stdin=f"{PASSWORD}\n")

    files = sorted((home / "data" / "postcardit" / "accounts" / "local").iterdir())
    assert (result.exit_code, result.out) == (0, "Signed in as alice.\n")
    assert {stat.S_IMODE(path.stat().st_mode) for path in files} == {0o600}
    assert json.loads(server.requests[0].body)["password"] == PASSWORD


@pytest.mark.usefixtures("signed_in")
def test_commands_act_as_whoever_signed_in_last(run: Run, server: FakeServer) -> None:
    server.answer("GET /v1/users/me", user())

    run("users", "me")

    assert _authorization(server) == "Bearer access-of-alice"


@pytest.mark.usefixtures("signed_in")
@pytest.mark.parametrize("name", ["bob", "BOB"])
def test_as_acts_as_another_stored_account(run: Run, server: FakeServer, name: str) -> None:
    server.answer("GET /v1/users/me", user(BOB, "bob"))

    run("users", "me", "--as", name)

    assert _authorization(server) == "Bearer access-of-bob"


@pytest.mark.usefixtures("signed_in")
def test_as_somebody_who_is_not_stored_names_those_who_are(run: Run, server: FakeServer) -> None:
    result = run("users", "me", "--as", "carol")

    assert result.exit_code == 4
    assert "Stored for profile local: alice, bob." in result.err
    assert server.requests == []


def test_without_an_account_one_must_sign_in(run: Run, server: FakeServer) -> None:
    result = run("users", "me")

    assert result.exit_code == 4
    assert result.err == "error: You are not signed in.\nhint: postcardit auth login NAME\n"
    assert server.requests == []


@pytest.mark.usefixtures("signed_in")
def test_a_token_from_the_environment_wins_over_stored_accounts(
    run: Run, server: FakeServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("POSTCARDIT_TOKEN", "given")
    server.answer("GET /v1/users/me", user())

    run("users", "me")

    assert _authorization(server) == "Bearer given"


def test_a_token_from_the_environment_touches_no_file(
    run: Run, server: FakeServer, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("POSTCARDIT_TOKEN", "given")
    server.answer("GET /v1/users/me", user())

    run("users", "me")

    assert list(home.rglob("*.json")) == []


def test_signing_out_forgets_the_account_and_makes_nobody_else_current(
    run: Run, server: FakeServer, signed_in: Mapping[str, FileTokens]
) -> None:
    server.answer("POST /v1/auth/logout", status=204)

    result = run("auth", "logout")

    assert result.out == "Signed out alice.\n"
    assert signed_in["alice"].load() is None
    assert signed_in["bob"].load() is not None
    assert run("users", "me").exit_code == 4


def test_a_new_username_is_remembered(run: Run, server: FakeServer, signed_in: Mapping[str, FileTokens]) -> None:
    server.answer("PATCH /v1/users/me", user(username="alicia"))

    run("users", "edit", "--username", "alicia")

    tokens = signed_in["alice"].load()
    assert tokens is not None
    assert (tokens.username, tokens.access_token) == ("alicia", "access-of-alice")


def test_a_damaged_account_file_is_a_sentence_and_spares_the_others(
    run: Run, server: FakeServer, signed_in: Mapping[str, FileTokens]
) -> None:
    signed_in["alice"].path.write_text("{")
    server.answer("GET /v1/users/me", user(BOB, "bob"))

    assert "is damaged" in run("users", "me").err
    assert run("users", "me", "--as", "bob").exit_code == 0
    assert "is damaged" in run("auth", "status", "--offline").out


def test_without_a_terminal_a_password_comes_from_stdin_or_not_at_all(run: Run, server: FakeServer) -> None:
    result = run("auth", "login", "alice", stdin=f"{PASSWORD}\n")

    assert result.exit_code == 2
    assert "--password-stdin" in result.err
    assert server.requests == []


def test_confirming_prints_no_tokens(run: Run, server: FakeServer) -> None:
    server.answer("POST /v1/auth/confirm", {"userId": BOB, "tokens": token_pair(BOB, "bob")})

    result = run("auth", "confirm", "bob@example.com", "123456", "--password-stdin", "--json", stdin=PASSWORD)

    assert result.json == {"userId": BOB}
    assert run("auth", "status", "--offline", "--json").json["accounts"][0]["username"] == "bob"


def test_confirming_without_the_password_says_how_to_sign_in(run: Run, server: FakeServer) -> None:
    server.answer("POST /v1/auth/confirm", {"userId": BOB})

    result = run("auth", "confirm", "bob@example.com", "123456")

    assert (result.exit_code, result.out) == (0, "bob@example.com is confirmed.\n")
    assert "postcardit auth login NAME" in result.err
