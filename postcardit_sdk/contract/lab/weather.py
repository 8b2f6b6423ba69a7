"""The laboratory's weather: what a plan does to requests on their way, and how it stands."""

from enum import StrEnum
from typing import Annotated, Final, Self

from pydantic import AfterValidator, Field, model_validator

from ..wire import Body, Line, Timestamp, Wire
from .routes import require_route
from .when_used import WHEN_USED

__all__ = ["Bandwidth", "Fault", "FaultRule", "Latency", "SetWeather", "Shape", "WeatherPlan", "WeatherState"]

_Milliseconds = Annotated[float, Field(ge=0, le=600_000, allow_inf_nan=False)]
_Name = Annotated[Line, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$")]
_Route = Annotated[str, Field(max_length=64), AfterValidator(require_route)]
_User = Annotated[Line, Field(min_length=1, max_length=64)]


class Shape(StrEnum):
    """How a duration is drawn."""

    FIXED = "fixed"
    UNIFORM = "uniform"
    NORMAL = "normal"
    LOGNORMAL = "lognormal"


class Latency(Body):
    """A distribution of durations: `ms` is the middle, and 95 of 100 are no longer than `p95_ms`. A uniform one lies
    between the two.
    """

    model_config = WHEN_USED

    shape: Shape = Shape.LOGNORMAL
    ms: _Milliseconds
    p95_ms: _Milliseconds | None = None

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.shape is Shape.FIXED:
            if self.p95_ms is not None:
                raise ValueError("a fixed latency has no p95_ms")
        elif self.p95_ms is None or self.p95_ms < self.ms:
            raise ValueError(f"a {self.shape} latency needs a p95_ms that is no less than its ms")
        if self.shape is Shape.LOGNORMAL and self.ms == 0:
            raise ValueError("a lognormal latency needs an ms above 0")
        return self


class Bandwidth(Body):
    """How fast bytes go, each way; without a number as fast as they can."""

    model_config = WHEN_USED

    up_bytes_per_second: Annotated[int, Field(ge=100)] | None = None
    down_bytes_per_second: Annotated[int, Field(ge=100)] | None = None


class Fault(StrEnum):
    """What may happen to a request."""

    NO_NETWORK = "no_network"
    """The connection ends at once: the server never heard of it."""
    CUT_REQUEST = "cut_request"
    """The connection ends in the request's body: the server never heard the whole of it."""
    CUT_ANSWER = "cut_answer"
    """It is carried out, and the connection ends in the body of its answer."""
    LOSE_ANSWER = "lose_answer"
    """It is carried out, and nothing of the answer arrives."""
    DUPLICATE = "duplicate"
    """It arrives twice; either answer is heard."""
    STALL = "stall"
    """Its answer stops in the middle, and then the connection ends."""
    STATUS = "status"
    """A problem is answered in its place, or with `after_commit` though it was carried out."""
    TOO_MANY = "too_many"
    """429 with Retry-After."""
    HTML_PAGE = "html_page"
    """A proxy's page is answered in its place, or with `after_commit` though it was carried out."""


_TAKES: Final = {
    "at_byte": {Fault.CUT_REQUEST, Fault.CUT_ANSWER, Fault.STALL},
    "seconds": {Fault.STALL},
    "status": {Fault.STATUS, Fault.HTML_PAGE},
    "retry_after_seconds": {Fault.STATUS, Fault.TOO_MANY},
    "after_commit": {Fault.STATUS, Fault.HTML_PAGE},
}


class FaultRule(Body):
    """A fault, which requests it may meet, and how likely it is.

    Requests are counted from 0 for each user and route: `start` and `length` say which of them, `every` begins anew
    after so many.
    """

    model_config = WHEN_USED

    fault: Fault
    probability: Annotated[float, Field(ge=0, le=1)] = 1
    routes: Annotated[tuple[_Route, ...], Field(max_length=100)] = ()
    users: Annotated[tuple[_User, ...], Field(max_length=1000)] = ()
    start: Annotated[int, Field(ge=0)] = 0
    length: Annotated[int, Field(ge=1)] | None = None
    every: Annotated[int, Field(ge=1)] | None = None
    at_byte: Annotated[int, Field(ge=0)] | None = None
    seconds: Annotated[float, Field(ge=0, le=600)] | None = None
    status: Annotated[int, Field(ge=200, le=599)] | None = None
    retry_after_seconds: Annotated[int, Field(ge=0, le=86_400)] | None = None
    after_commit: bool = False

    @model_validator(mode="after")
    def _fits(self) -> Self:
        for name, faults in _TAKES.items():
            if getattr(self, name) not in (None, False) and self.fault not in faults:
                raise ValueError(f"{name} does not go with {self.fault}")
        if self.fault is Fault.STATUS and self.status is not None and self.status < 400:
            raise ValueError("status must be 400 or more")
        return self

    def meets(self, number: int) -> bool:
        """Whether it may happen to the request of this number."""
        place = (number if self.every is None else number % self.every) - self.start
        return place >= 0 and (self.length is None or place < self.length)


class WeatherPlan(Body):
    """A weather. Of its faults the first that is drawn happens; the waiting comes in any case.

    `routes` and `users` narrow the whole of it. With `hurry` it says how long it would have waited, and does not wait.
    """

    model_config = WHEN_USED

    name: _Name
    about: Line = ""
    seed: Annotated[int, Field(ge=0, lt=1 << 63)] = 0
    latency: Latency | None = None
    bandwidth: Bandwidth | None = None
    flush: Latency | None = Field(default=None, description="How long the disk takes for each write.")
    faults: Annotated[tuple[FaultRule, ...], Field(max_length=100)] = ()
    routes: Annotated[tuple[_Route, ...], Field(max_length=100)] = ()
    users: Annotated[tuple[_User, ...], Field(max_length=1000)] = ()
    hurry: bool = False


class SetWeather(Body):
    """Have this weather, for so long or until it is cleared."""

    model_config = WHEN_USED

    plan: WeatherPlan
    for_seconds: Annotated[float, Field(gt=0, le=86_400 * 30)] | None = None


class WeatherState(Wire):
    """What the weather is; without a plan it is fair."""

    model_config = WHEN_USED

    plan: WeatherPlan | None = None
    until: Timestamp | None = Field(default=None, description="When it ends by itself, by the machine's clock.")
    requests: int = Field(default=0, description="How many requests it has met.")
