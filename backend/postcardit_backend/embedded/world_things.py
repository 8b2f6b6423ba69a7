"""The things of a world while they are in memory: what is to be written, and what was written before and changes."""

import sqlite3
from dataclasses import dataclass, field

from postcardit_sdk.contract.lab.worlds import AskStep, SendStep, UserStep

from ..ports.worlds import WorldPhoto

__all__ = ["Card", "Pair", "Person", "written_card", "written_pair"]

_CARD = (
    "SELECT p.sender_id, p.recipient_id, p.delivered_at, p.read_at, p.updated_at, s.archived, r.archived"
    " FROM postcards p JOIN boxes s ON s.postcard_id = p.postcard_id AND s.user_id = p.sender_id"
    " JOIN boxes r ON r.postcard_id = p.postcard_id AND r.user_id = p.recipient_id WHERE p.postcard_id = ?"
)
"""Only one that both of its people see: what else there may be is for the verbs of the store."""
_PAIR = "SELECT requester_id, addressee_id FROM friendships WHERE friendship_id = ? AND status = 'pending'"


@dataclass(slots=True)
class Person:
    """A user to be written."""

    step: UserStep
    password_hash: str
    keys: tuple[str, str, str]
    """The folded name, its look, the folded address."""


@dataclass(slots=True)
class Pair:
    """A friendship. Without a step it was written before."""

    friendship_id: str
    requester_id: str
    addressee_id: str
    step: AskStep | None = None
    status: str = "pending"
    answered_at: int | None = None
    cooling_until: int = 0


@dataclass(slots=True)
class Card:
    """A postcard. Without a step it was written before."""

    postcard_id: str
    sender_id: str
    recipient_id: str
    step: SendStep | None = None
    photo: WorldPhoto | None = None
    delivered_at: int | None = None
    read_at: int | None = None
    updated_at: int = 0
    archived_by: set[str] = field(default_factory=set[str])

    @property
    def status(self) -> str:
        """As the boxes have it."""
        return "read" if self.read_at is not None else "sent" if self.delivered_at is None else "delivered"


def written_card(connection: sqlite3.Connection, postcard_id: str) -> Card | None:
    """A postcard that was written before and that both of its people see."""
    row = connection.execute(_CARD, (postcard_id,)).fetchone()
    if row is None:
        return None
    sender_id, recipient_id, delivered_at, read_at, updated_at, *archived = row
    archived_by = {user_id for user_id, is_so in zip((sender_id, recipient_id), archived, strict=True) if is_so}
    times = {"delivered_at": delivered_at, "read_at": read_at, "updated_at": updated_at}
    return Card(postcard_id, sender_id, recipient_id, archived_by=archived_by, **times)


def written_pair(connection: sqlite3.Connection, friendship_id: str) -> Pair | None:
    """A friend request that was written before and is open."""
    row = connection.execute(_PAIR, (friendship_id,)).fetchone()
    return None if row is None else Pair(friendship_id, *row)
