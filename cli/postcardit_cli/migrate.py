"""postcardit migrate: what a backend on this machine keeps, moved up to a stage on AWS."""

import json
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from .aws.reach import Endpoint, Region, deployed, reached, stage_named
from .context import options_of
from .exits import CommandFailed
from .family import family
from .progress import steps
from .prompts import can_ask, line
from .render import notice, say, show_json

if TYPE_CHECKING:
    from postcardit_backend.aws.ops.accounts import Account
    from postcardit_backend.aws.ops.stages import NamedStage
    from postcardit_backend.aws.stage import Stage
    from postcardit_backend.moving.move import Move, Plan

app = family("migrate")


@app.command()
def migrate(
    ctx: typer.Context,
    data: Annotated[Path, typer.Option("--from", help="The data folder; stop its server first.", metavar="DIR")],
    stage: Annotated[str, typer.Option("--to", help="A stage that nobody has used, such as prod.", metavar="NAME")],
    yes: Annotated[bool, typer.Option("--yes", help="Move, and do not ask.")] = False,
    region: Region = None,
    endpoint_url: Endpoint = None,
) -> None:
    """Move people, friendships, blocks, postcards, photos and feeds of a data folder to a stage on AWS.

    It shows first what there is; without --yes and without a terminal to ask on it does no more. It may be interrupted:
    the same command goes on. In the end everything is read again and compared. Passwords stay what they are; everybody
    signs in again. The folder is left as it is.
    """
    named = stage_named(stage)
    with reached(region, endpoint_url) as account:
        from postcardit_backend.moving.move import MoveRefused
        from postcardit_backend.moving.opening import opened
        from postcardit_backend.refusal import Refused

        try:
            with opened(data, _stage(account, named), account.clients) as move:
                _move(ctx, move, named.name, yes=yes)
        except MoveRefused as refused:
            raise CommandFailed(str(refused), code="not_moved") from None
        except Refused as refused:
            hint = "run the same command again: it goes on where it was"
            raise CommandFailed(refused.detail, code=refused.code.value, hint=hint) from None


def _stage(account: "Account", named: "NamedStage") -> "Stage":
    from postcardit_backend.aws.stage import Stage

    if deployed(account, named).outputs.get("Identity") == "cognito":
        raise CommandFailed(
            f"The accounts of {named.name} are in a Cognito user pool, which takes no passwords of ours.",
            code="not_moved",
            hint="move to a stage that is deployed with --set Identity=local",
        )
    tables = named.table("main"), named.table("brief")
    return Stage(named.name, *tables, named.photos(account.id), named.secret)


def _move(ctx: typer.Context, move: "Move", stage: str, *, yes: bool) -> None:
    plan = move.plan()
    if not options_of(ctx).as_json:
        say(_sentence(plan))
    written = 0
    if plan.is_finished:
        notice(ctx, f"This folder has been moved to {stage}.")
    elif yes or (can_ask() and line(f"Move this to {stage}? [y/N] ").lower() in ("y", "yes")):
        with steps(ctx, "Moving") as tell:
            written = move.run(plan, tell)
        notice(ctx, f"Moved to {stage}, read again and compared: all is as it was.")
    elif can_ask():
        raise CommandFailed("Nothing was moved.", code="not_moved")
    else:
        notice(ctx, "Nothing was moved: this only shows what there is. --yes moves it.")
    if options_of(ctx).as_json:
        counts = {name: value for name, value in asdict(plan).items() if name not in ("digest", "is_finished")}
        is_finished = plan.is_finished or written > 0
        show_json(json.dumps({**counts, "written": written, "isFinished": is_finished}, indent=2))


def _sentence(plan: "Plan") -> str:
    return (
        f"{plan.users} people, {plan.friendships} friendships, {plan.postcards} postcards, {plan.photos} photos and"
        f" {plan.changes} changes: {plan.items} items, of which {plan.done} are on the stage."
    )
