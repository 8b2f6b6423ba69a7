"""Friendships: one per pair of people, whoever asked first."""

from typing import Annotated

from pydantic import Field, StringConstraints, model_validator

from .users import UserSummary
from .wire import AS_LINE, Body, Id, Known, OpenEnum, Page, PageQuery, Timestamp, Wire

__all__ = [
    "AnswerFriend",
    "BlockedPage",
    "Friend",
    "FriendAnswer",
    "FriendPage",
    "Friendship",
    "FriendshipPage",
    "FriendshipStatus",
    "ListFriendRequests",
    "RequestDirection",
    "RequestFriend",
]


class FriendshipStatus(OpenEnum):
    """How far a friendship is. `blocked` is shown to its maker alone."""

    PENDING = "pending"
    ACCEPTED = "accepted"
    REJECTED = "rejected"
    BLOCKED = "blocked"


class Friendship(Wire):
    """What is between two people: who asked whom, and what came of it.

    While one of them blocks the other it is `blocked`: they who block are the requester, since `requestedAt`; to the
    addressee it is not there.
    """

    friendship_id: str
    requester_id: str
    addressee_id: str
    status: FriendshipStatus
    requested_at: Timestamp
    responded_at: Timestamp | None = None
    created_at: Timestamp
    updated_at: Timestamp
    requester: UserSummary
    addressee: UserSummary


class Friend(Wire):
    """An accepted friendship seen from one side."""

    friendship_id: str
    user: UserSummary
    since: Timestamp


class FriendPage(Page):
    """One's friends, the newest first."""

    friends: list[Friend]

    @property
    def items(self) -> list[Friend]:
        """The friends on this page."""
        return self.friends


class FriendshipPage(Page):
    """Open friend requests, the newest first."""

    requests: list[Friendship]

    @property
    def items(self) -> list[Friendship]:
        """The requests on this page."""
        return self.requests


class BlockedPage(Page):
    """People whom one has blocked, the last blocked first: each the addressee of a friendship that is `blocked`."""

    blocked: list[Friendship]

    @property
    def items(self) -> list[Friendship]:
        """The blocks on this page."""
        return self.blocked


class RequestFriend(Body):
    """Ask someone for friendship, by id or by username. If they asked first, this accepts."""

    addressee_id: Id | None = None
    username: Annotated[str, StringConstraints(max_length=254), AS_LINE] | None = None

    @model_validator(mode="after")
    def _one_of_two(self) -> "RequestFriend":
        if (self.addressee_id is None) == (self.username is None):
            raise ValueError("give either addresseeId or username")
        return self


class FriendAnswer(OpenEnum):
    """What the addressee says to a request."""

    ACCEPT = "accept"
    REJECT = "reject"


class AnswerFriend(Body):
    """Accept or reject a request that was made to oneself."""

    action: Known[FriendAnswer]


class RequestDirection(OpenEnum):
    """Requests made to oneself, or by oneself."""

    INCOMING = "incoming"
    OUTGOING = "outgoing"


class ListFriendRequests(PageQuery):
    """Which open requests to list."""

    direction: Known[RequestDirection] = Field(default=RequestDirection.INCOMING)
