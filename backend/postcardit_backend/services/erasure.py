"""Erasing one's account, for ever."""

from contextlib import suppress

from postcardit_sdk.contract import operations as ops
from postcardit_sdk.contract.users import DeleteMe

from ..answers import Ask, answers
from ..ports import Ports
from ..refusal import Refused
from .passwords import require_password

__all__ = ["delete_me"]


@answers(ops.delete_me)
def delete_me(ask: Ask[DeleteMe], ports: Ports) -> None:
    """Erase all that one has. The account is gone when this is kept; its files go after that."""
    user = require_password(ask, ports, ask.arguments.password)
    ports.erasure.erase(user.user_id, user.password_hash, ask.now)
    with suppress(Refused):  # the account is gone: what is left of its files goes with the next sweep
        ports.erasure.tidy(ask.now)
