"""What to look at when its time has come, in the order of the times: so that a sweep finds it and looks at nothing
else. What was noted once may have changed since; whoever comes looks at the thing itself.
"""

from collections.abc import Iterator
from hashlib import blake2b

from .fields import text
from .tables import Key, Range
from .units import Unit, Units

__all__ = ["NOW", "due_key", "due_until", "note_due"]

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
    if unit.get(key) is None:
        unit.put(key, {})


def due_until(units: Units, now: int) -> Iterator[tuple[Key, str]]:
    """What is due: where it says so, to be removed by whoever has looked, and what it is."""
    for shard in range(_SHARDS):
        among = Range("main", f"DUE#{shard:02d}", "", f"{now:016d}#~")
        for row in units.tables.query(among, limit=_SWEPT_AT_ONCE):
            sort_key = text(row, "sk")
            yield Key("main", among.pk, sort_key), sort_key.partition("#")[2]
