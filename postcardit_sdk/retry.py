"""When to ask again: which failures are worth it, and the tenacity policy that says how often and how late."""

import re
from datetime import UTC
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING

from .contract.problems import Code
from .errors import ApiError, ConnectionFailed, PostCardItError

if TYPE_CHECKING:
    from tenacity import BaseRetrying, RetryCallState, Retrying

__all__ = [
    "MAX_RETRY_AFTER_SECONDS",
    "Attempts",
    "default_policy",
    "http_date",
    "may_be_repeated",
    "retry_after_seconds",
]

MAX_RETRY_AFTER_SECONDS = 60.0
_PASSING_STATUS = frozenset({408, 425, 429})
_NOT_IMPLEMENTED = 501
_NUMBER = re.compile(r"-?[0-9]{1,9}(\.[0-9]+)?")


def may_be_repeated(error: PostCardItError, *, repeatable: bool) -> bool:
    """Whether another attempt is safe and may help. What is not repeatable is repeated only if it never left."""
    if isinstance(error, ConnectionFailed):
        return repeatable or not error.was_sent
    if not isinstance(error, ApiError):
        return False
    if error.retry_after is not None and error.retry_after > MAX_RETRY_AFTER_SECONDS:
        return False
    status = error.status
    passing = status in _PASSING_STATUS or (status >= 500 and status != _NOT_IMPLEMENTED)
    return repeatable and (passing or error.code is Code.IDEMPOTENCY_IN_PROGRESS)


def retry_after_seconds(value: str | None, now: float) -> float | None:
    """Read a Retry-After header, seconds or a date (RFC 9110 section 10.2.3), as seconds from `now` (Unix time)."""
    if value is None:
        return None
    if _NUMBER.fullmatch(value.strip()):
        return max(0.0, float(value))
    moment = http_date(value)
    return None if moment is None else max(0.0, moment - now)


def http_date(value: str) -> float | None:
    """Read a date of HTTP as Unix time; None for what is none."""
    try:
        moment = parsedate_to_datetime(value)
        return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp()
    except (ValueError, OverflowError):
        return None


class Attempts:
    """The attempts at one request, as a tenacity policy counts them. `started` is on the monotonic clock."""

    def __init__(self, policy: "BaseRetrying | None", started: float) -> None:
        from tenacity import RetryCallState

        self._policy = default_policy() if policy is None else _followed(policy)
        self._policy.begin()
        self._state = RetryCallState(self._policy, fn=None, args=(), kwargs={})
        self._state.start_time = started

    def pause_after(self, error: PostCardItError) -> float:
        """How many seconds to wait before the next attempt. Raises the error when the policy says to stop."""
        self._state.set_exception((type(error), error, error.__traceback__))
        self._policy.iter(retry_state=self._state)
        self._state.prepare_for_next_attempt()
        return self._state.upcoming_sleep


def _followed(policy: "BaseRetrying") -> "Retrying":
    """What a client follows of a user's policy, which may be one of tenacity's asynchronous ones."""
    from tenacity import Retrying, stop_after_attempt

    return Retrying(
        stop=policy.stop if getattr(policy, "enabled", True) else stop_after_attempt(1),
        wait=policy.wait,
        retry=policy.retry,
        after=policy.after,
        before_sleep=policy.before_sleep,
        reraise=True,
    )


def default_policy() -> "Retrying":
    """Three attempts within 90 seconds; full jitter from 0.5 to 8 seconds between them, or what Retry-After says.

    Pass any tenacity policy to a client instead: its stop, wait, retry, after and before_sleep are followed. The pauses
    and the errors that it ends with are the client's own.
    """
    from tenacity import Retrying, retry_if_exception_type, stop_after_attempt, stop_before_delay
    from tenacity.wait import wait_random_exponential

    jitter = wait_random_exponential(multiplier=0.5, max=8)

    def wait(state: "RetryCallState") -> float:
        error = state.outcome.exception() if state.outcome is not None else None
        told = error.retry_after if isinstance(error, ApiError) else None
        return jitter(state) if told is None else told

    return Retrying(
        stop=stop_after_attempt(3) | stop_before_delay(90),
        wait=wait,
        retry=retry_if_exception_type(PostCardItError),
        reraise=True,
    )
