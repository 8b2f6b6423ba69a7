"""Changing the address of an account that an authority keeps. The code is ours: only so it is tried five times at most,
and the present address stays until the new one is proved."""

from contextlib import suppress

from postcardit_sdk.contract import operations as ops
from postcardit_sdk.contract.auth import ConfirmEmail
from postcardit_sdk.contract.users import User

from ...answers import Ask, answers
from ...ports import Ports
from ...refusal import Refused
from ..emails import take_email
from ..users import own_view
from .authority import authority_of

__all__ = ["confirm_email"]


@answers(ops.confirm_email, hosted=True)
def confirm_email(ask: Ask[ConfirmEmail], ports: Ports) -> User:
    """Make the address one's own, and tell the authority."""
    user = take_email(ask, ports)
    with suppress(Refused):  # it is told again before it mails a code
        authority_of(ports).set_email(user.user_id, user.email)
    return own_view(user, ports, ask.origin, ask.now)
