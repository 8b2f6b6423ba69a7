"""postcardit lab weather: a bad network on purpose."""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ..context import options_of
from ..durations import seconds_in
from ..exits import CommandFailed, usage
from ..family import family
from ..render import moment_to_the_second, notice, say, show, show_json, table
from .entrance import Data, laboratory

if TYPE_CHECKING:
    from postcardit_sdk.contract.lab.weather import WeatherPlan, WeatherState

app = family("weather", "A bad network on purpose, by plan and seed. It is fair until you set one.")

_PLAN_ENDINGS = {".yaml", ".yml", ".json"}


@app.command("list")
def list_weathers(ctx: typer.Context) -> None:
    """List the weathers that have names."""
    from postcardit_sdk.contract.lab.named_weather import NAMED_WEATHER

    if options_of(ctx).as_json:
        plans = [plan.model_dump(mode="json", by_alias=True, exclude_defaults=True) for plan in NAMED_WEATHER.values()]
        show_json(json.dumps({"weathers": plans, "count": len(plans)}, indent=2, ensure_ascii=False))
        return
    table(["NAME", "WHAT IT IS"], [[plan.name, plan.about] for plan in NAMED_WEATHER.values()], none="There are none.")


@app.command("show")
def show_weather(
    ctx: typer.Context,
    name: Annotated[
        str | None, typer.Argument(metavar="[NAME|PLAN.yaml]", help="Print this plan instead of what the weather is.")
    ] = None,
    data: Data = None,
) -> None:
    """Show what the weather is, or what a plan says."""
    from postcardit_sdk.lab.weather import read_weather

    if name is not None:
        show(ctx, _plan(name), _say_plan)
        return
    with laboratory(ctx, data) as (client, folder):
        show(ctx, client.run(read_weather(folder)), _say)


@app.command("set")
def set_weather(
    ctx: typer.Context,
    name: Annotated[str, typer.Argument(metavar="NAME|PLAN.yaml", help="One that has a name, or a file of yours.")],
    seed: Annotated[
        int | None, typer.Option(min=0, metavar="N", help="The same seed does the same again.  [default: the plan's]")
    ] = None,
    for_: Annotated[str | None, typer.Option("--for", metavar="LENGTH", help="How long, for example 30s.")] = None,
    route: Annotated[
        list[str] | None,
        typer.Option("--route", metavar="NAME", help="Only requests to this route, such as send_postcard or list_*."),
    ] = None,
    user: Annotated[list[str] | None, typer.Option("--user", metavar="NAME", help="Only this user's.")] = None,
    hurry: Annotated[bool, typer.Option("--hurry", help="Say how long to wait, and do not wait.")] = False,
    data: Data = None,
) -> None:
    """Have this weather from now on, for every process that has the data folder open."""
    from pydantic import ValidationError

    from postcardit_sdk.contract.lab.named_weather import chosen_weather
    from postcardit_sdk.contract.problems import field_problems
    from postcardit_sdk.lab import weather

    seconds = None if for_ is None else seconds_in(for_, "--for")
    try:
        plan = chosen_weather(_plan(name), seed=seed, routes=route or (), users=user or (), hurry=hurry or None)
    except ValidationError as error:
        raise usage(" ".join(problem.message for problem in field_problems(error))) from None
    with laboratory(ctx, data) as (client, folder):
        state = client.run(weather.set_weather(folder, plan, for_seconds=seconds))
    show(ctx, state, _say)
    notice(ctx, "Fair again: postcardit lab weather clear")


@app.command()
def clear(ctx: typer.Context, data: Data = None) -> None:
    """Have fair weather."""
    from postcardit_sdk.lab.weather import clear_weather

    with laboratory(ctx, data) as (client, folder):
        show(ctx, client.run(clear_weather(folder)), _say)


def _plan(name: str) -> "WeatherPlan":
    """A weather by its name, or by the name of a file."""
    from postcardit_sdk.contract.lab.named_weather import NAMED_WEATHER, weather_named
    from postcardit_sdk.contract.lab.weather import WeatherPlan
    from postcardit_sdk.lab.documents import DocumentProblem, read_document

    if name in NAMED_WEATHER:
        return NAMED_WEATHER[name]
    path = Path(name)
    if path.suffix.lower() not in _PLAN_ENDINGS and not path.is_file():
        try:
            return weather_named(name)
        except ValueError as error:
            raise usage(str(error), hint="postcardit lab weather list") from None
    try:
        return read_document(path.read_text("utf-8"), WeatherPlan, name)
    except DocumentProblem as error:
        raise CommandFailed(str(error), code="plan_damaged", hint="postcardit lab weather show train") from None


def _say_plan(plan: "WeatherPlan") -> None:
    from postcardit_sdk.lab.documents import write_document

    say(write_document(plan).rstrip("\n"))


def _say(state: "WeatherState") -> None:
    plan = state.plan
    if plan is None:
        say("Fair.")
        return
    facts = [f"seed {plan.seed}"]
    facts += [f"only {', '.join(plan.routes)}"] if plan.routes else []
    facts += [f"only for {', '.join(plan.users)}"] if plan.users else []
    facts += ["in a hurry"] if plan.hurry else []
    facts += [f"until {moment_to_the_second(state.until)}"] if state.until is not None else []
    say(f"{plan.name}: {'; '.join(facts)}. It has met {state.requests:,} request{'s' * (state.requests != 1)}.")
    if plan.about:
        say(plan.about)
