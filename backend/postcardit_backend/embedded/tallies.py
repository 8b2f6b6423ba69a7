"""Tallies in SQLite: what a profile counts, kept with each row that comes into a box or leaves it."""

import json
import sqlite3
from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from ..place_names import places_of
from ..records import PostcardRecord, Side, StatsRecord

__all__ = ["BoxRow", "Tally", "count_card", "count_rows", "read_stats", "tally", "unread"]

Tally = Counter[tuple[str, str, str]]
"""By how much the number of a user, a kind and a name changes."""

_ADD = "INSERT INTO tallies (user_id, kind, name, n) VALUES (?, ?, ?, ?) ON CONFLICT DO UPDATE SET n = n + excluded.n"
_DROP_EMPTY = "DELETE FROM tallies WHERE user_id = ? AND kind = ? AND name = ? AND n <= 0"
_PLACES = (
    "SELECT p.sender_id, p.country, p.city FROM json_each(?) j CROSS JOIN postcards p ON p.postcard_id = j.value"
    " WHERE p.country IS NOT NULL OR p.city IS NOT NULL"
)
_STATS = (
    "SELECT kind, sum(n), count(*) FROM tallies WHERE user_id = :user GROUP BY kind"
    " UNION ALL SELECT 'friends', friends_count, 1 FROM users WHERE user_id = :user"
)


class BoxRow(NamedTuple):
    """A row of a box, as far as it is counted."""

    user_id: str
    postcard_id: str
    side: str
    archived: int
    status: str


def count_card(connection: sqlite3.Connection, card: PostcardRecord) -> None:
    """Inside a transaction: a card that was just sent came into both boxes."""
    sender_id, recipient_id = card.sender.user_id, card.recipient.user_id
    changes: Tally = Counter({(sender_id, "sent", ""): 1, (recipient_id, "received", ""): 1})
    changes[recipient_id, "unread", ""] = 1
    changes.update((sender_id, *place) for place in places_of(card.country, card.city))
    tally(connection, changes)


def count_rows(connection: sqlite3.Connection, rows: Sequence[BoxRow], by: int) -> None:
    """Inside a transaction: these rows came into sight (`by` 1) or left it (-1)."""
    changes: Tally = Counter((row.user_id, row.side, "") for row in rows)
    changes.update(unread(rows))
    sent = json.dumps([row.postcard_id for row in rows if row.side == Side.SENT])
    for sender_id, country, city in connection.execute(_PLACES, (sent,)):
        changes.update((sender_id, *place) for place in places_of(country, city))
    tally(connection, Counter({what: n * by for what, n in changes.items()}))


def unread(rows: Sequence[BoxRow]) -> Tally:
    """How many of them are received cards that are neither read nor archived."""
    received = (row for row in rows if row.side == Side.RECEIVED)
    return Counter((row.user_id, "unread", "") for row in received if row.status != "read" and not row.archived)


def tally(connection: sqlite3.Connection, changes: Tally) -> None:
    """Inside a transaction: change the numbers. What comes to nothing is removed."""
    connection.executemany(_ADD, [(*what, by) for what, by in changes.items()])
    connection.executemany(_DROP_EMPTY, [what for what, by in changes.items() if by < 0])


def read_stats(connection: sqlite3.Connection, user_id: str) -> StatsRecord:
    """The numbers of a profile. Of countries and cities the names count, not the cards that name them."""
    rows = connection.execute(_STATS, {"user": user_id}).fetchall()
    sums = {kind: total for kind, total, _ in rows}
    names = {kind: number for kind, _, number in rows}
    return StatsRecord(
        sent=sums.get("sent", 0),
        received=sums.get("received", 0),
        unread=sums.get("unread", 0),
        countries=names.get("country", 0),
        cities=names.get("city", 0),
        friends=sums.get("friends", 0),
    )
