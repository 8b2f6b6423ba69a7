"""Requests that take effect once: what they made is kept in the same commit as the making.

What a sent postcard's key made is kept for ever, in `main`; any other is forgotten, and lies in `brief`. Of people only
their ids are kept: a repeated request shows them as they are now, and nothing is left here of one who was erased.
"""

import json
from collections.abc import Callable
from dataclasses import asdict
from typing import Any, TypeVar

from postcardit_sdk.contract.problems import Code

from ..kept_records import friendship_from, postcard_from, upload_from
from ..ports import Kept, Once
from ..records import FriendshipRecord, PostcardRecord, UploadRecord
from ..refusal import Refused
from .fields import number, text
from .items import Item
from .people import partition, person, profile_key
from .schema import TTL
from .tables import Key
from .units import Unit, Units

__all__ = ["DynamoIdempotency", "make_once", "once_keys", "with_ids_alone"]

RecordT = TypeVar("RecordT", FriendshipRecord, PostcardRecord, UploadRecord)

_FOR_EVER = "send_postcard"
_PEOPLE = ("requester", "addressee", "sender", "recipient")
_SLACK_MS = 3_600_000
"""How much longer a row stays than it counts: the clocks of two machines may differ."""


class DynamoIdempotency:
    """Looks up what the first request of a key made."""

    def __init__(self, units: Units) -> None:
        self._tables = units.tables

    def friendship(self, once: Once) -> FriendshipRecord | None:
        """What the first request of this key made."""
        return _find(Unit(self._tables), once, friendship_from)

    def postcard(self, once: Once) -> PostcardRecord | None:
        """The same for a postcard; kept for ever."""
        return _find(Unit(self._tables), once, postcard_from)

    def upload(self, once: Once) -> UploadRecord | None:
        """The same for an upload."""
        return _find(Unit(self._tables), once, upload_from)


def once_keys(once: Once) -> tuple[Key, ...]:
    """What `make_once` reads: to be loaded together with what the verb reads."""
    if once.key is None:
        return ()
    return Key("main", partition(once.user_id), f"K#{once.key}"), Key("brief", f"ID#{once.user_id}", once.key)


def make_once(
    unit: Unit, once: Once, now: int, load: Callable[[dict[str, Any]], RecordT], make: Callable[[], RecordT]
) -> Kept[RecordT]:
    """Give what the key made before, or make it now and keep it under the key."""
    before = _find(unit, once, load)
    if before is not None:
        return Kept(before, is_replay=True)
    record = make()
    if once.key is None:
        return Kept(record)
    for_ever, for_a_time = once_keys(once)
    kept: Item = {
        "operation": once.operation,
        "fingerprint": once.fingerprint,
        "record": json.dumps(with_ids_alone(asdict(record))),
        "created_at": now,
    }
    if once.operation == _FOR_EVER:
        unit.put(for_ever, kept)
    else:
        unit.put(for_a_time, {**kept, TTL: (2 * now - once.since + _SLACK_MS) // 1000})
    return Kept(record)


def _find(unit: Unit, once: Once, load: Callable[[dict[str, Any]], RecordT]) -> RecordT | None:
    unit.expect(*once_keys(once))
    kept = next((item for item in map(unit.get, once_keys(once)) if item is not None and _counts(item, once)), None)
    if kept is None:
        return None
    if (kept["operation"], kept["fingerprint"]) != (once.operation, once.fingerprint):
        raise Refused(Code.IDEMPOTENCY_KEY_REUSED)
    fields: dict[str, Any] = json.loads(text(kept, "record"))
    return load(_with_people(unit, fields))


def _counts(kept: Item, once: Once) -> bool:
    return kept["operation"] == _FOR_EVER or number(kept, "created_at") >= once.since


def with_ids_alone(fields: dict[str, Any]) -> dict[str, Any]:
    """What is kept of a record: of its people only their ids."""
    return {name: value["user_id"] if name in _PEOPLE else value for name, value in fields.items()}


def _with_people(unit: Unit, fields: dict[str, Any]) -> dict[str, Any]:
    unit.look(*(profile_key(user_id) for name, user_id in fields.items() if name in _PEOPLE))
    return {name: asdict(person(unit, value)) if name in _PEOPLE else value for name, value in fields.items()}
