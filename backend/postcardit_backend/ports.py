"""What services need of the world, as promises. Every adapter keeps them; one suite of tests holds each to it.

Each verb is atomic: it happens whole or not at all, and two that race leave what one after the other would leave.
A verb raises `Refused` for what the contract forbids. Lists come newest first, after a position of ours.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Generic, Protocol, TypeVar

from .cursors import Cursors
from .records import (
    FriendshipRecord,
    MailRecord,
    PostcardRecord,
    RegistrationRecord,
    SessionRecord,
    Side,
    StoredImage,
    UploadRecord,
    UserRecord,
)
from .settings import Settings

__all__ = [
    "Blobs",
    "Claims",
    "Friendships",
    "Identity",
    "Kept",
    "Link",
    "Mail",
    "Once",
    "Ports",
    "PostcardFilter",
    "Postcards",
    "ProfileChange",
    "Registrations",
    "Rotation",
    "Sessions",
    "Uploads",
    "Users",
]

RecordT = TypeVar("RecordT")


@dataclass(frozen=True, slots=True)
class Once:
    """A request that must take effect once: its user, its key, its operation and the fingerprint of its body.

    What was made before `since` (Unix milliseconds) is forgotten; a sent postcard never is.
    """

    user_id: str
    key: str
    operation: str
    fingerprint: str
    since: int


@dataclass(frozen=True, slots=True)
class Kept(Generic[RecordT]):
    """What a creating verb made, or made the first time when the request is a repeated one."""

    record: RecordT
    is_replay: bool = False


class Registrations(Protocol):
    """Accounts that wait for their code."""

    def open(self, registration: RegistrationRecord, now: int) -> UserRecord | None:
        """Keep it, in place of an earlier one of this address; or keep nothing and give the user who has the address.
        Refuses (username_taken), in either case, a name that a user has or that another address waits for."""
        ...

    def renew(self, email: str, code_hash: str, expires_at: int) -> RegistrationRecord | None:
        """Give the registration of this address a new code and new tries, if there is one."""
        ...

    def confirm(self, email: str, code_hash: str, user_id: str, now: int, tries: int) -> UserRecord | None:
        """Turn it into a user if the code is right, in time and within `tries`; else count the try and give None."""
        ...


@dataclass(frozen=True, slots=True)
class ProfileChange:
    """Fields of a profile to write; a field that is not named in `fields` stays.

    `expected` are the values of `updated_at` that the writer has seen; None expects nothing.
    """

    fields: dict[str, str | bool | None]
    expected: frozenset[int] | None = None


class Users(Protocol):
    """People."""

    def by_id(self, user_id: str) -> UserRecord | None:
        """One person."""
        ...

    def by_username(self, username: str) -> UserRecord | None:
        """One person, whatever the case and accents of the name."""
        ...

    def by_email(self, email: str) -> UserRecord | None:
        """One person, whatever the case of the address."""
        ...

    def search(self, by: str, term: str, after: tuple[str, str] | None, limit: int) -> list[tuple[str, UserRecord]]:
        """People whose folded username or name begins with the folded term, or whose address it is and who allow it;
        in the order of (folded text, id), from after that position on. Gives the folded text with each."""
        ...

    def update(self, user_id: str, change: ProfileChange, now: int) -> UserRecord:
        """Write. Refuses username_taken, and precondition_failed when the profile is not the expected one."""
        ...


@dataclass(frozen=True, slots=True)
class Rotation:
    """What came of a presented refresh token: a session, and the sealed successor when this is a repeated request."""

    session_id: str
    user_id: str
    sealed_successor: bytes | None = None


class Sessions(Protocol):
    """Sessions and their refresh tokens."""

    def start(self, session: SessionRecord) -> None:
        """Keep a new session."""
        ...

    def is_live(self, session_id: str, now: int) -> bool:
        """Whether a session goes on."""
        ...

    def rotate(
        self, presented_hash: str, successor_hash: str, sealed_successor: bytes, *, now: int, settings: Settings
    ) -> Rotation | None:
        """Put the successor in the presented token's place. Within the grace time a repeated request gets the first
        successor, sealed. An older token ends the session. None: there is no such session any more."""
        ...

    def end(self, session_id: str, reason: str, now: int) -> None:
        """End one session."""
        ...

    def end_by_token(self, user_id: str, token_hash: str, reason: str, now: int) -> None:
        """End the user's session that this refresh token belongs to."""
        ...

    def end_all(self, user_id: str, reason: str, now: int) -> None:
        """End every session of a user."""
        ...


class Friendships(Protocol):
    """One record per unordered pair of people, whoever asked."""

    def request(
        self, friendship_id: str, requester_id: str, addressee_id: str, *, once: Once, now: int
    ) -> Kept[FriendshipRecord]:
        """Ask; a crossing request accepts the first. Refuses not_found, friendship_exists, friendship_rejected."""
        ...

    def answer(self, friendship_id: str, user_id: str, *, accept: bool, now: int, cooldown_ms: int) -> FriendshipRecord:
        """Answer a request made to this user; the same answer again changes nothing.

        Refuses not_found, forbidden (one's own request) and friendship_answered."""
        ...

    def remove(self, friendship_id: str, user_id: str, now: int) -> None:
        """Unfriend, or withdraw one's own request. Refuses not_found, and forbidden for another's request."""
        ...

    def are_friends(self, a: str, b: str) -> bool:
        """Whether two people are friends."""
        ...

    def friends(self, user_id: str, after: tuple[int, str] | None, limit: int) -> list[tuple[FriendshipRecord, int]]:
        """A user's accepted friendships with the time since when."""
        ...

    def requests(
        self, user_id: str, *, incoming: bool, after: tuple[int, str] | None, limit: int
    ) -> list[FriendshipRecord]:
        """A user's pending requests, received or made."""
        ...


