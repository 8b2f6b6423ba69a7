"""What others have of a person who is erased: a job takes it away and tells them. Nobody sees any of it meanwhile.

First every card of theirs goes: those they sent from every box, those they received from their own alone. Then, person
by person, what was between them and others; the cards that others keep to them are in sight again where they hid them.
"""

from postcardit_sdk.contract.sync import ChangeType
from postcardit_sdk.contract.uploads import UploadPurpose

from ..records import Side
from .blocks import begin_telling_again
from .boxes import Row, leave, rows_of, show
from .card_rows import image_of, side_of
from .counters import count
from .feed import tell
from .fields import number, text
from .items import Item
from .jobs import Step, begin
from .orders import LAST
from .pairs import edge_key, expect_pair, is_blocked_by, is_seen, pair_of, remove_pair
from .people import partition
from .seers import peers_of
from .shown import hide_photo, keys_of, photo_key
from .tables import Key, Range
from .units import Unit

__all__ = ["PARTING_STEPS", "begin_parting"]

_CARDS = 8
"""How many cards a unit takes away: each is up to nine actions."""
_PEERS = 8
"""How many people a unit parts from: each is up to eight actions."""


def begin_parting(unit: Unit, user_id: str, now: int, then: str | None = None) -> str:
    """Inside the unit of an erasure: let others be parted from a person. When it is done, the job goes on as one of the
    kind `then`, about the same `user` and `now`. Gives its id."""
    return begin(unit, "part", {"user": user_id, "now": now, "then": then}, now)


def _part(unit: Unit, job: Item) -> Item | None:
    """Take some of the cards away; or, when there are none, what is between the person and some others."""
    user_id, now = text(job, "user"), number(job, "now")
    if _without_cards(unit, user_id, now) and _without_peers(unit, user_id, now):
        return {**job, "kind": job["then"], "then": None} if "then" in job else None
    return job


def _without_cards(unit: Unit, user_id: str, now: int) -> bool:
    """Take some away. Gives whether there were none: nobody can write to someone who is gone."""
    for place in ("C#", "X#"):
        found = unit.tables.query(Range("main", partition(user_id), place, f"{place}{LAST}"), limit=_CARDS)
        keys = [Key("main", partition(user_id), text(item, "sk")) for item in found]
        unit.load(*keys)
        rows = [Row(user_id, key, item) for key in keys if (item := unit.get(key)) is not None]
        sent = [row for row in rows if side_of(row.item) is Side.SENT]
        for row in rows_of(unit, [(text(row.item, "other"), row.postcard_id) for row in sent]):
            leave(unit, row, now)
        for row in rows:
            unit.remove(row.key)
        for row in sent:
            _without_photo(unit, row)
        if rows:
            return False
    return True


def _without_photo(unit: Unit, row: Row) -> None:
    image = image_of(row.item)
    if image is not None:
        photo = photo_key(row.user_id, UploadPurpose.POSTCARD.value, image.key)
        hide_photo(unit, photo, keys_of(image), f"C#{row.postcard_id}")


def _without_peers(unit: Unit, user_id: str, now: int) -> bool:
    """Part from some. Gives whether there was nobody."""
    peers = peers_of(unit.tables, user_id, "", _PEERS)
    for peer_id in peers:
        expect_pair(unit, user_id, peer_id)
    for position, peer_id in enumerate(peers):
        pair = pair_of(unit, user_id, peer_id)
        if is_blocked_by(pair, user_id):
            if position > 0:
                break  # showing cards takes a unit of its own
            if show(unit, peer_id, user_id, now):
                return False
        _without_pair(unit, user_id, peer_id, pair, now)
        if pair is not None and is_blocked_by(pair, user_id):
            begin_telling_again(unit, pair, now)
            break
    return not peers


def _without_pair(unit: Unit, user_id: str, peer_id: str, pair: Item | None, now: int) -> None:
    if pair is None:
        unit.remove(edge_key(user_id, peer_id))
        return
    count(unit, peer_id, friends=-int(pair["status"] == "accepted"))
    if is_seen(pair, peer_id):
        tell(unit, [peer_id], ChangeType.FRIENDSHIP_DELETED, text(pair, "friendship_id"), now)
    if _keeps_a_card(unit, peer_id, user_id):
        tell(unit, [peer_id], ChangeType.USER_CHANGED, user_id, now)
    remove_pair(unit, pair)


def _keeps_a_card(unit: Unit, user_id: str, other_id: str) -> bool:
    """Whether someone has a card with this person: also one that comes into sight with this very unit."""
    places = [f"{place}#{other_id}#" for place in "OX"]
    rows = [Range("main", partition(user_id), place, f"{place}{LAST}", index="by_five") for place in places]
    return any(unit.tables.query(among, limit=1) for among in rows)


PARTING_STEPS: dict[str, Step] = {"part": _part}
