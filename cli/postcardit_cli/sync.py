"""postcardit sync: the copy of one's postcards and friends on this machine."""

import json
from typing import TYPE_CHECKING, Any

import typer

from .context import connect, connect_locally, options_of
from .family import family
from .render import facts, moment_in_full, notice, say, show_json, write_rendered

if TYPE_CHECKING:
    from postcardit_sdk.resources.sync import SyncStatus

app = family("sync", "The copy of your postcards and friends on this machine, for postcards list --local.")


@app.command()
def pull(ctx: typer.Context) -> None:
    """Fetch what has changed since the last time; the first time, and after a long pause, all there is."""
    with connect(ctx) as client:
        refreshed = client.sync.refresh()
    if options_of(ctx).as_json:
        _show({"changes": refreshed.changes, "hadGap": refreshed.had_gap, "cursor": refreshed.cursor})
        return
    if refreshed.had_gap:
        notice(ctx, "The copy was too old to be brought up to date: all was fetched anew.")
    say(f"{refreshed.changes} change{'' if refreshed.changes == 1 else 's'}." if refreshed.changes else "Up to date.")


@app.command()
def status(ctx: typer.Context) -> None:
    """Show what the copy holds, and how old it is. This asks no server."""
    with connect_locally(ctx) as client:
        found = client.sync.status()
        tokens = client.session.tokens.load()
    if options_of(ctx).as_json:
        _show(_as_json(found))
    else:
        _view(found, (tokens and tokens.username) or found.user_id)


@app.command()
def reset(ctx: typer.Context) -> None:
    """Erase the copy; what waits in the outbox stays. The next pull fetches all there is."""
    with connect_locally(ctx) as client:
        client.sync.reset()
    if not options_of(ctx).as_json:
        say("The copy is erased.")


def _view(status: "SyncStatus", account: str) -> None:
    write_rendered(
        facts(
            [
                ("Account", account),
                ("Refreshed", moment_in_full(status.refreshed_at) or "never"),
                ("Complete", "yes" if status.is_complete else "no: postcardit sync pull"),
                ("Postcards", str(status.postcards)),
                ("Unread", str(status.unread)),
                ("Friendships", str(status.friendships)),
            ]
        )
    )


def _as_json(status: "SyncStatus") -> dict[str, Any]:
    from postcardit_sdk.contract.wire import format_timestamp

    return {
        "userId": status.user_id,
        "refreshedAt": None if status.refreshed_at is None else format_timestamp(status.refreshed_at),
        "isComplete": status.is_complete,
        "postcards": status.postcards,
        "unread": status.unread,
        "friendships": status.friendships,
    }


def _show(document: dict[str, Any]) -> None:
    show_json(json.dumps(document, indent=2, ensure_ascii=False))
