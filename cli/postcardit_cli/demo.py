"""postcardit demo: the whole of it in one command, on a backend and in folders of its own."""

import json
import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path
from typing import Annotated

import typer

from .context import options_of
from .family import family

app = family("demo")


@app.command()
def demo(
    ctx: typer.Context,
    photo: Annotated[
        Path | None, typer.Option(help="The photo to mail instead of a painted one.", metavar="FILE")
    ] = None,
    keep: Annotated[Path | None, typer.Option(help="Keep the demo's data in this folder.", metavar="DIR")] = None,
    out: Annotated[Path, typer.Option(help="Where the painted card goes.", metavar="FILE")] = Path("postcard-demo.png"),
) -> None:
    """Two people meet, one mails a photo, the other reads it: each step is a command that you could type.

    It starts a backend of its own on this machine, leaves your accounts and settings alone, and stops it again.
    """
    from .demo_stage import Stage
    from .demo_steps import play

    options = options_of(ctx)
    with ExitStack() as stack:
        folder = keep or Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="postcardit-demo-")))
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        transcript = sys.stderr if options.as_json else sys.stdout
        stage = stack.enter_context(Stage(folder.absolute(), transcript, quiet=options.quiet))
        outcome = play(stage, None if photo is None else photo.absolute(), out)
        stage.say(f"The demo's data is in {keep}." if keep else "Its data is gone now; --keep DIR keeps it.")
    if options.as_json:
        sys.stdout.write(json.dumps(outcome.as_json()) + "\n")
