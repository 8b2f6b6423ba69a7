"""Streams over sockets and in this process, on both clients: given as they come, and closed as soon as they may."""

import asyncio
import gc
import importlib.util
import threading
import time
from collections.abc import Awaitable, Callable
from contextlib import aclosing, closing
from dataclasses import dataclass, field
from importlib import import_module
from typing import Any, cast

import pytest

from postcardit_sdk import (
    AsyncClient,
    Call,
    Client,
    ClientClosed,
    Code,
    ConnectionFailed,
    MemoryTokens,
    PermissionDenied,
    TimedOut,
    Tokens,
)
from postcardit_sdk.asgi import Application, Message
from postcardit_sdk.contract import operations as ops
from postcardit_sdk.embedded import EmbeddedTransport
from postcardit_sdk.flow import Emit, Listen, Read, Shut, Stream
from tests.sdk.dripping import HEAD, Dripping, Line, dripping
from tests.sdk.stage import FOREVER, Script, pair, problem, reply

Receive = Callable[[], Awaitable[Message]]
Say = Callable[[Message], Awaitable[None]]
LIBRARIES = [name for name in ("httpx", "httpx2") if importlib.util.find_spec(name)]
colours = pytest.mark.parametrize("colour", ["blocking", "awaited"])
SOON = 10.0
"""Seconds that nothing here should take, but may on a busy machine."""


def chunks(silence_seconds: float = SOON) -> Stream[bytes]:
    """A stream of an operation, chunk by chunk."""
    channel = yield from Listen(Call(ops.listen_events), silence_seconds, "c7")
    while (chunk := (yield from Read(channel))) is not None:
        yield Emit(chunk)
    yield Shut(channel)


@dataclass
class Backend:
    """A backend of one function."""

    app: Application
    closed: list[str] = field(default_factory=list[str])

    def close(self) -> None:
        self.closed.append("closed")


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


def in_process(app: Application) -> EmbeddedTransport:
    return EmbeddedTransport(Backend(app))


async def begin(say: Say, status: int = 200) -> None:
    headers = [(b"Content-Type", b"text/event-stream")]
    await say({"type": "http.response.start", "status": status, "headers": headers})


async def part(say: Say, body: bytes, *, more: bool = True) -> None:
    await say({"type": "http.response.body", "body": body, "more_body": more})


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


# Closing


def endless(line: Line) -> None:
    line.say(HEAD)
    line.chunk(b"one")
    line.wait_until_left()


def test_breaking_off_closes_the_connection_at_once() -> None:
    with dripping(endless) as server, Client(server.url, tokens=MemoryTokens(FOREVER)) as client:
        for _ in client.stream(chunks()):
            break
        assert server.lines[0].was_left.wait(SOON)

        with closing(cast(Any, client.stream(chunks()))) as stream:
            next(stream)
        assert server.lines[1].was_left.wait(SOON)


def test_breaking_off_closes_the_connection_at_once_when_awaited() -> None:
    async def break_off(server: Dripping) -> None:
        async with AsyncClient(server.url, tokens=MemoryTokens(FOREVER)) as client:
            async with aclosing(cast(Any, client.stream(chunks()))) as stream:
                async for _ in stream:
                    break
            assert await asyncio.to_thread(server.lines[0].was_left.wait, SOON)

            async for _ in client.stream(chunks()):
                break
            assert await asyncio.to_thread(server.lines[1].was_left.wait, SOON)

    with dripping(endless) as server:
        asyncio.run(break_off(server))


