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
from .postcard_views import sent_view
from .progress import transfer
from .render import notice, show

if TYPE_CHECKING:
    from postcardit_sdk.client import Client
    from postcardit_sdk.contract.postcards import Font, Location, Postcard
    from postcardit_sdk.flow import Progress
    from postcardit_sdk.local.outbox_items import OutboxItem

__all__ = ["FontName", "send"]

FontName = Literal["handwritten", "typewriter", "print"]


@dataclass(frozen=True, slots=True)
class _Letter:
    """A postcard as it was asked for."""

    to: str
    message: str
    photo: str | bytes | None
    stamp_id: str | None
    font: "Font"
    location: "Location | None"

    def queue(self, client: "Client") -> "OutboxItem":
        """Put it into the outbox. Raises what is wrong with it."""
        return client.outbox.send(
            self.to,
            self.message,
            photo=self.photo,
            stamp_id=self.stamp_id,
            font=self.font,
            location=self.location,
        )

    def mail(self, client: "Client", on_progress: "Callable[[Progress], None] | None") -> "Postcard":
        """Send it past the outbox."""
        return client.postcards.send(
            self.to,
            self.message,
            photo=self.photo,
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
) -> None:
    """Mail a postcard to a friend. The photo is made small, upright and free of metadata before it leaves.

    Without a network it waits in the outbox, and the exit code is 8: postcardit outbox flush sends it, once.
    """
    from postcardit_sdk.contract.postcards import Font, Location

    if message == "-" and photo == "-":
        raise usage("Message and photo cannot both come from stdin.")
    letter = _Letter(
        to,
        sys.stdin.buffer.read().decode().rstrip("\n") if message == "-" else message,
        sys.stdin.buffer.read() if photo == "-" else photo,
        stamp,
        Font(font),
        None if place is None else Location(address=place),
    )
    if later:
        _queue(ctx, letter)
    else:
        _mail(ctx, letter)


def _queue(ctx: typer.Context, letter: _Letter) -> None:
    with connect_locally(ctx) as client:
        show_queued(ctx, letter.queue(client))


def _mail(ctx: typer.Context, letter: _Letter) -> None:
    """Queue the card and flush. Where nothing can be queued it is sent directly, rather than not at all."""
    from postcardit_sdk.errors import LocalStoreFailed

    with connect(ctx) as client, transfer(ctx, "Photo") as on_progress:
        try:
            item = letter.queue(client)
        except LocalStoreFailed as error:
            notice(ctx, f"{error} The postcard is sent without being queued first.")
            card = letter.mail(client, on_progress)
        else:
            card = deliver(ctx, client, item, on_progress)
    show(ctx, card, sent_view)
