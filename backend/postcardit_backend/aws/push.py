"""Devices that want to be told of news, on DynamoDB: one item for the device, and one for whose it is."""

import hashlib

from .fields import text
from .items import Item
from .people import partition, require_active
from .tables import Key, Range, Tables
from .units import Unit, Units

__all__ = ["DynamoDevices", "device_key", "devices_of", "remove_device"]


class DynamoDevices:
    """Devices that want to be told of news."""

    def __init__(self, units: Units) -> None:
        self._units = units

    def register(self, user_id: str, push_token: str, platform: str, now: int, *, endpoint: str | None = None) -> None:
        """Keep it for this user, and for nobody else from now on. Refuses session_ended for someone erased since."""
        owned, mine = _owner_key(push_token), device_key(user_id, push_token)

        def verb(unit: Unit) -> None:
            unit.expect(owned, mine)
            require_active(unit, user_id)
            owner = unit.get(owned)
            if owner is not None and owner["user_id"] != user_id:
                unit.remove(device_key(text(owner, "user_id"), push_token))
            unit.put(owned, {"user_id": user_id})
            unit.put(mine, {"push_token": push_token, "platform": platform, "registered_at": now, "endpoint": endpoint})

        self._units.run(verb)

    def remove(self, user_id: str, push_token: str) -> None:
        """Forget it, if it is this user's."""
        self._units.run(lambda unit: remove_device(unit, user_id, push_token))


def device_key(user_id: str, push_token: str) -> Key:
    """Where a user's device is."""
    return Key("main", partition(user_id), f"D#{_hash(push_token)}")


def devices_of(tables: Tables, user_id: str) -> list[Item]:
    """A user's devices, each with its `push_token` and its `platform`."""
    return tables.query(Range("main", partition(user_id), "D#", "D#~"))


def remove_device(unit: Unit, user_id: str, push_token: str) -> None:
    """Forget a device, if it is this user's."""
    owned, mine = _owner_key(push_token), device_key(user_id, push_token)
    unit.load(owned, mine)
    owner = unit.get(owned)
    if owner is not None and owner["user_id"] == user_id:
        unit.remove(owned)
    unit.remove(mine)


def _owner_key(push_token: str) -> Key:
    return Key("main", f"DEV#{_hash(push_token)}", "#")


def _hash(push_token: str) -> str:
    return hashlib.sha256(push_token.encode()).hexdigest()
