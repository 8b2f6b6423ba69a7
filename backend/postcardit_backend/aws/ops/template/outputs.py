"""What a stage tells of itself: what clients need, and where its things are."""

from typing import Any

from .parts import ref, sub

__all__ = ["outputs"]


def outputs() -> dict[str, dict[str, Any]]:
    """The outputs of the stack."""
    return {
        "ApiUrl": _output("The API's address; /v1 begins below it.", sub(
            "https://${Api}.execute-api.${AWS::Region}.${AWS::URLSuffix}/${Stage}")),
        "SocketUrl": _output("The WebSocket's address.", sub(
            "wss://${Socket}.execute-api.${AWS::Region}.${AWS::URLSuffix}/${Stage}")),
        "ApiId": _output("The REST API.", ref("Api")),
        "SocketId": _output("The WebSocket API.", ref("Socket")),
        "Identity": _output("Who keeps the accounts.", ref("Identity")),
        "UserPoolId": _output("The user pool.", ref("UserPool"), "UsesCognito"),
        "UserPoolClientId": _output("The user pool's client.", ref("UserPoolClient"), "UsesCognito"),
        "MainTable": _output("The table of what lasts.", ref("MainTable")),
        "BriefTable": _output("The table of what ends by itself.", ref("BriefTable")),
        "PhotosBucket": _output("The bucket of photos.", ref("PhotosBucket")),
        "PhotosUrl": _output("Where links to photos lead.", sub(
            "https://${PhotosDistribution.DomainName}"), "UsesCloudFront"),
        "FailedEvents": _output("The queue of events that failed for good.", ref("FailedEvents")),
        "Runtime": _output("The Python of its functions.", ref("Runtime")),
    }  # fmt: skip


def _output(about: str, value: Any, condition: str | None = None) -> dict[str, Any]:
    return {"Description": about, **({} if condition is None else {"Condition": condition}), "Value": value}
