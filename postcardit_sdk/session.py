"""From what a flow says to what a driver does: tokens, refresh, retries, idempotency keys, decoding.

Nothing here sends, sleeps or locks: it yields steps, and a driver performs them.
"""

import re
import time
from collections.abc import Callable, Generator
from typing import TYPE_CHECKING, Any, TypeVar
from urllib.parse import quote, urlencode

from pydantic import ValidationError

from .contract import operations
from .contract.auth import RefreshTokens, TokenPair
from .contract.operations import BASE_PATH, Effect, Operation
from .contract.problems import Code, Problem
from .contract.wire import Wire, new_id
from .errors import (
    ApiError,
    ConnectionFailed,
    InvalidRequest,
    PostCardItError,
    SessionEnded,
    SignInRequired,
    Unauthenticated,
    UnreadableAnswer,
    error_for,
)
from .flow import Call, Exchange, Exclusive, Flow, Pause, Request, Response, Said, Send, SignedIn, SignedOut, Step, Work
from .retry import Attempts, may_be_repeated, retry_after_seconds
from .tokens import Tokens, TokenStore
from .version import __version__

if TYPE_CHECKING:
    from tenacity import BaseRetrying

__all__ = ["Session"]

T = TypeVar("T")
Steps = Generator[Step, Any, T]

EARLY_SECONDS = 60.0
"""How long before its end an access token is traded for a new one; one of a short life at the half of it."""

_VISIBLE_ASCII = re.compile(r"[!-~]+")
_AGENT = f"postcardit-python/{__version__}"


