"""Naming people: by username or by user id."""

import re

from .contract.wire import ID_PATTERN

__all__ = ["is_id"]

_ID = re.compile(ID_PATTERN)


def is_id(name: str) -> bool:
    """Whether this names a person by id. Usernames are too short to be mistaken for one."""
    return _ID.match(name) is not None
