"""postcardit logs: what a local backend was asked, and what came of it."""

import sys
import time
from collections import deque
from collections.abc import Iterable
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from .context import options_of
from .exits import NOT_FOUND, CommandFailed, usage
from .family import family
from .lab.entrance import Data, data_folder
from .live import Count, For, until_ctrl_c
from .render import notice, say, show_json_line
from .text import one_line

if TYPE_CHECKING:
    from postcardit_backend.request_lines import LogFilter, LogLine

app = family("logs", "What a local backend was asked, and what came of it.")

_LOOK_SECONDS = 0.2


@app.command()
def tail(
    ctx: typer.Context,
    user: Annotated[str | None, typer.Option(metavar="NAME", help="Only this user's requests.")] = None,
    route: Annotated[
        str | None, typer.Option(metavar="NAME", help="Only to this route, such as send_postcard or list_*.")
    ] = None,
    status: Annotated[
        str | None, typer.Option(metavar="STATUS", help="Only with this status: 404, 5xx; 000 got no answer.")
    ] = None,
    request_id: Annotated[str | None, typer.Option("--id", metavar="ID", help="Only with this request id.")] = None,
    lines: Annotated[int, typer.Option(min=0, metavar="N", help="How many of the newest lines to begin with.")] = 20,
    follow: Annotated[bool, typer.Option("--follow", help="Go on with what comes, until Ctrl-C.")] = False,
    count: Count = None,
    for_: For = None,
    data: Data = None,
) -> None:
    """Show the newest lines of the log of requests. With --json each is a line of JSON."""
    from postcardit_backend.embedded.names_in_folder import id_in_folder
    from postcardit_backend.request_lines import LogFilter, last_lines

    if status is not None and (len(status) != 3 or not all(one in "0123456789xX" for one in status)):
        raise usage(f"--status {status!r} is no status.", hint="for example 404, 4xx or 000")
    if not follow and (count is not None or for_ is not None):
        raise usage("--count and --for go with --follow.")
    folder = data_folder(ctx, data)
    user_id = None if user is None else id_in_folder(folder, user)
    if user is not None and user_id is None:
        raise CommandFailed(f"Nobody in {folder} is called {user}.", exit_code=NOT_FOUND, code="not_found")
    wanted = LogFilter(user_id, route, status, request_id)
    teller = _Teller(ctx, folder)
    if not follow:
        found = last_lines(folder, wanted, lines)
        teller.tell(found)
        if not found:
            notice(ctx, "The log has no such line.")
        return
    with until_ctrl_c():
        _follow(teller, wanted, lines, count, for_)


def _follow(teller: "_Teller", wanted: "LogFilter", lines: int, count: int | None, seconds: float | None) -> None:
    from postcardit_backend.request_lines import Tail

    end = None if seconds is None else time.monotonic() + seconds
    tail = Tail(teller.folder)
    try:
        teller.tell(deque((line for line in tail.new_lines() if wanted.fits(line)), lines))
        told = 0
        while (count is None or told < count) and (end is None or time.monotonic() < end):
            time.sleep(_LOOK_SECONDS)
            fresh = [line for line in tail.new_lines() if wanted.fits(line)]
            fresh = fresh if count is None else fresh[: count - told]
            teller.tell(fresh)
            told += len(fresh)
    finally:
        tail.close()


class _Teller:
    """Prints lines, with names in the place of ids for people."""

    def __init__(self, ctx: typer.Context, folder: Path) -> None:
        self._as_json, self.folder = options_of(ctx).as_json, folder
        self._names: dict[str, str] = {}

    def tell(self, lines: "Iterable[LogLine]") -> None:
        """Print them."""
        from postcardit_backend.embedded.names_in_folder import usernames_in_folder

        lines = [*lines]
        unknown = {line.user for line in lines if line.user is not None} - {*self._names}
        if unknown and not self._as_json:
            self._names |= dict.fromkeys(unknown, "(erased)") | usernames_in_folder(self.folder, unknown)
        for line in lines:
            if self._as_json:
                show_json_line(as_json(line))
            else:
                say(_in_one_line(line, self._names.get(line.user or "", "-")))
        sys.stdout.flush()  # the next one may come much later


def as_json(line: "LogLine") -> dict[str, Any]:
    """A line as programs get it."""
    return {name: value for name, value in asdict(line).items() if value is not None}


def _in_one_line(line: "LogLine", name: str) -> str:
    at = datetime.fromisoformat(line.at).astimezone()
    status = f"{line.status:03}" if line.status else "---"
    parts = [f"{at:%H:%M:%S}.{at.microsecond // 1000:03}", status, f"{line.ms:>7.1f} ms", f"{line.method:6}"]
    parts += [line.route, name, line.id or "-"]
    parts += [line.code] if line.code is not None else []
    parts += [f"[{line.weather}]"] if line.weather is not None else []
    return one_line("  ".join(parts))
