"""What services need for photos on their way: what was announced, and how much of it has arrived."""

from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from ..records import StoredImage, UploadRecord
from .once import Kept, Once

__all__ = ["Arrivals", "ServedArrivals", "Turn", "Uploads"]


class Uploads(Protocol):
    """Announced photos."""

    def create(self, upload: UploadRecord, once: Once) -> Kept[UploadRecord]:
        """Keep it; or, where the user has announced the same bytes for the same purpose and they were not rejected,
        give that one. One that still waits for its bytes then ends when the new one would have."""
        ...

    def get(self, upload_id: str) -> UploadRecord | None:
        """One upload, whoever announced it."""
        ...

    def condemn(self, keys: tuple[str, ...]) -> None:
        """Let the next sweep remove the photos of these keys, unless something names them by then: said before they
        are kept, so that none is left behind by whatever happens next."""
        ...

    def settle(self, upload_id: str, *, image: StoredImage | None, problem: str | None) -> UploadRecord | None:
        """Pending or processing becomes ready (an image) or rejected (a problem); what is settled stays. None when a
        sweep has taken the image meanwhile: keep it again. Refuses not_found when the upload has been erased; its photo
        goes with the next sweep."""
        ...

    def remove(self, upload_id: str, user_id: str) -> None:
        """Forget a user's upload, and the key that it was announced with, which is free for another. Its photo goes
        with the next sweep unless something else names it. Refuses not_found."""
        ...

    def every(self, user_id: str, after: str | None, limit: int) -> list[UploadRecord]:
        """A user's uploads, after an id."""
        ...

    def owner_has(self, user_id: str, key: str, purpose: str) -> UploadRecord | None:
        """The user's ready upload for this purpose whose photo has this blob key."""
        ...


class Arrivals(Protocol):
    """What has arrived of uploads, until it is developed."""

    @property
    def is_resumable(self) -> bool:
        """Whether bytes may come in parts."""
        ...

    def size(self, upload_id: str) -> int:
        """How much has arrived of a pending upload, without more ado. Refuses not_found and upload_finished."""
        ...

    def waiting(self) -> list[str]:
        """The ids of those whose bytes have all arrived and that are neither ready nor rejected yet."""
        ...

    def developing(self, upload_id: str) -> AbstractContextManager[Path | None]:
        """While the block lasts nobody else works on this upload; the bytes are in this file, and what is made of them
        may be put beside it, under its name with another ending. None when somebody works on it, or its bytes are not
        there or not awaited any more. After the block everything is removed, unless the upload is pending or processing
        then."""
        ...

    def reopen(self, upload_id: str, *, keep: bool) -> None:
        """Processing becomes pending again, with the bytes that arrived or without."""
        ...

    def remove(self, upload_id: str) -> None:
        """Remove what arrived of an upload that is not pending any more."""
        ...


@dataclass(slots=True)
class Turn:
    """The right to append to an upload: how far it has got. Lost when someone else takes it or asks how far it is."""

    upload_id: str
    byte_size: int
    offset: int


class ServedArrivals(Arrivals, Protocol):
    """Arrivals that this server itself takes, whole or in parts. How much is kept is the offset: nothing else says what
    it is.

    Every verb refuses not_found for an upload that is not there and upload_finished for one that is not pending.
    """

    def offset(self, upload_id: str) -> int:
        """How much is kept, durably. Whoever was appending has lost their turn: from here on the next one can."""
        ...

    def begin(self, upload_id: str, byte_size: int, offset: int | None) -> Turn:
        """Take the turn to append from `offset`; None drops what came before. Whoever was appending has lost theirs.
        Refuses upload_offset_mismatch when another offset has been reached."""
        ...

    def append(self, turn: Turn, data: bytes) -> None:
        """Keep more bytes. Refuses upload_offset_mismatch when the turn was lost; upload_size_mismatch for more than
        was announced, and drops all that has arrived; unavailable when the disk is full, and keeps none of `data`."""
        ...

    def flush(self, turn: Turn) -> int:
        """Have what arrived so far on the disk; gives the offset. Refuses upload_offset_mismatch when the turn was
        lost."""
        ...

    def leave(self, turn: Turn) -> None:
        """Give the turn back. What arrived stays."""
        ...

    def complete(self, turn: Turn) -> None:
        """Everything has arrived: pending becomes processing, durably, and nothing changes the bytes from here on.
        Refuses upload_size_mismatch when it is not all, and drops it; upload_offset_mismatch when the turn was lost."""
        ...
