"""The root: help for every command, and every error as words and an exit code."""

import sys
from collections.abc import Iterator
from typing import Any

import pytest
from typer.main import get_command

from postcardit_cli.main import FAMILIES, app
from postcardit_cli.start import GLOBAL_FLAGS, GLOBAL_VALUES, TAKES_VALUE
from postcardit_sdk import Code, ConnectionFailed, Response, TimedOut

from .conftest import ALICE, FakeServer, Run, user

pytestmark = pytest.mark.usefixtures("signed_in")

ME = "GET /v1/users/me"


def _commands(command: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Any]]:
    yield path, command
    for name in getattr(command, "commands", {}):
        yield from _commands(command.commands[name], (*path, name))


ALL = dict(_commands(get_command(app)))


@pytest.mark.parametrize("path", ALL, ids=" ".join)
def test_every_command_explains_itself(run: Run, path: tuple[str, ...]) -> None:
    result = run(*path, "--help")

    assert result.exit_code == 0
    assert " ".join(("Usage: postcardit", *path)) in result.out
    assert all(option.help for option in ALL[path].params if option.param_type_name == "option")


def test_no_arguments_at_all_show_the_help(run: Run) -> None:
    result = run()

    assert result.exit_code == 0
    assert all(f"  {name} " in result.out for name in FAMILIES)


def test_the_entry_knows_every_option_that_takes_a_value() -> None:
    taking: set[str] = set()
    flags: set[str] = set()
    for _, command in list(_commands(get_command(app)))[1:]:
        for option in command.params:
            if option.param_type_name == "option":
                (flags if option.is_flag else taking).update([*option.opts, *option.secondary_opts])

    assert taking == TAKES_VALUE
    assert not taking & flags
    assert not (taking | flags) & (GLOBAL_FLAGS | GLOBAL_VALUES)


@pytest.mark.parametrize(
    ("code", "exit_code"),
    [
        (Code.VALIDATION_FAILED, 1),
        (Code.NOT_FOUND, 3),
        (Code.FORBIDDEN, 5),
        (Code.USERNAME_TAKEN, 6),
        (Code.PRECONDITION_FAILED, 6),
        (Code.RATE_LIMITED, 7),
        (Code.INTERNAL, 9),
        (Code.UNAVAILABLE, 9),
    ],
)
def test_a_refusal_has_the_exit_code_of_its_kind(run: Run, server: FakeServer, code: Code, exit_code: int) -> None:
    server.refuse(ME, code)

    result = run("users", "me")

    assert result.exit_code == exit_code
    assert result.out == ""
    assert result.err.splitlines()[0] == f"error: {code.sentence}"
    assert "request id: request-1" in result.err.splitlines()


@pytest.mark.parametrize("error", [ConnectionFailed("nobody there", was_sent=False), TimedOut("too late")])
def test_no_answer_is_offline(run: Run, server: FakeServer, error: Exception) -> None:
    server.answers[ME] = error

    result = run("--json", "users", "me")

    assert result.exit_code == 8
    assert result.error["retryable"] is True


def test_an_answer_of_something_else_is_the_servers_fault(run: Run, server: FakeServer) -> None:
    server.answers[ME] = Response(200, {}, b"<html>")

    assert run("users", "me").exit_code == 9


def test_an_ended_session_asks_to_sign_in(run: Run, server: FakeServer) -> None:
    server.refuse(ME, Code.UNAUTHENTICATED)
    server.refuse("POST /v1/auth/refresh", Code.SESSION_ENDED)

    result = run("users", "me")

    assert result.exit_code == 4
    assert "hint: postcardit auth login NAME" in result.err.splitlines()


def test_a_wrong_password_is_not_signed_in(run: Run, server: FakeServer) -> None:
    server.refuse("POST /v1/auth/login", Code.WRONG_CREDENTIALS)

    result = run("auth", "login", "alice", "--password-stdin", "--json", stdin="wrong horse\n")

    assert (result.exit_code, result.error["code"]) == (4, "wrong_credentials")


def test_arguments_that_the_contract_refuses_are_a_usage_error(run: Run, server: FakeServer) -> None:
    result = run("users", "search", "x")

    assert result.exit_code == 2
    assert server.requests == []


@pytest.mark.parametrize(
    "arguments", [("frends",), ("--nonsense",), ("users", "show"), ("postcards", "list", "--box", "mine"), ("friends",)]
)
def test_a_command_line_that_cannot_be_meant_is_a_usage_error(run: Run, arguments: tuple[str, ...]) -> None:
    result = run(*arguments)

    assert result.exit_code == 2
    assert result.out == ""
    assert [line.partition(":")[0] for line in result.err.splitlines()] == ["error", "hint"]


def test_with_json_an_error_is_one_object_on_stderr(run: Run, server: FakeServer) -> None:
    server.refuse(ME, Code.NOT_FOUND)

    result = run("users", "me", "--json")

    assert result.out == ""
    assert result.error == {
        "code": "not_found",
        "message": Code.NOT_FOUND.sentence,
        "hint": None,
        "requestId": "request-1",
        "retryable": False,
    }


def test_a_usage_error_with_json_is_an_object_too(run: Run) -> None:
    result = run("users", "show", "--json")

    assert result.exit_code == 2
    assert result.error["code"] == "usage"


def test_with_json_stdout_is_what_the_api_answers(run: Run, server: FakeServer) -> None:
    wire = user(ALICE, "alice", fullName="Alice Ж 🏔️", email="alice@example.com")
    server.answer(ME, wire)

    result = run("users", "me", "--json")

    assert result.json == wire
    assert result.err == ""


def test_a_missing_file_is_a_sentence(run: Run, server: FakeServer) -> None:
    result = run("postcards", "send", "bob", "hello", "--photo", "/nowhere/photo.jpg")

    assert result.exit_code == 1
    assert result.err == "error: No such file or directory: /nowhere/photo.jpg.\n"
    assert server.requests == []


def test_arguments_that_are_no_text_are_a_usage_error(run: Run, server: FakeServer) -> None:
    assert run("postcards", "send", "bob", "\udcff").exit_code == 2
    assert server.requests == []


def test_a_missing_extra_is_named(run: Run, server: FakeServer, monkeypatch: pytest.MonkeyPatch) -> None:
    server.answer(ME, user())
    monkeypatch.setitem(sys.modules, "rich.table", None)
    monkeypatch.setitem(sys.modules, "rich", None)

    result = run("users", "me")

    assert result.exit_code == 1
    assert "pip install 'postcardit[cli]'" in result.err


def test_ctrl_c_is_130(run: Run, server: FakeServer, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(_request: object) -> Response:
        raise KeyboardInterrupt

    monkeypatch.setattr(server, "send", interrupted)

    assert run("users", "me").exit_code == 130


def test_a_closed_pipe_is_quiet(run: Run, server: FakeServer, monkeypatch: pytest.MonkeyPatch) -> None:
    def closed(_request: object) -> Response:
        raise BrokenPipeError

    monkeypatch.setattr(server, "send", closed)

    result = run("users", "me")

    assert (result.exit_code, result.err) == (141, "")
