"""What each function may do: the actions that its code calls, on the resources that are its own."""

from typing import Any

from ..stages import NamedStage
from .parts import attribute, chosen, ref, sub

__all__ = ["role_of"]

Statement = dict[str, Any]

_READ = ("dynamodb:BatchGetItem", "dynamodb:GetItem", "dynamodb:Query")
_WRITE = ("dynamodb:ConditionCheckItem", "dynamodb:DeleteItem", "dynamodb:PutItem", "dynamodb:UpdateItem")


def role_of(function: str, stage: NamedStage) -> dict[str, Any]:
    """The role of a function, by the function's name."""
    statements = [_logs(stage.function(function)), *_STATEMENTS[function]()]
    return {
        "Type": "AWS::IAM::Role",
        "Properties": {
            "AssumeRolePolicyDocument": {
                "Version": "2012-10-17",
                "Statement": [
                    {
                        "Effect": "Allow",
                        "Principal": {"Service": "lambda.amazonaws.com"},
                        "Action": "sts:AssumeRole",
                    }
                ],
            },
            "Policies": [
                {
                    "PolicyName": "own-resources",
                    "PolicyDocument": {"Version": "2012-10-17", "Statement": statements},
                }
            ],
        },
    }


def _api() -> list[Statement]:
    return [
        *_tables(),
        _photos("s3:DeleteObject", "s3:GetObject", "s3:PutObject"),
        _list_photos(),
        *_mail_and_news(),
        _secrets(),
        *_signing(),
        *_accounts(),
    ]


def _socket() -> list[Statement]:
    return [*_tables(), _connections(), _secrets(), *_signing()]


def _changes() -> list[Statement]:
    stream = attribute("MainTable", "StreamArn")
    return [
        *_tables(),
        _allow(("dynamodb:DescribeStream", "dynamodb:GetRecords", "dynamodb:GetShardIterator"), stream),
        _allow(("dynamodb:ListStreams",), sub("${MainTable.Arn}/stream/*")),
        _connections(),
        _failures(),
        _secrets(),
    ]  # fmt: skip


def _develop() -> list[Statement]:
    return [
        *_tables(),
        _photos("s3:DeleteObject", "s3:GetObject", "s3:PutObject"),
        _list_photos(),
        _failures(),
        _secrets(),
    ]


def _sweep() -> list[Statement]:
    return [
        *_tables(),
        _photos("s3:DeleteObject", "s3:GetObject", "s3:PutObject"),
        _list_photos(),
        *_mail_and_news(),
        _failures(),
        _secrets(),
        *_signing(),
        *_accounts(),
    ]


def _triggers() -> list[Statement]:
    return [*_tables(), _secrets()]


_STATEMENTS = {
    "api": _api,
    "socket": _socket,
    "changes": _changes,
    "photos": _develop,
    "sweep": _sweep,
    "triggers": _triggers,
}


def _allow(actions: tuple[str, ...], *resources: Any) -> Statement:
    return {"Effect": "Allow", "Action": [*actions], "Resource": [*resources]}


def _when(condition: str, statement: Statement) -> Statement:
    return chosen(condition, statement, ref("AWS::NoValue"))


def _logs(function: str) -> Statement:
    group = f"arn:${{AWS::Partition}}:logs:${{AWS::Region}}:${{AWS::AccountId}}:log-group:/aws/lambda/{function}:*"
    return _allow(("logs:CreateLogStream", "logs:PutLogEvents"), sub(group))


def _tables() -> list[Statement]:
    tables = attribute("MainTable", "Arn"), attribute("BriefTable", "Arn")
    return [_allow((*_READ, *_WRITE), *tables, sub("${MainTable.Arn}/index/*"))]


def _photos(*actions: str) -> Statement:
    return _allow(actions, sub("arn:${AWS::Partition}:s3:::postcardit-${Stage}-photos-${AWS::AccountId}/*"))


def _list_photos() -> Statement:
    """Without it S3 says forbidden, instead of missing, of what is not there."""
    bucket = "arn:${AWS::Partition}:s3:::postcardit-${Stage}-photos-${AWS::AccountId}"
    return _allow(("s3:ListBucket",), sub(bucket))


def _connections() -> Statement:
    socket = "arn:${AWS::Partition}:execute-api:${AWS::Region}:${AWS::AccountId}:${Socket}"
    return _allow(("execute-api:ManageConnections",), sub(f"{socket}/${{Stage}}/*/@connections/*"))


def _failures() -> Statement:
    return _allow(("sqs:SendMessage",), attribute("FailedEvents", "Arn"))


def _secrets() -> Statement:
    """Secrets Manager ends a secret's ARN with six characters of its own."""
    secret = "postcardit-${Stage}-secrets-??????"
    return _allow(("secretsmanager:GetSecretValue",), sub(
        f"arn:${{AWS::Partition}}:secretsmanager:${{AWS::Region}}:${{AWS::AccountId}}:secret:{secret}"))  # fmt: skip


def _signing() -> list[Statement]:
    return [_when("SignsWithKms", _allow(("kms:GetPublicKey", "kms:Sign"), attribute("SigningKey", "Arn")))]


def _accounts() -> list[Statement]:
    """What asks for AWS's own credentials; the other calls of Cognito's are open to every client of the pool."""
    actions = (
        "cognito-idp:AdminDeleteUser",
        "cognito-idp:AdminGetUser",
        "cognito-idp:AdminSetUserPassword",
        "cognito-idp:AdminUpdateUserAttributes",
        "cognito-idp:AdminUserGlobalSignOut",
        "cognito-idp:ListUsers",
    )
    return [_when("UsesCognito", _allow(actions, attribute("UserPool", "Arn")))]


def _mail_and_news() -> list[Statement]:
    mail = _allow(("ses:SendEmail",), sub("arn:${AWS::Partition}:ses:${AWS::Region}:${AWS::AccountId}:identity/*"))
    mail["Condition"] = {"StringEquals": {"ses:FromAddress": ref("MailFrom")}}
    application = ref("PushApplicationArn")
    devices = {
        "Fn::Join": [
            "",
            [
                sub("arn:${AWS::Partition}:sns:${AWS::Region}:${AWS::AccountId}:endpoint"),
                "/",
                {"Fn::Select": [1, {"Fn::Split": ["/", application]}]},
                "/",
                {"Fn::Select": [2, {"Fn::Split": ["/", application]}]},
                "/*",
            ],
        ]
    }
    return [
        _when("SendsMail", mail),
        _when("SendsPushes", _allow(("sns:CreatePlatformEndpoint",), application)),
        _when("SendsPushes", _allow(
            ("sns:DeleteEndpoint", "sns:GetEndpointAttributes", "sns:Publish", "sns:SetEndpointAttributes"), devices)),
    ]  # fmt: skip
