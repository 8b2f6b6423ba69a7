"""How the outbox looks in a terminal, and as JSON."""

import json
from typing import TYPE_CHECKING, Any

from .context import options_of
from .photo_options import sizes_words, weight
from .render import columns, facts, fitted, moment, moment_in_full, say, show_json, table, write_rendered

if TYPE_CHECKING:
    import typer

    from postcardit_sdk.local.outbox_items import OutboxItem, PhotoSizes, Reason

__all__ = ["FLUSH", "as_json", "item_view", "items_view", "show_document", "show_queued"]

FLUSH = "postcardit outbox flush"

_WIDE = 130
"""From this many columns on what an item is has room beside its id."""

_WHAT_COLUMNS = 40


def show_document(document: dict[str, Any]) -> None:
    """Print JSON of the command line's own making."""
    show_json(json.dumps(document, indent=2, ensure_ascii=False))


def show_queued(ctx: "typer.Context", item: "OutboxItem") -> None:
    """Say that something waits now, and what sends it."""
    if options_of(ctx).as_json:
        show_document(as_json(item))
    else:
        say(f"Queued for {item.to}: {item.item_id}. {FLUSH} sends it.")


def as_json(item: "OutboxItem") -> dict[str, Any]:
    """An item for programs: every key is always there."""
    from postcardit_sdk.contract.wire import format_timestamp

    reason = item.reason
    return {
        "itemId": item.item_id,
        "kind": item.kind,
        "summary": item.summary,
        "to": item.to,
        "message": item.message,
        "photoBytes": item.photo_bytes,
        "photoSizes": None if item.photo_sizes is None else _sizes_as_json(item.photo_sizes),
        "uploadId": item.upload_id,
        "state": item.state,
        "reason": None if reason is None else reason_as_json(reason),
        "attempts": item.attempts,
        "mayHaveArrived": item.may_have_arrived,
        "resultId": item.result_id,
        "createdAt": format_timestamp(item.created_at),
        "updatedAt": format_timestamp(item.updated_at),
    }


def _sizes_as_json(sizes: "PhotoSizes") -> dict[str, dict[str, int]]:
    return {
        name: {"width": size.width, "height": size.height, "bytes": size.size_bytes}
        for name, size in (("before", sizes.before), ("after", sizes.after))
    }


def reason_as_json(reason: "Reason") -> dict[str, str | None]:
    """Why an item failed or waits, for programs."""
    return {"code": reason.code, "sentence": reason.sentence, "requestId": reason.request_id}


def items_view(items: "list[OutboxItem]") -> None:
    """A table; where it is narrow, what an item is stands below its id, and the reason is one word."""
    is_wide = columns() >= _WIDE
    rows: list[tuple[str, ...]] = []
    for item in items:
        facts_of = (item.state, str(item.attempts), moment(item.created_at))
        if is_wide:
            why = item.reason.sentence if item.reason is not None else ""
            rows.append((item.item_id, fitted(item.summary, _WHAT_COLUMNS), *facts_of, why))
        else:
            why = item.reason.code if item.reason is not None else ""
            rows.append((f"{item.item_id}\n{fitted(item.summary, len(item.item_id))}", *facts_of, why))
    what = ("WHAT",) if is_wide else ()
    table(("ID", *what, "STATE", "TRIES", "QUEUED", "REASON"), rows, none="Nothing waits to be sent.")


def item_view(item: "OutboxItem") -> None:
    """All about one item."""
    write_rendered(
        facts(
            [
                ("What", item.summary),
                ("To", item.to),
                ("Message", item.message),
                ("Photo", _photo_words(item)),
                ("State", item.state),
                ("Reason", None if item.reason is None else item.reason.sentence),
                ("Tries", str(item.attempts)),
                ("May have arrived", "yes" if item.may_have_arrived else None),
                ("Queued", moment_in_full(item.created_at)),
                ("Changed", moment_in_full(item.updated_at)),
                ("Became", item.result_id),
                ("Id", item.item_id),
            ]
        )
    )


def _photo_words(item: "OutboxItem") -> str | None:
    if item.photo_sizes is not None:
        return sizes_words(item.photo_sizes)
    return None if item.photo_bytes is None else weight(item.photo_bytes)
