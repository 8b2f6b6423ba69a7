"""The access token: printing it for other programs, and trading it for a new one."""

import json
import sys
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import typer

from ..context import account_of, connect_as, options_of, target_for
from ..exits import LOGIN_HINT, SIGN_IN, CommandFailed
from ..render import moment_in_full, say, show_json
from .times import iso, time_of

if TYPE_CHECKING:
    from postcardit_sdk.flow import Lock
    from postcardit_sdk.tokens import Tokens, TokenStore

__all__ = ["refresh", "token"]


def token(ctx: typer.Context) -> None:
    """Print the access token alone, a new one if it is about to end."""
    store = account_of(ctx)
    held = _held(store)
    if _is_due(held):
        held = _renewed(ctx, store, held)
    if options_of(ctx).as_json:
        show_json(json.dumps({"accessToken": held.access_token, "expiresAt": iso(held.expires_at)}, indent=2))
    else:
        sys.stdout.write(f"{held.access_token}\n")
    if sys.stdout.isatty():
        sys.stderr.write("Whoever sees this token can act as you until it ends.\n")


def refresh(ctx: typer.Context) -> None:
    """Trade the access token for a new one now."""
    store = account_of(ctx)
    before = _held(store)
    if before.refresh_token is None:
        raise CommandFailed(
            "This token came without another to renew it with.",
            exit_code=SIGN_IN,
            code="sign_in_required",
            hint=LOGIN_HINT,
        )
    held = _renewed(ctx, store, before)
    if options_of(ctx).as_json:
        show_json(json.dumps({"username": held.username, "expiresAt": iso(held.expires_at)}, indent=2))
    else:
        ends = f"; it ends on {moment_in_full(time_of(held.expires_at))}" if held.expires_at else ""
        say(f"{held.username or 'The account'} has a new access token{ends}.")


def _renewed(ctx: typer.Context, store: "TokenStore", before: "Tokens") -> "Tokens":
    """What the store holds after a request that, as each would, got a new token first."""
    with connect_as(target_for(ctx), _Aged(store, before.access_token)) as client:
        client.users.me()
    held = _held(store)
    if held.access_token == before.access_token:
        raise CommandFailed(
            "The new access token could not be stored.",
            code="not_stored",
            hint=f"once there is room: {LOGIN_HINT}",
        )
    return held


class _Aged:
    """An account's store in which one access token counts as ended."""

    def __init__(self, store: "TokenStore", access_token: str) -> None:
        self._store = store
        self._access_token = access_token

    def __getattr__(self, name: str) -> Any:
        return getattr(self._store, name)  # what else the store has

    @property
    def lock(self) -> "Lock":
        return self._store.lock

    def load(self) -> "Tokens | None":
        tokens = self._store.load()
        if tokens is None or tokens.access_token != self._access_token:
            return tokens
        return replace(tokens, expires_at=0.0, refresh_at=0.0)

    def save(self, tokens: "Tokens") -> None:
        self._store.save(tokens)

    def clear(self) -> None:
        self._store.clear()


def _held(store: "TokenStore") -> "Tokens":
    from postcardit_sdk.errors import SignInRequired

    tokens = store.load()
    if tokens is None:
        raise SignInRequired
    return tokens


def _is_due(tokens: "Tokens") -> bool:
    import time

    refresh_at = tokens.refresh_at if tokens.refresh_at is not None else (tokens.expires_at or 0.0) - 60.0
    return tokens.refresh_token is not None and tokens.expires_at is not None and time.time() >= refresh_at
