"""Worlds for tests: loaded once into a folder that nobody uses, and copied for each test."""

import os
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

from ..lab.snapshots import restore_snapshot, take_snapshot
from ..lab.worlds import become, read_world
from ..worlds.lab_loading import Loaded, load_world
from ..worlds.reading import open_world
from .stage import Stage

if TYPE_CHECKING:
    from ..client import Client
    from ..contract.lab.worlds import WorldCounts
    from ..worlds.people import Person
    from ..worlds.planning import Plan

__all__ = ["Shelf", "World"]


class World:
    """A loaded world. `world["alice"]` is a client that acts as alice; the same one each time."""

    def __init__(self, stage: Stage, plan: "Plan") -> None:
        self.plan = plan
        self._stage = stage
        self._clients: dict[str, Client] = {}
        self._people = {person.name: person for person in plan.people}

    def __getitem__(self, name: str) -> "Client":
        if name not in self._clients:
            self._clients[name] = self._enter(self._stage.client(), name)
        return self._clients[name]

    @property
    def name(self) -> str:
        """What its file calls it."""
        return self.plan.world

    @property
    def names(self) -> list[str]:
        """Everyone who is in it and has not erased their account."""
        return [person.name for person in self.plan.people if person.deleted is None]

    def person(self, name: str) -> "Person":
        """What the file says of somebody: username, email, password, user_id. Raises KeyError."""
        if name not in self._people:
            raise KeyError(f"Nobody is called {name} in the world {self.name}: {', '.join(self._people)}")
        return self._people[name]

    def id_of(self, name: str) -> str:
        """The id of somebody, or of a named friendship or postcard. Raises KeyError."""
        return next(iter(self.plan.references[name].values()))

    def _enter(self, client: "Client", name: str) -> "Client":
        client.run(become(self._stage.folder, self.plan.world, self.person(name).username))
        return client

    @property
    def planned(self) -> "WorldCounts":
        """What the file declares."""
        return self.plan.counts()

    @property
    def counts(self) -> "WorldCounts":
        """What there is of it now."""
        counts = self._stage.run(read_world(self._stage.folder, self.name)).counts
        if counts is None:
            raise TypeError("a laboratory counts its worlds")
        return counts

    def save(self, name: str = "a-moment-ago") -> None:
        """Put everything aside that the backend holds."""
        self._stage.run(take_snapshot(self._stage.folder, name))

    def restore(self, name: str = "a-moment-ago") -> None:
        """Bring it back. The clients of this world's people are signed in anew."""
        self._stage.run(restore_snapshot(self._stage.folder, name))
        for who, client in self._clients.items():
            self._enter(client, who)


class Shelf:
    """Loaded folders by the worlds that are in them, each made once. Every process of a parallel run has its own."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._loaded: dict[str, Loaded] = {}

    def plan(self, name: str) -> "Plan":
        """What is in a folder of this shelf; it is made if need be."""
        if name not in self._loaded:
            with Stage(self._place(name), is_served=False) as stage:
                self._loaded[name] = stage.run(load_world(stage.folder, open_world(name)))
        return self._loaded[name].plan

    def copy(self, name: str, target: Path) -> "Plan":
        """A folder of one's own with this world in it. Photos are linked: their files never change."""
        plan = self.plan(name)
        shutil.copytree(self._place(name), target, copy_function=_linked_or_copied)
        return plan

    def _place(self, name: str) -> Path:
        number = [*self._loaded].index(name) if name in self._loaded else len(self._loaded)
        return self._folder / str(number)


def _linked_or_copied(source: str, target: str) -> str:
    """A hard link for a photo, a copy of anything else."""
    if source.endswith(".jpg"):
        try:
            os.link(source, target)
        except OSError:  # another file system
            shutil.copy2(source, target)
    else:
        shutil.copy2(source, target)
    return target
