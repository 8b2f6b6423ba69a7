"""What tests of every wing share: a backend with three people in it. Imported late: other wings need no backend."""

import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

if TYPE_CHECKING:
    from tests.aws.deployed import DeployedStage
    from tests.aws.emulator import Emulator
    from tests.backend.world import Settled, World

settings.register_profile("patient", deadline=None, derandomize=bool(os.environ.get("CI")))
settings.load_profile("patient")
"""Tests assert no time: another process on the same cores must not make one fail. CI tries the same examples each time,
so that a red one is about the change; everywhere else new ones are looked for."""


def pytest_addoption(parser: pytest.Parser) -> None:
    """Let the conformance suite run over a stage in a real account."""
    group = parser.getgroup("postcardit")
    group.addoption("--stage", metavar="URL", help="hold the stage at this address to the contract")
    group.addoption("--stage-codes", metavar="COMMAND", help="prints the newest code mailed to the address it is given")
    group.addoption("--stage-address", metavar="PATTERN", help="addresses whose mail it reads, such as me+{name}@a.org")


@pytest.fixture(scope="session")
def settled(tmp_path_factory: pytest.TempPathFactory) -> "Settled":
    """A data folder in which alice, bob and eve have accounts; do not write into it."""
    from tests.backend.world import Settled

    return Settled.make(tmp_path_factory.mktemp("settled") / "data")


@pytest.fixture
def world(settled: "Settled", tmp_path: Path) -> "Iterator[World]":
    """A backend of its own with alice, bob and eve; nobody is friends."""
    with settled.open_copy(tmp_path / "data") as world:
        yield world


@pytest.fixture(scope="session")
def emulator() -> "Emulator":
    """AWS, emulated. Where the emulator is not installed its tests are skipped, unless they are required."""
    from tests.aws.emulator import shared

    return shared()


def pytest_sessionfinish() -> None:
    """End the emulator, if a test has started it."""
    emulator = sys.modules.get("tests.aws.emulator")
    if emulator is not None:
        emulator.end_shared()


@pytest.fixture(scope="session")
def aws_package(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The functions' package, for the Python that runs these tests."""
    from tests.aws.packaged import package_for_emulator

    return package_for_emulator(tmp_path_factory.mktemp("package")).file


@pytest.fixture(scope="session")
def aws_stage(emulator: "Emulator", aws_package: Path) -> "Iterator[DeployedStage]":
    """The stage `dev`, deployed into the emulator; tests share it."""
    from tests.aws.deployed import deployed

    with deployed(emulator, "dev", aws_package, MailFrom="post@example.com") as stage:
        yield stage
