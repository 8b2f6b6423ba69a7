"""How people prove themselves at the stage that they are moved to."""

from dataclasses import dataclass
from enum import StrEnum

from ..aws.cognito import Cognito
from ..hosted_passwords import brought_mark, unset_mark
from ..records import UserRecord

__all__ = ["Passwords", "Way"]


class Way(StrEnum):
    """What becomes of a password."""

    KEPT = "kept"
    """It is the tables' from now on, as it was the folder's."""
    BROUGHT = "brought"
    """The user pool asks whether it is right, by its migration trigger, and keeps it when it is."""
    RESET = "reset"
    """It stays behind: everybody sets a new one by a code."""


@dataclass(frozen=True, slots=True)
class Passwords:
    """What becomes of the passwords of a move, and the user pool, where one keeps them."""

    way: Way = Way.KEPT
    pool: Cognito | None = None

    def mark(self, user: UserRecord) -> str:
        """What stands in a profile for someone's password. Of an account that was erased nothing is left."""
        if not user.is_active or self.way is Way.KEPT:
            return user.password_hash
        if self.way is Way.RESET:
            return unset_mark(user.user_id)
        return brought_mark(user.user_id, user.password_hash)

    def admit(self, user: UserRecord) -> None:
        """Have the pool know someone who will ask it for a code. Whom it asks about, it need not know before."""
        if self.pool is not None and self.way is Way.RESET and user.is_active:
            self.pool.admit(user.user_id, user.email)

    def has_admitted(self, user: UserRecord) -> bool:
        """Whether the pool knows whom it has to know."""
        if self.pool is None or self.way is not Way.RESET or not user.is_active:
            return True
        return self.pool.has_admitted(user.user_id, user.email)
