"""Who is told when a profile changes: a job in steps, each for some of those between whom and the user there ever was
anything."""

from postcardit_sdk.contract.sync import ChangeType

from .counters import counters_key
from .feed import tell
from .fields import number, text
from .items import Item
from .jobs import begin
from .orders import LAST
from .pairs import is_seen, pair_key
from .people import partition
from .tables import Range, Tables
from .units import Unit

__all__ = ["TELL_SEERS", "begin_telling", "peers_of", "tell_seers"]

TELL_SEERS = "tell_seers"
_AT_ONCE = 30
"""How many people one step looks at: two items are written for each who is told."""


def begin_telling(unit: Unit, user_id: str, now: int) -> str:
    """Let everyone be told who sees this user. Gives the job's id."""
    return begin(unit, TELL_SEERS, {"user_id": user_id, "now": now}, now)


def tell_seers(unit: Unit, job: Item) -> Item | None:
    """Tell some of them: to whom the user is there by what is between the two, or by a card in their boxes."""
    user_id = text(job, "user_id")
    peers = peers_of(unit.tables, user_id, text(job, "after"), _AT_ONCE)
    pairs = {peer_id: pair_key(user_id, peer_id) for peer_id in peers}
    unit.expect(*map(counters_key, peers))
    unit.look(*pairs.values())
    seers = [peer_id for peer_id, pair in pairs.items() if _sees(unit.tables, unit.glance(pair), peer_id, user_id)]
    tell(unit, seers, ChangeType.USER_CHANGED, user_id, number(job, "now"))
    return {**job, "after": peers[-1]} if len(peers) == _AT_ONCE else None


def peers_of(tables: Tables, user_id: str, after: str, limit: int) -> list[str]:
    """Everyone between whom and a user there ever was anything, in the order of their ids, after one of them."""
    first = f"F#{after}!" if after else "F#"
    edges = tables.query(Range("main", partition(user_id), first, f"F#{LAST}"), limit=limit)
    return [text(edge, "other") for edge in edges]


def _sees(tables: Tables, pair: Item | None, peer_id: str, user_id: str) -> bool:
    if is_seen(pair, peer_id):
        return True
    return pair is not None and pair["status"] == "gone" and _keeps_a_card(tables, peer_id, user_id)


def _keeps_a_card(tables: Tables, user_id: str, other_id: str) -> bool:
    cards = Range("main", partition(user_id), f"O#{other_id}#", f"O#{other_id}#{LAST}", index="by_five")
    return bool(tables.query(cards, limit=1))
