"""What waits to be sent: it is seen, changed, sent and dropped, and none of it needs a network but sending."""

from typing import Any

import pytest

from postcardit_cli.folders import local_data_folder
from postcardit_sdk import Code, ConnectionFailed

from .conftest import CARD, FakeServer, Run, postcard

pytestmark = pytest.mark.usefixtures("signed_in")

SEND = "POST /v1/postcards"
NOBODY = "01a20492-5030-7418-b009-3379bfa8cc09"


def _queued(run: Run, to: str = "bob", message: str = "Ciao!") -> dict[str, Any]:
    item: dict[str, Any] = run("postcards", "send", to, message, "--later", "--json").json
    return item


def test_what_is_queued_is_shown_with_all_its_keys(run: Run, server: FakeServer) -> None:
    item = _queued(run)

    assert item == {
        "itemId": item["itemId"],
        "kind": "postcard",
        "summary": "Postcard to bob",
        "to": "bob",
        "message": "Ciao!",
        "photoBytes": None,
        "photoSizes": None,
        "uploadId": None,
        "state": "queued",
        "reason": None,
        "attempts": 0,
        "mayHaveArrived": False,
        "resultId": None,
        "createdAt": item["createdAt"],
        "updatedAt": item["createdAt"],
    }
    assert run("outbox", "show", item["itemId"], "--json").json == item
    assert run("outbox", "list", "--json").json == {"items": [item], "count": 1}
    assert server.requests == []


@pytest.mark.parametrize(
    "command", [("outbox", "list"), ("sync", "status"), ("sync", "reset"), ("postcards", "list", "--local")]
)
def test_what_needs_no_server_starts_none(run: Run, command: tuple[str, ...]) -> None:
    assert run(*command).exit_code == 0
    assert not local_data_folder().exists()


def test_queueing_says_what_sends_it(run: Run, server: FakeServer) -> None:
    card = run("postcards", "send", "bob", "Ciao!", "--later")
    friend = run("friends", "request", "bob", "--later")

    ids = [item["itemId"] for item in run("outbox", "list", "--json").json["items"]]
    assert card.out == f"Queued for bob: {ids[0]}. postcardit outbox flush sends it.\n"
    assert friend.out == f"Queued for bob: {ids[1]}. postcardit outbox flush sends it.\n"
    assert server.requests == []


def test_each_account_has_an_outbox_of_its_own(run: Run) -> None:
    _queued(run)

    assert run("--as", "bob", "outbox", "list").out == "Nothing waits to be sent.\n"
    assert run("--as", "bob", "outbox", "list", "--json").json == {"items": [], "count": 0}


