"""How a server tells of changes: what /health/ready says of it, and what a WebSocket's messages say."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal, Self

from pydantic import BaseModel, ValidationError

from ..contract import operations as ops
from ..contract.service import Realtime
from ..errors import NotFound, UnreadableAnswer
from ..flow import Call, Talk

__all__ = ["Ways", "ask_ways", "hinted_seq"]

_USUAL = (Realtime.SSE, Realtime.LONGPOLL)


@dataclass(slots=True)
class Ways:
    """What one server has, the best first. It is asked once."""

    realtime: tuple[Realtime, ...] = ()
    url: str = ""

    @classmethod
    def usual(cls) -> Self:
        """What a server has that does not say."""
        return cls(_USUAL)

    @property
    def are_known(self) -> bool:
        """Whether the server was asked."""
        return bool(self.realtime)

    def best(self, is_open: Callable[[Realtime], bool]) -> Realtime:
        """The first that we know how to go and that is open; a long poll is always to be had. Of a server that was not
        asked we know the usual ones."""
        known = {Realtime.SSE: True, Realtime.WEBSOCKET: self.url != "", Realtime.LONGPOLL: True}
        going = [way for way in self.realtime or _USUAL if known.get(way)]
        open_ones = (way for way in going if way is Realtime.LONGPOLL or is_open(way))
        return next(open_ones, Realtime.LONGPOLL)


class _Hint(BaseModel):
    """A message that says how far the user's feed is."""

    type: Literal["hint"]
    seq: int


def ask_ways(ways: Ways) -> Talk[None]:
    """Learn them. Who says nothing that we understand has the usual ones."""
    try:
        ready = yield from Call(ops.get_readiness)
    except (NotFound, UnreadableAnswer):
        ways.realtime = _USUAL
    else:
        ways.realtime, ways.url = tuple(ready.realtime) or _USUAL, ready.realtime_url or ""


def hinted_seq(message: bytes) -> int | None:
    """The number in a hint; None for any other message."""
    try:
        hint = _Hint.model_validate_json(message)
    except ValidationError:
        return None
    return hint.seq
