"""The two clients: where the tokens come from, what carries the requests, who performs the steps."""

import os
import threading
from abc import ABC, abstractmethod
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AsyncExitStack, ExitStack
from types import TracebackType
from typing import TYPE_CHECKING, Any, Generic, Self, TypeVar

from .blocking_driver import BlockingDriver
from .contract.wire import Page
from .endpoint import Async, Sync
from .errors import ClientClosed
from .flow import Flow, Stream
from .halt import Stopped
from .http_transport import USUAL_TIMEOUTS, AsyncHttpTransport, HttpTransport, Timeouts
from .resources import Auth, Events, Friends, Mirror, Outbox, Postcards, Service, Stamps, Uploads, Users
from .session import Session
from .tokens import MemoryTokens, Tokens, TokenStore
from .transport import AsyncTransport, Transport

if TYPE_CHECKING:
    import httpx
    from tenacity import BaseRetrying

    from .background import AsyncBackground, Background
    from .embedded import EmbeddedTransport
    from .local import LocalStore

    Local = LocalStore | str | os.PathLike[str] | None

__all__ = ["AsyncClient", "AsyncTransport", "Client", "Timeouts", "Transport"]

T = TypeVar("T")
ItemT = TypeVar("ItemT")
ColourT = TypeVar("ColourT", Sync, Async)


