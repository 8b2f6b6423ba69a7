"""postcardit world snapshot and restore: everything as it was, put aside and brought back."""

from typing import TYPE_CHECKING, Annotated

import typer

from ..context import target_for
from ..exits import NOT_FOUND, CommandFailed, usage
from ..folders import is_safe_name
from ..lab.entrance import Data, laboratory
from ..render import say, show
from .ledger import ledgers_of

if TYPE_CHECKING:
    from postcardit_sdk.contract.lab.snapshots import SnapshotList

__all__ = ["restore", "snapshot"]

Name = Annotated[str, typer.Argument(metavar="NAME", help="Letters, digits, dots, hyphens and underscores.")]


def snapshot(
    ctx: typer.Context,
    name: Name,
    remove: Annotated[bool, typer.Option("--remove", help="Forget this snapshot instead.")] = False,
    data: Data = None,
) -> None:
    """Put everything aside that the backend holds, also what no world made; in place of an earlier one of this name."""
    from postcardit_sdk.errors import NotFound
    from postcardit_sdk.lab.snapshots import remove_snapshot, take_snapshot

    _check(name)
    with laboratory(ctx, data) as (client, folder):
        try:
            done = client.run(remove_snapshot(folder, name) if remove else take_snapshot(folder, name))
        except NotFound as error:
            raise _no_such(error) from None
    sentence = f"The snapshot {name} is forgotten." if remove else f"Everything is put aside as {name}."
    _show(ctx, done, sentence)


def restore(ctx: typer.Context, name: Name, data: Data = None) -> None:
    """Bring everything back as it was: what happened since has not happened."""
    from postcardit_sdk.errors import NotFound
    from postcardit_sdk.lab.snapshots import restore_snapshot

    _check(name)
    with laboratory(ctx, data) as (client, folder):
        try:
            done = client.run(restore_snapshot(folder, name))
        except NotFound as error:
            raise _no_such(error) from None
    for ledger in ledgers_of(target_for(ctx).profile):
        ledger.forget_sessions()  # those that began since have not begun
    _show(ctx, done, f"Everything is as it was when {name} was taken.")


def _check(name: str) -> None:
    if not is_safe_name(name):
        raise usage(f"{name!r} is no name of a snapshot: letters, digits, dots, hyphens and underscores.")


def _no_such(error: Exception) -> CommandFailed:
    return CommandFailed(str(error), exit_code=NOT_FOUND, code="not_found", hint="postcardit world list")


def _show(ctx: typer.Context, done: "SnapshotList", sentence: str) -> None:
    show(ctx, done, lambda _: say(sentence))
