"""Lists of postcards on DynamoDB: each filter is some ranges of an index, merged as they are read, the newest first.

An index gives ids and whom a card is shared with; rows, people and pairs come with one request more. A place has no
order in time: what lies in the cells of a rectangle is sorted by id before any card is looked at.
"""

from collections.abc import Iterator, Sequence
from heapq import merge
from itertools import islice, product

from ..id_times import first_id
from ..map_cells import ranges
from ..ports import PostcardFilter
from ..records import PostcardRecord, Side
from .card_rows import id_of, place_of, row_key
from .card_views import cards_of, keys_to_judge
from .fields import flag, text
from .items import Item
from .orders import LAST, just_before
from .people import partition
from .tables import Range, Tables

__all__ = ["list_cards"]

_STATUSES = ("sent", "delivered", "read")


def list_cards(
    tables: Tables, user_id: str, which: PostcardFilter, after: str | None, limit: int
) -> list[PostcardRecord]:
    """The newest postcards in a user's boxes that the filter chooses, of those that are older than `after`."""
    statuses = tuple(one for one in _STATUSES if which.status in (None, one) and which.unread in (None, one != "read"))
    if not statuses:
        return []
    near, at_once = _walk(tables, user_id, which, statuses, after, limit), limit
    if which.bbox is not None:
        near, at_once = iter(_in_cells(tables, user_id, which, which.bbox, after)), 2 * limit
    found: list[PostcardRecord] = []
    while len(found) < limit and (some := [*islice(near, at_once)]):
        found += _looked_up(tables, user_id, some, which, statuses)
    return found[:limit]


def _looked_up(
    tables: Tables, user_id: str, some: Sequence[Item], which: PostcardFilter, statuses: Sequence[str]
) -> list[PostcardRecord]:
    """The cards of some rows, or of what an index gives of them, that fit and that the user sees."""
    keys = [row_key(user_id, id_of(item)) for item in some]
    unread = [key for key, item in zip(keys, some, strict=True) if "side" not in item]
    items = tables.get([*unread, *keys_to_judge(user_id, (text(item, "other") for item in some))])
    items |= {key: item for key, item in zip(keys, some, strict=True) if "side" in item}
    rows = [items[key] for key in dict.fromkeys(keys) if key in items]
    return cards_of(user_id, [row for row in rows if _fits(row, which, statuses)], items)


def _walk(
    tables: Tables, user_id: str, which: PostcardFilter, statuses: Sequence[str], after: str | None, limit: int
) -> Iterator[Item]:
    """What the ranges of a filter hold, the newest first."""
    first, last = _span(which, after)
    chosen = [
        Range("main", partition(user_id), f"{prefix}{first}", f"{prefix}{last}", index)
        for index, prefix in _prefixes(which.side, which.archived, statuses)
    ]
    return merge(*(_items(tables, among, limit) for among in chosen), key=id_of, reverse=True)


def _items(tables: Tables, among: Range, limit: int) -> Iterator[Item]:
    for page in tables.pages(among, newest_first=True, limit=limit):
        yield from page


def _span(which: PostcardFilter, after: str | None) -> tuple[str, str]:
    """Between which ids the cards are, both inclusive."""
    before = min([LAST] + [one for one in (after, _id_of_time(which.sent_to)) if one is not None])
    return _id_of_time(which.sent_from) or "", before if before == LAST else just_before(before)


def _id_of_time(milliseconds: int | None) -> str | None:
    return None if milliseconds is None else first_id(milliseconds)


def _prefixes(side: Side | None, archived: bool | None, statuses: Sequence[str]) -> list[tuple[str | None, str]]:
    """The index and the beginning of each range."""
    archives = _archives(archived)
    if side is None and len(statuses) == len(_STATUSES):
        return [(None, "C#")] if archived is None else [("by_one", f"K#{one}#") for one in archives]
    sides = [one.value[0].upper() for one in Side if side in (None, one)]
    if len(statuses) == len(_STATUSES):
        return [("by_two", f"{one}#{archive}#") for one, archive in product(sides, archives)]
    return [("by_three", f"{one}#{archive}#{status}#") for one, archive, status in product(sides, archives, statuses)]


def _archives(archived: bool | None) -> list[int]:
    return [0, 1] if archived is None else [int(archived)]


def _in_cells(
    tables: Tables,
    user_id: str,
    which: PostcardFilter,
    bbox: tuple[float, float, float, float],
    after: str | None,
) -> list[Item]:
    """What lies in cells that touch a rectangle, the newest first."""
    first, last = _span(which, after)
    found: list[Item] = []
    for archive, (low, high) in product(_archives(which.archived), ranges(*bbox)):
        prefix = f"M#{archive}#"
        among = Range(
            "main", partition(user_id), f"{prefix}{low:010d}#", f"{prefix}{high:010d}#{LAST}", index="by_four"
        )
        found += [item for item in tables.query(among) if first <= id_of(item) <= last]
    return sorted(found, key=id_of, reverse=True)


def _fits(row: Item, which: PostcardFilter, statuses: Sequence[str]) -> bool:
    """Whether a row is as the filter wants it, also if it has changed since an index gave it."""
    is_wanted = which.side in (None, row["side"]) and which.archived in (None, flag(row, "archived"))
    return is_wanted and row["status"] in statuses and (which.bbox is None or _lies_in(row, which.bbox))


def _lies_in(row: Item, bbox: tuple[float, float, float, float]) -> bool:
    west, south, east, north = bbox
    latitude, longitude = place_of(row)
    if latitude is None or longitude is None or not south <= latitude <= north:
        return False
    return west <= longitude <= east if west <= east else longitude >= west or longitude <= east
