"""How far a move has got: one item of the stage, which each write of the move renews in the same commit.

So what is written is written once, and a move that another one has taken the place of writes nothing more, however long
it was asleep. No item of a move takes the place of another: what somebody else has at the stage is found by its key.
"""

import secrets
import time
from collections.abc import Callable, Iterator, Sequence

from postcardit_sdk.contract.problems import Code

from ..aws.fields import flag, number, text
from ..aws.items import Item
from ..aws.pauses import pauses
from ..aws.tables import Conflict, Key, Tables
from ..refusal import Refused
from .refusal import MoveRefused

__all__ = ["Ledger", "batches"]

_MARKER = Key("main", "MOVING", "#")
_AT_ONCE = 99
"""Items in a transaction, beside the marker."""
_BYTES_AT_ONCE = 3_000_000
"""A transaction takes 4 MB."""
_BEAT_SECONDS = 2
_WATCHED_SECONDS = 15
"""A move that has written nothing for so long does not go on, or finds out that another one has begun."""
_ROUNDS_OF_PATIENCE = 15
"""A new table doubles what it takes in minutes: some 60 s of throttling are no failure."""
_ANOTHER = "Another move to this stage is going on. Let it end, then run the same command again."


class Ledger:
    """The marker of one stage, written by a move from one place. `wait` waits for so many seconds."""

    def __init__(self, tables: Tables, place: str, wait: Callable[[float], None] = time.sleep) -> None:
        self._tables, self._place, self._wait = tables, place, wait
        self._kept: Item | None = None
        self._beaten_at = 0.0

    @property
    def done(self) -> int:
        """How many items are written."""
        return number(self._kept, "done")

    @property
    def is_finished(self) -> bool:
        """Whether the move is over."""
        return flag(self._kept, "is_finished")

    def look(self) -> Item | None:
        """What is written there of a move: `digest` and `passwords` say of which."""
        self._kept = self._tables.get([_MARKER]).get(_MARKER)
        return self._kept

    def claim(self, digest: str, passwords: str) -> None:
        """Be the move that goes on from here. Refuses while another one does."""
        seen = self.look()
        if seen is not None and text(seen, "place") != self._place and not flag(seen, "is_finished"):
            self._wait(_WATCHED_SECONDS)
            if (self.look() or {}).get("v") != seen["v"]:
                raise MoveRefused(_ANOTHER)
        self._renew(digest=digest, passwords=passwords, place=self._place)

    def write(self, items: Sequence[tuple[Key, Item]]) -> None:
        """Write these and how far that is, or nothing. Refuses when somebody else has one of them."""
        self._renew(items, done=self.done + len(items))

    def beat(self) -> None:
        """Say, every now and then, that this move goes on. Refuses when another one has taken its place."""
        if time.monotonic() - self._beaten_at > _BEAT_SECONDS:  # real time: others watch in real time
            self._renew()

    def finish(self) -> None:
        """Say that all is there."""
        self._renew(is_finished=True)

    def _renew(self, items: Sequence[tuple[Key, Item]] = (), **changes: str | int | bool) -> None:
        seen = None if self._kept is None else text(self._kept, "v")
        marker: Item = {**(self._kept or {"done": 0}), **changes, "v": secrets.token_urlsafe(8)}
        actions = [self._tables.action(_MARKER, marker, seen)]
        actions += [self._tables.action(key, item, None) for key, item in items]
        for pause in (pause for _ in range(_ROUNDS_OF_PATIENCE) for pause in pauses()):
            try:
                self._tables.commit(actions)
            except Conflict:
                if not self._has_written(marker, seen, items):
                    self._wait(pause)
                    continue
            self._kept, self._beaten_at = marker, time.monotonic()  # real time: see above
            return
        raise Refused(Code.UNAVAILABLE, retry_after=1)

    def _has_written(self, marker: Item, seen: str | None, items: Sequence[tuple[Key, Item]]) -> bool:
        """Whether it did, and the answer was lost. Refuses unless it may be tried again."""
        found = self._tables.get([_MARKER]).get(_MARKER) or {}
        if found.get("v") == marker["v"]:
            return True
        if found.get("v") != seen:
            raise MoveRefused(_ANOTHER)
        if self._tables.get([key for key, _ in items]):
            raise MoveRefused(
                "Somebody has got an account at the stage meanwhile, by a name or an address of somebody in the folder."
                " Move to a stage that nobody uses yet."
            )
        return False


def batches(items: Iterator[tuple[Key, Item]]) -> Iterator[list[tuple[Key, Item]]]:
    """As many items at once as one transaction takes."""
    batch: list[tuple[Key, Item]] = []
    weight = 0
    for key, item in items:
        more = _weight(item)
        if batch and (len(batch) == _AT_ONCE or weight + more > _BYTES_AT_ONCE):
            yield batch
            batch, weight = [], 0
        batch.append((key, item))
        weight += more
    if batch:
        yield batch


def _weight(item: Item) -> int:
    """Its bytes, or more."""
    return 200 + sum(4 * len(value) for value in item.values() if isinstance(value, str))
