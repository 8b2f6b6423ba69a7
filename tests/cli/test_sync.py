"""The copy on this machine: fetched, looked into, and forgotten."""

from pathlib import Path

import pytest

from postcardit_backend.entry import Server
from postcardit_cli.folders import local_store_file
from postcardit_cli.servers import announced

from .conftest import Result, Run

PASSWORD = "correct horse battery\n"


def _ok(result: Result) -> Result:
    assert result.exit_code == 0, result.err
    return result


def _sign_up(run: Run, name: str) -> None:
    email = f"{name}@example.com"
    _ok(run("auth", "register", name, email, "--password-stdin", stdin=PASSWORD))
    code = _ok(run("lab", "mailbox", name, "--code")).out.strip()
    _ok(run("auth", "confirm", email, code, "--password-stdin", stdin=PASSWORD))


def _befriend(run: Run) -> None:
    """Bob and Alice are friends; Alice signed in last."""
    _sign_up(run, "bob")
    _sign_up(run, "alice")
    _ok(run("friends", "request", "bob"))
    _ok(run("--as", "bob", "friends", "accept", "alice"))


@pytest.fixture
def friends(run: Run) -> Run:
    """Two friends, without any server."""
    _befriend(run)
    return run


def test_a_copy_is_fetched_kept_up_to_date_and_read_without_a_server(friends: Run) -> None:
    before = _ok(friends("sync", "status", "--json")).json
    _ok(friends("sync", "pull"))
    _ok(friends("--as", "bob", "postcards", "send", "alice", "Ciao!"))

    pulled = _ok(friends("sync", "pull", "--json")).json

    assert (before["isComplete"], before["refreshedAt"], before["postcards"]) == (False, None, 0)
    assert (pulled["changes"], pulled["hadGap"]) == (1, False)
    assert _ok(friends("sync", "pull")).out == "Up to date.\n"
    status = _ok(friends("sync", "status", "--json")).json
    assert list(status) == ["userId", "refreshedAt", "isComplete", "postcards", "unread", "friendships"]
    assert (status["isComplete"], status["postcards"], status["unread"], status["friendships"]) == (True, 1, 1, 1)
    assert "Account      alice\n" in _ok(friends("sync", "status")).out
    local = _ok(friends("postcards", "list", "--local", "--box", "received", "--unread", "--json")).json
    assert local == _ok(friends("postcards", "list", "--box", "received", "--json")).json


def test_what_waits_is_listed_among_the_others_as_queued(friends: Run) -> None:
    _ok(friends("sync", "pull"))
    item = _ok(friends("postcards", "send", "bob", "Later!", "--later", "--json")).json

    (card,) = _ok(friends("postcards", "list", "--local", "--json")).json["postcards"]
    _ok(friends("outbox", "flush"))
    (sent,) = _ok(friends("postcards", "list", "--local", "--json")).json["postcards"]

    assert (card["postcardId"], card["status"], card["message"]) == (item["itemId"], "queued", "Later!")
    assert (sent["status"], sent["idempotencyKey"]) == ("sent", item["itemId"])


def test_a_copy_that_is_not_complete_says_so(friends: Run) -> None:
    result = _ok(friends("postcards", "list", "--local"))

    assert result.out == "There are no postcards.\n"
    assert "postcardit sync pull" in result.err


def test_a_reset_forgets_the_copy_and_keeps_what_waits(friends: Run) -> None:
    _ok(friends("postcards", "send", "bob", "Ciao!"))
    _ok(friends("postcards", "send", "bob", "Later!", "--later"))

    assert _ok(friends("sync", "reset")).out == "The copy is erased.\n"
    assert _ok(friends("sync", "status", "--json")).json["postcards"] == 0
    assert _ok(friends("outbox", "list", "--json")).json["count"] == 1


def test_signing_out_forgets_the_copy_and_mentions_what_waits(friends: Run) -> None:
    _ok(friends("postcards", "send", "bob", "a secret"))
    _ok(friends("postcards", "send", "bob", "Later!", "--later"))

    result = _ok(friends("auth", "logout"))

    assert "Still in the outbox: 1." in result.err
    _ok(friends("auth", "login", "alice", "--password-stdin", stdin=PASSWORD))
    assert [card["message"] for card in _ok(friends("postcards", "list", "--local", "--json")).json["postcards"]] == [
        "Later!"
    ]


def test_an_erased_account_leaves_nothing_here(friends: Run) -> None:
    _ok(friends("postcards", "send", "bob", "the first secret"))
    _ok(friends("postcards", "send", "bob", "the other secret", "--later"))
    _ok(friends("outbox", "flush"))

    _ok(friends("users", "delete", "--yes", "--password-stdin", stdin=PASSWORD))

    store = local_store_file("local")
    kept = b"".join(path.read_bytes() for path in store.parent.iterdir())
    assert b"the first secret" not in kept
    assert b"the other secret" not in kept


def test_a_card_written_while_the_server_was_away_is_sent_once(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = tmp_path / "server"
    with Server(data) as server, announced(server.url, data):
        monkeypatch.setenv("POSTCARDIT_URL", server.url)
        _befriend(run)

    away = run("postcards", "send", "bob", "Ciao!")
    still_away = run("outbox", "flush")
    with Server(data, port=int(server.url.rpartition(":")[2])):
        back = run("outbox", "flush")
        again = run("outbox", "flush")
        cards = _ok(run("postcards", "list", "--json")).json["postcards"]

    assert [result.exit_code for result in (away, still_away, back, again)] == [8, 8, 0, 0]
    assert (back.out, again.out) == ("1 sent, 0 failed, 0 left.\n", "0 sent, 0 failed, 0 left.\n")
    assert [card["message"] for card in cards] == ["Ciao!"]