def test_a_narrow_terminal_has_what_it_is_below_its_id(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    item = _queued(run)
    monkeypatch.setattr("postcardit_cli.outbox_views.columns", lambda: 80)

    lines = run("outbox", "list").out.splitlines()

    assert lines[1].split()[:3] == [item["itemId"], "queued", "0"]
    assert lines[2] == "Postcard to bob"
    assert max(map(len, lines)) <= 80


def test_a_flush_with_nothing_to_do_is_fine(run: Run, server: FakeServer) -> None:
    result = run("outbox", "flush")

    assert (result.exit_code, result.out, server.requests) == (0, "0 sent, 0 failed, 0 left.\n", [])


def test_a_flush_without_a_network_tells_the_reason(run: Run, server: FakeServer) -> None:
    _queued(run)
    server.answers[SEND] = ConnectionFailed("Could not connect.", was_sent=False)

    result = run("outbox", "flush", "--json")

    reason = {"code": "offline", "sentence": "Could not connect.", "requestId": None}
    assert (result.exit_code, result.json) == (8, {"done": 0, "failed": 0, "left": 1, "reason": reason})
    assert (result.error["code"], result.error["retryable"]) == ("queued", True)


def test_what_fails_waits_for_a_person_and_holds_up_nobody_else(run: Run, server: FakeServer) -> None:
    _queued(run)
    run("friends", "request", "carol", "--later")
    server.answer(SEND, postcard(), status=201)
    server.refuse("POST /v1/friends", Code.NOT_FOUND)

    result = run("outbox", "flush")

    assert (result.exit_code, result.out) == (1, "1 sent, 1 failed, 0 left.\n")
    assert "hint: postcardit outbox list shows it: retry, edit or drop it" in result.err.splitlines()
    (item,) = run("outbox", "list", "--json").json["items"]
    assert (item["state"], item["reason"]["code"], item["attempts"]) == ("failed", "not_found", 1)


def test_what_waits_behind_a_failure_is_not_forgotten(run: Run, server: FakeServer) -> None:
    server.refuse(SEND, Code.NOT_FRIENDS)
    _queued(run)
    _queued(run, message="and more")
    run("outbox", "flush")

    result = run("outbox", "flush")

    assert (result.exit_code, result.out) == (1, "0 sent, 0 failed, 1 left.\n")
    assert result.err.startswith("error: Something in the outbox failed. Behind it: 1.\n")


def test_what_failed_is_queued_again(run: Run, server: FakeServer) -> None:
    server.refuse(SEND, Code.NOT_FRIENDS)
    item = _queued(run)
    run("outbox", "flush")
    server.answer(SEND, postcard(), status=201)

    again = run("outbox", "retry", item["itemId"])

    assert again.out.splitlines()[0] == f"Queued again: {item['itemId']}. Postcard to bob."
    assert run("outbox", "retry", "--all").out == "Nothing had failed.\n"
    assert run("outbox", "flush").out == "1 sent, 0 failed, 0 left.\n"
    (done,) = run("outbox", "list", "--all", "--json").json["items"]
    assert (done["state"], done["resultId"], done["reason"]) == ("done", CARD, None)


def test_a_retry_is_of_one_or_of_all(run: Run) -> None:
    assert run("outbox", "retry").exit_code == 2
    assert run("outbox", "retry", NOBODY, "--all").exit_code == 2


def test_a_card_that_waits_can_become_another(run: Run) -> None:
    item = _queued(run)
    run("outbox", "edit", item["itemId"], "--place", "Rome", "--stamp", "owl")

    edited = run(
        *("outbox", "edit", item["itemId"], "--message", "Addio!", "--to", "carol", "--clear", "stamp", "--json")
    ).json

    assert (edited["itemId"], edited["to"], edited["message"]) == (item["itemId"], "carol", "Addio!")
    assert run("outbox", "edit", item["itemId"]).exit_code == 2
    assert run("outbox", "edit", item["itemId"], "--place", "Rome", "--clear", "place").exit_code == 2


def test_a_friend_request_is_not_edited(run: Run) -> None:
    item = run("friends", "request", "bob", "--later", "--json").json

    result = run("outbox", "edit", item["itemId"], "--message", "Ciao!", "--json")

    assert (result.exit_code, result.error["code"]) == (6, "not_editable")


def test_what_is_dropped_is_not_sent(run: Run, server: FakeServer) -> None:
    item = _queued(run)

    assert run("outbox", "drop", item["itemId"]).out == "Dropped.\n"
    assert run("outbox", "flush").out == "0 sent, 0 failed, 0 left.\n"
    assert server.requests == []


def test_what_may_have_arrived_is_dropped_only_by_force(run: Run, server: FakeServer) -> None:
    item = _queued(run)
    server.answers[SEND] = ConnectionFailed("The connection broke.")
    run("outbox", "flush")

    refused = run("outbox", "drop", item["itemId"], "--json")

    assert (refused.exit_code, refused.error["code"]) == (6, "may_have_arrived")
    assert run("outbox", "drop", item["itemId"], "--force", "--json").out == ""
    assert run("outbox", "list", "--json").json["count"] == 0


@pytest.mark.parametrize("command", ["show", "drop", "retry"])
def test_an_item_that_nobody_knows_is_not_found(run: Run, command: str) -> None:
    result = run("outbox", command, NOBODY)

    assert result.exit_code == 3
    assert "hint: postcardit outbox list --all" in result.err.splitlines()


def test_a_message_in_the_outbox_cannot_command_the_terminal(run: Run) -> None:
    run("postcards", "send", "bob\u202e", "hi", "--later")
    item = _queued(run, message="first\nsecond")

    assert "\u202e" not in run("outbox", "list").out
    assert "first\n" in run("outbox", "show", item["itemId"]).out
