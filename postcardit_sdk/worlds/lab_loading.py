"""Bringing a world into a backend by its laboratory: many steps at a time, with their own times."""

import hashlib
import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from ..contract.lab.worlds import STEPS_MAX, LoadWorld, WorldState
from ..errors import PostCardItError
from ..flow import Talk, Work
from ..lab.worlds import keep_photo, list_worlds, take_steps
from .cards import PAINTED
from .photos import paint_photo
from .planning import Plan
from .reading import Source

__all__ = ["Loaded", "WorldDiffers", "load_world", "plan_for"]

OnPlan = Callable[[Plan, str], None]
"""Told of the plan and its digest, before anything of it is made."""
OnStep = Callable[[int, int], None]
"""Told how many steps are taken, and of how many."""


class WorldDiffers(PostCardItError):
    """Another world is loaded under this name: the file, its seed or the prefix is not the one it was made with."""


@dataclass(frozen=True, slots=True)
class Loaded:
    """A world that is there: what was planned, how it stands, and whether anything had to be done."""

    plan: Plan
    state: WorldState
    was_there: bool


def load_world(
    folder: str | os.PathLike[str],
    source: Source,
    *,
    prefix: str = "",
    on_plan: OnPlan | None = None,
    on_step: OnStep | None = None,
    at_once: int = STEPS_MAX,
) -> Talk[Loaded]:
    """Bring a world in, or what is missing of it. One that is there stays as it is. Raises WorldDiffers.

    `at_once` steps are one transaction.
    """
    plan, state = yield from plan_for(folder, source, prefix=prefix)
    digest = plan.digest(files_of(source, plan))
    if state is not None and state.digest != digest:
        raise WorldDiffers(
            f"Another world is loaded here as {plan.world}: its file, its seed or its prefix is another."
        )
    if on_plan is not None:
        on_plan(plan, digest)
    if state is not None and state.is_whole:
        return Loaded(plan, state, was_there=True)
    photos = yield from _kept_photos(folder, source, plan)
    steps = yield from Work(lambda: plan.steps(photos))
    done = 0 if state is None else state.done
    while state is None or not state.is_whole:
        batch = LoadWorld(
            world=plan.world,
            digest=digest,
            anchor=plan.anchor,
            total=len(steps),
            first=done,
            steps=steps[done : done + at_once],
        )
        state = yield from take_steps(folder, batch)
        done = state.done
        if on_step is not None:
            on_step(done, len(steps))
    return Loaded(plan, state, was_there=False)


def plan_for(
    folder: str | os.PathLike[str], source: Source, *, prefix: str = ""
) -> Talk[tuple[Plan, WorldState | None]]:
    """What a backend would have to take, as of now or of when it began, and how far it is."""
    listed = yield from list_worlds(folder)
    state = next((one for one in listed.worlds if one.world == source.file.world), None)
    now = listed.now // 1000 * 1000 if state is None else state.anchor
    plan = yield from Work(lambda: source.plan(now, prefix=prefix))
    existing = [person.name for person in plan.people if person.existing]
    if existing:
        raise PostCardItError(
            f"{existing[0]} is said to be there already (existing: true): that is for servers without a laboratory."
        )
    return plan, state


def files_of(source: Source, plan: Plan) -> dict[str, str]:
    """The SHA-256 of each photo that is a file. Raises OSError."""
    files = [name for name in plan.photos if not is_painted(name)]
    return {name: hashlib.sha256(source.photo(name).read_bytes()).hexdigest() for name in files}


def is_painted(photo: str) -> bool:
    """Whether the kit paints it."""
    return photo.partition(" ")[0] == PAINTED


def bytes_of(photo: str, source: Source, seed: int) -> bytes:
    """A photo, painted or read. Raises OSError."""
    if is_painted(photo):
        return paint_photo(seed, int(photo.partition(" ")[2]))
    return Path(source.photo(photo)).read_bytes()


def _kept_photos(folder: str | os.PathLike[str], source: Source, plan: Plan) -> Talk[Mapping[str, str]]:
    """Every photo ready for the steps to name: by its name in the plan, its SHA-256."""
    found: dict[str, str] = {}
    for name in plan.photos:

        def make(name: str = name) -> bytes:
            return bytes_of(name, source, plan.file.seed)

        data = yield from Work(make)
        found[name] = (yield from keep_photo(folder, plan.world, data)).sha256
    return found
