"""Streams over sockets and in this process, on both clients: given as they come, and closed as soon as they may."""

import asyncio
import importlib.util
import threading
import time
from collections.abc import Callable
from importlib import import_module
from typing import Any, cast

import pytest

from postcardit_sdk import (
    AsyncClient,
    Client,
    Code,
    ConnectionFailed,
    MemoryTokens,
    PermissionDenied,
    TimedOut,
    Tokens,
)
from postcardit_sdk.asgi import Message
from postcardit_sdk.flow import Emit, Stream
from tests.sdk.dripping import HEAD, Line, dripping
from tests.sdk.stage import FOREVER, Script, pair, problem, reply
from tests.sdk.streams import SOON, Receive, Say, begin, chunks, in_process, part

LIBRARIES = [name for name in ("httpx", "httpx2") if importlib.util.find_spec(name)]
colours = pytest.mark.parametrize("colour", ["blocking", "awaited"])


def all_of(colour: str, stream: Stream[bytes], url: str = "http://api.example", **options: Any) -> list[bytes]:
    """Everything that a stream gives, on a client of one colour."""
    options = {"tokens": MemoryTokens(FOREVER)} | options
    if colour == "blocking":
        with Client(url, **options) as client:
            return [*client.stream(stream)]

    async def collect() -> list[bytes]:
        async with AsyncClient(url, **options) as client:
            return [chunk async for chunk in client.stream(stream)]

    return asyncio.run(collect())


# As it comes


@colours
def test_chunks_are_given_as_the_server_sends_them(colour: str) -> None:
    heard = threading.Semaphore(0)

    def answer(line: Line) -> None:
        line.say(HEAD)
        for word in (b"one", b"two", b"three"):
            line.chunk(word)
            assert heard.acquire(timeout=SOON)  # nothing more is sent before this was heard
        line.chunk(b"")

    with dripping(answer) as server:
        given = listen_in(colour, server.url, lambda chunk: heard.release())

    assert given == [b"one", b"two", b"three"]
    assert b"last-event-id: c7" in server.lines[0].asked
    assert b"accept: text/event-stream" in server.lines[0].asked
    assert b"authorization: Bearer access-1" in server.lines[0].asked


def listen_in(colour: str, url: str, hear: Callable[[bytes], None], **options: Any) -> list[bytes]:
    """Everything that a stream gives; `hear` is told of each chunk when it comes."""
    options = {"tokens": MemoryTokens(FOREVER)} | options
    given: list[bytes] = []

    def take(chunk: bytes) -> None:
        given.append(chunk)
        hear(chunk)

    if colour == "blocking":
        with Client(url, **options) as client:
            for chunk in client.stream(chunks()):
                take(chunk)
        return given

    async def collect() -> None:
        async with AsyncClient(url, **options) as client:
            async for chunk in client.stream(chunks()):
                take(chunk)

    asyncio.run(collect())
    return given


@colours
def test_chunks_are_given_as_an_application_in_this_process_says_them(colour: str) -> None:
    heard: list[bytes] = []

    async def app(scope: Message, receive: Receive, say: Say) -> None:
        assert (b"last-event-id", b"c7") in scope["headers"]
        await begin(say)
        for word in (b"one", b"two", b"three"):
            await part(say, word)
            async with asyncio.timeout(SOON):
                while word not in heard:  # noqa: ASYNC110  # it is heard in another thread; nothing more is said before
                    await asyncio.sleep(0.001)
        await part(say, b"", more=False)

    assert listen_in(colour, "http://embedded", heard.append, transport=in_process(app)) == [b"one", b"two", b"three"]


@colours
def test_who_reads_slowly_slows_the_application_down(colour: str) -> None:
    said: list[int] = []
    ahead: list[int] = []

    async def app(scope: Message, receive: Receive, say: Say) -> None:
        await begin(say)
        for number in range(100):
            said.append(number)
            await part(say, b"%d" % number)
        await part(say, b"", more=False)

    def hear(chunk: bytes) -> None:
        time.sleep(0.001)
        ahead.append(len(said) - int(chunk))

    given = listen_in(colour, "http://embedded", hear, transport=in_process(app))

    assert given == [b"%d" % number for number in range(100)]
    assert max(ahead) <= 20


@pytest.mark.parametrize("library", LIBRARIES)
@colours
def test_the_http_client_of_the_user_streams_too_with_our_patience(colour: str, library: str) -> None:
    module = import_module(library)

    def answer(line: Line) -> None:
        line.say(HEAD)
        time.sleep(0.05)
        line.chunk(b"hello")
        line.chunk(b"")

    with dripping(answer) as server:
        kind = module.Client if colour == "blocking" else module.AsyncClient
        given = kind(headers={"x-mine": "yes"}, timeout=module.Timeout(SOON, read=0.01))
        assert all_of(colour, chunks(), server.url, http_client=given) == [b"hello"]
        given.close() if colour == "blocking" else asyncio.run(given.aclose())

    assert b"x-mine: yes" in server.lines[0].asked


