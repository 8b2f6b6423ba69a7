"""Requests that take effect once, however often they are sent."""

from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar

from ..records import FriendshipRecord, PostcardRecord, UploadRecord

__all__ = ["Idempotency", "Kept", "Once"]

RecordT = TypeVar("RecordT")


@dataclass(frozen=True, slots=True)
class Once:
    """A request that must take effect once: its user, its key, its operation and the fingerprint of its body.

    What was made before `since` (Unix milliseconds) is forgotten; a sent postcard never is. The shipped app sends no
    key: each of its requests is a new one.
    """

    user_id: str
    key: str | None
    operation: str
    fingerprint: str
    since: int


@dataclass(frozen=True, slots=True)
class Kept(Generic[RecordT]):
    """What a creating verb made, or made the first time when the request is a repeated one."""

    record: RecordT
    is_replay: bool = False


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
