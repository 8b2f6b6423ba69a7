"""Saying something to whoever listens by a WebSocket, through API Gateway."""

import json
from collections.abc import Mapping
from typing import Any

__all__ = ["Sockets"]


class Sockets:
    """The open ends of one WebSocket API. `client` is botocore's for `apigatewaymanagementapi`."""

    def __init__(self, client: Any) -> None:
        self._client = client

    def say(self, connection_id: str, message: Mapping[str, object]) -> bool:
        """Send a message. Gives whether anybody is there."""
        data = json.dumps(message, separators=(",", ":")).encode()
        try:
            self._client.post_to_connection(ConnectionId=connection_id, Data=data)
        except self._client.exceptions.GoneException:
            return False
        return True

    def hang_up(self, connection_id: str) -> None:
        """End a connection, if it has not ended already."""
        try:
            self._client.delete_connection(ConnectionId=connection_id)
        except self._client.exceptions.GoneException:
            return
