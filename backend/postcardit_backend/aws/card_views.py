"""Postcards as DynamoDB gives them to one of their people: that one's row, and both people as they are now.

A row may still be there of a card that is not: a block, or the erasure of its sender, counts at once, though its rows
go little by little. So the pair and the other's profile are looked at whenever a row is.
"""

from collections.abc import Iterable, Mapping, Sequence

from ..records import PostcardRecord, Side
from .card_rows import card_from, row_key, side_of
from .fields import flag, text
from .items import Item
from .pairs import is_blocked_by, pair_key
from .people import person_from, profile_key
from .tables import Key, Tables

__all__ = ["cards_of", "find_cards", "is_in_sight", "keys_to_judge"]


def keys_to_judge(user_id: str, other_ids: Iterable[str]) -> list[Key]:
    """What says whether, and how, a user sees cards that they have with others."""
    others = [*dict.fromkeys(other_ids)]
    return [
        *(profile_key(one) for one in (user_id, *others)),
        *(pair_key(user_id, other) for other in others),
    ]


def is_in_sight(row: Item, user_id: str, items: Mapping[Key, Item]) -> bool:
    """Whether a user sees the card of a row that they have, as these items say."""
    other_id = text(row, "other")
    is_other_there = flag(items.get(profile_key(other_id)), "is_active")
    if not flag(items.get(profile_key(user_id)), "is_active"):
        return False
    if not is_other_there:
        return side_of(row) is Side.SENT
    return not is_blocked_by(items.get(pair_key(user_id, other_id)), other_id)


def find_cards(
    tables: Tables, user_id: str, postcard_ids: Sequence[str], *, are_told: bool = False
) -> dict[str, PostcardRecord]:
    """Those of these postcards that a user sees, by id. If the user was told of them, one that is not there is either
    gone or only now becoming visible: which of the two is found out."""
    keys = [row_key(user_id, one) for one in postcard_ids]
    rows = tables.get(keys)
    if are_told and len(rows) < len(keys):
        rows |= tables.get_settled([key for key in keys if key not in rows])
    others = [text(row, "other") for row in rows.values()]
    items = tables.get(keys_to_judge(user_id, others)) if rows else {}
    return {card.postcard_id: card for card in cards_of(user_id, rows.values(), items)}


def cards_of(user_id: str, rows: Iterable[Item], items: Mapping[Key, Item]) -> list[PostcardRecord]:
    """Those of these rows that a user sees, as records."""
    found: list[PostcardRecord] = []
    for row in rows:
        if is_in_sight(row, user_id, items):
            ends = (user_id, text(row, "other"))
            found.append(card_from(row, user_id, {one: person_from(items[profile_key(one)]) for one in ends}))
    return found
