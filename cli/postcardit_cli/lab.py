"""postcardit lab: what only a local backend has."""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, cast
from urllib.parse import urlencode

import typer

from .context import connect_unsigned, options_of, target_for
from .exits import NOT_FOUND, CommandFailed
from .family import family
from .render import say, show_json
from .servers import data_folder_of
from .text import plain

if TYPE_CHECKING:
    from postcardit_sdk.flow import Response

app = family("lab", "What only a local backend has.")

_KEY_FILE = "lab.key"


@app.command()
def mailbox(
    ctx: typer.Context,
    user: Annotated[str | None, typer.Argument(help="Only what this user was mailed.", metavar="USER")] = None,
    code: Annotated[bool, typer.Option("--code", help="Print the newest code alone.")] = False,
    data: Annotated[
        Path | None, typer.Option(help="The server's data folder, if it cannot be found.", metavar="DIR")
    ] = None,
) -> None:
    """Show what the local backend mailed, the newest first."""
    answer = _ask(ctx, user, _key(ctx, data))
    messages: list[dict[str, Any]] = answer["messages"]
    if code:
        say(_newest_code(messages, user))
    elif options_of(ctx).as_json:
        show_json(json.dumps(answer, indent=2, ensure_ascii=False))
    else:
        say("\n\n".join(map(_letter, messages)) or "The mailbox is empty.")


def _key(ctx: typer.Context, data: Path | None) -> str:
    target = target_for(ctx)
    folder = data or data_folder_of(target)
    if folder is None:
        raise CommandFailed(
            f"The server {target.url} is not on this machine: its mailbox is read with a key in its data folder.",
            code="no_lab",
            hint="--data DIR, if you can read that folder",
        )
    try:
        return (folder / _KEY_FILE).read_text("ascii").strip()
    except FileNotFoundError:
        if target.url is None:  # the embedded backend makes its folder when it is first asked
            return ""
        raise CommandFailed(
            f"{folder} holds no {_KEY_FILE}: it is not this server's data folder, or the server has no lab.",
            code="no_lab",
            hint="--data DIR names another folder",
        ) from None
    except UnicodeDecodeError:
        raise CommandFailed(f"{folder / _KEY_FILE} is damaged.", code="no_lab") from None


def _ask(ctx: typer.Context, user: str | None, key: str) -> dict[str, Any]:
    query = f"?{urlencode({'user': user})}" if user is not None else ""
    with connect_unsigned(ctx) as client:
        key = key or _key(ctx, None)
        response = client.service.request("GET", f"/lab/mailbox{query}", headers={"x-lab-key": key}, signed_in=False)
    return _read(response)


def _read(response: "Response") -> dict[str, Any]:
    if response.status in {401, 403, 404}:
        raise CommandFailed(
            "The server does not show its mailbox: it has no lab, or the key is that of another data folder.",
            code="no_lab",
            hint="--data DIR names the server's data folder",
        )
    try:
        answer: Any = json.loads(response.body)
        messages: Any = answer["messages"]
        is_mailbox = response.status == 200 and isinstance(messages, list)
    except (ValueError, KeyError, TypeError):
        answer, is_mailbox = None, False
    if not is_mailbox:
        raise CommandFailed(f"The server answered {response.status} to the question for its mailbox.", code="no_lab")
    return cast(dict[str, Any], answer)


def _newest_code(messages: list[dict[str, Any]], user: str | None) -> str:
    for message in messages:
        if message.get("code"):
            return str(message["code"])
    whom = f" to {user}" if user is not None else ""
    raise CommandFailed(f"No code was mailed{whom}.", exit_code=NOT_FOUND, code="not_found")


def _letter(message: dict[str, Any]) -> str:
    head = [f"{label}: {plain(str(message.get(key) or ''))}" for label, key in _HEAD.items()]
    return "\n".join([*head, "", plain(str(message.get("body") or "").strip())])


_HEAD = {"To": "to", "Subject": "subject", "Sent": "sentAt", "Code": "code"}
