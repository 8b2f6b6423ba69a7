"""A feed of changes whose server keeps its contract and nothing else: it cuts, repeats, stalls, forgets and refuses.

It answers what a listener's flow says, one thing after the other; nothing is sent and no time passes but the clock's.
"""

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, TypeVar

from postcardit_sdk import Call, Change, ChangeType, Code, ConnectionFailed, Pause, PostCardItError, SyncPage, TimedOut
from postcardit_sdk.codec import error_in
from postcardit_sdk.contract.service import Identity, Readiness, Realtime
from postcardit_sdk.contract.sync import SyncChanges
from postcardit_sdk.flow import Connect, Emit, Listen, Read, Shut, Stream
from postcardit_sdk.resources.events import Event
from postcardit_sdk.resources.listening import Listening
from postcardit_sdk.resources.ways import Ways
from tests.sdk.stage import MOMENT, page, problem

__all__ = [
    "BROKEN",
    "REFUSED",
    "SILENT",
    "SOCKET",
    "Refusal",
    "StagedChannel",
    "Told",
    "UnsteadyFeed",
    "change",
    "cursor_of",
    "hear",
    "listen",
    "sse",
    "streamed",
]

_PAGE = 3
SOCKET = "wss://socket.test/dev"
STREAM = {"content-type": "text/event-stream; charset=utf-8"}

Refusal = PostCardItError | Code | int
"""Instead of an answer: no answer, a problem, or a proxy's page."""


def change(seq: int, id_: str | None = None) -> Change:
    """A change that is known by its number, or something of a snapshot."""
    return Change(seq=seq, type=ChangeType.POSTCARD_DELETED, id=id_ or f"card-{seq}", occurred_at=MOMENT)


def cursor_of(seq: int) -> str:
    """Where to go on after this change."""
    return f"c{seq}"


def sse(seq: int) -> bytes:
    """A change as a stream has it."""
    return f"id: {cursor_of(seq)}\ndata: {change(seq).model_dump_json(exclude_none=True)}\n\n".encode()


@dataclass(eq=False)
class StagedChannel:
    """An answer that is read piece by piece; then it ends, or breaks."""

    chunks: deque[bytes]
    end: PostCardItError | None = None
    status: int = 200
    headers: dict[str, str] = field(default_factory=STREAM.copy)
    is_shut: bool = False

    def read(self) -> bytes | None:
        """The next bytes."""
        assert not self.is_shut
        if self.chunks:
            return self.chunks.popleft()
        if self.end is not None:
            raise self.end
        return None


AnswerT = TypeVar("AnswerT", StagedChannel, SyncPage)


@dataclass
class Told:
    """What a listener heard and did."""

    events: list[Event] = field(default_factory=list[Event])
    said: list[str] = field(default_factory=list[str])
    seconds: float = 0.0

    def heard(self) -> list[str]:
        """The ids of what was heard; a gap is a gap."""
        return ["gap" if event.change is None else event.change.id for event in self.events]


