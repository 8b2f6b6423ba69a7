"""The numbers of each person, in one item: how far their feed is (`n`), and what their profile counts.

Every verb that changes what somebody sees writes this item of theirs. So such verbs come one after the other, and a
range of theirs that one of them reads, after this item, is the same when it commits. It also says, for good, that an
account was erased: whatever was begun for it before is not written any more.
"""

from .fields import flag, number
from .items import Item
from .tables import Key
from .units import Unit

__all__ = ["count", "counters_key", "end", "has_ended"]


def counters_key(user_id: str) -> Key:
    """Where they are. `n`, `sent`, `received`, `unread`, `friends`, `postcards`, `country` and `city` are numbers; what
    is not there is 0."""
    return Key("main", f"U#{user_id}", "H")


def count(unit: Unit, user_id: str, **by: int) -> Item:
    """Change some of someone's numbers; gives all of them. Of someone who was erased nothing is counted."""
    key = counters_key(user_id)
    before = unit.get(key) or {}
    if flag(before, "gone") or not any(by.values()):
        return before
    after: Item = {**before, **{name: number(before, name) + n for name, n in by.items()}}
    unit.put(key, after)
    return after


def end(unit: Unit, user_id: str) -> None:
    """The account is erased: it has no numbers and no feed any more."""
    key = counters_key(user_id)
    unit.load(key)
    unit.put(key, {"gone": True})


def has_ended(unit: Unit, user_id: str) -> bool:
    """Whether the account was erased; the commit makes sure that it has not been meanwhile."""
    return flag(unit.get(counters_key(user_id)), "gone")
