"""postcardit outbox: what waits to be sent from this machine."""

from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any

import typer

from .context import connect, connect_locally, options_of
from .exits import FAILURE, OFFLINE, CommandFailed, Failure, usage
from .family import family
from .outbox_views import FLUSH, as_json, item_view, items_view, reason_as_json, show_document
from .photo_options import (
    KeepLocation,
    LocationFromPhoto,
    MaxBytes,
    OriginalSize,
    PhotoWishes,
    Quality,
    place_in_photo,
)
from .postcard_sending import FontName
from .progress import transfer
from .render import say

if TYPE_CHECKING:
    from postcardit_sdk.local.outbox_items import OutboxItem
    from postcardit_sdk.resources.outbox_flush import Flushed

app = family("outbox", "What waits to be sent from this machine: list, change, send and drop it.")

Id = Annotated[str, typer.Argument(help="The item's id.", metavar="ID")]


class Clearable(StrEnum):
    """What a postcard may be without."""

    PHOTO = "photo"
    STAMP = "stamp"
    PLACE = "place"


_FIELD_OF = {Clearable.PHOTO: "photo", Clearable.STAMP: "stamp_id", Clearable.PLACE: "location"}


@app.command("list")
def list_items(
    ctx: typer.Context,
    everything: Annotated[bool, typer.Option("--all", help="What was sent in the last week, too.")] = False,
) -> None:
    """List what waits or failed, in the order of queueing."""
    with connect_locally(ctx) as client:
        items = client.outbox.list(all=everything)
    if options_of(ctx).as_json:
        show_document(_page(items))
    else:
        items_view(items)


@app.command("show")
def show_item(ctx: typer.Context, item_id: Id) -> None:
    """Show an item, with the message that it holds."""
    with connect_locally(ctx) as client:
        item = client.outbox.get(item_id)
    if options_of(ctx).as_json:
        show_document(as_json(item))
    else:
        item_view(item)


@app.command()
def flush(ctx: typer.Context) -> None:
    """Send what waits, each item once and in its order. The exit code is 0 when nothing failed and nothing is left."""
    with connect(ctx) as client, transfer(ctx, "Photo") as on_transfer:
        flushed = client.outbox.flush(on_transfer=on_transfer)
    reason = flushed.reason
    if options_of(ctx).as_json:
        why = None if reason is None else reason_as_json(reason)
        show_document({"done": flushed.done, "failed": flushed.failed, "left": flushed.left, "reason": why})
    else:
        say(f"{flushed.done} sent, {flushed.failed} failed, {flushed.left} left.")
    _raise_for_rest(flushed)


@app.command()
def retry(
    ctx: typer.Context,
    item_id: Annotated[str | None, typer.Argument(help="The item's id.", metavar="[ID]")] = None,
    everything: Annotated[bool, typer.Option("--all", help="All that failed.")] = False,
) -> None:
    """Queue again what failed; what waits anyway is left as it is. Nothing is sent yet."""
    if (item_id is None) != everything:
        raise usage("Name one item, or say --all.")
    with connect_locally(ctx) as client:
        items = client.outbox.retry(item_id)
    if options_of(ctx).as_json:
        show_document(_page(items))
    elif not items:
        say("Nothing had failed." if everything else "It had not failed.")
    else:
        say("\n".join(f"Queued again: {item.item_id}. {item.summary}." for item in items) + f"\n{FLUSH} sends it.")


@app.command()
def edit(
    ctx: typer.Context,
    item_id: Id,
    to: Annotated[str | None, typer.Option(help="Another recipient.", metavar="USERNAME")] = None,
    message: Annotated[str | None, typer.Option(help="Another message.", metavar="TEXT")] = None,
    photo: Annotated[str | None, typer.Option(help="Another photo.", metavar="FILE")] = None,
    stamp: Annotated[str | None, typer.Option(help="Another stamp.", metavar="ID")] = None,
    font: Annotated[FontName | None, typer.Option(help="How the message looks.")] = None,
    place: Annotated[str | None, typer.Option(help="Where you write from.", metavar="TEXT")] = None,
    clear: Annotated[list[Clearable] | None, typer.Option(help="Take it off the card; may be repeated.")] = None,
    original_size: OriginalSize = False,
    quality: Quality = None,
    max_bytes: MaxBytes = None,
    keep_location: KeepLocation = False,
    location_from_photo: LocationFromPhoto = False,
) -> None:
    """Change a postcard that waits or failed, and queue it again: what is left out stays as it is."""
    from postcardit_sdk.contract.postcards import Font, Location

    wishes = PhotoWishes(original_size, quality, max_bytes, keep_location)
    options = wishes.options(has_photo=photo is not None)
    location = None if place is None else Location(address=place)
    given = {
        "to": to,
        "message": message,
        "photo": photo,
        "stamp_id": stamp,
        "font": None if font is None else Font(font),
        "location": place_in_photo(photo, place) if location_from_photo else location,
    }
    changes = _changes(given, clear or [])
    with connect_locally(ctx) as client:
        item = client.outbox.edit(item_id, photo_options=options, **changes)
    if options_of(ctx).as_json:
        show_document(as_json(item))
    else:
        item_view(item)


@app.command()
def drop(
    ctx: typer.Context,
    item_id: Id,
    force: Annotated[bool, typer.Option("--force", help="Even if it may have arrived.")] = False,
) -> None:
    """Forget an item: it is not sent any more. What has arrived stays with its recipient."""
    with connect_locally(ctx) as client:
        client.outbox.drop(item_id, force=force)
    if not options_of(ctx).as_json:
        say("Dropped.")


def _changes(given: dict[str, Any], cleared: list[Clearable]) -> dict[str, Any]:
    """What is given, and None for what is to be taken away."""
    changes = {name: value for name, value in given.items() if value is not None}
    for field in cleared:
        if changes.get(_FIELD_OF[field]) is not None:
            raise usage(f"--{field} and --clear {field} exclude each other.")
        changes[_FIELD_OF[field]] = None
    if not changes:
        raise usage("There is nothing to change.", hint="postcardit outbox edit --help")
    return changes


def _page(items: "list[OutboxItem]") -> dict[str, Any]:
    return {"items": [as_json(item) for item in items], "count": len(items)}


def _raise_for_rest(flushed: "Flushed") -> None:
    """What failed needs a person; what waits needs another flush."""
    if flushed.failed or (flushed.left and flushed.reason is None):
        waiting = "" if flushed.failed else f" Behind it: {flushed.left}."
        raise CommandFailed(
            f"Something in the outbox failed.{waiting}",
            exit_code=FAILURE,
            code="outbox_failed",
            hint="postcardit outbox list shows it: retry, edit or drop it",
        )
    if flushed.reason is not None and flushed.left:
        hint = f"{FLUSH} tries again"
        raise CommandFailed.of(Failure(OFFLINE, "queued", flushed.reason.sentence, hint, retryable=True))
