"""postcardit postcards list: which postcards to list, from the server or from the copy on this machine."""

from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from .context import connect, connect_locally
from .exits import usage
from .pages import Everything, Limit, listed, mention_more
from .postcard_filters import area_in, moment_in
from .postcard_views import list_view
from .render import notice, show

if TYPE_CHECKING:
    from postcardit_sdk.contract.postcards import PostcardPage

__all__ = ["BoxName", "StatusName", "list_postcards"]

BoxName = Literal["sent", "received", "all"]
StatusName = Literal["sent", "delivered", "read"]


def list_postcards(
    ctx: typer.Context,
    box: Annotated[BoxName, typer.Option(help="Those you sent, received, or both.")] = "all",
    status: Annotated[StatusName | None, typer.Option(help="Only those that are so far, and no further.")] = None,
    unread: Annotated[bool, typer.Option("--unread", help="Only those not read yet.")] = False,
    archived: Annotated[bool, typer.Option("--archived", help="Those in your archive instead of the others.")] = False,
    sent_from: Annotated[
        str | None, typer.Option("--from", help="Sent at this time or later; a date: from its start.", metavar="DATE")
    ] = None,
    sent_to: Annotated[
        str | None, typer.Option("--to", help="Sent before this time; a date: before its start.", metavar="DATE")
    ] = None,
    bbox: Annotated[
        str | None, typer.Option(help="Written inside this part of the map.", metavar="WEST,SOUTH,EAST,NORTH")
    ] = None,
    local: Annotated[
        bool, typer.Option("--local", help="From the copy on this machine, with what waits to be sent.")
    ] = False,
    limit: Limit = 20,
    everything: Everything = False,
) -> None:
    """List your postcards, the newest first.

    Dates and times are like 2026-11-22 or 2026-11-22T18:30, in your time zone. The map is in degrees.
    """
    if local and (status or sent_from or sent_to or bbox):
        raise usage("With --local only --box, --unread, --archived, --limit and --all narrow the list.")
    if local:
        page = _local_page(ctx, box, unread=unread, archived=archived, limit=None if everything else limit)
    else:
        filters = _filters(status, sent_from, sent_to, bbox)
        page = _page(ctx, box, limit, everything, unread=True if unread else None, archived=archived, **filters)
    show(ctx, page, list_view)
    mention_more(ctx, page)


def _filters(status: str | None, sent_from: str | None, sent_to: str | None, bbox: str | None) -> dict[str, Any]:
    from postcardit_sdk.contract.postcards import PostcardStatus

    return {
        "status": None if status is None else PostcardStatus(status),
        "sent_from": moment_in(sent_from, "--from"),
        "sent_to": moment_in(sent_to, "--to"),
        "bbox": area_in(bbox),
    }


def _page(ctx: typer.Context, box: str, limit: int, everything: bool, **filters: Any) -> "PostcardPage":
    from postcardit_sdk.contract.postcards import Box, PostcardPage

    which = Box(box)
    with connect(ctx) as client:
        return listed(
            limit,
            everything,
            page=lambda limit: client.postcards.list(which, limit=limit, **filters),
            items=lambda: client.postcards.all(which, **filters),
            joined=lambda cards: PostcardPage(postcards=cards, count=len(cards)),
        )


def _local_page(ctx: typer.Context, box: str, *, unread: bool, archived: bool, limit: int | None) -> "PostcardPage":
    """The same from the mirror. It may be old, and says so."""
    from postcardit_sdk.contract.postcards import Box, PostcardPage

    with connect_locally(ctx) as client:
        cards = client.sync.postcards(Box(box), unread=True if unread else None, archived=archived, limit=limit)
        is_complete = client.sync.status().is_complete
    if not is_complete:
        notice(ctx, "The copy on this machine is not complete. postcardit sync pull fetches all there is.")
    return PostcardPage(postcards=cards, count=len(cards))
