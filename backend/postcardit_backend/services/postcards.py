"""Postcards: only friends send, states never go backwards, each side has its own archive."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from postcardit_sdk.contract import operations as ops
from postcardit_sdk.contract.auth import Nothing
from postcardit_sdk.contract.postcards import (
    BoundingBox,
    Box,
    ConfirmReceipts,
    Font,
    ListBox,
    ListPostcards,
    Location,
    Postcard,
    PostcardPage,
    PostcardStatus,
    Receipts,
    SendPostcard,
)
from postcardit_sdk.contract.problems import Code
from postcardit_sdk.contract.uploads import UploadPurpose
from postcardit_sdk.contract.wire import Wire, new_id

from ..answers import Ask, Created, answers, found, page_of, position_of
from ..ports import Ports, PostcardFilter
from ..records import Person, PostcardRecord, Side, StoredImage, UserRecord
from ..refusal import Refused
from .news import push_postcard
from .photos import own_photo
from .stamps import require_stamp, stamp_view
from .users import moment, summary

__all__ = [
    "archive_postcard",
    "confirm_receipts",
    "delete_postcard",
    "get_postcard",
    "list_postcards",
    "list_received_postcards",
    "list_sent_postcards",
    "postcard_view",
    "read_postcard",
    "send_postcard",
    "unarchive_postcard",
]

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_NOWHERE = (None,) * 5


@answers(ops.send_postcard)
def send_postcard(ask: Ask[SendPostcard], ports: Ports) -> Created[Postcard]:
    """Mail a card. A repeated request is answered before the rules are asked again."""
    first = ports.idempotency.postcard(ask.once)
    if first is not None:
        return _created(first, ask, ports, is_replay=True)
    recipient = _recipient(ask, ports)
    if not ports.friendships.are_friends(ask.user_id, recipient.user_id):
        _require_in_sight(recipient.user_id, ask, ports)
        raise Refused(Code.NOT_FRIENDS)
    require_stamp(ask.arguments.stamp_id)
    sender = found(ports.users.by_id(ask.user_id))
    card = _card(ask, sender, recipient, _photo(ask, ports))
    kept = ports.postcards.send(card, ask.once)
    if not kept.is_replay:
        push_postcard(kept.record, ports)
    return _created(kept.record, ask, ports, is_replay=kept.is_replay)


@answers(ops.list_postcards)
def list_postcards(ask: Ask[ListPostcards], ports: Ports) -> PostcardPage:
    """One's postcards, of either box or both."""
    given = ask.arguments
    which = _filter(given, {Box.SENT: Side.SENT, Box.RECEIVED: Side.RECEIVED}.get(given.box))
    bbox = None if given.bbox is None else BoundingBox.parse(given.bbox)
    sent_from, sent_to = _milliseconds(given.sent_from), _milliseconds(given.sent_to)
    return _list(ask, ports, replace(which, sent_from=sent_from, sent_to=sent_to, bbox=bbox))


@answers(ops.list_sent_postcards)
def list_sent_postcards(ask: Ask[ListBox], ports: Ports) -> PostcardPage:
    """Postcards one sent."""
    return _list(ask, ports, _filter(ask.arguments, Side.SENT))


@answers(ops.list_received_postcards)
def list_received_postcards(ask: Ask[ListBox], ports: Ports) -> PostcardPage:
    """Postcards one received."""
    return _list(ask, ports, _filter(ask.arguments, Side.RECEIVED))


@answers(ops.get_postcard)
def get_postcard(ask: Ask[Nothing], ports: Ports) -> Postcard:
    """A postcard of one's own boxes."""
    return postcard_view(_own(ask, ports), ask, ports)


@answers(ops.read_postcard)
def read_postcard(ask: Ask[Nothing], ports: Ports) -> Postcard:
    """Mark a received postcard as read; the sender of a card finds nothing here to read."""
    card = _own(ask, ports)
    if card.recipient.user_id != ask.user_id:
        raise Refused(Code.NOT_FOUND)
    ports.postcards.mark(ask.user_id, delivered=(), read=[card.postcard_id], now=ask.now)
    return postcard_view(_own(ask, ports), ask, ports)


@answers(ops.confirm_receipts)
def confirm_receipts(ask: Ask[ConfirmReceipts], ports: Ports) -> Receipts:
    """Take received postcards a step further; what is not one's own to confirm is passed over."""
    given = ask.arguments
    delivered, read = ports.postcards.mark(ask.user_id, delivered=given.delivered, read=given.read, now=ask.now)
    return Receipts(delivered=delivered, read=read)


@answers(ops.archive_postcard)
def archive_postcard(ask: Ask[Nothing], ports: Ports) -> Postcard:
    """Archive on one's own side."""
    return _archive(ask, ports, archived=True)


@answers(ops.unarchive_postcard)
def unarchive_postcard(ask: Ask[Nothing], ports: Ports) -> Postcard:
    """Take out of one's own archive."""
    return _archive(ask, ports, archived=False)


@answers(ops.delete_postcard)
def delete_postcard(ask: Ask[Nothing], ports: Ports) -> None:
    """Withdraw a card that was not read, or remove a received one."""
    ports.postcards.delete(ask.path["postcardId"], ask.user_id, ask.now)


def _filter(given: ListBox, side: Side | None) -> PostcardFilter:
    return PostcardFilter(side, given.archived, given.status.value if given.status else None, given.unread)


