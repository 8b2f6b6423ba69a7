"""postcardit requests: one request, by the id that an error prints."""

from datetime import datetime
from typing import TYPE_CHECKING, Annotated

import typer

from .context import options_of
from .exits import NOT_FOUND, CommandFailed
from .family import family
from .lab.entrance import Data, data_folder
from .logs import as_json
from .render import moment_in_full, say, show_json
from .text import plain

if TYPE_CHECKING:
    from postcardit_backend.request_lines import LogLine

app = family("requests", "One request to a local backend, by the id that an error prints.")


@app.command()
def show(
    ctx: typer.Context,
    request_id: Annotated[str, typer.Argument(metavar="ID", help="The request id.")],
    data: Data = None,
) -> None:
    """Show what became of a request, and where it failed if nobody expected it to."""
    import json

    from postcardit_backend.embedded.names_in_folder import usernames_in_folder
    from postcardit_backend.request_lines import lines_of

    folder = data_folder(ctx, data)
    found = lines_of(folder, request_id)
    if not found:
        raise CommandFailed(
            f"The log in {folder} has no request {request_id}.",
            exit_code=NOT_FOUND,
            code="not_found",
            hint="--data DIR, if it was another server's",
        )
    if options_of(ctx).as_json:
        show_json(json.dumps({"requests": [as_json(line) for line in found], "count": len(found)}, indent=2))
        return
    names = usernames_in_folder(folder, {line.user for line in found if line.user is not None})
    say("\n\n".join(_in_full(line, names.get(line.user or "")) for line in found))


def _in_full(line: "LogLine", name: str | None) -> str:
    user = None if line.user is None else f"{name or '(erased)'} ({line.user})"
    facts = {
        "Request": line.id,
        "When": moment_in_full(datetime.fromisoformat(line.at)),
        "Route": f"{line.method} {line.route}",
        "User": user,
        "Status": f"{line.status}" if line.status else "no answer",
        "Problem": line.code,
        "Took": f"{line.ms:g} ms, {line.bytes:,} bytes",
        "Weather": line.weather,
    }
    lines = [f"{label}:".ljust(10) + plain(value) for label, value in facts.items() if value]
    if line.trace is not None:
        lines += ["Failed at:", *(f"  {plain(place)}" for place in line.trace.splitlines())]
    return "\n".join(lines)
