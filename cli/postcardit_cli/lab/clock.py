"""postcardit lab clock: the backend's time."""

from datetime import datetime
from typing import TYPE_CHECKING, Annotated

import typer

from ..durations import in_words, seconds_in
from ..exits import usage
from ..family import family
from ..render import say, show
from .entrance import Data, laboratory

if TYPE_CHECKING:
    from postcardit_sdk.contract.lab.clock import ClockState

app = family("clock", "See the backend's time and move it: tokens, codes, links, limits and the feed go with it.")

_EXAMPLE = "for example 2026-12-24T18:00Z, or without the Z in your time zone"


@app.command("show")
def show_clock(ctx: typer.Context, data: Data = None) -> None:
    """Show what the backend takes for the present."""
    from postcardit_sdk.lab.clock import read_clock

    with laboratory(ctx, data) as (client, folder):
        show(ctx, client.run(read_clock(folder)), _say)


@app.command("set")
def set_clock(
    ctx: typer.Context,
    time: Annotated[str, typer.Argument(metavar="TIME", help="An ISO 8601 date or time.")],
    data: Data = None,
) -> None:
    """Have it show this time and go on from there."""
    from postcardit_sdk.lab import clock

    at = _moment(time)
    with laboratory(ctx, data) as (client, folder):
        show(ctx, client.run(clock.set_clock(folder, at)), _say)


@app.command()
def advance(
    ctx: typer.Context,
    length: Annotated[str, typer.Argument(metavar="LENGTH", help="For example 30s, 2h30m or 3d.")],
    data: Data = None,
) -> None:
    """Have it jump ahead; after `--`, back with a minus. A clock that stands goes on standing."""
    from postcardit_sdk.lab.clock import advance_clock

    seconds = seconds_in(length, "LENGTH")
    with laboratory(ctx, data) as (client, folder):
        show(ctx, client.run(advance_clock(folder, seconds=seconds)), _say)


@app.command()
def freeze(
    ctx: typer.Context,
    time: Annotated[
        str | None, typer.Argument(metavar="TIME", help="Where it stands.  [default: at what it shows]")
    ] = None,
    data: Data = None,
) -> None:
    """Have it stand."""
    from postcardit_sdk.lab.clock import freeze_clock

    at = None if time is None else _moment(time)
    with laboratory(ctx, data) as (client, folder):
        show(ctx, client.run(freeze_clock(folder, at)), _say)


@app.command()
def real(ctx: typer.Context, data: Data = None) -> None:
    """Have it show the machine's time again."""
    from postcardit_sdk.lab.clock import reset_clock

    with laboratory(ctx, data) as (client, folder):
        show(ctx, client.run(reset_clock(folder)), _say)


def _moment(text: str) -> datetime:
    try:
        return datetime.fromisoformat(text).astimezone()
    except (ValueError, OverflowError):
        raise usage(f"TIME {text!r} is no time.", hint=_EXAMPLE) from None


def _say(state: "ClockState") -> None:
    """A time, and how it differs from the machine's."""
    ahead = state.offset_seconds
    if state.is_frozen:
        manner = "It stands."
    elif abs(ahead) < 1:
        manner = "The machine's time." if ahead == 0 else "About the machine's time."
    else:
        manner = f"{in_words(ahead)} {'ahead of' if ahead > 0 else 'behind'} the machine's clock."
    say(f"{state.now:%Y-%m-%d %H:%M:%S} UTC  {manner}")
