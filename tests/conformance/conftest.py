"""Every place that is held to the contract: the same tests run over each of them, over HTTP."""

import contextlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

import pytest

from postcardit_backend.settings import Settings
from tests.backend.place import Place
from tests.backend.world import Settled
from tests.conformance.door import Door, open_door
from tests.conformance.excuses import excuse

if TYPE_CHECKING:
    from tests.conformance.stages import AwsForTests, SettledStage

Open: TypeAlias = Callable[[Settings], contextlib.AbstractContextManager[Place]]
PLACES = ("embedded", "aws", "cognito")
"""A data folder; DynamoDB and S3; the same with accounts that Cognito keeps. The last two in the emulator."""


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Run a test of a place in each of them. Where Cognito has no say it would be the second run of the same."""
    if "world" in metafunc.fixturenames:
        skipped = "cognito" if metafunc.definition.get_closest_marker("no_identity") else None
        metafunc.parametrize("world", [name for name in PLACES if name != skipped], indirect=True)


@pytest.fixture(scope="session")
def door() -> Iterator[Door]:
    with open_door() as door:
        yield door


@pytest.fixture(scope="session")
def aws(request: pytest.FixtureRequest, door: Door) -> "Iterator[AwsForTests]":
    from tests.conformance.stages import open_aws

    with open_aws(request.getfixturevalue("emulator"), door) as aws:
        yield aws


@pytest.fixture(scope="session")
def settled_stage(aws: "AwsForTests") -> "SettledStage":
    from tests.conformance.stages import SettledStage

    return SettledStage.make(aws)


@pytest.fixture
def world(request: pytest.FixtureRequest, tmp_path: Path, door: Door) -> Iterator[Place]:
    """A backend of its own with alice, bob and eve, whose clock a test may move; nobody is friends."""
    name: str = request.param
    excuse(request.function.__name__, name)
    with opener(request, tmp_path, door)[name](Settings()) as world:
        yield world


def opener(request: pytest.FixtureRequest, folder: Path, door: Door) -> dict[str, Open]:
    """How each place is opened, with these settings."""
    from tests.conformance.served import open_served

    def open_embedded(settings: Settings) -> contextlib.AbstractContextManager[Place]:
        settled: Settled = request.getfixturevalue("settled")
        return open_served(settled, folder / "data", door, settings)

    def open_aws(settings: Settings) -> contextlib.AbstractContextManager[Place]:
        stage: SettledStage = request.getfixturevalue("settled_stage")
        return stage.open_copy(request.getfixturevalue("aws"), settings)

    def open_cognito(settings: Settings) -> contextlib.AbstractContextManager[Place]:
        from tests.conformance.stages import open_hosted_place

        return open_hosted_place(request.getfixturevalue("aws"), settings)

    return {"embedded": open_embedded, "aws": open_aws, "cognito": open_cognito}
