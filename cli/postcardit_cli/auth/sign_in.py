"""Signing in and out, and which account is the current one."""

import os
from typing import TYPE_CHECKING, Annotated

import typer

from ..accounts import Accounts
from ..context import connect, options_of, signing_in, target_for
from ..exits import usage
from ..local_data import forget_copy
from ..prompts import PasswordStdin, password, secret
from ..render import notice, say, show, show_json
from .bearer import end_of

if TYPE_CHECKING:
    from postcardit_sdk.client import Client
    from postcardit_sdk.contract.users import User

__all__ = ["login", "logout", "switch"]


def login(
    ctx: typer.Context,
    name: Annotated[str | None, typer.Argument(help="Username or e-mail address.", metavar="NAME")] = None,
    password_stdin: PasswordStdin = False,
    with_token: Annotated[
        bool, typer.Option("--with-token", help="Read an access token from stdin instead. Nobody renews it.")
    ] = False,
) -> None:
    """Sign in. The account is stored and becomes the current one."""
    if with_token:
        if name is not None or password_stdin:
            raise usage("--with-token needs neither a name nor a password.")
        given = secret("token", from_stdin=True)
        with signing_in(ctx) as client:
            user = _adopt(client, given)
    elif name is None:
        raise usage("Who signs in? Give a username or an e-mail address.", hint="postcardit auth login NAME")
    else:
        given = password(from_stdin=password_stdin)
        with signing_in(ctx) as client:
            user = client.auth.login(name, given, device_name=_device_name())
    show(ctx, user, lambda user: say(f"Signed in as {user.username}."))


def logout(
    ctx: typer.Context,
    everywhere: Annotated[bool, typer.Option("--all", help="End all sessions of this account.")] = False,
) -> None:
    """Sign out and forget the account here. What waits in its outbox stays."""
    from postcardit_sdk.errors import SessionEnded

    with connect(ctx) as client:
        tokens = client.session.tokens.load()
        name = tokens.username if tokens is not None else None
        try:
            client.auth.logout(everywhere=everywhere)
        except SessionEnded:
            notice(ctx, "The session had ended before.")
    forget_copy(ctx, None if tokens is None else tokens.user_id)
    if not options_of(ctx).as_json:
        say(f"Signed out{f' {name}' if name else ''}.")


def switch(
    ctx: typer.Context,
    name: Annotated[str, typer.Argument(help="The username of a stored account.", metavar="NAME")],
) -> None:
    """Make another stored account the current one. Asks nobody."""
    target = target_for(ctx)
    account = Accounts(target.profile).switch(name)
    if options_of(ctx).as_json:
        import json

        facts = {"profile": target.profile, "username": account.username, "userId": account.user_id}
        show_json(json.dumps(facts, indent=2, ensure_ascii=False))
    else:
        say(f"{account.username} is the current account of profile {target.profile}.")
    if os.environ.get("POSTCARDIT_TOKEN"):
        notice(ctx, "POSTCARDIT_TOKEN is set: commands use it, not this account, unless you say --as.")


def _adopt(client: "Client", token: str) -> "User":
    """Learn whose token it is, from the server that it is for."""
    from postcardit_sdk.tokens import MemoryTokens, Tokens

    store = client.session.tokens
    store.save(Tokens(token))
    user = client.users.me()
    store.save(Tokens(token, expires_at=end_of(token), user_id=user.user_id, username=user.username))
    if isinstance(store, MemoryTokens):
        store.blackbox.record(user.username, "signed_in", "with=an access token")
    return user


def _device_name() -> str:
    """What this session is called in a list of sessions."""
    import platform

    return f"postcardit on {platform.node() or 'a computer'}"[:100]
