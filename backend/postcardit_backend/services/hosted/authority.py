"""The authority, and people as it knows them."""

from postcardit_sdk.contract.wire import new_id

from ...hosted_passwords import hosted_by
from ...ports import Authority, Ports
from ...records import UserRecord

__all__ = ["authority_of", "known_as"]


def authority_of(ports: Ports) -> Authority:
    """Who keeps the accounts. Raises TypeError where nobody else does."""
    if ports.authority is None:
        raise TypeError("No authority keeps these accounts.")
    return ports.authority


def known_as(user: UserRecord | None, now: int) -> str:
    """As whom the authority knows a user; an id that nobody has when there is none, so that it is asked all the
    same."""
    return (user and hosted_by(user.password_hash)) or new_id(now)
