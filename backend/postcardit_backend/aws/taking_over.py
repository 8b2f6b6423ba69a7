"""People whom a move has brought, and whom the user pool does not know yet.

Their profiles are there, and in the mark of each stands the hash of their password. When one of them signs in, Cognito
asks whether it is the password, and keeps it from then on; when one asks for a code, it asks for the address. The hash
goes with the first sign-in (services/hosted/sessions.py), or with a new password. Of anybody else the answer is empty,
by which Cognito knows that there is nobody, and takes as long.
"""

import re
from functools import cache
from typing import Any, Final

from ..hosted_passwords import brought_hash
from ..password_hashes import PasswordHashes
from ..records import UserRecord
from ..settings import Settings

__all__ = ["TAKEABLE", "answer_to_code", "answer_to_sign_in"]

TAKEABLE: Final = re.compile(r"(?=.{8,256}\Z)\S+.*\S+")
"""The passwords that Cognito takes."""


def answer_to_sign_in(user: UserRecord | None, password: str, settings: Settings) -> dict[str, Any]:
    """Who someone is whose password it is. One that Cognito does not take is nobody's: a code sets another."""
    known_hash = None if user is None or not user.is_active else brought_hash(user.password_hash)
    is_right = _hashes(settings.argon2_passes, settings.argon2_kib).is_password(password, known_hash)
    if user is None or not is_right or TAKEABLE.fullmatch(password) is None:
        return {}
    return {**_person(user), "finalUserStatus": "CONFIRMED"}


def answer_to_code(user: UserRecord | None) -> dict[str, Any]:
    """Who someone is who has forgotten a password that the pool never knew."""
    if user is None or not user.is_active or brought_hash(user.password_hash) is None:
        return {}
    return _person(user)


def _person(user: UserRecord) -> dict[str, Any]:
    """Cognito writes no letter of welcome: they have been here for long."""
    return {"userAttributes": {"email": user.email, "email_verified": "true"}, "messageAction": "SUPPRESS"}


_hashes = cache(PasswordHashes)
