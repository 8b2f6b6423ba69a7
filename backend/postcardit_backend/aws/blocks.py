"""Blocks on DynamoDB: the pair says who blocks whom, at once; the cards of both go out of the blocked one's box."""

from postcardit_sdk.contract.problems import Code
from postcardit_sdk.contract.sync import ChangeType

from ..records import FriendshipRecord
from ..refusal import Refused
from .boxes import hide, in_sight_of_both, show
from .feed import tell
from .fields import flag, number, text
from .items import Item
from .jobs import Step, begin
from .pairs import begin_pair, expect_pair, is_blocked_by, pair_of, part, record_of, tell_both, write_pair
from .people import is_active, require_active
from .units import Unit

__all__ = ["BLOCK_STEPS", "begin_telling_again", "block", "unblock"]


def block(unit: Unit, block_id: str, user_id: str, other_id: str, now: int) -> tuple[FriendshipRecord, list[str]]:
    """End what is between the two, and hide the cards of both from the other; those that are too many by a job.

    One's own block is given again as it is. Refuses not_found for nobody, and for someone who blocks this user.
    """
    expect_pair(unit, user_id, other_id)
    require_active(unit, user_id)
    pair = pair_of(unit, user_id, other_id)
    if not is_active(unit, other_id) or is_blocked_by(pair, other_id):
        raise Refused(Code.NOT_FOUND)
    if is_blocked_by(pair, user_id):
        return record_of(unit, user_id, other_id), []
    if pair is not None:
        _end(unit, pair, now)
    begin_pair(unit, block_id, user_id, other_id, "blocked", now)
    tell(unit, [user_id], ChangeType.FRIENDSHIP_CHANGED, block_id, now)
    jobs: list[str] = []
    if hide(unit, other_id, user_id, now):
        facts: Item = {"user": other_id, "other": user_id, "now": now, "block": block_id}
        jobs.append(begin(unit, "hide", facts, now))
        write_pair(unit, {**(pair_of(unit, user_id, other_id) or {}), "is_hiding": True})
    return record_of(unit, user_id, other_id), jobs


def unblock(unit: Unit, user_id: str, other_id: str, now: int) -> list[str]:
    """Lift one's own block, if there is one, and show the other the cards of both again; too many by jobs.

    A block that had to hide many may not be done with it. Whom it concerns saw none of them meanwhile: so they are told
    of those, too, that were never moved.
    """
    expect_pair(unit, user_id, other_id)
    pair = pair_of(unit, user_id, other_id)
    if pair is None or not is_blocked_by(pair, user_id):
        return []
    write_pair(unit, {**pair, "status": "gone", "updated_at": now, "is_hiding": None})
    tell(unit, [user_id], ChangeType.FRIENDSHIP_DELETED, text(pair, "friendship_id"), now)
    if not is_active(unit, other_id):
        return []  # what someone had who was erased is not brought back
    jobs = begin_telling_again(unit, pair, now)
    if show(unit, other_id, user_id, now):
        jobs.append(begin(unit, "show", {"user": other_id, "other": user_id, "now": now}, now))
    return jobs


def begin_telling_again(unit: Unit, pair: Item, now: int) -> list[str]:
    """A block ends: if it had to hide many, tell whom it concerned of those, too, that it may not have come to. Gives
    the ids of jobs."""
    if not flag(pair, "is_hiding"):
        return []
    return [begin(unit, "tell_again", {"user": pair["addressee"], "other": pair["requester"], "now": now}, now)]


def _end(unit: Unit, pair: Item, now: int) -> None:
    """What both of a pair see is gone for both; the pair itself is for the caller to write."""
    if pair["status"] == "gone":
        return
    if pair["status"] == "accepted":
        part(unit, pair)
    tell_both(unit, pair, ChangeType.FRIENDSHIP_DELETED, now)


def _go_on_hiding(unit: Unit, job: Item) -> Item | None:
    """Hide some more, as long as it is this block that lasts."""
    user_id, other_id = text(job, "user"), text(job, "other")
    expect_pair(unit, user_id, other_id)
    pair = pair_of(unit, user_id, other_id)
    if not is_blocked_by(pair, other_id) or text(pair, "friendship_id") != text(job, "block"):
        return None
    return job if hide(unit, user_id, other_id, number(job, "now")) else None


def _go_on_showing(unit: Unit, job: Item) -> Item | None:
    """Show some more, unless there is another block by now."""
    user_id, other_id = text(job, "user"), text(job, "other")
    expect_pair(unit, user_id, other_id)
    if is_blocked_by(pair_of(unit, user_id, other_id), other_id) or not is_active(unit, user_id):
        return None
    return job if show(unit, user_id, other_id, number(job, "now")) else None


def _tell_again(unit: Unit, job: Item) -> Item | None:
    """Tell of some cards that are in sight, since the block that was to hide them has been lifted."""
    user_id, other_id = text(job, "user"), text(job, "other")
    cards = in_sight_of_both(unit, user_id, other_id, text(job, "after"))
    for card in cards:
        tell(unit, [user_id], ChangeType.POSTCARD_CHANGED, card, number(job, "now"))
    return {**job, "after": cards[-1]} if cards else None


BLOCK_STEPS: dict[str, Step] = {"hide": _go_on_hiding, "show": _go_on_showing, "tell_again": _tell_again}
