"""Who listens by a WebSocket: one item under the user, to be found when there is news, and one under the connection.

API Gateway ends a connection after two hours; that it ended it says as well as it can, but may fail to. So an item says
itself when it is over, and readers look at that: DynamoDB removes it later.
"""

from dataclasses import dataclass

from .fields import number, text
from .items import Item
from .schema import TTL
from .tables import Key, Range
from .units import Unit, Units

__all__ = ["Connection", "Connections"]

_LONGEST_SECONDS = 2 * 3600


@dataclass(frozen=True, slots=True)
class Connection:
    """An open WebSocket; its access token ends at `ends_at` (Unix milliseconds)."""

    connection_id: str
    user_id: str
    session_id: str
    ends_at: int
    opened_at: int


class Connections:
    """All that are open."""

    def __init__(self, units: Units) -> None:
        self._units, self._tables = units, units.tables

    def open(self, connection: Connection) -> None:
        """Keep it. API Gateway may tell of one twice."""
        user_key, own_key = _user_key(connection.user_id, connection.connection_id), _key(connection.connection_id)
        ttl = connection.opened_at // 1000 + _LONGEST_SECONDS
        facts: Item = {
            "session_id": connection.session_id,
            "ends_at": connection.ends_at,
            "opened_at": connection.opened_at,
            TTL: ttl,
        }

        def verb(unit: Unit) -> None:
            unit.load(user_key, own_key)
            unit.put(user_key, facts)
            unit.put(own_key, {"user_id": connection.user_id, TTL: ttl})

        self._units.run(verb)

    def close(self, connection_id: str) -> None:
        """Forget it, if it is known."""

        def verb(unit: Unit) -> None:
            own_key = _key(connection_id)
            known = unit.get(own_key)
            if known is not None:
                unit.remove(own_key)
                unit.remove(_user_key(text(known, "user_id"), connection_id))

        self._units.run(verb)

    def get(self, connection_id: str, now: int) -> Connection | None:
        """One of them, if it is open."""
        known = self._tables.get([_key(connection_id)]).get(_key(connection_id))
        if known is None:
            return None
        user_key = _user_key(text(known, "user_id"), connection_id)
        item = self._tables.get([user_key]).get(user_key)
        return _connection_from(item) if item is not None and _is_open(item, now) else None

    def of(self, user_id: str, now: int) -> list[Connection]:
        """Those of a user that are open, the first opened first."""
        items = self._tables.query(Range("brief", f"WS#{user_id}", "", "~"))
        return sorted((_connection_from(item) for item in items if _is_open(item, now)), key=lambda one: one.opened_at)


def _is_open(item: Item, now: int) -> bool:
    return now < number(item, TTL) * 1000


def _connection_from(item: Item) -> Connection:
    return Connection(
        connection_id=text(item, "sk"),
        user_id=text(item, "pk").partition("#")[2],
        session_id=text(item, "session_id"),
        ends_at=number(item, "ends_at"),
        opened_at=number(item, "opened_at"),
    )


def _user_key(user_id: str, connection_id: str) -> Key:
    return Key("brief", f"WS#{user_id}", connection_id)


def _key(connection_id: str) -> Key:
    return Key("brief", f"CN#{connection_id}", "#")
