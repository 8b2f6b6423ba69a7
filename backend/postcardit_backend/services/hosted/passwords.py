"""Passwords that an authority keeps. Setting one changes our mark of it, and ends the sessions elsewhere."""

from postcardit_sdk.contract import operations as ops
from postcardit_sdk.contract.auth import ChangePassword, CodeSent, ForgotPassword, ResetPassword
from postcardit_sdk.contract.problems import Code, EndReason

from ...answers import Ask, answers
from ...hosted_passwords import hosted_mark
from ...ports import Ports
from ...records import UserRecord
from ...refusal import Refused
from ..chosen_passwords import require_uncommon
from ..letters import new_password_letter
from ..passwords import require_password
from ..users import moment
from .authority import authority_of, known_as

__all__ = ["change_password", "end_with_password", "forgot_password", "reset_password"]


@answers(ops.forgot_password, hosted=True)
def forgot_password(ask: Ask[ForgotPassword], ports: Ports) -> CodeSent:
    """Have a code mailed if the address has an account."""
    email, authority = ask.arguments.email, authority_of(ports)
    authority.send_reset_code(known_as(ports.users.by_email(email), ask.now), email)
    return CodeSent(email=email, expires_at=moment(ask.now + authority.reset_code_seconds * 1000))


@answers(ops.reset_password, hosted=True)
def reset_password(ask: Ask[ResetPassword], ports: Ports) -> None:
    """Have a new password set by its code."""
    given, authority = ask.arguments, authority_of(ports)
    require_uncommon(given.new_password, email=given.email)
    authority.require_takeable(given.new_password, "/newPassword")
    user = ports.users.by_email(given.email)
    if not authority.reset(known_as(user, ask.now), given.code, given.new_password) or user is None:
        raise Refused(Code.INVALID_CODE)
    end_with_password(user, ask.now, ports)
    authority.sign_out(user.user_id)
    ports.mail.send(new_password_letter(user, ask.now))


@answers(ops.change_password, hosted=True)
def change_password(ask: Ask[ChangePassword], ports: Ports) -> None:
    """Set a new password by the present one; this session goes on. The mark changes first: of two who change it at the
    same time one is refused before the authority hears of it, and who is interrupted has the former password still."""
    wanted, authority = ask.arguments.new_password, authority_of(ports)
    user = require_password(ask, ports, ask.arguments.password)
    require_uncommon(wanted, username=user.username, email=user.email)
    authority.require_takeable(wanted, "/newPassword")
    mark = hosted_mark(user.user_id)
    ports.passwords.change(user.user_id, user.password_hash, mark, session_id=ask.session_id, now=ask.now)
    authority.set_password(user.user_id, wanted)
    ports.mail.send(new_password_letter(user, ask.now))


def end_with_password(user: UserRecord, now: int, ports: Ports) -> None:
    """End every session that was begun with the former password, and what is being begun with it."""
    try:
        ports.passwords.change(user.user_id, user.password_hash, hosted_mark(user.user_id), session_id="", now=now)
    except Refused:  # someone else has changed the mark meanwhile
        ports.sessions.end_all(user.user_id, EndReason.PASSWORD_CHANGED, now)
