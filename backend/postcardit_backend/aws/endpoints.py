"""The endpoints of devices in SNS, which has one for each device of a platform application."""

import json
import logging
from collections.abc import Sequence
from typing import Any

from postcardit_sdk.contract.problems import Code
from postcardit_sdk.contract.users import DevicePlatform

from ..records import PushRecord
from ..refusal import Refused

__all__ = ["SILENT", "Endpoints", "by_platform"]

_log = logging.getLogger("postcardit")

_PLATFORMS = {"APNS": DevicePlatform.IOS.value, "APNS_SANDBOX": DevicePlatform.IOS_SANDBOX.value}
_FOR_GOOD = ("AuthorizationError", "InvalidParameter", "NotFound")
SILENT = "no answer"
"""What went wrong when SNS said nothing."""


class Endpoints:
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
            code = _code(error).removesuffix("Exception") if getattr(error, "response", None) else SILENT
            if code not in ("NotFound", "EndpointDisabled"):
                _log.warning("SNS did not take a push: %s", code)
            return code
        return ""

    def remove(self, endpoint: str) -> None:
        """Forget it; one that is gone already, too. Refuses unavailable when SNS cannot be asked now. What it will
        never do is let go: nothing is published to it."""
        try:
            self.client.delete_endpoint(EndpointArn=endpoint)
        except _errors() as error:
            _log.warning("SNS kept an endpoint: %s", _code(error))
            if _code(error) not in _FOR_GOOD:
                raise Refused(Code.UNAVAILABLE) from error


def by_platform(client: Any, applications: Sequence[str]) -> dict[str, Endpoints]:
    """The endpoints of each of these platform applications (ARNs), by the platform that it pushes to."""
    endpoints = [Endpoints(client, arn) for arn in applications]
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
