"""The generated tree: always the same bytes, nothing stale, and nothing that iOS 16 does not have."""

import json
import os
import random
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from postcardit_sdk.contract.openapi import contract_hash, openapi_document
from postcardit_sdk.contract.operations import OPERATIONS
from postcardit_swift.document import list_in, object_in
from postcardit_swift.generate import MANIFEST, Tree, changes_of, generate, runtime_types, write
from postcardit_swift.plan import plan_of
from tests.swift.documents import DOCUMENTS
from tests.swift.newer import newer_document

ROOT = Path(__file__).resolve().parents[2]
SOURCES = ROOT / "swift-templates"


@pytest.fixture(scope="module")
def tree() -> Tree:
    return generate(openapi_document())


def swift_files(tree: Tree) -> dict[str, str]:
    return {name: content.decode() for name, content in tree.items() if name.endswith(".swift")}


def shuffled(value: Any, chance: random.Random) -> Any:
    """The same document with the keys of every object in another order."""
    if isinstance(value, list):
        return [shuffled(item, chance) for item in list_in(value)]
    members = object_in(value)
    if not members:
        return value
    keys = [*members]
    chance.shuffle(keys)
    return {key: shuffled(members[key], chance) for key in keys}


def test_the_checked_in_package_is_what_the_contract_says(tree: Tree) -> None:
    assert not changes_of(tree, ROOT / "examples" / "swift" / "PostCardItKit")


def test_the_order_of_keys_never_shows(tree: Tree) -> None:
    for seed in range(3):
        assert generate(shuffled(openapi_document(), random.Random(seed))) == tree
    for kit, document in DOCUMENTS.items():
        assert generate(shuffled(document, random.Random(kit)), name=kit) == generate(document, name=kit)


@pytest.mark.parametrize(
    ("seed", "zone", "locale"),
    [("0", "UTC", "C"), ("12345", "Asia/Kathmandu", "tr_TR.UTF-8"), ("7", "America/St_Johns", "")],
)
def test_neither_hash_seed_nor_zone_nor_locale_nor_folder_shows(
    tree: Tree, tmp_path: Path, seed: str, zone: str, locale: str
) -> None:
    (tmp_path / "contract.json").write_text(json.dumps(openapi_document()), "utf-8")
    program = (
        "import json, pathlib, sys\nfrom postcardit_swift.generate import generate, write\n"
        "write(generate(json.loads(pathlib.Path(sys.argv[1]).read_bytes())), pathlib.Path(sys.argv[2]))\n"
    )
    environment = {
        **os.environ, "PYTHONHASHSEED": seed, "TZ": zone, "LC_ALL": locale,
        "PYTHONPATH": os.pathsep.join([str(SOURCES), os.environ.get("PYTHONPATH", "")]),
    }  # fmt: skip
    command = [sys.executable, "-c", program, str(tmp_path / "contract.json"), str(tmp_path / seed / "Kit")]
    subprocess.run(command, env=environment, cwd=tmp_path, check=True)

    written = {
        path.relative_to(tmp_path / seed / "Kit").as_posix(): path.read_bytes()
        for path in (tmp_path / seed / "Kit").rglob("*")
        if path.is_file()
    }
    assert written == tree


def test_what_is_stale_is_removed_and_what_is_ones_own_stays(tree: Tree, tmp_path: Path) -> None:
    write(tree, tmp_path)
    (tmp_path / "Sources" / "Mine.swift").write_text("// mine")
    fewer = {name: content for name, content in tree.items() if "/Operations/" not in name and name != MANIFEST}
    fewer[MANIFEST] = "".join(f"{name}\n" for name in sorted(fewer)).encode()

    changes = write(fewer, tmp_path)

    assert changes.removed == tuple(name for name in tree if "/Operations/" in name)
    assert not (tmp_path / "Sources" / "PostCardItAPI" / "Operations").exists()
    assert (tmp_path / "Sources" / "Mine.swift").exists()
    assert not changes_of(fewer, tmp_path)


def test_what_was_generated_once_and_is_on_no_list_is_removed_too(tree: Tree, tmp_path: Path) -> None:
    write(tree, tmp_path)
    back = tmp_path / "Sources" / "PostCardItAPI" / "Operations" / "Friends" / "PostCardItService+ListFriends.swift"
    back.parent.mkdir()
    back.write_text("// Generated from PostCardIt 1, contract 0123456789abcdef. Do not edit.\n\nimport Foundation\n")

    changes = changes_of(tree, tmp_path)

    assert changes.removed == ("Sources/PostCardItAPI/Operations/Friends/PostCardItService+ListFriends.swift",)


def test_one_byte_is_a_difference(tree: Tree, tmp_path: Path) -> None:
    write(tree, tmp_path)
    path = tmp_path / "Sources" / "PostCardItAPI" / "Models" / "Postcard.swift"
    path.write_bytes(path.read_bytes().replace(b"let", b"var", 1))

    assert changes_of(tree, tmp_path).written == ("Sources/PostCardItAPI/Models/Postcard.swift",)


def test_a_manifest_cannot_have_files_removed_elsewhere(tree: Tree, tmp_path: Path) -> None:
    (tmp_path / "outside.swift").write_text("// theirs")
    kit = tmp_path / "Kit"
    kit.mkdir()
    (kit / MANIFEST).write_text(f"../outside.swift\n{tmp_path / 'outside.swift'}\n")

    write(tree, kit)

    assert (tmp_path / "outside.swift").exists()


def test_the_header_says_from_what_and_not_when(tree: Tree) -> None:
    text = tree["Sources/PostCardItAPI/Models/Postcard.swift"].decode()

    assert text.splitlines()[0] == "// Generated from PostCardIt 1. Do not edit."


