"""The two clients. This file alone knows httpx, sleeping and waiting for locks; all the rest describes."""

import asyncio
import os
import re
import time
from collections.abc import AsyncIterator, Callable, Generator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from types import TracebackType
from typing import TYPE_CHECKING, Any, Generic, Protocol, Self, TypeVar

from .contract.wire import Page
from .embedded import EMBEDDED_URL, EmbeddedTransport
from .endpoint import Async, Sync
from .errors import ConnectionFailed, PostCardItError, TimedOut
from .flow import Exclusive, Flow, Pause, Progress, Request, Response, Send, Step, Work
from .hidden import without_frames
from .pools import Pools
from .resources import Auth, Friends, Postcards, Service, Stamps, Uploads, Users
from .session import Session
from .tokens import MemoryTokens, Tokens, TokenStore

if TYPE_CHECKING:
    import httpx
    from tenacity import BaseRetrying

__all__ = ["AsyncClient", "Client", "Timeouts"]

T = TypeVar("T")
ColourT = TypeVar("ColourT", Sync, Async)

_LOCK_POLL_SECONDS = 0.01
_LOCK_POLLS = 12_000
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
    `http_client` is an httpx or httpx2 client of yours: it keeps its own timeouts, and you close it yourself.
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
        """Close the connections. After that every call raises ClientClosed."""
        self._transport.close()

    def _drive(self, steps: Generator[Step, Any, T]) -> T:
        try:
            step = next(steps)
            while True:
                try:
                    result = self._do(step)
                except PostCardItError as error:
                    step = steps.throw(error)
                except StopIteration as stray:  # a transport's own, not the flow's end
                    raise RuntimeError("A step raised StopIteration.") from stray
                else:
                    step = steps.send(result)
        except StopIteration as stop:
            value: T = stop.value
            return value
        finally:
            steps.close()  # after Ctrl-C or a cancellation the flow is still waiting

    def _do(self, step: Step) -> Any:
        match step:
            case Send(request):
                return self._transport.send(request)
            case Pause(seconds):
                time.sleep(seconds)
            case Work(function):
                return function()
            case Exclusive(lock, steps):
                for _ in range(_LOCK_POLLS):
                    if lock.try_acquire():
                        break
                    time.sleep(_LOCK_POLL_SECONDS)
                else:
                    raise _never_free()
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
        """Close the connections. After that every call raises ClientClosed."""
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
        finally:
            steps.close()  # after Ctrl-C or a cancellation the flow is still waiting

    async def _do(self, step: Step) -> Any:
        match step:
            case Send(request):
                return await self._transport.send_async(request)
            case Pause(seconds):
                await asyncio.sleep(seconds)
            case Work(function):
                return await asyncio.to_thread(function)
            case Exclusive(lock, steps):
                for _ in range(_LOCK_POLLS):  # polled, for the holder may be another process
                    if lock.try_acquire():
                        break
                    await asyncio.sleep(_LOCK_POLL_SECONDS)
                else:
                    raise _never_free()
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
    if tokens is None:
        return MemoryTokens(Tokens(access_token=token) if token is not None else None)
    if token is not None:
        raise TypeError("Give either token or tokens, not both.")
    return tokens


def _never_free() -> TimedOut:
    return TimedOut("Another program has held this session's lock for two minutes: is it stopped in a refresh?")


def _open_embedded(path: str | os.PathLike[str]) -> EmbeddedTransport:
    try:
        from postcardit_backend.entry import open_embedded  # the one place where the SDK knows the backend
    except ImportError as error:
        raise PostCardItError(
            f"The embedded backend is not installed ({error.name}). Run: pip install 'postcardit[server]'"
        ) from None
    return EmbeddedTransport(open_embedded(path))


# httpx, or httpx2, whose classes have the same names

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
    """The pool's own timeouts, none longer than the request allows."""
    most = request.timeout_seconds
    if most is None:
        return {}
    own = pool.timeout
    return {"timeout": tuple(most if t is None else min(t, most) for t in (own.connect, own.read, own.write, own.pool))}


class _HttpTransport:
    def __init__(self, base: str, timeouts: Timeouts, client: "httpx.Client | None") -> None:
        self._base = base

        def make(secure: bool) -> "httpx.Client":
            import httpx

            return httpx.Client(timeout=_httpx_timeout(timeouts), verify=secure)

        self._pools = Pools(client, make)

    def send(self, request: Request) -> Response:
        arguments = _arguments(request, self._base, _chunks)
        with _in_our_words(arguments["url"]):
            pool = self._pools.for_url(arguments["url"])
            response = pool.request(**arguments, **_limit(request, pool))
        return Response(response.status_code, response.headers, response.content)

    def close(self) -> None:
        for pool in self._pools.close():
            pool.close()


class _AsyncHttpTransport:
    def __init__(self, base: str, timeouts: Timeouts, client: "httpx.AsyncClient | None") -> None:
        self._base = base

        def make(secure: bool) -> "httpx.AsyncClient":
            import httpx

            return httpx.AsyncClient(timeout=_httpx_timeout(timeouts), verify=secure)

        self._pools = Pools(client, make)

    async def send_async(self, request: Request) -> Response:
        arguments = _arguments(request, self._base, _async_chunks)
        with _in_our_words(arguments["url"]):
            pool = self._pools.for_url(arguments["url"])
            response = await pool.request(**arguments, **_limit(request, pool))
        return Response(response.status_code, response.headers, response.content)

    async def close_async(self) -> None:
        for pool in self._pools.close():
            await pool.aclose()


def _httpx_timeout(timeouts: Timeouts) -> "httpx.Timeout":
    import httpx

    return httpx.Timeout(timeouts.read_seconds, connect=timeouts.connect_seconds, pool=timeouts.pool_seconds)
