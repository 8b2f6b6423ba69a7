"""What is stored. Times are Unix milliseconds. A record is no wire model: services turn one into the other."""

from dataclasses import dataclass, field
from enum import StrEnum

__all__ = [
    "ChangeRecord",
    "FriendshipRecord",
    "MailRecord",
    "Person",
    "PostcardRecord",
    "PushRecord",
    "RegistrationRecord",
    "SessionRecord",
    "Side",
    "StatsRecord",
    "StoredImage",
    "UploadRecord",
    "UserRecord",
    "UserSessionRecord",
]


@dataclass(frozen=True, slots=True)
class Person:
    """What others embed of a user."""

    user_id: str
    username: str
    full_name: str | None
    picture_key: str | None


@dataclass(frozen=True, slots=True)
class UserRecord:
    """A confirmed account. `updated_at` grows with every change of the profile.

    An erased one stays as a tombstone: it is not active and holds nothing of the person.
    """

    user_id: str
    username: str
    email: str
    password_hash: str = field(repr=False)
    full_name: str | None
    bio: str | None
    picture_key: str | None
    findable_by_email: bool
    created_at: int
    updated_at: int
    postcards_count: int = 0
    friends_count: int = 0
    is_active: bool = True


@dataclass(frozen=True, slots=True)
class RegistrationRecord:
    """An account that waits for its code."""

    email: str
    username: str
    full_name: str | None
    password_hash: str = field(repr=False)
    code_hash: str = field(repr=False)
    expires_at: int


@dataclass(frozen=True, slots=True)
class SessionRecord:
    """A family of refresh tokens on one device; only hashes of them are known."""

    session_id: str
    user_id: str
    device_name: str | None
    created_at: int
    expires_at: int
    token_hash: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class UserSessionRecord:
    """A session as its user sees it. `ended_at` and `end_reason` come together."""

    session_id: str
    device_name: str | None
    created_at: int
    last_used_at: int
    expires_at: int
    ended_at: int | None
    end_reason: str | None


@dataclass(frozen=True, slots=True)
class FriendshipRecord:
    """What is between two people. `blocked`: the requester blocks the addressee."""

    friendship_id: str
    requester: Person
    addressee: Person
    status: str
    requested_at: int
    responded_at: int | None
    updated_at: int


@dataclass(frozen=True, slots=True)
class StoredImage:
    """A photo in the blob store: keys by content, size in pixels and bytes (None for one of an earlier version)."""

    key: str
    thumbnail_key: str
    width: int
    height: int
    thumb_hash: str
    byte_size: int | None = None


@dataclass(frozen=True, slots=True)
class UploadRecord:
    """An announced photo, and what became of it."""

    upload_id: str
    user_id: str
    purpose: str
    content_type: str
    byte_size: int
    sha256: str
    status: str
    problem: str | None
    image: StoredImage | None
    created_at: int
    expires_at: int


class Side(StrEnum):
    """From which end one looks at a postcard."""

    SENT = "sent"
    RECEIVED = "received"


@dataclass(frozen=True, slots=True)
class PostcardRecord:
    """A postcard with its two people; `is_archived` is the looking side's. `send_key` is the sender's secret."""

    postcard_id: str
    sender: Person
    recipient: Person
    message: str
    font: str
    stamp_id: str | None
    image: StoredImage | None
    latitude: float | None
    longitude: float | None
    address: str | None
    city: str | None
    country: str | None
    sent_at: int
    delivered_at: int | None
    read_at: int | None
    updated_at: int
    is_archived: bool = False
    send_key: str | None = None


@dataclass(frozen=True, slots=True)
class StatsRecord:
    """The numbers of one's profile."""

    sent: int
    received: int
    unread: int
    countries: int
    cities: int
    friends: int


@dataclass(frozen=True, slots=True)
class ChangeRecord:
    """An entry of a user's feed: which resource changed. `type` is one of the contract's."""

    seq: int
    type: str
    id: str
    occurred_at: int


@dataclass(frozen=True, slots=True)
class PushRecord:
    """News for a user's devices. `type` and `id` are those of the change that it tells of."""

    user_id: str
    title: str
    body: str = field(repr=False)
    type: str
    id: str
    sent_at: int


@dataclass(frozen=True, slots=True)
class MailRecord:
    """A mail that the backend sent. `user_id` is the account that it is about, if there is one already."""

    email: str
    username: str | None
    subject: str
    body: str
    code: str | None
    sent_at: int
    user_id: str | None = None
