"""From what a flow says to what a driver does: tokens, retries, idempotency keys, decoding.

Nothing here sends, sleeps or locks: it yields steps, and a driver performs them.
"""

import time
from collections.abc import Callable, Generator
from typing import TYPE_CHECKING, Any, TypeVar

from .byte_hosts import refusal_in
from .codec import error_in, reply_in, request_for, socket_request_for, stream_request_for, with_bearer
from .contract.operations import Effect
from .errors import ConnectionFailed, PostCardItError, SignInRequired
from .flow import (
    Call,
    Channel,
    Connect,
    Emit,
    Exchange,
    Fetch,
    Flow,
    Listen,
    Open,
    Pause,
    Read,
    Request,
    Response,
    Said,
    Send,
    Shut,
    SignedIn,
    SignedOut,
    Step,
    Stream,
    Trying,
    Work,
)
from .keeper import Keeper
from .renewal import Renewal
from .retry import Attempts, may_be_repeated
from .server_clock import ServerClock
from .tokens import Tokens, TokenStore
from .tokens.subject import subject_of

if TYPE_CHECKING:
    from tenacity import BaseRetrying

__all__ = ["Session"]

T = TypeVar("T")
AnswerT = TypeVar("AnswerT", bound=Response | Channel)
Steps = Generator[Step, Any, T]

_REFUSAL_BYTES = 64 * 1024
_GOOD_STATUS = frozenset({101, 200, 206})


class Session:
    """One account's conversation with one server. It holds no connection; any number of flows may run at once."""

    def __init__(
        self,
        tokens: TokenStore,
        *,
        retry: "BaseRetrying | None" = None,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self._retry = retry
        self._clock = ServerClock(clock)
        self._keeper = Keeper(tokens)
        self._renewal = Renewal(self._keeper, self._clock)

    @property
    def tokens(self) -> TokenStore:
        """Where the tokens are kept."""
        return self._keeper.store

    @tokens.setter
    def tokens(self, store: TokenStore) -> None:
        self._keeper.store = store

    @property
    def user_id(self) -> str:
        """Whose session it is, without asking the server. Raises SignInRequired when there is none."""
        tokens = self._keeper.load()
        user_id = None if tokens is None else _user_of(tokens)
        if user_id is None:
            raise SignInRequired
        return user_id

    def perform(self, flow: Flow[T] | Stream[Any]) -> Steps[T]:
        """The steps of a flow. An error goes into the flow, which may handle it, before it leaves here."""
        talk = iter(flow)
        try:
            said = next(talk)
            while True:
                try:
                    reply = yield from self._answer(said)
                except PostCardItError as error:
                    said = talk.throw(error)
                else:
                    said = talk.send(reply)
        except StopIteration as stop:
            result: T = stop.value
            return result
        finally:
            talk.close()

    def _answer(self, said: Said | Emit[Any]) -> Steps[Any]:
        match said:
            case Call():
                return (yield from self._call(said))
            case Exchange():
                return (yield from self._exchange(said))
            case Listen(call):
                return (yield from self._listen(stream_request_for(said), call.only_as))
            case Connect():
                return (yield from self._listen(socket_request_for(said), None))
            case Fetch(request):
                return (yield from self._fetch(request))
            case Trying():
                return Attempts(self._retry, time.monotonic())
            case SignedIn(tokens):
                yield from self._renewal.sign_in(tokens)
            case SignedOut():
                yield from self._renewal.sign_out()
            case Pause() | Work() | Read() | Shut() | Emit():
                return (yield said)
        return None

    def _call(self, call: Call[T]) -> Steps[T]:
        operation = call.operation
        request = request_for(call)
        repeatable = operation.effect is not Effect.ONCE

        def attempt() -> Steps[T]:
            response = yield from self._send(request, signed_in=not operation.public, only_as=call.only_as)
            return reply_in(response, operation, self._clock.now())

        return (yield from self._repeating(attempt, repeatable=repeatable))

    def _exchange(self, exchange: Exchange) -> Steps[Response]:
        def attempt() -> Steps[Response]:
            response = yield from self._send(exchange.request, signed_in=exchange.signed_in)
            if exchange.expect_success and response.status >= 400:
                raise error_in(response, self._clock.now())
            return response

        if exchange.once:
            return (yield from attempt())
        return (yield from self._repeating(attempt, repeatable=exchange.repeatable))

    def _listen(self, request: Request, only_as: str | None) -> Steps[Channel]:
        """Once: who listens knows when to try again."""
        answer = yield from self._with_token(request, self._open, only_as)
        if isinstance(answer, Response):
            raise error_in(answer, self._clock.now())
        return answer

    def _fetch(self, request: Request) -> Steps[Channel]:
        answer = yield from self._open(request)
        if isinstance(answer, Response):
            raise refusal_in(answer, self._clock.now())
        return answer

    def _open(self, request: Request) -> Steps[Channel | Response]:
        """An answer as it comes; a refusal is read whole, though not without end."""
        channel: Channel = yield Open(request)
        if request.url.startswith("/"):  # who serves signed URLs may have another clock
            self._clock.hear(Response(channel.status, channel.headers, b""))
        if channel.status in _GOOD_STATUS:
            return channel
        body = bytearray()
        while len(body) < _REFUSAL_BYTES:
            chunk: bytes | None = yield Read(channel)
            if chunk is None:
                break
            body += chunk
        yield Shut(channel)
        return Response(channel.status, channel.headers, bytes(body))

    def _send(self, request: Request, *, signed_in: bool, only_as: str | None = None) -> Steps[Response]:
        if not signed_in:
            return (yield from self._hear(request))
        return (yield from self._with_token(request, self._hear, only_as))

    def _with_token(
        self, request: Request, say: Callable[[Request], Steps[AnswerT]], only_as: str | None
    ) -> Steps[AnswerT]:
        """Send with the access token; a 401 for it refreshes once and sends again."""
        tokens = yield from self._renewal.current()
        _refuse_others(tokens, only_as)
        answer = yield from say(with_bearer(request, tokens))
        if not isinstance(answer, Response) or answer.status != 401:
            return answer
        if tokens.refresh_token is None:
            self._renewal.refuse_ended(answer, tokens)
            return answer
        tokens = yield from self._renewal.fresh(tokens)
        _refuse_others(tokens, only_as)
        return (yield from say(with_bearer(request, tokens)))

    def _hear(self, request: Request) -> Steps[Response]:
        response: Response = yield Send(request)
        if request.url.startswith("/"):  # as above
            self._clock.hear(response)
        return response

    def _repeating(self, attempt: Callable[[], Steps[T]], *, repeatable: bool) -> Steps[T]:
        started, attempts, was_sent = time.monotonic(), None, False
        while True:
            try:
                return (yield from attempt())
            except PostCardItError as error:
                was_sent = was_sent or not isinstance(error, ConnectionFailed) or error.was_sent
                if isinstance(error, ConnectionFailed):
                    error.was_sent = was_sent  # by this attempt or by one before it
                if not may_be_repeated(error, repeatable=repeatable):
                    raise
                attempts = attempts or Attempts(self._retry, started)
                pause = attempts.pause_after(error)
            yield Pause(pause)


def _user_of(tokens: Tokens) -> str | None:
    return tokens.user_id or subject_of(tokens.access_token)


def _refuse_others(tokens: Tokens, only_as: str | None) -> None:
    if only_as is not None and _user_of(tokens) != only_as:
        raise SignInRequired("Another account has signed in here meanwhile.")
