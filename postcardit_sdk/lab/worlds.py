"""Worlds in a backend's laboratory: brought in, looked at, entered and removed."""

import os

from ..contract.lab.worlds import (
    Destroyed,
    DestroyWorld,
    LoadWorld,
    OpenSession,
    PhotoKept,
    WorldList,
    WorldSession,
    WorldState,
)
from ..flow import SignedIn, Talk, ask
from .asking import ask_lab

__all__ = ["become", "destroy_world", "keep_photo", "list_worlds", "read_world", "take_steps"]

_PATIENCE_SECONDS = 600
"""A batch is one transaction: on a slow disk it takes a while."""


def list_worlds(folder: str | os.PathLike[str]) -> Talk[WorldList]:
    """The worlds that the backend has, and what its clock shows."""
    return (yield from ask_lab(WorldList, folder, "GET", "worlds"))


def read_world(folder: str | os.PathLike[str], world: str) -> Talk[WorldState]:
    """How far a world is, and what there is of it. Raises NotFound."""
    return (yield from ask_lab(WorldState, folder, "GET", "worlds/state", query={"world": world}))


def keep_photo(folder: str | os.PathLike[str], world: str, data: bytes) -> Talk[PhotoKept]:
    """Have a photo ready for the steps of a world."""
    query = {"world": world}
    return (yield from ask_lab(PhotoKept, folder, "POST", "worlds/photos", query=query, body=data))


def take_steps(folder: str | os.PathLike[str], batch: LoadWorld) -> Talk[WorldState]:
    """Have the backend take a batch of steps, all or none."""
    return (yield from ask_lab(WorldState, folder, "POST", "worlds", body=batch, silence_seconds=_PATIENCE_SECONDS))


def destroy_world(folder: str | os.PathLike[str], world: str) -> Talk[Destroyed]:
    """Remove what a world made. Raises NotFound."""
    body = ask(DestroyWorld, world=world)
    patience = _PATIENCE_SECONDS
    return (yield from ask_lab(Destroyed, folder, "POST", "worlds/destroy", body=body, silence_seconds=patience))


def become(folder: str | os.PathLike[str], world: str, username: str) -> Talk[WorldSession]:
    """Sign in as somebody of a world, without a password."""
    body = ask(OpenSession, world=world, username=username)
    opened = yield from ask_lab(WorldSession, folder, "POST", "worlds/sessions", body=body)
    yield SignedIn(opened.tokens)
    return opened
