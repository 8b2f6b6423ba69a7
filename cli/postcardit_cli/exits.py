"""What a failed command says and with which number it ends."""

import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING

from typer import Abort
from typer.exceptions import TyperException

from .extras import missing_extra

if TYPE_CHECKING:
    from postcardit_sdk.errors import PostCardItError
    from postcardit_sdk.local.outbox_items import Reason

__all__ = ["CommandFailed", "Failure", "failure_of", "refusal", "usage"]

FAILURE, USAGE, NOT_FOUND, SIGN_IN, FORBIDDEN, CONFLICT, RATE_LIMITED, OFFLINE, SERVER = range(1, 10)
INTERRUPTED = 130
BROKEN_PIPE = 141

LOGIN_HINT = "postcardit auth login NAME"
_HINTS = {
    "sign_in_required": LOGIN_HINT,
    "session_ended": LOGIN_HINT,
    "unauthenticated": LOGIN_HINT,
    "wrong_credentials": "a new account is confirmed first: postcardit auth confirm EMAIL CODE",
    "invalid_code": "the newest code counts; with a local backend: postcardit lab mailbox NAME --code",
    "connection_failed": "is the server running? postcardit serve",
    "keyring_failed": f"unlock it; or postcardit config set token_store file, then {LOGIN_HINT}",
    "unreadable_answer": "is this the address of a PostCardIt server?",
    "not_friends": "postcardit friends request NAME",
    "friendship_exists": "postcardit friends requests --outgoing",
    "user_blocked": "postcardit friends unblock NAME",
    "unknown_item": "postcardit outbox list --all",
    "internal": "postcardit requests show ID tells where it failed, if the server runs here",
    "being_sent": "try again in a moment",
    "may_have_arrived": "postcardit outbox retry ID sends it once at the most; drop --force lets it go",
    "full": "postcardit outbox flush",
    "cursor_expired": "leave --since out: it then begins with what happens next",
    "already_read": "postcardit postcards archive ID",
    "unknown_stamp": "postcardit stamps list",
}

_ENDED_HINTS = {
    "reused": f"an older token of it was used: if that was not you, change your password after {LOGIN_HINT}",
    "account_deleted": "postcardit auth register USERNAME EMAIL",
    "password_changed": f"with the new password: {LOGIN_HINT}",
}
"""What to do by why the session ended."""


@dataclass(frozen=True, slots=True)
class Failure:
    """Why a command failed: an exit code for scripts, a code for programs, sentences for people."""

    exit_code: int
    code: str
    message: str
    hint: str | None = None
    request_id: str | None = None
    retryable: bool = False
    reason: str | None = None
    """Why the session ended, in one word."""
    item_id: str | None = None
    """What waits in the outbox now."""


class CommandFailed(Exception):
    """The command line's own refusal, found on this side of the SDK."""

    def __init__(
        self,
        message: str,
        *,
        exit_code: int = FAILURE,
        code: str = "failure",
        hint: str | None = None,
    ) -> None:
        super().__init__(message)
        self.failure = Failure(exit_code, code, message, hint)

    @classmethod
    def of(cls, failure: Failure) -> "CommandFailed":
        """The error that says this."""
        error = cls(failure.message)
        error.failure = failure
        return error


def usage(message: str, *, hint: str | None = None) -> CommandFailed:
    """The error for a command line that cannot be meant so."""
    return CommandFailed(message, exit_code=USAGE, code="usage", hint=hint)


def refusal(reason: "Reason") -> CommandFailed:
    """The error for what a server refused, as the outbox remembers it."""
    from postcardit_sdk.contract.problems import Code

    exit_code, hint = _exit_of_status(Code(reason.code).status), _HINTS.get(reason.code)
    return CommandFailed.of(Failure(exit_code, reason.code, reason.sentence, hint, reason.request_id))


def failure_of(error: BaseException) -> Failure | None:
    """What to say about an error; None for one that is nobody's mistake but the program's."""
    match error:
        case CommandFailed():
            return error.failure
        case TyperException():
            return _typer_failure(error)
        case KeyboardInterrupt() | Abort():
            return Failure(INTERRUPTED, "interrupted", "Interrupted.")
        case BrokenPipeError():
            return Failure(BROKEN_PIPE, "broken_pipe", "")
        case ModuleNotFoundError():
            sentence = missing_extra(error)
            return None if sentence is None else Failure(FAILURE, "not_installed", sentence)
        case UnicodeError():
            return Failure(USAGE, "usage", "What was given is not UTF-8 text.")
        case OSError():
            return Failure(FAILURE, "os_error", _os_sentence(error))
        case _:
            return _database_failure(error) or _sdk_failure(error)


