"""postcardit aws config: what clients need to know of a stage."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from ..context import options_of
from ..exits import usage
from ..files import write_private
from ..render import notice
from .reach import Endpoint, Region, StageName, deployed, reached, stage_named

__all__ = ["config"]


def config(
    ctx: typer.Context,
    stage: StageName,
    format_: Annotated[
        str | None, typer.Option("--format", help="swift, xcconfig, env or json.  [default: env]", metavar="FORMAT")
    ] = None,
    out: Annotated[Path | None, typer.Option("--out", help="Write it there.", metavar="FILE")] = None,
    region: Region = None,
    endpoint_url: Endpoint = None,
) -> None:
    """Print a stage's addresses for the app, for Xcode or for a shell. None of it is secret."""
    named = stage_named(stage)
    from postcardit_backend.aws.ops.client_settings import FORMATS, client_settings

    chosen = format_ or ("json" if options_of(ctx).as_json else "env")
    if chosen not in FORMATS:
        raise usage(f"{chosen!r} is no format: {', '.join(FORMATS)}.")
    with reached(region, endpoint_url) as account:
        settings = client_settings(deployed(account, named), named, account)
    text = FORMATS[chosen](settings)
    if out is None:
        sys.stdout.write(text)
        return
    write_private(out, text.encode())
    notice(ctx, f"Written to {out}.")