@dataclass
class UnsteadyFeed:
    """Knows `head` changes and keeps those after `floor`. First it answers what is in `stream`, `socket` and `poll`."""

    head: int = 0
    floor: int = 0
    stream: deque[StagedChannel | Callable[[int, int], StagedChannel] | Refusal] = field(default_factory=deque[Any])
    poll: deque[SyncPage | Refusal] = field(default_factory=deque[Any])
    socket: deque[StagedChannel | Refusal] = field(default_factory=deque[Any])
    ready: deque[tuple[Realtime, ...] | Refusal] = field(default_factory=deque[Any])
    now: float = 1000.0
    opened: list[StagedChannel] = field(default_factory=list[StagedChannel])

    def answer(self, said: object) -> object:
        """What a flow gets for what it says."""
        match said:
            case Listen(last_event_id=last):
                return self._open(last)
            case Connect():
                return self._connect()
            case Read(StagedChannel() as channel):
                return channel.read()
            case Shut(StagedChannel() as channel):
                channel.is_shut = True
            case Call(arguments=SyncChanges() as query):
                return self._sync(query)
            case Call(arguments=None):
                return self._readiness()
            case Pause(seconds):
                self.now += seconds
            case _:
                raise AssertionError(said)
        return None

    def _connect(self) -> StagedChannel:
        """A WebSocket that ends by itself, unless something else is in `socket`."""
        if self.socket:
            answer = self.socket.popleft()
            if not isinstance(answer, StagedChannel):
                raise _refused(answer)
            channel = answer
        else:
            channel = StagedChannel(deque())
        self.opened.append(channel)
        return channel

    def _readiness(self) -> Readiness:
        said = self.ready.popleft() if self.ready else (Realtime.SSE, Realtime.LONGPOLL)
        if not isinstance(said, tuple):
            raise _refused(said)
        return Readiness(
            status="ok", version="1", contract="c", realtime=[*said], realtime_url=SOCKET, identity=Identity.LOCAL
        )

    def _open(self, last: str | None) -> StagedChannel:
        begin = self.head if last is None else self._seq(last)
        if self.stream:
            answer = self.stream.popleft()
            channel = answer(begin, self.head) if callable(answer) else _unless_refused(answer)
        else:
            first = f"id: {cursor_of(begin)}\nretry: 1\n\n".encode()
            channel = StagedChannel(deque([first, *map(sse, range(begin + 1, self.head + 1))]), TimedOut("silence"))
        self.opened.append(channel)
        return channel

    def _sync(self, query: SyncChanges) -> SyncPage:
        if self.poll:
            return _unless_refused(self.poll.popleft())
        if query.cursor is None or query.cursor.startswith("s"):
            return self._snapshot(query.cursor)
        begin = self._seq(query.cursor)
        end = min(self.head, begin + _PAGE)
        if begin == end:
            self.now += query.wait
        changes = [change(seq) for seq in range(begin + 1, end + 1)]
        return SyncPage(changes=changes, next_cursor=cursor_of(end), has_more=end < self.head)

    def _snapshot(self, cursor: str | None) -> SyncPage:
        """Three things, in two pages; the cursor holds the head of page one."""
        if cursor is None:
            changes = [change(self.head, "me"), change(self.head, "friend")]
            return SyncPage(changes=changes, next_cursor=f"s{self.head}", has_more=True)
        head = int(cursor[1:])
        return SyncPage(changes=[change(head, "card")], next_cursor=cursor_of(head), has_more=self.head > head)

    def _seq(self, cursor: str) -> int:
        seq = int(cursor.removeprefix("c"))
        if not self.floor <= seq <= self.head:
            raise error_in(problem(Code.CURSOR_EXPIRED), 0.0)
        return seq


def _unless_refused(answer: AnswerT | Refusal) -> AnswerT:
    if isinstance(answer, PostCardItError | Code | int):
        raise _refused(answer)
    return answer


def _refused(refusal: Refusal) -> PostCardItError:
    if isinstance(refusal, PostCardItError):
        return refusal
    if isinstance(refusal, Code):
        return error_in(problem(refusal, retry_after="7") if refusal.status == 429 else problem(refusal), 0.0)
    return error_in(page(refusal), 0.0)


def listen(stream: Stream[Event], server: UnsteadyFeed, *, until: Callable[[Told], bool], steps: int = 500) -> Told:
    """Perform a listener's flow until enough was heard; its errors are the caller's. So many steps must do."""
    told = Told()
    began = server.now
    said = next(stream)
    for _ in range(steps):
        if isinstance(said, Emit):
            told.events.append(said.item)
        elif not isinstance(said, Read | Shut):
            told.said.append(_word(said))
        told.seconds = server.now - began
        if until(told):
            stream.close()
            return told
        try:
            reply = None if isinstance(said, Emit) else server.answer(said)
        except PostCardItError as error:
            said = stream.throw(error)
        else:
            said = stream.send(reply)
    raise AssertionError(f"Not enough in {steps} steps: {told.heard()} after {told.said[-20:]}")


def _word(said: object) -> str:
    match said:
        case Listen(last_event_id=last):
            return f"stream {last}"
        case Connect(url=url):
            return f"connect {url}"
        case Call(arguments=None):
            return "ready"
        case Call(arguments=SyncChanges() as query):
            return f"sync {query.cursor} {query.wait}"
        case Pause(seconds):
            return f"pause {seconds:g}"
        case _:
            raise AssertionError(said)


BROKEN = ConnectionFailed("The connection broke.")
REFUSED = ConnectionFailed("Nobody listens.", was_sent=False)
SILENT = TimedOut("The server said nothing in time.")


def streamed(*chunks: bytes, end: PostCardItError | None = None, **headers: str) -> StagedChannel:
    """A stream of these bytes."""
    channel = StagedChannel(deque(chunks), end)
    channel.headers.update({name.replace("_", "-"): value for name, value in headers.items()})
    return channel


def hear(
    server: UnsteadyFeed,
    since: str | None = "c0",
    *,
    until: Callable[[Told], bool] | None = None,
    stream: bool = True,
    ways: Ways | None = None,
) -> Told:
    """Listen until all that the server knows was heard; full jitter is as long as it can be."""

    def all_heard(told: Told) -> bool:
        last = told.events[-1].change if told.events else None
        return last is not None and last.seq == server.head and last.id != "me"

    listening = Listening(since, stream=stream, ways=ways, chance=lambda: 1.0, clock=lambda: server.now)
    return listen(iter(listening), server, until=until or all_heard)
