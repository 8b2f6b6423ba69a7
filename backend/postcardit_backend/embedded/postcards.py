"""Postcards in SQLite: the card once, and a row in the box of each person who sees it."""

import json
import sqlite3
from collections.abc import Sequence

from postcardit_sdk.contract.problems import Code

from ..kept_records import postcard_from
from ..ports import Kept, Once, PostcardFilter
from ..records import PostcardRecord, StatsRecord
from ..refusal import Refused
from . import boxes
from .blocks import hides
from .card_lists import list_cards
from .card_rows import find_card, find_cards
from .database import Database
from .friends import are_friends
from .once import make_once
from .shown import hide_photo, image_columns, show_photo
from .tallies import read_stats

__all__ = ["SqlitePostcards", "mark"]

_RECEIVED = (
    "SELECT b.postcard_id, b.status FROM json_each(?) j CROSS JOIN boxes b ON b.postcard_id = j.value"
    " WHERE b.user_id = ? AND b.side = 'received'"
)
_STEP = (
    "UPDATE postcards SET {} = :now, updated_at = max(updated_at, :now)"
    " WHERE postcard_id IN (SELECT j.value FROM json_each(:cards) j)"
)

_WITHOUT_PHOTO = (
    "UPDATE postcards SET image_key = NULL, thumbnail_key = NULL, width = NULL, height = NULL, thumb_hash = NULL,"
    " image_bytes = NULL WHERE postcard_id = ?"
)


class SqlitePostcards:
    """Postcards. What a user cannot see is not there."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def send(self, card: PostcardRecord, once: Once) -> Kept[PostcardRecord]:
        """Put it into both boxes, and tell both."""

        def verb(connection: sqlite3.Connection) -> Kept[PostcardRecord]:
            def make() -> PostcardRecord:
                _require_friends(connection, card.sender.user_id, card.recipient.user_id)
                if card.image is not None:
                    show_photo(connection, card.sender.user_id, card.image.key)
                _insert(connection, card)
                boxes.insert(connection, card)
                return card

            return make_once(connection, once, card.sent_at, postcard_from, make)

        return self._database.write(verb)

    def get(self, postcard_id: str, user_id: str) -> PostcardRecord | None:
        """A postcard in this user's boxes."""
        return find_card(self._database.reader(), user_id, postcard_id)

    def list(self, user_id: str, which: PostcardFilter, after: str | None, limit: int) -> list[PostcardRecord]:
        """Postcards in this user's boxes."""
        return list_cards(self._database.reader(), user_id, which, after, limit)

    def many(self, user_id: str, postcard_ids: Sequence[str]) -> dict[str, PostcardRecord]:
        """Those of these postcards that are in this user's boxes, by id."""
        return find_cards(self._database.reader(), user_id, postcard_ids)

    def stats(self, user_id: str) -> StatsRecord:
        """What the profile counts."""
        return read_stats(self._database.reader(), user_id)

    def mark(self, user_id: str, *, delivered: Sequence[str], read: Sequence[str], now: int) -> tuple[int, int]:
        """Take received postcards a step further: never twice, never backwards. Reading implies delivery."""

        return self._database.write(lambda connection: mark(connection, user_id, delivered, read, now))

    def archive(self, postcard_id: str, user_id: str, *, archived: bool, now: int) -> PostcardRecord:
        """Put it into one's own archive or take it out."""

        def verb(connection: sqlite3.Connection) -> PostcardRecord:
            boxes.archive(connection, user_id, postcard_id, archived=archived, now=now)
            return _one(connection, user_id, postcard_id)

        return self._database.write(verb)

    def delete(self, postcard_id: str, user_id: str, now: int) -> None:
        """Its sender withdraws it from both boxes, its recipient from their own."""

        def verb(connection: sqlite3.Connection) -> None:
            card = _one(connection, user_id, postcard_id)
            if card.sender.user_id != user_id:
                boxes.leave(connection, user_id, postcard_id, now)
                return
            if card.read_at is not None:
                raise Refused(Code.ALREADY_READ)
            boxes.withdraw(connection, postcard_id, now)
            _take_photo_out(connection, card)
            connection.execute("UPDATE users SET postcards_count = postcards_count - 1 WHERE user_id = ?", (user_id,))

        self._database.write(verb)


def mark(
    connection: sqlite3.Connection, user_id: str, delivered: Sequence[str], read: Sequence[str], now: int
) -> tuple[int, int]:
    """Inside a transaction: take received postcards a step further. Gives how many took each step."""
    status = dict(connection.execute(_RECEIVED, (json.dumps([*delivered, *read]), user_id)).fetchall())
    arrived = [card for card, before in status.items() if before == "sent"]
    shown = [card for card in dict.fromkeys(read) if status.get(card, "read") != "read"]
    _take(connection, "delivered_at", arrived, now)
    _take(connection, "read_at", shown, now)
    boxes.step(connection, [card for card in arrived if card not in {*shown}], "delivered", now)
    boxes.step(connection, shown, "read", now)
    return len(arrived), len(shown)


def _require_friends(connection: sqlite3.Connection, sender_id: str, recipient_id: str) -> None:
    """Refuses not_friends; not_found for someone who blocks the sender."""
    if are_friends(connection, sender_id, recipient_id):
        return
    raise Refused(Code.NOT_FOUND if hides(connection, recipient_id, sender_id) else Code.NOT_FRIENDS)


def _insert(connection: sqlite3.Connection, card: PostcardRecord) -> None:
    image = card.image
    connection.execute(
        "INSERT INTO postcards (postcard_id, sender_id, recipient_id, message, font, stamp_id, image_key,"
        " thumbnail_key, width, height, thumb_hash, image_bytes, latitude, longitude, address, city, country, sent_at,"
        " updated_at, send_key) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (card.postcard_id, card.sender.user_id, card.recipient.user_id, card.message, card.font, card.stamp_id,
         *image_columns(image),
         card.latitude, card.longitude, card.address, card.city, card.country, card.sent_at, card.updated_at,
         card.send_key),
    )  # fmt: skip
    connection.execute(
        "UPDATE users SET postcards_count = postcards_count + 1 WHERE user_id = ?", (card.sender.user_id,)
    )


def _take_photo_out(connection: sqlite3.Connection, card: PostcardRecord) -> None:
    """A card that lies in no box shows nothing any more."""
    if card.image is None:
        return
    connection.execute(_WITHOUT_PHOTO, (card.postcard_id,))
    hide_photo(connection, card.sender.user_id, (card.image.key, card.image.thumbnail_key))


def _take(connection: sqlite3.Connection, step: str, cards: Sequence[str], now: int) -> None:
    connection.execute(_STEP.format(step), {"now": now, "cards": json.dumps([*cards])})  # one of the two columns above


def _one(connection: sqlite3.Connection, user_id: str, postcard_id: str) -> PostcardRecord:
    card = find_card(connection, user_id, postcard_id)
    if card is None:
        raise Refused(Code.NOT_FOUND)
    return card
