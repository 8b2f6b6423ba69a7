"""postcardit friends block, unblock and blocked: people for whom one is no longer there."""

from typing import TYPE_CHECKING, Annotated

import typer

from .context import connect, options_of
from .pages import Everything, Limit, listed, mention_more
from .render import moment, say, show, table

if TYPE_CHECKING:
    from postcardit_sdk.contract.friends import BlockedPage, Friendship

__all__ = ["block", "blocked", "unblock"]

Name = Annotated[str, typer.Argument(help="Username or user id.", metavar="USERNAME")]


def block(ctx: typer.Context, name: Name) -> None:
    """Block someone: to them you are no longer there, and a friendship ends. They are not told."""
    with connect(ctx) as client:
        friendship = client.friends.block(name)
    show(ctx, friendship, _block_view)


def unblock(ctx: typer.Context, name: Name) -> None:
    """Lift a block. No friendship comes back by it."""
    with connect(ctx) as client:
        client.friends.unblock(name)
    if not options_of(ctx).as_json:
        say(f"You do not block {name} any more.")


def blocked(ctx: typer.Context, limit: Limit = 20, everything: Everything = False) -> None:
    """List the people whom you have blocked, the last blocked first."""
    from postcardit_sdk.contract.friends import BlockedPage

    with connect(ctx) as client:
        page = listed(
            limit,
            everything,
            page=lambda limit: client.friends.blocked(limit=limit),
            items=client.friends.all_blocked,
            joined=lambda blocks: BlockedPage(blocked=blocks, count=len(blocks)),
        )
    show(ctx, page, _list_view)
    mention_more(ctx, page)


def _block_view(block: "Friendship") -> None:
    say(f"You have blocked {block.addressee.username}. To them you are no longer there.")


def _list_view(page: "BlockedPage") -> None:
    rows = [
        (block.addressee.username, moment(block.requested_at), block.addressee.full_name or "")
        for block in page.blocked
    ]
    table(("BLOCKED", "SINCE", "NAME"), rows, none="You have blocked nobody.")
