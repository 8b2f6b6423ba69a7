"""What is pushed to people who are not looking: that there is something, never what it says."""

from postcardit_sdk.contract.friends import FriendshipStatus
from postcardit_sdk.contract.sync import ChangeType

from ..ports import Ports
from ..records import FriendshipRecord, Person, PostcardRecord, PushRecord

__all__ = ["push_answer", "push_postcard", "push_request"]


def push_postcard(card: PostcardRecord, ports: Ports) -> None:
    """Tell the recipient who wrote, and from where. The message stays in the card."""
    name = _name(card.sender)
    place = ", ".join(part for part in (card.city, card.country) if part)
    body = f"{name} sent you a postcard from {place}." if place else f"{name} sent you a postcard."
    ports.push.send(
        PushRecord(
            user_id=card.recipient.user_id,
            title=f"New postcard from {name}",
            body=body,
            type=ChangeType.POSTCARD_RECEIVED.value,
            id=card.postcard_id,
            sent_at=card.sent_at,
        )
    )


def push_request(friendship: FriendshipRecord, ports: Ports) -> None:
    """Tell the addressee who asks; or, of a request that crossed another, the first requester that they are friends."""
    if friendship.status == FriendshipStatus.PENDING:
        ports.push.send(_asked(friendship))
    elif friendship.status == FriendshipStatus.ACCEPTED:
        ports.push.send(_accepted(friendship))


def push_answer(friendship: FriendshipRecord, now: int, ports: Ports) -> None:
    """Tell the requester that they are friends since now. Nothing of a rejection, nor of an answer given again."""
    if friendship.status == FriendshipStatus.ACCEPTED and friendship.responded_at == now:
        ports.push.send(_accepted(friendship))


def _asked(friendship: FriendshipRecord) -> PushRecord:
    name = _name(friendship.requester)
    news = f"Friend request from {name}", f"{name} would like to be friends."
    return _record(friendship, friendship.addressee, *news)


def _accepted(friendship: FriendshipRecord) -> PushRecord:
    name = _name(friendship.addressee)
    news = f"{name} is your friend now", f"{name} accepted your friend request."
    return _record(friendship, friendship.requester, *news)


def _record(friendship: FriendshipRecord, to: Person, title: str, body: str) -> PushRecord:
    type_ = ChangeType.FRIENDSHIP_CHANGED.value
    return PushRecord(to.user_id, title, body, type_, friendship.friendship_id, friendship.updated_at)


def _name(person: Person) -> str:
    return person.full_name or person.username
