"""Reaching the backend without a socket: an application in this process, asked directly."""

import asyncio
import threading
from collections.abc import Callable, Coroutine
from concurrent.futures import CancelledError, Future
from contextlib import suppress
from typing import Any, Protocol, TypeVar

from .asgi import EMBEDDED_URL, Application, AsgiChannel, exchange, open_exchange
from .errors import ClientClosed, ConnectionFailed
from .flow import Request, Response

__all__ = ["EMBEDDED_URL", "EmbeddedBackend", "EmbeddedTransport"]

T = TypeVar("T")


class EmbeddedBackend(Protocol):
    """An opened backend: its ASGI application, and what to call when it is no longer needed."""

    @property
    def app(self) -> Application:
        """The ASGI application."""
        ...

    def close(self) -> None:
        """Flush and let go of the data folder."""
        ...


class EmbeddedTransport:
    """Sends requests to an embedded backend, blocking or awaiting. Blocking callers share one loop in a thread."""

    url = EMBEDDED_URL

    def __init__(self, backend: EmbeddedBackend) -> None:
        self._backend = backend
        self._lock = threading.Lock()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._thread: threading.Thread | None = None
        self._is_closed = False

    def send(self, request: Request) -> Response:
        """Send and wait."""
        return self.wait_for(lambda: exchange(self._backend.app, request))

    def open(self, request: Request) -> "_BlockingChannel":
        """Send and give the answer as soon as it begins."""
        return _BlockingChannel(self, self.wait_for(lambda: open_exchange(self._backend.app, request)))

    async def send_async(self, request: Request) -> Response:
        """Send from the running loop."""
        if self._is_closed:
            raise ClientClosed
        return await exchange(self._backend.app, request)

    async def open_async(self, request: Request) -> AsgiChannel:
        """Send from the running loop, give the answer as soon as it begins."""
        if self._is_closed:
            raise ClientClosed
        return await open_exchange(self._backend.app, request)

    def close(self) -> None:
        """Give up what still runs, stop the loop, close the backend."""
        with self._lock:
            if self._is_closed:
                return
            self._is_closed = True
        if self._loop is not None and self._thread is not None:
            self._loop.call_soon_threadsafe(self._loop.stop)
            self._thread.join()
        self._backend.close()

    async def close_async(self) -> None:
        """Close the backend."""
        await asyncio.to_thread(self.close)

    def wait_for(self, make: Callable[[], Coroutine[Any, Any, T]]) -> T:
        """Run a coroutine in the loop of the blocking callers and wait for it. Raises ClientClosed."""
        future = self._submit(make)
        try:
            return future.result()
        except CancelledError:
            raise ConnectionFailed("The client was closed before the answer came.") from None
        finally:
            future.cancel()  # after Ctrl-C nobody waits for the answer

    def call_soon(self, function: Callable[[], None]) -> None:
        """Call something in that loop, if it still runs."""
        with self._lock:
            if self._loop is not None and not self._is_closed:
                self._loop.call_soon_threadsafe(function)

    def _submit(self, make: Callable[[], Coroutine[Any, Any, T]]) -> "Future[T]":
        with self._lock:
            if self._is_closed:
                raise ClientClosed
            if self._loop is None:
                self._loop = asyncio.new_event_loop()
                self._thread = threading.Thread(
                    target=_run, args=(self._loop,), name="postcardit-embedded", daemon=True
                )
                self._thread.start()
            return asyncio.run_coroutine_threadsafe(make(), self._loop)


class _BlockingChannel:
    """A stream that runs in the transport's loop, for a thread to read."""

    def __init__(self, transport: EmbeddedTransport, channel: AsgiChannel) -> None:
        self._transport, self._channel = transport, channel
        self.status, self.headers = channel.status, channel.headers

    def read(self) -> bytes | None:
        """The next bytes, None at the end. Raises ConnectionFailed."""
        return self._transport.wait_for(self._channel.read_async)

    def cut(self) -> None:
        """Wake who reads, from any thread."""
        self._transport.call_soon(self._channel.cut)

    def close(self) -> None:
        """End the application's work on it."""
        with suppress(ClientClosed, ConnectionFailed):  # the loop took it along when it ended
            self._transport.wait_for(self._channel.close_async)


def _run(loop: asyncio.AbstractEventLoop) -> None:
    """Run a loop until it is stopped, then give up what waits in it, so that nobody waits for ever."""
    try:
        loop.run_forever()
        loop.run_until_complete(_give_up())
    finally:
        loop.close()


async def _give_up() -> None:
    left = asyncio.all_tasks() - {asyncio.current_task()}
    for task in left:
        task.cancel()
    await asyncio.gather(*left, return_exceptions=True)
    await asyncio.get_running_loop().shutdown_asyncgens()
    await asyncio.get_running_loop().shutdown_default_executor()
