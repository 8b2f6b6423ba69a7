"""Postcards in SQLite: the card once, and a row in the box of each person who sees it."""

import json
import sqlite3
from collections.abc import Sequence
from typing import Any

from postcardit_sdk.contract.problems import Code

from ..ports import Kept, Once, PostcardFilter
from ..records import Person, PostcardRecord, Side, StoredImage
from ..refusal import Refused
from .database import Database
from .friends import are_friends
from .once import make_once, postcard_from

__all__ = ["SqlitePostcards"]

# In the order of a PostcardRecord's fields, each person and the image in theirs: rows are read by position.
_SELECT = (
    "SELECT p.postcard_id, s.user_id, s.username, s.full_name, s.picture_key,"
    " r.user_id, r.username, r.full_name, r.picture_key, p.message, p.font, p.stamp_id,"
    " p.image_key, p.thumbnail_key, p.width, p.height, p.thumb_hash,"
    " p.latitude, p.longitude, p.address, p.city, p.country,"
    " p.sent_at, p.delivered_at, p.read_at, p.updated_at, b.archived"
    " FROM boxes b JOIN postcards p USING (postcard_id)"
    " JOIN users s ON s.user_id = p.sender_id JOIN users r ON r.user_id = p.recipient_id"
)
_ONE = f"{_SELECT} WHERE b.user_id = ? AND b.postcard_id = ?"
_STATUS = {
    "sent": "p.delivered_at IS NULL AND p.read_at IS NULL",
    "delivered": "p.delivered_at IS NOT NULL AND p.read_at IS NULL",
    "read": "p.read_at IS NOT NULL",
    "draft": "FALSE",
    "queued": "FALSE",
}


class SqlitePostcards:
    """Postcards. What a user cannot see is not there."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def send(self, card: PostcardRecord, once: Once) -> Kept[PostcardRecord]:
        """Put it into both boxes."""

        def verb(connection: sqlite3.Connection) -> Kept[PostcardRecord]:
            def make() -> PostcardRecord:
                if not are_friends(connection, card.sender.user_id, card.recipient.user_id):
                    raise Refused(Code.NOT_FRIENDS)
                _insert(connection, card)
                return card

            return make_once(connection, once, card.sent_at, postcard_from, make)

        return self._database.write(verb)

    def get(self, postcard_id: str, user_id: str) -> PostcardRecord | None:
        """A postcard in this user's boxes."""
        row = self._database.reader().execute(_ONE, (user_id, postcard_id)).fetchone()
        return None if row is None else _record(row)

    def list(self, user_id: str, which: PostcardFilter, after: str | None, limit: int) -> list[PostcardRecord]:
        """Postcards in this user's boxes."""
        where = ["b.user_id = :user", "b.archived = :archived", "b.postcard_id < :after"]
        if which.side is not None:
            where.append("b.side = :side")
        if which.status is not None:
            where.append(_STATUS[which.status])
        if which.unread is not None:
            where.append(f"p.read_at IS {'NULL' if which.unread else 'NOT NULL'}")
        rows = self._database.reader().execute(
            f"{_SELECT} WHERE {' AND '.join(where)} ORDER BY b.postcard_id DESC LIMIT :limit",
            {"user": user_id, "archived": which.archived, "side": which.side, "after": after or "~", "limit": limit},
        )
        return [_record(row) for row in rows]

    def mark(self, user_id: str, *, delivered: Sequence[str], read: Sequence[str], now: int) -> tuple[int, int]:
        """Take received postcards a step further: never twice, never backwards. Reading implies delivery."""

        def verb(connection: sqlite3.Connection) -> tuple[int, int]:
            arrived = _step(connection, "delivered_at", user_id, [*delivered, *read], now)
            return arrived, _step(connection, "read_at", user_id, read, now)

        return self._database.write(verb)

    def archive(self, postcard_id: str, user_id: str, *, archived: bool, now: int) -> PostcardRecord:
        """Put it into one's own archive or take it out."""

        def verb(connection: sqlite3.Connection) -> PostcardRecord:
            connection.execute(
                "UPDATE boxes SET archived = ? WHERE user_id = ? AND postcard_id = ?", (archived, user_id, postcard_id)
            )
            return _one(connection, user_id, postcard_id)

        return self._database.write(verb)

    def delete(self, postcard_id: str, user_id: str, now: int) -> None:
        """Its sender withdraws it from both boxes, its recipient from their own."""

        def verb(connection: sqlite3.Connection) -> None:
            card = _one(connection, user_id, postcard_id)
            if card.sender.user_id != user_id:
                connection.execute("DELETE FROM boxes WHERE user_id = ? AND postcard_id = ?", (user_id, postcard_id))
                return
            if card.read_at is not None:
                raise Refused(Code.ALREADY_READ)
            connection.execute(
                "DELETE FROM boxes WHERE postcard_id = ?1 AND user_id IN (?2, ?3)",
                (postcard_id, user_id, card.recipient.user_id),
            )
            connection.execute("UPDATE users SET postcards_count = postcards_count - 1 WHERE user_id = ?", (user_id,))

        self._database.write(verb)


def _insert(connection: sqlite3.Connection, card: PostcardRecord) -> None:
    image = card.image
    connection.execute(
        "INSERT INTO postcards (postcard_id, sender_id, recipient_id, message, font, stamp_id, image_key,"
        " thumbnail_key, width, height, thumb_hash, latitude, longitude, address, city, country, sent_at, updated_at)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (card.postcard_id, card.sender.user_id, card.recipient.user_id, card.message, card.font, card.stamp_id,
         *((image.key, image.thumbnail_key, image.width, image.height, image.thumb_hash) if image else (None,) * 5),
         card.latitude, card.longitude, card.address, card.city, card.country, card.sent_at, card.updated_at),
    )  # fmt: skip
    connection.executemany(
        "INSERT INTO boxes (user_id, postcard_id, side) VALUES (?, ?, ?)",
        [(card.sender.user_id, card.postcard_id, Side.SENT), (card.recipient.user_id, card.postcard_id, Side.RECEIVED)],
    )
    connection.execute(
        "UPDATE users SET postcards_count = postcards_count + 1 WHERE user_id = ?", (card.sender.user_id,)
    )


def _step(connection: sqlite3.Connection, column: str, user_id: str, cards: Sequence[str], now: int) -> int:
    """Set `column` on those received cards that are in the user's box and have not taken the step."""
    return connection.execute(
        f"UPDATE postcards SET {column} = :now, updated_at = :now"  # one of the two columns above
        f" WHERE {column} IS NULL AND recipient_id = :user AND postcard_id IN"
        " (SELECT b.postcard_id FROM json_each(:cards) j JOIN boxes b"
        " ON b.user_id = :user AND b.postcard_id = j.value AND b.side = 'received')",
        {"now": now, "user": user_id, "cards": json.dumps([*cards])},
    ).rowcount


def _one(connection: sqlite3.Connection, user_id: str, postcard_id: str) -> PostcardRecord:
    row = connection.execute(_ONE, (user_id, postcard_id)).fetchone()
    if row is None:
        raise Refused(Code.NOT_FOUND)
    return _record(row)


def _record(row: sqlite3.Row) -> PostcardRecord:
    fields = tuple(row)
    image = StoredImage(*fields[12:17]) if fields[12] is not None else None
    people = Person(*fields[1:5]), Person(*fields[5:9])
    values: tuple[Any, ...] = (fields[0], *people, *fields[9:12], image, *fields[17:26], bool(fields[26]))
    return PostcardRecord(*values)
