"""What an error means for the item that was being sent: refused for good, worth another try, or there already."""

from enum import Enum

from ..codec import is_of_a_stranger
from ..contract.operations import confirm_receipts, request_friend, send_postcard, update_me
from ..contract.problems import Code
from ..errors import (
    ApiError,
    ConnectionFailed,
    InvalidRequest,
    PhotoRefused,
    PostCardItError,
    SessionEnded,
    SignInRequired,
    Unauthenticated,
    UnreadableAnswer,
)
from ..local.outbox_items import Kind, Reason, Task

__all__ = ["Verdict", "doubt_after", "reason_of", "verdict_on"]


class Verdict(Enum):
    """What to do with an item after an attempt that did not succeed."""

    ARRIVED = "an earlier attempt did it, though its answer was lost"
    REFUSED = "asking again will not help: a person decides"
    LATER = "this item waits, and so does what is behind it; others go on"
    STRUCK = "the server failed: on this item or on everything, which the next one shows"
    OFFLINE = "nothing gets through now: everything waits"
    RAISED = "it lies not with the item: everything waits, and whoever flushes hears of it"


_RULES = {
    Kind.POSTCARD: send_postcard.problems,
    Kind.FRIEND_REQUEST: request_friend.problems,
    Kind.RECEIPTS: confirm_receipts.problems,
    Kind.PROFILE: update_me.problems,
}
_ON_THE_WAY = frozenset({Code.UPLOAD_OFFSET_MISMATCH, Code.UPLOAD_SIZE_MISMATCH, Code.UPLOAD_HASH_MISMATCH})
"""Something between us and the server spoilt a photo, or another program sends it as well: its bytes are right here."""
_IN_A_MOMENT = _ON_THE_WAY | {
    Code.IDEMPOTENCY_IN_PROGRESS,
    Code.LINK_EXPIRED,
    Code.LINK_INVALID,
    Code.UPLOAD_NOT_READY,
}
_PASSING_STATUS = frozenset({408, 425, 429})


def verdict_on(error: PostCardItError, task: Task) -> Verdict:
    """Judge an error that ended an attempt at a task."""
    match error:
        case ConnectionFailed():
            return Verdict.OFFLINE
        case UnreadableAnswer():  # with a request id it is the API's own: it was done, and cannot be read
            return Verdict.LATER if error.status < 300 and error.request_id else Verdict.OFFLINE
        case Unauthenticated():
            return Verdict.RAISED
        case PhotoRefused():
            return Verdict.LATER if error.code is Code.UPLOAD_NOT_READY else Verdict.REFUSED
        case InvalidRequest() if error.code in _ON_THE_WAY:
            return Verdict.LATER
        case InvalidRequest():
            return Verdict.ARRIVED if _is_there_already(error.code, task) else Verdict.REFUSED
        case ApiError():
            return _verdict_on_answer(error, task)
        case _:
            return Verdict.RAISED


def _verdict_on_answer(error: ApiError, task: Task) -> Verdict:
    if error.code in _IN_A_MOMENT:
        return Verdict.LATER
    if error.code is Code.INTERNAL and not is_of_a_stranger(error):
        return Verdict.STRUCK
    if is_of_a_stranger(error) or error.status in _PASSING_STATUS or error.status >= 500:
        return Verdict.OFFLINE
    return Verdict.ARRIVED if _is_there_already(error.code, task) else Verdict.REFUSED


def _is_there_already(code: Code, task: Task) -> bool:
    """Whether a refusal tells of the item's own first attempt.

    A send's key is kept for ever, with its body; a friend request's is forgotten after a day, the friendship is not.
    """
    if not task.item.may_have_arrived:
        return False
    if code is Code.FRIENDSHIP_EXISTS:
        return task.item.kind is Kind.FRIEND_REQUEST
    return code is Code.IDEMPOTENCY_KEY_REUSED


def doubt_after(error: PostCardItError, task: Task) -> bool | None:
    """Whether the item may have arrived in spite of the error; None where what was noted when it left stays true.

    The key is looked up before a verb's own rules are: what these refuse was never kept. What refuses a request before
    that says nothing of earlier attempts.
    """
    match error:
        case ConnectionFailed(was_sent=False):
            return task.item.may_have_arrived
        case ApiError() | InvalidRequest() | PhotoRefused() if verdict_on(error, task) is Verdict.REFUSED:
            is_of_the_rules = error.code in _RULES[task.item.kind]
            return task.item.may_have_arrived and not is_of_the_rules
        case _:
            return None


def reason_of(error: PostCardItError) -> Reason:
    """An error in words that can be kept."""
    match error:
        case ApiError() | InvalidRequest() | PhotoRefused():
            code = error.code.value
        case ConnectionFailed():
            code = "offline"
        case UnreadableAnswer():
            code = "unreadable_answer"
        case SessionEnded():
            code = Code.SESSION_ENDED.value
        case SignInRequired():
            code = Code.UNAUTHENTICATED.value
        case _:
            code = "interrupted"
    return Reason(code, str(error), getattr(error, "request_id", None))
