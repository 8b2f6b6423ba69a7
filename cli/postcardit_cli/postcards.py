"""postcardit postcards: send, list, show, watch, read, archive, delete and save."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from .context import connect, options_of
from .exits import NOT_FOUND, CommandFailed
from .family import family
from .postcard_lists import list_postcards
from .postcard_sending import send
from .postcard_views import card_view, wants_picture
from .postcard_watch import watch
from .progress import transfer
from .render import notice, say, show

if TYPE_CHECKING:
    from postcardit_sdk.client import Client
    from postcardit_sdk.contract.postcards import Postcard
    from postcardit_sdk.local.outbox_items import PhotoSize

app = family("postcards", "Send postcards, and look after those you have.")

Id = Annotated[str, typer.Argument(help="The postcard's id.", metavar="ID")]


app.command()(send)
app.command("list")(list_postcards)
app.command()(watch)


@app.command("show")
def show_postcard(ctx: typer.Context, postcard_id: Id) -> None:
    """Show a postcard, on a terminal with colours with its photo.

    How large the photo was before it was made ready is known on the machine that sent it lately.
    """
    with connect(ctx) as client:
        card = client.postcards.get(postcard_id)
        thumbnail = _thumbnail(ctx, client, card)
        before = None if options_of(ctx).as_json else _size_before(client, card)
    show(ctx, card, lambda card: card_view(card, thumbnail, before))


@app.command()
def read(ctx: typer.Context, postcard_id: Id) -> None:
    """Mark a received postcard as read."""
    with connect(ctx) as client:
        card = client.postcards.read(postcard_id)
        thumbnail = _thumbnail(ctx, client, card)
    show(ctx, card, lambda card: card_view(card, thumbnail))


@app.command()
def archive(
    ctx: typer.Context,
    postcard_id: Id,
    undo: Annotated[bool, typer.Option("--undo", help="Take it out of the archive.")] = False,
) -> None:
    """Archive a postcard on your side."""
    with connect(ctx) as client:
        card = client.postcards.unarchive(postcard_id) if undo else client.postcards.archive(postcard_id)
    show(ctx, card, lambda card: say("Archived." if card.is_archived else "Out of the archive."))


@app.command()
def delete(ctx: typer.Context, postcard_id: Id) -> None:
    """Withdraw a postcard of yours that was not read, or remove a received one from your box."""
    with connect(ctx) as client:
        client.postcards.delete(postcard_id)
    if not options_of(ctx).as_json:
        say("Deleted.")


@app.command()
def save(
    ctx: typer.Context,
    postcard_id: Id,
    folder: Annotated[Path, typer.Argument(help="Where the photo goes, as ID.jpg.", metavar="DIR")],
    render: Annotated[Path | None, typer.Option(help="Paint the whole card as well.", metavar="FILE.png")] = None,
) -> None:
    """Save a postcard's photo, and with --render a picture of the card. Prints the files' paths."""
    from .folders import safe_name

    with connect(ctx) as client:
        card = client.postcards.get(postcard_id)
        if card.image_url is None and render is None:
            raise CommandFailed("This postcard has no photo.", exit_code=NOT_FOUND, code="not_found")
        photo = _saved_photo(ctx, client, card, folder / f"{safe_name(card.postcard_id)}.jpg")
        stamp = client.stamps.picture(card.stamp) if render is not None and card.stamp is not None else None
    if photo is None:
        notice(ctx, "This postcard has no photo.")
    if render is not None:
        _write(render, _painted(card, None if photo is None else photo.read_bytes(), stamp))
    show(ctx, card, lambda _: say("\n".join(str(path) for path in (photo, render) if path is not None)))


def _saved_photo(ctx: typer.Context, client: "Client", card: "Postcard", path: Path) -> Path | None:
    if card.image_url is None:
        return None
    path.parent.mkdir(parents=True, exist_ok=True)
    with transfer(ctx, "Photo") as on_progress:
        return client.postcards.download(card, path, on_progress=on_progress)


def _write(path: Path, content: bytes) -> None:
    """Write a file whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f"{path.name}.part")
    try:
        beside.write_bytes(content)
        beside.replace(path)
    except OSError:
        beside.unlink(missing_ok=True)
        raise


def _size_before(client: "Client", card: "Postcard") -> "PhotoSize | None":
    """How large a photo was before it was made ready here; a card is shown without it rather than not at all."""
    from postcardit_sdk.errors import PostCardItError

    if card.idempotency_key is None or card.image_width is None:
        return None
    try:
        sizes = client.outbox.get(card.idempotency_key).photo_sizes
    except PostCardItError:  # it was sent from elsewhere, or long ago
        return None
    return None if sizes is None else sizes.before


def _thumbnail(ctx: typer.Context, client: "Client", card: "Postcard") -> bytes | None:
    """The small photo where it will be drawn; a card is shown without it rather than not at all."""
    from postcardit_sdk.errors import PostCardItError

    if options_of(ctx).as_json or not wants_picture():
        return None
    try:
        return client.postcards.photo(card, thumbnail=True)
    except PostCardItError as error:
        notice(ctx, f"The photo could not be fetched: {error}")
        return None


def _painted(card: "Postcard", photo: bytes | None, stamp: bytes | None) -> bytes:
    from .card import CardFace, paint_card
    from .postcard_views import place_of

    return paint_card(
        CardFace(
            photo=photo,
            message=card.message,
            font=card.font,
            sender=card.sender.full_name or card.sender.username,
            recipient=card.recipient.full_name or card.recipient.username,
            place=place_of(card),
            sent_at=card.sent_at,
            stamp=stamp,
        )
    )
