"""A postcard goes by way of the outbox: sent, refused, or waiting, and never lost."""

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from postcardit_cli.folders import local_store_file
from postcardit_sdk import Code, ConnectionFailed, FileTokens, Request, Response, TimedOut

from .conftest import CARD, FakeServer, Run, postcard, problem

pytestmark = pytest.mark.usefixtures("signed_in")

SEND = "POST /v1/postcards"
OFFLINE = ConnectionFailed("Could not connect.", was_sent=False)


def _items(run: Run) -> list[dict[str, Any]]:
    items: list[dict[str, Any]] = run("outbox", "list", "--json").json["items"]
    return items


def _keys(server: FakeServer) -> list[str]:
    return [request.headers["idempotency-key"] for request in server.requests if request.method == "POST"]


def test_what_was_sent_is_the_servers_answer_and_nothing_waits(run: Run, server: FakeServer) -> None:
    server.answer(SEND, postcard(), status=201)

    result = run("postcards", "send", "bob", "Ciao!", "--json")

    assert (result.exit_code, result.json, result.err) == (0, postcard(), "")
    assert [request.method for request in server.requests] == ["POST"]
    assert _items(run) == []


@pytest.mark.parametrize("error", [OFFLINE, TimedOut("Too late.")])
def test_without_a_network_it_waits_and_says_where(run: Run, server: FakeServer, error: Exception) -> None:
    server.answers[SEND] = error

    result = run("postcards", "send", "bob", "Ciao!")

    (item,) = _items(run)
    assert (result.exit_code, result.out) == (8, "")
    assert result.err == (
        f"error: {error} The postcard is queued: {item['itemId']}.\nhint: postcardit outbox flush sends it\n"
    )
    assert (item["state"], item["to"], item["message"]) == ("queued", "bob", "Ciao!")


def test_a_program_learns_that_it_waits_and_by_which_id(run: Run, server: FakeServer) -> None:
    server.refuse(SEND, Code.UNAVAILABLE)

    result = run("postcards", "send", "bob", "Ciao!", "--json")

    (item,) = _items(run)
    assert (result.exit_code, result.out) == (8, "")
    assert result.error == {
        "code": "queued",
        "message": f"{Code.UNAVAILABLE.sentence} The postcard is queued: {item['itemId']}.",
        "hint": "postcardit outbox flush sends it",
        "requestId": None,
        "retryable": True,
        "itemId": item["itemId"],
    }


def test_what_waited_is_sent_with_the_same_key(run: Run, server: FakeServer) -> None:
    server.answers[SEND] = TimedOut("Too late.")
    run("postcards", "send", "bob", "Ciao!")
    server.answer(SEND, postcard(), status=201)

    result = run("outbox", "flush")

    assert (result.exit_code, result.out) == (0, "1 sent, 0 failed, 0 left.\n")
    assert len(set(_keys(server))) == 1


def test_what_waited_longer_goes_first(run: Run, server: FakeServer) -> None:
    run("postcards", "send", "bob", "first", "--later")
    server.answer(SEND, postcard(), status=201)

    result = run("postcards", "send", "bob", "second")

    assert [json.loads(request.body)["message"] for request in server.requests] == ["first", "second"]
    assert "What had waited in the outbox was tried as well." in result.err


@pytest.mark.parametrize(
    ("code", "exit_code"), [(Code.NOT_FRIENDS, 5), (Code.NOT_FOUND, 3), (Code.UNKNOWN_STAMP, 1), (Code.USER_BLOCKED, 6)]
)
def test_what_the_server_refuses_is_an_error_and_does_not_wait(
    run: Run, server: FakeServer, code: Code, exit_code: int
) -> None:
    server.refuse(SEND, code)

    result = run("postcards", "send", "bob", "Ciao!", "--json")

    assert (result.exit_code, result.out) == (exit_code, "")
    assert (result.error["code"], result.error["message"]) == (code, code.sentence)
    assert run("outbox", "list", "--all", "--json").json == {"items": [], "count": 0}


def test_what_the_contract_refuses_is_not_queued(run: Run, server: FakeServer) -> None:
    assert run("postcards", "send", "bob", "x" * 501).exit_code == 2
    assert run("postcards", "send", "bob", "Ciao!", "--photo", str(Path(__file__))).exit_code == 1
    assert (server.requests, _items(run)) == ([], [])


def test_behind_what_failed_it_waits_for_a_person(run: Run, server: FakeServer) -> None:
    run("friends", "request", "bob", "--later")
    server.refuse("POST /v1/friends", Code.FRIENDSHIP_REJECTED)
    server.answer(SEND, postcard(), status=201)

    result = run("postcards", "send", "bob", "Ciao!", "--json")

    failed, waiting = _items(run)
    assert (failed["state"], waiting["state"]) == ("failed", "queued")
    assert (result.exit_code, result.error["code"]) == (1, "queued_behind_failed")
    assert (result.error["itemId"], result.error["retryable"]) == (waiting["itemId"], False)
    assert result.error["hint"].startswith("postcardit outbox list ")


