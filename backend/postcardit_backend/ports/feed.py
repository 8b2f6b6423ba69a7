"""What services need to tell people what changed."""

from collections.abc import Sequence
from typing import Protocol

from ..records import ChangeRecord

__all__ = ["Feed"]


class Feed(Protocol):
    """One feed for each user: numbers without gaps, each written in the transaction of the change that it tells of."""

    def head(self, user_id: str) -> int:
        """The number of the user's last change; 0 before the first."""
        ...

    def heads(self, user_ids: Sequence[str]) -> dict[str, int]:
        """The same for many users at once. Who has no feed yet is left out."""
        ...

    def after(self, user_id: str, seq: int, limit: int) -> list[ChangeRecord]:
        """The changes after a number, in their order. Refuses cursor_expired when some of them are no longer kept, and
        for a number that the feed never had."""
        ...

    def compact(self, before: int, keep: int) -> None:
        """Drop the changes that are older than this time (Unix milliseconds), and of each user all but the newest
        `keep`, which counts as 100 when it is less."""
        ...

    def wait(self, seconds: float) -> bool:
        """Wait until something was written to the store, by this process or another, or until the time is up: one
        thread's business. Gives whether something may have been written. It is heard within 250 ms; from another
        process, of a store that tells nobody, within a second or so."""
        ...
