"""What to look at when its time has come, in the order of the times: so that a sweep finds it and looks at nothing
else. What was noted once may have changed since; whoever comes looks at the thing itself.

What is noted again while a sweep looks at it is looked at again by the next: each noting writes.
"""

from collections.abc import Iterator
from hashlib import blake2b

from .fields import text
from .items import Item
from .tables import Key, Range
from .units import Unit, Units

__all__ = ["NOW", "due_key", "due_until", "looked_at", "note_due"]

NOW = 0
"""For what the next sweep is to look at."""
_SHARDS = 16
_SWEPT_AT_ONCE = 200
"""Of each partition: what is left is the next sweep's."""


def due_key(at: int, what: str) -> Key:
    """Where it says that something is due at a time (Unix milliseconds)."""
    shard = blake2b(what.encode(), digest_size=1).digest()[0] % _SHARDS
    return Key("main", f"DUE#{shard:02d}", f"{at:016d}#{what}")


def note_due(unit: Unit, at: int, what: str) -> None:
    """Have it looked at then."""
    key = due_key(at, what)
    unit.load(key)
    unit.put(key, {})


def due_until(units: Units, now: int) -> Iterator[tuple[Item, str]]:
    """What is due: what says so, for whoever has looked to have it `looked_at`, and what it is."""
    for shard in range(_SHARDS):
        among = Range("main", f"DUE#{shard:02d}", "", f"{now:016d}#~")
        for row in units.tables.query(among, limit=_SWEPT_AT_ONCE):
            yield row, text(row, "sk").partition("#")[2]


def looked_at(unit: Unit, due: Item) -> None:
    """Need not be told of it again, unless it was noted anew since."""
    key = Key("main", text(due, "pk"), text(due, "sk"))
    found = unit.get(key)
    if found is not None and found["v"] == due["v"]:
        unit.remove(key)
