"""Whom a request speaks for, and answering it for them.

A token says who it is by its signature alone; that its session goes on only the store knows. A store that is far away
is told beforehand what a request will ask for (`Ports.foresight`), and a request that only reads is answered first: so
the session comes with what the answer reads. What was answered to a session that has ended nobody gets to see.
"""

import re
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from typing import Any

from starlette.requests import Request

from postcardit_sdk.contract.problems import Code

from .answers import Answer, Ask
from .ports import Claims, Foreseen, Ports
from .refusal import Refused
from .scope_notes import USER_ID

__all__ = ["answer_live", "authenticate", "claimed", "foreseeing", "read_live", "require_live"]

_BEARER = re.compile(r"bearer +([A-Za-z0-9_.-]+)", re.IGNORECASE)


def authenticate(request: Request, ports: Ports, now: int) -> Claims:
    """Whom the one bearer token speaks for (RFC 6750), whose session goes on."""
    claims = claimed(request, ports, now)
    require_live(request, claims, ports, now)
    return claims


def claimed(request: Request, ports: Ports, now: int) -> Claims:
    """What the one bearer token claims. Two tokens are none: they might be two people's."""
    credentials = request.headers.getlist("authorization")
    bearer = _BEARER.fullmatch(credentials[0]) if len(credentials) == 1 else None
    claims = ports.identity.verify(bearer[1], now) if bearer else None
    if claims is None:
        raise Refused(Code.UNAUTHENTICATED)
    return claims


def require_live(request: Request, claims: Claims | None, ports: Ports, now: int) -> None:
    """Refuses a session that has ended, and says in the log whose request it is. Who claims nothing has no session."""
    if claims is None:
        return
    if ports.sessions.require_live(claims.session_id, now) != claims.user_id:
        raise Refused(Code.UNAUTHENTICATED)
    request.scope[USER_ID] = claims.user_id


def read_live(
    answer: Answer,
    ask: Ask[Any],
    request: Request,
    claims: Claims | None,
    ports: Ports,
    count: Callable[[], None] | None = None,
) -> Any:
    """Answer what only reads, and then make sure of the session, and `count` it for its user. What is refused of these
    counts before all else."""

    def admit() -> None:
        require_live(request, claims, ports, ask.now)
        if count is not None:
            count()

    with foreseeing(ask, ports):
        try:
            reply = answer(ask, ports)
        except Refused:
            admit()
            raise
        admit()
        return reply


def answer_live(answer: Answer, request: Request, claims: Claims | None) -> Answer:
    """An answer that makes sure of the session before it changes anything."""

    def run(ask: Ask[Any], ports: Ports, /) -> Any:
        require_live(request, claims, ports, ask.now)
        return answer(ask, ports)

    return run


def foreseeing(ask: Ask[Any], ports: Ports) -> AbstractContextManager[None]:
    """While this lasts, the store knows what this thread's questions will be about."""
    if ports.foresight is None:
        return nullcontext()
    return ports.foresight.foreseeing(
        Foreseen(ask.operation, ask.arguments, ask.path, ask.user_id, ask.session_id, ask.key)
    )
