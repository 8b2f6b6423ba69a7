"""Opening an account. No answer tells, by its words or its time, whether one exists."""

from postcardit_sdk.contract import operations as ops
from postcardit_sdk.contract.auth import CodeSent, Confirmed, ConfirmUser, RegisterUser, ResendCode
from postcardit_sdk.contract.problems import Code
from postcardit_sdk.contract.wire import new_id

from ..answers import Ask, answers
from ..ports import Ports
from ..records import RegistrationRecord
from ..refusal import Refused
from .chosen_passwords import require_uncommon
from .codes import new_code
from .letters import code_letter, has_account_letter
from .sessions import start_session
from .users import moment, require_letters

__all__ = ["confirm_user", "register_user", "resend_code"]


@answers(ops.register_user)
def register_user(ask: Ask[RegisterUser], ports: Ports) -> CodeSent:
    """Keep the registration and mail its code; the owner of a taken address gets a mail instead."""
    wanted = ask.arguments
    require_letters(wanted.username)
    require_uncommon(wanted.password, username=wanted.username, email=wanted.email)
    code, expires_at = new_code(ask.now, ports)
    registration = RegistrationRecord(
        email=wanted.email,
        username=wanted.username,
        full_name=wanted.full_name,
        password_hash=ports.identity.hash_password(wanted.password),
        code_hash=ports.identity.hash_code(code, wanted.email),
        expires_at=expires_at,
    )
    owner = ports.registrations.open(registration, ask.now)
    if owner is None:
        ports.mail.send(code_letter(ports, wanted.email, wanted.username, code, ask.now))
    else:
        ports.mail.send(has_account_letter(owner, ask.now))
    return CodeSent(email=wanted.email, expires_at=moment(expires_at))


@answers(ops.resend_code)
def resend_code(ask: Ask[ResendCode], ports: Ports) -> CodeSent:
    """Mail a new code if the address waits for one."""
    email = ask.arguments.email
    code, expires_at = new_code(ask.now, ports)
    waiting = ports.registrations.renew(email, ports.identity.hash_code(code, email), expires_at)
    if waiting is None:
        ports.mail.pretend(code_letter(ports, email, email, code, ask.now))
    else:
        ports.mail.send(code_letter(ports, email, waiting.username, code, ask.now))
    return CodeSent(email=email, expires_at=moment(expires_at))


@answers(ops.confirm_user)
def confirm_user(ask: Ask[ConfirmUser], ports: Ports) -> Confirmed:
    """Turn a registration into a user; sign in when the password is right."""
    given = ask.arguments
    code_hash = ports.identity.hash_code(given.code, given.email)
    tries = ports.settings.code_tries
    user = ports.registrations.confirm(given.email, code_hash, new_id(ask.now), ask.now, tries)
    if user is None:
        raise Refused(Code.INVALID_CODE)
    if given.password is None or not ports.identity.is_password(given.password, user.password_hash):
        return Confirmed(user_id=user.user_id)
    return Confirmed(user_id=user.user_id, tokens=start_session(ask, ports, user, None))
