"""Who keeps the accounts, and how their mail goes out."""

from typing import Any

from .findings import Finding, failed, fine, skipped, warning
from .patient import Patient

__all__ = ["check_mail", "check_pool"]


def check_pool(patient: Patient) -> list[Finding]:
    """Whether the pool's client tells strangers nothing and renews tokens as the SDK expects it."""
    if patient.output("Identity") != "cognito":
        return [skipped("pool", "The tables keep the accounts; there is no user pool.")]
    client: dict[str, Any] = patient.asked("cognito-idp").describe_user_pool_client(
        UserPoolId=patient.output("UserPoolId"), ClientId=patient.output("UserPoolClientId")
    )["UserPoolClient"]
    units: dict[str, str] = client.get("TokenValidityUnits", {})
    flows: list[str] = client.get("ExplicitAuthFlows", [])
    rotation: dict[str, Any] = client.get("RefreshTokenRotation", {})
    complaints: list[tuple[bool, str]] = [
        (bool(client.get("ClientSecret")), "The pool's client has a secret, which no app can keep."),
        (client.get("PreventUserExistenceErrors") != "ENABLED", "The pool tells strangers who has an account."),
        (
            "ALLOW_USER_PASSWORD_AUTH" not in flows,
            "The pool's client does not let the backend sign people in.",
        ),
        (
            client.get("EnableTokenRevocation") is not True,
            "The pool's tokens do not say which session they are of: token revocation is off.",
        ),
        (
            rotation.get("Feature") != "ENABLED",
            "Refresh tokens are not rotated: a stolen one works for as long as the other.",
        ),
        (
            (client.get("AccessTokenValidity"), units.get("AccessToken")) != (15, "minutes"),
            "Access tokens do not last the 15 minutes that the contract says.",
        ),
    ]
    found = [failed("pool", sentence, patient.redeploy) for is_true, sentence in complaints if is_true]
    return found or [fine("pool", "The user pool is as it should be.")]


def check_mail(patient: Patient) -> Finding:
    """Whether codes reach people. Cognito sends its own."""
    if patient.output("Identity") == "cognito":
        return skipped("mail", "Cognito sends the codes.")
    sender = patient.stack.parameters.get("MailFrom", "")
    if not sender:
        return failed(
            "mail",
            "Nobody sends the codes: nobody can register.",
            f"verify an address in SES, then: {patient.redeploy} --set MailFrom=ADDRESS",
        )
    ses = patient.asked("sesv2")
    if not ses.get_account().get("ProductionAccessEnabled"):
        return warning(
            "mail",
            "SES is in its sandbox: only verified addresses get mail, 200 a day.",
            "ask for production access: aws sesv2 put-account-details, or the console's SES dashboard",
        )
    return fine("mail", f"{sender} sends the codes.")
