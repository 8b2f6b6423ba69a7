"""The mirror of each account: how what the server tells is taken in. Every function runs inside a transaction.

Where a mirror stands is a `Position`. A page is taken only if the mirror still stands where the page was asked from:
of two programs that refresh at once, the loser drops its page and goes on from where the winner is.

A snapshot goes into a generation of its own, together with the changes after it, which takes the old one's place when
nothing is left. A postcard that came by another way than the feed is a *put*: until the feed tells of it, it may be one
that is deleted by now.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING

from ..contract.friends import Friendship
from ..contract.postcards import Postcard
from ..contract.sync import Change, SyncPage
from ..contract.users import User
from ..contract.wire import format_timestamp
from .mirror_rows import Generation, carry_puts, drop, put, settle_puts, take_change

if TYPE_CHECKING:
    import sqlite3

__all__ = ["Position", "Taken", "expire", "position", "put_postcard", "reset", "take_next", "take_page"]

_NEW_MIRROR = """
INSERT INTO mirrors (user_id, shown) SELECT ?, coalesce(max(max(shown, coalesce(staged, 0))), 0) + 1 FROM mirrors
WHERE true ON CONFLICT (user_id) DO NOTHING
"""
_NEW_GENERATION = "SELECT max(max(shown, coalesce(staged, 0))) + 1 FROM mirrors"
_NOT_STAGED = "staged = NULL, staged_cursor = NULL, staged_seq = NULL"


@dataclass(frozen=True, slots=True)
class Position:
    """Where a user's mirror stands: the cursor to ask with, and the number of the last change.

    While `is_snapshot`, a snapshot is to be taken, from its beginning if there is no cursor. `puts` is how many
    postcards were put so far.
    """

    user_id: str
    cursor: str | None
    seq: int | None
    is_snapshot: bool
    puts: int


@dataclass(frozen=True, slots=True)
class Taken:
    """What was taken, and where the mirror stands now. `is_all`: nothing is left; then `had_gap` tells, once, whether
    changes were missed since the last time."""

    changes: int
    is_all: bool
    had_gap: bool
    cursor: str


def position(connection: "sqlite3.Connection", user_id: str) -> Position:
    """Where the mirror of this user stands; at the beginning when there is none."""
    row = connection.execute("SELECT * FROM mirrors WHERE user_id = ?", (user_id,)).fetchone()
    return Position(user_id, None, None, is_snapshot=True, puts=0) if row is None else _position(row)


def take_page(connection: "sqlite3.Connection", asked: Position, page: SyncPage, now: datetime) -> Taken | None:
    """Take a page together with its cursor. Gives None, and changes nothing, when the mirror has moved on since it
    was asked."""
    mirror = _mirror(connection, asked.user_id)
    if not _stands_at(mirror, asked):
        return None
    is_all = not page.has_more or page.next_cursor == asked.cursor
    if asked.is_snapshot:
        return _take_snapshot(connection, asked, mirror, page, is_whole=is_all)
    generation = Generation(mirror["shown"], asked.user_id, asked.puts)
    taken, seq = _take(connection, generation, page.changes, after=mirror["seq"])
    connection.execute(
        "UPDATE mirrors SET cursor = ?, seq = ? WHERE user_id = ?", (page.next_cursor, seq, asked.user_id)
    )
    if is_all:
        settle_puts(connection, generation)
        connection.execute(
            "UPDATE mirrors SET refreshed_at = ?, has_gap = 0 WHERE user_id = ?", (format_timestamp(now), asked.user_id)
        )
    return Taken(taken, is_all, had_gap=is_all and bool(mirror["has_gap"]), cursor=page.next_cursor)


def take_next(connection: "sqlite3.Connection", user_id: str, change: Change, cursor: str) -> Taken | None:
    """Take one change that was heard, if it is the next one; if it is here already, change nothing.

    Gives None when it is neither, or may be another user's (as a deletion may, which names nobody): then the mirror is
    to be refreshed.
    """
    mirror = _mirror(connection, user_id)
    seq = mirror["seq"]
    if seq is not None and change.seq <= seq:
        return Taken(0, is_all=True, had_gap=False, cursor=mirror["cursor"])
    if seq is None or change.seq > seq + 1 or not _names(change, user_id):
        return None
    take_change(connection, Generation(mirror["shown"], user_id, asked_at=None), change)
    connection.execute("UPDATE mirrors SET cursor = ?, seq = ? WHERE user_id = ?", (cursor, change.seq, user_id))
    return Taken(1, is_all=True, had_gap=False, cursor=cursor)


def expire(connection: "sqlite3.Connection", asked: Position) -> None:
    """The server does not know this cursor any more: a snapshot is to be taken. Until it is whole, what is here is
    shown. Changes nothing when the mirror has moved on since."""
    mirror = _mirror(connection, asked.user_id)
    if not _stands_at(mirror, asked):
        return
    drop(connection, mirror["staged"])
    connection.execute(
        f"UPDATE mirrors SET cursor = NULL, seq = NULL, {_NOT_STAGED}, has_gap = max(has_gap, ?) WHERE user_id = ?",
        (not asked.is_snapshot, asked.user_id),
    )


def reset(connection: "sqlite3.Connection", user_id: str) -> None:
    """Forget all that is here of this user's."""
    mirror = _mirror(connection, user_id)
    drop(connection, mirror["shown"])
    drop(connection, mirror["staged"])
    connection.execute("DELETE FROM mirrors WHERE user_id = ?", (user_id,))


