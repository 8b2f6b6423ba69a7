"""The stream of changes as server-sent events (WHATWG HTML, section 9.2).

A stream holds the number that it has told of, and nothing else: it asks the store for a page, sends it, and goes on
when the client has taken it. While there is nothing to tell it costs a socket and two tasks.
"""

import asyncio
import logging
import threading
from collections import Counter

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import Receive, Scope, Send

from postcardit_sdk.contract.operations import BASE_PATH, listen_events
from postcardit_sdk.contract.problems import Code
from postcardit_sdk.contract.sync import ListenEvents

from .answers import Ask
from .authentication import authenticate
from .failures import trace_of
from .limiting import Gate
from .live import Hub, Waiter
from .polling import watch
from .ports import Claims, Ports
from .reading import origin_of, read_arguments
from .refusal import Refused
from .services.sync import changes_after, cursor_of, seq_of
from .web import encode, guarded
from .windows import Windows

__all__ = ["event_route"]

_log = logging.getLogger("postcardit")

_PAGE = 100
"""How many changes are read and sent at once: what a slow client keeps in memory."""
_TAKE_SECONDS = 30.0
"""How long a client may take nothing of what is sent to it."""
_SEAT_SECONDS = 5
"""When to ask again whether a stream of one's own has ended."""
_RETRY_MS = 1000
"""How soon a client connects again when its stream has ended."""
_ARGUMENTS = ListenEvents()
_HEADERS = {"cache-control": "no-store", "x-accel-buffering": "no"}


def event_route(ports: Ports, windows: Windows, hub: Hub) -> Route:
    """GET /v1/events, as a bare ASGI application: a framework's streams weigh twice as much."""
    return Route(BASE_PATH + listen_events.path, _Events(ports, windows, hub), methods=["GET"], name=listen_events.name)


class _Events:
    """Opens streams. What is wrong with a request is answered as everywhere else, before its stream begins."""

    def __init__(self, ports: Ports, windows: Windows, hub: Hub) -> None:
        self._ports, self._hub = ports, hub
        self._gate = Gate(listen_events, ports, windows)
        self._seats = _Seats(ports.settings.streams_per_user)
        self._open = guarded(self._begin)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        response = await self._open(Request(scope, receive, send))
        await response(scope, receive, send)

    async def _begin(self, request: Request) -> Response:
        ports = self._ports
        now = ports.clock()
        claims = authenticate(request, ports, now)
        self._gate.count_read(request, claims.user_id, now)
        given = read_arguments(listen_events, request, b"")
        cursor = request.headers.get("last-event-id") or given.cursor
        seq = ports.feed.head(claims.user_id) if cursor is None else seq_of(cursor, claims.user_id, ports)
        ports.feed.after(claims.user_id, seq, 1)  # refuses, as long as it can be said, what is not kept
        if request.method == "HEAD":
            return Response(headers=_HEADERS, media_type="text/event-stream")
        self._seats.take(claims.user_id)
        return _Stream(claims, seq, origin_of(request, ports.settings.public_url), ports, self._hub, self._seats)


class _Seats:
    """How many streams each user has open in this process."""

    def __init__(self, per_user: int) -> None:
        self._per_user = per_user
        self._taken: Counter[str] = Counter()
        self._lock = threading.Lock()

    def take(self, user_id: str) -> None:
        """One more. Refuses rate_limited."""
        with self._lock:
            if self._taken[user_id] >= self._per_user:
                detail = f"{self._per_user} streams are open already. Close one."
                raise Refused(Code.RATE_LIMITED, detail, retry_after=_SEAT_SECONDS)
            self._taken[user_id] += 1

    def leave(self, user_id: str) -> None:
        """One less."""
        with self._lock:
            self._taken[user_id] -= 1
            if not self._taken[user_id]:
                del self._taken[user_id]


class _Stream(Response):
    """One client's stream. It ends with the access token, with the session, with the server, and when the feed no
    longer keeps what comes next: who connects again hears why."""

    def __init__(self, claims: Claims, seq: int, origin: str, ports: Ports, hub: Hub, seats: _Seats) -> None:
        super().__init__(headers=_HEADERS, media_type="text/event-stream")
        del self.headers["content-length"]
        self._claims, self._seq, self._origin = claims, seq, origin
        self._ports, self._hub, self._seats = ports, hub, seats
        self._is_up_to_date = False

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        waiter = self._hub.listen(self._claims.user_id, self._seq, self._claims.session_id)
        watching = watch(receive, waiter)
        try:
            await send({"type": "http.response.start", "status": self.status_code, "headers": self.raw_headers})
            await self._tell(waiter, send)
        except TimeoutError:
            _log.info("a stream was dropped: its client took nothing for %d s", _TAKE_SECONDS)
        finally:
            watching.cancel()
            self._hub.forget(waiter)
            self._seats.leave(self._claims.user_id)

    async def _tell(self, waiter: Waiter, send: Send) -> None:
        """Send what there is, and then what comes, until it ends."""
        block: bytes | None = f"id: {self._cursor(self._seq)}\nretry: {_RETRY_MS}\n\n".encode()
        while block is not None:
            if block:
                await _send(send, block)
            if not self._is_up_to_date:
                await asyncio.sleep(0)  # others in this loop have their turn between two pages
            block = await self._next_block(waiter)
        if not waiter.is_gone:
            await _send(send, b"", more_body=False)

    async def _next_block(self, waiter: Waiter) -> bytes | None:
        """What to send next, maybe nothing; None when the stream is over."""
        if not self._goes_on(waiter):
            return None
        try:
            block = b"" if self._is_up_to_date else self._changes(waiter)
            return block or await self._silence(waiter)
        except Refused:
            return None
        except Exception as error:  # noqa: BLE001  # the head has been sent: all that can be said is that it is over
            _log.error("a stream failed\n%s", trace_of(error))
            return None

    def _goes_on(self, waiter: Waiter) -> bool:
        is_over = waiter.is_gone or waiter.has_ended or self._hub.is_closed
        return not is_over and self._ports.clock() < self._claims.expires_at * 1000

    def _changes(self, waiter: Waiter) -> bytes:
        """The next page of changes, if there are any. Refuses cursor_expired."""
        changes, has_more = changes_after(self._seq, _PAGE, self._ask(), self._ports)
        self._is_up_to_date = not has_more  # what comes now wakes the waiter
        if changes:
            self._seq = waiter.seq = changes[-1].seq
        return b"".join(b"id: %b\ndata: %b\n\n" % (self._cursor(one.seq).encode(), encode(one)) for one in changes)

    async def _silence(self, waiter: Waiter) -> bytes:
        """Wait for a change; what is sent when there was none. Refuses session_ended."""
        now = self._ports.clock()
        left = self._claims.expires_at - now / 1000
        if await waiter.wait(min(self._ports.settings.heartbeat_seconds, left)):
            self._is_up_to_date = False
            return b""
        self._ports.sessions.require_live(self._claims.session_id, self._ports.clock())
        return b":\n\n"

    def _cursor(self, seq: int) -> str:
        return cursor_of(self._claims.user_id, seq, self._ports)

    def _ask(self) -> Ask[ListenEvents]:
        claims = self._claims
        now = self._ports.clock()
        return Ask(listen_events.name, _ARGUMENTS, now, self._origin, claims.user_id, claims.session_id)


async def _send(send: Send, body: bytes, *, more_body: bool = True) -> None:
    """Send a part of the body. Raises TimeoutError when the client does not take it."""
    async with asyncio.timeout(_TAKE_SECONDS):
        await send({"type": "http.response.body", "body": body, "more_body": more_body})
