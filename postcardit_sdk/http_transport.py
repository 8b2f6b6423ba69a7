"""Requests over HTTP: the only file that knows httpx (or httpx2, whose classes have the same names)."""

import re
import socket
from collections.abc import AsyncIterator, Callable, Generator, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from .errors import ConnectionFailed, PostCardItError, TimedOut
from .flow import Progress, Request, Response
from .hidden import without_frames
from .pools import Pools
from .transport import AsyncChannel, BlockingChannel

if TYPE_CHECKING:
    import httpx

__all__ = ["USUAL_TIMEOUTS", "AsyncHttpTransport", "HttpTransport", "Timeouts"]

_CHUNK_BYTES = 64 * 1024


@dataclass(frozen=True, slots=True)
class Timeouts:
    """How many seconds to wait: for a connection, for the next bytes, for a free connection of the pool."""

    connect_seconds: float = 5.0
    read_seconds: float = 30.0
    pool_seconds: float = 10.0


USUAL_TIMEOUTS = Timeouts()


_NOT_SENT = {"ConnectError", "ConnectTimeout", "PoolTimeout"}
_NOT_HTTP = {"InvalidURL", "LocalProtocolError", "UnsupportedProtocol"}


def _failure(error: Exception, url: str) -> PostCardItError:
    """What httpx raised, in the words of this SDK. Nothing of a header is repeated: it may be a secret."""
    name = type(error).__name__
    if name in _NOT_HTTP:
        return PostCardItError("The request cannot be made: its address or a header is malformed.")
    scheme, _, rest = url.partition("://")
    where = f"{scheme}://{re.split('[/?#]', rest)[0].rpartition('@')[2]}"
    if name in _NOT_SENT:
        return ConnectionFailed(f"Could not connect to {where}: {str(error) or name}.", was_sent=False)
    if name.endswith("Timeout"):
        return TimedOut(f"{where} did not answer in time.")
    return ConnectionFailed(f"The connection to {where} broke: {str(error) or name}.")


@contextmanager
def _in_our_words(url: str) -> Generator[None, None, None]:
    try:
        yield
    except Exception as error:
        if not any(kind.__name__ in {"RequestError", "InvalidURL"} for kind in type(error).__mro__):
            raise
        failure = _failure(error, url)
        raise failure from (without_frames(error) if isinstance(failure, ConnectionFailed) else None)


def _chunks(request: Request) -> Iterator[bytes]:
    total = len(request.body)
    for start in range(0, total, _CHUNK_BYTES):
        chunk = request.body[start : start + _CHUNK_BYTES]
        yield chunk
        if request.on_progress is not None:
            request.on_progress(Progress(start + len(chunk), total))


async def _async_chunks(request: Request) -> AsyncIterator[bytes]:
    for chunk in _chunks(request):
        yield chunk


def _arguments(request: Request, base: str, chunks: Callable[[Request], object]) -> dict[str, Any]:
    url = base.rstrip("/") + request.url if request.url.startswith("/") else request.url
    arguments: dict[str, Any] = {"method": request.method, "url": url, "headers": dict(request.headers)}
    if request.on_progress is not None and request.body:
        arguments["headers"]["content-length"] = str(len(request.body))
        return arguments | {"content": chunks(request)}
    return arguments | {"content": request.body or None}


def _limit(request: Request, pool: "httpx.Client | httpx.AsyncClient") -> dict[str, Any]:
    """The pool's own timeouts, none longer than the request allows; but for reading, the silence that it allows."""
    most, silence, own = request.timeout_seconds, request.silence_seconds, pool.timeout
    if most is None and silence is None:
        return {}
    limits = [own.connect, own.read if silence is None else silence, own.write, own.pool]
    if most is not None:
        limits = [most if limit is None else min(limit, most) for limit in limits]
    return {"timeout": tuple(limits)}


class _HttpChannel:
    """A response that an httpx client streams."""

    def __init__(self, response: "httpx.Response", url: str) -> None:
        self._response, self._url = response, url
        self.status, self.headers = response.status_code, response.headers
        self._chunks = response.iter_bytes()

    def read(self) -> bytes | None:
        """The next bytes, None at the end. Raises ConnectionFailed."""
        with _in_our_words(self._url):
            return next(self._chunks, None)

    def cut(self) -> None:
        """Shut the socket down, which wakes a thread that reads; closing it would not."""
        stream = self._response.extensions.get("network_stream")
        sock = None if stream is None else stream.get_extra_info("socket")
        if isinstance(sock, socket.socket):
            with suppress(OSError):  # the server was quicker
                socket.socket.shutdown(sock, socket.SHUT_RDWR)  # the plain one: TLS stays as its reader knows it

    def close(self) -> None:
        """Give the connection up."""
        self._response.close()


