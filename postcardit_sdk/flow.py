"""What to say without saying it: requests as values, and flows that yield them.

A resource method describes. It returns a `Call`, or is a generator that yields Calls (`reply = yield from call`) and
returns a result: a `Flow`. The session turns a flow into steps; a driver performs the steps, blocking or awaiting.
"""

from collections.abc import Callable, Generator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Generic, ParamSpec, Protocol, TypeVar, runtime_checkable

from pydantic import ValidationError

from .contract.auth import TokenPair
from .contract.operations import Operation
from .contract.problems import field_problems
from .contract.wire import Wire
from .errors import PostCardItError, invalid_arguments

if TYPE_CHECKING:
    from .retry import Attempts

__all__ = [
    "Call",
    "Channel",
    "Connect",
    "Emit",
    "Exchange",
    "Exclusive",
    "Fetch",
    "Flow",
    "Listen",
    "Open",
    "Pause",
    "Progress",
    "Read",
    "Request",
    "Response",
    "Said",
    "Send",
    "Shut",
    "SignedIn",
    "SignedOut",
    "Step",
    "Stream",
    "Talk",
    "Trying",
    "Work",
    "ask",
    "for_each",
]

R = TypeVar("R")
ItemT = TypeVar("ItemT")
T_co = TypeVar("T_co", covariant=True)
P = ParamSpec("P")


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a transfer is, in bytes."""

    done_bytes: int
    total_bytes: int


@dataclass(frozen=True, slots=True)
class Request:
    """An HTTP request as a value. `url` is a path of the API, or absolute for a signed URL.

    `timeout_seconds` is how long to wait for an answer at most, where that is less than the client would.
    `silence_seconds` marks a request that waits for news: so long may the server say nothing, whatever the client's
    own timeout for reading is.
    """

    method: str
    url: str
    headers: Mapping[str, str] = field(default_factory=dict[str, str])
    body: bytes = b""
    on_progress: Callable[[Progress], None] | None = None
    timeout_seconds: float | None = None
    silence_seconds: float | None = None

    def __repr__(self) -> str:
        return f"Request({self.method} {self.url.partition('?')[0]})"  # a query may be a signature


@dataclass(frozen=True, slots=True)
class Response:
    """An HTTP response, read whole. Header names are lower case."""

    status: int
    headers: Mapping[str, str] = field(repr=False)
    body: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Call(Generic[R]):
    """One operation with its arguments. Iterating it in a flow sends it and gives its reply.

    `only_as` is the user in whose name it may go out: SignInRequired is raised where somebody else is signed in.
    """

    operation: Operation[R, Any]
    arguments: Wire | None = None
    path: Mapping[str, str] = field(default_factory=dict[str, str])
    idempotency_key: str | None = None
    if_match: str | None = None
    only_as: str | None = None

    def __iter__(self) -> "Talk[R]":
        reply: R = yield self
        return reply


@dataclass(frozen=True, slots=True)
class Exchange:
    """One request outside the table: bytes to or from a signed URL (no token), or a raw request (with it).

    It gives the Response whatever its status is, unless `expect_success`, which raises the problem that it holds. With
    `once` no failure repeats it: who says it does so, and knows what to ask first.
    """

    request: Request
    signed_in: bool = False
    repeatable: bool = True
    expect_success: bool = True
    once: bool = False

    def __iter__(self) -> "Talk[Response]":
        response: Response = yield self
        return response


class Channel(Protocol):
    """An answer whose bytes come as the server makes them. What else it can do is between transport and driver."""

    @property
    def status(self) -> int:
        """The HTTP status."""
        ...

    @property
    def headers(self) -> Mapping[str, str]:
        """The response's headers, names in lower case."""
        ...


@dataclass(frozen=True, slots=True)
class Listen:
    """Open the stream of an operation, in the session's name, once. Gives a Channel; raises the problem of a refusal.

    `silence_seconds` is how long the server may say nothing before reading raises TimedOut.
    """

    call: Call[Any]
    silence_seconds: float
    last_event_id: str | None = None

    def __iter__(self) -> "Talk[Channel]":
        channel: Channel = yield self
        return channel


@dataclass(frozen=True, slots=True)
class Connect:
    """Connect to a WebSocket in the session's name, once. Gives a Channel whose reads are messages; raises the problem
    of a refusal, as of a transport that knows no WebSockets.

    After `silence_seconds` the server is asked whether it is there; reading raises TimedOut when it says nothing.
    """

    url: str
    silence_seconds: float

    def __iter__(self) -> "Talk[Channel]":
        channel: Channel = yield self
        return channel


