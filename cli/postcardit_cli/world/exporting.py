"""postcardit world export: a loaded world for other programs."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ..context import options_of
from ..exits import usage
from ..files import write_private
from ..render import notice
from .reach import Data, reached, source_named
from .remembered import ledger_named

if TYPE_CHECKING:
    from postcardit_sdk.worlds.exporting import ExportedWorld

    from .ledger import Ledger

__all__ = ["export"]

_FORMATS = ("env", "json", "xcconfig", "swift", "curl")


def export(
    ctx: typer.Context,
    world: Annotated[str, typer.Argument(metavar="WORLD", help="A world that is loaded.")],
    format_: Annotated[
        str | None, typer.Option("--format", metavar="FORMAT", help=f"{', '.join(_FORMATS)}.  [default: env]")
    ] = None,
    out: Annotated[Path | None, typer.Option(metavar="FILE", help="Write it there, for your eyes only.")] = None,
    data: Data = None,
) -> None:
    """Print its address, its people with their passwords, and the ids of its named things."""
    chosen = format_ or ("json" if options_of(ctx).as_json else "env")
    if chosen not in _FORMATS:
        raise usage(f"{chosen!r} is no format: {', '.join(_FORMATS)}.")
    with reached(ctx, data) as reach:
        ledger = ledger_named(reach.target.profile, world)
        exported = _exported(ledger, reach.target.url)
    from postcardit_sdk.worlds.exporting import FORMATS

    text = FORMATS[chosen](exported)
    if out is None:
        sys.stdout.write(text)
        return
    write_private(out, text.encode())
    notice(ctx, f"Written to {out}.")


def _exported(ledger: "Ledger", url: str | None) -> "ExportedWorld":
    from postcardit_sdk.worlds.exporting import ExportedPerson, ExportedWorld

    planned = source_named(ledger.source).plan(ledger.anchor, prefix=ledger.prefix)
    names = {person.name for person in planned.people}
    things = {name: ids for name, ids in planned.references.items() if name not in names}
    people = [
        ExportedPerson(member.name, member.username, member.email, member.password, member.user_id)
        for member in ledger.members
        if not member.is_erased
    ]
    if ledger.how == "api":
        things = {name: _made(name, ids, ledger.notes()) for name, ids in things.items()}
    return ExportedWorld(ledger.world, url, people, things)


def _made(name: str, ids: "dict[str, str] | object", notes: dict[str, str]) -> dict[str, str]:
    """By the API that everyone has the server gave the ids: those that were noted."""
    kinds = [key for key in ("friendship_id", "postcard_id") if isinstance(ids, dict) and key in ids]
    return {key: notes[f"{name} {key}"] for key in kinds if f"{name} {key}" in notes}
