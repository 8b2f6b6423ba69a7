"""What the tests of the Swift package stand on: the toolchain, or one line that says that there is none."""

import os
import re
from pathlib import Path

import pytest

from postcardit_sdk.contract.openapi import openapi_document
from postcardit_swift.generate import generate
from tests.swift.workspace import STRICT, Workspace, cache_folder, swift_command

ROOT = Path(__file__).resolve().parents[2]
PROGRAMS = Path(__file__).with_name("programs")

CATALOGUE = ROOT / "swift-templates/postcardit_swift/templates/Sources/PostCardItUI/PostCardItUI.docc"

BLOCK = re.compile(r"^```swift\n(.*?)^```$", re.MULTILINE | re.DOTALL)

MORE_TARGETS = """
package.targets += [
    .executableTarget(
        name: "Live", dependencies: ["PostCardItAPI", "PostCardItTestSupport"], path: "Programs/Live",
        swiftSettings: settings),
    .executableTarget(
        name: "Offline", dependencies: ["PostCardItAPI"], path: "Programs/Offline", swiftSettings: settings),
    .executableTarget(
        name: "OddNetwork", dependencies: ["PostCardItAPI"], path: "Programs/Network", swiftSettings: settings),
    .executableTarget(
        name: "Screens", dependencies: ["PostCardItUI"], path: "Programs/Screens", swiftSettings: settings),
    .target(
        name: "Consumer", dependencies: ["PostCardItAPI", "PostCardItUI"], path: "Programs/Consumer",
        swiftSettings: settings + [.unsafeFlags(["-default-isolation", "MainActor"])]),
]
"""
"""Programs that use the package, compiled with it: in the tests' copy of its Package.swift alone."""


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
def built_package(swift: str) -> Workspace:
    """The package and the programs that use it, built with warnings as errors; once, however many tests need it."""
    workspace = Workspace(swift, cache_folder() / "kit")
    tree = generate(openapi_document())
    files: dict[str, bytes | str] = {**tree, "Package.swift": tree["Package.swift"].decode() + MORE_TARGETS}
    for path in sorted(PROGRAMS.rglob("*.swift")):
        files[f"Programs/{path.relative_to(PROGRAMS)}"] = path.read_bytes()
    for program in ("Offline", "Screens"):
        files[f"Programs/{program}/Stage.swift"] = files["Programs/Live/Stage.swift"]
    files["Programs/Consumer/Pages.swift"] = _snippets()
    with workspace.held():
        workspace.fill(files)
        workspace.run("build", "--build-tests", *STRICT)
    return workspace


def _snippets() -> str:
    """The Swift blocks of the documentation, each as the body of a function."""
    functions: list[str] = []
    for page in (*sorted((ROOT / "docs").glob("*.md")), *sorted(CATALOGUE.glob("*.md"))):
        for number, block in enumerate(BLOCK.findall(page.read_text("utf-8"))):
            functions.append(f"func {page.stem}{number}() async throws {{\n{block}}}\n")
    return "import Foundation\nimport PostCardItAPI\nimport PostCardItUI\n\n" + "\n".join(functions)


@pytest.fixture(scope="session")
def foreign_workspace(swift: str) -> Workspace:
    """Where the packages of other documents are built and tested, all in one build."""
    return Workspace(swift, cache_folder() / "foreign")
