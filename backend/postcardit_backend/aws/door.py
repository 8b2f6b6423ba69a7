"""The door of a function: an ASGI application behind the events of API Gateway, run in one loop that stays."""

import asyncio
import threading
from collections.abc import Iterable, Mapping
from typing import Any, Protocol

from starlette.types import ASGIApp, Message, Scope

from ..scope_notes import SECONDS_LEFT
from .gateway import Answer, body_of, response_of, scope_of

__all__ = ["Door", "LambdaContext"]

_DISCONNECT: Message = {"type": "http.disconnect"}


class LambdaContext(Protocol):
    """What is needed of the context that Lambda hands to each invocation."""

    def get_remaining_time_in_millis(self) -> int: ...


class Door:
    """Takes one event after the other: Lambda gives an environment the next one when it has answered the last."""

    def __init__(self, app: ASGIApp, prefixes: Iterable[str] = ()) -> None:
        self._app, self._prefixes = app, tuple(prefixes)
        self._loop = asyncio.new_event_loop()
        self._lock = threading.Lock()  # an emulator may call from several threads

    def __call__(self, event: Mapping[str, Any], context: LambdaContext | None) -> dict[str, Any]:
        """The response to an event. What is none, such as a test of the console, is told so."""
        if "requestContext" not in event:
            return {"statusCode": 400, "body": "This is no event of API Gateway.", "isBase64Encoded": False}
        scope = scope_of(event, self._prefixes)
        if context is not None:
            scope[SECONDS_LEFT] = context.get_remaining_time_in_millis() / 1000
        with self._lock:
            answer = self._loop.run_until_complete(self._answer(scope, body_of(event)))
        return response_of(event, answer)

    def close(self) -> None:
        """Let go of the loop."""
        self._loop.close()

    async def _answer(self, scope: Scope, body: bytes) -> Answer:
        answer = Answer()
        whole: list[Message] = [{"type": "http.request", "body": body, "more_body": False}]

        async def receive() -> Message:
            if whole:
                return whole.pop()
            await asyncio.get_running_loop().create_future()  # nobody leaves before the answer is there
            return _DISCONNECT

        async def send(message: Message) -> None:
            if message["type"] == "http.response.start":
                answer.status, answer.headers = message["status"], message["headers"]
            else:
                answer.body += message.get("body", b"")

        await self._app(scope, receive, send)
        return answer