@dataclass(frozen=True, slots=True)
class PostcardFilter:
    """Which postcards of one's own to list."""

    side: Side | None = None
    archived: bool = False
    status: str | None = None
    unread: bool | None = None


class Postcards(Protocol):
    """Postcards. What a user cannot see is not there."""

    def send(self, card: PostcardRecord, once: Once) -> Kept[PostcardRecord]:
        """Put it into both boxes. Refuses not_friends: the friendship is checked in the same step."""
        ...

    def get(self, postcard_id: str, user_id: str) -> PostcardRecord | None:
        """A postcard in this user's boxes."""
        ...

    def list(self, user_id: str, which: PostcardFilter, after: str | None, limit: int) -> list[PostcardRecord]:
        """Postcards in this user's boxes."""
        ...

    def mark(self, user_id: str, *, delivered: Sequence[str], read: Sequence[str], now: int) -> tuple[int, int]:
        """Take received postcards a step further: never twice, never backwards. Gives how many took each step."""
        ...

    def archive(self, postcard_id: str, user_id: str, *, archived: bool, now: int) -> PostcardRecord:
        """Put it into one's own archive or take it out. Refuses not_found."""
        ...

    def delete(self, postcard_id: str, user_id: str, now: int) -> None:
        """Its sender withdraws it from both boxes, its recipient from their own. Refuses not_found, already_read."""
        ...


class Uploads(Protocol):
    """Announced photos."""

    def create(self, upload: UploadRecord, once: Once) -> Kept[UploadRecord]:
        """Keep it."""
        ...

    def get(self, upload_id: str) -> UploadRecord | None:
        """One upload, whoever announced it."""
        ...

    def settle(self, upload_id: str, *, image: StoredImage | None, problem: str | None) -> UploadRecord:
        """Pending becomes ready (an image) or rejected (a problem); what is settled stays."""
        ...

    def owner_has(self, user_id: str, key: str) -> UploadRecord | None:
        """The user's ready upload whose photo has this blob key."""
        ...


class Idempotency(Protocol):
    """Requests that took effect: looked up before the rules, so that a repeated one is not judged anew."""

    def friendship(self, once: Once) -> FriendshipRecord | None:
        """What the first request of this key made. Refuses idempotency_key_reused for another body."""
        ...

    def postcard(self, once: Once) -> PostcardRecord | None:
        """The same for a postcard; kept as long as the postcard, deleted or not."""
        ...

    def upload(self, once: Once) -> UploadRecord | None:
        """The same for an upload."""
        ...


@dataclass(frozen=True, slots=True)
class Link:
    """A signed URL and when it ends, in Unix milliseconds."""

    url: str
    expires_at: int


class Blobs(Protocol):
    """Photos by content."""

    def put(self, data: bytes) -> str:
        """Keep bytes durably; gives their key."""
        ...

    def path(self, key: str) -> Path | None:
        """Where the bytes of a key are, if they are there."""
        ...

    def image_link(self, key: str, origin: str, now: int) -> Link:
        """A link to read one photo, the same for all of a window."""
        ...

    def upload_link(self, upload: UploadRecord, origin: str, now: int) -> Link:
        """A link to send the bytes of one upload."""
        ...

    def key_in(self, url: str) -> str | None:
        """The key in an image link of ours, whatever its host and however old."""
        ...

    def may_read(self, key: str, expires: str, signature: str, now: int) -> bool:
        """Whether a link to read still counts."""
        ...

    def may_upload(self, upload_id: str, expires: str, signature: str, now: int) -> bool:
        """Whether a link to upload still counts."""
        ...


@dataclass(frozen=True, slots=True)
class Claims:
    """Whom an access token speaks for, and until when (Unix seconds)."""

    user_id: str
    session_id: str
    expires_at: float


class Identity(Protocol):
    """Passwords, codes and tokens."""

    def hash_password(self, password: str) -> str:
        """A salted hash. Slow on purpose."""
        ...

    def is_password(self, password: str, password_hash: str | None) -> bool:
        """Whether it is the password; takes as long when there is no hash."""
        ...

    def hash_code(self, code: str, email: str) -> str:
        """A keyed hash of a verification code."""
        ...

    def access_token(self, user_id: str, session_id: str, now: int) -> str:
        """A signed access token."""
        ...

    def verify(self, token: str, now: int) -> Claims | None:
        """What a token of ours claims, or None."""
        ...

    def jwks(self) -> dict[str, list[dict[str, str]]]:
        """The public keys."""
        ...

    def seal(self, refresh_token: str, successor: str) -> bytes:
        """Encrypt a successor so that only the holder of the presented token can have it."""
        ...

    def unseal(self, refresh_token: str, sealed: bytes) -> str:
        """Decrypt it."""
        ...


class Mail(Protocol):
    """Mail to people."""

    def send(self, mail: MailRecord) -> None:
        """Send it."""
        ...


@dataclass(frozen=True, slots=True)
class Ports:
    """Everything that services need, in one value."""

    settings: Settings
    clock: Callable[[], int]
    registrations: Registrations
    users: Users
    sessions: Sessions
    friendships: Friendships
    postcards: Postcards
    uploads: Uploads
    idempotency: Idempotency
    blobs: Blobs
    identity: Identity
    mail: Mail
    cursors: Cursors
