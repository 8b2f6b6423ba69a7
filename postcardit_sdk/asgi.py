"""One request to an ASGI 3 application in this process, in the loop that is running: its answer whole, or as it comes.

An application that fails before it has answered is a broken connection; so is one that fails in the middle of a stream.
"""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, MutableMapping
from string import printable
from typing import Any
from urllib.parse import quote, unquote, urlsplit

from .errors import ConnectionFailed, TimedOut
from .flow import Progress, Request, Response

__all__ = ["EMBEDDED_URL", "Application", "AsgiChannel", "Message", "exchange", "open_exchange"]

EMBEDDED_URL = "http://embedded.localhost"
"""The address that an embedded backend puts into its links (RFC 6761: nobody resolves it)."""

_CHUNK_BYTES = 64 * 1024
_QUEUED_CHUNKS = 16
"""How far an application gets ahead of who reads its stream."""

_FAREWELL_SECONDS = 5.0
"""How long an application may take to hear that nobody listens any more."""

_ASCII = printable.rstrip() + "%"

Message = MutableMapping[str, Any]
Application = Callable[
    [Message, Callable[[], Awaitable[Message]], Callable[[Message], Awaitable[None]]], Awaitable[None]
]


async def exchange(app: Application, request: Request) -> Response:
    """One request and its whole response. What `on_progress` raises is raised here."""
    asked, parts = _Asked(app, request), list[bytes]()

    async def take(chunk: bytes) -> None:
        parts.append(chunk)

    try:
        await asked.perform(take)
    except Exception as error:
        if not asked.is_complete.is_set() and asked.body.failure is None:
            raise _failed(error) from error
    if asked.body.failure is not None:
        raise asked.body.failure
    return Response(asked.status, asked.headers, b"".join(parts))


async def open_exchange(app: Application, request: Request) -> "AsgiChannel":
    """One request and its response as it comes. Raises TimedOut when it does not begin within the request's silence."""
    channel = AsgiChannel(_Asked(app, request), request.silence_seconds)
    try:
        await channel.begin()
    except BaseException:
        await channel.close_async()
        raise
    return channel


class _Asked:
    """One request to an application: what it hears, and the beginning of what it says."""

    def __init__(self, app: Application, request: Request) -> None:
        self._app, self._request = app, request
        self.body = _Body(request)
        self.status = 0
        self.headers: dict[str, str] = {}
        self.is_complete = asyncio.Event()
        self.is_gone = False

    async def perform(self, take: Callable[[bytes], Awaitable[None]]) -> None:
        """Ask the application; what it says of a body goes to `take`."""

        async def send(message: Message) -> None:
            if self.is_gone:
                raise ConnectionResetError("The client has gone.")  # as ASGI 2.4 wants it
            if message["type"] == "http.response.start":
                self._begin(message)
                await take(b"")
            elif message["type"] == "http.response.body":
                if not message.get("more_body", False):
                    self.is_complete.set()
                await take(message.get("body", b""))

        await self._app(_scope(self._request), self._receive, send)

    def leave(self) -> None:
        """Tell the application that nobody hears it any more."""
        self.is_gone = True
        self.is_complete.set()

    async def _receive(self) -> Message:
        message = None if self.is_gone else self.body.next_message()
        if message is None:
            await self.is_complete.wait()  # the client stays to hear the answer
            return {"type": "http.disconnect"}
        return message

    def _begin(self, message: Message) -> None:
        self.status = message["status"]
        self.headers = {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in message["headers"]}


class AsgiChannel:
    """A response that an application is making, in a task of its own. Who reads slowly slows it down."""

    def __init__(self, asked: _Asked, silence_seconds: float | None) -> None:
        self._asked, self._silence_seconds = asked, silence_seconds
        self._chunks = deque[bytes]()
        self._came, self._has_room = asyncio.Event(), asyncio.Event()
        self._is_cut = False
        self._failure: Exception | None = None
        self._task = asyncio.create_task(self._perform())

    @property
    def status(self) -> int:
        """The HTTP status."""
        return self._asked.status

    @property
    def headers(self) -> dict[str, str]:
        """The response's headers."""
        return self._asked.headers

    async def begin(self) -> None:
        """Wait until the application has said its status. Raises ConnectionFailed."""
        while self.status == 0:
            await self._news()
            if self.status == 0 and self._task.done():
                raise self._asked.body.failure or _failed(self._failure)

    async def read_async(self) -> bytes | None:
        """The next bytes, None at the end. Raises ConnectionFailed, or TimedOut after too long a silence."""
        while True:
            if self._is_cut:
                raise ConnectionFailed("The stream was closed.")
            if self._chunks:
                self._has_room.set()
                return self._chunks.popleft()
            if self._asked.is_complete.is_set():
                return None
            if self._task.done():
                raise _failed(self._failure)
            await self._news()

    def cut(self) -> None:
        """End the stream for who reads. To be called in the loop in which it runs."""
        self._is_cut = True
        self._came.set()

    async def close_async(self) -> None:
        """Tell the application that its client has gone, and end it."""
        self.cut()
        self._asked.leave()
        self._task.cancel()
        await asyncio.wait({self._task}, timeout=_FAREWELL_SECONDS)

    async def _news(self) -> None:
        self._came.clear()
        try:
            await asyncio.wait_for(self._came.wait(), self._silence_seconds)
        except TimeoutError:
            raise TimedOut("The embedded backend said nothing in time.") from None

    async def _take(self, chunk: bytes) -> None:
        if chunk:
            self._chunks.append(chunk)
        self._came.set()
        while len(self._chunks) > _QUEUED_CHUNKS:
            self._has_room.clear()
            await self._has_room.wait()

    async def _perform(self) -> None:
        try:
            await self._asked.perform(self._take)
        except Exception as error:  # noqa: BLE001  # it is raised where the stream is read
            self._failure = error
        finally:
            asyncio.get_running_loop().call_soon(self._came.set)  # when this task is done


def _failed(error: Exception | None) -> ConnectionFailed:
    kind = "it ended without an answer" if error is None else type(error).__name__
    return ConnectionFailed(f"The embedded backend failed ({kind}).")


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
