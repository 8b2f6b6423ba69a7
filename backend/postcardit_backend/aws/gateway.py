"""Events of API Gateway as ASGI scopes, and responses as API Gateway takes them: REST APIs (payload format 1.0) and
HTTP APIs (2.0). Pure functions; `door.py` runs the application between them.

Mangum does the same, but logs what exceptions say (which may be a secret) and needs a global event loop, which Python
3.14 has not; the tests hold what is here to its answers.
"""

import base64
import binascii
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import unquote, urlencode

from starlette.types import Scope

from postcardit_sdk.contract.operations import BASE_PATH

__all__ = ["Answer", "body_of", "response_of", "scope_of"]

Event = Mapping[str, Any]

_TEXT = ("application/json", "application/problem+json", "text/")
_HTTPS_PORT = 443


@dataclass(slots=True)
class Answer:
    """What an application has answered."""

    status: int = 500
    headers: Sequence[tuple[bytes, bytes]] = ()
    body: bytearray = field(default_factory=bytearray)


def scope_of(event: Event, prefixes: Iterable[str]) -> Scope:
    """The request of an event. A path that begins with one of the prefixes (a stage's name, or that of a mapping to a
    domain) is read without it."""
    context: Event = event["requestContext"]
    is_newest = event.get("version") == "2.0"
    headers = _headers_of(event)
    host = next((value.decode("latin-1") for name, value in headers if name == b"host"), "localhost")
    path = unquote(event["rawPath"] if is_newest else event["path"])
    told: Event = context["http"] if is_newest else context.get("identity", {})
    return {
        "type": "http",
        "asgi": {"version": "3.0", "spec_version": "2.4"},
        "http_version": "1.1",
        "method": told["method"] if is_newest else event["httpMethod"],
        "scheme": _scheme(headers),
        "path": _without(path, (f"/{context.get('stage', '')}", *prefixes)),
        "query_string": _query_of(event, is_newest=is_newest),
        "root_path": "",
        "headers": headers,
        "client": (told.get("sourceIp") or "", 0),
        "server": (host, _HTTPS_PORT),
    }


def body_of(event: Event) -> bytes:
    """The body of the request. What is said to be base64, and is none, is taken as it stands: that is nothing that an
    operation takes, and is refused in its words."""
    body: str = event.get("body") or ""
    if event.get("isBase64Encoded"):
        with suppress(binascii.Error):
            return base64.b64decode(body, validate=True)
    return body.encode()


def response_of(event: Event, answer: Answer) -> dict[str, Any]:
    """An answer for the API that sent the event. What is no text goes as base64; HEAD has no body."""
    values: dict[str, list[str]] = {}
    for name, value in answer.headers:
        values.setdefault(name.decode("latin-1"), []).append(value.decode("latin-1"))
    body = b"" if _method(event) == "HEAD" else bytes(answer.body)
    is_text = values.get("content-type", ["text/"])[0].startswith(_TEXT) and "content-encoding" not in values
    response: dict[str, Any] = {
        "statusCode": answer.status,
        "body": body.decode() if is_text else base64.b64encode(body).decode("ascii"),
        "isBase64Encoded": not is_text,
    }
    if event.get("version") == "2.0":
        response["headers"] = {name: ", ".join(many) for name, many in values.items()}
    else:
        response["headers"] = {name: many[0] for name, many in values.items() if len(many) == 1}
        response["multiValueHeaders"] = {name: many for name, many in values.items() if len(many) > 1}
    return response


def _method(event: Event) -> str:
    method: str = event["requestContext"]["http"]["method"] if event.get("version") == "2.0" else event["httpMethod"]
    return method


def _headers_of(event: Event) -> list[tuple[bytes, bytes]]:
    many: Mapping[str, list[str]] | None = event.get("multiValueHeaders")
    single: Mapping[str, str] = event.get("headers") or {}
    pairs = [(name, value) for name, values in (many or {}).items() for value in values] or [*single.items()]
    cookies: list[str] = event.get("cookies") or []
    if cookies:
        pairs.append(("cookie", "; ".join(cookies)))
    return [(name.lower().encode("latin-1"), value.encode()) for name, value in pairs]


def _query_of(event: Event, *, is_newest: bool) -> bytes:
    if is_newest:
        raw: str = event.get("rawQueryString") or ""
        return raw.encode()
    many = event.get("multiValueQueryStringParameters")
    return urlencode(many or event.get("queryStringParameters") or {}, doseq=bool(many)).encode()


def _scheme(headers: list[tuple[bytes, bytes]]) -> str:
    return next((value.decode("latin-1") for name, value in headers if name == b"x-forwarded-proto"), "https")


def _without(path: str, prefixes: Iterable[str]) -> str:
    """A stage may be called like the API's own first segment: only what leaves a path of the API is taken away."""
    for prefix in prefixes:
        if path.startswith(f"{prefix}{BASE_PATH}/"):
            return path[len(prefix) :]
    return path