def _typer_failure(error: TyperException) -> Failure:
    context = getattr(error, "ctx", None)
    hint = None if context is None else f"{context.command_path} --help"
    message = error.format_message().strip() or "Missing command."
    if "\n" in message:  # a family without a command answers with its whole help
        message = "Which command? See its list of commands."
    return Failure(error.exit_code, "usage", message if message.endswith((".", "?")) else f"{message}.", hint)


def _os_sentence(error: OSError) -> str:
    reason = error.strerror or str(error) or type(error).__name__
    if error.filename is None:
        return f"{reason}."
    return f"{reason}: {error.filename}."


def _database_failure(error: BaseException) -> Failure | None:
    sqlite3 = sys.modules.get("sqlite3")
    if sqlite3 is None or not isinstance(error, sqlite3.Error):
        return None
    return Failure(FAILURE, "data_folder_failed", f"The local backend's data folder cannot be used: {error}.")


def _sdk_failure(error: BaseException) -> Failure | None:
    from postcardit_sdk.errors import PostCardItError
    from postcardit_sdk.images.problem import ImageProblem

    if isinstance(error, ImageProblem):
        return Failure(FAILURE, error.code, str(error))
    if not isinstance(error, PostCardItError):
        return None
    exit_code, code = _exit_of(error)
    reason = _reason_of(error)
    hint = _ENDED_HINTS.get(reason or "") or _HINTS.get(code)
    return Failure(
        exit_code,
        code,
        str(error),
        _wait_hint(error) or hint,
        getattr(error, "request_id", None) or None,
        _may_help_again(error),
        reason,
    )


def _reason_of(error: "PostCardItError") -> str | None:
    from postcardit_sdk.contract.problems import EndReason
    from postcardit_sdk.errors import SessionEnded

    reason: object = error.reason if isinstance(error, SessionEnded) else None
    return str(reason) if isinstance(reason, EndReason) else None


def _exit_of(error: "PostCardItError") -> tuple[int, str]:
    from postcardit_sdk import errors

    match error:
        case errors.SignInRequired():
            return SIGN_IN, "sign_in_required"
        case errors.SessionEnded():
            return SIGN_IN, "session_ended"
        case errors.KeyringFailed():
            return FAILURE, "keyring_failed"
        case errors.LocalStoreFailed():
            return FAILURE, "local_store_failed"
        case errors.TimedOut():
            return OFFLINE, "timed_out"
        case errors.ConnectionFailed():
            return OFFLINE, "connection_failed"
        case errors.UnreadableAnswer():
            return SERVER, "unreadable_answer"
        case errors.OutboxRefused():
            return _OUTBOX_EXITS.get(error.reason, FAILURE), error.reason
        case errors.InvalidRequest():
            return USAGE if error.request_id is None else FAILURE, error.code
        case errors.PhotoRefused():
            return FAILURE, error.code
        case errors.ApiError():
            return _exit_of_status(error.status), error.code
        case _:
            return FAILURE, "failure"


_OUTBOX_EXITS = {
    "unknown_item": NOT_FOUND,
    "being_sent": CONFLICT,
    "may_have_arrived": CONFLICT,
    "done": CONFLICT,
    "not_editable": CONFLICT,
}


_EXITS = {
    401: SIGN_IN,
    403: FORBIDDEN,
    404: NOT_FOUND,
    409: CONFLICT,
    410: CONFLICT,
    412: CONFLICT,
    429: RATE_LIMITED,
}


def _exit_of_status(status: int) -> int:
    return SERVER if status >= 500 else _EXITS.get(status, FAILURE)


def _wait_hint(error: "PostCardItError") -> str | None:
    seconds = getattr(error, "retry_after", None)
    return None if seconds is None else f"try again in {seconds:.0f} s"


def _may_help_again(error: "PostCardItError") -> bool:
    from postcardit_sdk.retry import may_be_repeated

    return may_be_repeated(error, repeatable=True)
