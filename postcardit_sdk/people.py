"""Naming people: by username or by user id."""

import re
import unicodedata

from .contract.wire import ID_PATTERN

__all__ = ["bare_name", "is_id", "is_same_name"]

_ID = re.compile(ID_PATTERN)


def is_id(name: str) -> bool:
    """Whether this names a person by id. Usernames are too short to be mistaken for one."""
    return _ID.match(name) is not None


def is_same_name(one: str, other: str) -> bool:
    """Whether two usernames differ in nothing but case and accents: on the server they are one name then."""
    return bare_name(one) == bare_name(other)


def bare_name(name: str) -> str:
    """A username without case and accents."""
    folded = unicodedata.normalize("NFKD", name.casefold())
    return "".join(letter for letter in folded if not unicodedata.combining(letter)).casefold()
