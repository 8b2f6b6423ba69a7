"""The user pool and its one client, as Cognito's API and CloudFormation both take them.

A user's name in the pool is our user id: it never changes, nobody types it, and access tokens carry it as `username`.
The address is a plain attribute. That it is one person's our tables see to, also while it is changed; an alias of the
pool would be a second opinion.

The server signs people in with USER_PASSWORD_AUTH, over TLS. With SRP the password would not cross that one connection,
but here it has crossed a longer one already, from the device: what was to be hidden is known to who would hide it.
"""

from typing import Any, Final

__all__ = ["REFRESH_DAYS", "pool_client_of", "pool_of"]

REFRESH_DAYS: Final = 60
_CODE = "PostCardIt: your code is {####}."


def pool_of() -> dict[str, Any]:
    """What the pool is like, but for its name, its trigger, its tags and who mails for it. Which aliases it has (none)
    and whether names have a case (yes) cannot be changed afterwards."""
    return {
        "AutoVerifiedAttributes": ["email"],
        "UsernameConfiguration": {"CaseSensitive": True},
        "AccountRecoverySetting": {"RecoveryMechanisms": [{"Name": "verified_email", "Priority": 1}]},
        "AdminCreateUserConfig": {"AllowAdminCreateUserOnly": False},
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
        "VerificationMessageTemplate": {
            "DefaultEmailOption": "CONFIRM_WITH_CODE",
            "EmailSubject": "Your PostCardIt code",
            "EmailMessage": _CODE,
        },
    }


def pool_client_of() -> dict[str, Any]:
    """What its client is like, but for its name: no secret, since only our server knows the ids that are names here."""
    return {
        "GenerateSecret": False,
        "ExplicitAuthFlows": ["ALLOW_USER_PASSWORD_AUTH"],
        "PreventUserExistenceErrors": "ENABLED",
        "EnableTokenRevocation": True,
        "RefreshTokenRotation": {"Feature": "ENABLED", "RetryGracePeriodSeconds": 60},
        "AccessTokenValidity": 15,
        "IdTokenValidity": 15,
        "RefreshTokenValidity": REFRESH_DAYS,
        "TokenValidityUnits": {"AccessToken": "minutes", "IdToken": "minutes", "RefreshToken": "days"},
        "WriteAttributes": ["email"],
        "ReadAttributes": ["email"],
    }
