"""Photos that may have to go: the sweeper removes those whose blob nobody names any more.

A blob is in S3 and its names are in DynamoDB: nothing changes both at once. So a blob that is to be removed is first
said to be dying, in a commit that fails when it gets a name meanwhile; what is dying gets no name, and is kept by
nobody, until it is gone. Who dies of a crash in between is dying until the next sweep after some time.
"""

import logging
import time
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from hashlib import blake2b

from ..refusal import Refused
from .fields import number, text
from .items import Item
from .tables import Conflict, Key, Range
from .units import Unit, Units

__all__ = ["SHARDS", "condemn", "condemned_key", "let_keep", "may_be_named", "naming_key", "sweep_photos"]

_log = logging.getLogger("postcardit")

SHARDS = 16
"""Into how many partitions they are spread: many sweep, and many condemn, at a time."""
_SWEPT_AT_ONCE = 200
"""Of each partition: what is left is the next sweep's."""
_DEAD_MS = 20 * 60 * 1000
"""Who said that a blob is dying is not at it any more: no function runs for longer than 15 minutes."""
_SURE_SECONDS = 60
"""Who took longer from saying so to removing it leaves it to the next sweep."""


def condemned_key(blob_key: str) -> Key:
    """Where it says that a blob may have to go."""
    shard = blake2b(blob_key.encode(), digest_size=1).digest()[0] % SHARDS
    return Key("main", f"CONDEMNED#{shard:02d}", blob_key)


def naming_key(blob_key: str, by: str) -> Key:
    """That a blob is named `by` a card (`C#<id>`), a profile (`P#<id>`) or an upload (`UP#<id>`)."""
    return Key("main", f"B#{blob_key}", by)


def condemn(unit: Unit, blob_keys: Iterable[str]) -> None:
    """Let the next sweep remove these, unless something names them by then."""
    keys = [*map(condemned_key, dict.fromkeys(blob_keys))]
    unit.load(*keys)
    for key in keys:
        if unit.get(key) is None:
            unit.put(key, {})


def let_keep(unit: Unit, blob_keys: Iterable[str]) -> None:
    """Condemn these: they are about to be kept. Raises Conflict while one is dying: it is soon gone."""
    blob_keys = [*blob_keys]
    condemn(unit, blob_keys)
    if any(_is_dying(unit.get(condemned_key(key))) for key in blob_keys):
        raise Conflict


def may_be_named(unit: Unit, blob_keys: Iterable[str]) -> bool:
    """Whether these are kept, and stay so when this unit names them: they are condemned and not dying, or named. From
    then on they are condemned no more."""
    condemned = {key: condemned_key(key) for key in blob_keys}
    unit.load(*condemned.values())
    for blob_key, key in condemned.items():
        item = unit.get(key)
        if _is_dying(item) or (item is None and not _is_named(unit, blob_key)):
            return False
    for key in condemned.values():
        if unit.get(key) is not None:
            unit.remove(key)
    return True


def sweep_photos(units: Units, remove: Callable[[str], None], now: int) -> None:
    """Remove the condemned blobs that nothing names; `remove` refuses when it cannot, and is asked again later."""
    for blob_key in _condemned(units):
        begun = time.monotonic()  # real time: who was frozen meanwhile is not sure of anything
        if not units.run(partial(_doom, blob_key=blob_key, now=now)):
            continue
        if time.monotonic() - begun > _SURE_SECONDS:  # real time: as above
            continue
        try:
            remove(blob_key)
        except Refused as refused:
            _log.warning("a photo that nobody has any more could not be removed yet: %s", refused.detail)
        else:
            units.run(partial(_bury, blob_key=blob_key))


def _condemned(units: Units) -> Iterator[str]:
    for shard in range(SHARDS):
        rows = units.tables.query(Range("main", f"CONDEMNED#{shard:02d}", "", "~"), limit=_SWEPT_AT_ONCE)
        yield from (text(row, "sk") for row in rows)


def _doom(unit: Unit, blob_key: str, now: int) -> bool:
    """Say that a blob is dying. False when something names it, or somebody else is at it."""
    key = condemned_key(blob_key)
    item = unit.get(key)
    if item is None or number(item, "dying_at") > now - _DEAD_MS:
        return False
    if _is_named(unit, blob_key):
        unit.remove(key)
        return False
    unit.put(key, {"dying_at": now})
    return True


def _bury(unit: Unit, blob_key: str) -> None:
    unit.remove(condemned_key(blob_key))


def _is_dying(item: Item | None) -> bool:
    return number(item, "dying_at") > 0


def _is_named(unit: Unit, blob_key: str) -> bool:
    """Whether something names it, which the commit makes sure of. Raises Conflict when that is changing."""
    names = unit.tables.query(Range("main", f"B#{blob_key}", "", "~"), limit=1)
    if any(unit.get(naming_key(blob_key, text(name, "sk"))) is None for name in names):
        raise Conflict
    return bool(names)
