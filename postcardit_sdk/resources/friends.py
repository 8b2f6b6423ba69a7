"""Friendships."""

from ..contract import operations as ops
from ..contract.friends import (
    AnswerFriend,
    BlockedPage,
    Friend,
    FriendAnswer,
    FriendPage,
    Friendship,
    FriendshipPage,
    ListFriendRequests,
    RequestDirection,
    RequestFriend,
)
from ..contract.problems import Code, Problem
from ..contract.users import SearchUsers
from ..contract.wire import PageQuery
from ..endpoint import ColourT, Resource, endpoint, paged
from ..errors import NotFound
from ..flow import Call, Talk, ask
from ..pages import Pages
from ..people import is_id, is_same_name

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

    @endpoint
    def block(self, user: str) -> Talk[Friendship]:
        """Block someone, by username or user id: for them you are no longer there, and a friendship ends.

        Raises NotFound, and InvalidRequest (cannot_block_self).
        """
        user_id = user if is_id(user) else (yield from _id_of(user))
        return (yield from Call(ops.block_user, path={"userId": user_id}))

    @endpoint
    def unblock(self, user: str) -> Talk[None]:
        """Lift a block, by username or user id; no friendship comes back. Raises NotFound for a name not blocked."""
        user_id = user if is_id(user) else (yield from _id_of_blocked(user))
        yield from Call(ops.unblock_user, path={"userId": user_id})

    @endpoint
    def blocked(self, *, limit: int = 20, cursor: str | None = None) -> Talk[BlockedPage]:
        """One page of the people whom you block, the last blocked first: each is the addressee of a friendship."""
        return (yield from Call(ops.list_blocked, ask(PageQuery, limit=limit, cursor=cursor)))

    @paged
    def all_blocked(self) -> Pages[BlockedPage, Friendship]:
        """All people whom you block, page after page."""
        return Pages(ops.list_blocked, PageQuery, {})


def _id_of(username: str) -> Talk[str]:
    """Whose name this is: names found begin with it, in their order, so it is among the first."""
    found = yield from Call(ops.search_users, ask(SearchUsers, q=username, limit=100))
    for user in found.users:
        if is_same_name(user.username, username):
            return user.user_id
    raise _nobody(f"Nobody that you can see is called {username}.")


def _id_of_blocked(username: str) -> Talk[str]:
    cursor: str | None = None
    while True:
        page = yield from Call(ops.list_blocked, ask(PageQuery, limit=100, cursor=cursor))
        for friendship in page.blocked:
            if is_same_name(friendship.addressee.username, username):
                return friendship.addressee_id
        if (cursor := page.next_cursor) is None:
            raise _nobody(f"You do not block anybody called {username}.")


def _nobody(sentence: str) -> NotFound:
    """The server was not asked for this person, for want of an id."""
    code = Code.NOT_FOUND
    return NotFound(
        Problem(
            type="about:blank",
            title=code.sentence,
            status=code.status,
            detail=sentence,
            instance="",
            code=code,
            message=sentence,
            status_code=code.status,
            request_id="",
        )
    )


def _answer(friendship_id: str, action: FriendAnswer) -> Call[Friendship]:
    return Call(ops.answer_friend, ask(AnswerFriend, action=action), path={"friendshipId": friendship_id})