def test_the_contracts_hash_stands_in_one_file(tree: Tree) -> None:
    assert [name for name, content in tree.items() if contract_hash().encode() in content] == [
        "Sources/PostCardItAPI/Client/Contract.swift"
    ]


def test_one_more_optional_field_changes_its_model_its_previews_and_the_hash(tree: Tree) -> None:
    document = json.loads(json.dumps(openapi_document()))
    document["components"]["schemas"]["Postcard"]["properties"]["postmark"] = {"type": "string"}

    made = generate(document)

    changed = [name for name in made if made[name] != tree.get(name) and "/Previews/" not in name]
    assert changed == ["Sources/PostCardItAPI/Client/Contract.swift", "Sources/PostCardItAPI/Models/Postcard.swift"]


def test_no_file_is_longer_than_four_hundred_lines(tree: Tree) -> None:
    trees = [tree, *(generate(document, name=kit) for kit, document in DOCUMENTS.items())]

    assert [name for made in trees for name, text in swift_files(made).items() if text.count("\n") > 400] == []


def test_operations_of_a_tag_that_are_too_many_for_a_file_take_another() -> None:
    paths = {
        f"/op/{number}": {
            "get": {"operationId": f"op_{number:02}", "tags": ["many"], "responses": {"204": {"description": "Done."}}}
        }
        for number in range(60)
    }
    document = {"openapi": "3.1.0", "info": {"title": "Bulk", "version": "1"}, "paths": paths}

    made = {name: text for name, text in swift_files(generate(document)).items() if "/Operations/" in name}

    services = [name.rpartition("/")[2] for name in made if "Service+" in name]
    assert services == ["BulkService+Many+2.swift", "BulkService+Many+3.swift", "BulkService+Many.swift"]
    calls = [found for text in made.values() for found in re.findall(r"public func (\w+)\(\) async", text)]
    assert sorted(calls) == [f"op{number:02}" for number in range(60)]


def test_an_operation_costs_at_most_120_lines_models_included(tree: Tree) -> None:
    lines = sum(text.count("\n") for text in swift_files(tree).values() if text.startswith("// Generated from"))

    assert lines / len(OPERATIONS) <= 120


def test_nothing_is_used_that_ios_16_and_macos_13_lack(tree: Tree) -> None:
    lacking = re.compile(
        r"\bMutex\b|import (Synchronization|Observation)|@Observable|\bAtomic<|isolated deinit"
        r"|nonisolated\(nonsending\)"
        r"|InlineArray|any AsyncSequence<|DiscardingTaskGroup|#Predicate|SwiftData|next\(isolation:"
    )
    sources = {name: text for name, text in swift_files(tree).items() if name.startswith("Sources/")}
    code = {name: re.sub(r"//.*", "", text) for name, text in sources.items()}

    assert {name: found.group() for name, text in code.items() if (found := lacking.search(text))} == {}


def test_one_unchecked_sendable_stands_in_the_package_with_its_reason(tree: Tree) -> None:
    risky = re.compile(r"@unchecked|nonisolated\(unsafe\)|@preconcurrency")
    lines = [
        (name, line)
        for name, text in swift_files(tree).items()
        for line in text.splitlines()
        if risky.search(line) and not line.lstrip().startswith("///")
    ]

    assert [name.rpartition("/")[2] for name, _ in lines] == ["Locked.swift"]


def test_what_only_darwin_has_stands_in_one_file(tree: Tree) -> None:
    with_darwin = [
        name for name, text in swift_files(tree).items() if re.search(r"canImport\(Darwin\)|os\(iOS\)", text)
    ]

    assert [name.rpartition("/")[2] for name in with_darwin] == ["Darwin.swift"]


def test_every_public_symbol_is_documented(tree: Tree) -> None:
    declared = re.compile(r"^\s*(@\S+ )*public (?!extension)(?!package)")
    bare: list[str] = []
    for name, text in swift_files(tree).items():
        lines = text.splitlines()
        for number, line in enumerate(lines):
            above = number - 1
            while (
                above >= 0 and re.match(r"^\s*(@\w+|#if|#else|\)|//( |$))", lines[above]) and "///" not in lines[above]
            ):
                above -= 1
            if name.startswith("Sources/") and declared.match(line) and not lines[above].lstrip().startswith("///"):
                bare.append(f"{name}:{number + 1} {line.strip()}")

    assert bare == []


def test_every_operations_documentation_names_its_method_and_path(tree: Tree) -> None:
    for call in plan_of(openapi_document(), taken=runtime_types()).functions:
        path = f"Sources/PostCardItAPI/Operations/PostCardItService+{call.tag}.swift"
        assert f"/// HTTP: `{call.method} {call.route}`" in tree[path].decode()


def test_a_new_operation_and_a_new_field_appear_by_generating_anew(tree: Tree) -> None:
    newer = newer_document(openapi_document())
    newer["paths"]["/balloons/{balloonId}"] = {
        "post": {
            "operationId": "launch_balloon",
            "tags": ["balloons"],
            "parameters": [{"name": "balloonId", "in": "path", "required": True, "schema": {"type": "string"}}],
            "responses": {
                "200": {
                    "description": "Up.",
                    "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Postcard"}}},
                }
            },
        }
    }

    made = generate(newer)

    added = {name for name in made if name not in tree}
    assert "Sources/PostCardItAPI/Operations/PostCardItService+Balloons.swift" in added
    assert "Sources/PostCardItTestSupport/Fixtures/Fixture+LaunchBalloon.swift" in added
    assert "public let brandNew: PostcardBrandNew?" in made["Sources/PostCardItAPI/Models/Postcard.swift"].decode()
    assert "var newFont: Self { Self(rawValue: " in made["Sources/PostCardItAPI/Models/PostCardItFont.swift"].decode()