@dataclass(frozen=True, slots=True)
class Fetch:
    """Open the answer to a request outside the table, once and without a token: bytes from a signed URL.

    Gives a Channel whose status is 200 or 206; raises the problem of a refusal.
    """

    request: Request

    def __iter__(self) -> "Talk[Channel]":
        channel: Channel = yield self
        return channel


@dataclass(frozen=True, slots=True)
class Trying:
    """Begin to count attempts at something that takes several requests, as the client's retry policy counts them."""

    def __iter__(self) -> "Talk[Attempts]":
        attempts: Attempts = yield self
        return attempts


@dataclass(frozen=True, slots=True)
class Read:
    """Wait for the next bytes of a channel: None at its end. Raises ConnectionFailed when it breaks."""

    channel: Channel

    def __iter__(self) -> "Talk[bytes | None]":
        chunk: bytes | None = yield self
        return chunk


@dataclass(frozen=True, slots=True)
class Shut:
    """Close a channel. The driver does it for every channel that a flow has left open when it ends."""

    channel: Channel


@dataclass(frozen=True, slots=True)
class Emit(Generic[T_co]):
    """Give an item to whoever iterates over this flow, before going on."""

    item: T_co


@dataclass(frozen=True, slots=True)
class SignedIn:
    """Tells the session to keep these tokens."""

    tokens: TokenPair


@dataclass(frozen=True, slots=True)
class SignedOut:
    """Tells the session to forget its tokens."""


@dataclass(frozen=True, slots=True)
class Pause:
    """Wait this many seconds."""

    seconds: float


@dataclass(frozen=True, slots=True)
class Work(Generic[R]):
    """Compute what takes long. An awaiting client does it in a thread, so that its loop goes on."""

    function: Callable[[], R]

    def __iter__(self) -> "Talk[R]":
        result: R = yield self
        return result


Said = Call[Any] | Exchange | Listen | Connect | Fetch | Read | Shut | SignedIn | SignedOut | Pause | Trying | Work[Any]

Talk = Generator[Said, Any, R]
"""A flow of several steps: a generator that says one thing after the other and returns a result."""

Stream = Generator[Said | Emit[ItemT], Any, None]
"""A flow that emits items on its way, and returns nothing."""


@runtime_checkable
class Flow(Protocol[T_co]):
    """Anything whose iteration yields what to say and returns a result."""

    def __iter__(self) -> Generator[Said, Any, T_co]: ...


@dataclass(frozen=True, slots=True)
class Send:
    """Step: send the request, give the Response. Raises ConnectionFailed into the session when none comes."""

    request: Request


@dataclass(frozen=True, slots=True)
class Open:
    """Step: send the request, give a Channel as soon as its answer begins."""

    request: Request


class Lock(Protocol):
    """Held by one thread, task or process at a time; a dead holder holds nothing."""

    def try_acquire(self) -> bool:
        """Take the lock if it is free."""
        ...

    def release(self) -> None:
        """Give it back."""
        ...


@dataclass(frozen=True, slots=True)
class Exclusive:
    """Step: hold the lock while performing the steps inside, then give their result."""

    lock: Lock
    steps: "Generator[Step, Any, Any]"


Step = Send | Open | Read | Shut | Emit[Any] | Pause | Work[Any] | Exclusive


def for_each(stream: Stream[ItemT], handle: Callable[[ItemT], Talk[None]]) -> Talk[None]:
    """Perform a flow that emits items inside another flow: each item goes to `handle`, which is a flow, too.

    What `handle` raises ends it all.
    """
    try:
        said = next(stream)
        while True:
            if isinstance(said, Emit):
                yield from handle(said.item)
                said = next(stream)
                continue
            try:
                reply = yield said
            except PostCardItError as error:
                said = stream.throw(error)
            else:
                said = stream.send(reply)
    except StopIteration:
        return
    finally:
        stream.close()


def ask(model: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
    """Build an operation's arguments. Raises InvalidRequest, naming each field, when the contract refuses them."""
    try:
        return model(*args, **kwargs)
    except ValidationError as error:
        problems = field_problems(error, by_name=True)
    raise invalid_arguments(problems)
