"""postcardit migrate: what a backend on this machine keeps, moved up to a stage on AWS."""

import json
from dataclasses import asdict, replace
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from .aws.reach import Endpoint, Region, deployed, reached, stage_named
from .context import options_of
from .exits import CommandFailed, usage
from .family import family
from .progress import steps
from .prompts import can_ask, line
from .render import notice, say, show_json

if TYPE_CHECKING:
    from postcardit_backend.aws.ops.accounts import Account
    from postcardit_backend.aws.ops.deploy import Stack
    from postcardit_backend.aws.ops.stages import NamedStage
    from postcardit_backend.aws.stage import Stage
    from postcardit_backend.moving.move import Move, Plan
    from postcardit_backend.moving.passwords import Way

app = family("migrate")

_AGAIN = "run the same command again: it goes on where it was"


class Passwords(StrEnum):
    """What becomes of people's passwords."""

    KEEP = "keep"
    RESET = "reset"


@app.command()
def migrate(
    ctx: typer.Context,
    data: Annotated[Path, typer.Option("--from", help="The data folder; stop its server first.", metavar="DIR")],
    stage: Annotated[str, typer.Option("--to", help="A stage that is deployed, such as prod.", metavar="NAME")],
    passwords: Annotated[
        Passwords,
        typer.Option(help="Where Cognito keeps accounts: keep asks for UserMigration=on, reset has all set new ones."),
    ] = Passwords.KEEP,
    yes: Annotated[bool, typer.Option("--yes", help="Move, and do not ask.")] = False,
    region: Region = None,
    endpoint_url: Endpoint = None,
) -> None:
    """Move people, friendships, blocks, postcards, photos and feeds of a data folder to a stage on AWS.

    It shows first what there is, and what becomes of passwords; without --yes and without a terminal to ask on it does
    no more. It may be interrupted: the same command goes on. In the end everything is read again and compared.
    Everybody signs in again. The folder is left as it is.
    """
    named = stage_named(stage)
    with reached(region, endpoint_url) as account:
        from postcardit_backend.aws.ops.troubles import AwsTrouble, explained
        from postcardit_backend.moving.opening import opened
        from postcardit_backend.moving.refusal import MoveRefused
        from postcardit_backend.refusal import Refused

        target, way = _target(account, named, passwords)
        try:
            with explained(), opened(data, target, account.clients, way) as move:
                _move(ctx, move, named.name, yes=yes)
        except MoveRefused as refused:
            raise CommandFailed(str(refused), code="not_moved") from None
        except Refused as refused:
            raise CommandFailed(refused.detail, code=refused.code.value, hint=_AGAIN) from None
        except AwsTrouble as trouble:
            hint = f"{trouble.hint}; then {_AGAIN}" if trouble.hint else _AGAIN
            raise CommandFailed(str(trouble), code="aws_refused", hint=hint) from None


def _target(account: "Account", named: "NamedStage", passwords: Passwords) -> "tuple[Stage, Way]":
    from postcardit_backend.aws.stage import Stage
    from postcardit_backend.moving.passwords import Way
    from postcardit_sdk.contract.service import Identity

    stack = deployed(account, named)
    tables = named.table("main"), named.table("brief")
    stage = Stage(named.name, *tables, named.photos(account.id), named.secret, region=account.region)
    if stack.outputs.get("Identity") != "cognito":
        if passwords is Passwords.RESET:
            raise usage(f"The tables of {named.name} keep passwords as they are: leave --passwords out.")
        return stage, Way.KEPT
    pool, client = stack.outputs["UserPoolId"], stack.outputs["UserPoolClientId"]
    hosted = replace(stage, identity=Identity.COGNITO, user_pool_id=pool, user_pool_client_id=client)
    return hosted, _way(named, stack, passwords)


def _way(named: "NamedStage", stack: "Stack", passwords: Passwords) -> "Way":
    from postcardit_backend.moving.passwords import Way

    if passwords is Passwords.RESET:
        return Way.RESET
    if stack.parameters.get("UserMigration") != "on":
        raise CommandFailed(
            f"The user pool of {named.name} does not ask about people whom it does not know, so that no password of the"
            " folder would count.",
            code="not_moved",
            hint=f"postcardit aws deploy --stage {named.name} --set UserMigration=on, or --passwords reset",
        )
    return Way.BROUGHT


def _move(ctx: typer.Context, move: "Move", stage: str, *, yes: bool) -> None:
    plan = move.plan()
    if not options_of(ctx).as_json:
        say(_sentence(plan))
        say(_passwords_sentence(plan))
    written, is_finished = 0, plan.is_finished
    if is_finished:
        notice(ctx, f"This folder has been moved to {stage}.")
    elif yes or (can_ask() and line(f"Move this to {stage}? [y/N] ").lower() in ("y", "yes")):
        with steps(ctx, "Moving") as tell:
            written, is_finished = move.run(plan, tell), True
        notice(ctx, f"Moved to {stage}, read again and compared: all is as it was.")
    elif can_ask():
        raise CommandFailed("Nothing was moved.", code="not_moved")
    else:
        notice(ctx, "Nothing was moved: this only shows what there is. --yes moves it.")
    if options_of(ctx).as_json:
        counts = {name: value for name, value in asdict(plan).items() if name not in ("digest", "is_finished")}
        show_json(json.dumps({**counts, "written": written, "isFinished": is_finished}, indent=2))


def _sentence(plan: "Plan") -> str:
    what = (
        (plan.users, "person", "people"),
        (plan.friendships, "friendship", "friendships"),
        (plan.postcards, "postcard", "postcards"),
        (plan.photos, "photo", "photos"),
        (plan.changes, "change", "changes"),
    )
    *others, last = (f"{count} {one if count == 1 else many}" for count, one, many in what)
    are = "is" if plan.done == 1 else "are"
    return f"{', '.join(others)} and {last}: {plan.items} items, of which {plan.done} {are} on the stage."


def _passwords_sentence(plan: "Plan") -> str:
    return {
        "kept": "Everybody keeps their password.",
        "brought": (
            "Everybody keeps their password, which the user pool takes over as they sign in; whose is longer than 256"
            " characters, or begins or ends with a space, sets a new one by a mailed code."
        ),
        "reset": "Everybody sets a new password by a mailed code before they can sign in: no hash is moved.",
    }[plan.passwords.value]
