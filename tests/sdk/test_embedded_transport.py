"""An ASGI application in this process, asked without a socket."""

import asyncio
import threading
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from postcardit_sdk import AsyncClient, Client, ClientClosed, ConnectionFailed, Progress, Request, Response
from postcardit_sdk.asgi import Application, Message
from postcardit_sdk.embedded import EmbeddedTransport

Receive = Callable[[], Awaitable[Message]]
Say = Callable[[Message], Awaitable[None]]
KIB = 1024


@dataclass
class Backend:
    """A backend of one function."""

    app: Application
    closed: list[str] = field(default_factory=list[str])

    def close(self) -> None:
        self.closed.append("closed")


async def answer(say: Say, body: bytes, status: int = 200) -> None:
    """Answer in two parts, to be put together by whoever reads."""
    await say({"type": "http.response.start", "status": status, "headers": [(b"X-Parts", b"2")]})
    await say({"type": "http.response.body", "body": body[:1], "more_body": True})
    await say({"type": "http.response.body", "body": body[1:]})


async def echo(scope: Message, receive: Receive, say: Say) -> None:
    parts: list[bytes] = []
    while True:
        message = await receive()
        parts.append(message["body"])
        if not message["more_body"]:
            break
    await answer(say, str([len(part) for part in parts]).encode())


def send(app: Application, request: Request, colour: str) -> Response:
    transport = EmbeddedTransport(Backend(app))
    if colour == "awaited":
        return asyncio.run(transport.send_async(request))
    try:
        return transport.send(request)
    finally:
        transport.close()


both = pytest.mark.parametrize("colour", ["blocking", "awaited"])


@both
@pytest.mark.parametrize(
    ("size", "chunks"), [(0, "[0]"), (5, "[5]"), (64 * KIB, "[65536]"), (130 * KIB, "[65536, 65536, 2048]")]
)
def test_a_body_travels_in_chunks_and_tells_how_far_it_is(size: int, chunks: str, colour: str) -> None:
    heard: list[Progress] = []

    response = send(echo, Request("PUT", "/v1/bytes", {}, bytes(size), heard.append), colour)

    assert (response.status, response.headers, response.body) == (200, {"x-parts": "2"}, chunks.encode())
    assert [progress.done_bytes for progress in heard] == sorted({min(n * 64 * KIB, size) for n in (1, 2, 3)} - {0})
    assert all(progress.total_bytes == size for progress in heard)


@both
def test_an_application_hears_what_a_server_would_tell_it(colour: str) -> None:
    heard: dict[str, Any] = {}

    async def listen(scope: Message, receive: Receive, say: Say) -> None:
        heard.update(scope)
        await answer(say, b"ok")

    send(listen, Request("GET", "/v1/caf%C3%A9/ü?q=a%20ö", {"X-Word": "é"}), colour)

    assert (heard["method"], heard["path"], heard["scheme"]) == ("GET", "/v1/café/ü", "http")
    assert (heard["raw_path"], heard["query_string"]) == (b"/v1/caf%C3%A9/%C3%BC", b"q=a%20%C3%B6")
    assert heard["headers"] == [
        (b"host", b"embedded.localhost"),
        (b"content-length", b"0"),
        (b"x-word", "é".encode("latin-1")),
    ]


@both
def test_an_address_in_a_query_is_no_address_of_the_request(colour: str) -> None:
    async def say_path(scope: Message, receive: Receive, say: Say) -> None:
        await answer(say, scope["path"].encode())

    response = send(say_path, Request("GET", "/v1/users?next=http://elsewhere.example/"), colour)

    assert response.body == b"/v1/users"


@both
def test_the_client_stays_until_the_answer_is_complete(colour: str) -> None:
    async def answer_while_listening(scope: Message, receive: Receive, say: Say) -> None:
        await receive()
        gone = asyncio.ensure_future(receive())
        await asyncio.sleep(0)
        was_gone = gone.done()
        await answer(say, b"stayed" if not was_gone else b"gone")
        assert (await gone)["type"] == "http.disconnect"

    assert send(answer_while_listening, Request("GET", "/"), colour).body == b"stayed"


@both
def test_an_application_that_fails_before_it_answers_is_a_broken_connection(colour: str) -> None:
    async def fail(scope: Message, receive: Receive, say: Say) -> None:
        raise ZeroDivisionError("secret of the backend")

    with pytest.raises(ConnectionFailed, match=r"The embedded backend failed \(ZeroDivisionError\)\."):
        send(fail, Request("GET", "/"), colour)


@both
def test_an_application_that_fails_after_its_answer_has_answered(colour: str) -> None:
    async def answer_and_fail(scope: Message, receive: Receive, say: Say) -> None:
        await answer(say, b"oops", 500)
        raise ZeroDivisionError

    assert send(answer_and_fail, Request("GET", "/"), colour).status == 500


@both
def test_what_a_progress_callback_raises_reaches_its_owner(colour: str) -> None:
    async def swallow(scope: Message, receive: Receive, say: Say) -> None:
        try:
            await echo(scope, receive, say)
        except Exception:  # noqa: BLE001  # as a backend's last fence does
            await answer(say, b"internal", 500)

    def fail(_: Progress) -> None:
        raise LookupError("the progress bar is gone")

    with pytest.raises(LookupError, match="the progress bar is gone"):
        send(swallow, Request("PUT", "/", {}, b"bytes", fail), colour)


def test_blocking_callers_are_served_at_the_same_time() -> None:
    here: list[str] = []
    together = asyncio.Event()

    async def meet(scope: Message, receive: Receive, say: Say) -> None:
        here.append("here")
        if len(here) == 8:
            together.set()
        await asyncio.wait_for(together.wait(), 10)
        await answer(say, b"met")

    transport = EmbeddedTransport(Backend(meet))
    with ThreadPoolExecutor(8) as pool:
        bodies = [response.body for response in pool.map(transport.send, [Request("GET", "/")] * 8)]
    transport.close()

    assert bodies == [b"met"] * 8


def test_closing_leaves_nobody_waiting() -> None:
    begun = threading.Event()

    async def hang(scope: Message, receive: Receive, say: Say) -> None:
        begun.set()
        await asyncio.Event().wait()

    backend = Backend(hang)
    transport = EmbeddedTransport(backend)
    with ThreadPoolExecutor(1) as pool:
        waiting = pool.submit(transport.send, Request("GET", "/"))
        assert begun.wait(10)
        transport.close()
        with pytest.raises(ConnectionFailed, match="closed before the answer came"):
            waiting.result(10)

    assert backend.closed == ["closed"]


def test_a_closed_client_says_so_and_can_be_closed_again(tmp_path: Path) -> None:
    client = Client.embedded(tmp_path)
    client.service.live()
    client.close()
    client.close()

    with pytest.raises(ClientClosed, match="closed"):
        client.service.live()


def test_a_closed_awaited_client_says_so_and_can_be_closed_again(tmp_path: Path) -> None:
    async def use_closed() -> None:
        client = AsyncClient.embedded(tmp_path)
        await client.service.live()
        await client.close()
        await client.close()
        with pytest.raises(ClientClosed, match="closed"):
            await client.service.live()

    asyncio.run(use_closed())


def test_closing_ends_the_thread(tmp_path: Path) -> None:
    with Client.embedded(tmp_path) as client:
        client.service.live()
        names = {thread.name for thread in threading.enumerate()}
        own = [thread for thread in threading.enumerate() if thread.name == "postcardit-embedded"]

    assert "postcardit-embedded" in names
    assert not any(thread.is_alive() for thread in own)
