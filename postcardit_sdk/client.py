"""The two clients. This file alone sleeps and waits for locks; all the rest describes."""

import os
import time
from abc import ABC, abstractmethod
from collections.abc import AsyncIterator, Callable, Generator, Iterator
from types import TracebackType
from typing import TYPE_CHECKING, Any, Generic, Protocol, Self, TypeVar

from .contract.wire import Page
from .endpoint import Async, Sync
from .errors import PostCardItError, TimedOut
from .flow import Exclusive, Flow, Pause, Request, Response, Send, Step, Work
from .http_transport import USUAL_TIMEOUTS, AsyncHttpTransport, HttpTransport, Timeouts
from .local import LocalStore
from .resources import Auth, Events, Friends, Mirror, Outbox, Postcards, Service, Stamps, Uploads, Users
from .session import Session
from .tokens import MemoryTokens, Tokens, TokenStore

if TYPE_CHECKING:
    import httpx
    from tenacity import BaseRetrying

    from .embedded import EmbeddedTransport

__all__ = ["AsyncClient", "Client", "Timeouts"]

T = TypeVar("T")
ColourT = TypeVar("ColourT", Sync, Async)
Local = LocalStore | str | os.PathLike[str] | None

_LOCK_POLL_SECONDS = 0.01
_LOCK_POLLS = 12_000


class Transport(Protocol):
    """Sends one request and gives its response whatever the status is; raises ConnectionFailed when none comes."""

    def send(self, request: Request) -> Response: ...
    def close(self) -> None: ...


class AsyncTransport(Protocol):
    """A Transport to be awaited."""

    async def send_async(self, request: Request) -> Response: ...
    async def close_async(self) -> None: ...


class _Account(ABC, Generic[ColourT]):
    """What both clients have: a session, and a resource for each noun."""

    def __init__(self, tokens: TokenStore, retry: "BaseRetrying | None", local: Local) -> None:
        self.session = Session(tokens, retry=retry)
        self.local = local if isinstance(local, LocalStore) else LocalStore(local)
        self.auth: Auth[ColourT] = Auth(self)
        self.users: Users[ColourT] = Users(self)
        self.friends: Friends[ColourT] = Friends(self)
        self.uploads: Uploads[ColourT] = Uploads(self)
        self.postcards: Postcards[ColourT] = Postcards(self)
        self.stamps: Stamps[ColourT] = Stamps(self)
        self.events: Events[ColourT] = Events(self)
        self.sync: Mirror[ColourT] = Mirror(self)
        self.outbox: Outbox[ColourT] = Outbox(self)
        self.service: Service[ColourT] = Service(self)

    @abstractmethod
    def run(self, flow: Flow[Any], /) -> Any: ...

    @abstractmethod
    def iterate(self, pages: Callable[[str | None], Flow[Any]], /) -> Any: ...


class Client(_Account[Sync]):
    """A blocking client. Threads may share it; it keeps one pool of connections.

    `url` is the server's address without `/v1`. Give `token` (an access token that nobody refreshes) or `tokens` (a
    store, which is kept up to date); without either the session lives in memory. `local` is the file that keeps the
    mirror and the outbox (any number of programs may share it); without it they live in memory, too.
    `retry` is any tenacity policy.
    `http_client` is an httpx or httpx2 client of yours: it keeps its own timeouts, and you close it yourself.
    """

    def __init__(
        self,
        url: str,
        *,
        token: str | None = None,
        tokens: TokenStore | None = None,
        local: Local = None,
        retry: "BaseRetrying | None" = None,
        timeouts: Timeouts = USUAL_TIMEOUTS,
        http_client: "httpx.Client | None" = None,
        transport: Transport | None = None,
    ) -> None:
        super().__init__(_store(token, tokens), retry, local)
        self.url = url
        self._transport = transport or HttpTransport(url, timeouts, http_client)

    @classmethod
    def embedded(
        cls,
        path: str | os.PathLike[str],
        *,
        tokens: TokenStore | None = None,
        local: Local = None,
        retry: "BaseRetrying | None" = None,
    ) -> Self:
        """The backend in this process: no socket, one folder of data. Any number of processes may open it at once."""
        transport = _open_embedded(path)
        return cls(transport.url, tokens=tokens, local=local, retry=retry, transport=transport)

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
        local: Local = None,
        retry: "BaseRetrying | None" = None,
        timeouts: Timeouts = USUAL_TIMEOUTS,
        http_client: "httpx.AsyncClient | None" = None,
        transport: AsyncTransport | None = None,
    ) -> None:
        super().__init__(_store(token, tokens), retry, local)
        self.url = url
        self._transport = transport or AsyncHttpTransport(url, timeouts, http_client)

    @classmethod
    def embedded(
        cls,
        path: str | os.PathLike[str],
        *,
        tokens: TokenStore | None = None,
        local: Local = None,
        retry: "BaseRetrying | None" = None,
    ) -> Self:
        """The backend in this process: no socket, one folder of data. Any number of processes may open it at once."""
        transport = _open_embedded(path)
        return cls(transport.url, tokens=tokens, local=local, retry=retry, transport=transport)

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
        import asyncio  # 60 ms that a blocking client need not pay

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


def _open_embedded(path: str | os.PathLike[str]) -> "EmbeddedTransport":
    try:
        from postcardit_backend.entry import open_embedded  # the one place where the SDK knows the backend
    except ImportError as error:
        raise PostCardItError(
            f"The embedded backend is not installed ({error.name}). Run: pip install 'postcardit[server]'"
        ) from None
    from .embedded import EmbeddedTransport

    return EmbeddedTransport(open_embedded(path))
