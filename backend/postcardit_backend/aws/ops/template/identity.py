"""The Cognito user pool and its one client, where Cognito keeps the accounts."""

from typing import Any

from ..stages import NamedStage
from .parts import Resources, function_arn, ref, sub

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
    return {
        "UserPoolName": stage.stack,
        "AliasAttributes": ["email"],
        "AutoVerifiedAttributes": ["email"],
        "UsernameConfiguration": {"CaseSensitive": False},
        "UserAttributeUpdateSettings": {"AttributesRequireVerificationBeforeUpdate": ["email"]},
        "AccountRecoverySetting": {"RecoveryMechanisms": [{"Name": "verified_email", "Priority": 1}]},
        "MfaConfiguration": "OFF",
        "Policies": {
            "PasswordPolicy": {  # length counts; our own rules refuse the common ones
                "MinimumLength": 8,
                "RequireLowercase": False,
                "RequireNumbers": False,
                "RequireSymbols": False,
                "RequireUppercase": False,
            }
        },
        "DeletionProtection": "ACTIVE" if stage.is_kept else "INACTIVE",
        "LambdaConfig": {"PostConfirmation": function_arn("triggers")},
        "UserPoolTags": {"postcardit:stage": ref("Stage")},
    }


def _client(stage: NamedStage) -> dict[str, Any]:
    return {
        "ClientName": stage.stack,
        "UserPoolId": ref("UserPool"),
        "GenerateSecret": False,
        "ExplicitAuthFlows": ["ALLOW_USER_PASSWORD_AUTH"],
        "PreventUserExistenceErrors": "ENABLED",
        "EnableTokenRevocation": True,
        "RefreshTokenRotation": {"Feature": "ENABLED", "RetryGracePeriodSeconds": 30},
        "AccessTokenValidity": 15,
        "IdTokenValidity": 15,
        "RefreshTokenValidity": 60,
        "TokenValidityUnits": {"AccessToken": "minutes", "IdToken": "minutes", "RefreshToken": "days"},
    }
