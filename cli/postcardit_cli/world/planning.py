"""postcardit world plan: what a world would make, and where."""

import json
from typing import TYPE_CHECKING

import typer

from ..context import options_of
from ..render import notice, say, show_json, table
from .counting import rows_of
from .reach import Data, Prefix, Public, World, reached, source_named

if TYPE_CHECKING:
    from postcardit_sdk.worlds.planning import Plan

__all__ = ["plan"]

_SHOWN = 20


def plan(ctx: typer.Context, world: World, prefix: Prefix = "", public: Public = False, data: Data = None) -> None:
    """Say what a world would make, and change nothing."""
    source = source_named(world)
    with reached(ctx, data, public=public) as reach:
        if reach.folder is not None and not public:
            from postcardit_sdk.worlds.lab_loading import plan_for

            planned, state = reach.client.run(plan_for(reach.folder, source, prefix=prefix))
            how = "lab"
            stands = "It is not loaded." if state is None else f"{state.done:,} of its {state.total:,} steps are taken."
        else:
            import time

            planned, how = source.plan(round(time.time()) * 1000, prefix=prefix), "api"
            stands = "By the API that everyone has everything happens when it is loaded, whatever the file says."
    if options_of(ctx).as_json:
        show_json(json.dumps({"how": how, **_as_json(planned)}, indent=2, ensure_ascii=False))
        return
    say(f"{planned.world}: {planned.file.about}" if planned.file.about else planned.world)
    table(["WHAT", "PLANNED"], rows_of(planned.counts()), none="")
    names = [person.username for person in planned.people[:_SHOWN]]
    more = f" and {len(planned.people) - _SHOWN:,} more" if len(planned.people) > _SHOWN else ""
    say(f"People: {', '.join(names)}{more}")
    notice(ctx, stands)


def _as_json(planned: "Plan") -> dict[str, object]:
    return {
        "world": planned.world,
        "about": planned.file.about,
        "seed": planned.file.seed,
        "anchor": planned.anchor,
        "counts": planned.counts().model_dump(by_alias=True),
        "users": [{"name": person.name, "username": person.username} for person in planned.people],
    }
