"""postcardit postcards send: by way of the outbox, so that nothing is lost between here and the server."""

import sys
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from .context import connect, connect_locally
from .exits import usage
from .outbox_delivery import deliver
from .outbox_views import show_queued
from .photo_options import (
    KeepLocation,
    LocationFromPhoto,
    MaxBytes,
    OriginalSize,
    PhotoWishes,
    Quality,
    place_in_photo,
)
from .postcard_views import sent_view
from .progress import transfer
from .render import notice, show

if TYPE_CHECKING:
    from postcardit_sdk.client import Client
    from postcardit_sdk.contract.postcards import Font, Location, Postcard
    from postcardit_sdk.flow import Progress
    from postcardit_sdk.local.outbox_items import OutboxItem
    from postcardit_sdk.resources.photo_options import PhotoOptions

__all__ = ["FontName", "send"]

FontName = Literal["handwritten", "typewriter", "print"]


@dataclass(frozen=True, slots=True)
class _Letter:
    """A postcard as it was asked for."""

    to: str
    message: str
    photo: str | bytes | None
    photo_options: "PhotoOptions"
    stamp_id: str | None
    font: "Font"
    location: "Location | None"

    def queue(self, client: "Client", *, go_on: bool) -> "OutboxItem":
        """Put it into the outbox, or go on with the same one that was interrupted. Raises what is wrong with it."""
        return client.outbox.send(
            self.to,
            self.message,
            photo=self.photo,
            photo_options=self.photo_options,
            stamp_id=self.stamp_id,
            font=self.font,
            location=self.location,
            go_on=go_on,
        )

    def mail(self, client: "Client", on_progress: "Callable[[Progress], None] | None") -> "Postcard":
        """Send it past the outbox."""
        return client.postcards.send(
            self.to,
            self.message,
            photo=self.photo,
            photo_options=self.photo_options,
            stamp_id=self.stamp_id,
            font=self.font,
            location=self.location,
            on_progress=on_progress,
        )


def send(
    ctx: typer.Context,
    to: Annotated[str, typer.Argument(help="A friend's username or user id.", metavar="USERNAME")],
    message: Annotated[str, typer.Argument(help="Up to 500 characters; - reads it from stdin.", metavar="MESSAGE")],
    photo: Annotated[str | None, typer.Option(help="A photo; - reads it from stdin.", metavar="FILE")] = None,
    stamp: Annotated[str | None, typer.Option(help="A stamp's id; see postcardit stamps list.", metavar="ID")] = None,
    font: Annotated[FontName, typer.Option(help="How the message looks.")] = "handwritten",
    place: Annotated[str | None, typer.Option(help="Where you write from.", metavar="TEXT")] = None,
    later: Annotated[bool, typer.Option("--later", help="Only queue it, which needs no network.")] = False,
    original_size: OriginalSize = False,
    quality: Quality = None,
    max_bytes: MaxBytes = None,
    keep_location: KeepLocation = False,
    location_from_photo: LocationFromPhoto = False,
) -> None:
    """Mail a postcard to a friend. The photo is made small, upright and free of metadata before it leaves.

    Without a network it waits in the outbox, and the exit code is 8: postcardit outbox flush sends it, once. After
    Ctrl-C the same command goes on where it was.
    """
    from postcardit_sdk.contract.postcards import Font, Location

    if message == "-" and photo == "-":
        raise usage("Message and photo cannot both come from stdin.")
    wishes = PhotoWishes(original_size, quality, max_bytes, keep_location)
    options = wishes.options(has_photo=photo is not None)
    source = sys.stdin.buffer.read() if photo == "-" else photo
    location = None if place is None else Location(address=place)
    letter = _Letter(
        to,
        sys.stdin.buffer.read().decode().rstrip("\n") if message == "-" else message,
        source,
        options,
        stamp,
        Font(font),
        place_in_photo(source, place) if location_from_photo else location,
    )
    if later:
        _queue(ctx, letter)
    else:
        _mail(ctx, letter)


def _queue(ctx: typer.Context, letter: _Letter) -> None:
    with connect_locally(ctx) as client:
        show_queued(ctx, letter.queue(client, go_on=False))


def _mail(ctx: typer.Context, letter: _Letter) -> None:
    """Queue the card and flush. Where nothing can be queued it is sent directly, rather than not at all."""
    from postcardit_sdk.errors import LocalStoreFailed

    sizes = None
    with connect(ctx) as client, transfer(ctx, "Photo") as on_progress:
        try:
            item = letter.queue(client, go_on=True)
        except LocalStoreFailed as error:
            notice(ctx, f"{error} The postcard is sent without being queued first.")
            card = letter.mail(client, on_progress)
        else:
            sizes = item.photo_sizes
            card = deliver(ctx, client, item, on_progress)
    show(ctx, card, lambda card: sent_view(card, sizes))
