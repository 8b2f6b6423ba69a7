"""The mailbox of a local backend, and how its key is found."""

import stat
from pathlib import Path

import pytest

from postcardit_cli.servers import announced

from .conftest import MORNING, FakeServer, Run

URL = "http://localhost:8080"


def _letter(code: str | None) -> dict[str, str | None]:
    return {
        "to": "bob@example.com",
        "username": "bob",
        "subject": "Hi",
        "body": "Hello",
        "code": code,
        "sentAt": MORNING,
    }


@pytest.fixture
def data(tmp_path: Path) -> Path:
    folder = tmp_path / "server"
    folder.mkdir()
    (folder / "lab.key").write_text("secret\n")
    return folder


def test_the_newest_code_is_all_that_is_printed(run: Run, server: FakeServer, data: Path) -> None:
    server.answer("GET /lab/mailbox", {"messages": [_letter(None), _letter("222222"), _letter("111111")], "count": 3})

    result = run("lab", "mailbox", "bob", "--code", "--data", str(data))

    assert (result.out, result.err) == ("222222\n", "")
    assert server.requests[0].url == "/lab/mailbox?user=bob"
    assert server.requests[0].headers["x-lab-key"] == "secret"


def test_no_code_is_not_found(run: Run, server: FakeServer, data: Path) -> None:
    server.answer("GET /lab/mailbox", {"messages": [], "count": 0})

    result = run("lab", "mailbox", "bob", "--code", "--data", str(data))

    assert (result.exit_code, result.out) == (3, "")


def test_a_running_servers_record_leads_to_its_key(run: Run, server: FakeServer, data: Path, home: Path) -> None:
    server.answer("GET /lab/mailbox", {"messages": [_letter("123456")], "count": 1})

    with announced("http://127.0.0.1:8080", data):
        records = list((home / "state" / "postcardit" / "servers").iterdir())
        modes = [stat.S_IMODE(record.stat().st_mode) for record in records]
        result = run("lab", "mailbox", "--url", URL)

    assert modes == [0o600]
    assert not any(record.exists() for record in records)
    assert "Code: 123456" in result.out


def test_a_server_elsewhere_is_a_sentence(run: Run, server: FakeServer) -> None:
    result = run("lab", "mailbox", "--url", "https://far.example")

    assert result.exit_code == 1
    assert "is not on this machine" in result.err
    assert server.requests == []


def test_a_server_without_a_lab_is_a_sentence(run: Run, server: FakeServer, data: Path) -> None:
    server.answer("GET /lab/mailbox", {}, status=404)

    result = run("lab", "mailbox", "--data", str(data))

    assert result.exit_code == 1
    assert "it has no lab" in result.err


def test_who_waits_gets_the_next_message_alone(run: Run, server: FakeServer, data: Path) -> None:
    server.answer("GET /lab/mailbox", {"messages": [_letter("222222")], "count": 1, "cursor": "2.0"})

    result = run("lab", "mailbox", "bob", "--wait", "--code", "--data", str(data))

    assert (result.out, result.err) == ("222222\n", "")
    assert [request.url for request in server.requests] == [
        "/lab/mailbox?user=bob",
        "/lab/mailbox?user=bob&after=2.0&wait=20",
    ]


def test_a_wait_without_a_message_ends_with_not_found(run: Run, server: FakeServer, data: Path) -> None:
    server.answer("GET /lab/mailbox", {"messages": [], "count": 0, "cursor": "0.0"})

    result = run("lab", "mailbox", "bob", "--wait", "--timeout", "0", "--data", str(data))

    assert (result.exit_code, result.out) == (3, "")
    assert "Nothing was sent to bob within 0 seconds." in result.err


def test_a_time_limit_without_waiting_is_a_usage_error(run: Run) -> None:
    assert run("lab", "mailbox", "--timeout", "3s").exit_code == 2


def test_a_push_is_shown_with_how_many_devices_it_went_to(run: Run, server: FakeServer, data: Path) -> None:
    push = {**_letter(None), "kind": "push", "devices": 2}
    server.answer("GET /lab/mailbox", {"messages": [push], "count": 1})

    assert "Devices: 2\n" in run("lab", "mailbox", "--data", str(data)).out
