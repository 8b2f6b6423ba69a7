"""Changing e-mail addresses on DynamoDB."""

from postcardit_sdk.contract.sync import ChangeType

from ..records import UserRecord
from .auth import drop_registration
from .codes import CHANGE_EMAIL, drop_codes, expect_codes, keep_code, spend_code, stranger
from .counters import counters_key
from .feed import tell
from .fields import number, text
from .items import Item
from .names import Addresses
from .passwords import require_password
from .people import glance_user, profile_key
from .units import Unit, Units

__all__ = ["DynamoEmails"]

_NO_CODE = "-"
"""What no code's hash is."""


class DynamoEmails:
    """Changing addresses."""

    def __init__(self, units: Units, addresses: Addresses) -> None:
        self._units, self._addresses = units, addresses

    def propose(
        self, user_id: str, email: str, code_hash: str, *, known_hash: str, expires_at: int
    ) -> UserRecord | None:
        """Keep a code for this address in the place of the one before, or one that counts for nothing and give the
        address's owner: either takes as long."""
        owned = self._addresses.owner(email)

        def verb(unit: Unit) -> UserRecord | None:
            unit.expect(owned)
            require_password(unit, user_id, known_hash)
            owner_id = text(unit.get(owned) or {"user_id": user_id}, "user_id")
            is_free = owner_id == user_id
            owner = glance_user(unit, stranger() if is_free else owner_id)
            keep_code(unit, user_id, CHANGE_EMAIL, code_hash if is_free else _NO_CODE, expires_at, email)
            return owner

        return self._units.run(verb)

    def confirm(self, user_id: str, code_hash: str, *, now: int, tries: int) -> tuple[UserRecord, UserRecord] | None:
        """Make the proposed address the user's by its code; else count the try and give None."""

        def verb(unit: Unit) -> tuple[UserRecord, UserRecord] | None:
            unit.expect(profile_key(user_id), counters_key(user_id))
            expect_codes(unit, user_id)
            code = spend_code(unit, user_id, CHANGE_EMAIL, code_hash, now, tries)
            before = glance_user(unit, user_id)
            if code is None or before is None:
                return None
            return self._write(unit, before, text(code, "email"), now)

        return self._units.run(verb)

    def _write(self, unit: Unit, before: UserRecord, email: str, now: int) -> tuple[UserRecord, UserRecord] | None:
        """The user before and with the new address, or None when someone else has it by now."""
        user_id, old, new = before.user_id, self._addresses.owner(before.email), self._addresses.owner(email)
        unit.expect(old, self._addresses.registration(email))
        owner = unit.get(new)
        if owner is not None and owner["user_id"] != user_id:
            return None
        profile = unit.get(profile_key(user_id)) or {}
        changed: Item = {"email": email, "updated_at": max(now, number(profile, "updated_at") + 1)}
        unit.put(profile_key(user_id), {**profile, **changed})
        if new != old:
            unit.remove(old)
            unit.put(new, {"user_id": user_id})
        drop_codes(unit, user_id)
        drop_registration(unit, self._addresses.registration(email))
        tell(unit, [user_id], ChangeType.USER_CHANGED, user_id, now)
        after = glance_user(unit, user_id)
        return None if after is None else (before, after)
