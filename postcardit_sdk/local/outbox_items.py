"""What waits to be sent, as values."""

import json
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from enum import StrEnum
from typing import TYPE_CHECKING

from ..contract.friends import RequestFriend
from ..contract.postcards import ConfirmReceipts, Postcard, PostcardStatus, SendPostcard
from ..contract.users import UpdateUser, UserSummary
from ..people import bare_name

if TYPE_CHECKING:
    import sqlite3

__all__ = [
    "Body",
    "Kind",
    "NewItem",
    "OutboxItem",
    "PhotoSize",
    "PhotoSizes",
    "Reason",
    "State",
    "Task",
    "body_of",
    "conversation_of",
    "conversation_with",
    "item_from",
    "json_of",
    "json_of_sizes",
    "kind_of",
    "queued_postcard",
    "recipient_of",
    "task_from",
]

Body = SendPostcard | RequestFriend | ConfirmReceipts | UpdateUser


class Kind(StrEnum):
    """What an item does once it arrives."""

    POSTCARD = "postcard"
    FRIEND_REQUEST = "friend_request"
    RECEIPTS = "receipts"
    PROFILE = "profile"


class State(StrEnum):
    """How far an item is. A failed one waits for a person: it is retried, edited or dropped."""

    QUEUED = "queued"
    SENDING = "sending"
    FAILED = "failed"
    DONE = "done"


@dataclass(frozen=True, slots=True)
class Reason:
    """Why an item failed or still waits: a problem's code, or `offline`, `unreadable_answer`, `interrupted`."""

    code: str
    sentence: str
    request_id: str | None = None


@dataclass(frozen=True, slots=True)
class PhotoSize:
    """How large a photo is: in pixels, and in bytes."""

    width: int
    height: int
    size_bytes: int


@dataclass(frozen=True, slots=True)
class PhotoSizes:
    """How large a photo was when it was chosen, and how large it is since it was made ready."""

    before: PhotoSize
    after: PhotoSize


@dataclass(frozen=True, slots=True)
class OutboxItem:
    """One thing that waits to be sent, or was. `item_id` is the Idempotency-Key of its request.

    Items of one `conversation` are sent strictly in the order of queueing; no conversation waits for another.
    `reason` is why it failed, or why the last attempt did not get through. `may_have_arrived` says that an attempt was
    made whose outcome is not known. `to` and `message` are those of a postcard; `result_id` is the id of the postcard
    or friendship that it became. Of its photo `photo_bytes` wait here, `upload_id` is the upload that they go by, once
    it has begun, and `photo_sizes` stay known when the photo has left.
    """

    item_id: str
    user_id: str
    kind: Kind
    conversation: str
    summary: str
    state: State
    reason: Reason | None
    attempts: int
    may_have_arrived: bool
    created_at: datetime
    updated_at: datetime
    photo_bytes: int | None = None
    photo_sizes: PhotoSizes | None = None
    upload_id: str | None = None
    result_id: str | None = None
    to: str | None = None
    message: str | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class NewItem:
    """What is to be queued. `username` is the sender's, where it is known; `photo` is prepared.

    Two cards of one `fingerprint` say and show the same. `awaited_by` is the process that will say what became of it.
    """

    item_id: str
    user_id: str
    username: str | None
    body: Body = field(repr=False)
    photo: bytes | None = field(default=None, repr=False)
    photo_type: str = "image/jpeg"
    photo_sizes: PhotoSizes | None = None
    fingerprint: str | None = None
    awaited_by: int | None = None


@dataclass(frozen=True, slots=True)
class Task:
    """An item that is being sent, as it was before this attempt; `upload_id` is None until its photo is there."""

    item: OutboxItem
    body: Body = field(repr=False)
    upload_id: str | None
    upload_key: str
    photo_type: str


_MODELS: dict[Kind, type[Body]] = {
    Kind.POSTCARD: SendPostcard,
    Kind.FRIEND_REQUEST: RequestFriend,
    Kind.RECEIPTS: ConfirmReceipts,
    Kind.PROFILE: UpdateUser,
}
_KINDS = {model: kind for kind, model in _MODELS.items()}


def kind_of(body: Body) -> Kind:
    """What a body does once it arrives."""
    return _KINDS[type(body)]


def json_of(body: Body) -> str:
    """A body as it is kept: what was given, and nothing else. In a profile null clears; elsewhere it says nothing."""
    return body.model_dump_json(exclude_unset=True, exclude_none=not isinstance(body, UpdateUser))