class _AsyncHttpChannel:
    """The same, to be awaited."""

    def __init__(self, response: "httpx.Response", url: str) -> None:
        self._response, self._url = response, url
        self.status, self.headers = response.status_code, response.headers
        self._chunks = response.aiter_bytes()

    async def read_async(self) -> bytes | None:
        """The next bytes, None at the end. Raises ConnectionFailed."""
        with _in_our_words(self._url):
            return await anext(self._chunks, None)

    async def close_async(self) -> None:
        """Give the connection up."""
        await self._response.aclose()


class HttpTransport:
    """Sends through an httpx client: the user's, or one of its own."""

    def __init__(self, base: str, timeouts: Timeouts, client: "httpx.Client | None") -> None:
        self._base, self._timeouts = base, timeouts

        def make(secure: bool) -> "httpx.Client":
            import httpx

            return httpx.Client(timeout=_httpx_timeout(timeouts), verify=secure)

        self._pools = Pools(client, make)

    def send(self, request: Request) -> Response:
        """Send and read the whole response. Raises ConnectionFailed when none comes."""
        arguments = _arguments(request, self._base, _chunks)
        with _in_our_words(arguments["url"]):
            pool = self._pools.for_url(arguments["url"])
            response = pool.request(**arguments, **_limit(request, pool))
        return Response(response.status_code, response.headers, response.content)

    def open(self, request: Request) -> BlockingChannel:
        """Send and give the answer as soon as it begins. Raises ConnectionFailed when none comes."""
        if request.url.startswith(("ws:", "wss:")):
            from .web_sockets import open_socket

            return open_socket(request, self._base, self._timeouts.read_seconds)
        arguments = _arguments(request, self._base, _chunks)
        with _in_our_words(arguments["url"]):
            pool = self._pools.for_url(arguments["url"])
            response = pool.send(pool.build_request(**arguments, **_limit(request, pool)), stream=True)
        return _HttpChannel(response, arguments["url"])

    def close(self) -> None:
        """Close the pools that were made here."""
        for pool in self._pools.close():
            pool.close()


class AsyncHttpTransport:
    """The same, to be awaited."""

    def __init__(self, base: str, timeouts: Timeouts, client: "httpx.AsyncClient | None") -> None:
        self._base, self._timeouts = base, timeouts

        def make(secure: bool) -> "httpx.AsyncClient":
            import httpx

            return httpx.AsyncClient(timeout=_httpx_timeout(timeouts), verify=secure)

        self._pools = Pools(client, make)

    async def send_async(self, request: Request) -> Response:
        """Send and read the whole response. Raises ConnectionFailed when none comes."""
        arguments = _arguments(request, self._base, _async_chunks)
        with _in_our_words(arguments["url"]):
            pool = self._pools.for_url(arguments["url"])
            response = await pool.request(**arguments, **_limit(request, pool))
        return Response(response.status_code, response.headers, response.content)

    async def open_async(self, request: Request) -> AsyncChannel:
        """Send and give the answer as soon as it begins. Raises ConnectionFailed when none comes."""
        if request.url.startswith(("ws:", "wss:")):
            from .web_sockets import open_socket_async

            return await open_socket_async(request, self._base, self._timeouts.read_seconds)
        arguments = _arguments(request, self._base, _async_chunks)
        with _in_our_words(arguments["url"]):
            pool = self._pools.for_url(arguments["url"])
            response = await pool.send(pool.build_request(**arguments, **_limit(request, pool)), stream=True)
        return _AsyncHttpChannel(response, arguments["url"])

    async def close_async(self) -> None:
        """Close the pools that were made here."""
        for pool in self._pools.close():
            await pool.aclose()


def _httpx_timeout(timeouts: Timeouts) -> "httpx.Timeout":
    import httpx

    return httpx.Timeout(timeouts.read_seconds, connect=timeouts.connect_seconds, pool=timeouts.pool_seconds)
