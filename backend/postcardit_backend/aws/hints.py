"""Hints: whose feed has moved is told at once, and fetches what there is by itself.

The table's stream tells of each commit, maybe more than once and maybe late. A hint is a number: heard twice or in
another order it does no harm.
"""

import logging
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

from ..failures import trace_of
from ..ports import Sessions
from .connections import Connection, Connections
from .sockets import Sockets

__all__ = ["Hints", "Moved", "moved_in"]

_log = logging.getLogger("postcardit")

_AT_ONCE = 16
Record = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Moved:
    """Whose feed has moved, to which number, and the first record that says so."""

    user_id: str
    seq: int
    record_id: str


def moved_in(records: Iterable[Record]) -> list[Moved]:
    """Each user whose feed these records of the table's stream tell of, with its last number."""
    moved: dict[str, Moved] = {}
    for record in records:
        change: Record = record["dynamodb"]
        keys = change["Keys"]
        partition, _, user_id = keys["pk"]["S"].partition("#")
        if partition != "U" or keys["sk"]["S"] != "H":
            continue
        seq = _head(change.get("NewImage"))
        if seq > _head(change.get("OldImage")):
            known = moved.get(user_id)
            first = change["SequenceNumber"] if known is None else known.record_id
            moved[user_id] = Moved(user_id, max(seq, known.seq if known else 0), first)
    return [*moved.values()]


class Hints:
    """Tells everyone who listens."""

    def __init__(
        self, connections: Connections, sockets: Sockets, sessions: Sessions, clock: Callable[[], int]
    ) -> None:
        self._connections, self._sockets, self._sessions, self._clock = connections, sockets, sessions, clock

    def tell(self, moved: Iterable[Moved]) -> list[Moved]:
        """Tell them. Gives those who could not be told now."""
        with ThreadPoolExecutor(_AT_ONCE) as pool:
            return [one for one in pool.map(self._tried, moved) if one is not None]

    def _tried(self, moved: Moved) -> Moved | None:
        try:
            self._tell_one(moved)
        except Exception as error:  # noqa: BLE001  # one user must not keep news from others; the stream brings it again
            _log.error("a hint could not be given\n%s", trace_of(error))
            return moved
        return None

    def _tell_one(self, moved: Moved) -> None:
        now = self._clock()
        connections = self._connections.of(moved.user_id, now)
        if not connections:
            return
        ended = self._sessions.ended_among([*{one.session_id for one in connections}], now)
        for one in connections:
            if one.session_id in ended or one.ends_at <= now:
                self.end(one)
            elif not self._sockets.say(one.connection_id, {"type": "hint", "seq": moved.seq}):
                self._connections.close(one.connection_id)

    def end(self, connection: Connection) -> None:
        """Hang up, and forget the connection."""
        self._sockets.hang_up(connection.connection_id)
        self._connections.close(connection.connection_id)


def _head(image: Record | None) -> int:
    return int((image or {}).get("n", {}).get("N", 0))
