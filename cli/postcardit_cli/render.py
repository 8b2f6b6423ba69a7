"""What a command shows: the API's answer as JSON, or a table or sentence for people. Notices go to stderr."""

import os
import re
import shutil
import sys
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any, TextIO, TypeVar

from .context import options_of
from .text import one_line, plain

if TYPE_CHECKING:
    import typer
    from pydantic import BaseModel
    from rich.console import Console, RenderableType

__all__ = [
    "columns",
    "facts",
    "fitted",
    "has_colour",
    "moment",
    "moment_in_full",
    "moment_to_the_second",
    "notice",
    "say",
    "show",
    "show_json",
    "show_json_line",
    "table",
    "write_rendered",
]

AnswerT = TypeVar("AnswerT", bound="BaseModel")

_UNLIMITED = 10_000
_NARROWEST = 10
_GAP = 2
_LATE_CONTROLS = re.compile("[\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")


def show(ctx: "typer.Context", answer: AnswerT, view: Callable[[AnswerT], None]) -> None:
    """Print an answer: as JSON when that was asked for, else the way `view` prints it."""
    if options_of(ctx).as_json:
        show_json(answer.model_dump_json(by_alias=True, exclude_none=True, indent=2))
    else:
        view(answer)


def show_json(document: str) -> None:
    """Print JSON. What a terminal would obey, or cannot encode, is written as JSON's own escapes."""
    text = _LATE_CONTROLS.sub(lambda match: f"\\u{ord(match.group()):04x}", document)
    encoding = getattr(sys.stdout, "encoding", None) or "utf-8"
    if encoding.lower().replace("-", "") != "utf8":
        import json

        text = json.dumps(json.loads(text), indent=2)
    sys.stdout.write(f"{text}\n")


def show_json_line(document: Any) -> None:
    """Print JSON as one line of ASCII, and let it go at once: the next one may come much later."""
    import json

    sys.stdout.write(f"{json.dumps(document)}\n")
    sys.stdout.flush()


def say(sentence: str) -> None:
    """Print an answer of one or more lines."""
    sys.stdout.write(f"{plain(sentence)}\n")


def notice(ctx: "typer.Context", sentence: str) -> None:
    """Tell people something beside the answer; programs, and --quiet, hear nothing."""
    if options_of(ctx).has_notices:
        sys.stderr.write(f"{plain(sentence)}\n")


def has_colour(stream: TextIO) -> bool:
    """NO_COLOR, else FORCE_COLOR, else whether the stream is a terminal that knows colours."""
    if os.environ.get("NO_COLOR"):
        return False
    if os.environ.get("FORCE_COLOR"):
        return os.environ["FORCE_COLOR"] != "0"
    return stream.isatty() and os.environ.get("TERM") != "dumb"


def columns() -> int:
    """How many characters fit on a line; without end when nobody looks at a terminal."""
    return shutil.get_terminal_size().columns if sys.stdout.isatty() else _UNLIMITED


def moment(when: datetime | None) -> str:
    """A time in the local time zone, short enough for a table."""
    if when is None:
        return ""
    local = when.astimezone()
    pattern = "%d %b %H:%M" if local.year == datetime.now().astimezone().year else "%d %b %Y"
    return local.strftime(pattern)


def moment_to_the_second(when: datetime) -> str:
    """A time in the local time zone: of today without its day."""
    local, today = when.astimezone(), datetime.now().astimezone().date()
    return local.strftime("%H:%M:%S" if local.date() == today else "%d %b %Y %H:%M:%S")


def moment_in_full(when: datetime | None) -> str:
    """A time in the local time zone, to the second."""
    return "" if when is None else when.astimezone().strftime("%a %d %b %Y, %H:%M:%S %Z")


def table(head: Sequence[str], rows: Sequence[Sequence[str]], *, none: str) -> None:
    """Print a table, or the sentence `none` for no rows. The last column takes the room that is left; a cell may
    have several lines.
    """
    if not rows:
        sys.stdout.write(f"{none}\n")
        return
    from rich.cells import cell_len
    from rich.table import Table
    from rich.text import Text

    lines = [[plain(cell) for cell in row] for row in rows]
    others = sum(max(cell_len(part) for cell in column for part in cell.split("\n")) + _GAP
                 for column in zip(*(line[:-1] for line in [list(head), *lines]), strict=True))  # fmt: skip
    room = max(_NARROWEST, columns() - others)
    grid = Table(box=None, pad_edge=False, padding=(0, _GAP, 0, 0), header_style="bold")
    for name in head:
        grid.add_column(name, no_wrap=True)
    for line in lines:
        grid.add_row(*map(Text, line[:-1]), Text(fitted(line[-1], room)))
    write_rendered(grid)


def fitted(text: str, width: int) -> str:
    """One line of text, cut where it is wider."""
    from rich.text import Text

    line = Text(one_line(text))
    line.truncate(width, overflow="ellipsis")
    return line.plain


def facts(pairs: Sequence[tuple[str, str | None]]) -> "RenderableType":
    """Labels with their values beneath each other; what is empty is left out."""
    from rich.table import Table
    from rich.text import Text

    grid = Table.grid(padding=(0, _GAP, 0, 0))
    grid.add_column(style="dim", no_wrap=True)
    grid.add_column(overflow="fold")
    for label, value in pairs:
        if value:
            grid.add_row(label, Text(plain(value)))
    return grid


def write_rendered(content: "RenderableType") -> None:
    """Print something made with rich, without blanks at the ends of lines."""
    console = _console()
    with console.capture() as capture:
        console.print(content)
    sys.stdout.write("".join(f"{line.rstrip()}\n" for line in capture.get().splitlines()))


def _console() -> "Console":
    from rich.console import Console

    colour = has_colour(sys.stdout)
    return Console(
        file=sys.stdout,
        width=columns(),
        force_terminal=colour,
        color_system="truecolor" if colour else None,
        markup=False,
        emoji=False,
        highlight=False,
        legacy_windows=False,
    )
