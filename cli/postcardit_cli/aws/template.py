"""postcardit aws template: what a stage consists of."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from .reach import StageName, stage_named

__all__ = ["template"]


def template(
    stage: StageName = "dev",
    out: Annotated[Path | None, typer.Option("--out", help="Write it there.", metavar="FILE")] = None,
) -> None:
    """Print a stage's SAM template. `aws deploy` uses it; `sam` and CloudFormation's console can, too."""
    named = stage_named(stage)
    from postcardit_backend.aws.ops.template import as_yaml, template_of

    text = as_yaml(template_of(named))
    if out is None:
        sys.stdout.write(text)
    else:
        out.write_text(text, "utf-8")
