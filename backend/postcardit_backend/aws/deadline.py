"""The end of a function's time: who asked hears of it, instead of a connection that breaks."""

import asyncio
from urllib.parse import quote

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from postcardit_sdk.contract.problems import Code
from postcardit_sdk.contract.wire import new_id

from ..problems import problem_response
from ..scope_notes import CODE, REQUEST_ID, SECONDS_LEFT

__all__ = ["within_time"]

_MARGIN_SECONDS = 0.5
"""What is kept for the answer itself."""
_DETAIL = "This took too long. Try again: what has an idempotency key happens once."


def within_time(app: ASGIApp) -> ASGIApp:
    """The application; what it has not begun to answer when a function's time ends is answered 503 (unavailable)."""

    async def run(scope: Scope, receive: Receive, send: Send) -> None:
        left: float | None = scope.get(SECONDS_LEFT)
        if left is None:
            await app(scope, receive, send)
            return
        has_begun = False

        async def heard(message: Message) -> None:
            nonlocal has_begun
            has_begun = True
            await send(message)

        time = asyncio.timeout(left - _MARGIN_SECONDS)
        try:
            async with time:
                await app(scope, receive, heard)
        except TimeoutError:
            if has_begun or not time.expired():
                raise
            await _say_too_late(scope, receive, send)

    return run


async def _say_too_late(scope: Scope, receive: Receive, send: Send) -> None:
    code = Code.UNAVAILABLE
    scope[CODE] = code
    request_id = scope.setdefault(REQUEST_ID, new_id())  # real time: it only names a request
    response = problem_response(code, _DETAIL, instance=quote(scope["path"]), request_id=request_id, retry_after=1)
    response.headers["x-request-id"] = request_id
    await response(scope, receive, send)
