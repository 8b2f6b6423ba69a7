"""A bad network on purpose, set from outside."""

import os
from collections.abc import Sequence

from ..contract.lab.named_weather import chosen_weather
from ..contract.lab.weather import SetWeather, WeatherPlan, WeatherState
from ..flow import Talk, ask
from .asking import ask_lab

__all__ = ["clear_weather", "read_weather", "set_weather"]


def read_weather(folder: str | os.PathLike[str]) -> Talk[WeatherState]:
    """What the weather is."""
    return (yield from ask_lab(WeatherState, folder, "GET", "weather"))


def set_weather(
    folder: str | os.PathLike[str],
    plan: WeatherPlan | str,
    *,
    seed: int | None = None,
    for_seconds: float | None = None,
    routes: Sequence[str] = (),
    users: Sequence[str] = (),
    hurry: bool | None = None,
) -> Talk[WeatherState]:
    """Have this weather, a plan or one with a name, from its first request on. The same seed does the same again.

    `routes` and `users` narrow it. With `hurry` nobody waits: what would have been waited is only said.
    """
    chosen = chosen_weather(plan, seed=seed, routes=routes, users=users, hurry=hurry)
    wanted = ask(SetWeather, plan=chosen, for_seconds=for_seconds)
    return (yield from ask_lab(WeatherState, folder, "PUT", "weather", body=wanted))


def clear_weather(folder: str | os.PathLike[str]) -> Talk[WeatherState]:
    """Have fair weather."""
    return (yield from ask_lab(WeatherState, folder, "DELETE", "weather"))
