"""postcardit world load: making what a world's file declares."""

from pathlib import Path
from typing import TYPE_CHECKING

import typer

from ..context import options_of
from ..exits import CONFLICT, CommandFailed
from ..progress import steps
from ..render import notice, say, show_json
from .counting import sentence_of
from .ledger import Ledger, Member, forget
from .reach import Data, Prefix, Public, Reach, World, reached, source_named

if TYPE_CHECKING:
    from postcardit_sdk.worlds.planning import Plan
    from postcardit_sdk.worlds.reading import Source

__all__ = ["load"]


def load(ctx: typer.Context, world: World, prefix: Prefix = "", public: Public = False, data: Data = None) -> None:
    """Make it, or what is missing of it. Loading again changes nothing; one that was cut short goes on."""
    source = source_named(world)
    with reached(ctx, data, public=public) as reach:
        if reach.folder is None or public:
            from .public import load_publicly

            planned, was_there = load_publicly(ctx, reach, source, prefix)
        else:
            planned, was_there = _load(ctx, reach, reach.folder, source, prefix)
    if options_of(ctx).as_json:
        import json

        facts = {"world": planned.world, "anchor": planned.anchor, "wasThere": was_there}
        show_json(json.dumps({**facts, "counts": planned.counts().model_dump(by_alias=True)}, indent=2))
        return
    there = "is there already" if was_there else "is loaded"
    say(f"{planned.world} {there}: {sentence_of(planned.counts())}.")
    if planned.people:
        name = planned.people[0].username
        notice(ctx, f"Act as any of them: postcardit --as {name} postcards list")


def _load(ctx: typer.Context, reach: Reach, folder: Path, source: "Source", prefix: str) -> "tuple[Plan, bool]":
    from postcardit_sdk.errors import Conflict
    from postcardit_sdk.lab.worlds import list_worlds
    from postcardit_sdk.worlds.lab_loading import WorldDiffers, load_world

    profile = reach.target.profile

    def remember(planned: "Plan", digest: str) -> None:
        ledger_of(planned, source, digest, profile, "lab").write()

    with steps(ctx, f"Loading {source.file.world}") as tell:
        try:
            loading = load_world(folder, source, prefix=prefix, on_plan=remember, on_step=tell)
            loaded = reach.client.run(loading)
        except WorldDiffers as error:
            hint = f"postcardit world destroy {source.file.world}"
            raise CommandFailed(str(error), exit_code=CONFLICT, code="world_differs", hint=hint) from None
        except Conflict as error:
            if source.file.world not in {one.world for one in reach.client.run(list_worlds(folder)).worlds}:
                forget(profile, source.file.world)
            hint = "--prefix qa- gives everyone of the world another name"
            raise CommandFailed(str(error), exit_code=CONFLICT, code=str(error.code), hint=hint) from None
    return loaded.plan, loaded.was_there


def ledger_of(planned: "Plan", source: "Source", digest: str, profile: str, how: str) -> Ledger:
    """What is to be remembered of a world on this machine."""
    members = tuple(
        Member(
            name=person.name,
            username=person.username,
            user_id=person.user_id,
            email=person.email,
            password=person.password,
            is_own=not person.existing,
            is_erased=person.deleted is not None,
        )
        for person in planned.people
    )
    name = source.name if source.folder is None else str(Path(source.name).absolute())
    return Ledger(profile, planned.world, name, planned.prefix, planned.anchor, digest, how, members)
