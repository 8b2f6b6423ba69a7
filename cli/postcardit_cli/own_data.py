"""postcardit users delete and users export: erasing one's account, and taking along what it owns."""

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from .context import connect, options_of
from .exits import SERVER, CommandFailed, usage
from .files import write_private
from .local_data import forget_all
from .progress import transfer
from .prompts import PasswordStdin, can_ask, line, password
from .render import say, show_json
from .text import same_name

if TYPE_CHECKING:
    from postcardit_sdk.client import Client
    from postcardit_sdk.flow import Progress

__all__ = ["delete", "export"]

_PIECE_BYTES = 1024 * 1024
_PARTIAL = 206
_CONTENT_RANGE = re.compile(r"bytes (\d+)-\d+/(\d+)")


def delete(
    ctx: typer.Context,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask whether you mean it.")] = False,
    password_stdin: PasswordStdin = False,
) -> None:
    """Erase your account and all that it owns, for ever. On a terminal this asks for your username first."""
    if not yes and (password_stdin or not can_ask()):
        raise usage("Nobody can be asked whether you mean it.", hint="--yes --password-stdin")
    with connect(ctx) as client:
        me = client.users.me()
        if not yes and not same_name(line(f"This erases {me.username} for ever. Type the username: "), me.username):
            raise CommandFailed("That is another name: nothing was erased.", code="not_confirmed")
        client.users.delete_me(password(from_stdin=password_stdin))
    forget_all(ctx, me.user_id)
    if not options_of(ctx).as_json:
        say(f"The account {me.username} is erased.")


def export(
    ctx: typer.Context,
    out: Annotated[Path, typer.Option(help="Where it is written to.", metavar="FILE")] = Path("postcardit-export.zip"),
    force: Annotated[bool, typer.Option("--force", help="Replace the file if it is there.")] = False,
) -> None:
    """Save all of your data as a zip file that only you can read."""
    if out.exists() and not force:
        raise _is_there(out)
    with connect(ctx) as client, transfer(ctx, "Export") as on_progress:
        made = client.users.export_me()
        try:
            write_private(out, _pieces(client, made.url, on_progress), overwrite=force)
        except FileExistsError:
            raise _is_there(out) from None
    if options_of(ctx).as_json:
        show_json(json.dumps({"path": str(out), "sizeBytes": out.stat().st_size}, ensure_ascii=False))
    else:
        say(str(out))


def _is_there(out: Path) -> CommandFailed:
    return usage(f"{out} is there already.", hint="--force replaces it, --out FILE names another one")


def _pieces(client: "Client", url: str, on_progress: "Callable[[Progress], None] | None") -> Iterator[bytes]:
    """The bytes behind a signed link, asked for piece by piece. A server that gives all at once is fine."""
    from postcardit_sdk.flow import Exchange, Progress, Request

    done, total = 0, 1
    while done < total:
        wanted = {"range": f"bytes={done}-{done + _PIECE_BYTES - 1}"}
        response = client.run(Exchange(Request("GET", url, wanted)))
        found = _CONTENT_RANGE.fullmatch(response.headers.get("content-range", ""))
        if response.status == _PARTIAL and found is not None:
            start, total = int(found[1]), int(found[2])
        else:
            start, total = 0, len(response.body)
        if start != done or not response.body:
            raise CommandFailed("The server did not give the whole file.", exit_code=SERVER, code="unreadable_answer")
        done += len(response.body)
        if on_progress is not None:
            on_progress(Progress(done, total))
        yield response.body
