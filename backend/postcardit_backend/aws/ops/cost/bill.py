"""A month of a stage, in requests, in units and in dollars."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from ..template.functions import FUNCTIONS
from .counted import Counted, counted
from .prices import PRICES
from .scenarios import Scenario

__all__ = ["Bill", "Line", "bill_of"]

_DAYS = 30
_PHOTO_BYTES, _THUMBNAIL_BYTES = 450_000, 25_000
_ITEM_BYTES = 1_500
"""One side's copy of a postcard, with its entries in the local indexes."""
_ANSWER_BYTES, _LOG_BYTES = 4_000, 350
_SECONDS = {"api": 0.06, "changes": 0.02, "photos": 2.5, "socket": 0.03}
"""How long a call takes; measured on a laptop's core, and Lambda's at 1 GB has about as much."""
_CARD_MONTHS = 12
"""How many months of postcards are stored: what a stage costs after its first year."""
_ALARMS = 18


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the bill."""

    name: str
    what: str
    amount: float
    dollars: float


@dataclass(frozen=True, slots=True)
class Bill:
    """A month."""

    users: int
    requests: float
    peak_requests_per_second: float
    lines: tuple[Line, ...]

    @property
    def dollars(self) -> float:
        """All lines together."""
        return sum(line.dollars for line in self.lines)


def bill_of(
    scenario: Scenario,
    users: int,
    *,
    identity: str = "local",
    has_firewall: bool = True,
    has_cloudfront: bool = False,
) -> Bill:
    """What so many users cost in a month. The peak is three times the mean, as days have evenings."""
    active_days = users * scenario.active_share * _DAYS
    calls = {name: times * active_days for name, times in scenario.daily.items()}
    amounts = {**_requests(scenario, calls, active_days), **_stored(scenario, calls)}
    if has_cloudfront:
        amounts |= _by_cloudfront(amounts, views=active_days * scenario.photo_views)
    if identity == "cognito":
        amounts["active_users"] = users * min(1, scenario.active_share * 3)
    if has_firewall:
        amounts |= {"firewalls": 1, "firewall_requests": amounts["api_requests"]}
    lines = tuple(
        Line(name, PRICES[name].what, amount, PRICES[name].of(amount)) for name, amount in amounts.items() if amount
    )
    requests = amounts["api_requests"]
    return Bill(users, requests, 3 * requests / (_DAYS * 86_400), lines)


def _requests(scenario: Scenario, calls: Mapping[str, float], active_days: float) -> dict[str, float]:
    requests, cards = sum(calls.values()), calls["send_postcard"]
    photos = cards * scenario.photo_share
    hints = _sum(calls, lambda one: one.write_requests)
    connections = calls["refresh_tokens"]
    views = active_days * scenario.photo_views
    photos_out = views * _PHOTO_BYTES / 2
    seconds = {"api": requests, "changes": hints / 2, "photos": photos, "socket": 2 * connections}
    memory = {function.name: function.megabytes / 1024 for function in FUNCTIONS}
    return {
        "api_requests": requests,
        "socket_messages": 2 * connections + hints,
        "socket_minutes": active_days * scenario.socket_minutes,
        "function_calls": sum(seconds.values()),
        "function_gigabyte_seconds": sum(many * _SECONDS[name] * memory[name] for name, many in seconds.items()),
        "read_units": _sum(calls, lambda one: one.read_units),
        "write_units": _sum(calls, lambda one: one.write_units),
        "photo_puts": 3 * photos,
        "photo_gets": views + photos,
        "photo_gigabytes_out": photos_out / 1e9,
        "gigabytes_out": requests * _ANSWER_BYTES / 1e9,
        "mails": calls["register_user"] * 1.2,
        "pushes": 2 * cards,
        "log_gigabytes": requests * _LOG_BYTES / 1e9,
        "alarms": _ALARMS,
        "secrets": 1,
    }


def _by_cloudfront(amounts: Mapping[str, float], *, views: float) -> dict[str, float]:
    """Photos leave by CloudFront instead, which takes them from S3 for nothing but the requests. It may save some of
    those: here it saves none, for a postcard has two readers."""
    return {
        "photo_gigabytes_out": 0,
        "cloudfront_gigabytes": amounts["photo_gigabytes_out"],
        "cloudfront_requests": views,
    }


def _stored(scenario: Scenario, calls: Mapping[str, float]) -> dict[str, float]:
    cards = calls["send_postcard"] * _CARD_MONTHS
    gigabytes = 2 * cards * _ITEM_BYTES / 1e9
    photos = cards * scenario.photo_share * (_PHOTO_BYTES + _THUMBNAIL_BYTES) / 1e9
    return {"table_gigabytes": gigabytes, "backup_gigabytes": gigabytes, "photo_gigabytes": photos}


def _sum(calls: Mapping[str, float], part: Callable[[Counted], float]) -> float:
    known = counted()
    return sum(times * part(known[name]) for name, times in calls.items())
