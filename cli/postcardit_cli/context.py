"""From the command line's options to a client: which server, and as whom."""

import os
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from .exits import LOGIN_HINT, SIGN_IN, CommandFailed, usage

if TYPE_CHECKING:
    import typer

    from postcardit_sdk.client import Client
    from postcardit_sdk.tokens import TokenStore

    from .accounts import Accounts
    from .profiles import Target

__all__ = [
    "NO_SERVER",
    "Options",
    "account_of",
    "connect",
    "connect_as",
    "connect_locally",
    "connect_unsigned",
    "environment_token",
    "options_of",
    "signing_in",
    "target_for",
]


NO_SERVER = "http://nowhere.invalid"
"""An address that nothing has (RFC 6761)."""


@dataclass(frozen=True, slots=True)
class Options:
    """The global options."""

    as_json: bool = False
    quiet: bool = False
    profile: str | None = None
    url: str | None = None
    as_name: str | None = None

    @property
    def has_notices(self) -> bool:
        """Whether people read along, so that hints are welcome."""
        return not (self.as_json or self.quiet)


def options_of(ctx: "typer.Context") -> Options:
    """The global options of a running command."""
    options = ctx.find_object(Options)
    return Options() if options is None else options


def target_for(ctx: "typer.Context") -> "Target":
    """The server that a command talks to."""
    from .profiles import target_of

    options = options_of(ctx)
    return target_of(options.profile, options.url)


@contextmanager
def connect(ctx: "typer.Context", *, required: bool = True) -> "Generator[Client, None, None]":
    """A client for the account that the command acts as. Unless `required` it may be nobody."""
    with open_client(target_for(ctx), account_of(ctx, required=required)) as client:
        yield client


@contextmanager
def connect_locally(ctx: "typer.Context") -> "Generator[Client, None, None]":
    """A client for what is kept on this machine of the account that the command acts as: it reaches no server."""
    from postcardit_sdk.client import Client

    from .folders import local_store_file

    target = target_for(ctx)
    local = local_store_file(target.profile)
    with Client(target.url or NO_SERVER, tokens=account_of(ctx), local=local) as client:
        yield client


@contextmanager
def connect_unsigned(ctx: "typer.Context") -> "Generator[Client, None, None]":
    """A client without an account."""
    from postcardit_sdk.tokens import MemoryTokens

    with open_client(target_for(ctx), MemoryTokens()) as client:
        yield client


@contextmanager
def connect_as(target: "Target", tokens: "TokenStore") -> "Generator[Client, None, None]":
    """A client for one account, whoever the command acts as."""
    with open_client(target, tokens) as client:
        yield client


@contextmanager
def signing_in(ctx: "typer.Context") -> "Generator[Client, None, None]":
    """A client without an account; the one that it signs in to is stored and becomes the current one."""
    from postcardit_sdk.tokens import MemoryTokens

    from .accounts import Accounts
    from .render import notice

    target, tokens = target_for(ctx), MemoryTokens()
    accounts = Accounts(target.profile)
    accounts.prepare()  # before a session begins that could not be kept
    with open_client(target, tokens) as client:
        yield client
        signed_in = tokens.load()
        if signed_in is None:
            return
        try:
            accounts.keep(signed_in, tokens.blackbox.entries())
        except CommandFailed:
            _end(client)
            raise
    if os.environ.get("POSTCARDIT_TOKEN"):
        notice(ctx, "POSTCARDIT_TOKEN is set: commands use it, not this account, unless you say --as.")


def _end(client: "Client") -> None:
    """End a session that nobody can use, if the server hears it."""
    from contextlib import suppress

    from postcardit_sdk.errors import PostCardItError

    with suppress(PostCardItError):
        client.auth.logout()


def open_client(target: "Target", tokens: "TokenStore") -> "Client":
    """The client for a server, or for the backend in this process."""
    from postcardit_sdk.client import Client

    from .folders import local_data_folder, local_store_file

    local = local_store_file(target.profile)
    if target.url is not None:
        return Client(target.url, tokens=tokens, local=local)
    folder = local_data_folder()
    folder.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    return Client.embedded(folder, tokens=tokens, local=local)


def environment_token() -> str:
    """The token that POSTCARDIT_TOKEN holds, or nothing."""
    token = os.environ.get("POSTCARDIT_TOKEN", "").strip()
    if not (token.isascii() and token.isprintable()):  # found here, a message about it cannot hold it
        raise usage("POSTCARDIT_TOKEN is not a token: it has characters that no token has.")
    return token


def account_of(ctx: "typer.Context", *, required: bool = True) -> "TokenStore":
    """The tokens of the account that the command acts as. Raises CommandFailed (sign in) when there is none."""
    from .accounts import Accounts

    options, target = options_of(ctx), target_for(ctx)
    accounts = Accounts(target.profile)
    if options.as_name is not None:
        return _named(target, accounts, options.as_name)
    token = environment_token()
    if not token and (current := accounts.current()) is not None:
        return current
    if not token and required:
        raise _not_signed_in(accounts)
    from postcardit_sdk.tokens import MemoryTokens, Tokens

    return MemoryTokens(Tokens(access_token=token) if token else None)


def _named(target: "Target", accounts: "Accounts", name: str) -> "TokenStore":
    """An account that was signed in to, or else somebody of a loaded world."""
    if not accounts.has(name):
        from .world.personas import persona_of

        persona = persona_of(target, name)
        if persona is not None:
            return persona
    return accounts.named(name)


def _not_signed_in(accounts: "Accounts") -> CommandFailed:
    names = [account.username for account in accounts.stored() if account.username]
    message, hint = "You are not signed in.", LOGIN_HINT
    if names:
        message += f" Stored for profile {accounts.profile}: {', '.join(names)}."
        hint = f"postcardit auth switch {names[0]}, or {LOGIN_HINT}"
    return CommandFailed(message, exit_code=SIGN_IN, code="sign_in_required", hint=hint)
