"""Reaching the backend without a socket: an ASGI application in this process, asked directly."""

import asyncio
import threading
from collections.abc import Awaitable, Callable, MutableMapping
from concurrent.futures import CancelledError, Future
from string import printable
from typing import Any, Protocol
from urllib.parse import quote, unquote, urlsplit

from .errors import ClientClosed, ConnectionFailed
from .flow import Progress, Request, Response

__all__ = ["EMBEDDED_URL", "EmbeddedBackend", "EmbeddedTransport"]

EMBEDDED_URL = "http://embedded.localhost"
"""The address that an embedded backend puts into its links (RFC 6761: nobody resolves it)."""

_CHUNK_BYTES = 64 * 1024
_ASCII = printable.rstrip() + "%"

Message = MutableMapping[str, Any]
Application = Callable[
    [Message, Callable[[], Awaitable[Message]], Callable[[Message], Awaitable[None]]], Awaitable[None]
]


class EmbeddedBackend(Protocol):
    """An opened backend: its ASGI application, and what to call when it is no longer needed."""

    @property
    def app(self) -> Application:
        """The ASGI application."""
        ...

    def close(self) -> None:
        """Flush and let go of the data folder."""
        ...


async def exchange(app: Application, request: Request) -> Response:
    """One request and its whole response, over ASGI 3 in the loop that is running.

    What `on_progress` raises is raised here. An application that fails before it has answered is a ConnectionFailed.
    """
    body, answer = _Body(request), _Answer()

    async def receive() -> Message:
        message = body.next_message()
        if message is None:
            await answer.is_complete.wait()  # the client stays to hear the answer
            return {"type": "http.disconnect"}
        return message

    async def send(message: Message) -> None:
        answer.take(message)

    try:
        await app(_scope(request), receive, send)
    except Exception as error:
        if not answer.is_complete.is_set() and body.failure is None:
            raise ConnectionFailed(f"The embedded backend failed ({type(error).__name__}).") from error
    if body.failure is not None:
        raise body.failure
    return Response(answer.status, answer.headers, b"".join(answer.parts))


def _scope(request: Request) -> Message:
    url = quote(request.url, safe=_ASCII)  # what is not ASCII travels percent-encoded
    target = urlsplit(EMBEDDED_URL + url if url.startswith("/") else url)
    return {
        "type": "http",
        "asgi": {"version": "3.0", "spec_version": "2.4"},
        "http_version": "1.1",
        "method": request.method,
        "scheme": target.scheme,
        "path": unquote(target.path),
        "raw_path": target.path.encode("ascii"),
        "query_string": target.query.encode("ascii"),
        "root_path": "",
        "headers": [
            (b"host", target.netloc.encode("ascii")),
            (b"content-length", str(len(request.body)).encode("ascii")),
            *((name.lower().encode("latin-1"), value.encode("latin-1")) for name, value in request.headers.items()),
        ],
        "client": ("127.0.0.1", 0),
        "server": (target.hostname, target.port or 80),
        "state": {},
    }


class _Body:
    """A request's body on its way into the application, chunk by chunk."""

    def __init__(self, request: Request) -> None:
        self._request = request
        self._sent: int | None = None
        self.failure: Exception | None = None

    def next_message(self) -> Message | None:
        """The next chunk, or None when all is sent."""
        body, start = self._request.body, self._sent or 0
        if self._sent is not None and start >= len(body):
            return None
        self._sent = min(start + _CHUNK_BYTES, len(body))
        if self._request.on_progress is not None and body:
            try:
                self._request.on_progress(Progress(self._sent, len(body)))
            except Exception as error:
                self.failure = error  # the application would take it for its own
                raise
        return {"type": "http.request", "body": body[start : self._sent], "more_body": self._sent < len(body)}


class _Answer:
    """A response on its way out of the application."""

    def __init__(self) -> None:
        self.status = 0
        self.headers: dict[str, str] = {}
        self.parts: list[bytes] = []
        self.is_complete = asyncio.Event()

    def take(self, message: Message) -> None:
        """Keep what one message says."""
        if message["type"] == "http.response.start":
            self.status = message["status"]
            self.headers = {
                name.decode("latin-1").lower(): value.decode("latin-1") for name, value in message["headers"]
            }
        elif message["type"] == "http.response.body":
            self.parts.append(message.get("body", b""))
            if not message.get("more_body", False):
                self.is_complete.set()


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
        future = self._submit(request)
        try:
            return future.result()
        except CancelledError:
            raise ConnectionFailed("The client was closed before the answer came.") from None
        finally:
            future.cancel()  # after Ctrl-C nobody waits for the answer

    async def send_async(self, request: Request) -> Response:
        """Send from the running loop."""
        if self._is_closed:
            raise ClientClosed
        return await exchange(self._backend.app, request)

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

    def _submit(self, request: Request) -> "Future[Response]":
        with self._lock:
            if self._is_closed:
                raise ClientClosed
            if self._loop is None:
                self._loop = asyncio.new_event_loop()
                self._thread = threading.Thread(
                    target=_run, args=(self._loop,), name="postcardit-embedded", daemon=True
                )
                self._thread.start()
            return asyncio.run_coroutine_threadsafe(exchange(self._backend.app, request), self._loop)


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
