"""The progress bar of a transfer: on stderr, and only where somebody sees it move."""

import os
import sys
from collections.abc import Callable, Generator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from .context import options_of

if TYPE_CHECKING:
    import typer

    from postcardit_sdk.flow import Progress

__all__ = ["transfer"]


@contextmanager
def transfer(ctx: "typer.Context", label: str) -> "Generator[Callable[[Progress], None] | None, None, None]":
    """What to tell of the bytes that moved; None when nobody would see it."""
    if not sys.stderr.isatty() or options_of(ctx).quiet or os.environ.get("CI"):
        yield None
        return
    from rich.console import Console
    from rich.progress import BarColumn, DownloadColumn, TaskID, TextColumn, TransferSpeedColumn
    from rich.progress import Progress as Bars

    console = Console(file=sys.stderr, markup=False, emoji=False)
    columns = (TextColumn("{task.description}", markup=False), BarColumn(), DownloadColumn(), TransferSpeedColumn())
    with Bars(*columns, console=console) as bars:
        tasks: list[TaskID] = []

        def tell(progress: "Progress") -> None:
            if not tasks:  # no bar before the first byte: the photo is still being prepared
                tasks.append(bars.add_task(label, total=progress.total_bytes))
            bars.update(tasks[0], completed=progress.done_bytes, total=progress.total_bytes)

        yield tell
