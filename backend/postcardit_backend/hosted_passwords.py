"""What stands in the place of a password's hash where an authority keeps the password: whose it is, and since when.

It changes with each change of the password, as a hash would: what was begun with the former one is noticed.
"""

import secrets

__all__ = ["hosted_by", "hosted_mark"]

_PREFIX = "hosted:"


def hosted_mark(user_id: str) -> str:
    """A new mark for someone's password."""
    return f"{_PREFIX}{user_id}:{secrets.token_hex(8)}"


def hosted_by(mark: str | None) -> str | None:
    """Whose password it stands for; None when it is no mark."""
    if mark is None or not mark.startswith(_PREFIX):
        return None
    return mark.removeprefix(_PREFIX).partition(":")[0]
