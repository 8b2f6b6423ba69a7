"""The root of the command line: it mounts the families, and is where an error becomes words and an exit code."""

import os
import sys
from collections.abc import Iterator, MutableMapping, Sequence
from contextlib import suppress
from importlib import import_module
from typing import Annotated, Any

import typer
from typer.core import TyperGroup
from typer.main import get_command

from .context import Options
from .exits import BROKEN_PIPE, Failure, failure_of
from .start import leading

__all__ = ["FAMILIES", "app", "main"]

PROGRAM = "postcardit"
COMPLETE_VARIABLE = "_POSTCARDIT_COMPLETE"

FAMILIES = {
    "demo": "Show it all: two people, a friendship, a photo and a postcard, on a backend of its own.",
    "serve": "Run a backend on this machine.",
    "auth": "Register, sign in and out, look after accounts and sessions.",
    "config": "See and change the settings, such as the servers' addresses.",
    "users": "See, find and edit profiles, export or erase your own.",
    "friends": "Ask for friendship, answer, list and end it; block people.",
    "postcards": "Send, list, show, watch, read, archive, delete and save postcards.",
    "outbox": "What waits to be sent from this machine: list, change, send and drop it.",
    "uploads": "Photos on their way to the server: how far they are, and giving one up.",
    "sync": "The copy of your postcards and friends on this machine.",
    "events": "What happens, as it happens.",
    "stamps": "The catalogue of stamps.",
    "lab": "What only a local backend has: its mail, time that moves, a bad network.",
    "world": "Test accounts with friendships and postcards in one command, and snapshots.",
    "doctor": "Look for what is wrong between here and the server.",
    "logs": "What a local backend was asked, and what came of it.",
    "requests": "One request to a local backend, by the id that an error prints.",
    "api": "Send any request and print the raw answer.",
    "openapi": "Print the API's contract as an OpenAPI document.",
    "aws": "The backend on AWS: its template, package, deployment, health, settings and price.",
    "migrate": "Move what a backend on this machine keeps to a stage on AWS.",
    "swift": "Make a Swift package from the contract, or from any OpenAPI document.",
}
"""Each command or family of commands, in a file of its own that is imported when it is called."""


class _Families(MutableMapping[str, Any]):
    """The commands by name, each imported when it is asked for."""

    def __init__(self) -> None:
        self._found: dict[str, Any] = {}

    def __getitem__(self, name: str) -> Any:
        if name not in self._found:
            if name not in FAMILIES:
                raise KeyError(name)
            self._found[name] = get_command(import_module(f".{name}", __package__).app)
        return self._found[name]

    def __setitem__(self, name: str, command: Any) -> None:
        self._found[name] = command

    def __delitem__(self, name: str) -> None:
        del self._found[name]

    def __iter__(self) -> Iterator[str]:
        return iter(FAMILIES)

    def __len__(self) -> int:
        return len(FAMILIES)


class _Root(TyperGroup):
    """The root command: its help knows the families' one-line descriptions without importing any."""

    def __init__(self, **settings: Any) -> None:
        super().__init__(**settings)
        self.commands = _Families()

    def list_commands(self, ctx: Any) -> list[str]:
        return [*FAMILIES]

    def format_commands(self, ctx: Any, formatter: Any) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([*FAMILIES.items()])


app = typer.Typer(
    name=PROGRAM,
    cls=_Root,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog="Exit codes: 0 ok, 1 failure, 2 usage, 3 not found, 4 sign in, 5 forbidden, 6 conflict, 7 rate limited, "
    "8 offline (a postcard is queued), 9 server, 130 interrupted. Without a configured server the backend runs inside "
    "the command and keeps its data in your data folder.",
)


def _show_version(wanted: bool) -> None:
    if wanted:
        from postcardit_sdk.version import __version__

        typer.echo(f"{PROGRAM} {__version__}")
        raise typer.Exit


@app.callback()
def root(
    ctx: typer.Context,
    as_json: Annotated[bool, typer.Option("--json", help="Print the API's answer as JSON, and nothing else.")] = False,
    profile: Annotated[
        str | None, typer.Option(help="A profile of the configuration file.", metavar="NAME", show_envvar=True)
    ] = None,
    url: Annotated[str | None, typer.Option(help="The server's address.", metavar="URL")] = None,
    as_name: Annotated[
        str | None,
        typer.Option("--as", help="Act as this stored account, or as somebody of a loaded world.", metavar="NAME"),
    ] = None,
    quiet: Annotated[bool, typer.Option("--quiet", help="No notices and no progress.")] = False,
    version: Annotated[
        bool, typer.Option("--version", help="Show the version.", callback=_show_version, is_eager=True)
    ] = False,
) -> None:
    """Digital postcards between friends. The options here may stand before or after the command."""
    ctx.obj = Options(as_json=as_json, quiet=quiet, profile=profile, url=url, as_name=as_name)


def main(arguments: Sequence[str]) -> int:
    """Run one command line whose global options come first, and give its exit code."""
    command = get_command(app)
    if COMPLETE_VARIABLE in os.environ:
        command.main(prog_name=PROGRAM)
    try:
        "".join(arguments).encode()  # raises UnicodeError for what is no text
        _make_writable(sys.stdout, sys.stderr)
        with command.make_context(PROGRAM, list(arguments) or ["--help"]) as context:
            command.invoke(context)
        sys.stdout.flush()
    except typer.Exit as done:
        return done.exit_code
    except (Exception, KeyboardInterrupt) as error:
        failure = failure_of(error)
        if failure is None:
            raise
        _say(failure, as_json="--json" in leading(arguments))
        return failure.exit_code
    return 0


def _make_writable(*streams: Any) -> None:
    """What a stream's encoding cannot say is written as an escape: another language's names are no error."""
    for stream in streams:
        with suppress(AttributeError, ValueError):
            stream.reconfigure(errors="backslashreplace")


def _say(failure: Failure, *, as_json: bool) -> None:
    _let_go_of_stdout()
    if failure.exit_code == BROKEN_PIPE:
        return
    with suppress(OSError):
        sys.stderr.write(_as_json(failure) if as_json else _as_text(failure))
        sys.stderr.flush()


def _let_go_of_stdout() -> None:
    """When nobody reads any more, or the disk is full, the interpreter must not fail once more at its exit."""
    try:
        sys.stdout.flush()
    except (OSError, ValueError):
        with suppress(OSError, ValueError):
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _as_json(failure: Failure) -> str:
    import json

    error = {
        "code": str(failure.code),
        "message": failure.message,
        "hint": failure.hint,
        "requestId": failure.request_id,
        "retryable": failure.retryable,
        **({} if failure.reason is None else {"reason": failure.reason}),
        **({} if failure.item_id is None else {"itemId": failure.item_id}),
    }
    return json.dumps({"error": error}) + "\n"


def _as_text(failure: Failure) -> str:
    from .text import plain

    lines = [f"error: {plain(failure.message)}"]
    if failure.hint is not None:
        lines.append(f"hint: {plain(failure.hint)}")
    if failure.request_id is not None:
        lines.append(f"request id: {plain(failure.request_id)}")
    return "\n".join(lines) + "\n"
