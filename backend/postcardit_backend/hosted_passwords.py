"""What stands in the place of a password's hash where an authority keeps the password: whose it is, and since when.

It changes with each change of the password, as a hash would: what was begun with the former one is noticed. In the mark
of someone whom a move has brought stands the hash of their password, until the authority has taken them over.
"""

import secrets
from hashlib import blake2b

__all__ = ["brought_hash", "brought_mark", "hosted_by", "hosted_mark", "mark_after", "unset_mark"]

_PREFIX = "hosted:"
_BROUGHT = "brought"


def hosted_mark(user_id: str) -> str:
    """A new mark for someone's password."""
    return f"{_PREFIX}{user_id}:{secrets.token_hex(8)}"


def unset_mark(user_id: str) -> str:
    """The mark of someone who was known elsewhere and has set no password here yet."""
    return f"{_PREFIX}{user_id}:unset"


def brought_mark(user_id: str, password_hash: str) -> str:
    """The mark of someone who brings a password that the authority does not know yet."""
    return f"{_PREFIX}{user_id}:{_BROUGHT}:{password_hash}"


def hosted_by(mark: str | None) -> str | None:
    """Whose password it stands for; None when it is no mark."""
    if mark is None or not mark.startswith(_PREFIX):
        return None
    return mark.removeprefix(_PREFIX).partition(":")[0]


def brought_hash(mark: str | None) -> str | None:
    """The hash of a password that was brought and that the authority does not know yet, as far as we know."""
    if hosted_by(mark) is None:
        return None
    _, _, since = (mark or "").removeprefix(_PREFIX).partition(":")
    word, _, password_hash = since.partition(":")
    return password_hash if word == _BROUGHT and password_hash else None


def mark_after(mark: str) -> str:
    """The mark of the same password once the authority knows it. The same each time: whoever signs in on two devices
    at once has one mark afterwards."""
    if brought_hash(mark) is None:
        return mark
    return f"{_PREFIX}{hosted_by(mark)}:{blake2b(mark.encode(), digest_size=8).hexdigest()}"
