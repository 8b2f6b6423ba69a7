"""Every problem that the API answers: its code, its HTTP status and the sentence that people read."""

from collections.abc import Sequence
from typing import Self

from pydantic import ConfigDict, Field, ValidationError
from pydantic.alias_generators import to_camel
from pydantic_core import ErrorDetails

from .wire import OpenEnum, Wire

__all__ = ["Code", "EndReason", "FieldProblem", "Problem", "field_problems", "with_fields"]


class Code(OpenEnum):
    """A problem's stable name. Clients branch on it, never on a sentence. A newer server's code keeps its value."""

    _value_: str
    status: int
    sentence: str

    def __new__(cls, value: str, status: int = 0, sentence: str = "") -> Self:
        member = str.__new__(cls, value)
        member._value_ = value
        member.status = status
        member.sentence = sentence
        return member

    @classmethod
    def _missing_(cls, value: object) -> Self | None:
        stranger = super()._missing_(value)
        if stranger is not None:
            stranger.status, stranger.sentence = 0, ""
        return stranger

    INVALID_JSON = "invalid_json", 400, "The request body is not valid JSON."
    INVALID_CURSOR = "invalid_cursor", 400, "This cursor was not made for this list."
    INVALID_IDEMPOTENCY_KEY = "invalid_idempotency_key", 400, "An Idempotency-Key is 1 to 255 visible ASCII characters."

    UNAUTHENTICATED = "unauthenticated", 401, "Sign in first: the access token is missing, wrong or expired."
    SESSION_ENDED = "session_ended", 401, "This session has ended. Sign in again."
    WRONG_CREDENTIALS = "wrong_credentials", 401, "The name or the password is wrong."

    FORBIDDEN = "forbidden", 403, "This is not allowed."
    WRONG_PASSWORD = "wrong_password", 403, "The password is wrong."
    NOT_FRIENDS = "not_friends", 403, "Only friends can send each other postcards."

    NOT_FOUND = "not_found", 404, "There is nothing here that you can see."
    UNKNOWN_ROUTE = "unknown_route", 404, "The API has no such path."
    METHOD_NOT_ALLOWED = "method_not_allowed", 405, "This path does not answer this method."

    USERNAME_TAKEN = "username_taken", 409, "This username is taken."
    FRIENDSHIP_EXISTS = "friendship_exists", 409, "You have asked this person already, or are friends."
    USER_BLOCKED = "user_blocked", 409, "You have blocked this person. Unblock them first."
    FRIENDSHIP_REJECTED = "friendship_rejected", 409, "This person declined. You may ask again later."
    FRIENDSHIP_ANSWERED = "friendship_answered", 409, "This friend request has been answered already."
    UPLOAD_NOT_READY = "upload_not_ready", 409, "The photo is still being processed. Try again in a moment."
    UPLOAD_REJECTED = "upload_rejected", 409, "The photo was rejected. Upload another one."
    UPLOAD_FINISHED = "upload_finished", 409, "The bytes of this upload have arrived already. Announce another one."
    UPLOAD_OFFSET_MISMATCH = "upload_offset_mismatch", 409, "The bytes do not begin where the upload has got to."
    ALREADY_READ = "already_read", 409, "The postcard has been read and cannot be withdrawn. Archive it instead."
    IDEMPOTENCY_IN_PROGRESS = "idempotency_in_progress", 409, "The first request with this key is still running."

    CURSOR_EXPIRED = "cursor_expired", 410, "This cursor is too old. Start again without one."
    PRECONDITION_FAILED = "precondition_failed", 412, "It has changed since you read it. Read it again, then write."
    PAYLOAD_TOO_LARGE = "payload_too_large", 413, "The request body is too large."
    UNSUPPORTED_MEDIA_TYPE = "unsupported_media_type", 415, "Send JSON with Content-Type: application/json."
    RANGE_NOT_SATISFIABLE = "range_not_satisfiable", 416, "There are no bytes in this range."

    VALIDATION_FAILED = "validation_failed", 422, "Some fields are not valid."
    UNKNOWN_FIELD = "unknown_field", 422, "The request has a field that the API does not know."
    PASSWORD_TOO_COMMON = "password_too_common", 422, "This password is one of the most common. Choose another one."
    INVALID_CODE = "invalid_code", 422, "The code is wrong or has expired."
    EMAIL_CHANGE_NEEDS_CODE = "email_change_needs_code", 422, "An e-mail address is changed with a code sent to it."
    IDEMPOTENCY_KEY_REUSED = "idempotency_key_reused", 422, "This Idempotency-Key was used for another request."
    CANNOT_BEFRIEND_SELF = "cannot_befriend_self", 422, "You cannot send a friend request to yourself."
    CANNOT_BLOCK_SELF = "cannot_block_self", 422, "You cannot block yourself."
    UNKNOWN_STAMP = "unknown_stamp", 422, "There is no such stamp."
    UNKNOWN_IMAGE = "unknown_image", 422, "This is not a photo that you uploaded here."
    UPLOAD_SIZE_MISMATCH = "upload_size_mismatch", 422, "Fewer or more bytes arrived than were announced."
    UPLOAD_HASH_MISMATCH = "upload_hash_mismatch", 422, "The bytes are not the ones announced: their SHA-256 differs."
    IMAGE_UNREADABLE = "image_unreadable", 422, "The photo is damaged or not a photo."
    IMAGE_TYPE_UNSUPPORTED = "image_type_unsupported", 422, "Photos are JPEG, PNG, HEIC or WebP."
    IMAGE_TYPE_MISMATCH = "image_type_mismatch", 422, "The photo is of another type than was announced."
    IMAGE_TOO_MANY_PIXELS = "image_too_many_pixels", 422, "The photo has more than 50 megapixels."

    LINK_EXPIRED = "link_expired", 403, "This link has expired. Ask for a new one."
    LINK_INVALID = "link_invalid", 403, "This link was altered, or was made for something else."

    RATE_LIMITED = "rate_limited", 429, "Too many requests. Wait, then try again."
    INTERNAL = "internal", 500, "Something went wrong on our side. It has been logged with this request id."
    UNAVAILABLE = "unavailable", 503, "The service is busy. Try again in a moment."


