"""The house: who may know whom, what the wheel holds, and that nothing of the contract was forgotten."""

import ast
import os
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

import postcardit_sdk
from postcardit_sdk.contract.openapi import openapi_document
from postcardit_sdk.contract.operations import OPERATIONS

ROOT = Path(__file__).resolve().parent.parent
WINGS = {
    "postcardit_sdk": ROOT / "postcardit_sdk",
    "postcardit_backend": ROOT / "backend/postcardit_backend",
    "postcardit_cli": ROOT / "cli/postcardit_cli",
    "postcardit_swift": ROOT / "swift-templates/postcardit_swift",
}


def modules() -> dict[str, Path]:
    """Every module of the house by its dotted name."""
    found: dict[str, Path] = {}
    for wing, folder in WINGS.items():
        for path in folder.rglob("*.py"):
            parts = [wing, *path.relative_to(folder).with_suffix("").parts]
            found[".".join(part for part in parts if part != "__init__")] = path
    return found


MODULES = modules()


def imports_of(name: str, *, at_import_only: bool = False) -> set[str]:
    """The modules of the house that a module imports; those under TYPE_CHECKING do not count."""
    path = MODULES[name]
    package = name if path.name == "__init__.py" else name.rpartition(".")[0]
    return {
        target
        for node in _import_nodes(ast.parse(path.read_text("utf-8")), at_import_only=at_import_only)
        for target in _targets(node, package)
        if target != name
    }


def _import_nodes(tree: ast.AST, *, at_import_only: bool) -> Iterator[ast.Import | ast.ImportFrom]:
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test):
            continue
        if at_import_only and isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            continue
        if isinstance(node, ast.Import | ast.ImportFrom):
            yield node
        yield from _import_nodes(node, at_import_only=at_import_only)


def _targets(node: ast.Import | ast.ImportFrom, package: str) -> Iterator[str]:
    if isinstance(node, ast.Import):
        yield from (alias.name for alias in node.names if alias.name in MODULES)
        return
    base = package.split(".")[: len(package.split(".")) - node.level + 1] if node.level else []
    module = ".".join([*base, *([node.module] if node.module else [])])
    for alias in node.names:
        if f"{module}.{alias.name}" in MODULES:
            yield f"{module}.{alias.name}"
        elif module in MODULES:
            yield module


def wing_of(name: str) -> str:
    return name.partition(".")[0]


def offenders(importers: str, *, may_not: tuple[str, ...], except_for: tuple[str, ...] = ()) -> list[str]:
    """Who, below a dotted prefix, imports what it may not."""
    return [
        f"{name} imports {target}"
        for name in MODULES
        if _below(name, importers)
        for target in sorted(imports_of(name))
        if any(_below(target, prefix) for prefix in may_not)
        and not any(_below(target, prefix) for prefix in except_for)
    ]


def _below(name: str, prefix: str) -> bool:
    return name == prefix or name.startswith(f"{prefix}.")


def test_the_sdk_knows_the_backend_in_one_function_and_no_other_wing() -> None:
    known = offenders("postcardit_sdk", may_not=("postcardit_backend", "postcardit_cli", "postcardit_swift"))

    assert known == ["postcardit_sdk.installed_backend imports postcardit_backend.entry"]
    assert "postcardit_backend.entry" not in imports_of("postcardit_sdk.installed_backend", at_import_only=True)


def test_the_backend_knows_only_the_contract_the_images_and_the_version_of_the_sdk() -> None:
    allowed = ("postcardit_sdk.contract", "postcardit_sdk.images", "postcardit_sdk.version")

    assert offenders("postcardit_backend", may_not=("postcardit_sdk",), except_for=allowed) == []
    assert offenders("postcardit_backend", may_not=("postcardit_cli", "postcardit_swift")) == []


def test_services_know_neither_the_web_nor_a_store() -> None:
    rooms: tuple[str, ...] = (
        "web",
        "app",
        "entry",
        "wiring",
        "embedded",
        "aws",
        "lab",
        "decoding",
        "darkroom",
        "byte_routes",
    )
    rooms += ("upload_routes", "stored_files", "conditions", "problems", "reading")

    assert offenders("postcardit_backend.services", may_not=tuple(f"postcardit_backend.{room}" for room in rooms)) == []


def test_the_embedded_store_and_the_aws_store_never_see_each_other() -> None:
    assert offenders("postcardit_backend.embedded", may_not=("postcardit_backend.aws",)) == []
    assert offenders("postcardit_backend.aws", may_not=("postcardit_backend.embedded",)) == []


def test_only_the_move_from_one_to_the_other_sees_both_stores() -> None:
    below = "postcardit_backend.embedded", "postcardit_backend.aws"
    both = {
        name
        for name in MODULES
        if _below(name, "postcardit_backend")
        and all(any(_below(target, store) for target in imports_of(name)) for store in below)
    }

    assert both and all(_below(name, "postcardit_backend.moving") for name in both)
    known = offenders("postcardit_backend", may_not=("postcardit_backend.moving",))
    assert known == offenders("postcardit_backend.moving", may_not=("postcardit_backend.moving",))


