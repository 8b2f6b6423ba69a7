"""News for devices, by SNS to Apple's push service.

SNS has an endpoint for each device; it is made when the device is registered, and made again if it is gone. One that
Apple has called dead SNS disables: then the device is forgotten with it.
"""

import json
import logging
from collections.abc import Sequence
from typing import Any

from postcardit_sdk.contract.users import DevicePlatform

from ..records import PushRecord
from ..refusal import Refused
from .fields import text
from .items import Item
from .push import DynamoDevices, device_key, devices_of, remove_device
from .units import Unit, Units

__all__ = ["SnsDevices", "SnsPush"]

_log = logging.getLogger("postcardit")

_PLATFORMS = {"APNS": DevicePlatform.IOS.value, "APNS_SANDBOX": DevicePlatform.IOS_SANDBOX.value}
_DEVICES_MAX = 20
_SILENT = "no answer"


class _Endpoints:
    """The devices of one platform application, as SNS knows them."""

    def __init__(self, client: Any, application_arn: str) -> None:
        self.client = client
        self._application_arn = application_arn
        self.service = application_arn.split("/")[1]
        """APNS or APNS_SANDBOX."""

    def made(self, push_token: str) -> str | None:
        """The device's endpoint, enabled; None when SNS takes no such token, or cannot be asked."""
        try:
            answer = self.client.create_platform_endpoint(
                PlatformApplicationArn=self._application_arn, Token=push_token
            )
            endpoint: str = answer["EndpointArn"]
            enabled = {"Token": push_token, "Enabled": "true"}
            self.client.set_endpoint_attributes(EndpointArn=endpoint, Attributes=enabled)
        except _errors() as error:
            _log.warning("SNS made no endpoint for a device: %s", _code(error))
            return None
        return endpoint

    def publish(self, push: PushRecord, endpoint: str) -> str:
        """Publish; gives the code of what went wrong, or nothing."""
        prefix = f"AWS.SNS.MOBILE.{self.service}"
        attributes = {f"{prefix}.PUSH_TYPE": "alert", f"{prefix}.PRIORITY": "10", f"{prefix}.COLLAPSE_ID": push.id}
        try:
            self.client.publish(
                TargetArn=endpoint,
                MessageStructure="json",
                Message=json.dumps({"default": push.title, self.service: json.dumps(_payload(push))}),
                MessageAttributes={
                    name: {"DataType": "String", "StringValue": value} for name, value in attributes.items()
                },
            )
        except _errors() as error:
            code = _code(error).removesuffix("Exception") if getattr(error, "response", None) else _SILENT
            if code not in ("NotFound", "EndpointDisabled"):
                _log.warning("SNS did not take a push: %s", code)
            return code
        return ""

    def remove(self, endpoint: str) -> None:
        """Forget it. What stays because SNS cannot be asked does no harm: nothing is published to it."""
        try:
            self.client.delete_endpoint(EndpointArn=endpoint)
        except _errors() as error:
            _log.warning("SNS kept the endpoint of a removed device: %s", _code(error))


class SnsDevices:
    """Devices with their endpoints. `applications` are the ARNs of platform applications, one for each platform that is
    pushed to; devices of others are kept, and get nothing."""

    def __init__(self, units: Units, client: Any, applications: Sequence[str]) -> None:
        self._units = units
        self._devices = DynamoDevices(units)
        self._endpoints = _by_platform(client, applications)

    def register(self, user_id: str, push_token: str, platform: str, now: int) -> None:
        """Keep it for this user, and for nobody else from now on. Refuses session_ended for someone erased since."""
        application = self._endpoints.get(platform)
        endpoint = None if application is None else application.made(push_token)
        self._devices.register(user_id, push_token, platform, now, endpoint=endpoint)

    def remove(self, user_id: str, push_token: str) -> None:
        """Forget it, if it is this user's."""
        key = device_key(user_id, push_token)
        device = self._units.tables.get([key]).get(key)
        self._devices.remove(user_id, push_token)
        application = self._endpoints.get(text(device, "platform"))
        if application is not None and device is not None and "endpoint" in device:
            application.remove(text(device, "endpoint"))


class SnsPush:
    """Publishes to each device of a user. Nothing of it is tried again, and whatever the news is of does not fail with
    it: what counts stands in the feed."""

    def __init__(self, units: Units, client: Any, applications: Sequence[str]) -> None:
        self._units = units
        self._endpoints = _by_platform(client, applications)

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

    def _is_answered(self, push: PushRecord, device: Item, application: _Endpoints) -> bool:
        push_token = text(device, "push_token")
        endpoint = text(device, "endpoint") or self._made(push.user_id, push_token, application)
        outcome = "" if endpoint is None else application.publish(push, endpoint)
        if outcome == "NotFound":
            endpoint = self._made(push.user_id, push_token, application)
            outcome = "" if endpoint is None else application.publish(push, endpoint)
        if endpoint is not None and outcome == "EndpointDisabled":
            self._units.run(lambda unit: remove_device(unit, push.user_id, push_token))
            application.remove(endpoint)
        return outcome != _SILENT

    def _made(self, user_id: str, push_token: str, application: _Endpoints) -> str | None:
        """Make the endpoint of a device that has none any more, and keep it."""
        endpoint, key = application.made(push_token), device_key(user_id, push_token)

        def keep(unit: Unit) -> None:
            device = unit.get(key)
            if device is not None:
                unit.put(key, {**device, "endpoint": endpoint})

        if endpoint is not None:
            self._units.run(keep)
        return endpoint


def _by_platform(client: Any, applications: Sequence[str]) -> dict[str, _Endpoints]:
    endpoints = [_Endpoints(client, arn) for arn in applications]
    return {_PLATFORMS[one.service]: one for one in endpoints}


def _payload(push: PushRecord) -> dict[str, Any]:
    """What the device gets: words for its lock screen, and which change it is about for the app."""
    alert = {"title": push.title, "body": push.body}
    return {"aps": {"alert": alert, "sound": "default"}, "type": push.type, "id": push.id}


def _errors() -> tuple[type[Exception], ...]:
    from botocore.exceptions import ClientError, HTTPClientError
    from botocore.exceptions import ConnectionError as NoConnection

    return ClientError, HTTPClientError, NoConnection


def _code(error: Exception) -> str:
    """What kind of error it is, without what SNS says of it: that would name the device."""
    response: Any = getattr(error, "response", None) or {}
    return str(response.get("Error", {}).get("Code", type(error).__name__))
