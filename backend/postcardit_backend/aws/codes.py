"""Codes of users on DynamoDB: one for each purpose, the newest counts."""

import secrets

from .fields import number
from .items import Item
from .schema import TTL
from .tables import Key
from .units import Unit

__all__ = [
    "CHANGE_EMAIL",
    "RESET_PASSWORD",
    "code_key",
    "drop_codes",
    "expect_codes",
    "keep_code",
    "pretend",
    "shadow",
    "spend_code",
    "stranger",
]

RESET_PASSWORD = "reset_password"
CHANGE_EMAIL = "change_email"
_SLACK_SECONDS = 3_600


def code_key(user_id: str, purpose: str) -> Key:
    """Where a user's code for this purpose is."""
    return Key("brief", f"CODE#{user_id}", purpose)


def keep_code(
    unit: Unit, user_id: str, purpose: str, code_hash: str, expires_at: int, email: str | None = None
) -> None:
    """Put a code in the place of the one before, with new tries."""
    key = code_key(user_id, purpose)
    _look_up(unit, key)
    unit.put(
        key,
        {
            "code_hash": code_hash, "email": email, "tries": 0, "expires_at": expires_at,
            TTL: expires_at // 1000 + _SLACK_SECONDS,
        },
    )  # fmt: skip


def spend_code(unit: Unit, user_id: str, purpose: str, code_hash: str, now: int, tries: int) -> Item | None:
    """Count a try; gives the code's item if the code is right, in time and within `tries`. It counts no more then."""
    key = code_key(user_id, purpose)
    code = _look_up(unit, key)
    if code is None:
        pretend(unit, key, now)
        return None
    tried = number(code, "tries") + 1
    if code["code_hash"] != code_hash or number(code, "expires_at") <= now or tried > tries:
        unit.put(key, {**code, "tries": tried})
        return None
    unit.remove(key)
    return code


def drop_codes(unit: Unit, user_id: str) -> None:
    """Let no code of a user count any more."""
    expect_codes(unit, user_id)
    for key in _codes(user_id):
        if unit.get(key) is not None:  # asked for: the commit makes sure that none has come meanwhile
            unit.remove(key)


def expect_codes(unit: Unit, user_id: str) -> None:
    """What dropping them reads: let it come with what is read next."""
    unit.expect(*_codes(user_id))


def _codes(user_id: str) -> list[Key]:
    return [code_key(user_id, purpose) for purpose in (RESET_PASSWORD, CHANGE_EMAIL)]


def _look_up(unit: Unit, key: Key) -> Item | None:
    """A code. Whatever is done about it, the commit has as many actions."""
    unit.load(key, shadow(key))
    unit.get(shadow(key))
    return unit.get(key)


def stranger() -> str:
    """An id that nobody has: verbs about nobody do with it what they do with a user's."""
    return f"-{secrets.token_hex(8)}"


def shadow(key: Key) -> Key:
    """What is written instead of an item that is not there: beside it, read with it whether or not it is needed."""
    return Key(key.table, key.pk, f"{key.sk}~")


def pretend(unit: Unit, key: Key, until: int) -> None:
    """Write as much as for someone, for nobody: the time of an answer must not tell that there was no one."""
    unit.put(shadow(key), {TTL: until // 1000 + _SLACK_SECONDS})
