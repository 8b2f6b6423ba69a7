"""Every item that a stage would have if what a data folder holds had been done there.

The items of each person, then those of each pair, in an order that is the same each time; made by the functions by
which the stage's own verbs make them.
"""

import json
import sqlite3
from collections import Counter
from collections.abc import Iterator
from hashlib import blake2b

from ..aws.counters import counters_key
from ..aws.feed import entry_key, entry_of
from ..aws.items import Item
from ..aws.names import Addresses, found_as, name_keys
from ..aws.once import with_ids_alone
from ..aws.pairs import found_by, pair_key
from ..aws.people import partition, profile_key
from ..aws.tables import Key
from ..embedded.users import user_from
from ..folding import email_key, fold
from ..records import UserRecord
from .cards import card_items
from .passwords import Passwords
from .photos import photo_items

__all__ = ["items_of", "owned_in", "users_in"]

_USERS = "SELECT * FROM users ORDER BY user_id"
_HEAD = "SELECT head FROM feed_heads WHERE user_id = ?"
_FEED = "SELECT seq, type, id, occurred_at FROM feed WHERE user_id = ? ORDER BY seq"
_KEYS = "SELECT * FROM idempotency WHERE user_id = ? AND operation = 'send_postcard' ORDER BY key"
_PAIRS = "SELECT * FROM friendships ORDER BY low_id, high_id"
_PROFILE = (
    "user_id", "username", "email", "full_name", "bio", "picture_key", "findable_by_email", "created_at", "updated_at",
    "is_active",
)  # fmt: skip
_PAIR = ("friendship_id", "status", "requested_at", "responded_at", "updated_at")


def items_of(source: sqlite3.Connection, addresses: Addresses, passwords: Passwords) -> Iterator[tuple[Key, Item]]:
    """All of them, each key once, each with a version that its content says. Only one person's photos are held."""
    for row in source.execute(_USERS):
        for key, item in _of_user(source, row, addresses, passwords):
            yield key, _versioned(item)
    for row in source.execute(_PAIRS):
        for key, item in _of_pair(row).items():
            yield key, _versioned(item)


def users_in(source: sqlite3.Connection) -> Iterator[UserRecord]:
    """Everybody who has an account, and the tombstones."""
    return (user_from(row) for row in source.execute(_USERS))


def owned_in(source: sqlite3.Connection, addresses: Addresses) -> Iterator[tuple[Key, str]]:
    """What nobody else may have, and the name of who has it."""
    for row in source.execute(_USERS):
        user = user_from(row)
        if user.is_active:
            yield from ((key, user.username) for key in _owned(row, user, addresses))


def _versioned(item: Item) -> Item:
    kept = {name: value for name, value in item.items() if value is not None}
    content = json.dumps(kept, sort_keys=True, ensure_ascii=False).encode()
    return {**kept, "v": blake2b(content, digest_size=9).hexdigest()}


def _of_user(
    source: sqlite3.Connection, row: sqlite3.Row, addresses: Addresses, passwords: Passwords
) -> Iterator[tuple[Key, Item]]:
    user = user_from(row)
    profile: Item = {name: getattr(user, name) for name in _PROFILE}
    yield profile_key(user.user_id), {**profile, "password_hash": passwords.mark(user)}
    if not user.is_active:
        yield counters_key(user.user_id), {"gone": True}
        return
    found = found_as(user.user_id, user.username, user.full_name)
    for key in (*_owned(row, user, addresses), *sorted(found)):
        yield key, {"user_id": user.user_id}
    numbers: Counter[str] = Counter()
    yield from card_items(source, user.user_id, numbers)
    yield from photo_items(source, user).items()
    yield from _fed(source, user.user_id)
    yield from _kept(source, user.user_id)
    head = source.execute(_HEAD, (user.user_id,)).fetchone()
    numbers |= {"friends": user.friends_count, "postcards": user.postcards_count, "n": head["head"] if head else 0}
    yield counters_key(user.user_id), {name: n for name, n in sorted(numbers.items()) if n}


def _owned(row: sqlite3.Row, user: UserRecord, addresses: Addresses) -> Iterator[Key]:
    """What nobody else may have. Of two from an old folder whose names look alike, the first has the look."""
    by_name, by_look = name_keys(user.username)
    if row["username_key"] == fold(user.username):
        yield by_name
    if row["look_key"] is not None:
        yield by_look
    if row["email_key"] == email_key(user.email):
        yield addresses.owner(user.email)


def _fed(source: sqlite3.Connection, user_id: str) -> Iterator[tuple[Key, Item]]:
    for row in source.execute(_FEED, (user_id,)):
        yield entry_key(user_id, row["seq"]), entry_of(row["type"], row["id"], row["occurred_at"])


def _kept(source: sqlite3.Connection, user_id: str) -> Iterator[tuple[Key, Item]]:
    """What the keys of sent postcards made."""
    for row in source.execute(_KEYS, (user_id,)):
        yield (
            Key("main", partition(user_id), f"K#{row['key']}"),
            {
                "operation": row["operation"],
                "fingerprint": row["fingerprint"],
                "record": json.dumps(with_ids_alone(json.loads(row["record"]))),
                "created_at": row["created_at"],
            },
        )


def _of_pair(row: sqlite3.Row) -> dict[Key, Item]:
    pair: Item = {name: row[name] for name in _PAIR}
    pair |= {"low": row["low_id"], "high": row["high_id"]}
    pair |= {"requester": row["requester_id"], "addressee": row["addressee_id"]}
    if row["cooling_id"] is not None:
        pair |= {"cooling_id": row["cooling_id"], "cooling_until": row["cooling_until"]}
    return {pair_key(row["low_id"], row["high_id"]): pair, **found_by(pair)}
