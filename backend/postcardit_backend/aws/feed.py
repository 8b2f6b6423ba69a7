"""Feeds of changes in DynamoDB: a change and its entries are one commit, so no number is lost and none is early.

What is no longer kept is decided by the reader, from an item that is the same for everybody; entries themselves go by
their `ttl`, whenever DynamoDB gets to it. A reader who finds one missing is told to begin anew.
"""

import threading
import time
from collections.abc import Iterable, Sequence
from zlib import crc32

from postcardit_sdk.contract.problems import Code
from postcardit_sdk.contract.sync import ChangeType

from ..records import ChangeRecord
from ..refusal import Refused
from .counters import count, counters_key
from .fields import flag, number, text
from .items import Item
from .schema import TTL
from .tables import Key, Range
from .units import Unit, Units

__all__ = ["DynamoFeed", "entry_key", "entry_of", "tell"]

_KEPT = 100
"""How many changes of a user are kept at the least, but for their age."""
_COPIES = 32
"""In how many partitions the same bounds are: every reader asks for them, and a partition answers 3,000 a second."""
_LIVES_SECONDS = 45 * 86_400
"""When an entry may go for good. A feed that is to be kept for longer than this is not."""
_UNSEEN = 100
"""Of how many of the newest entries it is made sure that they are not there."""
_OTHERS_SECONDS = 1.0
"""How often another process may have written something: nobody tells of that here."""


def tell(unit: Unit, user_ids: Iterable[str], type_: ChangeType, resource_id: str, now: int) -> None:
    """Inside the unit of a change: write it into the feed of each of these users, once. Who was erased has none."""
    users = [*dict.fromkeys(user_ids)]
    unit.load(*map(counters_key, users))
    for user_id in users:
        counters = count(unit, user_id, n=1)
        if not flag(counters, "gone"):
            unit.put(entry_key(user_id, number(counters, "n")), entry_of(type_.value, resource_id, now))


class DynamoFeed:
    """The feeds of all users."""

    def __init__(self, units: Units) -> None:
        self._units, self._tables = units, units.tables
        self._written = threading.Event()
        self._looked_at = time.monotonic()  # real time: how long ago something was read
        units.on_commit(self._written.set)

    def head(self, user_id: str) -> int:
        """The number of the user's last change."""
        return self.heads([user_id]).get(user_id, 0)

    def heads(self, user_ids: Sequence[str]) -> dict[str, int]:
        """The same for many users at once."""
        found = self._tables.get([counters_key(user_id) for user_id in user_ids])
        heads = {user_id: number(found.get(counters_key(user_id)), "n") for user_id in user_ids}
        return {user_id: head for user_id, head in heads.items() if head}

    def after(self, user_id: str, seq: int, limit: int) -> list[ChangeRecord]:
        """The changes after a number. What has been compacted meanwhile is missed, and refused."""
        bounds_key = _bounds_key(crc32(user_id.encode()) % _COPIES)
        found = self._tables.get([counters_key(user_id), bounds_key])
        head, bounds = number(found.get(counters_key(user_id)), "n"), found.get(bounds_key)
        floor = head - number(bounds, "keep") if bounds else 0
        last = min(seq + limit, head)
        if not max(0, floor) <= seq <= head:
            raise Refused(Code.CURSOR_EXPIRED)
        if seq == last:
            return []
        first_key, last_key = entry_key(user_id, seq + 1), entry_key(user_id, last)
        entries = self._tables.query(Range(first_key.table, first_key.pk, first_key.sk, last_key.sk))
        if len(entries) < last - seq:
            entries = self._with_the_newest(user_id, entries, [*range(seq + 1, last + 1)])
        changes = [_change_from(entry) for entry in entries]
        if len(changes) < last - seq or any(one.occurred_at < number(bounds, "before") for one in changes):
            raise Refused(Code.CURSOR_EXPIRED)
        return changes

    def _with_the_newest(self, user_id: str, entries: list[Item], seqs: Sequence[int]) -> list[Item]:
        """These entries and those that are only now becoming visible: their commits have happened, for they have moved
        the head. Of what went long ago nothing comes."""
        known = {text(entry, "sk") for entry in entries}
        missing = [key for seq in seqs if (key := entry_key(user_id, seq)).sk not in known]
        found = self._tables.get_settled(missing[-_UNSEEN:])
        return sorted([*entries, *found.values()], key=lambda entry: text(entry, "sk"))

    def compact(self, before: int, keep: int) -> None:
        """Say what is no longer kept. What was dropped does not come back."""

        def verb(unit: Unit) -> None:
            copies = [_bounds_key(copy) for copy in range(_COPIES)]
            unit.load(*copies)
            for key in copies:
                at_least = max(before, number(unit.get(key), "before"))
                unit.put(key, {"before": at_least, "keep": max(keep, _KEPT)})

        self._units.run(verb)

    def wait(self, seconds: float) -> bool:
        """Wait for a commit of this process, which is heard at once. Others are not heard: once a second something
        may have been written."""
        is_own = self._written.wait(max(0.0, seconds))
        self._written.clear()
        now = time.monotonic()  # real time: a thread waits
        if is_own or now - self._looked_at >= _OTHERS_SECONDS:
            self._looked_at = now
            return True
        return False


def _bounds_key(copy: int) -> Key:
    """Where it is said what is no longer kept."""
    return Key("main", f"KEPT#{copy}", "#")


def entry_key(user_id: str, seq: int) -> Key:
    """Where a change of a user is."""
    return Key("brief", f"E#{user_id}", f"{seq:016d}")


def entry_of(type_: str, resource_id: str, now: int) -> Item:
    """What is there."""
    return {"type": type_, "id": resource_id, "occurred_at": now, TTL: now // 1000 + _LIVES_SECONDS}


def _change_from(entry: Item) -> ChangeRecord:
    return ChangeRecord(int(text(entry, "sk")), text(entry, "type"), text(entry, "id"), number(entry, "occurred_at"))
