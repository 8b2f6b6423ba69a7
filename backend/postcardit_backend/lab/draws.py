"""What a weather does to a request, decided by its seed and by which request it is: never by when it comes.

Each draw is a hash of the seed, the user, the route, the request's number among those, and what is drawn. Nothing is
carried from one draw to the next, so requests of others, threads and processes change nothing.
"""

import hashlib
import math
from collections.abc import Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase

from postcardit_sdk.contract.lab.weather import Fault, FaultRule, Latency, Shape, WeatherPlan

__all__ = ["Decision", "Lane", "concerns", "decide"]

_P95 = 1.6448536269514722
"""So many standard deviations above the middle lie the highest 5 of 100."""
_CUT_WITHIN_BYTES = 512
"""Where a cut without a place of its own falls: most answers are longer."""
_STATUSES = (500, 502, 503, 504)
_STALL_SECONDS = 40.0
_LONGEST_MS = 600_000.0


@dataclass(frozen=True, slots=True)
class Lane:
    """The requests that are counted together: one user's, to one route."""

    user: str
    route: str


@dataclass(frozen=True, slots=True)
class Decision:
    """What happens to one request. Numbers that a fault does not need are 0."""

    name: str
    seed: int
    number: int
    wait_ms: int = 0
    flush_ms: int = 0
    fault: Fault | None = None
    at_byte: int = 0
    stall_ms: int = 0
    status: int = 0
    retry_after_seconds: int | None = None
    after_commit: bool = False
    hears_second: bool = False

    @property
    def said(self) -> str:
        """The same in one line, as the answer's header says it."""
        parts = [self.name, f"seed={self.seed}", f"request={self.number}"]
        parts += [f"{label}={value}ms" for label, value in (("wait", self.wait_ms), ("flush", self.flush_ms)) if value]
        if self.fault is not None:
            parts.append(f"fault={self.fault}")
            parts += self._details()
        return "; ".join(parts)

    def _details(self) -> list[str]:
        match self.fault:
            case Fault.CUT_ANSWER | Fault.CUT_REQUEST:
                return [f"at={self.at_byte}"]
            case Fault.STALL:
                return [f"at={self.at_byte}", f"stall={self.stall_ms}ms"]
            case Fault.STATUS | Fault.HTML_PAGE:
                return [f"status={self.status}", *(["after_commit"] if self.after_commit else [])]
            case Fault.DUPLICATE:
                return [f"heard={'second' if self.hears_second else 'first'}"]
            case _:
                return []


def concerns(plan: WeatherPlan | FaultRule, lane: Lane) -> bool:
    """Whether a plan, or a rule of it, is about these requests."""
    return _fits(plan.routes, lane.route) and (not plan.users or lane.user in plan.users)


def decide(plan: WeatherPlan, lane: Lane, number: int, *, writes: bool) -> Decision:
    """What happens to the request of this number. The same arguments give the same decision, for ever."""
    dice = _Dice(f"{plan.seed}\x00{lane.user}\x00{lane.route}\x00{number}")
    wait_ms = 0 if plan.latency is None else _drawn(plan.latency, dice.roll("latency"))
    flush_ms = _drawn(plan.flush, dice.roll("flush")) if plan.flush is not None and writes else 0
    calm = Decision(plan.name, plan.seed, number, wait_ms, flush_ms)
    for place, rule in enumerate(plan.faults):
        if concerns(rule, lane) and rule.meets(number) and dice.roll(f"rule {place}") < rule.probability:
            return _with(calm, rule, dice)
    return calm


def _with(calm: Decision, rule: FaultRule, dice: "_Dice") -> Decision:
    at_byte = int(dice.roll("byte") * _CUT_WITHIN_BYTES) if rule.at_byte is None else rule.at_byte
    status = rule.status or (502 if rule.fault is Fault.HTML_PAGE else _STATUSES[int(dice.roll("status") * 4)])
    retry_after = rule.retry_after_seconds
    return Decision(
        name=calm.name,
        seed=calm.seed,
        number=calm.number,
        wait_ms=calm.wait_ms,
        flush_ms=calm.flush_ms,
        fault=rule.fault,
        at_byte=at_byte,
        stall_ms=round((_STALL_SECONDS if rule.seconds is None else rule.seconds) * 1000),
        status=status,
        retry_after_seconds=1 if retry_after is None and rule.fault is Fault.TOO_MANY else retry_after,
        after_commit=rule.after_commit,
        hears_second=dice.roll("heard") < 0.5,
    )


class _Dice:
    """Numbers in [0, 1), each made of what it is for."""

    def __init__(self, key: str) -> None:
        self._key = key

    def roll(self, purpose: str) -> float:
        digest = hashlib.blake2b(f"{self._key}\x00{purpose}".encode(), digest_size=8).digest()
        return (int.from_bytes(digest) >> 11) / (1 << 53)


def _drawn(latency: Latency, chance: float) -> int:
    """A duration in whole milliseconds."""
    from statistics import NormalDist  # 10 ms that a backend in fair weather need not pay

    middle, upper = latency.ms, latency.ms if latency.p95_ms is None else latency.p95_ms
    normal = NormalDist().inv_cdf(min(max(chance, 1e-9), 1 - 1e-9))
    match latency.shape:
        case Shape.FIXED:
            drawn = middle
        case Shape.UNIFORM:
            drawn = middle + (upper - middle) * chance
        case Shape.NORMAL:
            drawn = middle + (upper - middle) / _P95 * normal
        case Shape.LOGNORMAL:
            drawn = middle * math.exp(math.log(upper / middle) / _P95 * normal)
    return round(min(max(drawn, 0.0), _LONGEST_MS))


def _fits(patterns: Sequence[str], route: str) -> bool:
    return not patterns or any(fnmatchcase(route, pattern) for pattern in patterns)
