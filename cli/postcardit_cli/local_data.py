"""What stays on this machine of an account that signs out, or is erased."""

from collections.abc import Generator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from .context import NO_SERVER, target_for
from .folders import local_store_file
from .render import notice

if TYPE_CHECKING:
    import typer

    from postcardit_sdk.client import Client

__all__ = ["forget_all", "forget_copy"]


def forget_copy(ctx: "typer.Context", user_id: str | None) -> None:
    """Forget what was fetched. What waits to be sent stays, and is mentioned: it is nowhere else."""
    waiting = 0
    with _kept_of(ctx, user_id) as client:
        if client is None:
            return
        client.sync.reset()
        waiting = len(client.outbox.list())
    if waiting:
        notice(ctx, f"Still in the outbox: {waiting}. After signing in again: postcardit outbox list")


def forget_all(ctx: "typer.Context", user_id: str | None) -> None:
    """Forget what was fetched, what was sent and what waits."""
    with _kept_of(ctx, user_id) as client:
        if client is None:
            return
        client.sync.reset()
        for item in client.outbox.list(all=True):
            client.outbox.drop(item.item_id, force=True)


@contextmanager
def _kept_of(ctx: "typer.Context", user_id: str | None) -> "Generator[Client | None, None, None]":
    """A client for what is kept of this user, who may be signed out; None when nothing is. Failures are mentioned."""
    from postcardit_sdk.client import Client
    from postcardit_sdk.errors import LocalStoreFailed
    from postcardit_sdk.tokens import MemoryTokens, Tokens

    file = local_store_file(target_for(ctx).profile)
    if user_id is None or not file.exists():
        yield None
        return
    try:
        with Client(NO_SERVER, tokens=MemoryTokens(Tokens("", user_id=user_id)), local=file) as client:
            yield client
    except LocalStoreFailed as error:
        notice(ctx, f"{error} It was not removed.")
