"""WebSockets for real: a server of the same library, on a socket of this machine."""

import asyncio
import logging
import sys
import threading
from collections.abc import Callable, Generator
from contextlib import contextmanager
from http import HTTPStatus
from typing import Any

import pytest
from websockets.datastructures import Headers
from websockets.http11 import Request as Handshake
from websockets.http11 import Response as Refusal
from websockets.sync.server import ServerConnection, serve

from postcardit_sdk import AsyncClient, Client, ClientClosed, ConnectionFailed, TimedOut, web_sockets
from postcardit_sdk.flow import Connect, Read, Stream
from postcardit_sdk.flow import Emit as EmitOne

Handler = Callable[[ServerConnection], None]
TOKEN = "a-token"


@contextmanager
def serving(handler: Handler, refuse: Refusal | None = None) -> Generator[tuple[str, list[Headers]]]:
    """A server; its address, and the headers that it got."""
    seen: list[Headers] = []

    def first(_connection: ServerConnection, request: Handshake) -> Refusal | None:
        seen.append(request.headers)
        return refuse

    protocols: Any = ["postcardit.v1"]
    with serve(handler, "127.0.0.1", 0, subprotocols=protocols, process_request=first) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield f"ws://127.0.0.1:{server.socket.getsockname()[1]}/dev", seen
        finally:
            server.shutdown()
            thread.join()


def messages(url: str, silence: float = 30.0) -> Stream[bytes]:
    """All messages until the end."""
    channel = yield from Connect(url, silence)
    while (message := (yield from Read(channel))) is not None:
        yield EmitOne(message)


def heard(url: str, silence: float = 30.0, *, base: str = "http://127.0.0.1:1") -> list[bytes]:
    with Client(base, token=TOKEN) as client:
        return [*client.stream(messages(url, silence))]


def heard_async(url: str, silence: float = 30.0, *, base: str = "http://127.0.0.1:1") -> list[bytes]:
    async def listen() -> list[bytes]:
        async with AsyncClient(base, token=TOKEN) as client:
            return [message async for message in client.stream(messages(url, silence))]

    return asyncio.run(listen())


Hear = Callable[..., list[bytes]]
both = pytest.mark.parametrize("hear", [heard, heard_async])


def says(*words: str | bytes) -> Handler:
    def handler(connection: ServerConnection) -> None:
        for word in words:
            connection.send(word)

    return handler


@both
def test_messages_are_read_to_the_end(hear: Hear) -> None:
    with serving(says("one", b"two")) as (url, seen):
        assert hear(url) == [b"one", b"two"]

    assert seen[0]["authorization"] == f"Bearer {TOKEN}"
    assert seen[0]["sec-websocket-protocol"] == "postcardit.v1"
    assert seen[0]["user-agent"].startswith("postcardit-python/")


@both
def test_a_silent_server_is_pinged_and_its_answer_is_read(hear: Hear) -> None:
    def answers(connection: ServerConnection) -> None:
        assert connection.recv() == '{"type":"ping"}'
        connection.send('{"type":"pong"}')

    with serving(answers) as (url, _):
        assert hear(url, 0.01) == [b'{"type":"pong"}']


@both
def test_a_server_that_does_not_answer_a_ping_is_given_up(hear: Hear, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(web_sockets, "_ANSWER_SECONDS", 0.01)
    end = threading.Event()

    def handler(_: ServerConnection) -> None:
        end.wait(30)

    with serving(handler) as (url, _), pytest.raises(TimedOut) as given_up:
        try:
            hear(url, 0.01)
        finally:
            end.set()

    assert str(given_up.value) == f"{url.removesuffix('/dev')} did not answer in time."


@both
def test_a_refusal_is_the_problem_that_it_says(hear: Hear) -> None:
    refusal = Refusal(HTTPStatus.SERVICE_UNAVAILABLE, "", Headers({"retry-after": "7"}), b"later")

    with serving(says(), refusal) as (url, _), pytest.raises(Exception, match="503") as refused:
        hear(url)

    assert getattr(refused.value, "retry_after", None) == 7


@both
def test_nobody_there_is_said_without_the_token(hear: Hear) -> None:
    with pytest.raises(ConnectionFailed) as failed:
        hear("ws://127.0.0.1:1/dev")

    assert not failed.value.was_sent
    assert TOKEN not in repr(failed.value)


@both
def test_a_token_that_goes_encrypted_is_never_sent_in_the_clear(hear: Hear) -> None:
    with serving(says("one")) as (url, seen), pytest.raises(Exception, match="501"):
        hear(url, base="https://api.test")

    assert seen == []


@both
def test_without_the_library_there_are_no_websockets(hear: Hear, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "websockets.sync.client", None)
    monkeypatch.setitem(sys.modules, "websockets.asyncio.client", None)

    with pytest.raises(Exception, match="501"):
        hear("ws://127.0.0.1:1/dev")


@both
def test_no_log_holds_the_token(hear: Hear, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG), serving(says("one")) as (url, _):
        hear(url)

    assert TOKEN not in "".join(record.getMessage() for record in caplog.records if "server" not in record.name)


def test_closing_a_client_wakes_who_listens() -> None:
    client, waiting, end = Client("http://127.0.0.1:1", token=TOKEN), threading.Event(), threading.Event()
    raised: list[BaseException] = []

    def handler(connection: ServerConnection) -> None:
        connection.send("one")
        end.wait(30)

    def listen(url: str) -> None:
        try:
            for _ in client.stream(messages(url)):
                waiting.set()
        except ClientClosed as error:
            raised.append(error)

    with serving(handler) as (url, _):
        thread = threading.Thread(target=listen, args=(url,))
        thread.start()
        assert waiting.wait(30)
        client.close()
        thread.join(30)
        end.set()

    assert [type(error) for error in raised] == [ClientClosed]
