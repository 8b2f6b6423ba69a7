"""What the tests of the Swift package stand on: the toolchain, or one line that says that there is none."""

import os

import pytest

from tests.swift.workspace import Workspace, cache_folder, swift_command


@pytest.fixture(scope="session")
def swift() -> str:
    """The toolchain's command. Without one the compiler's tests are skipped, unless they are required."""
    command = swift_command()
    if command is None:
        if "swift" in os.environ.get("POSTCARDIT_REQUIRE", ""):
            pytest.fail("POSTCARDIT_REQUIRE asks for swift, and there is no Swift toolchain.")
        pytest.skip("no Swift toolchain: the compiler was skipped")
    return command


@pytest.fixture(scope="session")
def golden_workspace(swift: str) -> Workspace:
    """Where the package itself is built and tested."""
    return Workspace(swift, cache_folder() / "golden")


@pytest.fixture(scope="session")
def foreign_workspace(swift: str) -> Workspace:
    """Where the packages of other documents are built and tested, all in one build."""
    return Workspace(swift, cache_folder() / "foreign")


@pytest.fixture(scope="session")
def live_workspace(swift: str) -> Workspace:
    """Where programs that use the package are built."""
    return Workspace(swift, cache_folder() / "live")
