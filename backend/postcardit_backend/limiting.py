"""The gate before an operation: counts its requests where they have to be counted, and refuses what is too much.

Reads are counted in this process. What tries a password or a code is counted in the store before anything else is
done, whatever comes of it. Other writes are counted in the transaction of the write itself: that costs no commit of
its own and no second wait for the disk, and a write that is refused still counts. (16 writers, 4 ms a flush, two runs:
2,370 and 2,138 writes a second without limits, 1,859 and 2,134 counted so, 1,076 and 1,214 in a commit before.) What a
store said is full is refused here until its window ends, without asking again.
"""

import asyncio
from collections.abc import Callable
from concurrent.futures import Executor
from typing import Any

from starlette.requests import Request

from postcardit_sdk.contract.operations import Effect, Operation

from .answers import Ask
from .limits import CODES, SIGN_IN, rate_headers, require_granted, rules_of, subject_of
from .ports import Ports
from .ports.limits import Charge, Meter, Verdict
from .windows import Windows

__all__ = ["Gate", "rate_headers_of"]

_SCOPE = "postcardit.rate_headers"
_AT_ONCE = SIGN_IN | CODES | {"register_user"}


def rate_headers_of(request: Request) -> dict[str, str]:
    """What the response to this request says of its limits."""
    headers: dict[str, str] = request.scope.get(_SCOPE, {})
    return headers


class Gate:
    """Stands before one operation. An operation without limits passes it at no cost."""

    def __init__(self, operation: Operation[Any, Any], ports: Ports, windows: Windows) -> None:
        self._ports = ports
        self._windows = windows
        self._rules = rules_of(operation, ports.settings)
        self._reads = operation.effect is Effect.READS
        self._at_once = operation.name in _AT_ONCE

    def require_room(self, request: Request, user_id: str, now: int) -> None:
        """Refuses rate_limited when it is certain that a read is too much. Nothing is counted."""
        if self._rules and self._reads:
            full = self._windows.full(self._meters(request, user_id, None), now)
            if full is not None:
                self._judge(request, full, now)

    def count_read(self, request: Request, user_id: str, now: int) -> None:
        """Count a read of someone whose session goes on. Refuses rate_limited."""
        if self._rules and self._reads:
            meters = self._meters(request, user_id, None)
            self._judge(request, self._windows.count(meters, now), now)

    @property
    def counts_attempts(self) -> bool:
        """Whether what is asked counts before it is looked at."""
        return bool(self._rules) and self._at_once

    async def count_attempt(self, request: Request, ask: Ask[Any], executor: Executor) -> None:
        """Count an attempt at a password or a code, before it is looked at. Refuses rate_limited."""
        if self.counts_attempts:
            meters = self._meters(request, ask.user_id, ask)
            verdict = self._windows.full(meters, ask.now)
            if verdict is None:
                loop = asyncio.get_running_loop()
                verdict = await loop.run_in_executor(executor, self._ports.limits.count, meters, ask.now)
            self._judge(request, verdict, ask.now)

    def charge(self, request: Request, ask: Ask[Any]) -> Charge | None:
        """What is to be counted with a write, if anything is. Refuses rate_limited when that is certain already."""
        if not self._rules or self._reads or self._at_once:
            return None
        meters = self._meters(request, ask.user_id, ask)
        known = self._windows.full(meters, ask.now)
        if known is not None:
            self._judge(request, known, ask.now)
        return Charge(meters, ask.now)

    def answer(self, work: Callable[[Ask[Any], Ports], Any], ask: Ask[Any], charge: Charge | None) -> Any:
        """Answer, counting the charge with the first write."""
        if charge is None:
            return work(ask, self._ports)
        with self._ports.limits.with_write(charge):
            return work(ask, self._ports)

    def note(self, request: Request, charge: Charge | None) -> None:
        """Say in the response how the charge's meters stand. What wrote nothing was not counted."""
        if charge is not None:
            self._say(request, charge.verdict or Verdict(True, ()), charge.now)

    def _judge(self, request: Request, verdict: Verdict, now: int) -> None:
        self._say(request, verdict, now)
        require_granted(verdict, now)

    def _say(self, request: Request, verdict: Verdict, now: int) -> None:
        if not verdict.is_granted:
            self._windows.remember_full(verdict)
        request.scope[_SCOPE] = rate_headers(self._rules, verdict.standings, now)

    def _meters(self, request: Request, user_id: str, ask: Ask[Any] | None) -> list[Meter]:
        address = request.client.host if request.client is not None else ""
        arguments = None if ask is None else ask.arguments
        return [rule.meter(subject_of(rule, user_id, arguments, address)) for rule in self._rules]
