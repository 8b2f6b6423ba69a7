"""On a terminal, registering asks for the password twice and for the mailed code, and signs in."""

import json

import pytest

from postcardit_sdk import Code

from .conftest import MORNING, FakeServer, Run, token_pair

SENT = {"email": "alice@example.com", "expiresAt": MORNING}


def test_registering_asks_twice_then_for_the_code_and_signs_in(run: Run, server: FakeServer, typed: list[str]) -> None:
    typed += ["hunter2hunter2", "hunter2hunter2"]
    server.answer("POST /v1/auth/register", SENT, status=202)
    server.answer("POST /v1/auth/confirm", {"userId": "u", "tokens": token_pair()})

    result = run("auth", "register", "alice", "alice@example.com", stdin="123456\n")

    assert (result.exit_code, result.out.splitlines()[-1]) == (0, "Signed in as alice.")
    assert json.loads(server.requests[1].body)["code"] == "123456"
    assert run("auth", "status", "--offline", "--json").json["accounts"][0]["current"] is True


def test_two_different_passwords_are_asked_for_again(run: Run, server: FakeServer, typed: list[str]) -> None:
    typed += ["hunter2hunter2", "hunter3hunter3"] * 3

    result = run("auth", "register", "alice", "alice@example.com")

    assert (result.exit_code, server.requests) == (1, [])
    assert result.err.count("These two differ") == 3


def test_a_wrong_code_may_be_typed_again_but_not_for_ever(run: Run, server: FakeServer, typed: list[str]) -> None:
    typed += ["hunter2hunter2", "hunter2hunter2"]
    server.answer("POST /v1/auth/register", SENT, status=202)
    server.refuse("POST /v1/auth/confirm", Code.INVALID_CODE)

    result = run("auth", "register", "alice", "alice@example.com", stdin="typo\n111111\n222222\n333333\n")

    assert result.exit_code == 1
    assert Code.INVALID_CODE.sentence in result.err
    assert [request.url for request in server.requests[1:]] == ["/v1/auth/confirm"] * 2


def test_the_end_of_input_means_never_mind(run: Run, server: FakeServer, typed: list[str]) -> None:
    typed += ["hunter2hunter2", "hunter2hunter2"]
    server.answer("POST /v1/auth/register", SENT, status=202)

    assert run("auth", "register", "alice", "alice@example.com", stdin="").exit_code == 130


@pytest.mark.parametrize("stdin", ["", "\n"])
def test_an_empty_stdin_is_no_password(run: Run, server: FakeServer, stdin: str) -> None:
    result = run("auth", "login", "alice", "--password-stdin", stdin=stdin)

    assert (result.exit_code, server.requests) == (2, [])
