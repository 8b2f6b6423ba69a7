"""Changing one's e-mail address: a code proves the new one, and the present one is told."""

from postcardit_sdk.contract import operations as ops
from postcardit_sdk.contract.auth import ChangeEmail, CodeSent, ConfirmEmail
from postcardit_sdk.contract.problems import Code
from postcardit_sdk.contract.users import User

from ..answers import Ask, answers
from ..ports import Ports
from ..records import UserRecord
from ..refusal import Refused
from .codes import new_code
from .letters import email_code_letter, email_wanted_letter, has_account_letter, new_email_letter
from .passwords import require_password
from .users import moment, own_view

__all__ = ["change_email", "confirm_email", "take_email"]


@answers(ops.change_email)
def change_email(ask: Ask[ChangeEmail], ports: Ports) -> CodeSent:
    """Mail a code to the new address; the owner of a taken one gets a mail instead."""
    wanted = ask.arguments
    user = require_password(ask, ports, wanted.password)
    code, expires_at = new_code(ask.now, ports)
    code_hash = ports.identity.hash_code(code, user.user_id)
    owner = ports.emails.propose(
        user.user_id, wanted.new_email, code_hash, known_hash=user.password_hash, expires_at=expires_at
    )
    if owner is None:
        ports.mail.send(email_code_letter(ports, user, wanted.new_email, code, ask.now))
    else:
        ports.mail.send(has_account_letter(owner, ask.now))
    ports.mail.send(email_wanted_letter(user, ask.now))
    return CodeSent(email=wanted.new_email, expires_at=moment(expires_at))


@answers(ops.confirm_email)
def confirm_email(ask: Ask[ConfirmEmail], ports: Ports) -> User:
    """Make the address one's own. If someone else registered it meanwhile, the code is no good any more."""
    return own_view(take_email(ask, ports), ports, ask.origin, ask.now)


def take_email(ask: Ask[ConfirmEmail], ports: Ports) -> UserRecord:
    """Who has the new address from now on; the former one is told. Refuses invalid_code."""
    code_hash = ports.identity.hash_code(ask.arguments.code, ask.user_id)
    change = ports.emails.confirm(ask.user_id, code_hash, now=ask.now, tries=ports.settings.code_tries)
    if change is None:
        raise Refused(Code.INVALID_CODE)
    before, after = change
    ports.mail.send(new_email_letter(before, ask.now))
    return after
