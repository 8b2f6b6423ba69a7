"""postcardit demo: the whole of it in one command, on a backend and in folders of its own."""

import json
import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TextIO

import typer

from .context import Options, options_of
from .family import family

if TYPE_CHECKING:
    from .demo_stage import Stage

app = family("demo")


@app.command()
def demo(
    ctx: typer.Context,
    photo: Annotated[
        Path | None, typer.Option(help="The photo to mail instead of a painted one.", metavar="FILE")
    ] = None,
    keep: Annotated[Path | None, typer.Option(help="Keep the demo's data in this folder.", metavar="DIR")] = None,
    out: Annotated[Path, typer.Option(help="Where the painted card goes.", metavar="FILE")] = Path("postcard-demo.png"),
    on_stage: Annotated[
        str | None, typer.Option("--stage", help="On this stage of AWS, which forgets it afterwards.", metavar="NAME")
    ] = None,
) -> None:
    """Two people meet, one mails a photo, the other reads it: each step is a command that you could type.

    It starts a backend of its own on this machine, leaves your accounts and settings alone, and stops it again.
    """
    from .demo_steps import play

    options = options_of(ctx)
    with ExitStack() as stack:
        folder = keep or Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="postcardit-demo-")))
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        transcript = sys.stderr if options.as_json else sys.stdout
        stage = stack.enter_context(_stage(stack, folder.absolute(), transcript, options, on_stage))
        outcome = play(stage, None if photo is None else photo.absolute(), out)
        stage.say(f"The demo's data is in {keep}." if keep else "Its data is gone now; --keep DIR keeps it.")
    if options.as_json:
        sys.stdout.write(json.dumps(outcome.as_json()) + "\n")


def _stage(stack: ExitStack, folder: Path, transcript: TextIO, options: Options, name: str | None) -> "Stage":
    if name is None:
        from .demo_stage import Stage

        return Stage(folder, transcript, quiet=options.quiet)
    from .aws.demo_stage import AwsStage
    from .aws.reach import deployed, reached, stage_named

    named = stage_named(name)
    account = stack.enter_context(reached(None, None))
    from postcardit_backend.aws.ops.doctor import Patient

    patient = Patient(account, named, deployed(account, named))
    return AwsStage(folder, transcript, patient, quiet=options.quiet)
