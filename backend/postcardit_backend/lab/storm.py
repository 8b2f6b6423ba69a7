"""Does to a request what the weather decided: stands before the whole application."""

import asyncio
import time

from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from postcardit_sdk.contract.lab.weather import Fault, WeatherPlan
from postcardit_sdk.contract.operations import BASE_PATH, OPERATIONS

from ..embedded.database import Database
from ..scope_notes import WEATHER
from .draws import Decision
from .hanging_up import hang_up
from .pages import stand_in
from .weather import LabWeather

__all__ = ["HEADER", "storm"]

HEADER = b"postcardit-weather"

_LAB = "/lab/"
_CHUNK_SECONDS = 0.1
_STREAM_PATHS = frozenset(BASE_PATH + operation.path for operation in OPERATIONS if operation.streams)
"""What is answered there never ends: nobody can keep it back until it is whole."""
_BEFORE = {Fault.NO_NETWORK, Fault.CUT_REQUEST, Fault.TOO_MANY}


def storm(app: ASGIApp, weather: LabWeather, database: Database) -> ASGIApp:
    """The application in this weather. The laboratory itself has none: else nobody could end it."""

    async def in_weather(scope: Scope, receive: Receive, send: Send) -> None:
        found = None if scope["type"] != "http" or scope["path"].startswith(_LAB) else weather.decide(scope)
        if found is None:
            await app(scope, receive, send)
            return
        plan, decision = found
        scope[WEATHER] = decision.said
        await _Passage(app, plan, decision, scope, receive, send).run(database)

    return in_weather


class _Passage:
    """One request on its way through."""

    def __init__(
        self, app: ASGIApp, plan: WeatherPlan, decision: Decision, scope: Scope, receive: Receive, send: Send
    ) -> None:
        self._app, self._decision, self._scope = app, decision, scope
        self._ear, self._mouth = receive, send
        self._hurries, self._bandwidth = plan.hurry, plan.bandwidth
        self._head: Message | None = None
        self._left: int | None = decision.at_byte if decision.fault in {Fault.CUT_ANSWER, Fault.STALL} else None

    async def run(self, database: Database) -> None:
        """Perform it."""
        decision = self._decision
        await self._wait(decision.wait_ms / 1000)
        if decision.flush_ms and not self._hurries:
            database.write_soon(lambda _: time.sleep(decision.flush_ms / 1000))  # all who write now wait behind it
        fault = decision.fault
        if fault in _BEFORE or (fault in {Fault.STATUS, Fault.HTML_PAGE} and not decision.after_commit):
            await self._instead()
        elif fault is None or fault in {Fault.CUT_ANSWER, Fault.STALL} or self._scope["path"] in _STREAM_PATHS:
            await self._through()
        else:
            await self._carried_out()

    async def _instead(self) -> None:
        """The application never hears of it."""
        if self._decision.fault is Fault.NO_NETWORK:
            await self._hang_up()
        elif self._decision.fault is Fault.CUT_REQUEST:
            await self._hear(self._decision.at_byte)
            await self._hang_up()
        else:
            await self._stand_in()

    async def _through(self) -> None:
        """It is answered, slowly, and maybe not to the end."""
        try:
            await self._app(self._scope, self._receive, self._send)
        except _Over:
            await self._hang_up()

    async def _carried_out(self) -> None:
        """It is carried out once or twice, and then something else is heard than its answer, or nothing."""
        body = await self._hear(None)
        answer = await self._answer_to(body)
        match self._decision.fault:
            case Fault.DUPLICATE:
                second = await self._answer_to(body)
                for message in second if self._decision.hears_second else answer:
                    await self._send(message)
            case Fault.LOSE_ANSWER:
                await self._hang_up()
            case _:
                await self._stand_in()

    async def _stand_in(self) -> None:
        request = Request(self._scope, self._ear)
        response = stand_in(self._decision, request)
        await response(self._scope, self._ear, self._send)

    async def _answer_to(self, body: bytes) -> list[Message]:
        """What the application says to this body, kept back."""
        said: list[Message] = []
        is_heard = False

        async def receive() -> Message:
            nonlocal is_heard
            if is_heard:
                return await self._ear()
            is_heard = True
            return {"type": "http.request", "body": body, "more_body": False}

        async def keep(message: Message) -> None:
            said.append(message)

        await self._app(self._scope, receive, keep)
        return said

    async def _hear(self, limit: int | None) -> bytes:
        """The request's body, or as much of it."""
        body = b""
        while limit is None or len(body) < limit:
            message = await self._receive()
            body += message.get("body", b"")
            if not message.get("more_body", False):
                break
        return body

    async def _hang_up(self) -> None:
        self._scope[WEATHER] = f"{self._decision.said}; hung_up"
        await hang_up(self._scope, self._ear)

    async def _receive(self) -> Message:
        message = await self._ear()
        rate = None if self._bandwidth is None else self._bandwidth.up_bytes_per_second
        if rate is not None:
            await self._wait(len(message.get("body", b"")) / rate)
        return message

    async def _send(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = [*message.get("headers", ()), (HEADER, self._decision.said.encode("latin-1", "replace"))]
            self._head = {**message, "headers": headers}
            return
        body, is_last = message.get("body", b""), not message.get("more_body", False)
        if self._left is not None and (len(body) >= self._left or is_last):
            await self._break_off(body)
        if self._left is not None:
            self._left -= len(body)
        await self._trickle(message)

    async def _break_off(self, body: bytes) -> None:
        """Send what is to arrive of this part, wait if it is to stall, and give up. An answer without a body would be
        whole with its head: nothing of it arrives.
        """
        part = body[: min(self._left or 0, max(len(body) - 1, 0))]
        if body:
            await self._trickle({"type": "http.response.body", "body": part, "more_body": True})
        await self._wait(self._decision.stall_ms / 1000 if self._decision.fault is Fault.STALL else 0)
        raise _Over

    async def _trickle(self, message: Message) -> None:
        """Pass a part of the body on, as fast as the plan lets it; the head goes with the first."""
        if self._head is not None:
            await self._mouth(self._head)
            self._head = None
        body: bytes = message.get("body", b"")
        rate = None if self._bandwidth is None else self._bandwidth.down_bytes_per_second
        if rate is None or self._hurries:
            await self._mouth(message)
            return
        size = max(1, round(rate * _CHUNK_SECONDS))
        for start in range(0, len(body), size):
            await self._wait(min(size, len(body) - start) / rate)
            await self._mouth({**message, "body": body[start : start + size], "more_body": True})
        if not message.get("more_body", False):
            await self._mouth({**message, "body": b"", "more_body": False})

    async def _wait(self, seconds: float) -> None:
        if seconds and not self._hurries:
            await asyncio.sleep(seconds)


class _Over(Exception):
    """The answer ends here."""
