"""The rows of a generation of a mirror: what each change makes of them. Every function runs inside a transaction."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..contract.friends import Friendship
from ..contract.postcards import Postcard
from ..contract.sync import Change, ChangeType
from ..contract.users import User, UserSummary
from ..contract.wire import format_timestamp

if TYPE_CHECKING:
    import sqlite3

__all__ = ["Generation", "carry_puts", "drop", "put", "settle_puts", "take_change"]

_POSTCARD = """
INSERT INTO mirrored_postcards (generation, postcard_id, sender_id, recipient_id, is_sent, is_read, is_archived,
    sent_at, updated_at, idempotency_key, put, is_told, data)
VALUES (:generation, :postcard_id, :sender_id, :recipient_id, :is_sent, :is_read, :is_archived,
    :sent_at, :updated_at, :idempotency_key, :put, :put = 0, :data)
ON CONFLICT (generation, postcard_id) DO UPDATE SET is_read = excluded.is_read, is_archived = excluded.is_archived,
    updated_at = excluded.updated_at, idempotency_key = excluded.idempotency_key, put = excluded.put,
    is_told = max(is_told, excluded.is_told), data = excluded.data
WHERE (:put = 0 AND (put <= :asked_at OR excluded.updated_at >= updated_at)) OR excluded.updated_at > updated_at
"""
# Pages are in order, whatever the clocks say: only a put that came after the question may be newer than the answer.
_TOLD = "UPDATE mirrored_postcards SET is_told = 1 WHERE generation = ? AND postcard_id = ?"
_FRIENDSHIP = """
INSERT INTO mirrored_friendships (generation, friendship_id, status, since, updated_at, requester_id, addressee_id,
    data)
VALUES (:generation, :friendship_id, :status, :since, :updated_at, :requester_id, :addressee_id, :data)
ON CONFLICT (generation, friendship_id) DO UPDATE SET status = excluded.status, since = excluded.since,
    updated_at = excluded.updated_at, requester_id = excluded.requester_id, addressee_id = excluded.addressee_id,
    data = excluded.data
