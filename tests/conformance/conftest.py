"""Every place that is held to the contract: the same tests run over each of them, over HTTP."""

import contextlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

import pytest

from postcardit_backend.settings import Quota, Settings
from tests.backend.place import Place
from tests.backend.world import Settled
from tests.conformance.door import Door, open_door
from tests.conformance.excuses import excuse
from tests.conformance.remote import open_remote
from tests.conformance.towns import Town

if TYPE_CHECKING:
    from tests.conformance.stages import AwsForTests, SettledStage

Open: TypeAlias = Callable[[Settings], contextlib.AbstractContextManager[Place]]
PLACES = ("embedded", "aws", "cognito")
"""A data folder; DynamoDB and S3; the same with accounts that Cognito keeps. The last two in the emulator."""


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Run a test of a place in each of them. Where Cognito has no say it would be the second run of the same."""
    skipped = "cognito" if metafunc.definition.get_closest_marker("no_identity") else None
    names = [name for name in PLACES if name != skipped]
    if metafunc.config.getoption("stage"):
        names = ["stage"]
    for fixture in ("world", "limited"):
        if fixture in metafunc.fixturenames:
            metafunc.parametrize(fixture, names, indirect=True)
    if "town" in metafunc.fixturenames:
        metafunc.parametrize("town", names, indirect=True, scope="module")


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
    with opened(request, tmp_path, door, Settings()) as world:
        yield world


@pytest.fixture
def limited(request: pytest.FixtureRequest, tmp_path: Path, door: Door) -> Iterator[Place]:
    """The same with limits."""
    with opened(request, tmp_path, door, Settings(limits=True)) as world:
        yield world


def opened(
    request: pytest.FixtureRequest, folder: Path, door: Door, settings: Settings
) -> contextlib.AbstractContextManager[Place]:
    name: str = request.param
    if name == "stage":
        pytest.skip("a real stage has people, mail and a clock of its own")
    return opener(request, folder, door)[name](settings)


@pytest.fixture(scope="module")
def town(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, door: Door) -> Iterator[Town]:
    """A backend that the tests of a file share, or a real stage; each test lets people of its own come."""
    name: str = request.param
    if name == "stage":
        url, codes, address = (str(request.config.getoption(option) or "") for option in _STAGE_OPTIONS)
        if not codes or not address:
            pytest.fail("--stage needs --stage-codes and --stage-address")
        with open_remote(url, codes) as place:
            town = Town(place, address)
            yield town
            town.leave()
        return
    with opener(request, tmp_path_factory.mktemp("town"), door)[name](_CROWDED) as place:
        yield Town(place)


@pytest.fixture(autouse=True)
def excused(request: pytest.FixtureRequest) -> None:
    """Tests that the table of differences excuses are skipped."""
    given: dict[str, str] = getattr(getattr(request.node, "callspec", None), "params", {})
    for fixture in ("world", "limited", "town"):
        if fixture in given:
            excuse(request.function.__name__, given[fixture])


_STAGE_OPTIONS = ("stage", "stage_codes", "stage_address")
_MANY = Quota(100_000, 60)
_CROWDED = Settings(
    sign_ins_per_account=_MANY, sign_ins_per_address=_MANY, codes_per_account=_MANY, codes_per_address=_MANY
)
"""Everybody comes from the same address."""


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
