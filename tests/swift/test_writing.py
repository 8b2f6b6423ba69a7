"""A package is written whole, one at a time, and beside files of one's own."""

import fcntl
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from postcardit_swift import writing
from postcardit_swift.writing import MANIFEST, NotOurs, Tree, changes_of, write

TREE: Tree = {
    "Package.swift": b"// package\n",
    "Sources/API/Card.swift": b"struct Card {}\n",
    "Sources/API/User.swift": b"struct User {}\n",
    MANIFEST: b"Package.swift\nSources/API/Card.swift\nSources/API/User.swift\n",
}
FEWER: Tree = {"Package.swift": b"// less\n", MANIFEST: b"Package.swift\n"}


class Killed(BaseException):
    """As if the process were gone: nothing that catches errors sees it."""


def files_in(folder: Path) -> Tree:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def killing(step: int, real: Callable[..., None]) -> Callable[..., None]:
    """The function, which dies at its nth call with the file written and not yet in its place."""
    left = [step]

    def put(folder: Path, name: str, content: bytes) -> None:
        left[0] -= 1
        if left[0] < 0:
            (folder / ".generated.new").write_bytes(content[: len(content) // 2])
            raise Killed
        real(folder, name, content)

    return put


@pytest.mark.parametrize("step", range(6))
def test_whoever_is_killed_at_any_step_leaves_no_half_file_and_nothing_unknown(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: int
) -> None:
    with monkeypatch.context() as patched:
        patched.setattr(writing, "_put", killing(step, writing._put))  # pyright: ignore[reportPrivateUsage]  # the step
        try:
            write(TREE, tmp_path)
        except Killed:
            pass
        else:
            assert step == 5, "there are five steps"

    found = files_in(tmp_path)
    assert {name: TREE[name] for name in found if name in TREE and name != MANIFEST}.items() <= found.items()

    write(FEWER, tmp_path)

    assert files_in(tmp_path) == FEWER, "what the killed one had written was known, and is gone"


def test_files_that_are_not_ours_are_neither_overwritten_nor_removed(tmp_path: Path) -> None:
    (tmp_path / "Sources/API").mkdir(parents=True)
    (tmp_path / "Sources/API/User.swift").write_text("// mine\n")
    (tmp_path / "notes.txt").write_text("mine\n")
    before = files_in(tmp_path)

    with pytest.raises(NotOurs) as refused:
        write(TREE, tmp_path)

    assert refused.value.path == tmp_path / "Sources/API/User.swift"
    assert files_in(tmp_path) == before


def test_a_file_that_is_already_as_it_would_be_is_no_obstacle(tmp_path: Path) -> None:
    (tmp_path / "Package.swift").write_bytes(TREE["Package.swift"])

    write(TREE, tmp_path)

    assert not changes_of(TREE, tmp_path)


def test_a_list_that_is_no_text_removes_nothing(tmp_path: Path) -> None:
    (tmp_path / MANIFEST).write_bytes(b"\xff\xfe\nnotes.txt/../../x\n")
    (tmp_path / "notes.txt").write_text("mine\n")

    write(FEWER, tmp_path)

    assert files_in(tmp_path) == {**FEWER, "notes.txt": b"mine\n"}


def test_a_link_in_the_place_of_a_file_is_replaced_and_not_followed(tmp_path: Path) -> None:
    kit, elsewhere = tmp_path / "Kit", tmp_path / "elsewhere.swift"
    write(TREE, kit)
    elsewhere.write_text("// mine\n")
    (kit / "Package.swift").unlink()
    (kit / "Package.swift").symlink_to(elsewhere)

    write(TREE, kit)

    assert elsewhere.read_text() == "// mine\n"
    assert not (kit / "Package.swift").is_symlink()


def test_nobody_writes_where_another_does_until_that_one_has_ended_or_died(tmp_path: Path) -> None:
    program = (
        "import os, pathlib, sys\nfrom postcardit_swift import writing\n"
        "real = writing._put\n"
        "def put(folder, name, content):\n"
        "    print('in', flush=True)\n"
        "    sys.stdin.readline()\n"
        "    real(folder, name, content)\n"
        "writing._put = put\n"
        "writing.write({'a.swift': b'a', '.generated': b'a.swift\\n'}, pathlib.Path(sys.argv[1]))\n"
    )
    with subprocess.Popen(
        [sys.executable, "-c", program, str(tmp_path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as first:
        assert first.stdout
        assert first.stdout.readline() == b"in\n"  # it is in the middle of its writing
        held = os.open(tmp_path, os.O_RDONLY)
        with pytest.raises(BlockingIOError):
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        os.close(held)
        first.kill()

    write(FEWER, tmp_path)

    assert files_in(tmp_path) == FEWER
