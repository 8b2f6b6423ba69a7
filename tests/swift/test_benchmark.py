"""The comparison with OpenAPI Generator counts what it says that it counts, and says what it could not measure."""

from pathlib import Path

import pytest

from benchmarks.swift import Figure, table
from benchmarks.swift_builds import Failed, cost_of, lay_out
from benchmarks.swift_packages import MAKERS, layer, operations_of, size_of, with_a_field
from postcardit_sdk.contract.openapi import openapi_document
from postcardit_sdk.contract.operations import OPERATIONS

WHOLE, CALLS_ALONE, PEER = MAKERS


def cells(line: str) -> list[str]:
    return [cell.strip() for cell in line.strip("|").split("|")]


def test_comments_and_blank_lines_are_no_code() -> None:
    text = b'/**\n A call.\n */\nfunc call() {\n\n    // why\n    accept("*/*", url: "a//b")\n    /* one */\n}\n'

    size = size_of(WHOLE, {"Models/A.swift": text, "Client/B.swift": b"let b = 1\n"})

    assert (size.files, size.lines, size.code_lines, size.contract_lines, size.longest) == (2, 10, 4, 9, 9)


def test_the_layer_leaves_tests_and_what_the_peer_has_not_out(tmp_path: Path) -> None:
    for name in ("Sources/PostCardItAPI/Models/A.swift", "Sources/PostCardItAPI/Outbox/B.swift", "Tests/C.swift"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("// Swift\n")

    assert [*layer(WHOLE, tmp_path)] == ["Models/A.swift", "Outbox/B.swift"]
    assert [*layer(CALLS_ALONE, tmp_path)] == ["Models/A.swift"]


def test_a_file_that_is_as_it_was_is_not_written_again(tmp_path: Path) -> None:
    lay_out(WHOLE, {"A.swift": b"// a\n", "B.swift": b"// b\n"}, tmp_path)
    sources = tmp_path / "package" / "Sources" / "PostCardItAPI"
    before = (sources / "A.swift").stat().st_mtime_ns

    lay_out(WHOLE, {"A.swift": b"// a\n"}, tmp_path)

    assert [path.name for path in sources.iterdir()] == ["A.swift"]
    assert (sources / "A.swift").stat().st_mtime_ns == before


def test_operations_are_counted_and_the_changed_document_has_a_field_more() -> None:
    document = openapi_document()

    changed = with_a_field(document)

    before, after = (one["components"]["schemas"]["Postcard"]["properties"] for one in (document, changed))
    assert operations_of(document) == len(OPERATIONS)
    assert set(after) - set(before) == {"postmark"}


def test_the_table_says_what_was_not_measured_and_why() -> None:
    whole = Figure("PostCardItAPI", {"files": 20, "lines": 100}, lack="no Swift toolchain")
    peer = Figure("OpenAPI Generator", {"files": 10}, lack="does not build: no such module")

    rows = {cells(line)[0]: cells(line)[1:] for line in table([whole, peer])[4:-1]}

    assert rows["files"] == ["20 (2.00 x)", "10"]
    assert rows["lines"] == ["100", "does not build: no such module"]
    assert rows["clean build: s"] == ["no Swift toolchain", "does not build: no such module"]


def test_a_command_that_fails_says_its_first_error() -> None:
    with pytest.raises(Failed, match=r"^no such module$"):
        cost_of(["sh", "-c", "echo 'A.swift:1:8: error: no such module'; echo 'error: more'; exit 1"])
