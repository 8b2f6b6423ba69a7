"""How postcards look in a terminal."""

import sys
from typing import TYPE_CHECKING

from .photo_options import size_of_card, size_words, sizes_words
from .render import columns, facts, fitted, has_colour, moment, moment_in_full, say, table, write_rendered
from .text import one_line

if TYPE_CHECKING:
    from rich.console import RenderableType

    from postcardit_sdk.contract.postcards import Postcard, PostcardPage
    from postcardit_sdk.local.outbox_items import PhotoSize, PhotoSizes

__all__ = ["card_view", "list_view", "place_of", "sent_view", "wants_picture"]

_WIDE = 110
"""From this many columns on a message has room beside its postcard's id."""

_PICTURE_COLUMNS, _PICTURE_ROWS = 40, 15
_BESIDE = 84


def wants_picture() -> bool:
    """Whether stdout can show a photo."""
    return sys.stdout.isatty() and has_colour(sys.stdout)


def place_of(card: "Postcard") -> str | None:
    """Where a card was written, in words."""
    if card.location is None:
        return None
    parts = (card.location.address, card.location.city, card.location.country)
    return ", ".join(part for part in parts if part) or None


def _where(card: "Postcard") -> str | None:
    """The place in words, and in degrees where it has them."""
    spot = card.location
    degrees = None
    if spot is not None and spot.latitude is not None and spot.longitude is not None:
        degrees = f"{spot.latitude:.4f}, {spot.longitude:.4f}"
    words = place_of(card)
    return f"{words} ({degrees})" if words and degrees else words or degrees


def sent_view(card: "Postcard", sizes: "PhotoSizes | None" = None) -> None:
    """A line about a card that has just left, and one about its photo, before and after it was made ready."""
    say(f"Sent to {card.recipient.username}: {card.postcard_id}")
    if sizes is not None:
        say(f"Photo: {sizes_words(sizes)}")


def list_view(page: "PostcardPage") -> None:
    """A table; where it is narrow, each message stands below its card's id."""
    is_wide = columns() >= _WIDE
    people = [f"{card.sender.username} \u2192 {card.recipient.username}" for card in page.postcards]
    rows = [
        (card.postcard_id, moment(card.sent_at), card.status, who, one_line(card.message))
        for card, who in zip(page.postcards, people, strict=True)
    ]
    none = "There are no postcards."
    if is_wide:
        table(("ID", "SENT", "STATUS", "FROM \u2192 TO", "MESSAGE"), rows, none=none)
    else:
        below = [(f"{row[0]}\n{fitted(row[4], len(row[0]))}", *row[1:4]) for row in rows]
        table(("ID", "SENT", "STATUS", "FROM \u2192 TO"), below, none=none)


def card_view(card: "Postcard", thumbnail: bytes | None, before: "PhotoSize | None" = None) -> None:
    """The card: its photo where there is one to draw, and what is written on it. `before` is how large its photo was
    before it was made ready, which only the machine knows that sent it.
    """
    after = size_of_card(card)
    was = "" if before is None else f"{size_words(before)} \u2192 "
    words = facts(
        [
            ("From", _person(card.sender.username, card.sender.full_name)),
            ("To", _person(card.recipient.username, card.recipient.full_name)),
            ("Place", _where(card)),
            ("Stamp", None if card.stamp is None else card.stamp.name),
            ("Message", card.message),
            ("Photo", None if after is None else f"{was}{size_words(after)}"),
            ("Status", f"{card.status}, archived" if card.is_archived else card.status),
            ("Sent", moment_in_full(card.sent_at)),
            ("Delivered", moment_in_full(card.delivered_at)),
            ("Read", moment_in_full(card.read_at)),
            ("Id", card.postcard_id),
        ]
    )
    if thumbnail is None:
        write_rendered(words)
    else:
        write_rendered(_with_picture(words, thumbnail))


def _person(username: str, full_name: str | None) -> str:
    return f"{full_name} ({username})" if full_name else username


def _with_picture(words: "RenderableType", thumbnail: bytes) -> "RenderableType":
    from rich.console import Group
    from rich.table import Table
    from rich.text import Text

    from .half_blocks import half_blocks

    lines = half_blocks(thumbnail, min(_PICTURE_COLUMNS, columns()), _PICTURE_ROWS)
    picture = Text("\n").join(Text.from_ansi(line) for line in lines)
    if columns() < _BESIDE:
        return Group(picture, words)
    beside = Table.grid(padding=(0, 3, 0, 0))
    beside.add_column(no_wrap=True)
    beside.add_column()
    beside.add_row(picture, words)
    return beside
