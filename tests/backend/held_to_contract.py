"""Holds every answer to the contract: its problems are those that its operation lists, its success decodes."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import unquote, urlsplit

from postcardit_sdk.client import Transport
from postcardit_sdk.contract.operations import BASE_PATH, OPERATIONS, Operation
from postcardit_sdk.contract.problems import Code, EndReason
from postcardit_sdk.flow import Request, Response

PROBLEM_KEYS = {"type", "title", "status", "detail", "instance", "code", "message", "statusCode", "requestId"}
CHALLENGE = 'Bearer realm="postcardit"'
NO_OPERATION = {Code.UNKNOWN_ROUTE, Code.METHOD_NOT_ALLOWED}
BYTE_ROUTES = {
    Code.LINK_EXPIRED,
    Code.NOT_FOUND,
    Code.PAYLOAD_TOO_LARGE,
    Code.LINK_INVALID,
    Code.UPLOAD_FINISHED,
    Code.UPLOAD_OFFSET_MISMATCH,
    Code.UPLOAD_SIZE_MISMATCH,
    Code.UPLOAD_HASH_MISMATCH,
    Code.RANGE_NOT_SATISFIABLE,
    Code.UNAVAILABLE,
    Code.VALIDATION_FAILED,
    Code.UNSUPPORTED_MEDIA_TYPE,
    Code.METHOD_NOT_ALLOWED,
}

_BYTES = re.compile(f"{BASE_PATH}/(uploads/[^/]+/bytes|images/[^/]+|exports/[^/]+|stamps/[^/]+[.]png)")


def _pattern(path: str) -> re.Pattern[str]:
    return re.compile(BASE_PATH + re.sub(r"\\{\w+\\}", "[^/]+", re.escape(path)), re.DOTALL)


_ROUTES = sorted(
    (
        (path.count("{"), method, _pattern(path), operation)
        for operation in OPERATIONS
        for method, path in ((operation.method, operation.path), *operation.aliases)
    ),
    key=lambda route: route[0],
)


def operation_of(method: str, url: str) -> Operation[Any, Any] | None:
    """The operation that the table has for this request, older names included."""
    path = unquote(urlsplit(url).path)
    asked = "GET" if method == "HEAD" else method
    return next(
        (operation for _, known, pattern, operation in _ROUTES if known == asked and pattern.fullmatch(path)), None
    )


def check_answer(request: Request, response: Response) -> None:
    """Fail unless the contract allows this answer to this request."""
    operation = operation_of(request.method, request.url)
    assert response.headers.get("x-request-id"), f"{request.method} {request.url}: no request id"
    if response.status >= 400:
        if request.method != "HEAD":
            _check_problem(request, response, operation)
        return
    if operation is not None and request.method != "HEAD":
        assert response.status == operation.status or (response.status == 304 and operation.conditional)
        if response.status == 304:
            assert response.body == b""
        elif operation.streams:
            assert response.headers["content-type"].startswith("text/event-stream")
        else:
            operation.decode(response.body)


def _check_problem(request: Request, response: Response, operation: Operation[Any, Any] | None) -> None:
    assert response.headers["content-type"] == "application/problem+json"
    problem = json.loads(response.body)
    code = Code(problem["code"])
    assert set(problem) - {"errors", "reason"} == PROBLEM_KEYS
    assert code.is_known, code
    assert code is not Code.INTERNAL, f"{request.method} {request.url} failed inside"
    assert (problem["status"], problem["statusCode"], response.status) == (code.status,) * 3
    assert (problem["message"], problem["title"]) == (problem["detail"], code.sentence)
    assert problem["requestId"] == response.headers["x-request-id"]
    assert problem["type"] == f"urn:postcardit:problem:{code}"
    assert "errors" not in problem or code.status == 422
    assert "reason" not in problem or (code is Code.SESSION_ENDED and EndReason(problem["reason"]).is_known)
    assert response.headers.get("www-authenticate") == (CHALLENGE if code.status == 401 else None)
    assert "retry-after" in response.headers or code.status not in {429, 503}
    assert code in _allowed(request, operation), f"{request.method} {request.url} may not answer {code}"


def _allowed(request: Request, operation: Operation[Any, Any] | None) -> set[Code]:
    if operation is not None:
        return {*operation.all_problems}
    return BYTE_ROUTES if _BYTES.fullmatch(urlsplit(request.url).path) else NO_OPERATION


@dataclass
class CheckedTransport:
    """Passes requests on, checks what comes back, and remembers both."""

    inner: Transport
    seen: list[tuple[Request, Response]] = field(default_factory=list[tuple[Request, Response]])

    def send(self, request: Request) -> Response:
        response = self.inner.send(request)
        self.seen.append((request, response))
        check_answer(request, response)
        return response

    def close(self) -> None:
        self.inner.close()


@dataclass(frozen=True)
class Answer:
    """A response with its JSON read."""

    status: int
    headers: Mapping[str, str]
    body: Any
    raw: bytes

    @property
    def code(self) -> str | None:
        """The problem's code, if it is a problem."""
        return self.body["code"] if self.status >= 400 else None

    @property
    def outcome(self) -> tuple[int, str | None]:
        """Status and code: what most tests ask for."""
        return self.status, self.code


def read_answer(response: Response) -> Answer:
    is_json = "json" in response.headers.get("content-type", "")
    body = json.loads(response.body) if is_json and response.body else None
    return Answer(response.status, response.headers, body, response.body)
