"""What is told live: which words, which lines, and when it ends. The server here cannot stream: it is polled."""

import json
import os
import sys
import threading
from collections.abc import Callable, Iterator
from itertools import islice
from types import SimpleNamespace
from typing import Any, cast

import pytest

from postcardit_cli import live
from postcardit_sdk import Client, Code, ConnectionFailed, Event, Request, Response

from .conftest import ALICE, BOB, CARD, FRIENDSHIP, MORNING, FakeServer, Run, friendship, postcard, problem, user

pytestmark = pytest.mark.usefixtures("signed_in")

READ = {"deliveredAt": MORNING, "readAt": MORNING, "status": "read"}
FROM_BOB = {
    "senderId": BOB,
    "recipientId": ALICE,
    "sender": {"userId": BOB, "username": "bob"},
    "recipient": {"userId": ALICE, "username": "alice"},
}

Feed = Callable[..., FakeServer]
READY = {"status": "ok", "version": "1", "contract": "c", "realtime": ["longpoll"], "identity": "local"}


def change(kind: str, data: dict[str, Any] | None, number: int = 1) -> dict[str, Any]:
    """A change as the API answers it."""
    about = FRIENDSHIP if kind.startswith("friendship") else CARD
    return {"seq": number, "type": kind, "id": about, "data": data, "occurredAt": MORNING}


@pytest.fixture
def feed(server: FakeServer) -> Feed:
    """A server whose feed holds these changes after the cursor `begin`, and then nothing."""

    def feed(*changes: dict[str, Any]) -> FakeServer:
        answered = server.send
        page = {"changes": [{**one, "seq": number} for number, one in enumerate(changes, 1)]}

        def send(request: Request) -> Response:
            server.answer("GET /v1/sync", {"changes": [], "nextCursor": "end", "hasMore": False})
            if "cursor=begin" in request.url:
                server.answer("GET /v1/sync", {**page, "nextCursor": "end", "hasMore": False})
            return answered(request)

        server.send = send  # type: ignore[method-assign]  # what a cursor gives depends on the cursor
        server.answer("GET /v1/users/me", user())
        server.answer("GET /v1/health/ready", READY)
        return server

    return feed


def _watched(run: Run) -> list[str]:
    """What a watch says of what is in the feed, without the time and the id."""
    lines = run("postcards", "watch", "--since", "begin", "--for", "0.3", "--no-receipts").out.splitlines()
    assert all(line.endswith(f"  [{CARD}]") for line in lines)
    return [line.partition("00:00  ")[2].rpartition("  [")[0] for line in lines]


@pytest.mark.parametrize(
    ("kind", "card", "words"),
    [
        ("postcard.received", postcard(**FROM_BOB), "bob sent you a postcard: Ciao!"),
        ("postcard.received", postcard(**FROM_BOB, message="a\n" * 60), f"bob sent you a postcard: {'a ' * 24}a…"),
        ("postcard.changed", postcard(), "you sent bob a postcard"),
        ("postcard.changed", postcard(status="delivered"), "bob received your postcard"),
        ("postcard.changed", postcard(**READ), "bob read your postcard"),
        ("postcard.changed", postcard(**READ, isArchived=True), "your postcard to bob is archived (read)"),
        ("postcard.changed", postcard(status="framed"), "your postcard to bob: framed"),
        ("postcard.changed", postcard(**FROM_BOB, **READ), "you read the postcard from bob"),
        ("postcard.changed", postcard(**FROM_BOB, isArchived=True), "the postcard from bob is archived"),
        ("postcard.deleted", None, "a postcard was withdrawn or deleted"),
        ("postcard.received", None, "a postcard was withdrawn or deleted"),
    ],
)
def test_a_watch_says_in_words_what_became_of_a_card(
    run: Run, feed: Feed, kind: str, card: dict[str, Any] | None, words: str
) -> None:
    feed(change(kind, card))

    assert _watched(run) == [words]


def test_a_watch_passes_over_what_is_no_news_about_a_card(run: Run, feed: Feed) -> None:
    feed(
        change("friendship.changed", friendship()),
        change("postcard.changed", postcard(**FROM_BOB, status="delivered", deliveredAt=MORNING)),
        change("postcard.changed", postcard(**READ)),
    )

    assert _watched(run) == ["bob read your postcard"]


def test_what_arrives_is_confirmed_once_as_delivered(run: Run, feed: Feed) -> None:
    server = feed(change("postcard.received", postcard(**FROM_BOB)), change("postcard.changed", postcard()))
    server.answer("POST /v1/postcards/receipts", {"delivered": 1, "read": 0})

    assert run("postcards", "watch", "--since", "begin", "--count", "2").exit_code == 0

    (receipts,) = [request for request in server.requests if request.method == "POST"]
    assert json.loads(receipts.body) == {"delivered": [CARD], "read": []}