def test_the_cloud_has_no_laboratory() -> None:
    assert (
        offenders("postcardit_backend.aws", may_not=("postcardit_backend.lab", "postcardit_backend.request_log")) == []
    )


def test_the_swift_wing_knows_nobody() -> None:
    others = tuple(wing for wing in WINGS if wing != "postcardit_swift")

    assert offenders("postcardit_swift", may_not=others) == []


def test_nobody_knows_the_cli() -> None:
    for wing in WINGS:
        if wing != "postcardit_cli":
            assert offenders(wing, may_not=("postcardit_cli",)) == []


def test_the_contract_needs_pydantic_and_nothing_else() -> None:
    code = (
        "import sys; before = {name.partition('.')[0] for name in sys.modules}\n"
        "import postcardit_sdk.contract.openapi, postcardit_sdk.contract.operations\n"
        "after = {name.partition('.')[0] for name in sys.modules} - before - set(sys.stdlib_module_names)\n"
        "after = {name for name in after if not name.startswith('_sysconfigdata')}\n"
        "print(*sorted(after - {'postcardit_sdk', 'pydantic', 'pydantic_core', 'annotated_types', 'typing_extensions',"
        " 'typing_inspection'}))"
    )
    printed = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True).stdout

    assert printed.strip() == ""


def test_one_file_knows_httpx() -> None:
    knowing = [
        name
        for name, path in MODULES.items()
        if any(
            "httpx" in ast.unparse(node)
            for node in _import_nodes(ast.parse(path.read_text("utf-8")), at_import_only=False)
        )
    ]

    assert knowing == ["postcardit_sdk.http_transport"]


def test_no_import_circles() -> None:
    graph = {name: imports_of(name, at_import_only=True) for name in MODULES}
    done: set[str] = set()

    def walk(name: str, above: tuple[str, ...]) -> None:
        assert name not in above, " -> ".join([*above[above.index(name) :], name])
        if name not in done:
            for target in graph[name]:
                walk(target, (*above, name))
            done.add(name)

    for name in graph:
        walk(name, ())


def test_no_file_holds_more_than_one_idea() -> None:
    long = {name: lines for name, path in MODULES.items() if (lines := len(path.read_text("utf-8").splitlines())) > 400}

    assert long == {}


def test_no_function_is_longer_than_a_screen() -> None:
    long = [
        f"{name}.{node.name}"
        for name, path in MODULES.items()
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and (node.end_lineno or 0) - node.lineno >= 60
    ]

    assert long == []


def test_the_face_of_the_sdk_is_complete() -> None:
    face = {name: getattr(postcardit_sdk, name) for name in postcardit_sdk.__all__}

    assert set(face) <= set(dir(postcardit_sdk))
    assert all(value is not None for value in face.values())


def test_every_operation_but_a_stream_has_exactly_one_answer() -> None:
    from postcardit_backend import services
    from postcardit_backend.answers import ANSWERS

    assert services.__all__
    assert set(ANSWERS) == {operation.name for operation in OPERATIONS if not operation.streams}


def test_every_operation_has_a_place_in_the_document() -> None:
    in_document = {
        entry["operationId"] for methods in openapi_document()["paths"].values() for entry in methods.values()
    }

    assert in_document == {operation.name for operation in OPERATIONS}


def test_every_operation_has_a_method_of_the_sdk() -> None:
    spoken = {
        node.attr
        for name, path in MODULES.items()
        if _below(name, "postcardit_sdk.resources")
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "ops"
    }

    assert spoken == {operation.name for operation in OPERATIONS}


@pytest.fixture(scope="session")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> zipfile.Path:
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder), str(ROOT)]
    subprocess.run(command, check=True, capture_output=True)
    return zipfile.Path(next(folder.glob("*.whl")))


def test_the_wheel_holds_exactly_four_packages(wheel: zipfile.Path) -> None:
    tops = {entry.name for entry in wheel.iterdir() if not entry.name.endswith(".dist-info")}

    assert tops == set(WINGS)


def test_the_wheel_holds_what_the_packages_need_besides_code(wheel: zipfile.Path) -> None:
    assert (wheel / "postcardit_sdk" / "py.typed").exists()
    assert (wheel / "postcardit_backend" / "embedded" / "migrations" / "0001_start.sql").exists()
    templates = wheel / "postcardit_swift" / "templates"
    assert (templates / "Sources" / "PostCardItAPI" / "Models" / "Struct.swift.jinja").exists()
    assert (templates / "Sources" / "PostCardItAPI" / "Session" / "SignIn" / ".needs").exists()
    assert (wheel / "postcardit_sdk" / "worlds" / "built_in" / "heavy.yaml").exists()
    assert (wheel / "postcardit_backend" / "requirements.lock").exists()
    assert (wheel / "postcardit_backend" / "aws" / "ops" / "cost" / "counted.json").exists()
    assert [font for font in (wheel / "postcardit_cli" / "fonts").iterdir() if font.name.endswith(".ttf")]


def test_what_is_tested_is_what_was_asked_for() -> None:
    home = Path(postcardit_sdk.__file__).resolve()

    assert home.is_relative_to(ROOT / "postcardit_sdk") is (os.environ.get("POSTCARDIT_TESTED") != "wheel")
