"""How every change is heard once and in order, though connections break and proxies hold streams back."""

import math
import random
import time
from collections.abc import Callable, Generator
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError

from ..contract import operations as ops
from ..contract.problems import Code
from ..contract.service import Realtime
from ..contract.sync import Change, ListenEvents, SyncChanges, SyncPage
from ..errors import ApiError, ConnectionFailed, InvalidRequest, PostCardItError, TimedOut, UnreadableAnswer
from ..flow import Call, Channel, Connect, Emit, Listen, Pause, Read, Said, Shut, Stream, Talk, ask
from ..sse import Message, Parser, TooLong
from .events import Event
from .ways import Ways, ask_ways, hinted_seq

__all__ = [
    "MUTE_CONNECTIONS",
    "PING_SECONDS",
    "SILENCE_SECONDS",
    "STREAM_AGAIN_SECONDS",
    "WAIT_SECONDS",
    "Listening",
]

SILENCE_SECONDS = 45.0
"""How long a stream may say nothing: the server has a heartbeat of 15 seconds."""

PING_SECONDS = 240.0
"""How long a WebSocket may say nothing until it is pinged: API Gateway gives up after 600 seconds."""

STREAM_AGAIN_SECONDS = 300.0
"""When to try a stream or a WebSocket again where none was to be had."""

MUTE_CONNECTIONS = 3
"""How many connections in a row may end without a byte before that way counts as not to be had."""

WAIT_SECONDS = 25
_LIMIT = 500
_FIRST_BACKOFF_SECONDS, _LAST_BACKOFF_SECONDS = 0.5, 30.0
_MAX_RETRY_SECONDS = 60.0
_NO_STREAM_STATUS = frozenset({404, 405, 406, 501})
_PASSING_STATUS = frozenset({408, 425, 429})

_IN_A_SNAPSHOT = "This cursor stands in a snapshot: fetch the rest of it first."
"""What a stream answers to such a cursor."""


class _NoStream(PostCardItError):
    """A stream is not to be had here, or not to be trusted."""


class _Jumped(_NoStream):
    """Numbers are missing."""


@dataclass(slots=True)
class _Snapshot:
    """How much of everything that there is has been read. One that is not told is read for its end alone."""

    is_told: bool
    cursor: str | None = None
    head: int | None = None


