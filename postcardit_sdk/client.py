"""The two clients. This file alone knows httpx, sleeping and waiting for locks; all the rest describes."""

import asyncio
import os
import threading
import time
from collections.abc import AsyncIterator, Callable, Generator, Iterator
from dataclasses import dataclass
from types import TracebackType
from typing import TYPE_CHECKING, Any, Generic, Protocol, Self, TypeVar

from .contract.wire import Page
from .embedded import EMBEDDED_URL, EmbeddedTransport
from .endpoint import Async, Sync
from .errors import ConnectionFailed, PostCardItError, TimedOut
from .flow import Exclusive, Flow, Pause, Progress, Request, Response, Send, Step
from .resources import Auth, Friends, Postcards, Service, Stamps, Uploads, Users
from .session import Session
from .tokens import MemoryTokens, Tokens, TokenStore

if TYPE_CHECKING:
    import httpx
    from tenacity import BaseRetrying

__all__ = ["AsyncClient", "Client", "Timeouts"]

T = TypeVar("T")
ColourT = TypeVar("ColourT", Sync, Async)
PoolT = TypeVar("PoolT")

_LOCK_POLL_SECONDS = 0.01
_CHUNK_BYTES = 64 * 1024


@dataclass(frozen=True, slots=True)
class Timeouts:
    """How many seconds to wait: for a connection, for the next bytes, for a free connection of the pool."""

    connect_seconds: float = 5.0
    read_seconds: float = 30.0
    pool_seconds: float = 10.0


class Transport(Protocol):
    """Sends one request and gives its response whatever the status is; raises ConnectionFailed when none comes."""

    def send(self, request: Request) -> Response: ...
    def close(self) -> None: ...


class AsyncTransport(Protocol):
    """A Transport to be awaited."""

    async def send_async(self, request: Request) -> Response: ...
    async def close_async(self) -> None: ...


class _Account(Generic[ColourT]):
    """What both clients have: a session, and a resource for each noun."""

    def __init__(self, tokens: TokenStore, retry: "BaseRetrying | None") -> None:
        self.session = Session(tokens, retry=retry)
        self.auth: Auth[ColourT] = Auth(self)
        self.users: Users[ColourT] = Users(self)
        self.friends: Friends[ColourT] = Friends(self)
        self.uploads: Uploads[ColourT] = Uploads(self)
        self.postcards: Postcards[ColourT] = Postcards(self)
        self.stamps: Stamps[ColourT] = Stamps(self)
        self.service: Service[ColourT] = Service(self)

    def run(self, flow: Flow[Any], /) -> Any:
        raise NotImplementedError

    def iterate(self, pages: Callable[[str | None], Flow[Any]], /) -> Any:
        raise NotImplementedError


class Client(_Account[Sync]):
    """A blocking client. Threads may share it; it keeps one pool of connections.

    `url` is the server's address without `/v1`. Give `token` (an access token that nobody refreshes) or `tokens` (a
    store, which is kept up to date); without either the session lives in memory. `retry` is any tenacity policy.
    `http_client` is an httpx or httpx2 client of yours, which you close yourself.
    """

    def __init__(
        self,
        url: str,
        *,
        token: str | None = None,
        tokens: TokenStore | None = None,
        retry: "BaseRetrying | None" = None,
        timeouts: Timeouts = Timeouts(),  # frozen: one instance serves all
        http_client: "httpx.Client | None" = None,
        transport: Transport | None = None,
    ) -> None:
        super().__init__(_store(token, tokens), retry)
        self.url = url
        self._transport = transport or _HttpTransport(url, timeouts, http_client)

    @classmethod
    def embedded(
        cls, path: str | os.PathLike[str], *, tokens: TokenStore | None = None, retry: "BaseRetrying | None" = None
    ) -> Self:
        """The backend in this process: no socket, one folder of data. Any number of processes may open it at once."""
        return cls(EMBEDDED_URL, tokens=tokens, retry=retry, transport=_open_embedded(path))

    def run(self, flow: Flow[T], /) -> T:
        """Perform a flow: a Call, or a generator of your own that yields Calls."""
        return self._drive(self.session.perform(flow))

    def iterate(self, pages: Callable[[str | None], Flow[Page]], /) -> Iterator[Any]:
        """The items of all pages, each page fetched when it is needed."""
        cursor: str | None = None
        while True:
            page = self.run(pages(cursor))
            yield from page.items
            if (cursor := page.next_cursor) is None:
                return

    def close(self) -> None:
        """Close the connections."""
        self._transport.close()

    def _drive(self, steps: Generator[Step, Any, T]) -> T:
        try:
            step = next(steps)
            while True:
                try:
                    result = self._do(step)
                except PostCardItError as error:
                    step = steps.throw(error)
                else:
                    step = steps.send(result)
        except StopIteration as stop:
            value: T = stop.value
            return value

    def _do(self, step: Step) -> Any:
        match step:
            case Send(request):
                return self._transport.send(request)
            case Pause(seconds):
                time.sleep(seconds)
            case Exclusive(lock, steps):
                while not lock.try_acquire():
                    time.sleep(_LOCK_POLL_SECONDS)
                try:
                    return self._drive(steps)
                finally:
                    lock.release()
        return None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