class Session:
    """One account's conversation with one server. It holds no connection; any number of flows may run at once."""

    def __init__(
        self,
        tokens: TokenStore,
        *,
        retry: "BaseRetrying | None" = None,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self.tokens = tokens
        self._retry = retry
        self._clock = clock

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
                yield Exclusive(self.tokens.lock, self._change(lambda: self.tokens.save(self._as_tokens(tokens))))
            case SignedOut():
                yield Exclusive(self.tokens.lock, self._change(self.tokens.clear))
            case Pause() | Work():
                return (yield said)
        return None

    # Calls

    def _call(self, call: Call[T]) -> Steps[T]:
        operation = call.operation
        request = _request(call)
        repeatable = operation.effect is not Effect.ONCE

        def attempt() -> Steps[T]:
            response = yield from self._send(request, signed_in=not operation.public)
            return self._decode(operation, response)

        return (yield from self._repeating(attempt, repeatable=repeatable))

    def _exchange(self, exchange: Exchange) -> Steps[Response]:
        def attempt() -> Steps[Response]:
            response = yield from self._send(exchange.request, signed_in=exchange.signed_in)
            if exchange.expect_success and response.status >= 400:
                raise self._problem(response)
            return response

        return (yield from self._repeating(attempt, repeatable=exchange.repeatable))

    def _send(self, request: Request, *, signed_in: bool) -> Steps[Response]:
        """Send with the access token; a 401 for it refreshes once and sends again."""
        if not signed_in:
            response: Response = yield Send(request)
            return response
        tokens = yield from self._current_tokens()
        response = yield Send(_with_bearer(request, tokens))
        if response.status != 401 or tokens.refresh_token is None:
            return response
        tokens = yield Exclusive(self.tokens.lock, self._refresh(tokens))
        response = yield Send(_with_bearer(request, tokens))
        return response

    # Tokens

    def _current_tokens(self) -> Steps[Tokens]:
        tokens = self.tokens.load()
        if tokens is None:
            raise SignInRequired
        now = self._clock()
        if tokens.refresh_token is None or tokens.expires_at is None or now < _refresh_at(tokens):
            return tokens
        try:
            fresh: Tokens = yield Exclusive(self.tokens.lock, self._refresh(tokens))
        except (ApiError, ConnectionFailed, UnreadableAnswer):
            if self._clock() >= tokens.expires_at:
                raise
            return tokens  # early refresh failed, but what we have still counts
        return fresh

    def _refresh(self, stale: Tokens) -> Steps[Tokens]:
        """Under the lock, and asked once: whoever comes second finds the first one's tokens and asks for nothing."""
        held = self._held_of(stale)
        if held.access_token != stale.access_token or held.refresh_token is None:
            return held
        call = Call(operations.refresh_tokens, RefreshTokens(refresh_token=held.refresh_token))
        try:
            response: Response = yield Send(_request(call))
            pair = self._decode(operations.refresh_tokens, response)
        except Unauthenticated as error:
            if error.code is not Code.SESSION_ENDED:
                raise
            if self.tokens.load() == held:
                self.tokens.clear()
            raise SessionEnded(error.problem.detail) from None
        fresh, now = self._as_tokens(pair), self._held_of(stale)
        if now != held:
            return now  # someone signed in meanwhile, without waiting for the lock
        self.tokens.save(fresh)
        return fresh

    def _held_of(self, stale: Tokens) -> Tokens:
        """What the store holds now, if it is still that user's: no request goes on in another's name."""
        held = self.tokens.load()
        if held is None:
            raise SignInRequired
        if held.user_id != stale.user_id and held.user_id is not None and stale.user_id is not None:
            raise SignInRequired("Another account has signed in here meanwhile.")
        return held

    def _as_tokens(self, pair: TokenPair) -> Tokens:
        now = self._clock()
        return Tokens(
            access_token=pair.access_token,
            refresh_token=pair.refresh_token,
            expires_at=now + pair.expires_in,
            refresh_at=now + max(pair.expires_in - EARLY_SECONDS, pair.expires_in / 2),
            user_id=pair.user.user_id,
            username=pair.user.username,
        )

    def _change(self, change: Callable[[], None]) -> Steps[None]:
        change()
        yield from ()

    # Retries

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

    # Answers

    def _decode(self, operation: Operation[T, Any], response: Response) -> T:
        if response.status >= 300:
            raise self._problem(response)
        try:
            return operation.decode(response.body)
        except ValidationError as error:
            where = ", ".join(".".join(map(str, item["loc"])) or "body" for item in error.errors(include_input=False))
        raise UnreadableAnswer(
            f"The server's answer to {operation.name} is not of this contract ({where}).",
            status=response.status,
            request_id=response.headers.get("x-request-id"),
        )

    def _problem(self, response: Response) -> PostCardItError:
        retry_after = retry_after_seconds(response.headers.get("retry-after"), self._clock())
        request_id = response.headers.get("x-request-id", "")
        try:
            return error_for(Problem.model_validate_json(response.body), retry_after)
        except ValidationError:
            pass  # a proxy's page, or none at all
        sentence = f"The server answered {response.status} with something that is not of this API."
        if response.status in {408, 425, 429} or response.status >= 500:
            code = Code.RATE_LIMITED if response.status == 429 else Code.UNAVAILABLE
            return error_for(_problem_for(code, response.status, sentence, request_id), retry_after)
        return UnreadableAnswer(sentence, status=response.status, request_id=request_id or None)


def _problem_for(code: Code, status: int, sentence: str, request_id: str) -> Problem:
    return Problem(
        type="about:blank",
        title=code.sentence,
        status=status,
        detail=sentence,
        instance="",
        code=code,
        message=sentence,
        status_code=status,
        request_id=request_id,
    )


def _request(call: Call[Any]) -> Request:
    operation, headers = call.operation, {"accept": "application/json", "user-agent": _AGENT}
    url = BASE_PATH + operation.path.format_map({name: quote(value, safe="") for name, value in call.path.items()})
    body = b""
    if call.arguments is not None and operation.in_query:
        url += _query(call.arguments)
    elif call.arguments is not None and operation.has_arguments:
        headers["content-type"] = "application/json"
        dropped_nulls = operation.method != "PATCH"
        body = call.arguments.model_dump_json(exclude_unset=True, exclude_none=dropped_nulls).encode()
    if operation.creates:
        headers["idempotency-key"] = _key(call.idempotency_key)
    if call.if_match is not None:
        headers["if-match"] = call.if_match
    return Request(operation.method, url, headers, body)


def _query(arguments: Wire) -> str:
    fields = arguments.model_dump(mode="json", exclude_unset=True, exclude_none=True)
    pairs = [(name, str(value).lower() if isinstance(value, bool) else str(value)) for name, value in fields.items()]
    return f"?{urlencode(pairs)}" if pairs else ""


def _key(given: str | None) -> str:
    if given is None:
        return new_id()
    if len(given) > 255 or not _VISIBLE_ASCII.fullmatch(given):
        raise InvalidRequest(Code.INVALID_IDEMPOTENCY_KEY.sentence, code=Code.INVALID_IDEMPOTENCY_KEY)
    return given


def _refresh_at(tokens: Tokens) -> float:
    return tokens.refresh_at if tokens.refresh_at is not None else (tokens.expires_at or 0.0) - EARLY_SECONDS


def _with_bearer(request: Request, tokens: Tokens) -> Request:
    if not _VISIBLE_ASCII.fullmatch(tokens.access_token):
        raise SignInRequired("What is given as the access token is none: it is empty, or has a space or a line break.")
    headers = {**request.headers, "authorization": f"Bearer {tokens.access_token}"}
    return Request(request.method, request.url, headers, request.body, request.on_progress)
