"""OpenAPI documents from files and addresses: JSON, or YAML as people write it."""

import json
from pathlib import Path
from typing import Any

from .exits import CommandFailed, usage

__all__ = ["read_openapi"]


def read_openapi(source: str) -> Any:
    """The document of a file or an address, as plain data. Raises CommandFailed for what is neither JSON nor YAML."""
    content = _fetched(source) if "://" in source else Path(source).read_bytes()
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise usage(f"{source} is no text in UTF-8.", hint="name an OpenAPI document, in JSON or YAML") from None
    return _json(text, source) if text.lstrip().startswith("{") else _yaml(text, source)


def _json(text: str, source: str) -> Any:
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        where = f"line {error.lineno}, column {error.colno}"
        raise usage(f"{source} begins as JSON, but is none at {where}: {error.msg}.") from None
    except RecursionError:
        raise usage(f"{source} is nested too deeply to be read.") from None


def _yaml(text: str, source: str) -> Any:
    from postcardit_sdk.lab.documents import DocumentProblem, read_plain

    try:
        return read_plain(text, source)
    except DocumentProblem as problem:
        raise usage(f"{problem}.", hint="name an OpenAPI document, in JSON or YAML") from None


def _fetched(url: str) -> bytes:
    from postcardit_sdk.flow import Request
    from postcardit_sdk.http_transport import USUAL_TIMEOUTS, HttpTransport

    transport = HttpTransport(url, USUAL_TIMEOUTS, None)
    try:
        accepted = {"accept": "application/json, application/yaml, */*;q=0.5"}
        response = transport.send(Request("GET", url, accepted, b""))
    finally:
        transport.close()
    if response.status != 200:
        raise CommandFailed(f"{url} answered {response.status}.", code="unreadable_answer")
    return response.body
