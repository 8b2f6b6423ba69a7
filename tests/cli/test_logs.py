"""The log's commands, against the backend inside the command and against a folder that no backend has open."""

from pathlib import Path

import pytest

from postcardit_backend.embedded.users import SqliteUsers

from .conftest import CARD, Run

PASSWORD = "correct horse battery\n"


@pytest.fixture
def alice(run: Run) -> str:
    """Alice has signed up and asked for a thing or two."""
    run("auth", "register", "alice", "alice@example.com", "--password-stdin", stdin=PASSWORD)
    code = run("lab", "mailbox", "alice", "--code").out.strip()
    run("auth", "confirm", "alice@example.com", code, "--password-stdin", stdin=PASSWORD)
    assert run("users", "me").exit_code == 0
    assert run("postcards", "show", CARD).exit_code == 3
    return "alice"


def test_the_newest_lines_are_shown_with_names(run: Run, alice: str) -> None:
    lines = run("logs", "tail").out.splitlines()

    assert lines[0].split()[5] == "register_user"
    assert any(f"get_me  {alice}  " in line for line in lines)
    assert len(run("logs", "tail", "--lines", "2").out.splitlines()) == 2


def test_lines_are_narrowed_by_user_route_and_status(run: Run, alice: str) -> None:
    mine = run("logs", "tail", "--user", alice, "--route", "get_*").out.splitlines()
    refused = run("logs", "tail", "--status", "4xx").out.splitlines()
    none = run("logs", "tail", "--status", "5xx")

    assert {line.split()[5] for line in mine} == {"get_me", "get_postcard"}
    assert [line.split()[1] for line in refused] == ["404"]
    assert (none.exit_code, none.out, none.err) == (0, "", "The log has no such line.\n")


def test_programs_get_a_line_of_json_for_each(run: Run, alice: str) -> None:
    line = run("logs", "tail", "--user", alice, "--route", "get_me", "--json").json

    assert (line["method"], line["route"], line["status"]) == ("GET", "get_me", 200)


def test_who_follows_sees_what_is_there_and_ends_when_the_time_is_up(run: Run, alice: str) -> None:
    result = run("logs", "tail", "--follow", "--for", "0", "--user", alice, "--route", "get_me")

    assert (result.exit_code, len(result.out.splitlines())) == (0, 1)


def test_the_id_that_an_error_prints_finds_its_line(run: Run, alice: str) -> None:
    request_id = run("postcards", "show", CARD, "--json").error["requestId"]

    shown = run("requests", "show", request_id)
    as_json = run("requests", "show", request_id, "--json").json

    lines = shown.out.splitlines()
    assert lines[0] == f"Request:  {request_id}"
    assert lines[2] == "Route:    GET get_postcard"
    assert lines[3].startswith(f"User:     {alice} (")
    assert lines[4:6] == ["Status:   404", "Problem:  not_found"]
    assert [one["id"] for one in as_json["requests"]] == [request_id]


def test_a_request_that_failed_inside_tells_where(run: Run, alice: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError("secret")

    monkeypatch.setattr(SqliteUsers, "by_id", broken)
    error = run("users", "me", "--json").error

    shown = run("requests", "show", error["requestId"]).out

    assert "requests show" in error["hint"]
    assert "Failed at:" in shown
    assert "test_logs.py" in shown
    assert "secret" not in shown


def test_an_id_that_nobody_had_is_not_found(run: Run, alice: str) -> None:
    result = run("requests", "show", "nonsense")

    assert (result.exit_code, "has no request nonsense" in result.err) == (3, True)
    assert alice not in result.err


@pytest.mark.parametrize(
    ("arguments", "exit_code", "words"),
    [
        (("--status", "40"), 2, "is no status"),
        (("--status", "4zz"), 2, "is no status"),
        (("--user", "nobody"), 3, "is called nobody"),
        (("--count", "3"), 2, "go with --follow"),
    ],
)
def test_what_cannot_be_asked_is_a_sentence(run: Run, arguments: tuple[str, ...], exit_code: int, words: str) -> None:
    result = run("logs", "tail", *arguments)

    assert (result.exit_code, words in result.err) == (exit_code, True)


def test_a_folder_without_a_log_is_an_empty_log(run: Run, tmp_path: Path) -> None:
    result = run("logs", "tail", "--data", str(tmp_path))

    assert (result.exit_code, result.out) == (0, "")


def test_a_server_elsewhere_is_a_sentence(run: Run) -> None:
    result = run("logs", "tail", "--url", "https://far.example")

    assert (result.exit_code, "is not on this machine" in result.err) == (1, True)
