"""Where a person is: the items that others' verbs read and write too.

A profile (`P`) says who someone is. What they have is counted beside it, in an item that each verb writes that changes
what they see: see counters.py.
"""

from collections.abc import Sequence

from postcardit_sdk.contract.problems import Code, EndReason

from ..records import Person, UserRecord
from ..refusal import Refused
from .counters import counters_key
from .fields import flag, number, text, text_or_none
from .items import Item
from .tables import Key, Tables
from .units import Unit

__all__ = [
    "glance_user",
    "is_active",
    "load_people",
    "partition",
    "person",
    "person_from",
    "profile_key",
    "require_active",
    "user_from",
    "users_of",
]


def partition(user_id: str) -> str:
    """The partition of all that a person has in `main`."""
    return f"U#{user_id}"


def profile_key(user_id: str) -> Key:
    """Where a person's profile is, or their tombstone."""
    return Key("main", partition(user_id), "P")


def person(unit: Unit, user_id: str) -> Person:
    """What others embed of someone who is there, or of their tombstone."""
    item = unit.glance(profile_key(user_id))
    if item is None:
        raise LookupError(f"There is no user {user_id}.")
    return person_from(item)


def person_from(profile: Item) -> Person:
    """A profile as others embed it."""
    return Person(
        text(profile, "user_id"),
        text(profile, "username"),
        text_or_none(profile, "full_name"),
        text_or_none(profile, "picture_key"),
    )


def load_people(tables: Tables, user_ids: Sequence[str]) -> dict[str, Person]:
    """Those of these people who are there (or what is left of them), by id: one request for a hundred."""
    return {
        text(item, "user_id"): person_from(item) for item in tables.get([profile_key(one) for one in user_ids]).values()
    }


def is_active(unit: Unit, user_id: str) -> bool:
    """Whether there is such a user, and not only a tombstone; the commit makes sure that it stays so."""
    item = unit.get(profile_key(user_id))
    return flag(item, "is_active")


def require_active(unit: Unit, user_id: str) -> None:
    """Nothing is kept for someone who was erased since they asked. Refuses session_ended."""
    if not is_active(unit, user_id):
        raise Refused(Code.SESSION_ENDED, reason=EndReason.ACCOUNT_DELETED)


def users_of(tables: Tables, user_ids: Sequence[str]) -> dict[str, UserRecord]:
    """Those of these users who are there (or what is left of them), by id: one request for fifty."""
    keys = [key for one in user_ids for key in (profile_key(one), counters_key(one))]
    items = tables.get(keys)
    return {
        one: user_from(items[profile_key(one)], items.get(counters_key(one)))
        for one in user_ids
        if profile_key(one) in items
    }


def glance_user(unit: Unit, user_id: str) -> UserRecord | None:
    """A user as this unit leaves them. The commit makes sure of the profile, not of the numbers."""
    unit.look(counters_key(user_id), profile_key(user_id))
    profile = unit.get(profile_key(user_id))
    return None if profile is None else user_from(profile, unit.glance(counters_key(user_id)))


def user_from(profile: Item, head: Item | None) -> UserRecord:
    """A profile and its numbers as a record."""
    return UserRecord(
        user_id=text(profile, "user_id"),
        username=text(profile, "username"),
        email=text(profile, "email"),
        password_hash=text(profile, "password_hash"),
        full_name=text_or_none(profile, "full_name"),
        bio=text_or_none(profile, "bio"),
        picture_key=text_or_none(profile, "picture_key"),
        findable_by_email=flag(profile, "findable_by_email"),
        created_at=number(profile, "created_at"),
        updated_at=number(profile, "updated_at"),
        postcards_count=number(head, "postcards"),
        friends_count=number(head, "friends"),
        is_active=flag(profile, "is_active"),
    )
