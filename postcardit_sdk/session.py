"""From what a flow says to what a driver does: tokens, retries, idempotency keys, decoding.

Nothing here sends, sleeps or locks: it yields steps, and a driver performs them.
"""

import time
from collections.abc import Callable, Generator
from typing import TYPE_CHECKING, Any, TypeVar

from .codec import error_in, reply_in, request_for, with_bearer
from .contract.operations import Effect
from .errors import PostCardItError, SignInRequired
from .flow import Call, Exchange, Flow, Pause, Request, Response, Said, Send, SignedIn, SignedOut, Step, Work
from .keeper import Keeper
from .renewal import Renewal
from .retry import Attempts, may_be_repeated
from .server_clock import ServerClock
from .tokens import TokenStore
from .tokens.subject import subject_of

if TYPE_CHECKING:
    from tenacity import BaseRetrying

__all__ = ["Session"]

T = TypeVar("T")
Steps = Generator[Step, Any, T]


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
        user_id = None if tokens is None else tokens.user_id or subject_of(tokens.access_token)
        if user_id is None:
            raise SignInRequired
        return user_id

    def perform(self, flow: Flow[T]) -> Steps[T]:
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

    def _answer(self, said: Said) -> Steps[Any]:
        match said:
            case Call():
                return (yield from self._call(said))
            case Exchange():
                return (yield from self._exchange(said))
            case SignedIn(tokens):
                yield from self._renewal.sign_in(tokens)
            case SignedOut():
                yield from self._renewal.sign_out()
            case Pause() | Work():
                return (yield said)
        return None

    def _call(self, call: Call[T]) -> Steps[T]:
        operation = call.operation
        request = request_for(call)
        repeatable = operation.effect is not Effect.ONCE

        def attempt() -> Steps[T]:
            response = yield from self._send(request, signed_in=not operation.public)
            return reply_in(response, operation, self._clock.now())

        return (yield from self._repeating(attempt, repeatable=repeatable))

    def _exchange(self, exchange: Exchange) -> Steps[Response]:
        def attempt() -> Steps[Response]:
            response = yield from self._send(exchange.request, signed_in=exchange.signed_in)
            if exchange.expect_success and response.status >= 400:
                raise error_in(response, self._clock.now())
            return response

        return (yield from self._repeating(attempt, repeatable=exchange.repeatable))

    def _send(self, request: Request, *, signed_in: bool) -> Steps[Response]:
        """Send with the access token; a 401 for it refreshes once and sends again."""
        if not signed_in:
            return (yield from self._hear(request))
        tokens = yield from self._renewal.current()
        response = yield from self._hear(with_bearer(request, tokens))
        if response.status != 401:
            return response
        if tokens.refresh_token is None:
            self._renewal.refuse_ended(response, tokens)
            return response
        tokens = yield from self._renewal.fresh(tokens)
        return (yield from self._hear(with_bearer(request, tokens)))

    def _hear(self, request: Request) -> Steps[Response]:
        response: Response = yield Send(request)
        if request.url.startswith("/"):  # who serves signed URLs may have another clock
            self._clock.hear(response)
        return response

    def _repeating(self, attempt: Callable[[], Steps[T]], *, repeatable: bool) -> Steps[T]:
        started, attempts = time.monotonic(), None
        while True:
            try:
                return (yield from attempt())
            except PostCardItError as error:
                if not may_be_repeated(error, repeatable=repeatable):
                    raise
                attempts = attempts or Attempts(self._retry, started)
                pause = attempts.pause_after(error)
            yield Pause(pause)