def json_of_sizes(sizes: PhotoSizes | None) -> str | None:
    """The sizes of a photo as they are kept."""
    return None if sizes is None else json.dumps(asdict(sizes))


def body_of(row: "sqlite3.Row") -> Body:
    """The body that a row keeps."""
    return _MODELS[Kind(row["kind"])].model_validate_json(row["body"])


def conversation_of(body: Body) -> str:
    """What an item's order is kept in: its recipient as they are named there; else its kind."""
    recipient = recipient_of(body)
    return kind_of(body).value if recipient is None else conversation_with(recipient)


def conversation_with(recipient: str) -> str:
    """The conversation with someone, whatever the case and accents of the name."""
    return f"to {bare_name(recipient)}"


def item_from(row: "sqlite3.Row") -> OutboxItem:
    """A row as the value that people see."""
    body = body_of(row)
    has_reason = row["reason_code"] is not None
    return OutboxItem(
        item_id=row["item_id"],
        user_id=row["user_id"],
        kind=Kind(row["kind"]),
        conversation=row["conversation"],
        summary=_summary(body, has_photo=row["photo_bytes"] is not None or row["upload_id"] is not None),
        state=State(row["state"]),
        reason=Reason(row["reason_code"], row["reason_sentence"], row["reason_request_id"]) if has_reason else None,
        attempts=row["attempts"],
        may_have_arrived=bool(row["may_have_arrived"]),
        created_at=_moment(row["created_at"]),
        updated_at=_moment(row["updated_at"]),
        photo_bytes=row["photo_bytes"],
        photo_sizes=_sizes(row["photo_sizes"]),
        upload_id=row["upload_id"] or row["begun_upload_id"],
        result_id=row["result_id"],
        to=recipient_of(body),
        message=body.message if isinstance(body, SendPostcard) else None,
    )


def task_from(row: "sqlite3.Row") -> Task:
    """A row as what a flush needs of it."""
    return Task(item_from(row), body_of(row), row["upload_id"], row["upload_key"], row["photo_type"])


def queued_postcard(row: "sqlite3.Row") -> Postcard:
    """A send that waits, as the card that it will become: with its item's id, and of its people what is known here."""
    body = SendPostcard.model_validate_json(row["body"])
    queued_at = _moment(row["created_at"])
    sender = UserSummary(user_id=row["user_id"], username=row["username"] or row["user_id"])
    name = body.recipient_username or body.recipient_id or ""
    recipient = UserSummary(user_id=body.recipient_id or "", username=name)
    return Postcard(
        postcard_id=row["item_id"],
        sender_id=sender.user_id,
        recipient_id=recipient.user_id,
        sender_name=sender.username,
        recipient_name=recipient.username,
        sender=sender,
        recipient=recipient,
        message=body.message,
        font=body.font,
        location=body.location,
        status=PostcardStatus.QUEUED,
        sent_at=queued_at,
        is_archived=False,
        created_at=queued_at,
        updated_at=_moment(row["updated_at"]),
        idempotency_key=row["item_id"],
    )


def _sizes(kept: str | None) -> PhotoSizes | None:
    if kept is None:
        return None
    document = json.loads(kept)
    return PhotoSizes(PhotoSize(**document["before"]), PhotoSize(**document["after"]))


def recipient_of(body: Body) -> str | None:
    """The username or id of whom it is for, if it is for somebody."""
    match body:
        case SendPostcard():
            return body.recipient_id or body.recipient_username
        case RequestFriend():
            return body.addressee_id or body.username
        case _:
            return None


def _summary(body: Body, *, has_photo: bool) -> str:
    """One line for people. It repeats nothing of what was written."""
    match body:
        case SendPostcard():
            return f"Postcard {'with a photo ' if has_photo else ''}to {recipient_of(body)}"
        case RequestFriend():
            return f"Friend request to {recipient_of(body)}"
        case ConfirmReceipts():
            count = len({*body.delivered, *body.read})
            return f"Receipts for {count} postcard{'' if count == 1 else 's'}"
        case UpdateUser():
            return f"Profile: {', '.join(sorted(body.model_fields_set)).replace('_', ' ') or 'nothing'}"


def _moment(milliseconds: int) -> datetime:
    return datetime.fromtimestamp(milliseconds // 1000, UTC).replace(microsecond=milliseconds % 1000 * 1000)
