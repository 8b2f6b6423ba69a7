"""postcardit events: every change of what one sees, as it happens."""

from typing import TYPE_CHECKING

import typer

from .context import connect
from .family import family
from .live import Count, For, Since, Window, tell_changes, until_ctrl_c

if TYPE_CHECKING:
    from postcardit_sdk.contract.sync import Change

app = family("events", "What happens, as it happens.")


@app.command()
def listen(ctx: typer.Context, since: Since = None, count: Count = None, seconds: For = None) -> None:
    """Print every change as it happens, a line each: its number, what it is, and of what. Until Ctrl-C.

    With --json each line is an object with the cursor to go on after it.
    """
    with until_ctrl_c(), connect(ctx) as client:
        tell_changes(ctx, client, Window(since, count, seconds), _line)


def _line(change: "Change", _me: str) -> str:
    return f"{change.seq} {change.type} {change.id}"
