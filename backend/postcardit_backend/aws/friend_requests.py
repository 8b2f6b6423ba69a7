"""Friend requests on DynamoDB: what stands against one, and what an answer makes of it."""

from postcardit_sdk.contract.problems import Code
from postcardit_sdk.contract.sync import ChangeType

from ..records import FriendshipRecord
from ..refusal import Refused
from .counters import count
from .feed import tell
from .fields import number, text
from .items import Item
from .pairs import begin_pair, expect_pair, is_blocked_by, pair_of, record_of, tell_both, write_pair
from .people import is_active, require_active
from .units import Unit

__all__ = ["accept_request", "ask", "reject_request"]


def ask(unit: Unit, friendship_id: str, requester_id: str, addressee_id: str, now: int) -> FriendshipRecord:
    """Ask, or accept what the other asked before. Refuses what `Friendships.request` refuses."""
    expect_pair(unit, requester_id, addressee_id)
    require_active(unit, requester_id)
    if not is_active(unit, addressee_id):
        raise Refused(Code.NOT_FOUND)
    pair = pair_of(unit, requester_id, addressee_id)
    if pair is not None:
        _refuse(pair, requester_id, addressee_id, now)
        if pair["status"] == "pending":
            accept_request(unit, pair, now)
            return record_of(unit, requester_id, addressee_id)
        if pair["status"] == "rejected":
            tell_both(unit, pair, ChangeType.FRIENDSHIP_DELETED, now)  # the new request takes its place
    begin_pair(unit, friendship_id, requester_id, addressee_id, "pending", now)
    tell(unit, (requester_id, addressee_id), ChangeType.FRIENDSHIP_CHANGED, friendship_id, now)
    return record_of(unit, requester_id, addressee_id)


def _refuse(pair: Item, requester_id: str, addressee_id: str, now: int) -> None:
    """Refuses what stands between the two already; an open request of the other is no obstacle."""
    if is_blocked_by(pair, addressee_id):
        raise Refused(Code.NOT_FOUND)
    if is_blocked_by(pair, requester_id):
        raise Refused(Code.USER_BLOCKED)
    if pair["status"] == "accepted" or (pair["status"] == "pending" and pair["requester"] == requester_id):
        raise Refused(Code.FRIENDSHIP_EXISTS)
    is_cooling = pair.get("cooling_id") == requester_id and now < number(pair, "cooling_until")
    if pair["status"] != "pending" and is_cooling:
        raise Refused(Code.FRIENDSHIP_REJECTED)


def accept_request(unit: Unit, pair: Item, now: int) -> None:
    """Make the two of an open request friends. A cooldown between them ends."""
    accepted = _answered(pair, "accepted", now)
    write_pair(unit, {**accepted, "cooling_id": None, "cooling_until": None})
    for end in ("low", "high"):
        count(unit, text(pair, end), friends=1)
    tell_both(unit, pair, ChangeType.FRIENDSHIP_CHANGED, now)


def reject_request(unit: Unit, pair: Item, now: int, cooling_until: int) -> None:
    """Reject an open request; its requester cannot ask again before `cooling_until`."""
    rejected = _answered(pair, "rejected", now)
    write_pair(unit, {**rejected, "cooling_id": pair["requester"], "cooling_until": cooling_until})
    tell_both(unit, pair, ChangeType.FRIENDSHIP_CHANGED, now)


def _answered(pair: Item, status: str, now: int) -> Item:
    return {**pair, "status": status, "responded_at": now, "updated_at": max(number(pair, "updated_at"), now)}