class AsyncClient(_Account[Async]):
    """A client to be awaited, for one event loop (asyncio). Takes what `Client` takes."""

    def __init__(
        self,
        url: str,
        *,
        token: str | None = None,
        tokens: TokenStore | None = None,
        retry: "BaseRetrying | None" = None,
        timeouts: Timeouts = Timeouts(),  # frozen: one instance serves all
        http_client: "httpx.AsyncClient | None" = None,
        transport: AsyncTransport | None = None,
    ) -> None:
        super().__init__(_store(token, tokens), retry)
        self.url = url
        self._transport = transport or _AsyncHttpTransport(url, timeouts, http_client)

    @classmethod
    def embedded(
        cls, path: str | os.PathLike[str], *, tokens: TokenStore | None = None, retry: "BaseRetrying | None" = None
    ) -> Self:
        """The backend in this process: no socket, one folder of data. Any number of processes may open it at once."""
        return cls(EMBEDDED_URL, tokens=tokens, retry=retry, transport=_open_embedded(path))

    async def run(self, flow: Flow[T], /) -> T:
        """Perform a flow: a Call, or a generator of your own that yields Calls."""
        return await self._drive(self.session.perform(flow))

    async def iterate(self, pages: Callable[[str | None], Flow[Page]], /) -> AsyncIterator[Any]:
        """The items of all pages, each page fetched when it is needed."""
        cursor: str | None = None
        while True:
            page = await self.run(pages(cursor))
            for item in page.items:
                yield item
            if (cursor := page.next_cursor) is None:
                return

    async def close(self) -> None:
        """Close the connections."""
        await self._transport.close_async()

    async def _drive(self, steps: Generator[Step, Any, T]) -> T:
        try:
            step = next(steps)
            while True:
                try:
                    result = await self._do(step)
                except PostCardItError as error:
                    step = steps.throw(error)
                else:
                    step = steps.send(result)
        except StopIteration as stop:
            value: T = stop.value
            return value

    async def _do(self, step: Step) -> Any:
        match step:
            case Send(request):
                return await self._transport.send_async(request)
            case Pause(seconds):
                await asyncio.sleep(seconds)
            case Exclusive(lock, steps):
                while not lock.try_acquire():  # noqa: ASYNC110  # the holder may be another process
                    await asyncio.sleep(_LOCK_POLL_SECONDS)
                try:
                    return await self._drive(steps)
                finally:
                    lock.release()
        return None

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.close()


def _store(token: str | None, tokens: TokenStore | None) -> TokenStore:
    if tokens is not None:
        return tokens
    return MemoryTokens(Tokens(access_token=token) if token is not None else None)


def _open_embedded(path: str | os.PathLike[str]) -> EmbeddedTransport:
    try:
        from postcardit_backend.entry import open_embedded  # the one place where the SDK knows the backend
    except ImportError as error:
        raise PostCardItError(
            f"The embedded backend is not installed ({error.name}). Run: pip install 'postcardit[server]'"
        ) from None
    return EmbeddedTransport(open_embedded(path))


# httpx


