"""What whoever deploys may choose, and the conditions that follow from it."""

from typing import Any

from ..stages import NamedStage
from .parts import ref

__all__ = ["conditions", "parameters"]

_EMPTY_OR_ARN = "^$|^arn:aws[a-z-]*:sns:.*$"


def parameters(stage: NamedStage) -> dict[str, dict[str, Any]]:
    """The parameters with their defaults. Without one are those that a deployment fills in itself."""
    return {
        "Stage": _text("The stage's name.", stage.name, AllowedValues=[stage.name]),
        "PackageBucket": _text("The bucket of the functions' package."),
        "PackageKey": _text("The package's key there; it holds the package's hash."),
        "Architecture": _text("What the package was built for.", "arm64", AllowedValues=["arm64", "x86_64"]),
        "Runtime": _text(
            "The Python that the package was built for.",
            "python3.13",
            AllowedValues=["python3.12", "python3.13"],
        ),
        "Identity": _text(
            "Who keeps passwords and sessions: the tables (local), or a Cognito user pool.",
            "local",
            AllowedValues=["local", "cognito"],
        ),
        "UserMigration": _text(
            "Whether the pool asks the stage about people whom it does not know: for those whom a move has brought with"
            " their passwords, until each has signed in. A name that nobody has then takes longer to be refused.",
            "off",
            AllowedValues=["on", "off"],
        ),
        "Signing": _text(
            "Where the key is that signs access tokens: in the secret, or in KMS (a request and 0.15 USD per 10,000).",
            "secret",
            AllowedValues=["secret", "kms"],
        ),
        "PhotoLinks": _text(
            "Who answers links to photos: the bucket (s3), or a CloudFront distribution in front of it.",
            "s3",
            AllowedValues=["s3", "cloudfront"],
        ),
        "PhotosPublicKey": _text("The key (PEM) that CloudFront trusts; a deployment fills it in.", ""),
        "PublicUrl": _text("The address that clients know, if the API has a domain of its own.", ""),
        "MailFrom": _text("The verified address in SES that sends codes; without one nobody can register.", ""),
        "PushApplicationArn": _text("The SNS platform application for APNs.", "", AllowedPattern=_EMPTY_OR_ARN),
        "AlarmEmail": _text("Who is told when an alarm goes off.", ""),
        "Firewall": _text(
            "Whether a web ACL limits addresses (6 USD a month and 0.60 per million requests).",
            "on" if stage.is_kept else "off",
            AllowedValues=["on", "off"],
        ),
        "Transport": _text(
            "How photos may be asked for: by TLS alone, or, in an emulator that has none, in any way.",
            "tls",
            AllowedValues=["tls"] if stage.is_kept else ["tls", "any"],
        ),
        "RequestsPerSecond": _number("How many requests a second the whole stage takes.", 500 if stage.is_kept else 50),
        "AuthRequestsPerSecond": _number("How many of them may be sign-ins and the like.", 50 if stage.is_kept else 10),
        "LogDays": _number(
            "How long logs are kept.", 30 if stage.is_kept else 7, AllowedValues=[1, 3, 5, 7, 14, 30, 60, 90]
        ),
    }


def conditions() -> dict[str, Any]:
    """What the parameters decide."""
    return {
        "UsesCognito": _is("Identity", "cognito"),
        "MigratesUsers": _is("UserMigration", "on"),
        "SignsWithKms": _is("Signing", "kms"),
        "AsksForTls": _is("Transport", "tls"),
        "UsesCloudFront": _is("PhotoLinks", "cloudfront"),
        "HasFirewall": _is("Firewall", "on"),
        "HasPublicUrl": _is_given("PublicUrl"),
        "SendsMail": _is_given("MailFrom"),
        "SendsPushes": _is_given("PushApplicationArn"),
        "TellsOfAlarms": _is_given("AlarmEmail"),
    }


def _text(about: str, default: str | None = None, **more: Any) -> dict[str, Any]:
    given = {} if default is None else {"Default": default}
    return {"Type": "String", "Description": about, **given, **more}


def _number(about: str, default: int, **more: Any) -> dict[str, Any]:
    return {"Type": "Number", "Description": about, "Default": default, **(more or {"MinValue": 1})}


def _is(parameter: str, value: str) -> dict[str, Any]:
    return {"Fn::Equals": [ref(parameter), value]}


def _is_given(parameter: str) -> dict[str, Any]:
    return {"Fn::Not": [_is(parameter, "")]}
