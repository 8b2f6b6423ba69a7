"""Reaching the backend without a socket: an ASGI application in this process, asked directly."""

import asyncio
import threading
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any, Protocol
from urllib.parse import unquote, urlsplit

from .flow import Progress, Request, Response

__all__ = ["EMBEDDED_URL", "EmbeddedBackend", "EmbeddedTransport"]

EMBEDDED_URL = "http://embedded.localhost"
"""The address that an embedded backend puts into its links (RFC 6761: nobody resolves it)."""

_CHUNK_BYTES = 64 * 1024

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
    """One request and its whole response, over ASGI 3 in the loop that is running."""
    target = urlsplit(request.url if "://" in request.url else EMBEDDED_URL + request.url)
    scope: Message = {
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
    sent = 0
    status = 0
    headers: dict[str, str] = {}
    parts: list[bytes] = []

    async def receive() -> Message:
        nonlocal sent
        chunk = request.body[sent : sent + _CHUNK_BYTES]
        if sent and not chunk:
            return {"type": "http.disconnect"}
        sent += len(chunk)
        if request.on_progress is not None and chunk:
            request.on_progress(Progress(sent, len(request.body)))
        return {"type": "http.request", "body": chunk, "more_body": sent < len(request.body)}

    async def send(message: Message) -> None:
        nonlocal status
        if message["type"] == "http.response.start":
            status = message["status"]
            headers.update(
                (name.decode("latin-1").lower(), value.decode("latin-1")) for name, value in message["headers"]
            )
        elif message["type"] == "http.response.body":
            parts.append(message.get("body", b""))

    await app(scope, receive, send)
    return Response(status, headers, b"".join(parts))


class EmbeddedTransport:
    """Sends requests to an embedded backend, blocking or awaiting. Blocking callers share one loop in a thread."""

    def __init__(self, backend: EmbeddedBackend) -> None:
        self._backend = backend
        self._lock = threading.Lock()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._thread: threading.Thread | None = None

    def send(self, request: Request) -> Response:
        """Send and wait."""
        return asyncio.run_coroutine_threadsafe(exchange(self._backend.app, request), self._running_loop()).result()

    async def send_async(self, request: Request) -> Response:
        """Send from the running loop."""
        return await exchange(self._backend.app, request)

    def close(self) -> None:
        """Stop the loop, close the backend."""
        with self._lock:
            if self._loop is not None and self._thread is not None:
                self._loop.call_soon_threadsafe(self._loop.stop)
                self._thread.join()
                self._loop.close()
                self._loop = self._thread = None
        self._backend.close()

    async def close_async(self) -> None:
        """Close the backend."""
        self.close()

    def _running_loop(self) -> asyncio.AbstractEventLoop:
        with self._lock:
            if self._loop is None:
                self._loop = asyncio.new_event_loop()
                self._thread = threading.Thread(target=self._loop.run_forever, name="postcardit-embedded", daemon=True)
                self._thread.start()
            return self._loop
