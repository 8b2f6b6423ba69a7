"""Boxes in SQLite: a row for each side of a card that sees it. Here alone rows come, change and go.

Every verb runs inside the transaction of its caller, keeps the tallies right, and tells those who have the card in
sight. Rows that a block hides stand in a table of their own; they take the steps of their card, unseen.
"""

import json
import sqlite3
from collections import Counter
from collections.abc import Iterable, Sequence

from postcardit_sdk.contract.sync import ChangeType

from ..map_cells import cell
from ..records import PostcardRecord, Side
from .feed import tell
from .tallies import BoxRow, count_card, count_rows, tally, unread

__all__ = ["archive", "clear", "hide", "insert", "leave", "show", "step", "withdraw"]

_ROW = "RETURNING user_id, postcard_id, side, archived, status"
_STEP = "UPDATE {} SET status = :status WHERE postcard_id IN (SELECT j.value FROM json_each(:cards) j)"
_MOVE = "INSERT INTO {0} SELECT * FROM {1} INDEXED BY {1}_by_other WHERE user_id = :user AND other_id = :other"
_OF_SENDER = "DELETE FROM {} WHERE postcard_id IN (SELECT postcard_id FROM postcards WHERE sender_id = :user)"
_LEFT_BEHIND = "DELETE FROM {} WHERE user_id = :user AND other_id = :other"


def insert(connection: sqlite3.Connection, card: PostcardRecord) -> None:
    """A card was sent: it lies in both boxes."""
    sender_id, recipient_id = card.sender.user_id, card.recipient.user_id
    place = cell(card.latitude, card.longitude)
    connection.executemany(
        "INSERT INTO boxes (user_id, postcard_id, side, other_id, cell) VALUES (?, ?, ?, ?, ?)",
        [
            (sender_id, card.postcard_id, Side.SENT, recipient_id, place),
            (recipient_id, card.postcard_id, Side.RECEIVED, sender_id, place),
        ],
    )
    count_card(connection, card)
    tell(connection, [recipient_id], ChangeType.POSTCARD_RECEIVED, card.postcard_id, card.sent_at)
    tell(connection, [sender_id], ChangeType.POSTCARD_CHANGED, card.postcard_id, card.sent_at)


def step(connection: sqlite3.Connection, postcard_ids: Sequence[str], status: str, now: int) -> None:
    """These cards have just become `delivered` or `read`, for both of their people."""
    values = {"status": status, "cards": json.dumps([*postcard_ids])}
    rows = _rows(connection.execute(f"{_STEP.format('boxes')} {_ROW}", values))
    connection.execute(_STEP.format("hidden_boxes"), values)
    if status == "read":
        before = [row._replace(status="delivered") for row in rows]
        tally(connection, Counter({what: -n for what, n in unread(before).items()}))
    _tell(connection, rows, ChangeType.POSTCARD_CHANGED, now)


def archive(connection: sqlite3.Connection, user_id: str, postcard_id: str, *, archived: bool, now: int) -> None:
    """A user puts a card into their archive or takes it out; where it is already, nothing happens."""
    statement = f"UPDATE boxes SET archived = ?1 WHERE user_id = ?2 AND postcard_id = ?3 AND archived <> ?1 {_ROW}"
    rows = _rows(connection.execute(statement, (archived, user_id, postcard_id)))
    listed = unread([row._replace(archived=False) for row in rows])
    tally(connection, Counter({what: -n if archived else n for what, n in listed.items()}))
    _tell(connection, rows, ChangeType.POSTCARD_CHANGED, now)


def withdraw(connection: sqlite3.Connection, postcard_id: str, now: int) -> None:
    """A card leaves both boxes, and what is hidden of it."""
    rows = _rows(connection.execute(f"DELETE FROM boxes WHERE postcard_id = ? {_ROW}", (postcard_id,)))
    connection.execute("DELETE FROM hidden_boxes WHERE postcard_id = ?", (postcard_id,))
    _gone(connection, rows, now)


def leave(connection: sqlite3.Connection, user_id: str, postcard_id: str, now: int) -> None:
    """A card leaves the box of one user."""
    statement = f"DELETE FROM boxes WHERE user_id = ? AND postcard_id = ? {_ROW}"
    _gone(connection, _rows(connection.execute(statement, (user_id, postcard_id))), now)


def clear(connection: sqlite3.Connection, user_id: str, now: int) -> None:
    """A user is erased: every card leaves their boxes, and the cards that they sent leave those of others."""
    values = {"user": user_id}
    for table in ("boxes", "hidden_boxes", "tallies"):
        connection.execute(f"DELETE FROM {table} WHERE user_id = :user", values)
    rows = _rows(connection.execute(f"{_OF_SENDER.format('boxes')} {_ROW}", values))
    connection.execute(_OF_SENDER.format("hidden_boxes"), values)
    _gone(connection, rows, now)


def hide(connection: sqlite3.Connection, user_id: str, other_id: str, now: int) -> None:
    """Every card of these two goes out of the first one's sight."""
    _gone(connection, _move(connection, "boxes", "hidden_boxes", user_id, other_id), now)


def show(connection: sqlite3.Connection, user_id: str, other_id: str, now: int) -> None:
    """Every hidden card of these two comes back into the first one's sight, as far as it has gone meanwhile."""
    rows = _move(connection, "hidden_boxes", "boxes", user_id, other_id)
    count_rows(connection, rows, 1)
    _tell(connection, rows, ChangeType.POSTCARD_CHANGED, now)


def _move(connection: sqlite3.Connection, source: str, target: str, user_id: str, other_id: str) -> list[BoxRow]:
    values = {"user": user_id, "other": other_id}
    rows = _rows(connection.execute(f"{_MOVE.format(target, source)} {_ROW}", values))
    connection.execute(_LEFT_BEHIND.format(source), values)
    return rows


def _gone(connection: sqlite3.Connection, rows: Sequence[BoxRow], now: int) -> None:
    count_rows(connection, rows, -1)
    _tell(connection, rows, ChangeType.POSTCARD_DELETED, now)


def _tell(connection: sqlite3.Connection, rows: Iterable[BoxRow], type_: ChangeType, now: int) -> None:
    for row in rows:
        tell(connection, [row.user_id], type_, row.postcard_id, now)


def _rows(found: Iterable[sqlite3.Row]) -> list[BoxRow]:
    """In the order of the cards' ids, so that what is told stands in the feed as the cards were sent."""
    return sorted((BoxRow(*tuple(row)) for row in found), key=lambda row: (row.postcard_id, row.user_id))
