"""What happens on the WebSocket: someone connects with an access token, says that they are there, leaves.

A browser can send no header of its own with a WebSocket; a subprotocol it can. So the token comes as the second of two:
`postcardit.v1, bearer.<token>`. It is no part of the address, which is logged on the way.
"""

import json
import re
from collections.abc import Mapping
from typing import Any

from postcardit_sdk.contract.problems import Code

from ..ports import Claims, Ports
from ..refusal import Refused
from .connections import Connection, Connections
from .hints import Hints
from .sockets import Sockets

__all__ = ["PROTOCOL", "Listeners"]

Event = Mapping[str, Any]
PROTOCOL = "postcardit.v1"
_BEARER = re.compile(r"bearer[. ]+([A-Za-z0-9_.-]+)", re.IGNORECASE)


class Listeners:
    """Answers the events of a WebSocket API."""

    def __init__(self, ports: Ports, connections: Connections, sockets: Sockets) -> None:
        self._ports, self._connections, self._sockets = ports, connections, sockets
        self._hints = Hints(connections, sockets, ports.sessions, ports.clock)

    def answer(self, event: Event) -> dict[str, Any]:
        """What API Gateway is to do about an event."""
        context: Event = event["requestContext"]
        connection_id: str = context["connectionId"]
        match context["routeKey"]:
            case "$connect":
                return self._connect(connection_id, event)
            case "$disconnect":
                self._connections.close(connection_id)
            case _:
                self._hear(connection_id, event.get("body") or "")
        return {"statusCode": 200}

    def _connect(self, connection_id: str, event: Event) -> dict[str, Any]:
        """Let them in, or not: then the connection ends with this status before it has begun."""
        offered = _values(event, "sec-websocket-protocol")
        now = self._ports.clock()
        try:
            claims = self._claims(event, offered, now)
            ends_at = int(claims.expires_at * 1000)
            self._make_room(claims.user_id, now)
            self._connections.open(Connection(connection_id, claims.user_id, claims.session_id, ends_at, now))
        except Refused as refused:
            return {"statusCode": refused.code.status}
        chosen = {"Sec-WebSocket-Protocol": PROTOCOL} if PROTOCOL in offered else {}
        return {"statusCode": 200, "headers": chosen}

    def _claims(self, event: Event, offered: list[str], now: int) -> Claims:
        """Whom the one bearer token speaks for. Refuses unauthenticated and session_ended."""
        tokens = [
            found[1] for told in (*offered, *_values(event, "authorization")) if (found := _BEARER.fullmatch(told))
        ]
        claims = self._ports.identity.verify(tokens[0], now) if len(tokens) == 1 else None
        if claims is None or self._ports.sessions.require_live(claims.session_id, now) != claims.user_id:
            raise Refused(Code.UNAUTHENTICATED)
        return claims

    def _make_room(self, user_id: str, now: int) -> None:
        """Let the oldest go where there are too many: it may be one whose end was never heard of."""
        known = self._connections.of(user_id, now)
        for one in known[: max(0, len(known) + 1 - self._ports.settings.streams_per_user)]:
            self._hints.end(one)

    def _hear(self, connection_id: str, body: str) -> None:
        """Answer a ping while the token counts; else hang up. Whatever else they say is of a later version."""
        now = self._ports.clock()
        connection = self._connections.get(connection_id, now)
        if connection is None:
            self._sockets.hang_up(connection_id)
        elif connection.ends_at <= now or self._ports.sessions.ended_among([connection.session_id], now):
            self._hints.end(connection)
        elif _is_ping(body):
            self._sockets.say(connection_id, {"type": "pong"})


def _is_ping(body: str) -> bool:
    try:
        said: Any = json.loads(body)
        return bool(said["type"] == "ping")
    except (ValueError, TypeError, KeyError):
        return False


def _values(event: Event, name: str) -> list[str]:
    """The values of a header, of which a comma divides those that came on one line."""
    many: Mapping[str, list[str]] = event.get("multiValueHeaders") or {}
    single: Mapping[str, str] = event.get("headers") or {}
    lines = [line for key, values in many.items() if key.lower() == name for line in values]
    if not lines:
        lines = [value for key, value in single.items() if key.lower() == name]
    return [value.strip() for line in lines for value in line.split(",")]
