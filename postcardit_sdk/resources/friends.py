"""Friendships."""

from ..contract import operations as ops
from ..contract.friends import (
    AnswerFriend,
    Friend,
    FriendAnswer,
    FriendPage,
    Friendship,
    FriendshipPage,
    ListFriendRequests,
    RequestDirection,
    RequestFriend,
)
from ..contract.wire import PageQuery
from ..endpoint import ColourT, Resource, endpoint, paged
from ..flow import Call, Talk, ask
from ..pages import Pages
from ..people import is_id

__all__ = ["Friends"]


class Friends(Resource[ColourT]):
    """Asking, answering, listing and ending friendships."""

    @endpoint
    def request(self, to: str, *, idempotency_key: str | None = None) -> Talk[Friendship]:
        """Ask someone, by username or user id; if they asked first, this accepts.

        Raises NotFound, and Conflict when you asked before or are friends already.
        """
        who = ask(RequestFriend, addressee_id=to) if is_id(to) else ask(RequestFriend, username=to)
        return (yield from Call(ops.request_friend, who, idempotency_key=idempotency_key))

    @endpoint
    def accept(self, friendship_id: str) -> Call[Friendship]:
        """Accept a request made to you. Raises NotFound, and Conflict when it was rejected before."""
        return _answer(friendship_id, FriendAnswer.ACCEPT)

    @endpoint
    def reject(self, friendship_id: str) -> Call[Friendship]:
        """Decline a request made to you. Raises NotFound, and Conflict when it was accepted before."""
        return _answer(friendship_id, FriendAnswer.REJECT)

    @endpoint
    def remove(self, friendship_id: str) -> Call[None]:
        """End a friendship, or withdraw your own request. Raises NotFound."""
        return Call(ops.remove_friend, path={"friendshipId": friendship_id})

    @endpoint
    def list(self, *, limit: int = 20, cursor: str | None = None) -> Talk[FriendPage]:
        """One page of your friends, the newest first."""
        return (yield from Call(ops.list_friends, ask(PageQuery, limit=limit, cursor=cursor)))

    @paged
    def all(self) -> Pages[FriendPage, Friend]:
        """All your friends, page after page."""
        return Pages(ops.list_friends, PageQuery, {})

    @endpoint
    def requests(
        self,
        direction: RequestDirection = RequestDirection.INCOMING,
        *,
        limit: int = 20,
        cursor: str | None = None,
    ) -> Talk[FriendshipPage]:
        """One page of open requests, made to you or by you."""
        query = ask(ListFriendRequests, direction=direction, limit=limit, cursor=cursor)
        return (yield from Call(ops.list_friend_requests, query))

    @paged
    def all_requests(
        self, direction: RequestDirection = RequestDirection.INCOMING
    ) -> Pages[FriendshipPage, Friendship]:
        """All open requests, page after page."""
        return Pages(ops.list_friend_requests, ListFriendRequests, {"direction": direction})


def _answer(friendship_id: str, action: FriendAnswer) -> Call[Friendship]:
    return Call(ops.answer_friend, ask(AnswerFriend, action=action), path={"friendshipId": friendship_id})