class Listening:
    """One listen: what was heard last, and how to go on. `chance` gives numbers from 0 to 1, `clock` seconds. `ways` is
    what is known of the server, and learned if need be; without it there is a stream, or there are long polls."""

    def __init__(
        self,
        since: str | None,
        *,
        stream: bool = True,
        ways: Ways | None = None,
        chance: Callable[[], float] = random.random,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._cursor = ask(ListenEvents, cursor=since).cursor
        self._chance, self._clock = chance, clock
        self._ways = ways or Ways.usual()
        first_at = -math.inf if stream else math.inf
        self._not_before = {Realtime.SSE: first_at, Realtime.WEBSOCKET: first_at}
        self._ask_at = -math.inf
        self._last_seq: int | None = None
        self._snapshot: _Snapshot | None = None
        self._failures = 0
        self._mute = 0
        self._was_heard = False
        self._retry_seconds = 0.0

    def __iter__(self) -> Stream[Event]:
        while True:
            try:
                yield from self._go_on()
            except PostCardItError as error:
                if _is_gap(error):
                    yield from self._tell_gap()
                elif _passes(error):
                    yield Pause(self._pause_after(error))
                else:
                    raise

    def _go_on(self) -> Stream[Event]:
        if self._snapshot is not None:
            yield from self._read_snapshot(self._snapshot)
            return
        if not self._ways.are_known and self._ask_at <= self._clock() and self._not_before[Realtime.SSE] < math.inf:
            yield from self._learn()
        way = self._ways.best(lambda way: self._clock() >= self._not_before[way])
        if way is Realtime.SSE:
            yield from self._try(way, self._follow_stream())
        elif self._cursor is None:
            self._snapshot = _Snapshot(is_told=False)
        elif way is Realtime.WEBSOCKET:
            yield from self._try(way, self._follow_socket(self._ways.url, self._cursor))
        else:
            yield from self._poll(self._cursor)

    def _learn(self) -> Talk[None]:
        """Ask for the ways. Where the answer is lost each time, something else may come through: try the usual."""
        try:
            yield from ask_ways(self._ways)
        except ConnectionFailed as error:
            if not error.was_sent:
                raise
            self._ask_at = self._clock() + STREAM_AGAIN_SECONDS

    def _try(self, way: Realtime, follow: Stream[Event]) -> Stream[Event]:
        """Go a way; leave it for a while when it leads nowhere."""
        self._was_heard = False
        try:
            yield from follow
        except PostCardItError as error:
            if not (_has_no_stream(error) or self._is_mute(error, way)):
                raise
            self._not_before[way], self._mute = self._clock() + STREAM_AGAIN_SECONDS, 0

    # The stream

    def _follow_stream(self) -> Stream[Event]:
        """One connection, until it breaks. Raises ConnectionFailed at its end, too."""
        channel = yield from Listen(Call(ops.listen_events), SILENCE_SECONDS, self._cursor)
        try:
            yield from self._hear(channel)
        except PostCardItError:
            yield Shut(channel)
            raise
        yield Shut(channel)
        raise ConnectionFailed("The server ended the stream.")

    def _hear(self, channel: Channel) -> Stream[Event]:
        if channel.headers.get("content-type", "").partition(";")[0].strip().lower() != "text/event-stream":
            raise _NoStream
        parser = Parser()
        while (chunk := (yield from Read(channel))) is not None:
            self._note_life()
            self._was_heard, self._mute = True, 0
            before, messages = parser.last_event_id, _fed(parser, chunk)
            for message in messages:
                yield from self._take(_change_in(message), message.last_event_id)
            if self._last_seq is None and parser.last_event_id not in {"", before}:
                self._cursor = parser.last_event_id  # said before any change: where the stream begins
            self._retry_seconds = min(parser.retry_seconds or 0.0, _MAX_RETRY_SECONDS)

    def _is_mute(self, error: PostCardItError, way: Realtime) -> bool:
        """Whether somebody on the way keeps it from us: one was silent, or several broke before they began. A WebSocket
        has an address of its own, which may be out of reach while all else is not."""
        was_reached = isinstance(error, ConnectionFailed) and (error.was_sent or way is Realtime.WEBSOCKET)
        failed_on_the_way = isinstance(error, ApiError) and error.status >= 500
        if self._was_heard or not (was_reached or failed_on_the_way):
            return False
        self._mute += 1
        return isinstance(error, TimedOut) or self._mute >= MUTE_CONNECTIONS

    # The WebSocket: it says that there is something, and what it is is fetched

    def _follow_socket(self, url: str, cursor: str) -> Stream[Event]:
        """One connection, until it breaks. Raises ConnectionFailed at its end, too."""
        channel = yield from Connect(url, PING_SECONDS)
        self._was_heard, self._mute = True, 0
        connected_at = self._clock()
        try:
            yield from self._fetch(cursor, 0)  # what happened before it was open it does not tell
            yield from self._heed(channel)
        except PostCardItError:
            yield Shut(channel)
            raise
        yield Shut(channel)
        if self._clock() >= connected_at + PING_SECONDS:
            self._note_life()
        raise ConnectionFailed("The server ended the WebSocket.")

    def _heed(self, channel: Channel) -> Stream[Event]:
        while (message := (yield from Read(channel))) is not None:
            self._note_life()
            seq = hinted_seq(message)
            if seq is not None and self._cursor is not None and (self._last_seq is None or seq > self._last_seq):
                yield from self._fetch(self._cursor, 0)

    # The long poll

    def _poll(self, cursor: str) -> Stream[Event]:
        asked_at = self._clock()
        found = yield from self._fetch(cursor, WAIT_SECONDS)
        if found or self._clock() >= asked_at + WAIT_SECONDS / 2:
            self._note_life()
        else:
            yield Pause(self._backoff())  # a server that does not wait

    def _fetch(self, cursor: str, wait: int) -> Generator[Said | Emit[Event], Any, bool]:
        """Take what there is, waiting for the first of it. Gives whether there was anything."""
        was_found = False
        while True:
            page = yield from _page(cursor, wait)
            if len({change.seq for change in page.changes}) < len(page.changes):
                raise InvalidRequest(_IN_A_SNAPSHOT, code=Code.INVALID_CURSOR)  # where all changes have one number
            for number, change in enumerate(page.changes, 1):
                yield from self._take(change, page.next_cursor if number == len(page.changes) else cursor)
            self._cursor = cursor = page.next_cursor
            was_found = was_found or bool(page.changes)
            if wait or not page.has_more:
                return was_found

    # Gaps

    def _tell_gap(self) -> Stream[Event]:
        """Start again from all there is. The first time at once; a server that goes on so is given time."""
        if self._failures:
            yield Pause(self._backoff())
        self._failures += 1
        self._snapshot = _Snapshot(is_told=self._cursor is not None)
        if self._cursor is not None:
            yield Emit(Event(self._cursor, None))

    def _read_snapshot(self, snapshot: _Snapshot) -> Stream[Event]:
        """Read on where the last try ended. What happens meanwhile comes behind it, and is told in any case."""
        while True:
            page = yield from _page(snapshot.cursor, 0)
            if snapshot.head is None and page.changes:
                snapshot.head = self._last_seq = page.changes[0].seq
            for number, change in enumerate(page.changes, 1):
                is_last = number == len(page.changes) and not page.has_more
                if change.seq != snapshot.head:
                    yield from self._take(change, page.next_cursor if is_last else snapshot.cursor or page.next_cursor)
                elif snapshot.is_told and self._cursor is not None:
                    yield Emit(Event(page.next_cursor if is_last else self._cursor, change))
            snapshot.cursor = page.next_cursor
            if not page.has_more:
                break
        self._cursor, self._snapshot = page.next_cursor, None

    # What all of them need

    def _take(self, change: Change, cursor: str) -> Stream[Event]:
        """Emit what comes next, pass over what was heard before. Raises _Jumped when numbers are missing."""
        if self._last_seq is not None and change.seq <= self._last_seq:
            return
        if self._last_seq is not None and change.seq > self._last_seq + 1:
            raise _Jumped
        self._last_seq = change.seq
        if self._snapshot is None:
            self._cursor = cursor
        yield Emit(Event(cursor, change))

    def _note_life(self) -> None:
        self._failures = 0

    def _pause_after(self, error: PostCardItError) -> float:
        told = error.retry_after if isinstance(error, ApiError) else None
        return max(told or 0.0, self._retry_seconds, self._backoff())

    def _backoff(self) -> float:
        """Full jitter up to a bound that doubles."""
        bound = min(_LAST_BACKOFF_SECONDS, _FIRST_BACKOFF_SECONDS * 2.0 ** min(self._failures, 10))
        self._failures += 1
        return bound * self._chance()


def _page(cursor: str | None, wait: int) -> Talk[SyncPage]:
    return (yield from Call(ops.sync_changes, ask(SyncChanges, cursor=cursor, limit=_LIMIT, wait=wait)))


def _fed(parser: Parser, chunk: bytes) -> list[Message]:
    try:
        return parser.feed(chunk)
    except TooLong as error:
        raise _NoStream(str(error)) from None


def _change_in(message: Message) -> Change:
    try:
        change = Change.model_validate_json(message.data)
    except ValidationError:
        raise _NoStream("The stream has an event that is no change.") from None
    if not message.last_event_id:
        raise _NoStream("The stream has a change without a cursor.")
    return change


def _has_no_stream(error: PostCardItError) -> bool:
    if isinstance(error, InvalidRequest):
        return error.code is Code.METHOD_NOT_ALLOWED
    if isinstance(error, ApiError):
        return error.status in _NO_STREAM_STATUS
    return isinstance(error, _NoStream | UnreadableAnswer)


def _is_gap(error: PostCardItError) -> bool:
    return isinstance(error, _Jumped) or (isinstance(error, ApiError) and error.code is Code.CURSOR_EXPIRED)


def _passes(error: PostCardItError) -> bool:
    if isinstance(error, ApiError):
        return error.status in _PASSING_STATUS or error.status >= 500
    return isinstance(error, ConnectionFailed | UnreadableAnswer)