def _milliseconds(time: datetime | None) -> int | None:
    return None if time is None else (time - _EPOCH) // timedelta(milliseconds=1)


def _list(ask: Ask[ListBox], ports: Ports, which: PostcardFilter) -> PostcardPage:
    after = position_of(ask, ports)
    cards = ports.postcards.list(ask.user_id, which, after[0] if after else None, ask.arguments.limit + 1)
    page, next_cursor = page_of(ask, ports, cards, lambda card: [card.postcard_id])
    postcards = [postcard_view(card, ask, ports) for card in page]
    return PostcardPage(postcards=postcards, count=len(postcards), next_cursor=next_cursor)


def _own(ask: Ask[Nothing], ports: Ports) -> PostcardRecord:
    return found(ports.postcards.get(ask.path["postcardId"], ask.user_id))


def _archive(ask: Ask[Nothing], ports: Ports, *, archived: bool) -> Postcard:
    card = ports.postcards.archive(ask.path["postcardId"], ask.user_id, archived=archived, now=ask.now)
    return postcard_view(card, ask, ports)


def _recipient(ask: Ask[SendPostcard], ports: Ports) -> UserRecord:
    wanted = ask.arguments
    if wanted.recipient_id is not None:
        recipient = found(ports.users.by_id(wanted.recipient_id))
        return found(recipient if recipient.is_active else None)
    return found(ports.users.by_username(wanted.recipient_username or ""))


def _require_in_sight(recipient_id: str, ask: Ask[SendPostcard], ports: Ports) -> None:
    """Who blocks the sender is nobody to them."""
    if ports.friendships.hides(recipient_id, ask.user_id):
        raise Refused(Code.NOT_FOUND)


def _photo(ask: Ask[SendPostcard], ports: Ports) -> StoredImage | None:
    name = ask.arguments.upload_id or ask.arguments.image_url
    return own_photo(ports, ask.user_id, name, UploadPurpose.POSTCARD) if name else None


def _card(
    ask: Ask[SendPostcard], sender: UserRecord, recipient: UserRecord, photo: StoredImage | None
) -> PostcardRecord:
    wanted, place = ask.arguments, ask.arguments.location or Location()
    return PostcardRecord(
        postcard_id=new_id(ask.now),
        sender=_person(sender),
        recipient=_person(recipient),
        message=wanted.message,
        font=wanted.font.value,
        stamp_id=wanted.stamp_id,
        image=photo,
        latitude=place.latitude,
        longitude=place.longitude,
        address=place.address,
        city=place.city,
        country=place.country,
        sent_at=ask.now,
        delivered_at=None,
        read_at=None,
        updated_at=ask.now,
        send_key=ask.once.key,
    )


def _person(user: UserRecord) -> Person:
    return Person(user.user_id, user.username, user.full_name, user.picture_key)


def _created(card: PostcardRecord, ask: Ask[SendPostcard], ports: Ports, *, is_replay: bool) -> Created[Postcard]:
    if is_replay:
        _require_in_sight(card.recipient.user_id, ask, ports)
    return Created(postcard_view(card, ask, ports), is_replay=is_replay, location=f"/postcards/{card.postcard_id}")


def _status(card: PostcardRecord) -> PostcardStatus:
    if card.read_at is not None:
        return PostcardStatus.READ
    return PostcardStatus.SENT if card.delivered_at is None else PostcardStatus.DELIVERED


def _location(card: PostcardRecord) -> Location | None:
    fields = (card.latitude, card.longitude, card.address, card.city, card.country)
    if fields == _NOWHERE:
        return None
    latitude, longitude, address, city, country = fields
    return Location(latitude=latitude, longitude=longitude, address=address, city=city, country=country)


def postcard_view(card: PostcardRecord, ask: Ask[Wire], ports: Ports) -> Postcard:
    """A postcard as its two people see it."""
    image = card.image
    photo = ports.blobs.image_link(image.key, ask.origin, ask.now) if image else None
    thumbnail = ports.blobs.image_link(image.thumbnail_key, ask.origin, ask.now) if image else None
    return Postcard(
        postcard_id=card.postcard_id,
        sender_id=card.sender.user_id,
        recipient_id=card.recipient.user_id,
        sender_name=card.sender.full_name or card.sender.username,
        recipient_name=card.recipient.full_name or card.recipient.username,
        sender=summary(card.sender, ports, ask.origin, ask.now),
        recipient=summary(card.recipient, ports, ask.origin, ask.now),
        message=card.message,
        image_url=photo.url if photo else None,
        thumbnail_url=thumbnail.url if thumbnail else None,
        image_expires_at=moment(photo.expires_at) if photo else None,
        thumb_hash=image.thumb_hash if image else None,
        image_width=image.width if image else None,
        image_height=image.height if image else None,
        image_bytes=image.byte_size if image else None,
        stamp=stamp_view(card.stamp_id, ask.origin),
        font=Font(card.font),
        location=_location(card),
        status=_status(card),
        sent_at=moment(card.sent_at),
        delivered_at=None if card.delivered_at is None else moment(card.delivered_at),
        read_at=None if card.read_at is None else moment(card.read_at),
        is_archived=card.is_archived,
        created_at=moment(card.sent_at),
        updated_at=moment(card.updated_at),
        idempotency_key=card.send_key if card.sender.user_id == ask.user_id else None,
    )
