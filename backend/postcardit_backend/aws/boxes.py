"""Boxes on DynamoDB: a row for each side of a card that sees it. Here alone rows come, change and go.

Every verb is part of its caller's unit, keeps the tallies right, and tells those who have the card in sight. Rows that
a block hides take the steps of their card, unseen.
"""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from postcardit_sdk.contract.sync import ChangeType

from ..records import PostcardRecord, Side
from .card_rows import hidden, hidden_key, id_of, in_sight, row_key, row_of
from .counters import count, counters_key
from .feed import tell
from .fields import flag, number, text
from .items import Item
from .orders import LAST
from .pairs import is_blocked_by, pair_key
from .people import partition
from .tables import Key, Range
from .tallies import count_rows, unread
from .units import Unit

__all__ = ["Row", "archive", "hide", "in_sight_of_both", "insert", "leave", "rows_of", "show", "step", "withdraw"]

_MOVED = 14
"""How many rows a unit hides or shows: each is up to five actions, beside those of the block and the parting."""
_TOLD = 40
"""How many cards a unit tells of again."""


class Row(NamedTuple):
    """A row of a card, wherever it is."""

    user_id: str
    key: Key
    item: Item

    @property
    def postcard_id(self) -> str:
        """Which card it is of."""
        return text(self.item, "postcard_id")

    @property
    def is_in_sight(self) -> bool:
        """Whether its user sees it."""
        return self.key == row_key(self.user_id, self.postcard_id)


def insert(unit: Unit, card: PostcardRecord) -> None:
    """A card was sent: it lies in both boxes."""
    for side, user_id in ((Side.SENT, card.sender.user_id), (Side.RECEIVED, card.recipient.user_id)):
        row = row_of(card, side)
        unit.put(row_key(user_id, card.postcard_id), row)
        count_rows(unit, user_id, [row], 1)
    tell(unit, [card.recipient.user_id], ChangeType.POSTCARD_RECEIVED, card.postcard_id, card.sent_at)
    tell(unit, [card.sender.user_id], ChangeType.POSTCARD_CHANGED, card.postcard_id, card.sent_at)


def rows_of(unit: Unit, ends: Iterable[tuple[str, str]]) -> list[Row]:
    """The rows that are there of these users and cards, in sight or not: in the order of the cards' ids.

    A row that moves meanwhile might be seen in neither place: so the commit makes sure of both where it is in none.
    """
    places = [(user_id, row_key(user_id, card), hidden_key(user_id, card)) for user_id, card in dict.fromkeys(ends)]
    unit.look(*(key for _, *keys in places for key in keys))
    rows: list[Row] = []
    for user_id, *keys in places:
        found = [Row(user_id, key, item) for key in keys if (item := unit.glance(key)) is not None]
        for key in [found[0].key] if found else keys:
            unit.get(key)
        rows += found[:1]
    return sorted(rows, key=lambda row: (row.postcard_id, row.user_id))


def step(unit: Unit, rows: Sequence[Row], status: str, now: int) -> None:
    """The cards of these rows, of both sides, have just become `delivered` or `read`."""
    for row in rows:
        item: Item = {**row.item, "status": status, "updated_at": max(now, number(row.item, "updated_at"))}
        for taken in ("delivered", "read") if status == "read" else ("delivered",):
            item.setdefault(f"{taken}_at", now)
        unit.put(row.key, in_sight(item) if row.is_in_sight else hidden(item))
        if row.is_in_sight:
            count(unit, row.user_id, unread=unread(item) - unread(row.item))
    unit.look(*(_pair_key(row) for row in rows))
    _tell(unit, [row for row in rows if not _is_to_be_hidden(unit, row)], ChangeType.POSTCARD_CHANGED, now)


def archive(unit: Unit, row: Row, *, archived: bool, now: int) -> Item:
    """A user puts a card into their archive or takes it out; where it is already, nothing happens. Gives the row."""
    if flag(row.item, "archived") is archived:
        return row.item
    item = in_sight({**row.item, "archived": archived})
    unit.put(row.key, item)
    count(unit, row.user_id, unread=unread(item) - unread(row.item))
    _tell(unit, [row], ChangeType.POSTCARD_CHANGED, now)
    return item


def withdraw(unit: Unit, rows: Sequence[Row], now: int) -> None:
    """A card leaves both boxes, and what is hidden of it."""
    for row in rows:
        leave(unit, row, now)


def leave(unit: Unit, row: Row, now: int) -> None:
    """A card leaves the box of one user."""
    unit.remove(row.key)
    if row.is_in_sight:
        count_rows(unit, row.user_id, [row.item], -1)
        _tell(unit, [row], ChangeType.POSTCARD_DELETED, now)


def hide(unit: Unit, user_id: str, other_id: str, now: int) -> bool:
    """The cards of these two go out of the first one's sight, some in this unit. Gives whether there are more."""
    rows, are_more = _of_both(unit, user_id, "O", other_id)
    for row in rows:
        unit.remove(row.key)
        unit.put(hidden_key(user_id, row.postcard_id), hidden(row.item))
    count_rows(unit, user_id, [row.item for row in rows], -1)
    for row in rows:
        tell(unit, [user_id], ChangeType.POSTCARD_DELETED, row.postcard_id, now)
    return are_more


def show(unit: Unit, user_id: str, other_id: str, now: int) -> bool:
    """The hidden cards of these two come back into the first one's sight, as far as they have gone meanwhile; some in
    this unit. Gives whether there are more."""
    rows, are_more = _of_both(unit, user_id, "X", other_id)
    for row in rows:
        unit.remove(row.key)
        unit.put(row_key(user_id, row.postcard_id), in_sight(row.item))
    count_rows(unit, user_id, [row.item for row in rows], 1)
    for row in rows:
        tell(unit, [user_id], ChangeType.POSTCARD_CHANGED, row.postcard_id, now)
    return are_more


def in_sight_of_both(unit: Unit, user_id: str, other_id: str, after: str) -> list[str]:
    """Some cards of these two that the first has in sight, after an id."""
    first, last = f"O#{other_id}#{after}!" if after else f"O#{other_id}#", f"O#{other_id}#{LAST}"
    among = Range("main", partition(user_id), first, last, index="by_five")
    return [id_of(item) for item in unit.tables.query(among, limit=_TOLD)]


def _of_both(unit: Unit, user_id: str, place: str, other_id: str) -> tuple[list[Row], bool]:
    """The first rows that two people have of each other's cards, and whether there are more. All who write them write
    the user's counters: so the range is the same when the unit commits."""
    unit.get(counters_key(user_id))
    among = Range("main", partition(user_id), f"{place}#{other_id}#", f"{place}#{other_id}#{LAST}", index="by_five")
    found = unit.tables.query(among, limit=_MOVED + 1)
    keys = [Key("main", partition(user_id), text(item, "sk")) for item in found[:_MOVED]]
    unit.load(*keys)
    rows = [Row(user_id, key, item) for key in keys if (item := unit.get(key)) is not None]
    return rows, len(found) > _MOVED


def _is_to_be_hidden(unit: Unit, row: Row) -> bool:
    """Whether a block hides a row that is still in its place."""
    return is_blocked_by(unit.glance(_pair_key(row)), text(row.item, "other"))


def _pair_key(row: Row) -> Key:
    return pair_key(row.user_id, text(row.item, "other"))


def _tell(unit: Unit, rows: Iterable[Row], type_: ChangeType, now: int) -> None:
    for row in rows:
        if row.is_in_sight:
            tell(unit, [row.user_id], type_, row.postcard_id, now)