def _url(base: str, request: Request) -> str:
    return request.url if "://" in request.url else base.rstrip("/") + request.url


def _failure(error: Exception, base: str) -> ConnectionFailed:
    """What httpx (or httpx2, whose errors have the same names) raised, in the words of this SDK."""
    name = type(error).__name__
    if name in {"ConnectError", "ConnectTimeout", "PoolTimeout"}:
        return ConnectionFailed(f"Could not connect to {base}: {str(error) or name}.", was_sent=False)
    if name.endswith("Timeout"):
        return TimedOut(f"{base} did not answer in time.")
    return ConnectionFailed(f"The connection to {base} broke: {str(error) or name}.")


def _is_transport_error(error: Exception) -> bool:
    return any(kind.__name__ in {"TransportError", "InvalidURL"} for kind in type(error).__mro__)


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


def _arguments(request: Request, base: str) -> dict[str, Any]:
    return {"method": request.method, "url": _url(base, request), "headers": dict(request.headers)}


def _is_streamed(request: Request) -> bool:
    return request.on_progress is not None and bool(request.body)


def _with_length(arguments: dict[str, Any], request: Request) -> dict[str, Any]:
    arguments["headers"]["content-length"] = str(len(request.body))
    return arguments


class _Pools(Generic[PoolT]):
    """One connection pool for plain addresses and one for TLS, each made when it is first needed.

    A TLS context costs 20 to 40 ms, which a command against a loopback server need not pay.
    """

    def __init__(self, given: PoolT | None, make: Callable[[bool], PoolT]) -> None:
        self._given, self._make = given, make
        self._lock = threading.Lock()
        self._made: dict[bool, PoolT] = {}

    def for_url(self, url: str) -> PoolT:
        """The pool that serves this address."""
        if self._given is not None:
            return self._given
        secure = not url.startswith("http://")
        with self._lock:
            if secure not in self._made:
                self._made[secure] = self._make(secure)
            return self._made[secure]

    def take_all(self) -> list[PoolT]:
        """The pools that were made here, to be closed."""
        with self._lock:
            made, self._made = list(self._made.values()), {}
        return made


class _HttpTransport:
    def __init__(self, base: str, timeouts: Timeouts, client: "httpx.Client | None") -> None:
        self._base = base

        def make(secure: bool) -> "httpx.Client":
            import httpx

            return httpx.Client(timeout=_httpx_timeout(timeouts), verify=secure)

        self._pools = _Pools(client, make)

    def send(self, request: Request) -> Response:
        arguments = _arguments(request, self._base)
        pool = self._pools.for_url(arguments["url"])
        try:
            if _is_streamed(request):
                response = pool.request(**_with_length(arguments, request), content=_chunks(request))
            else:
                response = pool.request(**arguments, content=request.body or None)
        except Exception as error:
            if _is_transport_error(error):
                raise _failure(error, self._base) from error
            raise
        return Response(response.status_code, response.headers, response.content)

    def close(self) -> None:
        for pool in self._pools.take_all():
            pool.close()


class _AsyncHttpTransport:
    def __init__(self, base: str, timeouts: Timeouts, client: "httpx.AsyncClient | None") -> None:
        self._base = base

        def make(secure: bool) -> "httpx.AsyncClient":
            import httpx

            return httpx.AsyncClient(timeout=_httpx_timeout(timeouts), verify=secure)

        self._pools = _Pools(client, make)

    async def send_async(self, request: Request) -> Response:
        arguments = _arguments(request, self._base)
        pool = self._pools.for_url(arguments["url"])
        try:
            if _is_streamed(request):
                response = await pool.request(**_with_length(arguments, request), content=_async_chunks(request))
            else:
                response = await pool.request(**arguments, content=request.body or None)
        except Exception as error:
            if _is_transport_error(error):
                raise _failure(error, self._base) from error
            raise
        return Response(response.status_code, response.headers, response.content)

    async def close_async(self) -> None:
        for pool in self._pools.take_all():
            await pool.aclose()


def _httpx_timeout(timeouts: Timeouts) -> "httpx.Timeout":
    import httpx

    return httpx.Timeout(timeouts.read_seconds, connect=timeouts.connect_seconds, pool=timeouts.pool_seconds)
