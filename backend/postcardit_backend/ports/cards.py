"""What services need for friendships and the postcards between friends."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from ..records import FriendshipRecord, PostcardRecord, Side, StatsRecord
from .once import Kept, Once

__all__ = ["Friendships", "PostcardFilter", "Postcards"]


class Friendships(Protocol):
    """One record per unordered pair of people, whoever asked."""

    def request(
        self, friendship_id: str, requester_id: str, addressee_id: str, *, once: Once, now: int
    ) -> Kept[FriendshipRecord]:
        """Ask, and tell both; a crossing request accepts the first. A request that was rejected is gone when another
        takes its place. Refuses not_found (also for someone who blocks this user), user_blocked, friendship_exists,
        friendship_rejected."""
        ...

    def answer(self, friendship_id: str, user_id: str, *, accept: bool, now: int, cooldown_ms: int) -> FriendshipRecord:
        """Answer a request made to this user, and tell both; the same answer again changes and tells nothing.

        Refuses not_found, forbidden (one's own request) and friendship_answered."""
        ...

    def remove(self, friendship_id: str, user_id: str, now: int) -> None:
        """Unfriend, or withdraw one's own request, and tell both. Refuses not_found (also for a block: it is lifted
        by `unblock` alone), and forbidden for another's request."""
        ...

    def block(self, block_id: str, user_id: str, other_id: str, now: int) -> FriendshipRecord:
        """Block someone: what was between the two ends, and the other's rows of both people's cards are out of sight.
        A cooldown goes on. Both are told of what ended, its maker alone of the block, and the other of each card that
        is gone. Again it changes and tells nothing. Refuses not_found for nobody, and for someone who blocks this
        user."""
        ...

    def unblock(self, user_id: str, other_id: str, now: int) -> None:
        """Lift one's own block, if there is one: the cards are in sight again, nothing else comes back. Its maker is
        told, and the other of each card."""
        ...

    def blocked(self, user_id: str, after: tuple[int, str] | None, limit: int) -> list[FriendshipRecord]:
        """A user's blocks, each with whom they block as its addressee."""
        ...

    def hides(self, user_id: str, from_id: str) -> bool:
        """Whether a user blocks another: to that one they are not there."""
        ...

    def hiders(self, user_ids: Sequence[str], from_id: str) -> set[str]:
        """Those of these people who block another: one question to the store."""
        ...

    def many(self, user_id: str, friendship_ids: Sequence[str]) -> dict[str, FriendshipRecord]:
        """Those of these friendships that this user sees, by id: one question to the store."""
        ...

    def page(self, user_id: str, after: str | None, limit: int) -> list[FriendshipRecord]:
        """Everything that this user sees between themself and others, in the order of the others' ids, which `after`
        is one of."""
        ...

    def are_friends(self, a: str, b: str) -> bool:
        """Whether two people are friends."""
        ...

    def friends(self, user_id: str, after: tuple[int, str] | None, limit: int) -> list[tuple[FriendshipRecord, int]]:
        """A user's accepted friendships with the time since when."""
        ...

    def every(self, user_id: str) -> list[FriendshipRecord]:
        """Everything that is between a user and others, as the user sees it: a block only if it is their own."""
        ...

    def requests(
        self, user_id: str, *, incoming: bool, after: tuple[int, str] | None, limit: int
    ) -> list[FriendshipRecord]:
        """A user's pending requests, received or made."""
        ...


@dataclass(frozen=True, slots=True)
class PostcardFilter:
    """Which postcards of one's own to list. Times are Unix milliseconds, from inclusive and to exclusive; `bbox` is
    west, south, east, north in degrees. `archived` None takes both."""

    side: Side | None = None
    archived: bool | None = False
    status: str | None = None
    unread: bool | None = None
    sent_from: int | None = None
    sent_to: int | None = None
    bbox: tuple[float, float, float, float] | None = None


class Postcards(Protocol):
    """Postcards. What a user cannot see is not there."""

    def send(self, card: PostcardRecord, once: Once) -> Kept[PostcardRecord]:
        """Put it into both boxes. Refuses not_friends: the friendship is checked in the same step. Refuses
        unknown_image when the sender's upload of its photo is there no more."""
        ...

    def get(self, postcard_id: str, user_id: str) -> PostcardRecord | None:
        """A postcard in this user's boxes."""
        ...

    def list(self, user_id: str, which: PostcardFilter, after: str | None, limit: int) -> list[PostcardRecord]:
        """Postcards in this user's boxes."""
        ...

    def many(self, user_id: str, postcard_ids: Sequence[str]) -> dict[str, PostcardRecord]:
        """Those of these postcards that are in this user's boxes, by id: one question to the store."""
        ...

    def stats(self, user_id: str) -> StatsRecord:
        """What the profile counts: kept with each change, never counted anew."""
        ...

    def mark(self, user_id: str, *, delivered: Sequence[str], read: Sequence[str], now: int) -> tuple[int, int]:
        """Take received postcards a step further: never twice, never backwards. Gives how many took each step. Like
        each change of a friendship it leaves `updated_at` no earlier than it was, whatever the clock says: by that
        devices tell what is newer."""
        ...

    def archive(self, postcard_id: str, user_id: str, *, archived: bool, now: int) -> PostcardRecord:
        """Put it into one's own archive or take it out. Refuses not_found."""
        ...

    def delete(self, postcard_id: str, user_id: str, now: int) -> None:
        """Its sender withdraws it from both boxes, its recipient from their own. Refuses not_found, already_read."""
        ...
