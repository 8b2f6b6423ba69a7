"""What can go wrong, as one tree. Catch `PostCardItError` for all of it.

PostCardItError
├── InvalidRequest       the contract refuses it, found before anything was sent or answered by the server
├── PhotoRefused         the file is no photo that can be mailed
├── SignInRequired       no session is stored here
├── SessionEnded         the session is over; `reason` says why
├── TokenFileUnsafe      the file of stored tokens is damaged, or others can reach it
├── KeyringFailed        the keyring that holds the session is locked, absent or does not answer; nothing is lost
├── LocalStoreFailed     what is kept on this machine could not be read or written; nothing was half done
├── OutboxRefused        the outbox cannot do that to this item, or is full; `reason` says why
├── ClientClosed         the client was closed before
├── ConnectionFailed     no answer: the network, the server's address, or TLS
│   └── TimedOut         no answer in time
├── UnreadableAnswer     an answer came, but not one of this API
└── ApiError             the server answered with a problem
    ├── Unauthenticated  401
    ├── PermissionDenied 403
    ├── NotFound         404
    ├── Conflict         409, 410 and 412
    ├── RateLimited      429
    └── ServerError      5xx
"""

from collections.abc import Sequence
from typing import Any, Literal

from .contract.problems import Code, EndReason, FieldProblem, Problem, with_fields

__all__ = [
    "ApiError",
    "ClientClosed",
    "Conflict",
    "ConnectionFailed",
    "InvalidRequest",
    "KeyringFailed",
    "LocalStoreFailed",
    "NotFound",
    "OutboxRefused",
    "PermissionDenied",
    "PhotoRefused",
    "PostCardItError",
    "RateLimited",
    "ServerError",
    "SessionEnded",
    "SignInRequired",
    "TimedOut",
    "TokenFileUnsafe",
    "Unauthenticated",
    "UnreadableAnswer",
    "error_for",
]

OutboxReason = Literal["unknown_item", "being_sent", "may_have_arrived", "done", "not_editable", "full"]


class PostCardItError(Exception):
    """The root of every error that this SDK raises on purpose. Its text never holds a secret."""

    def __reduce__(self) -> tuple[Any, ...]:
        return _revived, (type(self), self.args, self.__dict__)


def _revived(kind: type[PostCardItError], args: tuple[Any, ...], facts: dict[str, Any]) -> PostCardItError:
    """An error as it was before pickling, whatever its constructor takes."""
    error = kind.__new__(kind, *args)
    error.__dict__.update(facts)
    return error


class PhotoRefused(PostCardItError):
    """The file is not a photo that can be mailed; `code` is what the server would say."""

    def __init__(self, code: Code, message: str) -> None:
        super().__init__(message)
        self.code = code


class SignInRequired(PostCardItError):
    """There is no session here: sign in first."""

    def __init__(self, message: str = "You are not signed in.") -> None:
        super().__init__(message)


class SessionEnded(PostCardItError):
    """The session is over and its tokens were put away.

    `decided_by` says whose word `reason` is: the server's, or this client's where the server gave none; it then counts
    as expired, which blames nobody. A newer server may give reasons that this client does not know.
    """

    def __init__(self, reason: EndReason, *, decided_by: Literal["server", "client"] = "server") -> None:
        super().__init__(
            f"Your session has ended: {_END_SENTENCES.get(reason, reason.replace('_', ' '))}. Sign in again."
        )
        self.reason = reason
        self.decided_by = decided_by


_END_SENTENCES = {
    EndReason.SIGNED_OUT: "it was signed out",
    EndReason.EXPIRED: "it was not used for too long",
    EndReason.REUSED: "a token was used that had been traded before, so somebody may have a copy",
    EndReason.PASSWORD_CHANGED: "the password was changed",
    EndReason.ACCOUNT_DELETED: "the account was deleted",
    EndReason.REVOKED: "it was ended from another device",
}


class TokenFileUnsafe(PostCardItError):
    """The token file is damaged, a link, someone else's or readable by others: it is not used."""


