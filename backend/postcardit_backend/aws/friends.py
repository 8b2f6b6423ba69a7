"""Friendships on DynamoDB: one item per pair, and edges from each end of it."""

from collections.abc import Callable, Sequence
from typing import TypeVar

from postcardit_sdk.contract.problems import Code
from postcardit_sdk.contract.sync import ChangeType

from ..kept_records import friendship_from
from ..ports import Kept, Once
from ..records import FriendshipRecord
from ..refusal import Refused
from .blocks import block, unblock
from .fields import flag, text
from .friend_requests import accept_request, ask, reject_request
from .jobs import Jobs
from .once import make_once
from .pair_lists import every_pair, listed, many_pairs, page_of_pairs
from .pairs import expect_pair, is_blocked_by, pair_key, part, record_of, seen_by, tell_both, write_pair
from .people import profile_key
from .units import Unit, Units

__all__ = ["DynamoFriendships"]

ResultT = TypeVar("ResultT")


class DynamoFriendships:
    """One record per unordered pair of people, whoever asked."""

    def __init__(self, units: Units, jobs: Jobs) -> None:
        self._units, self._tables, self._jobs = units, units.tables, jobs

    def request(
        self, friendship_id: str, requester_id: str, addressee_id: str, *, once: Once, now: int
    ) -> Kept[FriendshipRecord]:
        """Ask; a crossing request accepts the first."""

        def verb(unit: Unit) -> Kept[FriendshipRecord]:
            expect_pair(unit, requester_id, addressee_id)
            return make_once(
                unit, once, now, friendship_from, lambda: ask(unit, friendship_id, requester_id, addressee_id, now)
            )

        return self._units.run(verb)

    def answer(self, friendship_id: str, user_id: str, *, accept: bool, now: int, cooldown_ms: int) -> FriendshipRecord:
        """Answer a request made to this user; the same answer again changes nothing."""

        def verb(unit: Unit) -> FriendshipRecord:
            pair = seen_by(unit, friendship_id, user_id)
            if pair["addressee"] != user_id:
                raise Refused(Code.FORBIDDEN, "Only the person who was asked can answer a friend request.")
            wanted = "accepted" if accept else "rejected"
            if pair["status"] not in ("pending", wanted):
                raise Refused(Code.FRIENDSHIP_ANSWERED)
            if pair["status"] == "pending" and accept:
                accept_request(unit, pair, now)
            elif pair["status"] == "pending":
                reject_request(unit, pair, now, now + cooldown_ms)
            return record_of(unit, text(pair, "low"), text(pair, "high"))

        return self._units.run(verb)

    def remove(self, friendship_id: str, user_id: str, now: int) -> None:
        """Unfriend, or withdraw one's own request."""

        def verb(unit: Unit) -> None:
            pair = seen_by(unit, friendship_id, user_id)
            if pair["status"] not in ("pending", "accepted"):
                raise Refused(Code.NOT_FOUND)  # deleting changes no cooldown and lifts no block
            if pair["status"] == "pending" and pair["requester"] != user_id:
                raise Refused(Code.FORBIDDEN, "This request was made to you: reject it instead.")
            if pair["status"] == "accepted":
                part(unit, pair)
            write_pair(unit, {**pair, "status": "gone", "updated_at": now})
            tell_both(unit, pair, ChangeType.FRIENDSHIP_DELETED, now)

        self._units.run(verb)

    def block(self, block_id: str, user_id: str, other_id: str, now: int) -> FriendshipRecord:
        """Block someone: what was between the two ends."""
        return self._with_jobs(lambda unit: block(unit, block_id, user_id, other_id, now))

    def unblock(self, user_id: str, other_id: str, now: int) -> None:
        """Lift one's own block, if there is one."""
        self._with_jobs(lambda unit: (None, unblock(unit, user_id, other_id, now)))

    def blocked(self, user_id: str, after: tuple[int, str] | None, limit: int) -> list[FriendshipRecord]:
        """Whom a user blocks."""
        return listed(self._tables, user_id, "B", after, limit)

    def hides(self, user_id: str, from_id: str) -> bool:
        """Whether a user blocks another."""
        return user_id in self.hiders([user_id], from_id)

    def hiders(self, user_ids: Sequence[str], from_id: str) -> set[str]:
        """Those of these people who block another."""
        pairs = self._tables.get([pair_key(user_id, from_id) for user_id in user_ids])
        return {user_id for user_id in user_ids if is_blocked_by(pairs.get(pair_key(user_id, from_id)), user_id)}

    def many(self, user_id: str, friendship_ids: Sequence[str]) -> dict[str, FriendshipRecord]:
        """Those of these friendships that this user sees."""
        return many_pairs(self._tables, user_id, friendship_ids)

    def page(self, user_id: str, after: str | None, limit: int) -> list[FriendshipRecord]:
        """Everything that this user sees between themself and others, in the order of the others' ids."""
        return page_of_pairs(self._tables, user_id, after, limit)

    def are_friends(self, a: str, b: str) -> bool:
        """Whether two people are friends."""
        profiles = [profile_key(a), profile_key(b)]
        items = self._tables.get([pair_key(a, b), *profiles])
        is_accepted = text(items.get(pair_key(a, b)), "status") == "accepted"
        return is_accepted and all(flag(items.get(profile), "is_active") for profile in profiles)

    def friends(self, user_id: str, after: tuple[int, str] | None, limit: int) -> list[tuple[FriendshipRecord, int]]:
        """A user's accepted friendships with the time since when: that of the answer."""
        return [(one, one.responded_at or 0) for one in listed(self._tables, user_id, "A", after, limit)]

    def every(self, user_id: str) -> list[FriendshipRecord]:
        """Everything that is between a user and others, as the user sees it."""
        return every_pair(self._tables, user_id)

    def requests(
        self, user_id: str, *, incoming: bool, after: tuple[int, str] | None, limit: int
    ) -> list[FriendshipRecord]:
        """A user's pending requests, received or made."""
        return listed(self._tables, user_id, "I" if incoming else "O", after, limit)

    def _with_jobs(self, verb: Callable[[Unit], tuple[ResultT, list[str]]]) -> ResultT:
        """Do a verb, and then the jobs that it leaves."""
        result, jobs = self._units.run(verb)
        self._jobs.work(*jobs)
        return result
