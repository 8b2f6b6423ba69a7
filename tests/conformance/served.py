"""A data folder as a place behind a door."""

import contextlib
import dataclasses
from collections.abc import Generator
from pathlib import Path

from postcardit_backend.settings import Settings
from tests.backend.world import Settled, World
from tests.conformance.door import Door
from tests.conformance.errands import over_http

__all__ = ["open_served"]


@contextlib.contextmanager
def open_served(settled: Settled, folder: Path, door: Door, settings: Settings) -> Generator[World]:
    """A copy of the settled folder, over HTTP."""
    with settled.open_copy(folder, settings) as inside, door.leads_to(inside.backend.app):
        world = dataclasses.replace(inside, transport=over_http(door.url), url=door.url, people={})
        for name, account in settled.accounts.items():
            world.people[name] = world.person(account)
        yield world
        world.transport.close()
