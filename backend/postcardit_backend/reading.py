"""Reading requests: bodies within their limit, arguments as the contract types them, keys and ids that are sane."""

import hashlib
import re
from typing import Any, TypeVar
from urllib.parse import quote

from pydantic import ValidationError
from starlette.requests import ClientDisconnect, Request

from postcardit_sdk.contract.operations import Operation
from postcardit_sdk.contract.problems import Code, field_problems, with_fields
from postcardit_sdk.contract.wire import Wire, new_id

from .ports import Once
from .refusal import Refused

__all__ = ["idempotency_of", "origin_of", "path_of", "read_arguments", "read_body", "request_id_of"]

A = TypeVar("A", bound=Wire)

_REQUEST_ID = re.compile(r"[A-Za-z0-9._-]{1,128}")
_IDEMPOTENCY_KEY = re.compile(r"[\x21-\x7e]{1,255}")
_HOST = re.compile(r"[A-Za-z0-9.-]{1,253}(:[0-9]{1,5})?|\[[0-9A-Fa-f:.]{2,45}\](:[0-9]{1,5})?")


def request_id_of(request: Request) -> str:
    """The client's X-Request-Id if it is a sane one, else a new one."""
    given = request.headers.get("x-request-id", "")
    return given if _REQUEST_ID.fullmatch(given) else new_id()  # real time: it only names a request


def origin_of(request: Request, public_url: str | None) -> str:
    """Where links begin: the public address, or the host that this request was sent to."""
    if public_url is not None:
        return public_url.rstrip("/")
    scheme, host = request.scope["scheme"], request.headers.get("host", "")
    return f"{scheme}://{host}" if _HOST.fullmatch(host) else f"{scheme}://localhost"


def path_of(request: Request) -> str:
    """The path as a URI reference. `request.url` would take an escaped `?` in it for the beginning of a query."""
    return quote(request.scope["path"])


async def read_body(request: Request, limit: int) -> bytes:
    """The body. Refuses payload_too_large as soon as it is known to be, and reads no further."""
    announced = request.headers.get("content-length", "")
    if announced.isdigit() and int(announced) > limit:
        raise Refused(Code.PAYLOAD_TOO_LARGE, f"The request body is larger than {limit:,} bytes.")
    body = bytearray()
    try:
        async for chunk in request.stream():
            body += chunk
            if len(body) > limit:
                raise Refused(Code.PAYLOAD_TOO_LARGE, f"The request body is larger than {limit:,} bytes.")
    except ClientDisconnect:
        raise Refused(Code.INVALID_JSON, "The connection was closed before the body had arrived.") from None
    return bytes(body)


def read_arguments(operation: Operation[Any, A], request: Request, body: bytes) -> A:
    """The arguments, from the query of a GET or the JSON body of any other method.

    Refuses invalid_json, unsupported_media_type, validation_failed and unknown_field.
    """
    if operation.in_query:
        return _from_query(operation, request)
    if not operation.has_arguments:
        return operation.arguments()
    media_type = request.headers.get("content-type", "application/json").partition(";")[0].strip().lower()
    if body and media_type != "application/json":
        raise Refused(Code.UNSUPPORTED_MEDIA_TYPE)
    return _from_json(operation, body)


def _from_json(operation: Operation[Any, A], body: bytes) -> A:
    try:
        return operation.arguments.model_validate_json(
            body or b"{}", strict=True, extra="forbid", by_alias=True, by_name=False
        )
    except ValidationError as error:
        raise _refusal(error, in_query=False) from None


def _from_query(operation: Operation[Any, A], request: Request) -> A:
    try:
        return operation.arguments.model_validate(
            dict(request.query_params), extra="forbid", by_alias=True, by_name=False
        )
    except ValidationError as error:
        raise _refusal(error, in_query=True) from None


def _refusal(error: ValidationError, *, in_query: bool) -> Refused:
    if any(item["type"] == "json_invalid" for item in error.errors(include_url=False, include_input=False)):
        return Refused(Code.INVALID_JSON)
    problems = field_problems(error, in_query=in_query)
    unknown = all(problem.code == Code.UNKNOWN_FIELD.value for problem in problems)
    code = Code.UNKNOWN_FIELD if unknown else Code.VALIDATION_FAILED
    return Refused(code, with_fields(code.sentence, problems), errors=problems)


def idempotency_of(
    operation: Operation[Any, Any], request: Request, user_id: str, body: bytes, since: int
) -> Once | None:
    """What makes a creating request take effect once: its key, and the hash of its body."""
    if not operation.creates:
        return None
    key = request.headers.get("idempotency-key")
    if key is not None and not _IDEMPOTENCY_KEY.fullmatch(key):
        raise Refused(Code.INVALID_IDEMPOTENCY_KEY)
    return Once(user_id, key, operation.name, hashlib.sha256(body).hexdigest(), since)
