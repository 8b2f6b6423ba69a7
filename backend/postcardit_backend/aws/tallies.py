"""Tallies on DynamoDB: what a profile counts, kept with each row that comes into a box or leaves it.

`sent`, `received` and `unread` are numbers of cards. Of countries and cities the names count, not the cards that name
them: each name has an item (`T#<kind>#<hash>`) with how many do, and its coming and going is counted.
"""

from collections import Counter
from collections.abc import Iterable
from hashlib import blake2b

from ..place_names import places_of
from ..records import Side, StatsRecord
from .counters import count, counters_key
from .fields import flag, number, text, text_or_none
from .items import Item
from .people import partition
from .tables import Key, Tables
from .units import Unit

__all__ = ["count_rows", "place_keys", "read_stats", "unread"]


def place_keys(user_id: str, country: str | None, city: str | None) -> dict[Key, str]:
    """The items of a user that count what a card's place names, each with its kind."""
    return {
        Key("main", partition(user_id), f"T#{kind}#{blake2b(name.encode(), digest_size=16).hexdigest()}"): kind
        for kind, name in places_of(country, city)
    }


def count_rows(unit: Unit, user_id: str, rows: Iterable[Item], by: int) -> None:
    """These rows of a user came into sight (`by` 1) or left it (-1)."""
    numbers: Counter[str] = Counter()
    names: Counter[Key] = Counter()
    kinds: dict[Key, str] = {}
    for row in rows:
        numbers[text(row, "side")] += by
        numbers["unread"] += by * unread(row)
        if row["side"] == Side.SENT:
            keys = place_keys(user_id, text_or_none(row, "country"), text_or_none(row, "city"))
            kinds |= keys
            names.update(keys.keys())
    unit.load(counters_key(user_id), *names)
    for key, n in names.items():
        before = number(unit.get(key), "n")
        after = before + by * n
        numbers[kinds[key]] += (after > 0) - (before > 0)
        if after > 0:
            unit.put(key, {"n": after})
        else:
            unit.remove(key)
    count(unit, user_id, **numbers)


def unread(row: Item) -> int:
    """1 for a received card that is neither read nor archived."""
    return int(row["side"] == Side.RECEIVED and row["status"] != "read" and not flag(row, "archived"))


def read_stats(tables: Tables, user_id: str) -> StatsRecord:
    """The numbers of a profile."""
    counters = tables.get([counters_key(user_id)]).get(counters_key(user_id))
    return StatsRecord(
        sent=number(counters, "sent"),
        received=number(counters, "received"),
        unread=number(counters, "unread"),
        countries=number(counters, "country"),
        cities=number(counters, "city"),
        friends=number(counters, "friends"),
    )
