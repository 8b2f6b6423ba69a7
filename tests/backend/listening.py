"""Listening to a backend's stream of events, by ASGI in the running loop or over a socket."""

import asyncio
import json
from collections.abc import Callable, Iterable, Mapping, MutableMapping
from dataclasses import dataclass, field
from types import TracebackType
from typing import Any, Self
from urllib.parse import urlencode

from starlette.types import ASGIApp

from postcardit_sdk.flow import Request, Response
from tests.backend.world import Person

__all__ = ["PATIENCE", "Event", "Listener", "events_in"]

PATIENCE = 20.0
"""Seconds after which something that should have come is missing."""


@dataclass(frozen=True)
class Event:
    """One block of a stream: what it says, field by field."""

    id: str | None = None
    data: Any = None
    retry: int | None = None
    comment: str | None = None


def events_in(text: str) -> list[Event]:
    """The blocks in the text of a stream, as section 9.2.6 of WHATWG HTML reads them; without one that is cut off."""
    return [_event(block) for block in text.split("\n\n")[:-1]]


def _event(block: str) -> Event:
    fields: dict[str, str] = {}
    for line in block.split("\n"):
        name, _, value = line.partition(":")
        fields[name] = value.removeprefix(" ")
    data = json.loads(fields["data"]) if "data" in fields else None
    retry = int(fields["retry"]) if "retry" in fields else None
    return Event(fields.get("id"), data, retry, fields.get(""))


@dataclass
class Listener:
    """One client of GET /v1/events, by ASGI: what it was sent so far, and ways to wait for more."""

    app: ASGIApp
    who: Person
    query: Mapping[str, str] = field(default_factory=dict[str, str])
    last_event_id: str | None = None
    method: str = "GET"
    token: str | None = None
    status: int = 0
    headers: dict[str, str] = field(default_factory=dict[str, str])
    body: str = ""
    is_over: bool = False
    takes: asyncio.Event = field(default_factory=asyncio.Event)
    """Cleared, it takes nothing of what is sent to it."""

    async def __aenter__(self) -> Self:
        self.takes.set()
        self._came, self._left = asyncio.Condition(), asyncio.Event()
        self.task = asyncio.create_task(self._run())
        await self._until(lambda: self.status != 0)
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._left.set()
        async with asyncio.timeout(PATIENCE):
            await self.task

    @property
    def events(self) -> list[Event]:
        """Every block so far."""
        return events_in(self.body)

    @property
    def changes(self) -> list[Event]:
        """Every block with a change so far."""
        return [event for event in self.events if event.data is not None]

    @property
    def problem(self) -> dict[str, Any]:
        """What was answered in the stream's place."""
        problem: dict[str, Any] = json.loads(self.body)
        return problem

    @property
    def exchange(self) -> tuple[Request, Response]:
        """What was asked and answered, as the contract looks at it."""
        url = f"/v1/events?{urlencode(self.query)}"
        return Request(self.method, url), Response(self.status, self.headers, self.body.encode())

    async def hear(self, count: int) -> list[Event]:
        """The changes, once there are so many."""
        await self._until(lambda: len(self.changes) >= count)
        return self.changes

    async def silence(self, count: int = 1) -> None:
        """Wait for so many comments."""
        await self._until(lambda: sum(event.comment is not None for event in self.events) >= count)

    async def end(self) -> None:
        """Wait until the server has ended it."""
        await self._until(lambda: self.is_over)
        async with asyncio.timeout(PATIENCE):
            await self.task

    async def _run(self) -> None:
        await self.app(self._scope(), self._receive, self._send)

    async def _until(self, is_so: Callable[[], bool]) -> None:
        async with asyncio.timeout(PATIENCE), self._came:
            await self._came.wait_for(lambda: is_so() or self.task.done())
        assert is_so(), self

    async def _receive(self) -> MutableMapping[str, Any]:
        await self._left.wait()
        return {"type": "http.disconnect"}

    async def _send(self, message: MutableMapping[str, Any]) -> None:
        await self.takes.wait()
        async with self._came:
            if message["type"] == "http.response.start":
                self.status = message["status"]
                self.headers = _decoded(message["headers"])
            else:
                self.body += message.get("body", b"").decode()
                self.is_over = not message.get("more_body", False)
            self._came.notify_all()

    def _scope(self) -> dict[str, Any]:
        headers = {"host": "test", "authorization": f"Bearer {self.token or self.who.access_token}"}
        if self.last_event_id is not None:
            headers["last-event-id"] = self.last_event_id
        return {
            "type": "http",
            "method": self.method,
            "scheme": "http",
            "path": "/v1/events",
            "query_string": urlencode(self.query).encode(),
            "headers": [(name.encode(), value.encode()) for name, value in headers.items()],
            "client": ("127.0.0.1", 1),
        }


def _decoded(headers: Iterable[tuple[bytes, bytes]]) -> dict[str, str]:
    return {name.decode(): value.decode() for name, value in headers}