WHERE :asked_at IS NOT NULL OR excluded.updated_at >= updated_at
"""
_RENAMED = (
    "UPDATE mirrored_friendships SET data = json_set(data, '$.requester', json(:summary))"
    " WHERE generation = :generation AND requester_id = :user",
    "UPDATE mirrored_friendships SET data = json_set(data, '$.addressee', json(:summary))"
    " WHERE generation = :generation AND addressee_id = :user",
    "UPDATE mirrored_postcards SET data = json_set(data, '$.sender', json(:summary), '$.senderName', :name)"
    " WHERE generation = :generation AND sender_id = :user",
    "UPDATE mirrored_postcards SET data = json_set(data, '$.recipient', json(:summary), '$.recipientName', :name)"
    " WHERE generation = :generation AND recipient_id = :user",
)
_GONE_FRIENDSHIP = "DELETE FROM mirrored_friendships WHERE generation = :generation AND friendship_id = :id"
_GONE_POSTCARD = "DELETE FROM mirrored_postcards WHERE generation = :generation AND postcard_id = :id"
_GONE = {
    ChangeType.FRIENDSHIP_CHANGED: _GONE_FRIENDSHIP,
    ChangeType.FRIENDSHIP_DELETED: _GONE_FRIENDSHIP,
    ChangeType.POSTCARD_RECEIVED: _GONE_POSTCARD,
    ChangeType.POSTCARD_CHANGED: _GONE_POSTCARD,
    ChangeType.POSTCARD_DELETED: _GONE_POSTCARD,
    ChangeType.USER_CHANGED: "DELETE FROM mirrored_profiles WHERE generation = :generation",
}
_TABLES = ("mirrored_profiles", "mirrored_friendships", "mirrored_postcards")


@dataclass(frozen=True, slots=True)
class Generation:
    """Where changes go, and whose it is.

    `asked_at` is the number of the last put before the changes were asked for. It is None for what was not asked for in
    its turn and may be older than what is here: then the times decide.
    """

    number: int
    user_id: str
    asked_at: int | None


def take_change(connection: "sqlite3.Connection", into: Generation, change: Change) -> None:
    """Make the rows what the change says. A change of a type that this version does not know makes nothing of them."""
    match change.data:
        case _ if not change.type.is_known:
            return
        case Postcard() as postcard:
            _write(connection, into, postcard, put=0)
        case Friendship() as friendship:
            _write_friendship(connection, into, friendship)
        case User() as user:
            _write_user(connection, into, user)
        case _:
            _remove(connection, into, change)


def put(connection: "sqlite3.Connection", into: Generation, postcard: Postcard, number: int) -> None:
    """Write a postcard that came by another way than the feed, unless the row is as new."""
    _write(connection, into, postcard, put=number)


def settle_puts(connection: "sqlite3.Connection", of: Generation) -> None:
    """All that the feed has to tell was heard: what was put before it was asked, and is not told of, is deleted."""
    connection.execute(
        "DELETE FROM mirrored_postcards WHERE generation = ? AND put > 0 AND put <= ? AND NOT is_told",
        (of.number, of.asked_at),
    )


def carry_puts(connection: "sqlite3.Connection", old: int, into: Generation) -> None:
    """Bring over what was put into an older generation: the feed has yet to tell of it."""
    rows = connection.execute(
        "SELECT put, data FROM mirrored_postcards WHERE generation = ? AND put > 0", (old,)
    ).fetchall()
    for row in rows:
        put(connection, into, Postcard.model_validate_json(row["data"]), row["put"])


def drop(connection: "sqlite3.Connection", generation: int | None) -> None:
    """Forget a generation."""
    for table in _TABLES:
        connection.execute(f"DELETE FROM {table} WHERE generation = ?", (generation,))


def _write(connection: "sqlite3.Connection", into: Generation, card: Postcard, *, put: int) -> None:
    values = {
        "generation": into.number,
        "asked_at": into.asked_at,
        "put": put,
        "postcard_id": card.postcard_id,
        "sender_id": card.sender_id,
        "recipient_id": card.recipient_id,
        "is_sent": card.sender_id == into.user_id,
        "is_read": card.read_at is not None,
        "is_archived": card.is_archived,
        "sent_at": format_timestamp(card.sent_at),
        "updated_at": format_timestamp(card.updated_at),
        "idempotency_key": card.idempotency_key,
        "data": card.model_dump_json(exclude_none=True),
    }
    if connection.execute(_POSTCARD, values).rowcount == 0 and put == 0:
        connection.execute(_TOLD, (into.number, card.postcard_id))


def _write_friendship(connection: "sqlite3.Connection", into: Generation, friendship: Friendship) -> None:
    values = {
        "generation": into.number,
        "asked_at": into.asked_at,
        "friendship_id": friendship.friendship_id,
        "status": friendship.status.value,
        "since": format_timestamp(friendship.responded_at or friendship.requested_at),
        "updated_at": format_timestamp(friendship.updated_at),
        "requester_id": friendship.requester_id,
        "addressee_id": friendship.addressee_id,
        "data": friendship.model_dump_json(exclude_none=True),
    }
    connection.execute(_FRIENDSHIP, values)


def _write_user(connection: "sqlite3.Connection", into: Generation, user: User) -> None:
    """One's own profile is kept; anybody's name and picture are written wherever they stand."""
    if user.user_id == into.user_id:
        connection.execute(
            "INSERT OR REPLACE INTO mirrored_profiles (generation, data) VALUES (?, ?)",
            (into.number, user.model_dump_json(exclude_none=True)),
        )
    summary = UserSummary.model_validate(user, from_attributes=True).model_dump_json(exclude_none=True)
    name = user.full_name or user.username
    for statement in _RENAMED:
        values = {"generation": into.number, "user": user.user_id, "summary": summary, "name": name}
        connection.execute(statement, values)


def _remove(connection: "sqlite3.Connection", into: Generation, change: Change) -> None:
    """What is not there any more. Of a person who is gone, cards and friendships go with changes of their own."""
    if change.type is not ChangeType.USER_CHANGED or change.id == into.user_id:
        connection.execute(_GONE[change.type], {"generation": into.number, "id": change.id})
