"""Closing streams: who breaks off, is cancelled or closes the client leaves nothing open."""

import asyncio
import gc
import threading
from contextlib import aclosing, closing
from typing import Any, cast

import pytest

from postcardit_sdk import (
    AsyncClient,
    Client,
    ClientClosed,
    MemoryTokens,
)
from postcardit_sdk.asgi import Message
from tests.sdk.dripping import Dripping, dripping
from tests.sdk.stage import FOREVER
from tests.sdk.streams import SOON, Receive, Say, begin, chunks, endless, in_process, listening_server, part

colours = pytest.mark.parametrize("colour", ["blocking", "awaited"])


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


def test_a_stream_that_nobody_began_opens_nothing() -> None:
    with dripping(endless) as server, Client(server.url, tokens=MemoryTokens(FOREVER)) as client:
        client.stream(chunks())
        gc.collect()

    assert server.lines == []