def put_postcard(connection: "sqlite3.Connection", user_id: str, postcard: Postcard) -> None:
    """Keep a postcard that the server answered with, unless what is here is as new. The feed tells of it later."""
    mirror = _mirror(connection, user_id)
    number = mirror["puts"] + 1
    connection.execute("UPDATE mirrors SET puts = ? WHERE user_id = ?", (number, user_id))
    put(connection, Generation(mirror["shown"], user_id, asked_at=None), postcard, number)


def _take_snapshot(
    connection: "sqlite3.Connection", asked: Position, mirror: "sqlite3.Row", page: SyncPage, *, is_whole: bool
) -> Taken:
    """Take a page of a snapshot, or of the changes since its first page. Once it is whole, it is what is shown."""
    number = mirror["staged"] or connection.execute(_NEW_GENERATION).fetchone()[0]
    generation = Generation(number, asked.user_id, asked.puts)
    taken, seq = _take(connection, generation, page.changes, after=-1)  # all of a snapshot has the same number
    seq = max(seq, mirror["staged_seq"] or 0)
    if is_whole:
        carry_puts(connection, mirror["shown"], generation)
        drop(connection, mirror["shown"])
        changes, values = f"shown = ?, cursor = ?, seq = ?, {_NOT_STAGED}", (number, page.next_cursor, seq)
    else:
        changes, values = "staged = ?, staged_cursor = ?, staged_seq = ?", (number, page.next_cursor, seq)
    connection.execute(f"UPDATE mirrors SET {changes} WHERE user_id = ?", (*values, asked.user_id))
    return Taken(taken, is_all=False, had_gap=False, cursor=page.next_cursor)


def _take(connection: "sqlite3.Connection", into: Generation, changes: Sequence[Change], after: int) -> tuple[int, int]:
    """Take the changes after a number: how many they were, and the number of the last."""
    new = [change for change in changes if change.seq > after]
    for change in new:
        take_change(connection, into, change)
    return len(new), new[-1].seq if new else after


def _mirror(connection: "sqlite3.Connection", user_id: str) -> "sqlite3.Row":
    """The user's row, made if need be."""
    connection.execute(_NEW_MIRROR, (user_id,))
    row: sqlite3.Row = connection.execute("SELECT * FROM mirrors WHERE user_id = ?", (user_id,)).fetchone()
    return row


def _position(mirror: "sqlite3.Row") -> Position:
    is_snapshot = mirror["cursor"] is None
    prefix = "staged_" if is_snapshot else ""
    cursor, seq = mirror[f"{prefix}cursor"], mirror[f"{prefix}seq"]
    return Position(mirror["user_id"], cursor, seq, is_snapshot, mirror["puts"])


def _stands_at(mirror: "sqlite3.Row", asked: Position) -> bool:
    return replace(_position(mirror), puts=asked.puts) == asked


def _names(change: Change, user_id: str) -> bool:
    """Somebody else may have signed in while a change was on its way: it must say by itself that it is this user's."""
    match change.data:
        case Postcard(sender_id=one, recipient_id=other) | Friendship(requester_id=one, addressee_id=other):
            return user_id in (one, other)
        case User(user_id=one):
            return user_id == one
        case _:
            return False
