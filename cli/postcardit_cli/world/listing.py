"""postcardit world list: the worlds that ship, those that are loaded, and the snapshots."""

import json
from typing import TYPE_CHECKING, Any

import typer

from ..context import options_of
from ..render import moment, notice, say, show_json, table
from .ledger import ledgers_of
from .reach import Data, Reach, reached

if TYPE_CHECKING:
    from postcardit_sdk.contract.lab.snapshots import SnapshotList
    from postcardit_sdk.contract.lab.worlds import WorldState

__all__ = ["list_worlds"]


def list_worlds(ctx: typer.Context, data: Data = None) -> None:
    """List the worlds that ship with the kit, which are loaded here, and the snapshots."""
    from postcardit_sdk.worlds.reading import built_in_worlds, open_world

    abouts = {name: open_world(name).file.about for name in built_in_worlds()}
    with reached(ctx, data) as reach:
        loaded = _loaded(reach)
        snapshots = _snapshots(reach)
    if options_of(ctx).as_json:
        taken = [] if snapshots is None else [one.model_dump(by_alias=True) for one in snapshots.snapshots]
        ships = [{"world": name, "about": about} for name, about in abouts.items()]
        show_json(json.dumps({"ships": ships, "loaded": loaded, "snapshots": taken}, indent=2, ensure_ascii=False))
        return
    here = {str(one["world"]): one for one in loaded}
    names = [*abouts, *(name for name in here if name not in abouts)]
    rows = [[name, _how_far(here.get(name)), abouts.get(name, "")] for name in names]
    table(["WORLD", "HERE", "ABOUT"], rows, none="")
    if snapshots is not None and snapshots.snapshots:
        from datetime import UTC, datetime

        say("")
        rows = [
            [one.name, moment(datetime.fromtimestamp(one.taken_at / 1000, UTC)), f"{one.byte_size / 1e6:.1f} MB"]
            for one in snapshots.snapshots
        ]
        table(["SNAPSHOT", "TAKEN", "SIZE"], rows, none="")
    notice(ctx, "Load one: postcardit world load birthday-party")


def _loaded(reach: Reach) -> list[dict[str, Any]]:
    if reach.folder is not None:
        from postcardit_sdk.lab.worlds import list_worlds as ask_for_worlds

        return [_facts(state) for state in reach.client.run(ask_for_worlds(reach.folder)).worlds]
    return [{"world": ledger.world, "how": ledger.how} for ledger in ledgers_of(reach.target.profile)]


def _facts(state: "WorldState") -> dict[str, Any]:
    return {"world": state.world, "how": "lab", "done": state.done, "total": state.total, "anchor": state.anchor}


def _how_far(facts: dict[str, Any] | None) -> str:
    if facts is None:
        return ""
    is_whole = facts.get("done") == facts.get("total")
    return "loaded" if is_whole else f"{facts['done']:,} of {facts['total']:,} steps"


def _snapshots(reach: Reach) -> "SnapshotList | None":
    if reach.folder is None:
        return None
    from postcardit_sdk.lab.snapshots import list_snapshots

    return reach.client.run(list_snapshots(reach.folder))
