"""postcardit aws deploy: a stage becomes what its template says."""

import json
import tempfile
import zipfile
from collections.abc import Generator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from ..context import options_of
from ..exits import INTERRUPTED, CommandFailed, usage
from ..prompts import can_ask, line
from ..render import notice, say, show_json, table
from .package import make
from .reach import Architecture, Endpoint, Python, Region, StageName, reached, stage_named

if TYPE_CHECKING:
    from postcardit_backend.aws.ops.accounts import Account
    from postcardit_backend.aws.ops.deploy import Change, Deployment, DeploymentFailed, Plan, Stack, Step
    from postcardit_backend.aws.ops.stages import NamedStage

__all__ = ["deploy"]

_SIGNS = {"add": "+", "change": "~", "remove": "-"}


def deploy(
    ctx: typer.Context,
    stage: StageName,
    settings: Annotated[
        list[str] | None,
        typer.Option("--set", help="A parameter of the template; those not given stay.", metavar="NAME=VALUE"),
    ] = None,
    package: Annotated[
        Path | None, typer.Option("--package", help="A package that is built already.", metavar="FILE")
    ] = None,
    arch: Architecture = "arm64",
    python: Python = "3.13",
    plan: Annotated[bool, typer.Option("--plan", help="Only show what would change.")] = False,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
    region: Region = None,
    endpoint_url: Endpoint = None,
) -> None:
    """Deploy a stage: build and upload the package, show what would change, ask, do it, and wait.

    If this is interrupted, CloudFormation goes on; the same command takes up where it is.
    """
    named = stage_named(stage)
    if not (yes or plan or can_ask()):
        raise usage("There is no terminal to ask whether to go on.", hint="--yes goes on, --plan only shows")
    if package is not None and package.is_file() and not zipfile.is_zipfile(package):
        raise usage(f"{package} is no package.", hint="postcardit aws package builds one")
    parameters = {**_parameters(settings or []), "Architecture": arch, "Runtime": f"python{python}"}
    with ExitStack() as folders, reached(region, endpoint_url) as account:
        from postcardit_backend.aws.ops.deploy import Deployment, DeploymentFailed

        deployment = Deployment(account, named, lambda step: _tell(ctx, step), pause=0.2 if endpoint_url else 2)
        if package is None:
            folder = Path(folders.enter_context(tempfile.TemporaryDirectory(prefix="postcardit-deploy-")))
            package = make(ctx, folder / "package.zip", arch, python).file
        try:
            _deploy(ctx, deployment, account, named, package, parameters, only_plan=plan, yes=yes)
        except DeploymentFailed as error:
            raise CommandFailed(str(error), code="deployment_failed", hint=_hint_for(error)) from None


def _deploy(
    ctx: typer.Context,
    deployment: "Deployment",
    account: "Account",
    stage: "NamedStage",
    package: Path,
    parameters: dict[str, str],
    *,
    only_plan: bool,
    yes: bool,
) -> None:
    before = deployment.stack()
    if before is not None and (before.is_working or before.is_ruin):
        notice(ctx, f"{before.name} is {before.status}: that is brought to an end first.")
        deployment.settle(before)
    planned = deployment.plan(package, parameters)
    if planned is None:
        _answer(ctx, "unchanged", (), deployment.stack(), f"Nothing to do: {stage.name} is as its template says.")
        return
    if only_plan:
        deployment.discard(planned)
        _show_plan(ctx, planned)
        return
    if not yes:
        with ExitStack() as refused:
            refused.callback(deployment.discard, planned)
            _show_plan(ctx, planned)
            question = f"Deploy {stage.name} into account {account.id}, {account.region}? [y/N] "
            if line(question).lower() not in ("y", "yes"):
                raise CommandFailed("Nothing was deployed.", code="not_deployed")
            refused.pop_all()
    with _told_that_it_goes_on():
        done = deployment.execute(planned)
    _answer(ctx, "deployed", planned.changes, done, f"{stage.name} is deployed: {len(planned.changes)} changes.")


@contextmanager
def _told_that_it_goes_on() -> Generator[None]:
    try:
        yield
    except KeyboardInterrupt:
        hint = "CloudFormation goes on; the same command takes up where it is"
        raise CommandFailed("Interrupted.", exit_code=INTERRUPTED, code="interrupted", hint=hint) from None


def _hint_for(error: "DeploymentFailed") -> str:
    """What to do about it. What exists already is, most often, what stayed of a stage that people used."""
    if "already exists" in str(error):
        return "remove it, or bring it into the stack (CloudFormation: import), or give the stage another name"
    return "mend it and deploy again; nothing else has changed"


def _parameters(settings: list[str]) -> dict[str, str]:
    split = [setting.partition("=") for setting in settings]
    wrong = [name for name, sign, _ in split if not (name and sign)]
    if wrong:
        raise usage(f"--set takes NAME=VALUE, such as MailFrom=post@example.com, not {wrong[0]!r}.")
    return {name: value for name, _, value in split}


def _show_plan(ctx: typer.Context, plan: "Plan") -> None:
    if options_of(ctx).as_json:
        show_json(json.dumps({"status": "planned", "changes": [_entry(change) for change in plan.changes]}, indent=2))
        return
    rows = [[f"{_SIGNS.get(change.action, '?')} {change.name}", change.kind, _note(change)] for change in plan.changes]
    table(["CHANGE", "KIND", "NOTE"], rows, none="No resource changes.")


def _note(change: "Change") -> str:
    because = ", ".join(change.because)
    if change.is_lossy:
        return f"REPLACED OR REMOVED, AND WHAT IT HOLDS WITH IT: {because}".rstrip(": ")
    return {"no": because, "maybe": f"perhaps replaced: {because}", "yes": f"replaced: {because}"}[change.replaces]


def _answer(
    ctx: typer.Context, status: str, changes: "tuple[Change, ...]", stack: "Stack | None", sentence: str
) -> None:
    outputs = {} if stack is None else stack.outputs
    if options_of(ctx).as_json:
        entries = [_entry(change) for change in changes]
        show_json(json.dumps({"status": status, "changes": entries, "outputs": outputs}, indent=2))
        return
    say(sentence)
    for name, value in sorted(outputs.items()):
        say(f"{name:18}{value}")


def _entry(change: "Change") -> dict[str, Any]:
    return {
        "action": change.action,
        "name": change.name,
        "kind": change.kind,
        "replaces": change.replaces,
        "because": [*change.because],
    }


def _tell(ctx: typer.Context, step: "Step") -> None:
    if step.has_ended:
        notice(ctx, f"{step.status.lower().replace('_', ' '):22}{step.name}  {step.reason}".rstrip())