class FieldProblem(Wire):
    """One field that is not valid: where it is (RFC 6901 pointer into the body, or `?name` in the query) and why."""

    pointer: str
    code: str
    message: str


class EndReason(OpenEnum):
    """Why a session ended."""

    SIGNED_OUT = "signed_out"
    EXPIRED = "expired"
    REUSED = "reused"
    PASSWORD_CHANGED = "password_changed"
    ACCOUNT_DELETED = "account_deleted"
    REVOKED = "revoked"


class Problem(Wire):
    """An error: RFC 9457 problem details, with the keys that the shipped app reads (message, code, statusCode)."""

    model_config = ConfigDict(title="Problem")

    type: str = Field(description="A URI that names the kind of problem.")
    title: str
    status: int
    detail: str
    instance: str
    code: Code
    message: str = Field(description="The same text as `detail`.")
    status_code: int = Field(description="The same number as `status`.")
    request_id: str
    errors: list[FieldProblem] | None = Field(default=None, description="With 422: what is wrong, field by field.")
    reason: EndReason | None = Field(default=None, description="With session_ended: why it ended, where that is known.")


_FIELD_CODES = {
    "missing": "required",
    "extra_forbidden": "unknown_field",
    "string_too_long": "too_long",
    "string_too_short": "too_short",
    "too_short": "too_short",
    "too_long": "too_long",
    "greater_than_equal": "too_small",
    "less_than_equal": "too_large",
    "string_pattern_mismatch": "invalid_format",
    "finite_number": "not_finite",
    "enum": "unknown_value",
    "value_error": "invalid",
}

_FIELD_SENTENCES = {
    "required": "Is required.",
    "unknown_field": "The API does not know this field.",
    "invalid_format": "Is not in the expected format.",
}
_LENGTHS = {"too_short": ("at least", "min_length"), "too_long": ("at most", "max_length")}


def field_problems(error: ValidationError, *, in_query: bool = False, by_name: bool = False) -> list[FieldProblem]:
    """What pydantic found, field by field, without the values that were given: they may be secrets.

    `by_name` says that the fields were given by their Python names; pointers name them as the wire does.
    """
    found: list[FieldProblem] = []
    for item in error.errors(include_url=False, include_input=False):
        names = [to_camel(step) if by_name and isinstance(step, str) else str(step) for step in item["loc"]]
        steps = [name.replace("~", "~0").replace("/", "~1") for name in names]
        pointer = f"?{steps[0]}" if in_query and steps else "".join(f"/{step}" for step in steps)
        code = _FIELD_CODES.get(item["type"], "wrong_type" if item["type"].endswith("_type") else "invalid")
        found.append(FieldProblem(pointer=pointer, code=code, message=_sentence(code, item)))
    return found


def _sentence(code: str, item: ErrorDetails) -> str:
    if code in _LENGTHS:
        bound, name = _LENGTHS[code]
        unit = "items" if item.get("ctx", {}).get("field_type") == "List" else "characters"
        return f"Must be {bound} {item.get('ctx', {}).get(name)} {unit} long."
    message = item["msg"].removeprefix("Value error, ")
    return _FIELD_SENTENCES.get(code, message[:1].upper() + message[1:] + ".")


def with_fields(sentence: str, errors: Sequence[FieldProblem]) -> str:
    """A sentence for people that names up to three of the fields."""
    named = [f"{error.pointer.lstrip('/?') or 'Request'}: {error.message}" for error in errors[:3]]
    return " ".join([sentence, *named])