class _Account(ABC, Generic[ColourT]):
    """What both clients have: a session, a file of their own, and a resource for each noun."""

    def __init__(self, tokens: TokenStore, retry: "BaseRetrying | None", local: "Local") -> None:
        self.session = Session(tokens, retry=retry)
        self._local = local
        self._own_local: LocalStore | None = None
        self._lock = threading.Lock()
        self._is_closed = False
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

    @property
    def local(self) -> "LocalStore":
        """What this client keeps on this machine."""
        from .local import LocalStore  # SQLite is for those who keep something

        if isinstance(self._local, LocalStore):
            return self._local
        with self._lock:
            if self._own_local is None:
                self._own_local = LocalStore(self._local)
            return self._own_local

    def _close_local(self) -> None:
        """Only one's own: a store that was given is its giver's to close."""
        if self._own_local is not None:
            self._own_local.close()

    @abstractmethod
    def run(self, flow: Flow[Any], /) -> Any: ...

    @abstractmethod
    def iterate(self, pages: Callable[[str | None], Flow[Any]], /) -> Any: ...

    @abstractmethod
    def stream(self, stream: Stream[Any], /) -> Any: ...

    @abstractmethod
    def spawn(self, flow: Flow[Any], name: str) -> Any: ...


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
        local: "Local" = None,
        retry: "BaseRetrying | None" = None,
        timeouts: Timeouts = USUAL_TIMEOUTS,
        http_client: "httpx.Client | None" = None,
        transport: Transport | None = None,
    ) -> None:
        super().__init__(_store(token, tokens), retry, local)
        self.url = url
        self._transport = transport or HttpTransport(url, timeouts, http_client)
        self._driver = BlockingDriver(self._transport)
        self._backgrounds = list["Background"]()

    @classmethod
    def embedded(
        cls,
        path: str | os.PathLike[str],
        *,
        tokens: TokenStore | None = None,
        local: "Local" = None,
        retry: "BaseRetrying | None" = None,
    ) -> Self:
        """The backend in this process: no socket, one folder of data. Any number of processes may open it at once."""
        transport = _open_embedded(path)
        return cls(transport.url, tokens=tokens, local=local, retry=retry, transport=transport)

    def run(self, flow: Flow[T], /) -> T:
        """Perform a flow: a Call, or a generator of your own that yields Calls."""
        return self._driver.run(self.session.perform(flow))

    def iterate(self, pages: Callable[[str | None], Flow[Page]], /) -> Iterator[Any]:
        """The items of all pages, each page fetched when it is needed."""
        cursor: str | None = None
        while True:
            page = self.run(pages(cursor))
            yield from page.items
            if (cursor := page.next_cursor) is None:
                return

    def stream(self, stream: Stream[ItemT], /) -> Iterator[ItemT]:
        """Perform a flow that emits items: they are given as they come. Close the iterator to end it at once."""
        return self._driver.iterate(self.session.perform(stream))

    def spawn(self, flow: Flow[Any], name: str) -> "Background":
        """Perform a flow in a thread of its own, until it ends, is stopped, or this client is closed."""
        from .background import Background

        with self._lock:
            if self._is_closed:
                raise ClientClosed
            driver = BlockingDriver(self._transport, Stopped)
            background = Background(name, lambda: driver.run(self.session.perform(flow)), driver.interrupt)
            self._backgrounds = [*(other for other in self._backgrounds if not other.is_settled), background]
        return background

    def close(self) -> None:
        """Stop what runs in the background, then close the connections. After that every call raises ClientClosed.

        Raises what ended a background of this client before, if nobody has heard of it yet.
        """
        with self._lock:
            self._is_closed = True
            backgrounds, self._backgrounds = self._backgrounds, []
        with ExitStack() as closing:
            closing.callback(self._close_local)
            closing.callback(self._transport.close)
            closing.callback(self._driver.interrupt)
            for background in backgrounds:
                background.ask()
                if not background.is_settled:
                    closing.callback(background.stop)

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
        local: "Local" = None,
        retry: "BaseRetrying | None" = None,
        timeouts: Timeouts = USUAL_TIMEOUTS,
        http_client: "httpx.AsyncClient | None" = None,
        transport: AsyncTransport | None = None,
    ) -> None:
        from .async_driver import AsyncDriver  # asyncio costs 60 ms that a blocking client need not pay

        super().__init__(_store(token, tokens), retry, local)
        self.url = url
        self._transport = transport or AsyncHttpTransport(url, timeouts, http_client)
        self._driver = AsyncDriver(self._transport)
        self._backgrounds = list["AsyncBackground"]()

    @classmethod
    def embedded(
        cls,
        path: str | os.PathLike[str],
        *,
        tokens: TokenStore | None = None,
        local: "Local" = None,
        retry: "BaseRetrying | None" = None,
    ) -> Self:
        """The backend in this process: no socket, one folder of data. Any number of processes may open it at once."""
        transport = _open_embedded(path)
        return cls(transport.url, tokens=tokens, local=local, retry=retry, transport=transport)

    async def run(self, flow: Flow[T], /) -> T:
        """Perform a flow: a Call, or a generator of your own that yields Calls."""
        return await self._driver.run(self.session.perform(flow))

    async def iterate(self, pages: Callable[[str | None], Flow[Page]], /) -> AsyncIterator[Any]:
        """The items of all pages, each page fetched when it is needed."""
        cursor: str | None = None
        while True:
            page = await self.run(pages(cursor))
            for item in page.items:
                yield item
            if (cursor := page.next_cursor) is None:
                return

    def stream(self, stream: Stream[ItemT], /) -> AsyncIterator[ItemT]:
        """Perform a flow that emits items: they are given as they come. Close the iterator to end it at once."""
        return self._driver.iterate(self.session.perform(stream))

    def spawn(self, flow: Flow[Any], name: str) -> "AsyncBackground":
        """Perform a flow in a task of its own, until it ends, is stopped, or this client is closed."""
        from .async_driver import AsyncDriver
        from .background import AsyncBackground

        if self._is_closed:
            raise ClientClosed
        driver = AsyncDriver(self._transport, Stopped)
        background = AsyncBackground(name, lambda: driver.run(self.session.perform(flow)), driver.ask)
        self._backgrounds = [*(other for other in self._backgrounds if not other.is_settled), background]
        return background

    async def close(self) -> None:
        """Stop what runs in the background, then close the connections. After that every call raises ClientClosed.

        Raises what ended a background of this client before, if nobody has heard of it yet.
        """
        self._is_closed = True
        backgrounds, self._backgrounds = self._backgrounds, []
        async with AsyncExitStack() as closing:
            closing.callback(self._close_local)
            closing.push_async_callback(self._transport.close_async)
            closing.push_async_callback(self._driver.interrupt)
            for background in backgrounds:
                background.ask()
                if not background.is_settled:
                    closing.push_async_callback(background.stop)

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


def _open_embedded(path: str | os.PathLike[str]) -> "EmbeddedTransport":
    from .installed_backend import open_installed  # only those who have it need it

    return open_installed(path)
