"""Devices that want to be told of news, on DynamoDB: one item for the device, and one for whose it is."""

import hashlib
from functools import partial

from .fields import text, text_or_none
from .items import Item
from .jobs import begin
from .people import partition, require_active
from .tables import Key, Range, Tables
from .units import Unit, Units

__all__ = ["FORGET_ENDPOINT", "DynamoDevices", "device_key", "devices_of", "owner_of", "remove_device"]

FORGET_ENDPOINT = "forget_endpoint"
"""The kind of job that is left when a device with an endpoint is removed."""


class DynamoDevices:
    """Devices that want to be told of news."""

    def __init__(self, units: Units) -> None:
        self._units = units

    def register(self, user_id: str, push_token: str, platform: str, now: int, *, endpoint: str | None = None) -> None:
        """Keep it for this user, and for nobody else from now on. Refuses session_ended for someone erased since."""
        owned, mine = owner_of(_hash(push_token)), device_key(user_id, push_token)

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
        self._units.run(partial(remove_device, user_id=user_id, push_token=push_token))


def device_key(user_id: str, push_token: str) -> Key:
    """Where a user's device is."""
    return Key("main", partition(user_id), f"D#{_hash(push_token)}")


def devices_of(tables: Tables, user_id: str) -> list[Item]:
    """A user's devices, each with its `push_token` and its `platform`."""
    return tables.query(Range("main", partition(user_id), "D#", "D#~"))


def remove_device(unit: Unit, user_id: str, push_token: str) -> list[str]:
    """Forget a device, if it is this user's. Gives the id of the job that has its endpoint forgotten, if it has one."""
    device = _hash(push_token)
    owned, mine = owner_of(device), device_key(user_id, push_token)
    unit.load(owned, mine)
    owner, known = unit.get(owned), unit.get(mine)
    unit.remove(mine)
    if owner is None or owner["user_id"] != user_id:
        return []
    unit.remove(owned)
    endpoint = text_or_none(known, "endpoint")
    if endpoint is None:
        return []
    return [begin(unit, FORGET_ENDPOINT, {"endpoint": endpoint, "platform": text(known, "platform"), "device": device})]


def owner_of(device: str) -> Key:
    """Where it says whose a device is; `device` is the hash of its push token."""
    return Key("main", f"DEV#{device}", "#")


def _hash(push_token: str) -> str:
    return hashlib.sha256(push_token.encode()).hexdigest()
