"""A plugin for pytest: PostCardIt's backend, worlds, clock, weather and mailbox as fixtures.

It is loaded in every run of whoever has the kit installed, so it imports nothing until a fixture is asked for.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from .client import Client
    from .testing.controls import Clock, Mailbox, Weather
    from .testing.stage import Stage
    from .testing.worlds import Shelf, World

__all__: list[str] = []

_MARKER = "postcardit_world"
_USUAL_WORLD = "two-friends"


def pytest_addoption(parser: pytest.Parser) -> None:
    """What a project can set for all of its tests."""
    about = "the world of the `world` fixture: a name that ships, or a file below the root folder"
    parser.addini(_MARKER, f"{about} (default: {_USUAL_WORLD})", default=_USUAL_WORLD)


def pytest_configure(config: pytest.Config) -> None:
    """Make the marker known."""
    config.addinivalue_line("markers", f"{_MARKER}(name): the world of this test, by its name or by a file beside it")


@pytest.fixture(scope="session")
def _postcardit_shelf(tmp_path_factory: pytest.TempPathFactory) -> "Shelf":  # pyright: ignore[reportUnusedFunction] - pytest's
    from .testing.worlds import Shelf

    return Shelf(tmp_path_factory.mktemp("postcardit-worlds"))


@pytest.fixture
def _postcardit_folder(  # pyright: ignore[reportUnusedFunction] - pytest's
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> "tuple[Path, Any]":
    """A fresh folder with the world in it if the test wants one, and the plan of that world."""
    folder = tmp_path_factory.mktemp("postcardit") / "data"
    if "world" not in request.fixturenames:
        return folder, None
    shelf: Shelf = request.getfixturevalue("_postcardit_shelf")
    return folder, shelf.copy(_world_of(request), folder)


@pytest.fixture
def _postcardit_stage(  # pyright: ignore[reportUnusedFunction] - pytest's
    request: pytest.FixtureRequest, _postcardit_folder: "tuple[Path, Any]"
) -> "Iterator[Stage]":
    """The test's one backend: behind a socket if it asks for the server, else in this process."""
    from .testing.stage import Stage

    with Stage(_postcardit_folder[0], is_served="postcardit_server" in request.fixturenames) as stage:
        yield stage


@pytest.fixture
def postcardit_embedded(_postcardit_stage: "Stage") -> "Stage":
    """A backend in this process, in a fresh folder: `client()`, `sign_up("eve")`, `folder`."""
    if _postcardit_stage.is_served:
        pytest.fail("A test has one backend: ask for postcardit_server or for postcardit_embedded.")
    return _postcardit_stage


@pytest.fixture
def postcardit_server(_postcardit_stage: "Stage") -> "Stage":
    """A backend on a real socket of this machine, in a fresh folder: `url`, `client()`, `sign_up("eve")`, `folder`."""
    return _postcardit_stage


@pytest.fixture
def world(_postcardit_stage: "Stage", _postcardit_folder: "tuple[Path, Any]") -> "World":
    """A loaded world: `world["alice"]` acts as alice. Which one: the marker `postcardit_world`, or the ini option."""
    from .testing.worlds import World

    return World(_postcardit_stage, _postcardit_folder[1])


@pytest.fixture
def alice(world: "World") -> "Client":
    """A client that acts as alice of the world."""
    return world["alice"]


@pytest.fixture
def bob(world: "World") -> "Client":
    """A client that acts as bob of the world."""
    return world["bob"]


@pytest.fixture
def clock(_postcardit_stage: "Stage") -> "Clock":
    """The backend's time: `advance(days=3)`, `set(at)`, `freeze()`, `reset()`, `now`."""
    from .testing.controls import Clock

    return Clock(_postcardit_stage)


@pytest.fixture
def weather(_postcardit_stage: "Stage") -> "Weather":
    """A bad network on purpose: `set("train", seed=7)`, `clear()`."""
    from .testing.controls import Weather

    return Weather(_postcardit_stage)


@pytest.fixture
def mailbox(_postcardit_stage: "Stage") -> "Mailbox":
    """What the backend mailed and pushed: `messages(user)`, `code(user)`, `wait(user)`."""
    from .testing.controls import Mailbox

    return Mailbox(_postcardit_stage)


def _world_of(request: pytest.FixtureRequest) -> str:
    """The world that this test wants. A file is looked for beside the test, then below the root folder."""
    marker = request.node.get_closest_marker(_MARKER)
    name = str(marker.args[0] if marker is not None else request.config.getini(_MARKER))
    if not name.endswith((".yaml", ".yml", ".json")):
        return name
    for folder in (request.path.parent, request.config.rootpath):
        if (folder / name).is_file():
            return str(folder / name)
    pytest.fail(f"There is no {name} beside {request.path.name} or in {request.config.rootpath}.")
