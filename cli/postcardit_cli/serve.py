"""postcardit serve: a backend on this machine."""

import json
import signal
from contextlib import ExitStack, suppress
from pathlib import Path
from types import FrameType
from typing import Annotated

import typer

from .context import options_of
from .family import family
from .render import notice

app = family("serve")


@app.command()
def serve(
    ctx: typer.Context,
    host: Annotated[str, typer.Option(help="The address to listen on.", metavar="HOST")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65535, help="The port; 0 takes a free one.", metavar="PORT")] = 8080,
    data: Annotated[
        Path | None, typer.Option(help="Where the data is kept.  [default: your data folder]", metavar="DIR")
    ] = None,
    limits: Annotated[bool, typer.Option("--limits", help="Limit how often each user may ask.")] = False,
    no_log: Annotated[bool, typer.Option("--no-log", help="Keep no log of requests in the data folder.")] = False,
) -> None:
    """Run a backend here until Ctrl-C. Prints its address once it listens."""
    from postcardit_backend import entry
    from postcardit_backend.settings import Settings

    from .folders import local_data_folder
    from .servers import announced

    folder = data or local_data_folder()
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    with ExitStack() as stack:

        def on_ready(url: str) -> None:
            stack.enter_context(announced(url, folder))
            as_json = options_of(ctx).as_json
            typer.echo(json.dumps({"url": url, "data": str(folder.absolute())}) if as_json else url)
            notice(ctx, f"The data is in {folder}. Stop with Ctrl-C.")

        _end_by_exception(signal.SIGTERM)
        with suppress(KeyboardInterrupt):  # the way to stop it
            entry.serve(folder, host, port, settings=Settings(limits=limits, request_log=not no_log), on_ready=on_ready)


def _end_by_exception(number: int) -> None:
    """Let a signal unwind the stack, so that what was announced is taken back."""

    def interrupt(_number: int, _frame: FrameType | None) -> None:
        raise KeyboardInterrupt

    signal.signal(number, interrupt)
