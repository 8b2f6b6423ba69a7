"""Lists: one page, more than a page, or all of it, in the shape of one page."""

from collections.abc import Callable, Iterator
from itertools import islice
from typing import TYPE_CHECKING, Annotated, Any, TypeVar

import typer

from .render import notice

if TYPE_CHECKING:
    from postcardit_sdk.contract.wire import Page

__all__ = ["Everything", "Limit", "listed", "mention_more"]

PageT = TypeVar("PageT", bound="Page")
ItemT = TypeVar("ItemT")

_LONGEST_PAGE = 100

Limit = Annotated[int, typer.Option("--limit", min=1, metavar="N", help="How many at the most.")]
Everything = Annotated[bool, typer.Option("--all", help="All of them, page after page.")]


def listed(
    limit: int,
    everything: bool,
    *,
    page: Callable[[int], PageT],
    items: Callable[[], Iterator[ItemT]],
    joined: Callable[[list[ItemT]], PageT],
) -> PageT:
    """What was asked for: the API's own page when it fits one, else the items of several, joined."""
    if not everything and limit <= _LONGEST_PAGE:
        return page(limit)
    return joined(list(islice(items(), None if everything else limit)))


def mention_more(ctx: typer.Context, page: "Page | Any") -> None:
    """A notice when the list goes on."""
    if page.next_cursor is not None:
        notice(ctx, f"Only {page.count} are shown. More: --limit N, or --all.")
