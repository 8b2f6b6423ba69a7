"""Devices that are told of news."""

from postcardit_sdk.contract import operations as ops
from postcardit_sdk.contract.users import Device, RemoveDevice

from ..answers import Ask, answers
from ..ports import Ports

__all__ = ["register_device", "remove_device"]


@answers(ops.register_device)
def register_device(ask: Ask[Device], ports: Ports) -> None:
    """Have news pushed to a device, and to nobody else's with this token."""
    given = ask.arguments
    ports.devices.register(ask.user_id, given.push_token, given.platform.value, ask.now)


@answers(ops.remove_device)
def remove_device(ask: Ask[RemoveDevice], ports: Ports) -> None:
    """Have nothing more pushed to one of one's own devices."""
    ports.devices.remove(ask.user_id, ask.arguments.push_token)
