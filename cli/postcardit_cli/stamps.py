"""postcardit stamps: the catalogue of stamps."""

from typing import TYPE_CHECKING, Annotated, Literal

import typer

from .context import connect
from .family import family
from .render import show, table

if TYPE_CHECKING:
    from postcardit_sdk.contract.stamps import StampPage

app = family("stamps", "The catalogue of stamps.")

Category = Literal["featured", "travel", "nature", "holidays", "food", "animals", "fun"]


@app.command("list")
def list_stamps(
    ctx: typer.Context,
    category: Annotated[Category | None, typer.Option(help="Only those about this.")] = None,
) -> None:
    """List the stamps there are."""
    from postcardit_sdk.contract.stamps import StampCategory

    with connect(ctx) as client:
        page = client.stamps.list(None if category is None else StampCategory(category))
    show(ctx, page, _view)


def _view(page: "StampPage") -> None:
    rows = [(stamp.stamp_id, stamp.category, stamp.name) for stamp in page.stamps]
    table(("ID", "CATEGORY", "NAME"), rows, none="There are no stamps.")
