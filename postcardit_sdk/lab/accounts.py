"""Accounts in one call."""

import os

from ..contract import operations as ops
from ..contract.auth import ConfirmUser, RegisterUser
from ..contract.users import User
from ..errors import PostCardItError
from ..flow import Call, SignedIn, Talk, ask
from .mailbox import mailed_code

__all__ = ["sign_up"]


def sign_up(
    folder: str | os.PathLike[str], username: str, *, email: str | None = None, password: str = "correct horse"
) -> Talk[User]:
    """Open an account, confirm it with the code that was mailed, and sign in. Raises what registering raises."""
    address = f"{username}@example.com" if email is None else email
    yield from Call(ops.register_user, ask(RegisterUser, username=username, email=address, password=password))
    code = yield from mailed_code(folder, address)
    confirmed = yield from Call(ops.confirm_user, ask(ConfirmUser, email=address, code=code, password=password))
    if confirmed.tokens is None:
        raise PostCardItError(f"{address} has an account with another password.")
    yield SignedIn(confirmed.tokens)
    return confirmed.tokens.user