class KeyringFailed(PostCardItError):
    """The keyring of this computer is locked, absent, or did not answer in time. The session itself goes on."""


class LocalStoreFailed(PostCardItError):
    """What is kept on this machine (the mirror, the outbox) could not be read or written. Nothing was half done."""


class OutboxRefused(PostCardItError):
    """The outbox cannot do that to this item, or holds all that it may. Nothing was changed."""

    def __init__(self, reason: OutboxReason, message: str) -> None:
        super().__init__(message)
        self.reason = reason


class ClientClosed(PostCardItError):
    """This client was closed."""

    def __init__(self, message: str = "This client is closed.") -> None:
        super().__init__(message)


class ConnectionFailed(PostCardItError):
    """No answer came. `was_sent` is False only when it is sure that nothing reached the server."""

    def __init__(self, message: str, *, was_sent: bool = True) -> None:
        super().__init__(message)
        self.was_sent = was_sent


class TimedOut(ConnectionFailed):
    """No answer came in time."""


class UnreadableAnswer(PostCardItError):
    """An answer came that is not one of this API: a proxy's page, or a server that speaks something else."""

    def __init__(self, message: str, *, status: int, request_id: str | None) -> None:
        super().__init__(message)
        self.status = status
        self.request_id = request_id


class ApiError(PostCardItError):
    """The server answered with a problem (RFC 9457)."""

    def __init__(self, problem: Problem, *, retry_after: float | None = None) -> None:
        super().__init__(problem.detail)
        self.problem = problem
        self.retry_after = retry_after
        """Seconds to wait before another try, when the server said so."""

    @property
    def code(self) -> Code:
        """The problem's stable name."""
        return self.problem.code

    @property
    def status(self) -> int:
        """The HTTP status."""
        return self.problem.status

    @property
    def request_id(self) -> str:
        """What to quote when asking about it."""
        return self.problem.request_id

    @property
    def errors(self) -> Sequence[FieldProblem]:
        """With 422: what is wrong, field by field."""
        return self.problem.errors or ()


class InvalidRequest(PostCardItError):
    """The contract refuses the request. `errors` names each field; `request_id` is None when nothing was sent."""

    def __init__(
        self, message: str, *, code: Code, errors: Sequence[FieldProblem] = (), request_id: str | None = None
    ) -> None:
        super().__init__(message)
        self.code = code
        self.errors = errors
        self.request_id = request_id


class Unauthenticated(ApiError):
    """401: the name, the password or the token is wrong."""


class PermissionDenied(ApiError):
    """403: you may not do this."""


class NotFound(ApiError):
    """404: it is not there, or not yours to see."""


class Conflict(ApiError):
    """409, 410 or 412: it does not fit the state that things are in."""


class RateLimited(ApiError):
    """429: too many requests; `retry_after` says how many seconds to wait."""


class ServerError(ApiError):
    """5xx: the server failed."""


_BY_STATUS: dict[int, type[ApiError]] = {
    401: Unauthenticated,
    403: PermissionDenied,
    404: NotFound,
    409: Conflict,
    410: Conflict,
    412: Conflict,
    429: RateLimited,
}


def error_for(problem: Problem, retry_after: float | None) -> PostCardItError:
    """The error that a problem is raised as."""
    if problem.status in {400, 405, 413, 415, 416, 422}:
        return InvalidRequest(
            problem.detail,
            code=problem.code,
            errors=problem.errors or (),
            request_id=problem.request_id,
        )
    kind = ServerError if problem.status >= 500 else _BY_STATUS.get(problem.status, ApiError)
    return kind(problem, retry_after=retry_after)


def invalid_arguments(errors: Sequence[FieldProblem]) -> InvalidRequest:
    """The error for arguments that the contract refuses, before anything is sent."""
    return InvalidRequest(
        with_fields(Code.VALIDATION_FAILED.sentence, errors), code=Code.VALIDATION_FAILED, errors=errors
    )
