"""A stage for the SDK: a server that follows a script, and a player that writes down what a session wants done."""

from collections.abc import Callable, Generator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any, Generic, TypeVar

import pytest

from postcardit_sdk import (
    Code,
    EndReason,
    Entry,
    FileTokens,
    Flow,
    Font,
    MemoryTokens,
    Postcard,
    PostCardItError,
    PostcardStatus,
    Problem,
    Request,
    Response,
    TokenPair,
    Tokens,
    User,
    UserSummary,
)
from postcardit_sdk.contract.wire import Wire
from postcardit_sdk.flow import Exclusive, Pause, Send, Step, Work
from postcardit_sdk.halt import Halt
from postcardit_sdk.session import Session

T = TypeVar("T")

NOW = 1_800_000_000.0
MOMENT = datetime(2026, 11, 22, 15, 53, tzinfo=UTC)
ALICE = User(
    user_id="user-alice", username="alice", is_active=True, created_at=MOMENT, postcards_count=0, friends_count=0
)
PERSON = UserSummary(user_id="user-bob", username="bob")
CARD = Postcard(
    postcard_id="card-1",
    sender_id="user-alice",
    recipient_id="user-bob",
    sender_name="alice",
    recipient_name="bob",
    sender=PERSON,
    recipient=PERSON,
    message="Ciao",
    image_url="/v1/images/1",
    font=Font.HANDWRITTEN,
    status=PostcardStatus.SENT,
    is_archived=False,
    sent_at=MOMENT,
    created_at=MOMENT,
    updated_at=MOMENT,
)
LIVE = Tokens("access-1", "refresh-1", NOW + 900, "user-alice", "alice")
SOON = Tokens("access-1", "refresh-1", NOW + 30, "user-alice", "alice")
EXPIRED = Tokens("access-1", "refresh-1", NOW - 1, "user-alice", "alice")
OVER = replace(EXPIRED, expires_at=1.0)
"""Expired by any clock, as FOREVER lives by any."""
FOREVER = replace(LIVE, expires_at=1e11)
BOB = Tokens("access-of-bob", "refresh-of-bob", NOW + 900, "user-bob", "bob")
SECOND = Tokens("access-2", "refresh-2", NOW + 900, "user-alice", "alice", NOW + 840)

Answer = Response | PostCardItError | Callable[[Request], Response]


def reply(model: Wire, status: int = 200) -> Response:
    """A good answer."""
    return Response(status, {"content-type": "application/json"}, model.model_dump_json(exclude_none=True).encode())


def pair(number: int = 2) -> TokenPair:
    """The tokens that a refresh gives; the first session has number 1."""
    return TokenPair(
        access_token=f"access-{number}",
        refresh_token=f"refresh-{number}",
        expires_in=900,
        refresh_expires_in=5000,
        user=ALICE,
    )


def problem(code: Code, status: int | None = None, *, reason: EndReason | None = None, **headers: str) -> Response:
    """A problem as the server says it; `retry_after` becomes Retry-After."""
    number = code.status if status is None else status
    body = Problem(
        type="about:blank",
        title=code.sentence,
        status=number,
        detail=code.sentence,
        instance="/v1",
        code=code,
        message=code.sentence,
        status_code=number,
        request_id="request-1",
        reason=reason,
    )
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return Response(number, named, body.model_dump_json(exclude_none=True).encode())


def page(status: int, html: str = "<html>Bad gateway</html>", **headers: str) -> Response:
    """What a proxy says."""
    return Response(status, {"content-type": "text/html", **headers}, html.encode())


def line(request: Request) -> str:
    """A request in one line: the verb, the address, the token."""
    token = request.headers.get("authorization", "").removeprefix("Bearer ")
    return f"{request.method} {request.url}" + (f" as {token}" if token else "")


@dataclass
class Script:
    """A transport, blocking and awaited, that gives one answer after the other; the last one for ever."""

    answers: list[Answer]
    requests: list[Request] = field(default_factory=list[Request])
    closed: int = 0

    def send(self, request: Request) -> Response:
        answer = self.answers[min(len(self.requests), len(self.answers) - 1)]
        self.requests.append(request)
        if isinstance(answer, PostCardItError):
            raise answer
        return answer if isinstance(answer, Response) else answer(request)

    async def send_async(self, request: Request) -> Response:
        return self.send(request)

    def close(self) -> None:
        self.closed += 1

    async def close_async(self) -> None:
        self.close()


@dataclass
class Played(Generic[T]):
    """What a session wanted done, in order, and what came of it."""

    steps: list[str]
    requests: list[Request]
    result: T | None = None
    error: PostCardItError | None = None


def no_pauses(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """Blocking clients wait no time from now on: what they would have waited is noted instead."""
    pauses: list[float] = []

    def note(_: Halt, seconds: float) -> None:
        pauses.append(seconds)

    monkeypatch.setattr(Halt, "pause", note)
    return pauses


def session_of(tokens: Tokens | None = LIVE, *, now: float = NOW, **options: Any) -> Session:
    """A session whose clock stands still."""
    return Session(MemoryTokens(tokens), clock=lambda: now, **options)


def play(session: Session, flow: Flow[T], *answers: Answer) -> Played[T]:
    """Perform a flow against a script, without waiting."""
    script = Script([*answers])
    played = Played[T]([], script.requests)
    try:
        played.result = _drive(session.perform(flow), script, played.steps)
    except PostCardItError as error:
        played.error = error
    return played


def _drive(steps: Generator[Step, Any, T], script: Script, noted: list[str]) -> T:
    try:
        step = next(steps)
        while True:
            try:
                done = _do(step, script, noted)
            except PostCardItError as error:
                step = steps.throw(error)
            else:
                step = steps.send(done)
    except StopIteration as stop:
        result: T = stop.value
        return result
    finally:
        steps.close()


def _do(step: Step, script: Script, noted: list[str]) -> Any:
    match step:
        case Send(request):
            noted.append(line(request))
            return script.send(request)
        case Pause(seconds):
            noted.append(f"pause {seconds:g}")
        case Work(function):
            return function()
        case Exclusive(lock, steps):
            assert lock.try_acquire()
            noted.append("lock")
            try:
                return _drive(steps, script, noted)
            finally:
                lock.release()
                noted.append("unlock")
        case _:
            raise AssertionError("Nothing is streamed on this stage.")
    return None


def entries(session: Session) -> list[Entry]:
    """What the session's black box holds."""
    assert isinstance(session.tokens, MemoryTokens | FileTokens)
    return session.tokens.blackbox.entries()


def story(session: Session) -> list[str]:
    """The events of the black box."""
    return [entry.event for entry in entries(session)]
