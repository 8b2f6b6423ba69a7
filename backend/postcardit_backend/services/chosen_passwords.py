"""Which passwords may be chosen: not the most common ones, and not the name or the address of their account."""

from functools import cache
from importlib import resources

from postcardit_sdk.contract.problems import Code

from ..folding import fold
from ..refusal import Refused

__all__ = ["require_uncommon"]


def require_uncommon(password: str, *, username: str | None = None, email: str | None = None) -> None:
    """Refuses password_too_common, whatever the case. What is asked is looked up here, so it costs no hashing."""
    names = [fold(name) for name in (username, email, email and email.rpartition("@")[0]) if name]
    if password.casefold() in _most_common() or fold(password) in names:
        raise Refused(Code.PASSWORD_TOO_COMMON)


@cache
def _most_common() -> frozenset[str]:
    table = resources.files("postcardit_backend").joinpath("tables/common_passwords.txt").read_text("utf-8")
    return frozenset(line for line in table.splitlines() if not line.startswith("# "))
