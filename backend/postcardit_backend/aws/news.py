"""News for devices, by SNS to Apple's push service.

SNS has an endpoint for each device; it is made when the device is registered, and made again if it is gone. One that
Apple has called dead SNS disables: then the device is forgotten with it.
"""

import logging
from collections.abc import Mapping
from functools import partial

from ..records import PushRecord
from ..refusal import Refused
from .endpoints import SILENT, Endpoints
from .fields import text
from .items import Item
from .jobs import Jobs, Step
from .push import FORGET_ENDPOINT, DynamoDevices, device_key, devices_of, owner_of, remove_device
from .units import Unit, Units

__all__ = ["SnsDevices", "SnsPush", "endpoint_steps"]

_log = logging.getLogger("postcardit")

_DEVICES_MAX = 20


def endpoint_steps(endpoints: Mapping[str, Endpoints]) -> dict[str, Step]:
    """The step of jobs that have an endpoint forgotten; without an answer of SNS's the job stays for the sweeper."""

    def forget(unit: Unit, job: Item) -> None:
        """Forget it, unless its device was registered again since."""
        application = endpoints.get(text(job, "platform"))
        if application is not None and unit.get(owner_of(text(job, "device"))) is None:
            application.remove(text(job, "endpoint"))

    return {FORGET_ENDPOINT: forget}


class SnsDevices:
    """Devices with their endpoints, by platform. Devices of platforms that have none are kept, and get nothing."""

    def __init__(self, units: Units, jobs: Jobs, endpoints: Mapping[str, Endpoints]) -> None:
        self._units, self._jobs, self._endpoints = units, jobs, endpoints
        self._devices = DynamoDevices(units)

    def register(self, user_id: str, push_token: str, platform: str, now: int) -> None:
        """Keep it for this user, and for nobody else from now on. Refuses session_ended for someone erased since."""
        application = self._endpoints.get(platform)
        endpoint = None if application is None else application.made(push_token)
        self._devices.register(user_id, push_token, platform, now, endpoint=endpoint)

    def remove(self, user_id: str, push_token: str) -> None:
        """Forget it, if it is this user's."""
        self._jobs.work(*self._units.run(partial(remove_device, user_id=user_id, push_token=push_token)))


class SnsPush:
    """Publishes to each device of a user. Nothing of it is tried again, and whatever the news is of does not fail with
    it: what counts stands in the feed."""

    def __init__(self, units: Units, jobs: Jobs, endpoints: Mapping[str, Endpoints]) -> None:
        self._units, self._jobs, self._endpoints = units, jobs, endpoints

    def send(self, push: PushRecord) -> None:
        """Have it pushed to the devices that the user has now; an erased one has none. With the first that SNS says
        nothing of it is given up: somebody waits."""
        if not self._endpoints:
            return
        try:
            for device in devices_of(self._units.tables, push.user_id)[:_DEVICES_MAX]:
                application = self._endpoints.get(text(device, "platform"))
                if application is not None and not self._is_answered(push, device, application):
                    return
        except Refused as refused:
            _log.warning("a push was not sent: %s", refused.code.value)

    def _is_answered(self, push: PushRecord, device: Item, application: Endpoints) -> bool:
        push_token = text(device, "push_token")
        endpoint = text(device, "endpoint") or self._made(push.user_id, push_token, application)
        outcome = "" if endpoint is None else application.publish(push, endpoint)
        if outcome == "NotFound":
            endpoint = self._made(push.user_id, push_token, application)
            outcome = "" if endpoint is None else application.publish(push, endpoint)
        if endpoint is not None and outcome == "EndpointDisabled":
            forget = partial(remove_device, user_id=push.user_id, push_token=push_token)
            self._jobs.work(*self._units.run(forget))
        return outcome != SILENT

    def _made(self, user_id: str, push_token: str, application: Endpoints) -> str | None:
        """Make the endpoint of a device that has none any more, and keep it."""
        endpoint, key = application.made(push_token), device_key(user_id, push_token)

        def keep(unit: Unit) -> None:
            device = unit.get(key)
            if device is not None:
                unit.put(key, {**device, "endpoint": endpoint})

        if endpoint is not None:
            self._units.run(keep)
        return endpoint
