"""Passwords: forgotten ones are set anew by a code, known ones are changed. Either ends the sessions elsewhere."""

from postcardit_sdk.contract import operations as ops
from postcardit_sdk.contract.auth import ChangePassword, CodeSent, ForgotPassword, ResetPassword
from postcardit_sdk.contract.problems import Code
from postcardit_sdk.contract.wire import Wire

from ..answers import Ask, answers, found
from ..ports import Ports
from ..records import UserRecord
from ..refusal import Refused
from .chosen_passwords import require_uncommon
from .codes import new_code
from .letters import new_password_letter, password_code_letter
from .users import moment

__all__ = ["change_password", "forgot_password", "require_password", "reset_password"]


@answers(ops.forgot_password)
def forgot_password(ask: Ask[ForgotPassword], ports: Ports) -> CodeSent:
    """Mail a code if the address has an account; if not, do the same work and mail nothing."""
    email = ask.arguments.email
    code, expires_at = new_code(ask.now, ports)
    user = ports.passwords.keep_code(email, ports.identity.hash_code(code, email), expires_at)
    if user is None:
        ports.mail.pretend(password_code_letter(ports, email, email, None, code, ask.now))
    else:
        ports.mail.send(password_code_letter(ports, user.email, user.username, user.user_id, code, ask.now))
    return CodeSent(email=email, expires_at=moment(expires_at))


@answers(ops.reset_password)
def reset_password(ask: Ask[ResetPassword], ports: Ports) -> None:
    """Set a new password by its code. It is hashed before the code is looked at: a wrong code costs the same."""
    given = ask.arguments
    require_uncommon(given.new_password, email=given.email)
    password_hash = ports.identity.hash_password(given.new_password)
    code_hash = ports.identity.hash_code(given.code, given.email)
    user = ports.passwords.reset(given.email, code_hash, password_hash, now=ask.now, tries=ports.settings.code_tries)
    if user is None:
        raise Refused(Code.INVALID_CODE)
    ports.mail.send(new_password_letter(user, ask.now))


@answers(ops.change_password)
def change_password(ask: Ask[ChangePassword], ports: Ports) -> None:
    """Set a new password by the present one; this session goes on."""
    user = require_password(ask, ports, ask.arguments.password)
    require_uncommon(ask.arguments.new_password, username=user.username, email=user.email)
    password_hash = ports.identity.hash_password(ask.arguments.new_password)
    ports.passwords.change(user.user_id, user.password_hash, password_hash, session_id=ask.session_id, now=ask.now)
    ports.mail.send(new_password_letter(user, ask.now))


def require_password(ask: Ask[Wire], ports: Ports, password: str) -> UserRecord:
    """The one who asks, if this is their password. Refuses wrong_password."""
    user = found(ports.users.by_id(ask.user_id))
    if not ports.identity.is_password(password, user.password_hash):
        raise Refused(Code.WRONG_PASSWORD)
    return user
