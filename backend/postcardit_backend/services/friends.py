"""Friendships: one per pair, whoever asked first."""

from postcardit_sdk.contract import operations as ops
from postcardit_sdk.contract.auth import Nothing
from postcardit_sdk.contract.friends import (
    AnswerFriend,
    Friend,
    FriendAnswer,
    FriendPage,
    Friendship,
    FriendshipPage,
    FriendshipStatus,
    ListFriendRequests,
    RequestDirection,
    RequestFriend,
)
from postcardit_sdk.contract.problems import Code
from postcardit_sdk.contract.wire import PageQuery, Wire, new_id

from ..answers import Ask, Created, answers, found, page_of, position_of
from ..ports import Ports
from ..records import FriendshipRecord, Person
from ..refusal import Refused
from .news import push_answer, push_request
from .users import moment, summary

__all__ = [
    "answer_friend",
    "friendship_view",
    "list_friend_requests",
    "list_friends",
    "remove_friend",
    "request_friend",
]


@answers(ops.request_friend)
def request_friend(ask: Ask[RequestFriend], ports: Ports) -> Created[Friendship]:
    """Ask someone; a crossing request accepts."""
    first = ports.idempotency.friendship(ask.once)
    if first is not None:
        return _again(first, ask, ports)
    addressee_id = _addressee(ask, ports)
    if addressee_id == ask.user_id:
        raise Refused(Code.CANNOT_BEFRIEND_SELF)
    kept = ports.friendships.request(new_id(ask.now), ask.user_id, addressee_id, once=ask.once, now=ask.now)
    if kept.is_replay:
        return _again(kept.record, ask, ports)
    push_request(kept.record, ports)
    return Created(friendship_view(kept.record, ask, ports))


@answers(ops.answer_friend)
def answer_friend(ask: Ask[AnswerFriend], ports: Ports) -> Friendship:
    """Accept or reject a request made to oneself."""
    accept = ask.arguments.action is FriendAnswer.ACCEPT
    record = ports.friendships.answer(
        ask.path["friendshipId"], ask.user_id, accept=accept, now=ask.now, cooldown_ms=_cooldown(ports)
    )
    push_answer(record, ask.now, ports)
    return friendship_view(record, ask, ports)


@answers(ops.remove_friend)
def remove_friend(ask: Ask[Nothing], ports: Ports) -> None:
    """Unfriend, or withdraw one's own request."""
    ports.friendships.remove(ask.path["friendshipId"], ask.user_id, ask.now)


@answers(ops.list_friends)
def list_friends(ask: Ask[PageQuery], ports: Ports) -> FriendPage:
    """One's friends, each as the other person."""
    after = position_of(ask, ports)
    records = ports.friendships.friends(ask.user_id, (after[0], after[1]) if after else None, ask.arguments.limit + 1)
    page, next_cursor = page_of(ask, ports, records, lambda item: [item[1], item[0].friendship_id])
    friends = [_friend(record, since, ask, ports) for record, since in page]
    return FriendPage(friends=friends, count=len(friends), next_cursor=next_cursor)


@answers(ops.list_friend_requests)
def list_friend_requests(ask: Ask[ListFriendRequests], ports: Ports) -> FriendshipPage:
    """Open requests, made to oneself or by oneself."""
    incoming = ask.arguments.direction is RequestDirection.INCOMING
    after = position_of(ask, ports)
    records = ports.friendships.requests(
        ask.user_id,
        incoming=incoming,
        after=(after[0], after[1]) if after else None,
        limit=ask.arguments.limit + 1,
    )
    page, next_cursor = page_of(ask, ports, records, lambda item: [item.requested_at, item.friendship_id])
    requests = [friendship_view(record, ask, ports) for record in page]
    return FriendshipPage(requests=requests, count=len(requests), next_cursor=next_cursor)


def _addressee(ask: Ask[RequestFriend], ports: Ports) -> str:
    """Who is asked. A name of someone who hides is, like one that nobody has, refused before a limit counts it."""
    if ask.arguments.addressee_id is not None:
        return ask.arguments.addressee_id
    addressee = found(ports.users.by_username(ask.arguments.username or ""))
    if ports.friendships.hides(addressee.user_id, ask.user_id):
        raise Refused(Code.NOT_FOUND)
    return addressee.user_id


def _again(first: FriendshipRecord, ask: Ask[RequestFriend], ports: Ports) -> Created[Friendship]:
    """What a repeated request made the first time, unless the other person has hidden from this one since."""
    if ports.friendships.hides(_other(first, ask.user_id).user_id, ask.user_id):
        raise Refused(Code.NOT_FOUND)
    return Created(friendship_view(first, ask, ports), is_replay=True)


def _cooldown(ports: Ports) -> int:
    return ports.settings.rejection_seconds * 1000


def friendship_view(record: FriendshipRecord, ask: Ask[Wire], ports: Ports) -> Friendship:
    """A friendship as its two people see it, or a block as its maker does."""
    return Friendship(
        friendship_id=record.friendship_id,
        requester_id=record.requester.user_id,
        addressee_id=record.addressee.user_id,
        status=FriendshipStatus(record.status),
        requested_at=moment(record.requested_at),
        responded_at=None if record.responded_at is None else moment(record.responded_at),
        created_at=moment(record.requested_at),
        updated_at=moment(record.updated_at),
        requester=summary(record.requester, ports, ask.origin, ask.now),
        addressee=summary(record.addressee, ports, ask.origin, ask.now),
    )


def _friend(record: FriendshipRecord, since: int, ask: Ask[PageQuery], ports: Ports) -> Friend:
    return Friend(
        friendship_id=record.friendship_id,
        user=summary(_other(record, ask.user_id), ports, ask.origin, ask.now),
        since=moment(since),
    )


def _other(record: FriendshipRecord, user_id: str) -> Person:
    return record.addressee if record.requester.user_id == user_id else record.requester
