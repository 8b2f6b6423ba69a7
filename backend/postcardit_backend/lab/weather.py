"""The laboratory's weather: GET, PUT and DELETE /lab/weather, and the same for tests in this process.

It is kept in the data folder: every process that has the folder open has the same weather at once, and counts the
requests that it meets together with the others.
"""

import asyncio
import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path

from pydantic import BaseModel, ConfigDict
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import Scope

from postcardit_sdk.contract.lab.weather import SetWeather, WeatherPlan, WeatherState

from ..embedded.setting_file import Changes, SettingFile
from ..web import encode
from .access import for_testers, read_as
from .counts import Counts
from .draws import Decision, Lane, concerns, decide

__all__ = ["LabWeather", "weather_routes"]

_READING = frozenset({"GET", "HEAD", "OPTIONS"})


class _Weather(BaseModel):
    """A weather that is on, since when and until when (Unix nanoseconds and milliseconds of the machine's clock)."""

    model_config = ConfigDict(frozen=True, defer_build=True)

    plan: WeatherPlan
    since: int
    until: int | None = None


class LabWeather:
    """What the weather is. It is fair until somebody sets another."""

    def __init__(self, folder: Path, changes: Changes, lane_of: Callable[[Scope], Lane]) -> None:
        self._file = SettingFile(folder / "weather.json", _Weather, changes)
        self._counts = Counts(folder / "weather.db")
        self._lane_of = lane_of

    def show(self) -> WeatherState:
        """How it stands."""
        weather = self._now()
        if weather is None:
            return WeatherState()
        until = None if weather.until is None else datetime.fromtimestamp(weather.until / 1000, UTC)
        return WeatherState(plan=weather.plan, until=until, requests=self._counts.total(weather.since))

    def set(
        self,
        plan: WeatherPlan | str,
        *,
        seed: int | None = None,
        for_seconds: float | None = None,
        routes: Sequence[str] = (),
        users: Sequence[str] = (),
        hurry: bool | None = None,
    ) -> WeatherState:
        """Have this weather, from its first request on. What is given here counts more than what the plan says.

        Raises ValueError for a name that no weather has, and for what is no plan.
        """
        from postcardit_sdk.contract.lab.named_weather import chosen_weather  # built when it is first used

        chosen = chosen_weather(plan, seed=seed, routes=routes, users=users, hurry=hurry)
        return self.change(SetWeather(plan=chosen, for_seconds=for_seconds))

    def change(self, wanted: SetWeather) -> WeatherState:
        """The same, as it comes over the wire."""
        length = wanted.for_seconds
        until = None if length is None else _machine_now() + round(length * 1000)
        since = time.time_ns()  # real time: it only tells one weather from another
        self._file.change(lambda _: _Weather(plan=wanted.plan, since=since, until=until))
        self._counts.forget_others(since)
        return self.show()

    def clear(self) -> WeatherState:
        """Have fair weather."""
        self._file.change(lambda _: None)
        return self.show()

    def decide(self, scope: Scope) -> tuple[WeatherPlan, Decision] | None:
        """What happens to this request, counting it; None in fair weather and when the weather is not about it."""
        weather = self._now()
        if weather is None:
            return None
        lane = self._lane_of(scope)
        if not concerns(weather.plan, lane):
            return None
        number = self._counts.next(weather.since, lane)
        return weather.plan, decide(weather.plan, lane, number, writes=scope["method"] not in _READING)

    def close(self) -> None:
        """Let go of the files."""
        self._counts.close()

    def _now(self) -> _Weather | None:
        weather = self._file.look()
        is_over = weather is not None and weather.until is not None and weather.until <= _machine_now()
        return None if is_over else weather


def weather_routes(weather: LabWeather, lab_key: str) -> list[Route]:
    """The routes."""

    async def show(_: Request) -> Response:
        return _answer(weather.show())

    async def change(request: Request) -> Response:
        wanted = await read_as(SetWeather, request)
        return _answer(await asyncio.get_running_loop().run_in_executor(None, weather.change, wanted))

    async def clear(_: Request) -> Response:
        return _answer(weather.clear())

    return [
        Route("/lab/weather", for_testers(handler, lab_key), methods=[method])
        for method, handler in (("GET", show), ("PUT", change), ("DELETE", clear))
    ]


def _answer(state: WeatherState) -> Response:
    return Response(encode(state), headers={"cache-control": "no-store"}, media_type="application/json")


def _machine_now() -> int:
    return time.time_ns() // 1_000_000  # real time: how long a tester wants it, even where the clock stands
