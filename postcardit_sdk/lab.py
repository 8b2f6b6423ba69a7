"""What only a backend on this machine has: a mailbox that its owner may read. For tests and trying out.

    client.run(sign_up(folder, "alice"))  # with an AsyncClient: await client.run(...)

`folder` is the data folder of the embedded backend or of the server.
"""

import json
import os
from pathlib import Path
from urllib.parse import urlencode

from .contract import operations as ops
from .contract.auth import ConfirmUser, RegisterUser
from .contract.users import User
from .errors import PostCardItError
from .flow import Call, Exchange, Request, SignedIn, Talk, ask

__all__ = ["mailed_code", "sign_up"]


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


def mailed_code(folder: str | os.PathLike[str], to: str) -> Talk[str]:
    """The newest code that was mailed to a username or an address."""
    key = (Path(folder) / "lab.key").read_text("ascii").strip()
    request = Request("GET", f"/lab/mailbox?{urlencode({'user': to})}", {"x-lab-key": key})
    answer = yield from Exchange(request)
    for message in json.loads(answer.body)["messages"]:
        if message.get("code"):
            return str(message["code"])
    raise PostCardItError(f"No code was mailed to {to}.")