def test_when_the_session_has_ended_it_waits_for_the_next_one(
    run: Run, server: FakeServer, signed_in: Mapping[str, FileTokens]
) -> None:
    tokens = signed_in["alice"].load()
    server.refuse(SEND, Code.UNAUTHENTICATED)
    server.answer("POST /v1/auth/refresh", {**problem(Code.SESSION_ENDED, 401), "reason": "expired"}, status=401)

    result = run("postcards", "send", "bob", "Ciao!", "--json")

    assert tokens is not None
    signed_in["alice"].save(tokens)
    (item,) = _items(run)
    assert (result.exit_code, result.error["code"], result.error["reason"]) == (4, "session_ended", "expired")
    assert result.error["hint"] == "postcardit auth login NAME, then postcardit outbox flush"
    assert result.error["itemId"] == item["itemId"]


def test_where_nothing_can_be_queued_it_is_sent_directly(run: Run, server: FakeServer) -> None:
    local_store_file("local").mkdir(parents=True)
    server.answer(SEND, postcard(), status=201)

    result = run("postcards", "send", "bob", "Ciao!")

    assert (result.exit_code, result.out) == (0, f"Sent to bob: {CARD}\n")
    assert "It is sent without being queued first." not in result.err
    assert "The postcard is sent without being queued first." in result.err


def interrupt_at(server: FakeServer, patch: pytest.MonkeyPatch, path: str) -> None:
    """Press Ctrl-C when a request goes to this path."""
    answered = server.send

    def send(request: Request) -> Response:
        if request.url == path:
            raise KeyboardInterrupt
        return answered(request)

    patch.setattr(server, "send", send)


@pytest.fixture
def interrupting(server: FakeServer, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Presses Ctrl-C when a request goes to this path."""
    return lambda path: interrupt_at(server, monkeypatch, path)


def test_after_ctrl_c_the_card_waits_for_the_same_command(
    run: Run, interrupting: Callable[[str], None], photo: Path
) -> None:
    interrupting("/v1/uploads")

    result = run("postcards", "send", "bob", "Ciao!", "--photo", str(photo))

    (item,) = _items(run)
    assert (result.exit_code, result.out) == (130, "")
    assert result.err == (
        f"error: Interrupted. The postcard waits as {item['itemId']}.\n"
        "hint: the same command goes on with it, and so does postcardit outbox flush;"
        " postcardit outbox drop ID lets it go\n"
    )
    assert (item["state"], item["reason"]["code"]) == ("queued", "interrupted")
    assert run("outbox", "drop", item["itemId"]).exit_code == 0


def test_the_same_command_goes_on_with_what_was_interrupted_and_another_one_does_not(
    run: Run, server: FakeServer
) -> None:
    with pytest.MonkeyPatch.context() as patch:
        interrupt_at(server, patch, SEND.split()[1])
        run("postcards", "send", "bob", "Ciao!")
    (item,) = _items(run)
    server.answer(SEND, postcard(), status=201)

    other = run("postcards", "send", "carol", "Ciao!")
    same = run("postcards", "send", "bob", "Ciao!")

    keys = [request.headers["idempotency-key"] for request in server.requests if request.url == "/v1/postcards"]
    assert (other.exit_code, same.exit_code) == (0, 0)
    assert len(keys) == 2
    assert item["itemId"] in keys
    assert _items(run) == []


def test_the_same_card_sent_twice_on_purpose_is_two(run: Run, server: FakeServer) -> None:
    server.answer(SEND, postcard(), status=201)

    run("postcards", "send", "bob", "Ciao!")
    run("postcards", "send", "bob", "Ciao!")

    assert len(set(_keys(server))) == 2


def test_the_same_card_that_found_no_network_twice_is_two(run: Run, server: FakeServer) -> None:
    server.answers[SEND] = OFFLINE

    run("postcards", "send", "bob", "Ciao!")
    run("postcards", "send", "bob", "Ciao!")

    assert len(_items(run)) == 2


def test_an_interrupted_card_that_the_server_refuses_is_an_error_like_any_other(run: Run, server: FakeServer) -> None:
    with pytest.MonkeyPatch.context() as patch:
        interrupt_at(server, patch, SEND.split()[1])
        run("postcards", "send", "bob", "Ciao!")
    server.refuse(SEND, Code.NOT_FRIENDS)

    result = run("postcards", "send", "bob", "Ciao!", "--json")

    assert (result.exit_code, result.error["code"]) == (5, "not_friends")


def test_ctrl_c_while_the_card_leaves_says_that_it_may_have_arrived(
    run: Run, interrupting: Callable[[str], None]
) -> None:
    interrupting("/v1/postcards")

    result = run("postcards", "send", "bob", "Ciao!", "--json")

    (item,) = _items(run)
    assert (result.exit_code, result.error["code"], item["mayHaveArrived"]) == (130, "interrupted", True)
    assert result.error["itemId"] == item["itemId"]
