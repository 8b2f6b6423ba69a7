"""Whose request it is, and to which route: known before it is answered."""

import re
from collections.abc import Callable

from starlette.types import Scope

from ..ports import Ports
from ..route_names import RouteNames
from .draws import Lane

__all__ = ["NOBODY", "lane_finder"]

NOBODY = "-"
"""Who asks without a token that counts."""
_BEARER = re.compile(rb"bearer +([A-Za-z0-9_.-]+)", re.IGNORECASE)


def lane_finder(ports: Ports, names: RouteNames) -> Callable[[Scope], Lane]:
    """The function that tells. Users go by their names: an id is another one in each folder."""

    def lane_of(scope: Scope) -> Lane:
        return Lane(_user(scope, ports), names.of(scope["method"], scope["path"]))

    return lane_of


def _user(scope: Scope, ports: Ports) -> str:
    for name, value in scope["headers"]:
        if name == b"authorization":
            bearer = _BEARER.fullmatch(value)
            claims = ports.identity.verify(bearer[1].decode("ascii"), ports.clock()) if bearer else None
            user = ports.users.by_id(claims.user_id) if claims else None
            return user.username if user is not None else NOBODY
    return NOBODY
