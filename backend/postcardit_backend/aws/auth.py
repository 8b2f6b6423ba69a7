"""Accounts that wait for their code, on DynamoDB.

What is asked of an address takes the same requests whether or not it has an account.
"""

from dataclasses import asdict, replace

from postcardit_sdk.contract.problems import Code

from ..records import RegistrationRecord, UserRecord
from ..refusal import Refused
from .codes import pretend, shadow, stranger
from .fields import number, text, text_or_none
from .items import Item
from .names import Addresses, found_as, hold_keys, name_keys
from .people import glance_user, profile_key, user_from
from .schema import TTL
from .tables import Key
from .units import Unit, Units

__all__ = ["DynamoRegistrations", "drop_registration"]

_KEPT_SECONDS = 30 * 86_400
"""How long a registration can still be given a new code."""
_SLACK_SECONDS = 3_600
"""How much longer it stays than its code counts: two clocks may differ."""


class DynamoRegistrations:
    """Accounts that wait for their code."""

    def __init__(self, units: Units, addresses: Addresses) -> None:
        self._units, self._addresses = units, addresses

    def open(self, registration: RegistrationRecord, now: int) -> UserRecord | None:
        """Keep it, in place of an earlier one of this address; or keep its name alone and give the address's user.

        The name is looked at first, and waits in either case: whether it is refused, now or to the next who wants it,
        must not tell whether the address has an account.
        """
        mine, nobody = self._addresses.registration(registration.email), self._addresses.nobody(registration.email)
        owned = self._addresses.owner(registration.email)
        names, holds = name_keys(registration.username), hold_keys(registration.username)

        def verb(unit: Unit) -> UserRecord | None:
            unit.load(mine, nobody, owned, *names, *holds)
            for key in (mine, nobody):
                drop_registration(unit, key)
            for hold in holds:
                _free(unit, hold, now)
            if any(unit.get(key) is not None for key in (*names, *holds)):
                raise Refused(Code.USERNAME_TAKEN)
            owner = glance_user(unit, _owner_of(unit, owned))
            kept = registration if owner is None else replace(registration, email="", full_name=None, code_hash="")
            _keep(unit, mine if owner is None else nobody, kept, now)
            return owner

        return self._units.run(verb)

    def renew(self, email: str, code_hash: str, expires_at: int) -> RegistrationRecord | None:
        """Give the registration of this address a new code and new tries, if there is one."""
        mine, nobody = self._addresses.registration(email), self._addresses.nobody(email)

        def verb(unit: Unit) -> RegistrationRecord | None:
            unit.load(mine, nobody, shadow(mine))
            waiting, held = unit.get(mine), unit.get(nobody)
            if waiting is not None:
                renewed = {**_until(waiting, expires_at), "code_hash": code_hash, "tries": 0}
                unit.put(mine, renewed)
                return _registration_from(renewed)
            if held is not None:
                unit.put(nobody, _until(held, expires_at))
            else:
                pretend(unit, mine, expires_at)
            return None

        return self._units.run(verb)

    def waiting(self, email: str) -> RegistrationRecord | None:
        """The registration of this address, if there is one."""
        mine = self._addresses.registration(email)
        found = self._units.tables.get([mine]).get(mine)
        return None if found is None else _registration_from(found)

    def confirm(self, email: str, code_hash: str, user_id: str, now: int, tries: int) -> UserRecord | None:
        """Turn it into a user if the code is right, in time and within `tries`; else count the try and give None."""
        mine = self._addresses.registration(email)

        def verb(unit: Unit) -> UserRecord | None:
            unit.load(mine, shadow(mine))
            waiting = unit.get(mine)
            if waiting is None or number(waiting, "expires_at") <= now or number(waiting, "tries") >= tries:
                pretend(unit, mine, now)
                return None
            if waiting["code_hash"] != code_hash:
                unit.put(mine, {**waiting, "tries": number(waiting, "tries") + 1})
                return None
            unit.expect(*self._own(_registration_from(waiting)))
            drop_registration(unit, mine)
            return self._insert_user(unit, _registration_from(waiting), user_id, now)

        return self._units.run(verb)

    def _own(self, registration: RegistrationRecord) -> tuple[Key, ...]:
        """What nobody else may have."""
        return (*name_keys(registration.username), self._addresses.owner(registration.email))

    def _insert_user(self, unit: Unit, registration: RegistrationRecord, user_id: str, now: int) -> UserRecord:
        own = self._own(registration)
        unit.load(*own)
        if any(unit.get(key) is not None for key in own):
            raise Refused(Code.USERNAME_TAKEN)
        profile: Item = {
            "user_id": user_id,
            "username": registration.username,
            "email": registration.email,
            "password_hash": registration.password_hash,
            "full_name": registration.full_name,
            "findable_by_email": False,
            "created_at": now,
            "updated_at": now,
            "is_active": True,
        }
        unit.put(profile_key(user_id), profile)
        for key in (*own, *found_as(user_id, registration.username, registration.full_name)):
            unit.put(key, {"user_id": user_id})
        return user_from(profile, None)


def drop_registration(unit: Unit, key: Key) -> None:
    """Forget a registration and free its name."""
    registration = unit.get(key)
    if registration is None:
        return
    holds = hold_keys(text(registration, "username"))
    unit.load(*holds)
    for hold in holds:
        if (unit.get(hold) or {}).get("registration") == key.pk:
            unit.remove(hold)
    unit.remove(key)


def _free(unit: Unit, hold: Key, now: int) -> None:
    """Free a name that a registration waits for whose time is up."""
    held = unit.get(hold)
    if held is None:
        return
    waiting = Key("brief", text(held, "registration"), "#")
    registration = unit.get(waiting)
    if registration is None:
        unit.remove(hold)
    elif number(registration, "expires_at") <= now:
        drop_registration(unit, waiting)


def _keep(unit: Unit, key: Key, registration: RegistrationRecord, now: int) -> None:
    ends = now // 1000 + _KEPT_SECONDS
    unit.put(key, {**asdict(registration), "tries": 0, TTL: ends})
    for hold in hold_keys(registration.username):
        unit.put(hold, {"registration": key.pk, TTL: ends})


def _until(kept: Item, expires_at: int) -> Item:
    """It waits until then, and is not forgotten before."""
    return {**kept, "expires_at": expires_at, TTL: max(number(kept, TTL), expires_at // 1000 + _SLACK_SECONDS)}


def _owner_of(unit: Unit, owned: Key) -> str:
    owner = unit.get(owned)
    return stranger() if owner is None else text(owner, "user_id")


def _registration_from(item: Item) -> RegistrationRecord:
    return RegistrationRecord(
        email=text(item, "email"),
        username=text(item, "username"),
        full_name=text_or_none(item, "full_name"),
        password_hash=text(item, "password_hash"),
        code_hash=text(item, "code_hash"),
        expires_at=number(item, "expires_at"),
    )
