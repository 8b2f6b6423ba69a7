"""Friendships as DynamoDB gives them to one of their people: edges say with whom, the pairs say what there is."""

from collections.abc import Iterator, Sequence

from ..records import FriendshipRecord
from .fields import flag, text
from .items import Item
from .orders import LAST, just_before, padded
from .pairs import edge_key, is_seen, pair_key, pointer_key, record_from
from .people import partition, person_from, profile_key
from .tables import Range, Tables

__all__ = ["every_pair", "listed", "many_pairs", "page_of_pairs"]

_FIRST_EDGE, _LAST_EDGE = "F#", f"F#{LAST}"


def listed(
    tables: Tables, user_id: str, place: str, after: tuple[int, str] | None, limit: int
) -> list[FriendshipRecord]:
    """What stands in a user's list of friends (A), of requests received (I) or made (O), or of blocks (B), the newest
    first, after a position."""
    last = f"{place}#{LAST}" if after is None else just_before(f"{place}#{padded(after[0])}#{after[1]}")
    edges = Range("main", partition(user_id), f"{place}#", last, index="by_one")
    found: list[FriendshipRecord] = []
    for page in tables.pages(edges, newest_first=True, limit=limit):
        found += [one for one in _seen(tables, user_id, page) if place == _place(one, user_id)]
        if len(found) >= limit:
            break
    return found[:limit]


def page_of_pairs(tables: Tables, user_id: str, after: str | None, limit: int) -> list[FriendshipRecord]:
    """What a user sees between themself and others, in the order of the others' ids, after one of them."""
    found: list[FriendshipRecord] = []
    for page in _edges(tables, user_id, after, limit):
        found += _seen(tables, user_id, page)
        if len(found) >= limit:
            break
    return found[:limit]


def every_pair(tables: Tables, user_id: str) -> list[FriendshipRecord]:
    """All that a user sees between themself and others, the newest id first."""
    found = [one for page in _edges(tables, user_id, None, None) for one in _seen(tables, user_id, page)]
    return sorted(found, key=lambda one: one.friendship_id, reverse=True)


def many_pairs(tables: Tables, user_id: str, friendship_ids: Sequence[str]) -> dict[str, FriendshipRecord]:
    """Those of these friendships that a user sees, by id. The user was told of them: one that is not there is gone, or
    is only now becoming visible."""
    wanted = {*friendship_ids}
    keys = [pointer_key(user_id, one) for one in wanted]
    pointers = tables.get(keys)
    if len(pointers) < len(keys):
        pointers |= tables.get_settled([key for key in keys if key not in pointers])
    found = _seen(tables, user_id, [*pointers.values()])
    return {one.friendship_id: one for one in found if one.friendship_id in wanted}


def _edges(tables: Tables, user_id: str, after: str | None, limit: int | None) -> Iterator[list[Item]]:
    first = _FIRST_EDGE if after is None else f"{edge_key(user_id, after).sk}!"
    return tables.pages(Range("main", partition(user_id), first, _LAST_EDGE), limit=limit)


def _seen(tables: Tables, user_id: str, edges: Sequence[Item]) -> list[FriendshipRecord]:
    """Those that the user sees of the pairs that some edges lead to, in their order."""
    others = [*dict.fromkeys(text(edge, "other") for edge in edges)]
    if not others:
        return []
    keys = [key for other in others for key in (pair_key(user_id, other), profile_key(other))]
    items = tables.get([profile_key(user_id), *keys])
    found: list[FriendshipRecord] = []
    for other in others:
        pair, profiles = items.get(pair_key(user_id, other)), [items.get(profile_key(one)) for one in (user_id, other)]
        if pair is not None and is_seen(pair, user_id) and all(flag(one, "is_active") for one in profiles):
            people = {text(one, "user_id"): person_from(one) for one in profiles if one is not None}
            found.append(record_from(pair, people[text(pair, "requester")], people[text(pair, "addressee")]))
    return found


def _place(one: FriendshipRecord, user_id: str) -> str:
    match one.status:
        case "accepted":
            return "A"
        case "pending":
            return "O" if one.requester.user_id == user_id else "I"
        case "blocked":
            return "B"
        case _:
            return ""
