"""The functions: what each runs, how long and with how much memory, and what it knows of its surroundings."""

from dataclasses import dataclass
from typing import Any

from ..stages import NamedStage
from .parts import Resources, attribute, chosen, ref, sub
from .roles import role_of

__all__ = ["FUNCTIONS", "Function", "functions"]

_HANDLERS = "postcardit_backend.aws.functions"


@dataclass(frozen=True, slots=True)
class Function:
    """One function. `name` is that of its file in aws/functions/."""

    name: str
    about: str
    seconds: int
    megabytes: int

    @property
    def id(self) -> str:
        """Its name in the template."""
        return f"{self.name.title()}Function"


FUNCTIONS = (
    Function("api", "Answers the API.", 28, 1024),  # API Gateway gives up after 29 s
    Function("socket", "Keeps the book of open WebSockets.", 10, 512),
    Function("changes", "Tells phones that something has changed.", 60, 512),
    Function("photos", "Develops a photo that has arrived.", 90, 2048),  # 48 megapixels take up to 640 MB to decode
    Function("sweep", "Ends what nobody ended: uploads, erased accounts, long jobs.", 300, 2048),
    Function(
        "triggers", "Makes profiles of accounts that Cognito has confirmed, and knows whom it does not.", 5, 512
    ),  # Cognito waits 5 s
)


def functions(stage: NamedStage) -> Resources:
    """The functions with their roles and logs."""
    resources: Resources = {}
    for function in FUNCTIONS:
        condition = {"Condition": "UsesCognito"} if function.name == "triggers" else {}
        resources[f"{function.id}Logs"] = {
            "Type": "AWS::Logs::LogGroup",
            **condition,
            "DeletionPolicy": "Delete",
            "UpdateReplacePolicy": "Delete",
            "Properties": {
                "LogGroupName": f"/aws/lambda/{stage.function(function.name)}",
                "RetentionInDays": ref("LogDays"),
            },
        }
        resources[f"{function.id}Role"] = {**role_of(function.name, stage), **condition}
        resources[function.id] = {
            "Type": "AWS::Serverless::Function",
            **condition,
            "DependsOn": [f"{function.id}Logs"],
            "Properties": _properties(function, stage),
        }
    return resources


def _properties(function: Function, stage: NamedStage) -> dict[str, Any]:
    return {
        "FunctionName": stage.function(function.name),
        "Description": function.about,
        "Handler": f"{_HANDLERS}.{function.name}.handler",
        "Runtime": ref("Runtime"),
        "Architectures": [ref("Architecture")],
        "CodeUri": {"Bucket": ref("PackageBucket"), "Key": ref("PackageKey")},
        "Role": attribute(f"{function.id}Role", "Arn"),
        "Timeout": function.seconds,
        "MemorySize": function.megabytes,
        "Environment": {"Variables": _environment()},
    }


def _environment() -> dict[str, Any]:
    return {
        "POSTCARDIT_STAGE": ref("Stage"),
        "POSTCARDIT_MAIN_TABLE": ref("MainTable"),
        "POSTCARDIT_BRIEF_TABLE": ref("BriefTable"),
        "POSTCARDIT_PHOTOS_BUCKET": sub("postcardit-${Stage}-photos-${AWS::AccountId}"),
        "POSTCARDIT_SECRET_ID": sub("postcardit-${Stage}-secrets"),
        "POSTCARDIT_IDENTITY": ref("Identity"),
        "POSTCARDIT_USER_POOL_ID": chosen("UsesCognito", ref("UserPool"), ""),
        "POSTCARDIT_USER_POOL_CLIENT_ID": chosen("UsesCognito", ref("UserPoolClient"), ""),
        "POSTCARDIT_SIGNING_KEY_ID": chosen("SignsWithKms", ref("SigningKey"), ""),
        "POSTCARDIT_PHOTOS_URL": chosen("UsesCloudFront", sub("https://${PhotosDistribution.DomainName}"), ""),
        "POSTCARDIT_PHOTOS_KEY_ID": chosen("UsesCloudFront", ref("PhotosKey"), ""),
        "POSTCARDIT_MAIL_FROM": ref("MailFrom"),
        "POSTCARDIT_PUSH_APPLICATION_ARN": ref("PushApplicationArn"),
        "POSTCARDIT_PUBLIC_URL": chosen("HasPublicUrl", ref("PublicUrl"), sub(
            "https://${Api}.execute-api.${AWS::Region}.${AWS::URLSuffix}/${Stage}")),
        "POSTCARDIT_SOCKET_URL": sub("wss://${Socket}.execute-api.${AWS::Region}.${AWS::URLSuffix}/${Stage}"),
        "POSTCARDIT_SOCKET_ENDPOINT": sub("https://${Socket}.execute-api.${AWS::Region}.${AWS::URLSuffix}/${Stage}"),
    }  # fmt: skip
