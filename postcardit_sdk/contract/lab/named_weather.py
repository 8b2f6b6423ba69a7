"""The weathers that have names."""

from collections.abc import Sequence
from typing import Final

from .routes import nearest
from .weather import Bandwidth, Fault, FaultRule, Latency, WeatherPlan

__all__ = ["NAMED_WEATHER", "chosen_weather", "weather_named"]

_TRAIN = WeatherPlan(
    name="train",
    about="A seat by the window: slow, and every now and then a tunnel in which nothing gets through.",
    latency=Latency(ms=180, p95_ms=900),
    bandwidth=Bandwidth(up_bytes_per_second=60_000, down_bytes_per_second=200_000),
    faults=(
        FaultRule(fault=Fault.LOSE_ANSWER, start=3, length=1, every=9),
        FaultRule(fault=Fault.NO_NETWORK, start=4, length=3, every=9),
        FaultRule(fault=Fault.CUT_ANSWER, probability=0.08),
    ),
)
_EDGE = WeatherPlan(
    name="edge",
    about="One bar of EDGE: seconds for everything, answers that stop half-way.",
    latency=Latency(ms=700, p95_ms=2_500),
    bandwidth=Bandwidth(up_bytes_per_second=8_000, down_bytes_per_second=20_000),
    faults=(
        FaultRule(fault=Fault.STALL, probability=0.06, seconds=40),
        FaultRule(fault=Fault.CUT_REQUEST, probability=0.05),
        FaultRule(fault=Fault.CUT_ANSWER, probability=0.06),
    ),
)
_CAPTIVE = WeatherPlan(
    name="captive",
    about="A hotel's network: its own page answers everything, until somebody has agreed to the terms.",
    latency=Latency(ms=30, p95_ms=120),
    faults=(
        FaultRule(fault=Fault.HTML_PAGE, status=511, length=1),
        FaultRule(fault=Fault.HTML_PAGE, status=200, start=1, length=2),
    ),
)
_FLAKY_WIFI = WeatherPlan(
    name="flaky-wifi",
    about="The far corner of the garden: quick or not at all.",
    latency=Latency(ms=25, p95_ms=400),
    faults=(
        FaultRule(fault=Fault.NO_NETWORK, probability=0.12),
        FaultRule(fault=Fault.CUT_REQUEST, probability=0.06),
        FaultRule(fault=Fault.CUT_ANSWER, probability=0.08),
        FaultRule(fault=Fault.LOSE_ANSWER, probability=0.08),
        FaultRule(fault=Fault.DUPLICATE, probability=0.08),
    ),
)
_AIRPLANE = WeatherPlan(
    name="airplane",
    about="No network at all.",
    faults=(FaultRule(fault=Fault.NO_NETWORK),),
)
_STORM = WeatherPlan(
    name="5xx-storm",
    about="A bad day for the servers: errors from them, from the proxy before them, and after the work was done.",
    latency=Latency(ms=60, p95_ms=1_200),
    faults=(
        FaultRule(fault=Fault.STATUS, probability=0.2),
        FaultRule(fault=Fault.STATUS, probability=0.15, after_commit=True),
        FaultRule(fault=Fault.HTML_PAGE, probability=0.12, status=502),
        FaultRule(fault=Fault.TOO_MANY, probability=0.12, retry_after_seconds=1),
    ),
)
_SLOW_DISK = WeatherPlan(
    name="slow-disk",
    about="A server whose disk is worn: every write waits for it, and some are refused.",
    flush=Latency(ms=80, p95_ms=600),
    faults=(
        FaultRule(
            fault=Fault.STATUS,
            status=503,
            probability=0.15,
            retry_after_seconds=1,
            routes=("send_*", "request_*", "answer_*", "create_*", "update_*", "confirm_receipts", "upload_bytes"),
        ),
    ),
)

NAMED_WEATHER: Final = {
    plan.name: plan for plan in (_TRAIN, _EDGE, _CAPTIVE, _FLAKY_WIFI, _AIRPLANE, _STORM, _SLOW_DISK)
}


def weather_named(name: str) -> WeatherPlan:
    """The weather of this name. Raises ValueError."""
    if name in NAMED_WEATHER:
        return NAMED_WEATHER[name]
    raise ValueError(f"There is no weather {name!r}{nearest(name, [*NAMED_WEATHER]) or '.'}")


def chosen_weather(
    plan: WeatherPlan | str,
    *,
    seed: int | None = None,
    routes: Sequence[str] = (),
    users: Sequence[str] = (),
    hurry: bool | None = None,
) -> WeatherPlan:
    """A plan, or the one of this name, with what is given here in the place of what it says.

    Raises ValueError for a name that no weather has, and for what no plan may say.
    """
    chosen = weather_named(plan) if isinstance(plan, str) else plan
    given = {"seed": seed, "routes": tuple(routes) or None, "users": tuple(users) or None, "hurry": hurry}
    changes = {name: value for name, value in given.items() if value is not None}
    return WeatherPlan.model_validate({**chosen.model_dump(), **changes})
