"""The rows of a person's boxes, in sight and hidden, and what they count for."""

import sqlite3
from collections import Counter
from collections.abc import Iterator

from ..aws.card_rows import hidden, hidden_key, in_sight, row_key, row_of
from ..aws.condemned import naming_key
from ..aws.items import Item
from ..aws.shown import keys_of
from ..aws.tables import Key
from ..aws.tallies import place_keys, unread
from ..embedded.card_rows import COLUMNS, JOINS, card_from
from ..records import Side

__all__ = ["card_items"]

_ROWS = f"{COLUMNS}, b.side, b.status FROM {{}} b {JOINS} WHERE b.user_id = ? ORDER BY b.postcard_id"


def card_items(source: sqlite3.Connection, user_id: str, numbers: Counter[str]) -> Iterator[tuple[Key, Item]]:
    """The items of a user's cards, one card after the other. In the end `numbers` counts those in sight."""
    places: Counter[Key] = Counter()
    kinds: dict[Key, str] = {}
    for table in ("boxes", "hidden_boxes"):
        for row in source.execute(_ROWS.format(table), (user_id,)):
            card, side = card_from(row), Side(row["side"])
            item: Item = {**row_of(card, side), "status": row["status"]}
            if card.is_archived:
                item["archived"] = True
            if side is Side.SENT and card.image is not None:
                for photo in dict.fromkeys(keys_of(card.image)):
                    yield naming_key(photo, f"C#{card.postcard_id}"), {}
            if table == "hidden_boxes":
                yield hidden_key(user_id, card.postcard_id), hidden(item)
                continue
            yield row_key(user_id, card.postcard_id), in_sight(item)
            numbers[side.value] += 1
            numbers["unread"] += unread(item)
            if side is Side.SENT:
                found = place_keys(user_id, card.country, card.city)
                kinds |= found
                places.update(found.keys())
    numbers.update(kinds.values())
    for key, n in places.items():
        yield key, {"n": n}
