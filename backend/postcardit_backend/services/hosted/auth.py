"""Opening an account that an authority keeps. The name waits in our store, the password and the code with it."""

from postcardit_sdk.contract import operations as ops
from postcardit_sdk.contract.auth import CodeSent, Confirmed, ConfirmUser, RegisterUser, ResendCode
from postcardit_sdk.contract.problems import Code
from postcardit_sdk.contract.wire import new_id

from ...answers import Ask, answers
from ...hosted_passwords import hosted_by, hosted_mark
from ...ports import Ports
from ...records import RegistrationRecord, UserRecord
from ...refusal import Refused
from ..chosen_passwords import require_uncommon
from ..letters import has_account_letter
from ..users import moment, require_letters
from .authority import authority_of
from .sessions import begin_session

__all__ = ["confirm_user", "make_profile", "register_user", "resend_code"]


@answers(ops.register_user, hosted=True)
def register_user(ask: Ask[RegisterUser], ports: Ports) -> CodeSent:
    """Keep the name and have the code mailed. For a taken address the authority does the same for nobody, and the
    owner gets a mail. What it kept for an earlier registration of the address is dropped, or what it kept for nobody.
    """
    wanted, authority = ask.arguments, authority_of(ports)
    require_letters(wanted.username)
    require_uncommon(wanted.password, username=wanted.username, email=wanted.email)
    authority.require_takeable(wanted.password, "/password")
    user_id, expires_at = new_id(ask.now), _expires_at(ask.now, ports)
    replaced = _registered_as(ports.registrations.waiting(wanted.email)) or new_id(ask.now)
    registration = RegistrationRecord(
        email=wanted.email,
        username=wanted.username,
        full_name=wanted.full_name,
        password_hash=hosted_mark(user_id),
        code_hash=_proof(user_id, ports),
        expires_at=expires_at,
    )
    owner = ports.registrations.open(registration, ask.now)
    authority.register(user_id, wanted.email if owner is None else None, wanted.password)
    authority.discard(replaced if owner is None else user_id)
    if owner is not None:
        ports.mail.send(has_account_letter(owner, ask.now))
    return CodeSent(email=wanted.email, expires_at=moment(expires_at))


@answers(ops.resend_code, hosted=True)
def resend_code(ask: Ask[ResendCode], ports: Ports) -> CodeSent:
    """Have a new code mailed if the address waits for one."""
    email, expires_at = ask.arguments.email, _expires_at(ask.now, ports)
    user_id = _registered_as(ports.registrations.waiting(email)) or new_id(ask.now)
    renewed = _registered_as(ports.registrations.renew(email, _proof(user_id, ports), expires_at))
    if renewed is not None and renewed != user_id:  # another registration took its place in between
        user_id = renewed
        ports.registrations.renew(email, _proof(user_id, ports), expires_at)
    authority_of(ports).resend(user_id)
    return CodeSent(email=email, expires_at=moment(expires_at))


@answers(ops.confirm_user, hosted=True)
def confirm_user(ask: Ask[ConfirmUser], ports: Ports) -> Confirmed:
    """Turn a registration into a user when the authority finds the code right; sign in when the password is."""
    given, authority = ask.arguments, authority_of(ports)
    waiting = ports.registrations.waiting(given.email)
    user_id = _registered_as(waiting) if waiting is not None and ask.now < waiting.expires_at else None
    is_right = authority.confirm(user_id or new_id(ask.now), given.code)
    user = make_profile(given.email, user_id, ask.now, ports) if is_right and user_id is not None else None
    if user is None:
        raise Refused(Code.INVALID_CODE)
    grant = None if given.password is None else authority.sign_in(user.user_id, given.password)
    if grant is None:
        return Confirmed(user_id=user.user_id)
    return Confirmed(user_id=user.user_id, tokens=begin_session(ask, ports, user, grant, None))


def make_profile(email: str, user_id: str, now: int, ports: Ports) -> UserRecord | None:
    """The user whose registration has been confirmed, made if need be: whoever hears of it first makes it. None when
    the registration is not this person's."""
    made = ports.registrations.confirm(email, _proof(user_id, ports), user_id, now, ports.settings.code_tries)
    user = made or ports.users.by_id(user_id)
    return user if user is not None and user.is_active else None


def _proof(user_id: str, ports: Ports) -> str:
    """What stands in the place of a code's hash: not a code, but who has been confirmed."""
    return ports.identity.hash_code(f"confirmed {user_id}", user_id)


def _registered_as(registration: RegistrationRecord | None) -> str | None:
    return None if registration is None else hosted_by(registration.password_hash)


def _expires_at(now: int, ports: Ports) -> int:
    return now + ports.settings.code_seconds * 1000
