"""Streams to read and servers to read them from, on a socket and in this process."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any

from postcardit_sdk import Call
from postcardit_sdk.asgi import Application, Message
from postcardit_sdk.contract import operations as ops
from postcardit_sdk.embedded import EmbeddedTransport
from postcardit_sdk.flow import Emit, Listen, Read, Shut, Stream
from tests.sdk.dripping import HEAD, Line, dripping

__all__ = ["SOON", "Receive", "Say", "begin", "chunks", "endless", "in_process", "listening_server", "part"]

Receive = Callable[[], Awaitable[Message]]
Say = Callable[[Message], Awaitable[None]]

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


def in_process(app: Application) -> EmbeddedTransport:
    return EmbeddedTransport(Backend(app))


async def begin(say: Say, status: int = 200) -> None:
    headers = [(b"Content-Type", b"text/event-stream")]
    await say({"type": "http.response.start", "status": status, "headers": headers})


async def part(say: Say, body: bytes, *, more: bool = True) -> None:
    await say({"type": "http.response.body", "body": body, "more_body": more})


def endless(line: Line) -> None:
    line.say(HEAD)
    line.chunk(b"one")
    line.wait_until_left()


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
