"""Erasing an account that an authority keeps."""

from contextlib import suppress

from postcardit_sdk.contract import operations as ops
from postcardit_sdk.contract.users import DeleteMe

from ...answers import Ask, answers
from ...ports import Ports
from ...refusal import Refused
from .. import erasure as local
from .authority import authority_of

__all__ = ["delete_me"]


@answers(ops.delete_me, hosted=True)
def delete_me(ask: Ask[DeleteMe], ports: Ports) -> None:
    """Erase all that one has, here and with the authority, which is told before: so nothing is left there either."""
    authority = authority_of(ports)
    authority.leaving(ask.user_id, ask.now)
    local.delete_me(ask, ports)
    with suppress(Refused):  # the account is gone: the next sweep has the authority forget it
        authority.discard(ask.user_id)
