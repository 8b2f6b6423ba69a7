"""postcardit postcards watch: what becomes of postcards, in words, as it happens."""

from typing import TYPE_CHECKING, Annotated

import typer

from .context import connect
from .live import Count, For, Since, Window, tell_changes, until_ctrl_c
from .render import fitted, moment_to_the_second, notice

if TYPE_CHECKING:
    from postcardit_sdk.client import Client
    from postcardit_sdk.contract.postcards import Postcard
    from postcardit_sdk.contract.sync import Change

__all__ = ["watch"]

_FIRST_WORDS = 50


def watch(
    ctx: typer.Context,
    since: Since = None,
    count: Count = None,
    seconds: For = None,
    no_receipts: Annotated[
        bool, typer.Option("--no-receipts", help="Do not tell senders that their postcards arrived here.")
    ] = False,
) -> None:
    """Watch postcards arrive, be delivered and be read, a line each as it happens. Until Ctrl-C.

    What arrives is confirmed as delivered, as an app does. With --json each line is the change, with its cursor.
    """
    with until_ctrl_c(), connect(ctx) as client:

        def confirm(change: "Change", me: str) -> None:
            _confirm(ctx, client, change, me)

        tell_changes(ctx, client, Window(since, count, seconds), _line, None if no_receipts else confirm)


def _line(change: "Change", me: str) -> str | None:
    """What happened, in words; None for what is no news about a postcard."""
    words = _words(change, me) if change.type.startswith("postcard.") else None
    return None if words is None else f"{moment_to_the_second(change.occurred_at)}  {words}  [{change.id}]"


def _words(change: "Change", me: str) -> str | None:
    """A change tells how a card is now, not what became of it: cards that arrived or were read since say so at once."""
    from postcardit_sdk.contract.sync import ChangeType

    card = change.postcard
    if card is None:
        return "a postcard was withdrawn or deleted"
    if change.type == ChangeType.POSTCARD_RECEIVED:
        return f"{card.sender.username} sent you a postcard: {fitted(card.message, _FIRST_WORDS)}"
    return _words_of_sender(card) if card.sender_id == me else _words_of_recipient(card)


def _words_of_sender(card: "Postcard") -> str:
    who = card.recipient.username
    if card.is_archived:
        return f"your postcard to {who} is archived ({card.status})"
    words = {
        "sent": f"you sent {who} a postcard",
        "delivered": f"{who} received your postcard",
        "read": f"{who} read your postcard",
    }
    return words.get(card.status, f"your postcard to {who}: {card.status}")


def _words_of_recipient(card: "Postcard") -> str | None:
    who = card.sender.username
    if card.is_archived:
        return f"the postcard from {who} is archived"
    words = {"delivered": None, "read": f"you read the postcard from {who}"}  # its arrival was told before
    return words.get(card.status, f"the postcard from {who}: {card.status}")


def _confirm(ctx: typer.Context, client: "Client", change: "Change", me: str) -> None:
    """Say to the sender that the card is here. Should that fail, watching goes on: the card itself is not lost."""
    from postcardit_sdk.contract.postcards import PostcardStatus
    from postcardit_sdk.errors import PostCardItError

    card = change.postcard
    if card is None or card.recipient_id != me or card.status != PostcardStatus.SENT:
        return
    try:
        client.postcards.receipts(delivered=[card.postcard_id])
    except PostCardItError as error:
        notice(ctx, f"The delivery of {card.postcard_id} could not be confirmed: {error}")
