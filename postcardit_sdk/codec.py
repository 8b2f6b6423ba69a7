"""A Call as the request that says it, and a response as what it means."""

import re
from dataclasses import replace
from typing import Any, TypeVar
from urllib.parse import quote, urlencode

from pydantic import ValidationError

from .contract.operations import BASE_PATH, Operation
from .contract.problems import Code, Problem
from .contract.sync import SyncChanges
from .contract.wire import Wire, new_id
from .errors import ApiError, InvalidRequest, PostCardItError, SignInRequired, UnreadableAnswer, error_for
from .flow import Call, Connect, Listen, Request, Response
from .hidden import HiddenBytes, HiddenText
from .retry import retry_after_seconds
from .tokens import Tokens
from .version import __version__

__all__ = [
    "error_in",
    "is_of_a_stranger",
    "reply_in",
    "request_for",
    "socket_request_for",
    "stream_request_for",
    "with_bearer",
]

T = TypeVar("T")

_VISIBLE_ASCII = re.compile(r"[!-~]+")
_ANSWER_SECONDS = 10.0
_AGENT = f"postcardit-python/{__version__}"
_PROTOCOL = "postcardit.v1"


def request_for(call: Call[Any]) -> Request:
    """What to send. Raises InvalidRequest for an idempotency key that no header can hold."""
    operation, headers = call.operation, {"accept": "application/json", "user-agent": _AGENT}
    if operation.creates:
        headers["idempotency-key"] = _key(call.idempotency_key)
    if call.if_match is not None:
        headers["if-match"] = call.if_match
    url = BASE_PATH + operation.path.format_map({name: quote(value, safe="") for name, value in call.path.items()})
    body = b""
    if call.arguments is not None and operation.in_query:
        url += _query(call.arguments)
    elif call.arguments is not None and operation.has_arguments:
        headers["content-type"] = "application/json"
        dropped_nulls = operation.method != "PATCH"
        body = HiddenBytes(call.arguments.model_dump_json(exclude_unset=True, exclude_none=dropped_nulls).encode())
    return Request(operation.method, url, headers, body, silence_seconds=_silence(call))


def stream_request_for(listen: Listen) -> Request:
    """What to send to hear a stream. Raises InvalidRequest for a cursor that no header can hold."""
    request, last = request_for(listen.call), listen.last_event_id
    headers = {**request.headers, "accept": "text/event-stream", "accept-encoding": "identity"}
    if last is not None:
        if not _VISIBLE_ASCII.fullmatch(last):
            raise InvalidRequest(Code.INVALID_CURSOR.sentence, code=Code.INVALID_CURSOR)
        headers["last-event-id"] = last
    return replace(request, headers=headers, silence_seconds=listen.silence_seconds)


def socket_request_for(connect: Connect) -> Request:
    """What to send to hear hints."""
    headers = {"user-agent": _AGENT, "sec-websocket-protocol": _PROTOCOL}
    return Request("GET", connect.url, headers, silence_seconds=connect.silence_seconds)


def with_bearer(request: Request, tokens: Tokens) -> Request:
    """The request in somebody's name."""
    if not _VISIBLE_ASCII.fullmatch(tokens.access_token):
        raise SignInRequired("What is given as the access token is none: it is empty, or has a space or a line break.")
    headers = {**request.headers, "authorization": HiddenText(f"Bearer {tokens.access_token}")}
    return Request(
        request.method,
        request.url,
        headers,
        request.body,
        request.on_progress,
        request.timeout_seconds,
        request.silence_seconds,
    )


def reply_in(response: Response, operation: Operation[T, Any], now: float) -> T:
    """What the operation gives. Raises the problem that the response holds, or UnreadableAnswer."""
    if response.status >= 300:
        raise error_in(response, now)
    try:
        return operation.decode(response.body)
    except ValidationError as error:
        where = ", ".join(".".join(map(str, item["loc"])) or "body" for item in error.errors(include_input=False))
    raise UnreadableAnswer(
        f"The server's answer to {operation.name} is not of this contract ({where}).",
        status=response.status,
        request_id=response.headers.get("x-request-id"),
    )


def error_in(response: Response, now: float) -> PostCardItError:
    """The problem that a response holds; a proxy's page is told from the API's own answers."""
    retry_after = retry_after_seconds(response.headers.get("retry-after"), now)
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


def is_of_a_stranger(error: PostCardItError) -> bool:
    """Whether an answer came from somebody between us and the API, who cannot say what the API did."""
    return isinstance(error, UnreadableAnswer) or (isinstance(error, ApiError) and error.problem.instance == "")


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


def _query(arguments: Wire) -> str:
    fields = arguments.model_dump(mode="json", exclude_unset=True, exclude_none=True)
    pairs = [(name, str(value).lower() if isinstance(value, bool) else str(value)) for name, value in fields.items()]
    return f"?{urlencode(pairs)}" if pairs else ""


def _silence(call: Call[Any]) -> float | None:
    """A long poll is silent for as long as it was asked to wait."""
    wait = call.arguments.wait if isinstance(call.arguments, SyncChanges) else 0
    return wait + _ANSWER_SECONDS if wait else None


def _key(given: str | None) -> str:
    if given is None:
        return new_id()
    if len(given) > 255 or not _VISIBLE_ASCII.fullmatch(given):
        raise InvalidRequest(Code.INVALID_IDEMPOTENCY_KEY.sentence, code=Code.INVALID_IDEMPOTENCY_KEY)
    return given
