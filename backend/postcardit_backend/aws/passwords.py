"""Setting new passwords on DynamoDB."""

from postcardit_sdk.contract.problems import Code, EndReason

from ..records import UserRecord
from ..refusal import Refused
from .codes import RESET_PASSWORD, code_key, drop_codes, expect_codes, keep_code, shadow, spend_code, stranger
from .fields import text
from .names import Addresses
from .people import glance_user, profile_key
from .session_ends import count_key, end_sessions
from .units import Unit, Units

__all__ = ["DynamoPasswords", "require_password"]


class DynamoPasswords:
    """Setting new passwords."""

    def __init__(self, units: Units, addresses: Addresses) -> None:
        self._units, self._addresses = units, addresses

    def keep_code(self, email: str, code_hash: str, expires_at: int) -> UserRecord | None:
        """Keep a code for the user of this address; without one, for nobody."""

        def verb(unit: Unit) -> UserRecord | None:
            owner_id, user = self._by_email(unit, email)
            keep_code(unit, owner_id, RESET_PASSWORD, code_hash, expires_at)
            return user

        return self._units.run(verb)

    def reset(self, email: str, code_hash: str, password_hash: str, *, now: int, tries: int) -> UserRecord | None:
        """Set a password by its code and end every session; else count the try and give None."""

        def verb(unit: Unit) -> UserRecord | None:
            owner_id, user = self._by_email(unit, email, ends_sessions=True)
            if spend_code(unit, owner_id, RESET_PASSWORD, code_hash, now, tries) is None or user is None:
                return None
            _set(unit, user.user_id, password_hash, now)
            return user

        return self._units.run(verb)

    def change(self, user_id: str, known_hash: str, password_hash: str, *, session_id: str, now: int) -> UserRecord:
        """Set a password in the place of the known one and end every other session."""

        def verb(unit: Unit) -> UserRecord:
            _expect_ends(unit, user_id)
            user = require_password(unit, user_id, known_hash)
            _set(unit, user_id, password_hash, now, but=session_id)
            return user

        return self._units.run(verb)

    def rehash(self, user_id: str, known_hash: str, password_hash: str) -> None:
        """Keep another hash of the same password, unless it has been changed meanwhile."""

        def verb(unit: Unit) -> None:
            profile = unit.get(profile_key(user_id))
            if profile is not None and profile["password_hash"] == known_hash:
                unit.put(profile_key(user_id), {**profile, "password_hash": password_hash})

        self._units.run(verb)

    def _by_email(self, unit: Unit, email: str, *, ends_sessions: bool = False) -> tuple[str, UserRecord | None]:
        """The user of an address and their id, or an id that nobody has: what follows reads as much of either."""
        owner = unit.get(self._addresses.owner(email))
        owner_id = stranger() if owner is None else text(owner, "user_id")
        key = code_key(owner_id, RESET_PASSWORD)
        unit.expect(key, shadow(key))
        if ends_sessions:
            _expect_ends(unit, owner_id)
        return owner_id, glance_user(unit, owner_id)


def require_password(unit: Unit, user_id: str, known_hash: str) -> UserRecord:
    """The user, if the password is still the one that was seen. Refuses wrong_password."""
    user = glance_user(unit, user_id)
    if user is None or user.password_hash != known_hash or not user.is_active:
        raise Refused(Code.WRONG_PASSWORD)
    return user


def _expect_ends(unit: Unit, user_id: str) -> None:
    """What setting a password reads besides: let it come in one request."""
    expect_codes(unit, user_id)
    unit.expect(count_key(user_id))


def _set(unit: Unit, user_id: str, password_hash: str, now: int, *, but: str | None = None) -> None:
    profile = unit.get(profile_key(user_id))
    unit.put(profile_key(user_id), {**(profile or {}), "password_hash": password_hash})
    drop_codes(unit, user_id)
    end_sessions(unit, user_id, EndReason.PASSWORD_CHANGED, now, but=but)
