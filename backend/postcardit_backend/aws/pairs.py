"""The item of a pair of people on DynamoDB: what is between them, the one truth; and what each of the two finds it by.

Between two people with a pair each has an edge to the other (`F#<other>`), for good: by their edges one finds everyone
with whom there ever was something. What one sees of it depends on the pair; if it is there for them, the edge stands in
the index of its list, and a pointer (`FI#<friendship id>`) leads to the other. All of it is written with the pair.
A pair with someone who was erased is nothing any more, whatever it still says.
"""

from postcardit_sdk.contract.problems import Code
from postcardit_sdk.contract.sync import ChangeType

from ..records import FriendshipRecord, Person
from ..refusal import Refused
from .counters import count, counters_key
from .feed import tell
from .fields import number, number_or_none, text
from .items import Item
from .orders import padded
from .people import is_active, partition, person, profile_key
from .tables import Key
from .units import Unit

__all__ = [
    "begin_pair",
    "edge_key",
    "expect_pair",
    "found_by",
    "is_blocked_by",
    "is_seen",
    "pair_key",
    "pair_of",
    "part",
    "pointer_key",
    "record_from",
    "record_of",
    "remove_pair",
    "seen_by",
    "tell_both",
    "write_pair",
]


def pair_key(a: str, b: str) -> Key:
    """Where it says what is between two people."""
    return Key("main", f"FP#{min(a, b)}#{max(a, b)}", "#")


def edge_key(user_id: str, other_id: str) -> Key:
    """A user's edge to another."""
    return Key("main", partition(user_id), f"F#{other_id}")


def pointer_key(user_id: str, friendship_id: str) -> Key:
    """By which a user finds the other of a friendship."""
    return Key("main", partition(user_id), f"FI#{friendship_id}")


def expect_pair(unit: Unit, a: str, b: str) -> None:
    """What verbs on a pair read: let it come in one request."""
    unit.expect(pair_key(a, b))
    for user_id in (a, b):
        unit.expect(profile_key(user_id), counters_key(user_id))


def pair_of(unit: Unit, a: str, b: str) -> Item | None:
    """The item of two people, whatever it says and whoever sees it."""
    return unit.get(pair_key(a, b))


def seen_by(unit: Unit, friendship_id: str, user_id: str) -> Item:
    """The pair of a friendship that this user sees. Refuses not_found."""
    pointer = unit.get(pointer_key(user_id, friendship_id))
    if pointer is not None:
        other_id = text(pointer, "other")
        expect_pair(unit, user_id, other_id)
        unit.look(edge_key(user_id, other_id), edge_key(other_id, user_id), pointer_key(other_id, friendship_id))
        pair = pair_of(unit, user_id, other_id)
        is_there = is_active(unit, user_id) and is_active(unit, other_id)
        if pair is not None and is_there and pair["friendship_id"] == friendship_id and is_seen(pair, user_id):
            return pair
    raise Refused(Code.NOT_FOUND)


def is_seen(pair: Item | None, user_id: str) -> bool:
    """Whether a pair is there for one of its two people: a block is for its maker alone."""
    if pair is None:
        return False
    return pair["status"] in ("pending", "accepted", "rejected") or is_blocked_by(pair, user_id)


def is_blocked_by(pair: Item | None, user_id: str) -> bool:
    """Whether a pair says that this one of the two blocks the other."""
    return pair is not None and pair["status"] == "blocked" and pair["requester"] == user_id


def begin_pair(unit: Unit, friendship_id: str, requester_id: str, addressee_id: str, status: str, now: int) -> None:
    """Begin what is `pending` or `blocked` between two people, in the place of what was: only a cooldown stays."""
    before = pair_of(unit, requester_id, addressee_id) or {}
    begun: Item = {name: before[name] for name in ("cooling_id", "cooling_until") if name in before}
    begun |= {"low": min(requester_id, addressee_id), "high": max(requester_id, addressee_id)}
    begun |= {"friendship_id": friendship_id, "requester": requester_id, "addressee": addressee_id}
    write_pair(unit, {**begun, "status": status, "requested_at": now, "updated_at": now})


def write_pair(unit: Unit, pair: Item) -> None:
    """Write it, and what each of the two finds it by."""
    key = pair_key(text(pair, "low"), text(pair, "high"))
    before, after = found_by(unit.get(key)), found_by(pair)
    unit.put(key, pair)
    unit.look(*before)
    for gone in before.keys() - after.keys():
        unit.remove(gone)
    for place, item in after.items():
        if before.get(place) != item:
            unit.put(place, item)


def remove_pair(unit: Unit, pair: Item) -> None:
    """As if there had never been anything between its two people."""
    places = found_by(pair)
    unit.look(*places)
    for key in (pair_key(text(pair, "low"), text(pair, "high")), *places):
        unit.remove(key)


def tell_both(unit: Unit, pair: Item, type_: ChangeType, now: int) -> None:
    """Write a change of their friendship into the feeds of both people of a pair."""
    tell(unit, (text(pair, "low"), text(pair, "high")), type_, text(pair, "friendship_id"), now)


def part(unit: Unit, pair: Item) -> None:
    """Take away what an accepted friendship gave: one friend of each of the two."""
    for end in ("low", "high"):
        count(unit, text(pair, end), friends=-1)


def record_of(unit: Unit, a: str, b: str) -> FriendshipRecord:
    """A friendship that is there."""
    pair = pair_of(unit, a, b)
    if pair is None:
        raise LookupError("There is no such pair.")
    unit.look(*(profile_key(user_id) for user_id in (a, b)))
    return record_from(pair, person(unit, text(pair, "requester")), person(unit, text(pair, "addressee")))


def record_from(pair: Item, requester: Person, addressee: Person) -> FriendshipRecord:
    """A pair as a record."""
    return FriendshipRecord(
        friendship_id=text(pair, "friendship_id"),
        requester=requester,
        addressee=addressee,
        status=text(pair, "status"),
        requested_at=number(pair, "requested_at"),
        responded_at=number_or_none(pair, "responded_at"),
        updated_at=number(pair, "updated_at"),
    )


def found_by(pair: Item | None) -> dict[Key, Item]:
    """The items by which the two people of a pair find it."""
    found: dict[Key, Item] = {}
    if pair is None:
        return found
    low, high = text(pair, "low"), text(pair, "high")
    for user_id, other_id in ((low, high), (high, low)):
        found[edge_key(user_id, other_id)] = {"other": other_id}
        if is_seen(pair, user_id):
            found[pointer_key(user_id, text(pair, "friendship_id"))] = {"other": other_id}
            if place := _place(pair, user_id):
                found[edge_key(user_id, other_id)] = {"other": other_id, "by_one": place}
    return found


def _place(pair: Item, user_id: str) -> str | None:
    """Where it stands in a user's lists: of friends, of requests received (I) and made (O), or of blocks."""
    name, time = "", number(pair, "requested_at")
    match pair["status"]:
        case "accepted":
            name, time = "A", number(pair, "responded_at")
        case "pending":
            name = "O" if pair["requester"] == user_id else "I"
        case "blocked":
            name = "B"
        case _:
            return None
    return f"{name}#{padded(time)}#{text(pair, 'friendship_id')}"
