"""A backend in a folder of its own, a clock that tests move, and three people: alice, bob and eve the stranger."""

import dataclasses
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from postcardit_backend.app import Backend
from postcardit_backend.ports import Decoder, Ports
from postcardit_backend.records import MailRecord
from postcardit_backend.settings import Settings
from postcardit_backend.wiring import Embedded, open_folder
from postcardit_sdk.embedded import EmbeddedTransport

from .held_to_contract import CheckedTransport
from .place import BEGINNING, NAMES, NOBODY, PASSWORD, Account, Clock, Person, Place, ids, jpeg

__all__ = [
    "BEGINNING",
    "NOBODY",
    "PASSWORD",
    "Account",
    "Clock",
    "Person",
    "Settled",
    "World",
    "ids",
    "jpeg",
]


@dataclass
class World(Place):
    """A data folder that is open in this process."""

    folder: Path
    embedded: Embedded
    backend: Backend

    @classmethod
    def open(
        cls,
        folder: Path,
        accounts: Mapping[str, Account],
        now: int = BEGINNING,
        settings: Settings | None = None,
        decoder: Decoder | None = None,
    ) -> Self:
        clock = Clock(now)
        embedded = open_folder(folder, settings or Settings())
        ports = dataclasses.replace(embedded.ports, clock=clock, decoder=decoder or embedded.ports.decoder)
        embedded = dataclasses.replace(embedded, ports=ports)
        backend = Backend(embedded)
        world = cls(clock, CheckedTransport(EmbeddedTransport(backend)), folder, embedded, backend)
        for name, account in accounts.items():
            world.people[name] = world.person(account)
        return world

    @property
    def ports(self) -> Ports:
        return self.embedded.ports

    def letters(self, name: str) -> list[MailRecord]:
        return self.embedded.mailbox.read(name)


@dataclass(frozen=True)
class Settled:
    """A folder in which alice, bob and eve have accounts, to be copied: hashing passwords anew takes time."""

    folder: Path
    accounts: Mapping[str, Account]
    now: int

    @classmethod
    def make(cls, folder: Path) -> Self:
        with World.open(folder, {}) as world:
            accounts = {name: world.sign_up(name) for name in NAMES}
            return cls(folder, accounts, world.clock.now)

    def open_copy(self, folder: Path, settings: Settings | None = None, decoder: Decoder | None = None) -> World:
        shutil.copytree(self.folder, folder)
        return World.open(folder, self.accounts, self.now, settings, decoder)
