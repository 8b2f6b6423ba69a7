"""Photos that may have to go: the sweeper removes those whose blob nobody names any more."""

from collections.abc import Iterable
from hashlib import blake2b

from .tables import Key
from .units import Unit

__all__ = ["SHARDS", "condemn", "condemned_key"]

SHARDS = 16
"""Into how many partitions they are spread: many sweep, and many condemn, at a time."""


def condemned_key(blob_key: str) -> Key:
    """Where it says that a blob may have to go."""
    shard = blake2b(blob_key.encode(), digest_size=1).digest()[0] % SHARDS
    return Key("main", f"CONDEMNED#{shard:02d}", blob_key)


def condemn(unit: Unit, blob_keys: Iterable[str]) -> None:
    """Let the next sweep remove these, unless something names them by then."""
    keys = [*map(condemned_key, dict.fromkeys(blob_keys))]
    unit.load(*keys)
    for key in keys:
        if unit.get(key) is None:
            unit.put(key, {})
