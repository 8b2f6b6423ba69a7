"""The Cognito user pool and its one client, where Cognito keeps the accounts."""

from typing import Any

from ...pool import pool_client_of, pool_of
from ..stages import NamedStage
from .parts import Resources, chosen, function_arn, ref, sub

__all__ = ["identity"]


def identity(stage: NamedStage) -> Resources:
    """The pool, its client without a secret, and what lets it call its trigger."""
    policy = "Retain" if stage.is_kept else "Delete"
    return {
        "UserPool": {
            "Type": "AWS::Cognito::UserPool",
            "Condition": "UsesCognito",
            "DeletionPolicy": policy,
            "UpdateReplacePolicy": policy,
            "Properties": _pool(stage),
        },
        "UserPoolClient": {
            "Type": "AWS::Cognito::UserPoolClient",
            "Condition": "UsesCognito",
            "Properties": _client(stage),
        },
        "TriggersMayBeCalled": {
            "Type": "AWS::Lambda::Permission",
            "Condition": "UsesCognito",
            "Properties": {
                "Action": "lambda:InvokeFunction",
                "FunctionName": ref("TriggersFunction"),
                "Principal": "cognito-idp.amazonaws.com",
                "SourceAccount": ref("AWS::AccountId"),
                "SourceArn": sub("arn:${AWS::Partition}:cognito-idp:${AWS::Region}:${AWS::AccountId}:userpool/*"),
            },
        },
    }


def _pool(stage: NamedStage) -> dict[str, Any]:
    address = sub("arn:${AWS::Partition}:ses:${AWS::Region}:${AWS::AccountId}:identity/${MailFrom}")
    sender = {"EmailSendingAccount": "DEVELOPER", "From": ref("MailFrom"), "SourceArn": address}
    return {
        "UserPoolName": stage.stack,
        **pool_of(),
        "EmailConfiguration": chosen("SendsMail", sender, ref("AWS::NoValue")),  # else Cognito's own: 50 mails a day
        "DeletionProtection": "ACTIVE" if stage.is_kept else "INACTIVE",
        "LambdaConfig": {
            "PostConfirmation": function_arn("triggers"),
            "UserMigration": chosen("MigratesUsers", function_arn("triggers"), ref("AWS::NoValue")),
        },
        "UserPoolTags": {"postcardit:stage": ref("Stage")},
    }


def _client(stage: NamedStage) -> dict[str, Any]:
    return {"ClientName": stage.stack, "UserPoolId": ref("UserPool"), **pool_client_of()}
