"""What is kept of a request: a line of JSON.

A line says what was asked, by whom, what came of it and how long it took: never a token, a query, a path's own words,
an address or anything that people wrote.
"""

import json
import time
from collections.abc import Callable
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any, Protocol

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from .scope_notes import CODE, REQUEST_ID, TRACE, USER_ID, WEATHER

__all__ = ["Entry", "Notes", "line_of", "logged"]

_UNLOGGED = "/lab/"
"""Who reads the log by these routes would find themselves."""
_encode = json.JSONEncoder().encode

Entry = tuple[float, float, str, str, int, int, Any, Any, Any, Any, Any]


class Notes(Protocol):
    """Where entries go."""

    def note(self, entry: Entry) -> None:
        """Keep one."""
        ...


def logged(app: ASGIApp, log: Notes) -> ASGIApp:
    """The application, each of whose requests leaves a line."""
    now, clock = time.time, time.perf_counter  # real time: a log tells when things happened, whatever the clock shows

    async def run(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["path"].startswith(_UNLOGGED):
            await app(scope, receive, send)
            return
        begun, status, size = clock(), 0, 0

        async def heard(message: Message) -> None:
            nonlocal status, size
            if message["type"] == "http.response.body":
                size += len(message.get("body", b""))
            else:
                status = message["status"]
            await send(message)

        try:
            await app(scope, receive, heard)
        finally:
            get = scope.get
            log.note(
                (now(), clock() - begun, scope["method"], scope["path"], status, size,
                 get(REQUEST_ID), get(USER_ID), get(CODE), get(WEATHER), get(TRACE))
            )  # fmt: skip

    return run


def line_of(entry: Entry, name_of: Callable[[str, str], str]) -> str:
    """A line, put together by hand: a JSON encoder takes four times as long. Whatever is put in quotes here without
    being encoded is a word or an id of ours."""
    at, seconds, method, path, status, size, request_id, user_id, code, weather, trace = entry
    second, fraction = divmod(int(at * 1000), 1000)
    parts = [
        f'{{"at":"{_to_the_second(second)}.{fraction:03}Z","method":"{method if method.isalpha() else "?"}",'
        f'"route":"{name_of(method, path)}","status":{status},"ms":{seconds * 1000:.2f},"bytes":{size}'
    ]
    if request_id is not None:
        parts.append(f',"id":"{request_id}"')
    if user_id is not None:
        parts.append(f',"user":"{user_id}"')
    if code is not None:
        parts.append(f',"code":"{code}"')
    if weather is not None:
        parts.append(f',"weather":{_encode(weather)}')
    if trace is not None:
        parts.append(f',"trace":{_encode(trace)}')
    return "".join([*parts, "}\n"])


@lru_cache(maxsize=2)
def _to_the_second(second: int) -> str:
    return datetime.fromtimestamp(second, UTC).isoformat()[:19]
