"""Writing the rows of a world: each table in one go, in the order of its keys."""

import sqlite3
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from itertools import starmap
from typing import Any

from postcardit_sdk.contract.lab.worlds import AskStep, SendStep

from ..folding import fold
from ..map_cells import cell
from ..records import Side
from .shown import image_columns
from .tallies import tally
from .world_rows import Rows
from .world_things import Card, Pair, Person

__all__ = ["write_rows"]

_USER = (
    "INSERT INTO users (user_id, username, username_key, look_key, email, email_key, password_hash, full_name,"
    " name_key, bio, findable_by_email, created_at, updated_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
)
_COUNTERS = (
    "UPDATE users SET friends_count = friends_count + ?, postcards_count = postcards_count + ? WHERE user_id = ?"
)
_PAIR = (
    "INSERT INTO friendships (low_id, high_id, friendship_id, requester_id, addressee_id, status, requested_at,"
    " responded_at, updated_at, cooling_id, cooling_until) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
)
_ANSWER = (
    "UPDATE friendships SET status = ?, responded_at = ?, updated_at = ?, cooling_id = ?, cooling_until = ?"
    " WHERE friendship_id = ?"
)
_FRIEND = "INSERT INTO friends (user_id, friend_id, friendship_id, since) VALUES (?, ?, ?, ?)"
_UPLOAD = (
    "INSERT INTO uploads (upload_id, user_id, purpose, content_type, byte_size, sha256, status, image_key,"
    " thumbnail_key, width, height, thumb_hash, image_bytes, created_at, expires_at, is_shown)"
    " VALUES (?, ?, 'postcard', ?, ?, ?, 'ready', ?, ?, ?, ?, ?, ?, ?, ?, 1)"
)
_CARD = (
    "INSERT INTO postcards (postcard_id, sender_id, recipient_id, message, font, stamp_id, image_key, thumbnail_key,"
    " width, height, thumb_hash, image_bytes, latitude, longitude, address, city, country, sent_at, delivered_at,"
    " read_at, updated_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
)
_BOX = "INSERT INTO boxes (user_id, postcard_id, side, archived, other_id, status, cell) VALUES (?, ?, ?, ?, ?, ?, ?)"
_CARD_TIMES = "UPDATE postcards SET delivered_at = ?, read_at = ?, updated_at = ? WHERE postcard_id = ?"
_BOX_STATE = "UPDATE boxes SET status = ?, archived = ? WHERE user_id = ? AND postcard_id = ?"
_HEAD = "INSERT INTO feed_heads (user_id, head, floor) VALUES (?, ?, 0) ON CONFLICT DO UPDATE SET head = excluded.head"
_CHANGE = "INSERT INTO feed (user_id, seq, type, id, occurred_at) VALUES (?, ?, ?, ?, ?)"
_THING = "INSERT INTO world_things (world, kind, id) VALUES (?, ?, ?) ON CONFLICT DO NOTHING"


def write_rows(connection: sqlite3.Connection, rows: Rows, world: str, upload_seconds: int) -> None:
    """Inside a transaction: write them all."""
    many: Callable[[str, list[tuple[Any, ...]]], object] = connection.executemany
    new_pairs = [(pair, pair.step) for pair in rows.pairs.values() if pair.step is not None]
    new_cards = [(card, card.step) for card in rows.cards.values() if card.step is not None]
    many(_USER, sorted(map(_user, rows.people.values())))
    many(_PAIR, sorted(starmap(_pair, new_pairs)))
    many(_ANSWER, sorted(_answer(pair) for pair in rows.pairs.values() if pair.step is None))
    many(_FRIEND, sorted(edge for pair in rows.pairs.values() for edge in _edges(pair)))
    many(_UPLOAD, sorted(_uploads(rows, upload_seconds * 1000)))
    many(_CARD, sorted(starmap(_card, new_cards), key=_key))
    many(_BOX, sorted((box for card, step in new_cards for box in _boxes(card, step)), key=_key))
    _write_changes(connection, [card for card in rows.cards.values() if card.step is None])
    many(_HEAD, sorted(rows.heads.items()))
    many(_CHANGE, sorted(rows.feed))
    tally(connection, Counter({what: by for what, by in rows.tallies.items() if by}))
    counted = sorted({*rows.friends_of, *rows.cards_of})
    many(_COUNTERS, [(rows.friends_of[user_id], rows.cards_of[user_id], user_id) for user_id in counted])
    made = {
        "user": [*rows.people],
        "friendship": [pair.friendship_id for pair, _ in new_pairs],
        "postcard": [card.postcard_id for card, _ in new_cards],
    }
    many(_THING, [(world, kind, thing_id) for kind, ids in made.items() for thing_id in sorted(ids)])


