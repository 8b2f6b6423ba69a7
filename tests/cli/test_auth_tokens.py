"""Tokens by hand: printing, renewing and bringing one; and which account is the current one."""

import json
import platform
import sys
import time
from collections.abc import Mapping
from dataclasses import replace

import pytest

from postcardit_sdk import Code, FileTokens

from .conftest import ALICE, BOB, FakeServer, Run, token_pair, user

ME = "GET /v1/users/me"
REFRESH = "POST /v1/auth/refresh"
NEW_PAIR = {**token_pair(), "accessToken": "newer", "refreshToken": "newest"}


def _paths(server: FakeServer) -> list[str]:
    return [request.url for request in server.requests]


def _age(store: FileTokens) -> None:
    tokens = store.load()
    assert tokens is not None
    store.save(replace(tokens, expires_at=time.time() - 1))


@pytest.mark.usefixtures("signed_in")
def test_token_prints_the_token_alone_and_asks_nobody(run: Run, server: FakeServer) -> None:
    result = run("auth", "token")

    assert (result.exit_code, result.out, result.err) == (0, "access-of-alice\n", "")
    assert server.requests == []


def test_a_token_that_has_ended_is_renewed_before_it_is_printed(
    run: Run, server: FakeServer, signed_in: Mapping[str, FileTokens]
) -> None:
    _age(signed_in["alice"])
    server.answer(REFRESH, NEW_PAIR)
    server.answer(ME, user())

    assert run("auth", "token").out == "newer\n"
    assert run("auth", "token", "--json").json["accessToken"] == "newer"
    assert _paths(server) == ["/v1/auth/refresh", "/v1/users/me"]


@pytest.mark.usefixtures("signed_in")
def test_on_a_terminal_printing_a_token_warns(run: Run, server: FakeServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)

    result = run("auth", "token")

    assert result.out == "access-of-alice\n"
    assert "can act as you" in result.err
    assert server.requests == []


def test_refresh_trades_a_good_token_for_a_new_one(
    run: Run, server: FakeServer, signed_in: Mapping[str, FileTokens]
) -> None:
    server.answer(REFRESH, NEW_PAIR)
    server.answer(ME, user())

    result = run("auth", "refresh")

    tokens = signed_in["alice"].load()
    assert result.out.startswith("alice has a new access token; it ends on ")
    assert tokens is not None
    assert (tokens.access_token, tokens.refresh_token) == ("newer", "newest")
    assert json.loads(server.requests[0].body) == {"refreshToken": "refresh-of-alice"}
    assert "newer" not in result.out


def test_a_refusal_to_refresh_leaves_a_token_that_still_counts(
    run: Run, server: FakeServer, signed_in: Mapping[str, FileTokens]
) -> None:
    before = signed_in["alice"].load()
    server.refuse(REFRESH, Code.UNAVAILABLE)

    assert run("auth", "refresh").exit_code == 9
    assert signed_in["alice"].load() == before


def test_an_environments_token_cannot_be_refreshed(
    run: Run, server: FakeServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("POSTCARDIT_TOKEN", "given")

    assert run("auth", "refresh").exit_code == 4
    assert run("auth", "token").out == "given\n"
    assert server.requests == []


@pytest.mark.usefixtures("signed_in")
def test_switching_changes_whom_commands_act_as(run: Run, server: FakeServer) -> None:
    server.answer(ME, user(BOB, "bob"))

    switched = run("auth", "switch", "BOB")
    run("users", "me")

    assert switched.out == "bob is the current account of profile local.\n"
    assert server.requests[-1].headers["authorization"] == "Bearer access-of-bob"
    assert run("auth", "switch", "alice", "--json").json["userId"] == ALICE


@pytest.mark.usefixtures("signed_in")
def test_switching_to_somebody_who_is_not_stored_changes_nothing(run: Run) -> None:
    result = run("auth", "switch", "carol")

    assert (result.exit_code, result.out) == (4, "")
    assert "Stored for profile local: alice, bob." in result.err
    assert run("auth", "token").out == "access-of-alice\n"


def test_signing_in_with_a_token_learns_whose_it_is(run: Run, server: FakeServer) -> None:
    server.answer(ME, user())

    result = run("auth", "login", "--with-token", stdin="given\n")

    assert result.out == "Signed in as alice.\n"
    assert run("auth", "token").out == "given\n"
    assert run("auth", "refresh").exit_code == 4


def test_a_token_that_the_server_does_not_know_is_not_kept(run: Run, server: FakeServer) -> None:
    server.refuse(ME, Code.UNAUTHENTICATED)

    assert run("auth", "login", "--with-token", stdin="given\n").exit_code == 4
    assert run("auth", "token").exit_code == 4


@pytest.mark.parametrize("arguments", [("alice", "--with-token"), ("--with-token", "--password-stdin"), ()])
def test_one_signs_in_with_a_name_or_with_a_token(run: Run, server: FakeServer, arguments: tuple[str, ...]) -> None:
    assert run("auth", "login", *arguments, stdin="given\n").exit_code == 2
    assert server.requests == []


def test_a_session_is_called_after_this_computer(run: Run, server: FakeServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(platform, "node", lambda: "lake-house")
    server.answer("POST /v1/auth/login", token_pair())

    run("auth", "login", "alice", "--password-stdin", stdin="correct horse\n")

    assert json.loads(server.requests[0].body)["deviceName"] == "postcardit on lake-house"
