"""How far this machine's clock is from the server's, as the Date header of its answers tells."""

from collections.abc import Callable

from .flow import Response
from .retry import http_date
from .tokens import Tokens

__all__ = ["ServerClock"]

TOLERATED_SECONDS = 5.0
"""The header counts whole seconds, and an answer takes its time."""


class ServerClock:
    """`now` is this machine's clock, which may be wrong, and may be set while a session lasts."""

    def __init__(self, now: Callable[[], float]) -> None:
        self.now = now
        self._last_said = ""
        self._ahead: float | None = None

    def hear(self, response: Response) -> None:
        """Learn from an answer. One from a cache is old."""
        said = response.headers.get("date")
        if said is None or said == self._last_said or "age" in response.headers:
            return
        self._last_said, moment = said, http_date(said)
        if moment is not None:
            ahead = round(moment - self.now())
            self._ahead = ahead if abs(ahead) > TOLERATED_SECONDS else 0.0

    @property
    def offset(self) -> float:
        """How many seconds the server's clock is ahead of this one; 0 while nobody knows."""
        return self._ahead or 0.0

    def now_for(self, tokens: Tokens) -> float:
        """This moment on the clock by which the tokens' times were written down."""
        drift = 0.0 if self._ahead is None else self._ahead - tokens.clock_offset
        return self.now() + (drift if abs(drift) > TOLERATED_SECONDS else 0.0)
