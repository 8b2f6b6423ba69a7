"""postcardit world destroy: removing what a world made, and nothing else."""

import json
from typing import Annotated

import typer

from ..context import options_of
from ..exits import NOT_FOUND, CommandFailed
from ..render import say, show_json
from .ledger import Ledger, forget, ledgers_of
from .reach import Data, reached

__all__ = ["destroy"]


def destroy(
    ctx: typer.Context,
    world: Annotated[str, typer.Argument(metavar="WORLD", help="The name of a world that is loaded.")],
    data: Data = None,
) -> None:
    """Remove what a world made, with all that its users did since. Nobody else loses an account or a postcard."""
    with reached(ctx, data) as reach:
        profile = reach.target.profile
        ledger = next((one for one in ledgers_of(profile) if one.world == world), None)
        if reach.folder is None or (ledger is not None and ledger.how == "api"):
            from .public import destroy_publicly

            removed = destroy_publicly(ctx, reach, _required(ledger, world))
            tombstones = 0
        else:
            from postcardit_sdk.errors import NotFound
            from postcardit_sdk.lab.worlds import destroy_world

            try:
                destroyed = reach.client.run(destroy_world(reach.folder, world))
            except NotFound as error:
                forget(profile, world)
                hint = "postcardit world list"
                raise CommandFailed(str(error), exit_code=NOT_FOUND, code="not_found", hint=hint) from None
            removed, tombstones = destroyed.users, destroyed.tombstones
        forget(profile, world)
    if options_of(ctx).as_json:
        show_json(json.dumps({"world": world, "users": removed, "tombstones": tombstones}, indent=2))
        return
    kept = f" Of {tombstones} a tombstone stays: others have postcards to them." if tombstones else ""
    say(f"{world} is gone: {removed:,} users, and all that was theirs.{kept}")


def _required(ledger: "Ledger | None", world: str) -> Ledger:
    if ledger is None:
        sentence, hint = f"No world {world!r} was loaded from here.", "postcardit world list"
        raise CommandFailed(sentence, exit_code=NOT_FOUND, code="not_found", hint=hint)
    return ledger
