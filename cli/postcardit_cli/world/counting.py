"""What a world has, as a table of counts."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from postcardit_sdk.contract.lab.worlds import WorldCounts

__all__ = ["LABELS", "rows_of", "sentence_of"]

LABELS = {
    "users": "users",
    "erased_users": "erased users",
    "accepted": "friendships",
    "pending": "friend requests",
    "rejected": "rejected requests",
    "blocked": "blocks",
    "postcards": "postcards",
    "with_photo": "with a photo",
    "delivered": "delivered, not read",
    "read": "read",
    "archived": "archived",
}


def rows_of(planned: "WorldCounts", found: "WorldCounts | None" = None) -> list[list[str]]:
    """A row for each count, with what was found beside what was planned."""
    rows: list[list[str]] = []
    for field, label in LABELS.items():
        wanted = getattr(planned, field)
        row = [label, f"{wanted:,}"]
        if found is not None:
            here = getattr(found, field)
            row += [f"{here:,}", "" if here == wanted else f"{here - wanted:+,}"]
        rows.append(row)
    return rows


def sentence_of(counts: "WorldCounts") -> str:
    """The counts that matter most, in a sentence's part."""
    return f"{counts.users:,} users, {counts.accepted:,} friendships, {counts.postcards:,} postcards"
