"""postcardit lab mailbox: what the backend mailed and pushed."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ..durations import seconds_in
from ..exits import NOT_FOUND, CommandFailed, usage
from ..render import say, show
from ..text import plain
from .entrance import Data, laboratory

if TYPE_CHECKING:
    from postcardit_sdk.contract.lab.mailbox import Mailbox, MailboxMessage
    from postcardit_sdk.flow import Talk

_USUAL_TIMEOUT = "30s"


def mailbox(
    ctx: typer.Context,
    user: Annotated[str | None, typer.Argument(help="Only what this user was sent.", metavar="USER")] = None,
    code: Annotated[bool, typer.Option("--code", help="Print the newest code alone.")] = False,
    wait: Annotated[bool, typer.Option("--wait", help="Wait for the next one, and print that.")] = False,
    timeout: Annotated[
        str | None, typer.Option(metavar="LENGTH", help="How long to wait.  [default: 30s]", show_default=False)
    ] = None,
    data: Data = None,
) -> None:
    """Show what the local backend mailed and pushed, the newest first."""
    from postcardit_sdk.errors import TimedOut
    from postcardit_sdk.lab.mailbox import read_mailbox

    if timeout is not None and not wait:
        raise usage("--timeout goes with --wait.")
    seconds = seconds_in(timeout or _USUAL_TIMEOUT, "--timeout")
    with laboratory(ctx, data) as (client, folder):
        asked = _next(folder, user, seconds, codes=code) if wait else read_mailbox(folder, user)
        try:
            found = client.run(asked)
        except TimedOut as error:
            if not wait:
                raise
            raise CommandFailed(str(error), exit_code=NOT_FOUND, code="not_found") from None
    if code:
        say(_newest_code(found, user))
    else:
        show(ctx, found, _say)


def _next(folder: Path, user: str | None, seconds: float, *, codes: bool) -> "Talk[Mailbox]":
    """A mailbox that holds the next message alone."""
    from postcardit_sdk.contract.lab.mailbox import Mailbox
    from postcardit_sdk.lab.mailbox import await_message

    def is_wanted(message: "MailboxMessage") -> bool:
        return message.code is not None or not codes

    message = yield from await_message(folder, user, timeout_seconds=seconds, wanted=is_wanted)
    return Mailbox(messages=[message], count=1)


def _newest_code(found: "Mailbox", user: str | None) -> str:
    for message in found.messages:
        if message.code:
            return message.code
    whom = f" to {user}" if user is not None else ""
    raise CommandFailed(f"No code was mailed{whom}.", exit_code=NOT_FOUND, code="not_found")


def _say(found: "Mailbox") -> None:
    say("\n\n".join(map(_letter, found.messages)) or "The mailbox is empty.")


def _letter(message: "MailboxMessage") -> str:
    from postcardit_sdk.contract.wire import format_timestamp

    facts = {"To": message.to, "Subject": message.subject, "Sent": format_timestamp(message.sent_at)}
    if message.kind == "push":
        facts |= {"Devices": str(message.devices or 0)}
    if message.code:
        facts |= {"Code": message.code}
    head = [f"{label}: {plain(value)}" for label, value in facts.items()]
    return "\n".join([*head, "", plain(message.body.strip())])
