"""Documents that are not ours become packages that compile without a warning and read their own examples."""

import pytest

from postcardit_swift.generate import generate
from tests.swift.documents import DOCUMENTS
from tests.swift.workspace import STRICT, Workspace


def _umbrella() -> str:
    targets: list[str] = []
    for kit in DOCUMENTS:
        name = kit.removesuffix("Kit")
        api, support = f"{name}API", f"{name}TestSupport"
        for kind, target, needs in (
            ("target", api, []),
            ("target", support, [api]),
            ("testTarget", f"{name}APITests", [api, support]),
        ):
            folder = "Tests" if kind == "testTarget" else "Sources"
            names = ", ".join(f'"{need}"' for need in needs)
            targets.append(
                f'.{kind}(name: "{target}", dependencies: [{names}], path: "{kit}/{folder}/{target}", '
                'swiftSettings: [.enableUpcomingFeature("ExistentialAny")])'
            )
    listed = ",\n        ".join(targets)
    return (
        "// swift-tools-version: 6.0\nimport PackageDescription\n\nlet package = Package(\n"
        f'    name: "Foreign",\n    platforms: [.iOS(.v16), .macOS(.v13)],\n    targets: [\n        {listed}\n    ],\n'
        "    swiftLanguageModes: [.v6]\n)\n"
    )


@pytest.mark.timeout(1200)
def test_documents_that_are_not_ours_compile_and_read_their_examples(foreign_workspace: Workspace) -> None:
    files: dict[str, bytes | str] = {"Package.swift": _umbrella()}
    for kit, document in DOCUMENTS.items():
        tree = generate(document, name=kit)
        files |= {f"{kit}/{name}": text for name, text in tree.items() if name.startswith(("Sources/", "Tests/"))}

    with foreign_workspace.held():
        foreign_workspace.fill(files)
        printed = foreign_workspace.run("test", *STRICT)

    assert printed.count("Test Suite 'FixtureTests' passed") == len(DOCUMENTS)