@colours
def test_breaking_off_ends_the_application_in_this_process(colour: str) -> None:
    told: list[str] = []

    async def app(scope: Message, receive: Receive, say: Say) -> None:
        async def listen() -> None:
            await receive()
            told.append((await receive())["type"])
            try:
                await part(say, b"too late")
            except OSError:
                told.append("refused")

        listener = asyncio.create_task(listen())
        await begin(say)
        await part(say, b"one")
        try:
            await asyncio.Event().wait()
        except asyncio.CancelledError:
            told.append("cancelled")
            raise
        finally:
            await listener

    transport = in_process(app)
    if colour == "blocking":
        client = Client("http://embedded", tokens=MemoryTokens(FOREVER), transport=transport)
        next(stream := client.stream(chunks()))
        cast(Any, stream).close()
        heard = sorted(told)
        client.close()
    else:

        async def break_off() -> list[str]:
            async with AsyncClient("http://embedded", tokens=MemoryTokens(FOREVER), transport=transport) as client:
                async with aclosing(cast(Any, client.stream(chunks()))) as stream:
                    await anext(stream)
                return sorted(told)

        heard = asyncio.run(break_off())

    assert heard == ["cancelled", "http.disconnect", "refused"]


@pytest.mark.parametrize("where", ["socket", "process"])
def test_closing_the_client_ends_the_stream_that_another_thread_reads(where: str) -> None:
    with listening_server(where) as (url, options):
        client = Client(url, tokens=MemoryTokens(FOREVER), **options)
        raised, reads = list[BaseException](), threading.Event()

        def read() -> None:
            try:
                for _ in client.stream(chunks(60.0)):
                    reads.set()
            except BaseException as error:  # noqa: BLE001  # it is looked at below
                raised.append(error)

        reader = threading.Thread(target=read)
        reader.start()
        assert reads.wait(SOON)
        client.close()
        reader.join(SOON)

        assert not reader.is_alive()
        assert [type(error) for error in raised] == [ClientClosed]


@pytest.mark.parametrize("where", ["socket", "process"])
def test_closing_the_client_ends_the_stream_that_another_task_reads(where: str) -> None:
    async def close_while_reading(url: str, options: dict[str, Any]) -> type[BaseException]:
        client = AsyncClient(url, tokens=MemoryTokens(FOREVER), **options)
        reads = asyncio.Event()

        async def read() -> None:
            async for _ in client.stream(chunks(60.0)):
                reads.set()

        reader = asyncio.create_task(read())
        async with asyncio.timeout(SOON):
            await reads.wait()
            await asyncio.sleep(0)
            await client.close()
            with pytest.raises(ClientClosed) as caught:
                await reader
        return caught.type

    with listening_server(where) as (url, options):
        assert asyncio.run(close_while_reading(url, options)) is ClientClosed


@pytest.mark.parametrize("where", ["socket", "process"])
def test_a_cancelled_reader_leaves_nothing_open(where: str) -> None:
    async def cancel(url: str, options: dict[str, Any]) -> None:
        async with AsyncClient(url, tokens=MemoryTokens(FOREVER), **options) as client:
            reads = asyncio.Event()

            async def read() -> None:
                async for _ in client.stream(chunks(60.0)):
                    reads.set()

            reader = asyncio.create_task(read())
            await reads.wait()
            await asyncio.sleep(0)
            reader.cancel()
            with pytest.raises(asyncio.CancelledError):
                await reader
            assert asyncio.all_tasks() == {asyncio.current_task()}

    with listening_server(where) as (url, options):
        asyncio.run(cancel(url, options))


class listening_server:  # noqa: N801  # it is used as a context manager
    """A server whose streams begin and never end, on a socket or in this process."""

    def __init__(self, where: str) -> None:
        self._socket = dripping(endless) if where == "socket" else None

    def __enter__(self) -> tuple[str, dict[str, Any]]:
        if self._socket is not None:
            return self._socket.__enter__().url, {}

        async def app(scope: Message, receive: Receive, say: Say) -> None:
            await begin(say)
            await part(say, b"one")
            await asyncio.Event().wait()

        return "http://embedded", {"transport": in_process(app)}

    def __exit__(self, *_: object) -> None:
        if self._socket is not None:
            self._socket.__exit__(None, None, None)


def test_a_stream_that_nobody_began_opens_nothing() -> None:
    with dripping(endless) as server, Client(server.url, tokens=MemoryTokens(FOREVER)) as client:
        client.stream(chunks())
        gc.collect()

    assert server.lines == []
