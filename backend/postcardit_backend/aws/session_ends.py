"""The ends of sessions: one, or all that a user has.

Who starts a session counts it, and who ends all has read the count before they look for them: so no session is started
unseen between the look and the commit.
"""

from functools import partial

from postcardit_sdk.contract.problems import EndReason

from .fields import number, text
from .items import Item
from .schema import TTL
from .tables import Key, Range, Tables
from .units import Unit, Units

__all__ = [
    "count_key",
    "end_session",
    "end_sessions",
    "erase_sessions",
    "reason_of",
    "session_key",
    "session_keys",
    "sessions_of",
]

_AT_ONCE = 40
"""How many sessions one commit ends: the verb that ends them has more to write."""
_TIDIED = 15
"""How many that are not remembered any more it takes off the list."""


def session_key(session_id: str) -> Key:
    """Where a session is."""
    return Key("brief", f"SES#{session_id}", "#")


def count_key(user_id: str) -> Key:
    """Where it is counted how many sessions a user has started."""
    return Key("brief", f"SN#{user_id}", "#")


def sessions_of(user_id: str, session_id: str) -> Key:
    """Where it stands in the list of its user's."""
    return Key("brief", f"SU#{user_id}", session_id)


def session_keys(tables: Tables, user_id: str) -> list[Key]:
    """Where all of a user's sessions are, or were."""
    listed = tables.query(Range("brief", f"SU#{user_id}", "", "~"))
    return [session_key(text(item, "sk")) for item in listed]


def reason_of(session: Item, now: int) -> EndReason | None:
    """Why a session ended, or None while it goes on."""
    if session.get("ended_at") is not None:
        return EndReason(text(session, "end_reason"))
    return EndReason.EXPIRED if number(session, "expires_at") <= now else None


def end_session(unit: Unit, user_id: str, session_id: str, reason: EndReason, now: int) -> bool:
    """End one session of a user. Tells whether there was one that went on."""
    key = session_key(session_id)
    session = unit.get(key)
    if session is None or session["user_id"] != user_id or reason_of(session, now) is not None:
        return False
    unit.put(key, {**session, "ended_at": now, "end_reason": reason.value})
    return True


def end_sessions(unit: Unit, user_id: str, reason: EndReason, now: int, *, but: str | None = None) -> None:
    """End every session of a user, but for one: the last thing that a verb does, once it cannot be refused any more.

    Those that the commit has no room for end before it, in commits of their own: whatever is interrupted then leaves
    fewer sessions, never one more.
    """
    unit.get(count_key(user_id))
    listed = [key for key in session_keys(unit.tables, user_id) if but is None or key != session_key(but)]
    unit.look(*listed)
    found = {key: item for key in listed if (item := unit.glance(key)) is not None}
    going_on = [key for key, item in found.items() if reason_of(item, now) is None]
    for start in range(_AT_ONCE, len(going_on), _AT_ONCE):
        some = going_on[start : start + _AT_ONCE]
        Units(unit.tables).run(partial(_end, keys=some, reason=reason, now=now))
    _end(unit, going_on[:_AT_ONCE], reason, now)
    for key in [key for key in listed if key not in found][:_TIDIED]:
        unit.remove(sessions_of(user_id, key.pk.partition("#")[2]))


def erase_sessions(unit: Unit, user_id: str, now: int) -> bool:
    """Keep nothing of some sessions of a user who was erased but why they ended, and of those whose time is up not even
    that. Gives whether there were any of which more was kept."""
    found = unit.tables.get(session_keys(unit.tables, user_id))
    more = [key for key, item in found.items() if number(item, "expires_at") <= now or "token_hash" in item][:_AT_ONCE]
    unit.load(*more)
    for key in more:
        session = unit.get(key) or {}
        if number(session, "expires_at") <= now:
            unit.remove(key)
            unit.remove(sessions_of(user_id, key.pk.partition("#")[2]))
        else:
            ended: Item = {"ended_at": now, "end_reason": EndReason.ACCOUNT_DELETED.value}
            kept: Item = {name: session[name] for name in ("user_id", "expires_at", TTL)}
            unit.put(key, {**kept, **ended})
    return bool(more)


def _end(unit: Unit, keys: list[Key], reason: EndReason, now: int) -> None:
    unit.load(*keys)
    for key in keys:
        session = unit.get(key)
        if session is not None and reason_of(session, now) is None:
            unit.put(key, {**session, "ended_at": now, "end_reason": reason.value})
