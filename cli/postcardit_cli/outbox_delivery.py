"""Sending one item of the outbox now: what became of it, as an answer or as the error that it would be without one."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from itertools import takewhile
from typing import TYPE_CHECKING

from .exits import FAILURE, INTERRUPTED, OFFLINE, SIGN_IN, CommandFailed, Failure, failure_of, refusal
from .outbox_views import FLUSH
from .render import notice

if TYPE_CHECKING:
    import typer

    from postcardit_sdk.client import Client
    from postcardit_sdk.contract.postcards import Postcard
    from postcardit_sdk.errors import PostCardItError
    from postcardit_sdk.flow import Progress
    from postcardit_sdk.local.outbox_items import OutboxItem
    from postcardit_sdk.resources.outbox_flush import Flushed

__all__ = ["deliver"]


def deliver(
    ctx: "typer.Context",
    client: "Client",
    item: "OutboxItem",
    on_progress: "Callable[[Progress], None] | None" = None,
) -> "Postcard":
    """Flush, and give the card that the item became.

    Raises CommandFailed: when the server refused it, which drops it; when it waits, with its id. Unless it was
    interrupted, its sender knows by then what became of it: the same card once more is another one.
    """
    from postcardit_sdk.errors import PostCardItError

    outcome: Postcard | CommandFailed
    try:
        flushed = client.outbox.flush(on_transfer=on_progress)
        now = client.outbox.get(item.item_id)
        if flushed.done + flushed.failed > 1:
            notice(ctx, "What had waited in the outbox was tried as well. See postcardit outbox list --all.")
        outcome = _outcome(client, now, flushed)
    except PostCardItError as error:
        outcome = CommandFailed.of(_interrupted_by(error, item))
    except CommandFailed as failed:
        outcome = failed
    except KeyboardInterrupt:
        raise CommandFailed.of(_interrupted(client, item)) from None
    with suppress(PostCardItError):  # what became of it is said all the same
        client.outbox.answered(item.item_id)
    if isinstance(outcome, CommandFailed):
        raise outcome
    return outcome


def _outcome(client: "Client", item: "OutboxItem", flushed: "Flushed") -> "Postcard":
    from postcardit_sdk.errors import OutboxRefused
    from postcardit_sdk.local.outbox_items import State

    if item.state == State.DONE:
        return _card(client, item)
    if item.state == State.FAILED and item.reason is not None:
        with suppress(OutboxRefused):  # one that may have arrived stays until its sender decides
            client.outbox.drop(item.item_id)
        raise refusal(item.reason)
    raise CommandFailed.of(_waiting(client, item, flushed))


def _card(client: "Client", item: "OutboxItem") -> "Postcard":
    card = client.sync.postcard(item.result_id or item.item_id)  # the answer itself: it was kept when the item was done
    if card is None and item.result_id is not None:
        card = client.postcards.get(item.result_id)
    if card is None:
        hint = "postcardit postcards list --box sent"
        raise CommandFailed("The postcard was sent, but its id is not known here.", code="unknown_id", hint=hint)
    return card


def _waiting(client: "Client", item: "OutboxItem", flushed: "Flushed") -> Failure:
    """Why it was not sent: the server was not to be reached, or something older to the same person goes first."""
    from postcardit_sdk.local.outbox_items import State

    before = takewhile(lambda other: other.item_id != item.item_id, client.outbox.list())
    if any(other.conversation == item.conversation and other.state == State.FAILED for other in before):
        why = f"Something older to {item.to} failed and goes first."
        hint = f"postcardit outbox list shows it: retry, edit or drop it, then {FLUSH}"
        return Failure(FAILURE, "queued_behind_failed", f"{why} {_queued(item)}", hint, item_id=item.item_id)
    reason = item.reason or flushed.reason
    why = "It was not sent." if reason is None else reason.sentence
    hint = f"{FLUSH} sends it"
    return Failure(OFFLINE, "queued", f"{why} {_queued(item)}", hint, retryable=True, item_id=item.item_id)


def _interrupted_by(error: "PostCardItError", item: "OutboxItem") -> Failure:
    """What ended the flush lies not with the item: it waits."""
    failure = failure_of(error)
    assert failure is not None, "every error of the SDK has words"
    hint = f"{failure.hint}, then {FLUSH}" if failure.hint and failure.exit_code == SIGN_IN else FLUSH
    return replace(failure, message=f"{failure.message} {_queued(item)}", hint=hint, item_id=item.item_id)


def _interrupted(client: "Client", item: "OutboxItem") -> Failure:
    """After Ctrl-C: the card waits, with what the server has of its photo, for the same command or the next flush."""
    from postcardit_sdk.local.outbox_items import State

    client.outbox.interrupted(item.item_id)
    now = client.outbox.get(item.item_id)
    if now.state == State.DONE:
        client.outbox.answered(item.item_id)
        return Failure(INTERRUPTED, "interrupted", "Interrupted, but the postcard was sent.", item_id=item.item_id)
    doubt = "The postcard may have arrived; it waits as" if now.may_have_arrived else "The postcard waits as"
    drop = "postcardit outbox drop ID --force" if now.may_have_arrived else "postcardit outbox drop ID"
    hint = f"the same command goes on with it, and so does {FLUSH}; {drop} lets it go"
    return Failure(INTERRUPTED, "interrupted", f"Interrupted. {doubt} {item.item_id}.", hint, item_id=item.item_id)


def _queued(item: "OutboxItem") -> str:
    return f"The postcard is queued: {item.item_id}."
