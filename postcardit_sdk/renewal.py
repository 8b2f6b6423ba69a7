"""Staying signed in: which tokens a request goes out with, when they are traded for new ones, and what then may fail.

One refresh of many: whoever holds the store's lock looks again, asks once, and keeps what came; the rest take it over.
"""

import copy
import time
from collections.abc import Callable, Generator
from dataclasses import dataclass, replace
from typing import Any, Literal, TypeVar

from .blackbox import fingerprint
from .codec import error_in, is_of_a_stranger, reply_in, request_for
from .contract import operations
from .contract.auth import RefreshTokens, TokenPair
from .contract.problems import Code, EndReason
from .errors import (
    ApiError,
    ConnectionFailed,
    KeyringFailed,
    PostCardItError,
    ServerError,
    SessionEnded,
    SignInRequired,
    Unauthenticated,
    UnreadableAnswer,
)
from .flow import Call, Exclusive, Lock, Pause, Request, Response, Send, Step, Work
from .hidden import HiddenText
from .keeper import Keeper
from .server_clock import ServerClock
from .tokens import KeptAway, Tokens

__all__ = ["Renewal"]

T = TypeVar("T")
Steps = Generator[Step, Any, T]

EARLY_SECONDS = 60.0
"""How long before its end an access token is traded for a new one; one of a short life at the half of it."""

ANSWER_SECONDS = 9.0
REPEAT_PAUSES = (0.0, 1.0)
"""A lost answer is asked for twice more, all within the 30 seconds in which the server gives the same one again."""

REST_SECONDS = 10.0
"""How long nobody tries again after an early refresh has failed: the old token still counts."""

_PASSING = (ApiError, ConnectionFailed, KeyringFailed, UnreadableAnswer)


class _Taken(PostCardItError):
    """Somebody else holds the lock."""


@dataclass(frozen=True, slots=True)
class _IfFree:
    """A lock that nobody waits for."""

    lock: Lock

    def try_acquire(self) -> bool:
        if not self.lock.try_acquire():
            raise _Taken
        return True

    def release(self) -> None:
        self.lock.release()


@dataclass(frozen=True, slots=True)
class _Failure:
    access_token: str
    at: float
    error: PostCardItError

    def __repr__(self) -> str:
        return f"_Failure({self.error!r})"


