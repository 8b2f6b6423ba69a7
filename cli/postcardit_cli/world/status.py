"""postcardit world status: what there is of a world, beside what its file declares."""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ..context import options_of
from ..exits import NOT_FOUND, CommandFailed
from ..render import notice, say, show_json, table
from .counting import rows_of
from .reach import Data, Reach, reached, source_named
from .remembered import find_ledger, ledger_named

if TYPE_CHECKING:
    from postcardit_sdk.contract.lab.worlds import WorldCounts

    from .ledger import Ledger

__all__ = ["status"]

Compared = tuple[str, "WorldCounts", "WorldCounts", str]
"""A world's name, what is planned, what there is, and how it came there."""


def status(
    ctx: typer.Context,
    world: Annotated[str, typer.Argument(metavar="WORLD", help="A world that is loaded.")],
    data: Data = None,
) -> None:
    """Compare what there is of a world with what its file declares. Exits with 1 where they differ."""
    with reached(ctx, data) as reach:
        ledger = find_ledger(reach.target.profile, world)
        if reach.folder is not None and (ledger is None or ledger.how == "lab"):
            name, planned, found, taken = _by_lab(reach, reach.folder, ledger, world)
        else:
            name, planned, found, taken = _by_api(ctx, reach, ledger or ledger_named(reach.target.profile, world))
    is_equal = planned == found
    if options_of(ctx).as_json:
        facts = {"world": name, "isEqual": is_equal, "how": taken}
        counts = {"planned": planned.model_dump(by_alias=True), "found": found.model_dump(by_alias=True)}
        show_json(json.dumps({**facts, **counts}, indent=2))
    else:
        table(["WHAT", "FILE", "HERE", "DIFFERENCE"], rows_of(planned, found), none="")
        say("Everything is as the file says." if is_equal else "It is not as the file says.")
        notice(ctx, taken)
    if not is_equal:
        raise typer.Exit(1)


def _by_lab(reach: Reach, folder: Path, ledger: "Ledger | None", world: str) -> Compared:
    from postcardit_sdk.contract.lab.worlds import WorldCounts
    from postcardit_sdk.errors import NotFound
    from postcardit_sdk.lab.worlds import read_world

    source = source_named(world if ledger is None else ledger.source)
    try:
        state = reach.client.run(read_world(folder, source.file.world))
    except NotFound as error:
        hint = f"postcardit world load {world}"
        raise CommandFailed(str(error), exit_code=NOT_FOUND, code="not_found", hint=hint) from None
    planned = source.plan(state.anchor, prefix="" if ledger is None else ledger.prefix)
    taken = f"{state.done:,} of {state.total:,} steps are taken."
    return planned.world, planned.counts(), state.counts or WorldCounts(), taken


def _by_api(ctx: typer.Context, reach: Reach, ledger: "Ledger") -> Compared:
    from .public import counted_publicly

    planned = source_named(ledger.source).plan(ledger.anchor, prefix=ledger.prefix)
    return planned.world, planned.counts(), counted_publicly(ctx, reach, ledger), "Loaded by the API that everyone has."
