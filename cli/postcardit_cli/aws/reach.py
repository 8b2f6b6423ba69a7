"""The way to a stage: options that the commands share, and AWS's refusals in this program's words."""

from collections.abc import Generator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated

import typer

from ..exits import FAILURE, NOT_FOUND, OFFLINE, CommandFailed, usage

if TYPE_CHECKING:
    from postcardit_backend.aws.ops.accounts import Account
    from postcardit_backend.aws.ops.deploy import Stack
    from postcardit_backend.aws.ops.stages import NamedStage

__all__ = ["Architecture", "Endpoint", "Python", "Region", "StageName", "deployed", "reached", "stage_named"]

StageName = Annotated[str, typer.Option("--stage", help="The stage's name, such as dev or prod.", metavar="NAME")]
Region = Annotated[
    str | None, typer.Option("--region", help="The AWS region.  [default: AWS_REGION or the profile's]", metavar="NAME")
]
Endpoint = Annotated[
    str | None, typer.Option("--endpoint-url", help="An emulator's address, instead of AWS.", metavar="URL")
]
Architecture = Annotated[str, typer.Option("--arch", help="arm64 or x86_64.", metavar="NAME")]
Python = Annotated[str, typer.Option("--python", help="The functions' Python: 3.12 or 3.13.", metavar="VERSION")]


def stage_named(name: str) -> "NamedStage":
    """A stage by its name. Raises CommandFailed (usage) for one that cannot be."""
    from postcardit_backend.aws.ops.stages import BadStage, NamedStage

    try:
        return NamedStage(name)
    except BadStage as error:
        raise usage(str(error)) from None


@contextmanager
def reached(region: str | None, endpoint_url: str | None) -> "Generator[Account, None, None]":
    """The account that AWS's credentials here belong to; while this lasts, what AWS refuses is a CommandFailed."""
    from postcardit_backend.aws.ops.accounts import reach
    from postcardit_backend.aws.ops.troubles import AwsTrouble, BadSetting, Unreachable, explained

    try:
        with explained():
            yield reach(region, endpoint_url)
    except BadSetting as bad:
        raise usage(f"{bad}", hint=bad.hint) from None
    except Unreachable as trouble:
        raise CommandFailed(str(trouble), exit_code=OFFLINE, code="connection_failed", hint=trouble.hint) from None
    except AwsTrouble as trouble:
        raise CommandFailed(str(trouble), code="aws_refused", hint=trouble.hint) from None


def deployed(account: "Account", stage: "NamedStage") -> "Stack":
    """The stack of a stage that is there. Raises CommandFailed (not found)."""
    from postcardit_backend.aws.ops.deploy import find_stack

    stack = find_stack(account.clients.of("cloudformation"), stage.stack)
    if stack is not None and stack.outputs:
        return stack
    sentence, exit_code = f"There is no stage {stage.name} in account {account.id}, {account.region}.", NOT_FOUND
    if stack is not None and stack.is_working:
        sentence, exit_code = f"The stage {stage.name} is being deployed: {stack.name} is {stack.status}.", FAILURE
    elif stack is not None and stack.is_ruin:
        sentence, exit_code = f"The first deployment of {stage.name} failed: {stack.name} is {stack.status}.", FAILURE
    hint = f"postcardit aws deploy --stage {stage.name}"
    raise CommandFailed(sentence, exit_code=exit_code, code="no_stage", hint=hint)