def test_a_receipt_that_does_not_get_through_is_mentioned_and_watching_goes_on(run: Run, feed: Feed) -> None:
    server = feed(change("postcard.received", postcard(**FROM_BOB)), change("postcard.deleted", None))
    server.refuse("POST /v1/postcards/receipts", Code.UNAVAILABLE)

    result = run("postcards", "watch", "--since", "begin", "--count", "2")

    assert (result.exit_code, len(result.out.splitlines())) == (0, 2)
    assert f"The delivery of {CARD} could not be confirmed" in result.err


def test_a_program_gets_the_change_and_its_cursor_a_line_each(run: Run, feed: Feed) -> None:
    changes = (change("postcard.changed", postcard(**READ)), change("postcard.deleted", None))
    feed(*changes)

    result = run("postcards", "watch", "--since", "begin", "--count", "2", "--json")

    first, second = map(json.loads, result.out.splitlines())
    assert first == {"cursor": "begin", **changes[0]}
    assert list(first) == ["cursor", "seq", "type", "id", "data", "occurredAt"]
    assert second == {"cursor": "end", **changes[1], "seq": 2}
    assert result.err == ""


def test_listening_tells_every_change(run: Run, feed: Feed) -> None:
    feed(change("friendship.changed", friendship()), change("postcard.deleted", None))

    result = run("events", "listen", "--since", "begin", "--count", "2")

    assert result.out == f"1 friendship.changed {FRIENDSHIP}\n2 postcard.deleted {CARD}\n"
    assert result.err == "Listening. Stop with Ctrl-C.\n"
    assert run("events", "listen", "--since", "begin", "--count", "1", "--quiet").err == ""


def test_a_gap_is_told_before_what_follows_it(run: Run, feed: Feed) -> None:
    server = feed()
    answered = server.send

    def send(request: Request) -> Response:
        if "cursor=old" in request.url:
            return Response(410, {"content-type": "application/problem+json"}, json.dumps(expired).encode())
        return answered(request)

    expired = problem(Code.CURSOR_EXPIRED, 410)
    server.send = send  # type: ignore[method-assign]  # the old cursor is refused

    people = run("events", "listen", "--since", "old", "--for", "0.3")
    programs = run("events", "listen", "--since", "old", "--for", "0.3", "--json")

    assert (people.exit_code, people.out) == (0, "")
    assert "what follows is all that there is" in people.err
    assert programs.out == '{"gap": true, "cursor": "old"}\n'


def test_a_cursor_that_is_none_is_refused(run: Run, server: FakeServer) -> None:
    server.answer("GET /v1/users/me", user())
    server.answer("GET /v1/health/ready", READY)
    server.refuse("GET /v1/sync", Code.INVALID_CURSOR)

    result = run("events", "listen", "--since", "nonsense", "--json")

    assert (result.exit_code, result.error["code"]) == (1, "invalid_cursor")


def test_a_server_that_is_not_there_is_said_at_once(run: Run, server: FakeServer) -> None:
    server.answers["GET /v1/users/me"] = ConnectionFailed("nobody there", was_sent=False)

    assert run("postcards", "watch").exit_code == 8


def test_ctrl_c_ends_it_without_a_word(run: Run, server: FakeServer, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(_request: object) -> Response:
        raise KeyboardInterrupt

    monkeypatch.setattr(server, "send", interrupted)

    result = run("postcards", "watch", "--quiet")

    assert (result.exit_code, result.out, result.err) == (130, "", "")


def test_it_ends_when_nobody_reads_any_more(run: Run, feed: Feed, monkeypatch: pytest.MonkeyPatch) -> None:
    feed()
    reader, writer = os.pipe()
    with os.fdopen(writer, "w") as pipe:
        monkeypatch.setattr(sys, "stdout", pipe)
        os.close(reader)
        result = run("events", "listen", "--since", "begin", "--quiet")

    assert (result.exit_code, result.err) == (141, "")


def test_who_reads_slowly_slows_the_listening_down() -> None:
    heard: list[Event] = []

    def without_end(since: str | None) -> Iterator[Event]:
        while True:
            heard.append(Event("cursor", None))
            yield heard[-1]

    client = cast(Client, SimpleNamespace(events=SimpleNamespace(listen=without_end)))
    events = live.events_of(client, live.Window(None, None, None))
    leads = [len(heard) - read for read, _ in enumerate(islice(events, 2000), 1)]
    (listener,) = (thread for thread in threading.enumerate() if thread.name == "postcardit-listen")
    events.close()
    listener.join(5)

    assert max(leads) <= live.AHEAD + 1
    assert not listener.is_alive()
