"""The laboratory of an opened data folder: what tests in this process hold in their hands."""

from collections.abc import Callable
from dataclasses import dataclass

from starlette.routing import Route

from ..route_names import RouteNames
from ..wiring import Embedded
from .clock import LabClock, clock_routes
from .lanes import lane_finder
from .mailbox import LabMailbox, mailbox_route
from .snapshots import LabSnapshots, snapshot_routes
from .weather import LabWeather, weather_routes
from .worlds import LabWorlds, world_routes

__all__ = ["Lab", "lab_routes", "open_lab"]


@dataclass(frozen=True, slots=True)
class Lab:
    """What testers may move."""

    clock: LabClock
    weather: LabWeather
    mailbox: LabMailbox
    worlds: LabWorlds
    snapshots: LabSnapshots

    def close(self) -> None:
        """Let go of the files."""
        self.weather.close()


def open_lab(embedded: Embedded, names: RouteNames, sweep: Callable[[], None]) -> Lab:
    """The laboratory of this folder; `sweep` removes what is out of date."""
    return Lab(
        LabClock(embedded.clock, sweep),
        LabWeather(embedded.folder, embedded.changes, lane_finder(embedded.ports, names)),
        LabMailbox(embedded),
        LabWorlds(embedded, sweep),
        LabSnapshots(embedded),
    )


def lab_routes(lab: Lab, embedded: Embedded) -> list[Route]:
    """The same over HTTP, for who has the key."""
    key = embedded.lab_key
    return [
        mailbox_route(lab.mailbox, key),
        *clock_routes(lab.clock, key),
        *weather_routes(lab.weather, key),
        *world_routes(lab.worlds, embedded),
        *snapshot_routes(lab.snapshots, key),
    ]
