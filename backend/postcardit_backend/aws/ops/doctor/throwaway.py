"""Accounts that a smoke run opens: no mail is sent, and their codes are known only here."""

import secrets
from dataclasses import dataclass, field
from typing import Any

from ....records import RegistrationRecord
from ....services.codes import new_code
from ...stage import Stage
from ...triggers import hear
from ...wiring import open_stage
from .patient import Patient

__all__ = ["Throwaway", "confirm_in_pool", "invite"]


@dataclass(frozen=True, slots=True)
class Throwaway:
    """Somebody who may confirm an account."""

    username: str
    email: str
    password: str = field(repr=False)
    code: str | None = field(repr=False)
    """What confirms it; None where a user pool keeps accounts."""


def invite(patient: Patient, name: str | None = None, password: str | None = None) -> Throwaway:
    """Somebody new. Where the tables keep accounts the registration is there already, with a code of our own."""
    name = name or f"doctor_{secrets.token_hex(5)}"
    person = Throwaway(name, f"success+{name}@simulator.amazonses.com", password or secrets.token_urlsafe(18), None)
    if patient.output("Identity") == "cognito":
        return person
    ports = open_stage(_stage_of(patient), patient.account.clients).ports
    now = ports.clock()
    code, expires_at = new_code(now, ports)
    ports.registrations.open(
        RegistrationRecord(
            email=person.email,
            username=person.username,
            full_name=None,
            password_hash=ports.identity.hash_password(person.password),
            code_hash=ports.identity.hash_code(code, person.email),
            expires_at=expires_at,
        ),
        now,
    )
    return Throwaway(person.username, person.email, person.password, code)


def confirm_in_pool(patient: Patient, person: Throwaway) -> None:
    """Confirm somebody who has registered with the pool, whose letter nobody reads, and make their profile, as the
    pool's trigger does a moment later."""
    client, pool = patient.asked("cognito-idp"), patient.output("UserPoolId")
    found: list[dict[str, Any]] = client.list_users(UserPoolId=pool, Filter=f'email = "{person.email}"')["Users"]
    for user in found:
        client.admin_confirm_sign_up(UserPoolId=pool, Username=user["Username"])
        event = {
            "userName": user["Username"],
            "triggerSource": "PostConfirmation_ConfirmSignUp",
            "request": {"userAttributes": {"email": person.email}},
        }
        hear(event, open_stage(_stage_of(patient), patient.account.clients).ports)


def _stage_of(patient: Patient) -> Stage:
    """The stage as its functions see it."""
    name = patient.stage.function("api")
    known = patient.asked("lambda").get_function_configuration(FunctionName=name)["Environment"]["Variables"]
    return Stage.of({**known, "AWS_REGION": patient.account.region})
