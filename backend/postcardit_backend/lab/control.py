"""The laboratory of an opened data folder: what tests in this process hold in their hands."""

from collections.abc import Callable
from dataclasses import dataclass

from starlette.routing import Route

from ..wiring import Embedded
from .clock import LabClock, clock_routes
from .mailbox import mailbox_route
from .snapshots import LabSnapshots, snapshot_routes
from .worlds import LabWorlds, world_routes

__all__ = ["Lab", "lab_routes", "open_lab"]


@dataclass(frozen=True, slots=True)
class Lab:
    """What testers may move."""

    clock: LabClock
    worlds: LabWorlds
    snapshots: LabSnapshots


def open_lab(embedded: Embedded, sweep: Callable[[], None]) -> Lab:
    """The laboratory of this folder; `sweep` removes what is out of date."""
    return Lab(LabClock(embedded.clock, sweep), LabWorlds(embedded, sweep), LabSnapshots(embedded))


def lab_routes(lab: Lab, embedded: Embedded) -> list[Route]:
    """The same over HTTP, for who has the key."""
    return [
        mailbox_route(embedded),
        *clock_routes(lab.clock, embedded.lab_key),
        *world_routes(lab.worlds, embedded),
        *snapshot_routes(lab.snapshots, embedded.lab_key),
    ]