# What goes wrong


@colours
def test_a_stream_that_breaks_off_is_a_lost_connection(colour: str) -> None:
    def answer(line: Line) -> None:
        line.say(HEAD)
        line.chunk(b"one")

    with dripping(answer) as server, pytest.raises(ConnectionFailed, match="broke") as caught:
        all_of(colour, chunks(), server.url)

    assert not isinstance(caught.value, TimedOut)


@colours
def test_an_application_that_fails_in_its_stream_is_a_lost_connection(colour: str) -> None:
    async def app(scope: Message, receive: Receive, say: Say) -> None:
        await begin(say)
        await part(say, b"one")
        raise ZeroDivisionError

    given: list[bytes] = []
    with pytest.raises(ConnectionFailed, match=r"The embedded backend failed \(ZeroDivisionError\)\."):
        listen_in(colour, "http://embedded", given.append, transport=in_process(app))

    assert given == [b"one"]


@colours
@pytest.mark.parametrize("says_status", [True, False])
def test_a_server_that_falls_silent_is_late(colour: str, says_status: bool) -> None:
    def answer(line: Line) -> None:
        if says_status:
            line.say(HEAD)
        line.wait_until_left()

    with dripping(answer) as server, pytest.raises(TimedOut):
        all_of(colour, chunks(0.05), server.url)


@colours
@pytest.mark.parametrize("says_status", [True, False])
def test_an_application_that_falls_silent_is_late_and_is_ended(colour: str, says_status: bool) -> None:
    ended: list[str] = []

    async def app(scope: Message, receive: Receive, say: Say) -> None:
        try:
            if says_status:
                await begin(say)
            await asyncio.Event().wait()
        finally:
            ended.append("ended")

    with pytest.raises(TimedOut):
        all_of(colour, chunks(0.05), transport=in_process(app))

    assert ended == ["ended"]


@colours
def test_an_application_that_says_nothing_has_failed(colour: str) -> None:
    async def app(scope: Message, receive: Receive, say: Say) -> None: ...

    with pytest.raises(ConnectionFailed, match="ended without an answer"):
        all_of(colour, chunks(), transport=in_process(app))


@colours
def test_a_refusal_is_the_usual_error(colour: str) -> None:
    refusal = problem(Code.FORBIDDEN)

    async def app(scope: Message, receive: Receive, say: Say) -> None:
        await begin(say, refusal.status)
        await part(say, refusal.body[:10])
        await part(say, refusal.body[10:], more=False)

    with pytest.raises(PermissionDenied) as caught:
        all_of(colour, chunks(), transport=in_process(app))

    assert (caught.value.code, caught.value.request_id) == (Code.FORBIDDEN, "request-1")


@colours
def test_a_refusal_without_end_is_not_read_to_its_end(colour: str) -> None:
    async def app(scope: Message, receive: Receive, say: Say) -> None:
        await begin(say, 500)
        while True:
            await part(say, bytes(8192))

    with pytest.raises(Exception, match="The server answered 500 with something that is not of this API"):
        all_of(colour, chunks(), transport=in_process(app))


@colours
def test_an_expired_token_is_refreshed_once_and_the_stream_opened_again(colour: str) -> None:
    tokens = MemoryTokens(FOREVER)
    shown: list[bytes] = []
    refusal, fresh = problem(Code.UNAUTHENTICATED), reply(pair())

    async def app(scope: Message, receive: Receive, say: Say) -> None:
        if scope["path"] == "/v1/auth/refresh":
            await begin(say)
            await part(say, fresh.body, more=False)
            return
        shown.append(dict(scope["headers"])[b"authorization"])
        is_old = shown[-1] == b"Bearer access-1"
        await begin(say, 401 if is_old else 200)
        await part(say, refusal.body if is_old else b"hello", more=False)

    assert all_of(colour, chunks(), transport=in_process(app), tokens=tokens) == [b"hello"]
    assert shown == [b"Bearer access-1", b"Bearer access-2"]
    assert cast(Tokens, tokens.load()).access_token == "access-2"


@colours
def test_a_transport_that_cannot_stream_says_501(colour: str) -> None:
    with pytest.raises(Exception, match="The server answered 501"):
        all_of(colour, chunks(), transport=Script([reply(pair())]))


@colours
def test_a_flow_that_emits_is_iterated_and_not_run(colour: str) -> None:
    def emitting() -> Any:
        yield Emit("item")

    with pytest.raises(TypeError, match="iterate over it"):
        if colour == "blocking":
            Client("http://api.example", transport=Script([])).run(emitting())
        else:
            asyncio.run(AsyncClient("http://api.example", transport=Script([])).run(emitting()))
