"""What services need for photos: what was announced, and the bytes."""

from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from ..records import StoredImage, UploadRecord
from .once import Kept, Once

__all__ = ["Blobs", "Link", "Uploads"]


class Uploads(Protocol):
    """Announced photos."""

    def create(self, upload: UploadRecord, once: Once) -> Kept[UploadRecord]:
        """Keep it."""
        ...

    def get(self, upload_id: str) -> UploadRecord | None:
        """One upload, whoever announced it."""
        ...

    def settle(self, upload_id: str, *, image: StoredImage | None, problem: str | None) -> UploadRecord:
        """Pending becomes ready (an image) or rejected (a problem); what is settled stays. Refuses not_found when the
        upload was erased meanwhile; its photo goes with the next sweep."""
        ...

    def every(self, user_id: str, after: str | None, limit: int) -> list[UploadRecord]:
        """A user's uploads, after an id."""
        ...

    def owner_has(self, user_id: str, key: str) -> UploadRecord | None:
        """The user's ready upload whose photo has this blob key."""
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

    def remove(self, key: str) -> None:
        """Remove the bytes of a key durably, if they are there."""
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
