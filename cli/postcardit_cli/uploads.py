"""postcardit uploads: photos on their way from this machine to the server."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Any

import typer

from .context import connect, options_of
from .exits import NOT_FOUND, CommandFailed
from .family import family
from .outbox_views import FLUSH, show_document
from .photo_options import weight
from .render import notice, say, table

if TYPE_CHECKING:
    from postcardit_sdk.client import Client
    from postcardit_sdk.contract.uploads import Upload
    from postcardit_sdk.local.outbox_items import OutboxItem

app = family("uploads", "Photos on their way to the server: how far they are, and giving one up.")


@dataclass(frozen=True, slots=True)
class _Underway:
    """A photo that is not at the server whole, as far as it is known here and there."""

    upload_id: str | None
    item: "OutboxItem | None"
    upload: "Upload | None"

    @property
    def status(self) -> str:
        if self.upload is not None:
            return str(self.upload.status)
        return "not begun" if self.upload_id is None else "forgotten"

    @property
    def total(self) -> int | None:
        return None if self.item is None else self.item.photo_bytes

    @property
    def done(self) -> int:
        return 0 if self.upload is None else self.upload.offset

    @property
    def percent(self) -> int | None:
        return None if not self.total else min(100, self.done * 100 // self.total)

    def as_json(self) -> dict[str, Any]:
        """For programs: every key is always there."""
        from postcardit_sdk.contract.wire import format_timestamp

        item, upload = self.item, self.upload
        return {
            "uploadId": self.upload_id,
            "itemId": None if item is None else item.item_id,
            "to": None if item is None else item.to,
            "status": self.status,
            "problem": None if upload is None or upload.problem is None else str(upload.problem),
            "doneBytes": self.done,
            "totalBytes": self.total,
            "percent": self.percent,
            "expiresAt": None if upload is None else format_timestamp(upload.expires_at),
        }


@app.command()
def status(
    ctx: typer.Context,
    upload_id: Annotated[str | None, typer.Argument(help="An upload's id, or its item's.", metavar="[ID]")] = None,
) -> None:
    """Show how far the photos of your outbox are, as the server knows it, or one upload.

    With --json: {uploads: [{uploadId, itemId, to, status, problem, doneBytes, totalBytes, percent, expiresAt}], count}.
    The status is the server's, or "not begun", or "forgotten" for one that it gave up: the next flush begins it anew.
    """
    with connect(ctx) as client:
        waiting = [item for item in client.outbox.list() if item.photo_bytes is not None]
        if upload_id is not None:
            found = next((item for item in waiting if upload_id in (item.item_id, item.upload_id)), None)
            asked = upload_id if found is None else found.upload_id
            underway = [_Underway(asked, found, None if asked is None else client.uploads.get(asked))]
        else:
            underway = [_Underway(item.upload_id, item, _ask(client, item.upload_id)) for item in waiting]
    if options_of(ctx).as_json:
        show_document({"uploads": [one.as_json() for one in underway], "count": len(underway)})
    else:
        _view(underway)


@app.command()
def cancel(
    ctx: typer.Context,
    upload_id: Annotated[str, typer.Argument(help="The upload's id, or its item's.", metavar="ID")],
) -> None:
    """Give an upload up: what has arrived is removed. A postcard that waits for it would upload its photo anew."""
    with connect(ctx) as client:
        items = [item for item in client.outbox.list() if upload_id in (item.item_id, item.upload_id)]
        asked = items[0].upload_id if items else upload_id
        if asked is None:
            raise CommandFailed("This photo is not on its way yet.", exit_code=NOT_FOUND, code="not_found")
        client.uploads.delete(asked)
    if not options_of(ctx).as_json:
        say("Given up.")
    for item in items:
        notice(ctx, f"{item.summary} still waits, and {FLUSH} uploads its photo anew.")
        notice(ctx, f"To let it go as well: postcardit outbox drop {item.item_id}")


def _ask(client: "Client", upload_id: str | None) -> "Upload | None":
    """The upload, if the server has not given it up."""
    from postcardit_sdk.errors import NotFound

    if upload_id is None:
        return None
    try:
        return client.uploads.get(upload_id)
    except NotFound:
        return None


def _view(underway: list[_Underway]) -> None:
    rows: list[tuple[str, ...]] = []
    for one in underway:
        so_far = weight(one.done) if one.total is None else f"{weight(one.done)} of {weight(one.total)}"
        percent = "" if one.percent is None else f"{one.percent} %"
        rows.append((one.upload_id or "-", one.status, percent, so_far, one.item.to or "" if one.item else ""))
    table(("UPLOAD", "STATUS", "DONE", "BYTES", "TO"), rows, none="No photo is on its way.")