class Renewal:
    """The tokens of one account over time. Any number of flows may use it at once."""

    def __init__(self, keeper: Keeper, clock: ServerClock) -> None:
        self._keeper = keeper
        self._clock = clock
        self._failure: _Failure | None = None

    def sign_in(self, pair: TokenPair) -> Steps[None]:
        """Keep the tokens of a new session."""
        yield Exclusive(self._lock, _one_step(lambda: self._keeper.sign_in(self._as_tokens(pair))))

    def sign_out(self) -> Steps[None]:
        """Forget the tokens."""

        def forget() -> None:
            self._keeper.record(self._keeper.load(), "signed_out")
            self._keeper.forget()

        yield Exclusive(self._lock, _one_step(forget))

    def current(self) -> Steps[Tokens]:
        """The tokens to use now. Near their end they are traded first, if nobody else is at it."""
        tokens = self._keeper.load()
        if tokens is None:
            raise SignInRequired
        if self._keeper.should_save_again:
            yield from _if_free(self._lock, _one_step(self._keeper.save_again), None)
        now = self._clock.now_for(tokens)
        if tokens.refresh_token is None or tokens.expires_at is None or now < _refresh_at(tokens):
            return tokens
        if now < tokens.expires_at:
            early = yield from self._early(tokens)
            if self._clock.now_for(early) < (early.expires_at or now):
                return early
        return (yield from self.fresh(tokens))

    def fresh(self, stale: Tokens) -> Steps[Tokens]:
        """Other tokens than these, which count no longer."""
        tokens: Tokens = yield Exclusive(self._lock, self._refresh(stale, time.monotonic()))
        return tokens

    def refuse_ended(self, response: Response, tokens: Tokens) -> None:
        """Raises SessionEnded if the server says so of a token that comes without another to ask with."""
        error = error_in(response, self._clock.now())
        if isinstance(error, Unauthenticated) and error.code is Code.SESSION_ENDED:
            raise self._ended(tokens, error.problem.reason)

    @property
    def _lock(self) -> Lock:
        return self._keeper.store.lock

    def _early(self, tokens: Tokens) -> Steps[Tokens]:
        """What fails here costs nobody a call: the old token still counts."""
        failure, now = self._failure, time.monotonic()
        if failure is not None and failure.access_token == tokens.access_token and now < failure.at + REST_SECONDS:
            return tokens
        try:
            return (yield from _if_free(self._lock, self._refresh(tokens, now), tokens))
        except _PASSING:
            return tokens

    def _refresh(self, stale: Tokens, asked_at: float) -> Steps[Tokens]:
        """Under the lock: whoever comes second finds what the first one got, be it tokens or a failure."""
        held, failure = self._held_of(stale), self._failure
        if held.access_token != stale.access_token or held.refresh_token is None:
            return held
        if failure is not None and failure.access_token == held.access_token and failure.at > asked_at:
            raise copy.copy(failure.error)
        try:
            pair = yield from self._trade(held)
        except _PASSING as error:
            if isinstance(error, Unauthenticated) and error.code is Code.SESSION_ENDED:
                raise self._ended(held, error.problem.reason) from None
            self._keeper.record(held, "refresh_failed", reason=str(error))
            self._failure = _Failure(held.access_token, time.monotonic(), copy.copy(error))
            raise
        self._failure = None
        now = self._held_of(stale)
        if now != held:
            return now  # someone signed in meanwhile, without waiting for the lock
        fresh = self._as_tokens(pair)
        self._keeper.keep(fresh)
        self._keeper.record(fresh, "refreshed", token=fingerprint(fresh.access_token))
        return fresh

    def _trade(self, held: Tokens) -> Steps[TokenPair]:
        request = yield Work(lambda: _refresh_request(held))
        for pause in (*REPEAT_PAUSES, None):
            try:
                response: Response = yield Send(request)
                self._clock.hear(response)
                pair = reply_in(response, operations.refresh_tokens, self._clock.now())
            except PostCardItError as error:
                if pause is None or not _may_have_been_traded(error):
                    raise
                self._keeper.record(held, "refresh_repeated", reason=str(error))
            else:
                return _of_the_same_user(pair, held, response)
            if pause:
                yield Pause(pause)
        raise AssertionError("The last try returns or raises.")

    def _ended(self, held: Tokens, reason: EndReason | None) -> SessionEnded:
        decided_by: Literal["server", "client"] = "client" if reason is None else "server"
        ended = SessionEnded(reason or EndReason.EXPIRED, decided_by=decided_by)
        self._keeper.record(held, "session_ended", reason=ended.reason, decided_by=ended.decided_by)
        if held.refresh_token is not None and self._keeper.load() == held:
            self._keeper.forget()
        return ended

    def _held_of(self, stale: Tokens) -> Tokens:
        """What the store holds now, if it is still that user's: no request goes on in another's name."""
        held = self._keeper.load()
        if held is None:
            raise SignInRequired
        if held.user_id != stale.user_id and held.user_id is not None and stale.user_id is not None:
            raise SignInRequired("Another account has signed in here meanwhile.")
        return held

    def _as_tokens(self, pair: TokenPair) -> Tokens:
        now = self._clock.now()
        return Tokens(
            access_token=pair.access_token,
            refresh_token=pair.refresh_token,
            expires_at=now + pair.expires_in,
            refresh_at=now + max(pair.expires_in - EARLY_SECONDS, pair.expires_in / 2),
            user_id=pair.user.user_id,
            username=pair.user.username,
            clock_offset=self._clock.offset,
        )


def _refresh_request(held: Tokens) -> Request:
    kept = HiddenText(held.refresh_token.fetch() if isinstance(held.refresh_token, KeptAway) else held.refresh_token)
    arguments = RefreshTokens.model_construct(refresh_token=kept)
    return replace(request_for(Call(operations.refresh_tokens, arguments)), timeout_seconds=ANSWER_SECONDS)


def _may_have_been_traded(error: PostCardItError) -> bool:
    """Whether the server may have spent the token, though its answer did not come."""
    if isinstance(error, ConnectionFailed):
        return error.was_sent
    return is_of_a_stranger(error) or (isinstance(error, ServerError) and error.code is not Code.UNAVAILABLE)


def _of_the_same_user(pair: TokenPair, held: Tokens, response: Response) -> TokenPair:
    if held.user_id is None or held.user_id == pair.user.user_id:
        return pair
    raise UnreadableAnswer(
        "The server answered with the session of another user. It is not kept.",
        status=response.status,
        request_id=response.headers.get("x-request-id"),
    )


def _refresh_at(tokens: Tokens) -> float:
    return tokens.refresh_at if tokens.refresh_at is not None else (tokens.expires_at or 0.0) - EARLY_SECONDS


def _if_free(lock: Lock, steps: Steps[T], otherwise: T) -> Steps[T]:
    """Hold the lock for these steps, unless somebody else has it."""
    try:
        result: T = yield Exclusive(_IfFree(lock), steps)
    except _Taken:
        return otherwise
    return result


def _one_step(change: Callable[[], None]) -> Steps[None]:
    change()
    yield from ()