def _write_changes(connection: sqlite3.Connection, cards: Sequence[Card]) -> None:
    """Of cards that were written before: how far they have come, and who has archived them."""
    changed = sorted(cards, key=lambda card: card.postcard_id)
    times = [(card.delivered_at, card.read_at, card.updated_at, card.postcard_id) for card in changed]
    connection.executemany(_CARD_TIMES, times)
    sides = [
        (card.status, user_id in card.archived_by, user_id, card.postcard_id)
        for card in changed
        for user_id in (card.sender_id, card.recipient_id)
    ]
    connection.executemany(_BOX_STATE, sides)


def _user(person: Person) -> tuple[Any, ...]:
    step, (name, shape, email) = person.step, person.keys
    has_profile = step.bio is not None or step.findable_by_email
    full_name = step.full_name
    return (
        step.user_id, step.username, name, shape, step.email, email, person.password_hash, full_name,
        fold(full_name) if full_name else None, step.bio, step.findable_by_email, step.at, step.at + has_profile,
    )  # fmt: skip


def _pair(pair: Pair, step: AskStep) -> tuple[Any, ...]:
    low, high = sorted((pair.requester_id, pair.addressee_id))
    cooling_id = step.requester_id if pair.status == "rejected" else None
    updated_at = step.at if pair.answered_at is None else pair.answered_at
    return (
        low, high, step.friendship_id, step.requester_id, step.addressee_id, pair.status, step.at,
        pair.answered_at, updated_at, cooling_id, pair.cooling_until,
    )  # fmt: skip


def _answer(pair: Pair) -> tuple[Any, ...]:
    """A cooldown between the two ends with an acceptance, and a rejection begins one."""
    cooling_id = pair.requester_id if pair.status == "rejected" else None
    return pair.status, pair.answered_at, pair.answered_at, cooling_id, pair.cooling_until, pair.friendship_id


def _edges(pair: Pair) -> Iterator[tuple[str, str, str, int | None]]:
    if pair.status == "accepted":
        one, other = pair.requester_id, pair.addressee_id
        yield one, other, pair.friendship_id, pair.answered_at
        yield other, one, pair.friendship_id, pair.answered_at


def _uploads(rows: Rows, lasts_ms: int) -> Iterator[tuple[Any, ...]]:
    for (user_id, sha256), (upload_id, at, photo) in rows.uploads.items():
        what = photo.content_type, photo.byte_size, sha256
        yield (upload_id, user_id, *what, *image_columns(photo.image), at, at + lasts_ms)


def _card(card: Card, step: SendStep) -> tuple[Any, ...]:
    photo, place = card.photo, step.location
    image = image_columns(photo.image if photo else None)
    where = (place.latitude, place.longitude, place.address, place.city, place.country) if place else _NOTHING
    times = step.at, card.delivered_at, card.read_at, card.updated_at
    written = step.message, step.font.value, step.stamp_id
    return (step.postcard_id, step.sender_id, step.recipient_id, *written, *image, *where, *times)


_NOTHING = (None,) * 5


def _boxes(card: Card, step: SendStep) -> Iterator[tuple[Any, ...]]:
    place = step.location
    square = None if place is None else cell(place.latitude, place.longitude)
    sides = ((step.sender_id, Side.SENT, step.recipient_id), (step.recipient_id, Side.RECEIVED, step.sender_id))
    for user_id, side, other_id in sides:
        is_archived = user_id in card.archived_by
        yield user_id, step.postcard_id, side.value, is_archived, other_id, card.status, square


def _key(row: tuple[Any, ...]) -> tuple[str, str]:
    """What the rows of cards and boxes are stored by stands first in them."""
    return row[0], row[1]
