"""WebSockets: the only file that knows the library `websockets`, which the extra `realtime` installs."""

import logging
import socket
from collections.abc import Generator
from contextlib import AsyncExitStack, ExitStack, contextmanager
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, cast
from urllib.parse import urlsplit

from .errors import ConnectionFailed, PostCardItError, TimedOut
from .flow import Request
from .hidden import without_frames
from .transport import AsyncChannel, BlockingChannel, NoChannel

if TYPE_CHECKING:
    from websockets.asyncio.client import ClientConnection as AsyncConnection
    from websockets.http11 import Response
    from websockets.sync.client import ClientConnection

__all__ = ["open_socket", "open_socket_async"]

_CLOSE_SECONDS = 1.0
_ANSWER_SECONDS = 15.0
"""How soon a ping must be answered."""
_PING = '{"type":"ping"}'
_MESSAGE_BYTES = 16 * 1024
_log = logging.getLogger("postcardit.websocket")
_log.setLevel(logging.WARNING)  # the library would write the token's header to a debug log


def open_socket(request: Request, base: str, answer_seconds: float) -> BlockingChannel:
    """Connect; a function that is to answer may have to start first. Who refuses gives a channel with a status that is
    not 101; so does a library that is not there, and an address that would send a token in the clear which goes
    encrypted elsewhere. Raises ConnectionFailed."""
    try:
        from websockets.exceptions import InvalidStatus
        from websockets.sync.client import connect
    except ImportError:
        return NoChannel()
    if _is_worse(request.url, base):
        return NoChannel()
    stack = ExitStack()
    try:
        with _in_our_words(request.url):
            opened = cast("ClientConnection", connect(request.url, **_options(request, answer_seconds)))
            connection = stack.enter_context(opened)
    except InvalidStatus as refusal:
        return _Refusal(refusal.response)
    return _SocketChannel(connection, stack, request)


async def open_socket_async(request: Request, base: str, answer_seconds: float) -> AsyncChannel:
    """The same, to be awaited."""
    try:
        from websockets.asyncio.client import connect
        from websockets.exceptions import InvalidStatus
    except ImportError:
        return NoChannel()
    if _is_worse(request.url, base):
        return NoChannel()
    stack = AsyncExitStack()
    try:
        with _in_our_words(request.url):
            connection = await stack.enter_async_context(connect(request.url, **_options(request, answer_seconds)))
    except InvalidStatus as refusal:
        return _Refusal(refusal.response)
    return _AsyncSocketChannel(connection, stack, request)


class _Refusal:
    """An answer that opens nothing."""

    def __init__(self, response: "Response") -> None:
        self.status = response.status_code
        self.headers = MappingProxyType({name.lower(): value for name, value in response.headers.raw_items()})
        self._body: bytes | None = bytes(response.body or b"")

    def read(self) -> bytes | None:
        """The body, once."""
        body, self._body = self._body, None
        return body or None

    async def read_async(self) -> bytes | None:
        """The same."""
        return self.read()

    def cut(self) -> None: ...
    def close(self) -> None: ...
    async def close_async(self) -> None: ...


class _SocketChannel:
    """An open WebSocket, read message by message."""

    status, headers = 101, MappingProxyType[str, str]({})

    def __init__(self, connection: "ClientConnection", stack: ExitStack, request: Request) -> None:
        self._connection, self._stack = connection, stack
        self._url, self._silence = request.url, request.silence_seconds

    def read(self) -> bytes | None:
        """The next message, None at the end. Raises TimedOut when a ping is not answered."""
        from websockets.exceptions import ConnectionClosed

        try:
            try:
                return _bytes(self._connection.recv(timeout=self._silence))
            except TimeoutError:
                self._connection.send(_PING)
            return _bytes(self._connection.recv(timeout=_ANSWER_SECONDS))
        except TimeoutError:
            raise _silent(self._url) from None
        except ConnectionClosed:
            return None

    def cut(self) -> None:
        """Shut the connection down: who reads finds its end."""
        try:
            socket.socket.shutdown(self._connection.socket, socket.SHUT_RDWR)
        except OSError:
            return  # the server was quicker

    def close(self) -> None:
        """Say goodbye, and wait a moment for the answer."""
        self._stack.close()


class _AsyncSocketChannel:
    """The same, to be awaited."""

    status, headers = 101, MappingProxyType[str, str]({})

    def __init__(self, connection: "AsyncConnection", stack: AsyncExitStack, request: Request) -> None:
        self._connection, self._stack = connection, stack
        self._url, self._silence = request.url, request.silence_seconds

    async def read_async(self) -> bytes | None:
        """The next message, None at the end. Raises TimedOut when a ping is not answered."""
        import asyncio

        from websockets.exceptions import ConnectionClosed

        try:
            try:
                async with asyncio.timeout(self._silence):
                    return _bytes(await self._connection.recv())
            except TimeoutError:
                await self._connection.send(_PING)
            async with asyncio.timeout(_ANSWER_SECONDS):
                return _bytes(await self._connection.recv())
        except TimeoutError:
            raise _silent(self._url) from None
        except ConnectionClosed:
            return None

    async def close_async(self) -> None:
        """Say goodbye, and wait a moment for the answer."""
        await self._stack.aclose()


def _options(request: Request, answer_seconds: float) -> dict[str, Any]:
    headers = dict(request.headers)
    return {
        "subprotocols": [headers.pop("sec-websocket-protocol")],
        "user_agent_header": headers.pop("user-agent"),
        "additional_headers": headers,
        "open_timeout": answer_seconds,
        "close_timeout": _CLOSE_SECONDS,
        "ping_interval": None,  # a gateway need not answer those; ours are messages
        "max_size": _MESSAGE_BYTES,
        "compression": None,
        "logger": _log,
    }


def _is_worse(url: str, base: str) -> bool:
    return base.startswith("https:") and not url.startswith("wss:")


def _bytes(message: str | bytes) -> bytes:
    return message.encode() if isinstance(message, str) else message


def _silent(url: str) -> TimedOut:
    return TimedOut(f"{_where(url)} did not answer in time.")


def _where(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}"


@contextmanager
def _in_our_words(url: str) -> Generator[None]:
    """What the library and the system raise, without what was sent: a token is in it."""
    from websockets.exceptions import InvalidHandshake, InvalidStatus, InvalidURI

    try:
        yield
    except InvalidStatus:
        raise
    except InvalidURI as error:
        raise PostCardItError("The server's address for WebSockets is malformed.") from without_frames(error)
    except (InvalidHandshake, EOFError) as error:
        words = f"{_where(url)} does not speak WebSocket: {type(error).__name__}."
        raise ConnectionFailed(words) from without_frames(error)
    except OSError as error:  # a timeout is one
        words = f"Could not connect to {_where(url)}: {error.strerror or type(error).__name__}."
        raise ConnectionFailed(words, was_sent=False) from without_frames(error)
