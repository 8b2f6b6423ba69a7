"""Progress bars, of a transfer or of steps: on stderr, and only where somebody sees it move."""

import os
import sys
from collections.abc import Callable, Generator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from .context import options_of

if TYPE_CHECKING:
    import typer

    from postcardit_sdk.flow import Progress

__all__ = ["steps", "transfer"]


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


@contextmanager
def steps(ctx: "typer.Context", label: str) -> "Generator[Callable[[int, int], None] | None, None, None]":
    """What to tell of the steps that were taken, and of how many; None when nobody would see it."""
    if not sys.stderr.isatty() or options_of(ctx).quiet or os.environ.get("CI"):
        yield None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn
    from rich.progress import Progress as Bars

    console = Console(file=sys.stderr, markup=False, emoji=False)
    columns = (TextColumn("{task.description}", markup=False), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Bars(*columns, console=console) as bars:
        task = bars.add_task(label, total=None)
        yield lambda done, total: bars.update(task, completed=done, total=total)
