"""What the mirror of a user answers. Every function runs inside a transaction, and so sees one moment of it.

What waits in the outbox is listed among the postcards. A queued card has the id of its outbox item, which becomes the
idempotency key of the card that the server makes of it: a card is listed once.
"""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, TypeVar

from pydantic import ValidationError

from ..contract.friends import Friend, Friendship, FriendshipStatus, RequestDirection
from ..contract.postcards import Box, Postcard
from ..contract.users import User, UserSummary
from ..contract.wire import Wire
from ..errors import LocalStoreFailed

if TYPE_CHECKING:
    import sqlite3

__all__ = [
    "Selection",
    "SyncStatus",
    "blocked",
    "friends",
    "friendships",
    "me",
    "postcard",
    "postcards",
    "requests",
    "status",
    "unread_count",
]

WireT = TypeVar("WireT", bound=Wire)

_SHOWN = "(SELECT shown FROM mirrors WHERE user_id = :user)"
_POSTCARDS = f"SELECT data FROM mirrored_postcards WHERE generation = {_SHOWN}"
_FRIENDSHIPS = f"SELECT data FROM mirrored_friendships WHERE generation = {_SHOWN}"
_NEWEST_FIRST = "ORDER BY since DESC, friendship_id DESC"
_UNREAD = (
    f"SELECT count(*) FROM mirrored_postcards WHERE generation = {_SHOWN} AND NOT is_archived AND NOT is_sent"
    " AND NOT is_read"
)


@dataclass(frozen=True, slots=True)
class SyncStatus:
    """How a mirror is: when nothing was left to fetch last, and how much it holds.

    Until it `is_complete`, the first snapshot has not come whole, or one to close a gap has not.
    """

    user_id: str
    refreshed_at: datetime | None
    postcards: int
    friendships: int
    unread: int
    is_complete: bool


@dataclass(frozen=True, slots=True)
class Selection:
    """Which postcards to list, as the server's list_postcards takes it; without a limit, all of them."""

    box: Box = Box.ALL
    unread: bool | None = None
    archived: bool = False
    limit: int | None = None


def postcards(connection: "sqlite3.Connection", user_id: str, which: Selection) -> list[Postcard]:
    """Postcards, the newest first, those that wait in the outbox among them."""
    where = ["is_archived = :archived"]
    if which.box is not Box.ALL:
        where.append(f"is_sent = {int(which.box is Box.SENT)}")
    if which.unread is not None:
        where.append(f"is_read = {int(not which.unread)}")
    statement = (
        f"{_POSTCARDS} AND {' AND '.join(where)} ORDER BY sent_at DESC, postcard_id DESC LIMIT coalesce(:limit, -1)"
    )
    rows = connection.execute(statement, {"user": user_id, "archived": which.archived, "limit": which.limit})
    found = [_decoded(Postcard, row) for row in rows]
    if which.box is Box.RECEIVED or which.unread is False or which.archived:
        return found
    waiting = _waiting(connection, user_id)
    if not waiting:
        return found
    return sorted(found + waiting, key=lambda card: (card.sent_at, card.postcard_id), reverse=True)[: which.limit]


def postcard(connection: "sqlite3.Connection", user_id: str, postcard_id: str) -> Postcard | None:
    """One postcard, also by the id that it had while it was queued."""
    row = connection.execute(
        f"{_POSTCARDS} AND postcard_id = :id UNION ALL {_POSTCARDS} AND idempotency_key = :id",
        {"user": user_id, "id": postcard_id},
    ).fetchone()
    if row is not None:
        return _decoded(Postcard, row)
    return next((card for card in _waiting(connection, user_id) if card.postcard_id == postcard_id), None)


def friends(connection: "sqlite3.Connection", user_id: str) -> list[Friend]:
    """One's friends, the newest first."""
    return [
        Friend(
            friendship_id=one.friendship_id,
            user=one.addressee if one.requester_id == user_id else one.requester,
            since=one.responded_at or one.requested_at,
        )
        for one in friendships(connection, user_id, FriendshipStatus.ACCEPTED)
    ]


def friendships(
    connection: "sqlite3.Connection", user_id: str, with_status: FriendshipStatus | None = None
) -> list[Friendship]:
    """Friendships of a status or of any, the newest first."""
    of_status = "" if with_status is None else "AND status = :status"
    values = {"user": user_id, "status": with_status}
    rows = connection.execute(f"{_FRIENDSHIPS} {of_status} {_NEWEST_FIRST}", values)
    return [_decoded(Friendship, row) for row in rows]


