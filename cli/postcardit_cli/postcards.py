"""postcardit postcards: send, list, show, read, archive, delete and save."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from .context import connect, options_of
from .exits import NOT_FOUND, CommandFailed, usage
from .family import family
from .pages import Everything, Limit, listed, mention_more
from .postcard_views import card_view, list_view, sent_view, wants_picture
from .progress import transfer
from .render import notice, say, show

if TYPE_CHECKING:
    from postcardit_sdk.client import Client
    from postcardit_sdk.contract.postcards import Postcard

app = family("postcards", "Send postcards, and look after those you have.")

BoxName = Literal["sent", "received", "all"]
FontName = Literal["handwritten", "typewriter", "print"]
Id = Annotated[str, typer.Argument(help="The postcard's id.", metavar="ID")]


@app.command()
def send(
    ctx: typer.Context,
    to: Annotated[str, typer.Argument(help="A friend's username or user id.", metavar="USERNAME")],
    message: Annotated[str, typer.Argument(help="Up to 500 characters; - reads it from stdin.", metavar="MESSAGE")],
    photo: Annotated[str | None, typer.Option(help="A photo; - reads it from stdin.", metavar="FILE")] = None,
    stamp: Annotated[str | None, typer.Option(help="A stamp's id; see postcardit stamps list.", metavar="ID")] = None,
    font: Annotated[FontName, typer.Option(help="How the message looks.")] = "handwritten",
    place: Annotated[str | None, typer.Option(help="Where you write from.", metavar="TEXT")] = None,
) -> None:
    """Mail a postcard to a friend. The photo is made small, upright and free of metadata before it leaves."""
    from postcardit_sdk.contract.postcards import Font, Location

    if message == "-" and photo == "-":
        raise usage("Message and photo cannot both come from stdin.")
    with connect(ctx) as client, transfer(ctx, "Photo") as on_progress:
        card = client.postcards.send(
            to,
            sys.stdin.buffer.read().decode().rstrip("\n") if message == "-" else message,
            photo=sys.stdin.buffer.read() if photo == "-" else photo,
            stamp_id=stamp,
            font=Font(font),
            location=None if place is None else Location(address=place),
            on_progress=on_progress,
        )
    show(ctx, card, sent_view)


@app.command("list")
def list_postcards(
    ctx: typer.Context,
    box: Annotated[BoxName, typer.Option(help="Those you sent, received, or both.")] = "all",
    unread: Annotated[bool, typer.Option("--unread", help="Only those not read yet.")] = False,
    archived: Annotated[bool, typer.Option("--archived", help="Those in your archive instead of the others.")] = False,
    limit: Limit = 20,
    everything: Everything = False,
) -> None:
    """List your postcards, the newest first."""
    from postcardit_sdk.contract.postcards import Box, PostcardPage

    which, only_unread = Box(box), True if unread else None
    with connect(ctx) as client:
        page = listed(
            limit,
            everything,
            page=lambda limit: client.postcards.list(which, unread=only_unread, archived=archived, limit=limit),
            items=lambda: client.postcards.all(which, unread=only_unread, archived=archived),
            joined=lambda cards: PostcardPage(postcards=cards, count=len(cards)),
        )
    show(ctx, page, list_view)
    mention_more(ctx, page)


@app.command("show")
def show_postcard(ctx: typer.Context, postcard_id: Id) -> None:
    """Show a postcard, on a terminal with colours with its photo."""
    with connect(ctx) as client:
        card = client.postcards.get(postcard_id)
        thumbnail = _thumbnail(ctx, client, card)
    show(ctx, card, lambda card: card_view(card, thumbnail))


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
        photo = client.postcards.photo(card)
        stamp = client.stamps.picture(card.stamp) if render is not None and card.stamp is not None else None
    if photo is None and render is None:
        raise CommandFailed("This postcard has no photo.", exit_code=NOT_FOUND, code="not_found")
    files: dict[Path, bytes] = {}
    if photo is not None:
        files[folder / f"{safe_name(card.postcard_id)}.jpg"] = photo
    else:
        notice(ctx, "This postcard has no photo.")
    if render is not None:
        files[render] = _painted(card, photo, stamp)
    for path, content in files.items():
        _write(path, content)
    show(ctx, card, lambda _: say("\n".join(map(str, files))))


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
