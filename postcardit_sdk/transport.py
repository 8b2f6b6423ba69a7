"""What carries requests: a Transport of either colour, and the channels that a streaming one opens."""

from types import MappingProxyType
from typing import Protocol, runtime_checkable

from .flow import Channel, Request, Response

__all__ = [
    "AsyncChannel",
    "AsyncStreamingTransport",
    "AsyncTransport",
    "BlockingChannel",
    "NoChannel",
    "StreamingTransport",
    "Transport",
]


class BlockingChannel(Channel, Protocol):
    """A Channel to be read by one thread."""

    def read(self) -> bytes | None:
        """The next bytes, None at the end. Raises ConnectionFailed when the connection breaks or is cut."""
        ...

    def cut(self) -> None:
        """Break the connection, from any thread: who reads is woken, and nobody can read on."""
        ...

    def close(self) -> None:
        """Give up what has not been read, and the connection with it. Only for the thread that reads."""
        ...


class AsyncChannel(Channel, Protocol):
    """A Channel to be awaited. A read that is cancelled leaves it fit for closing, not for reading."""

    async def read_async(self) -> bytes | None: ...
    async def close_async(self) -> None: ...


class Transport(Protocol):
    """Sends one request and gives its response whatever the status is; raises ConnectionFailed when none comes."""

    def send(self, request: Request) -> Response: ...
    def close(self) -> None: ...


@runtime_checkable
class StreamingTransport(Transport, Protocol):
    """A Transport that can give an answer while it is being made; over any other, changes are polled for."""

    def open(self, request: Request) -> BlockingChannel: ...


class AsyncTransport(Protocol):
    """A Transport to be awaited."""

    async def send_async(self, request: Request) -> Response: ...
    async def close_async(self) -> None: ...


@runtime_checkable
class AsyncStreamingTransport(AsyncTransport, Protocol):
    """A StreamingTransport to be awaited."""

    async def open_async(self, request: Request) -> AsyncChannel: ...


class NoChannel:
    """What a transport that cannot stream answers: 501, without a word."""

    status, headers = 501, MappingProxyType[str, str]({})

    def read(self) -> None: ...
    def cut(self) -> None: ...
    def close(self) -> None: ...
    async def read_async(self) -> None: ...
    async def close_async(self) -> None: ...