def requests(connection: "sqlite3.Connection", user_id: str, direction: RequestDirection) -> list[Friendship]:
    """Open requests made to one or by one, the newest first."""
    is_outgoing = direction is RequestDirection.OUTGOING
    pending = friendships(connection, user_id, FriendshipStatus.PENDING)
    return [one for one in pending if (one.requester_id == user_id) is is_outgoing]


def blocked(connection: "sqlite3.Connection", user_id: str) -> list[Friendship]:
    """Whom one blocks, the last blocked first."""
    return [one for one in friendships(connection, user_id, FriendshipStatus.BLOCKED) if one.requester_id == user_id]


def me(connection: "sqlite3.Connection", user_id: str) -> User | None:
    """One's own profile, once it is known."""
    row = connection.execute(
        f"SELECT data FROM mirrored_profiles WHERE generation = {_SHOWN}", {"user": user_id}
    ).fetchone()
    return None if row is None else _decoded(User, row)


def unread_count(connection: "sqlite3.Connection", user_id: str) -> int:
    """How many received postcards are neither read nor archived."""
    return int(connection.execute(_UNREAD, {"user": user_id}).fetchone()[0])


def status(connection: "sqlite3.Connection", user_id: str) -> SyncStatus:
    """How the mirror is."""
    values = {"user": user_id}
    mirror = connection.execute("SELECT * FROM mirrors WHERE user_id = :user", values).fetchone()
    if mirror is None:
        return SyncStatus(user_id, None, 0, 0, 0, is_complete=False)
    of_shown = (mirror["shown"],)
    postcards = connection.execute("SELECT count(*) FROM mirrored_postcards WHERE generation = ?", of_shown)
    friendships = connection.execute("SELECT count(*) FROM mirrored_friendships WHERE generation = ?", of_shown)
    at = mirror["refreshed_at"]
    return SyncStatus(
        user_id,
        refreshed_at=None if at is None else datetime.fromisoformat(at),
        postcards=postcards.fetchone()[0],
        friendships=friendships.fetchone()[0],
        unread=unread_count(connection, user_id),
        is_complete=mirror["cursor"] is not None,
    )


def _waiting(connection: "sqlite3.Connection", user_id: str) -> list[Postcard]:
    """What waits in the outbox and is not here yet, with the names that are known here."""
    from .outbox import queued_postcards  # the outbox puts its cards here: one of the two comes first

    queued = queued_postcards(connection, user_id)
    if not queued:
        return []
    arrived = {
        row["idempotency_key"]
        for row in connection.execute(
            f"SELECT idempotency_key FROM mirrored_postcards WHERE generation = {_SHOWN}"
            " AND idempotency_key IN (SELECT value FROM json_each(:keys))",
            {"user": user_id, "keys": json.dumps([card.postcard_id for card in queued])},
        )
    }
    people = _people(connection, user_id)
    return [_named(card, people) for card in queued if card.postcard_id not in arrived]


def _people(connection: "sqlite3.Connection", user_id: str) -> dict[str, UserSummary]:
    """Oneself and one's friends, by id and by username."""
    known = [friend.user for friend in friends(connection, user_id)]
    profile = me(connection, user_id)
    if profile is not None:
        known.append(UserSummary.model_validate(profile, from_attributes=True))
    return {key: person for person in known for key in (person.user_id, person.username.casefold())}


def _named(card: Postcard, people: dict[str, UserSummary]) -> Postcard:
    sender = people.get(card.sender_id, card.sender)
    recipient = people.get(card.recipient_id or card.recipient.username.casefold(), card.recipient)
    return card.model_copy(
        update={
            "sender": sender,
            "sender_name": sender.full_name or sender.username,
            "recipient": recipient,
            "recipient_id": recipient.user_id,
            "recipient_name": recipient.full_name or recipient.username,
        }
    )


def _decoded(model: type[WireT], row: "sqlite3.Row") -> WireT:
    try:
        return model.model_validate_json(row["data"])
    except ValidationError:
        sentence = "This version cannot read the mirror that is kept here. Reset it, and refresh it from the server."
    raise LocalStoreFailed(sentence)
