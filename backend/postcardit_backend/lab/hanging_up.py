"""Ending a client's connection in the middle of things, which ASGI has no word for."""

from collections.abc import Callable

from starlette.types import Receive, Scope

__all__ = ["END", "EXTENSION", "EndedByLabWeather", "hang_up"]

EXTENSION = "postcardit.hang_up"
END = "end"
"""A server that can do it offers this function under that name (ASGI, section "Extensions")."""


class EndedByLabWeather(Exception):
    """There is no connection to end: who asks from inside this process sees the application end without an answer."""


async def hang_up(scope: Scope, receive: Receive) -> None:
    """End the connection once everything that was sent has left. Raises EndedByLabWeather where there is none."""
    extensions: dict[str, dict[str, Callable[[], None]]] = scope.get("extensions") or {}
    if EXTENSION not in extensions:
        raise EndedByLabWeather
    extensions[EXTENSION][END]()
    while (await receive())["type"] != "http.disconnect":
        pass  # what is still in the request's body; the server has heard of it all when it says so
