"""When to ask again: which failures are worth it, and the tenacity policy that says how often and how late."""

from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING

from .contract.problems import Code
from .errors import ApiError, ConnectionFailed, PostCardItError

if TYPE_CHECKING:
    from tenacity import RetryCallState, Retrying

__all__ = ["MAX_RETRY_AFTER_SECONDS", "default_policy", "may_be_repeated", "retry_after_seconds"]

MAX_RETRY_AFTER_SECONDS = 60.0
_PASSING_STATUS = frozenset({408, 425, 429})
_NOT_IMPLEMENTED = 501


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
    try:
        return max(0.0, float(value))
    except ValueError:
        pass  # then it is a date
    try:
        return max(0.0, parsedate_to_datetime(value).timestamp() - now)
    except ValueError:
        return None


def default_policy() -> "Retrying":
    """Three attempts within 90 seconds; full jitter from 0.5 to 8 seconds between them, or what Retry-After says.

    Pass any tenacity policy to a client instead. Its sleep and reraise are not used: the client pauses and raises.
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
