"""Lists of postcards in SQLite: each filter is some ranges of an index, merged as they are walked, the newest first.

A place has no order in time: what lies in the cells of a rectangle is sorted by id before any card is looked at.
"""

import json
import sqlite3
from collections.abc import Iterable
from contextlib import closing
from functools import lru_cache
from itertools import product

from ..id_times import first_id
from ..map_cells import ranges
from ..ports import PostcardFilter
from ..records import PostcardRecord, Side
from .card_rows import COLUMNS, JOINS, card_from

__all__ = ["list_cards"]

Values = dict[str, str | int | float]

_STATUSES = ("sent", "delivered", "read")
_LAST = "~"
"""More than any id."""
_BETWEEN = "b.user_id = :user AND b.postcard_id < :before AND b.postcard_id >= :since"
_IN_CELLS = (
    "SELECT b.postcard_id FROM json_each(:cells) j CROSS JOIN boxes b INDEXED BY boxes_place"
    " ON b.cell BETWEEN json_extract(j.value, '$[0]') AND json_extract(j.value, '$[1]')"
    f" WHERE {_BETWEEN} AND b.archived IN ({{archives}}) AND b.side IN ({{sides}}) AND b.status IN ({{statuses}})"
    " ORDER BY b.postcard_id DESC"
)
_IN_RECTANGLE = (
    f"{COLUMNS} FROM json_each(:cards) j CROSS JOIN boxes b ON b.postcard_id = j.value {JOINS} WHERE b.user_id = :user"
    " AND p.latitude BETWEEN :south AND :north AND iif(:west <= :east,"
    " p.longitude BETWEEN :west AND :east, p.longitude >= :west OR p.longitude <= :east)"
)


def list_cards(
    connection: sqlite3.Connection, user_id: str, which: PostcardFilter, after: str | None, limit: int
) -> list[PostcardRecord]:
    """The newest postcards in a user's boxes that the filter chooses, of those that are older than `after`."""
    statuses = tuple(one for one in _STATUSES if which.status in (None, one) and which.unread in (None, one != "read"))
    if not statuses:
        return []
    values: Values = {"user": user_id, "before": after or _LAST, "since": "", "limit": limit}
    if which.sent_to is not None:
        values["before"] = min(after or _LAST, first_id(which.sent_to))
    if which.sent_from is not None:
        values["since"] = first_id(which.sent_from)
    choice = which.side, which.archived, statuses
    if which.bbox is not None:
        return _in_rectangle(connection, _cell_statement(*choice), values | _edges(which.bbox), limit)
    return _newest_first(connection.execute(_statement(*choice), values))


def _newest_first(rows: Iterable[sqlite3.Row]) -> list[PostcardRecord]:
    """The statements choose the newest; only those that join nothing to several ranges give them in order, too."""
    return sorted((card_from(row) for row in rows), key=lambda card: card.postcard_id, reverse=True)


@lru_cache(maxsize=256)
def _statement(side: Side | None, archived: bool | None, statuses: tuple[str, ...]) -> str:
    chosen = _index_ranges(side, archived, statuses)
    if len(chosen) == 1:
        return f"{COLUMNS} FROM boxes b {JOINS} WHERE {_BETWEEN}{chosen[0]} ORDER BY b.postcard_id DESC LIMIT :limit"
    merged = " UNION ALL ".join(
        f"SELECT b.postcard_id, b.archived FROM boxes b WHERE {_BETWEEN}{one}" for one in chosen
    )
    return f"{COLUMNS} FROM ({merged} ORDER BY 1 DESC LIMIT :limit) b {JOINS}"


def _index_ranges(side: Side | None, archived: bool | None, statuses: tuple[str, ...]) -> list[str]:
    """What sets apart each range: of the primary key, of boxes_both, of boxes_one or of boxes_status."""
    archives = _archives(archived)
    if side is None and statuses == _STATUSES:
        return [""] if archived is None else [f" AND b.archived = {one}" for one in archives]
    ends = [""] if statuses == _STATUSES else [f" AND b.status = '{status}'" for status in statuses]
    return [
        f" AND b.side = '{one}' AND b.archived = {other}{end}"
        for one, other, end in product(_sides(side), archives, ends)
    ]


def _archives(archived: bool | None) -> list[str]:
    return ["0", "1"] if archived is None else [str(int(archived))]


def _sides(side: Side | None) -> list[str]:
    return [one.value for one in Side if side in (None, one)]


@lru_cache(maxsize=256)
def _cell_statement(side: Side | None, archived: bool | None, statuses: tuple[str, ...]) -> str:
    return _IN_CELLS.format(
        archives=", ".join(_archives(archived)), sides=_listed(_sides(side)), statuses=_listed(statuses)
    )


def _listed(words: Iterable[str]) -> str:
    return ", ".join(f"'{word}'" for word in words)


def _edges(bbox: tuple[float, float, float, float]) -> Values:
    west, south, east, north = bbox
    cells = json.dumps(ranges(west, south, east, north))
    return {"west": west, "south": south, "east": east, "north": north, "cells": cells}


def _in_rectangle(connection: sqlite3.Connection, statement: str, values: Values, limit: int) -> list[PostcardRecord]:
    """Look at cards in cells that touch the rectangle until enough of them lie in it.

    While the first cursor is open both statements see the same state of the file.
    """
    found: list[PostcardRecord] = []
    with closing(connection.execute(statement, values)) as near:
        while len(found) < limit and (ids := [postcard_id for (postcard_id,) in near.fetchmany(2 * limit)]):
            found += _newest_first(connection.execute(_IN_RECTANGLE, {**values, "cards": json.dumps(ids)}))
    return found[:limit]
