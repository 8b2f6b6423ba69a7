"""A backend whose clock is the folder's own, as the laboratory moves it, with alice, bob and eve in it."""

import shutil
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from postcardit_backend.app import Backend
from postcardit_backend.lab.clock import LabClock
from postcardit_backend.settings import Settings
from postcardit_backend.wiring import open_folder
from postcardit_sdk import Client, MemoryTokens
from postcardit_sdk.embedded import EMBEDDED_URL, EmbeddedTransport
from tests.backend.held_to_contract import CheckedTransport
from tests.backend.world import Clock, Person, Settled, World

__all__ = ["Laboratory", "days", "open_laboratory"]


def days(count: float) -> timedelta:
    return timedelta(days=count)


@dataclass
class Laboratory:
    """The world, and its clock."""

    world: World
    folder: Path
    transport: EmbeddedTransport
    """Asks the backend without looking at the contract, which knows nothing of laboratories."""

    @property
    def clock(self) -> LabClock:
        return self.world.backend.lab.clock

    @property
    def alice(self) -> Person:
        return self.world.alice

    @property
    def bob(self) -> Person:
        return self.world.bob

    @property
    def anyone(self) -> Person:
        return self.world.anyone

    @property
    def client(self) -> Client:
        """A client for the laboratory's own routes, which no contract describes."""
        return Client(EMBEDDED_URL, transport=self.transport, tokens=MemoryTokens())


@contextmanager
def open_laboratory(settled: Settled, folder: Path) -> Generator[Laboratory]:
    """A copy of the settled folder; its clock goes on where the three opened their accounts."""
    shutil.copytree(settled.folder, folder)
    embedded = open_folder(folder, Settings())
    backend = Backend(embedded)
    transport = EmbeddedTransport(backend)
    world = World(Clock(), CheckedTransport(transport), folder, embedded, backend)
    backend.lab.clock.set(datetime.fromtimestamp(settled.now / 1000, UTC))
    for name, account in settled.accounts.items():
        world.people[name] = world.person(account)
    with world:
        yield Laboratory(world, folder, transport)
