"""What only Apple's systems compile is type-checked against stubs of their modules."""

import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from postcardit_sdk.contract.openapi import openapi_document
from postcardit_swift.generate import Tree, generate
from tests.swift.apple import BRANCH, RESOURCES, STUBS, AppleModules
from tests.swift.conftest import CATALOGUE
from tests.swift.workspace import Workspace, cache_folder

pytestmark = pytest.mark.timeout(1200)

STUDIO = Path(__file__).with_name("studio")
APP = Path(__file__).resolve().parents[2] / "examples/swift/PostCardItApp"

UNDEFINED = [
    ("PostCardItAPI", "Session/KeychainTokenStore.swift", "SecItemDelete(", "SecItemErase("),
    ("PostCardItAPI", "Uploads/SHA256Digest.swift", "SHA256.hash(", "SHA256.digest("),
    ("PostCardItUI", "Images/ImageIOPreparer.swift", "canvas.makeImage()", "canvas.takeImage()"),
    ("PostCardItUI", "Network/PathReachability.swift", "path.isConstrained", "path.isLowData"),
]


@pytest.fixture(scope="module")
def tree() -> Tree:
    return generate(openapi_document())


@pytest.fixture(scope="module")
def apple(swift: str, tree: Tree) -> Iterator[AppleModules]:
    """The stubs and the package's two modules, compiled as an Apple system would."""
    workspace = Workspace(swift, cache_folder() / "apple")
    workspace.folder.mkdir(parents=True, exist_ok=True)
    with workspace.held():
        modules = AppleModules(str(Path(swift).with_name("swiftc")), workspace.folder)
        modules.make_stubs()
        for name in ("PostCardItAPI", "PostCardItUI"):
            modules.emit(name, sources_of(tree, name))
        yield modules


def sources_of(tree: Tree, target: str) -> dict[str, str]:
    """A target's sources by their path in it, with what the package manager adds."""
    head = f"Sources/{target}/"
    sources = {
        path.removeprefix(head): content.decode()
        for path, content in tree.items()
        if path.startswith(head) and path.endswith(".swift") and ".docc/" not in path
    }
    return {**sources, "resource_bundle_accessor.swift": RESOURCES} if target == "PostCardItUI" else sources


def test_every_apple_only_branch_is_among_what_is_compiled(apple: AppleModules, tree: Tree) -> None:
    for target in ("PostCardItAPI", "PostCardItUI"):
        sources = sources_of(tree, target)
        marked = {path: with_errors(path, text) for path, text in sources.items()}
        expected = {f"{path} {n}" for path, text in sources.items() for n in range(len(positive(text)))}

        changed = [path for path, text in marked.items() if text != sources[path]]
        assert set(apple.errors_in(target, marked, *changed)) == expected
        assert expected


def with_errors(path: str, text: str) -> str:
    """The file with an error of its own at the beginning of each branch that only Apple's systems compile."""
    numbers = iter(range(100))

    def mark(found: re.Match[str]) -> str:
        return f'{found[0]}\n#error("{path} {next(numbers)}")'

    return BRANCH.sub(mark, text)


def positive(text: str) -> list[str]:
    """The branches that count where Apple's modules are: those for systems without one do not."""
    return [found[0] for found in BRANCH.finditer(text) if "!canImport" not in found[0]]


@pytest.mark.parametrize(("target", "path", "before", "after"), UNDEFINED, ids=[case[1] for case in UNDEFINED])
def test_an_undefined_member_in_such_a_branch_is_an_error(
    apple: AppleModules, tree: Tree, target: str, path: str, before: str, after: str
) -> None:
    sources = sources_of(tree, target)
    assert before in sources[path]
    sources[path] = sources[path].replace(before, after)
    word = re.sub(r"\W", "", after.rpartition(".")[2])

    errors = apple.errors_in(target, sources, path)

    assert [error for error in errors if word in error]


def test_branches_ask_for_modules_that_have_a_stub_and_for_nothing_else(tree: Tree) -> None:
    asked = {
        condition.strip()
        for path, content in tree.items()
        if path.endswith(".swift")
        for condition in re.findall(r"^[ \t]*#(?:if|elseif) (.*)$", content.decode(), re.MULTILINE)
    }
    known = {f"canImport({name})" for name in (*STUBS, "FoundationNetworking", "Darwin")}

    assert {condition.removeprefix("!") for condition in asked} <= known


def test_photos_of_all_eight_orientations_become_upright_small_and_silent(apple: AppleModules, tree: Tree) -> None:
    sources = {path.name: path.read_text("utf-8") for path in STUDIO.glob("*.swift")}
    for path, text in sources_of(tree, "PostCardItUI").items():
        if path.startswith("Images/"):
            sources[path.removeprefix("Images/")] = re.sub(r"^import .*$", "import AppleCore", text, flags=re.MULTILINE)

    program = apple.program("Studio", sources)

    assert subprocess.run([program], capture_output=True, text=True, check=False).stdout == "DONE\n"


def test_the_tutorials_code_compiles(apple: AppleModules) -> None:
    tutorial = (CATALOGUE / "Tutorials/First-Postcard.tutorial").read_text("utf-8")
    named = re.findall(r"@Code\(name: \S+, file: (\S+)\)", tutorial)
    sources = {path.name: path.read_text("utf-8") for path in (CATALOGUE / "Resources").glob("*.swift")}

    apple.emit("Tutorial", sources, "-default-isolation", "MainActor")

    assert sorted(named) == sorted(sources)


def test_the_example_app_compiles_where_apples_modules_are(apple: AppleModules) -> None:
    sources = {str(path.relative_to(APP)): path.read_text("utf-8") for path in APP.rglob("*.swift")}

    apple.emit("PostCardItApp", sources, "-default-isolation", "MainActor")

    assert len(sources) > 7


def test_the_example_app_uses_nothing_that_ios_16_lacks() -> None:
    lacking = re.compile(r"@Observable|@Bindable|\bMutex\b|import Observation|MapCameraPosition|ContentUnavailableView")
    texts = {path.name: path.read_text("utf-8") for path in (*APP.rglob("*.swift"), *CATALOGUE.rglob("*.swift"))}

    assert {name: found.group() for name, text in texts.items() if (found := lacking.search(text))} == {}
    assert max(text.count("\n") for text in texts.values()) <= 400
