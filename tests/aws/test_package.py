"""The functions' package: the same bytes each time, and nothing that is not needed."""

import importlib.metadata
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from packaging.requirements import Requirement

from postcardit_backend.aws.ops.package import PackageFailed, make_package
from postcardit_backend.aws.ops.package.archive import digest, write_archive
from postcardit_backend.aws.ops.package.bytecode import compile_folder
from postcardit_backend.aws.ops.package.contents import REQUIREMENTS, SERVICES, belongs
from postcardit_backend.aws.ops.package.dependencies import bring, lock_file, locked, platforms
from tests.aws.packaged import installed_dependencies

LAMBDA = {
    "python_version": "3.13", "python_full_version": "3.13.0", "sys_platform": "linux", "os_name": "posix",
    "platform_system": "Linux", "platform_machine": "aarch64", "implementation_name": "cpython",
    "platform_python_implementation": "CPython", "extra": "",
}  # fmt: skip
THIS_PYTHON = f"{sys.version_info[0]}.{sys.version_info[1]}"


def test_the_same_files_give_the_same_bytes_whatever_their_times_and_order(tmp_path: Path) -> None:
    first, second = tmp_path / "first", tmp_path / "second"
    for folder, names in ((first, "ab"), (second, "ba")):
        folder.mkdir()
        for name in names:
            (folder / name).write_text(name * 1000)
            os.utime(folder / name, (len(folder.name) * 10**8, 10**9))
        write_archive({name: folder / name for name in names}, folder.with_suffix(".zip"))

    assert digest(first.with_suffix(".zip")) == digest(second.with_suffix(".zip"))
    assert zipfile.ZipFile(first.with_suffix(".zip")).namelist() == ["a", "b"]


def test_bytecode_is_the_same_each_time_and_names_no_folder_of_this_machine(tmp_path: Path) -> None:
    compiled: list[bytes] = []
    for name in ("first", "second"):
        folder = tmp_path / name
        folder.mkdir()
        (folder / "words.py").write_text("WORDS = frozenset({'a', 'b', 'c', 'd'})\ndef f(): raise ValueError\n")
        assert compile_folder(folder, THIS_PYTHON)
        compiled += [path.read_bytes() for path in folder.rglob("*.pyc")]

    assert len(compiled) == 2
    assert compiled[0] == compiled[1]
    assert str(tmp_path).encode() not in compiled[0]


def test_bytecode_of_another_python_is_not_made(tmp_path: Path) -> None:
    (tmp_path / "words.py").write_text("")

    assert not compile_folder(tmp_path, "2.7")
    assert [*tmp_path.rglob("*.pyc")] == []


def test_the_list_of_dependencies_is_whole() -> None:
    needed = {
        requirement.name.lower().replace("_", "-")
        for name in REQUIREMENTS
        for text in importlib.metadata.requires(name) or []
        if (requirement := Requirement(text)).marker is None or requirement.marker.evaluate(LAMBDA)
    }

    assert needed - {*REQUIREMENTS} - {"pycparser"} == set()  # cffi reads C with it, which nobody does at run time


def test_the_lock_gives_each_dependency_with_its_hashes() -> None:
    lines = locked(lock_file().read_text("utf-8")).splitlines()

    names = [line.partition("==")[0] for line in lines if "==" in line]
    assert names == [*REQUIREMENTS]
    assert sum("--hash=sha256:" in line for line in lines) >= len(names)


def test_a_lock_of_another_version_is_refused_by_name() -> None:
    with pytest.raises(PackageFailed, match="does not name annotated-types, anyio"):
        locked("boto3==1.0 \\\n    --hash=sha256:00\n")


@pytest.mark.parametrize(
    ("name", "is_needed"),
    [
        ("postcardit_backend/aws/stage.py", True),
        ("postcardit_backend/aws/ops/stages.py", False),
        ("postcardit_sdk/contract/operations.py", True),
        ("botocore/data/dynamodb/2012-08-10/service-2.json.gz", True),
        ("botocore/data/ec2/2016-11-15/service-2.json.gz", False),
        ("botocore/data/endpoints.json", True),
        ("pydantic-2.0.dist-info/METADATA", False),
        ("pydantic/__pycache__/main.cpython-313.pyc", False),
        ("PIL/_imaging.pyi", False),
        ("postcardit_backend/requirements.lock", False),
        ("PIL/_imaging.cpython-313-aarch64-linux-gnu.so", True),
    ],
)
def test_only_what_is_needed_goes_along(name: str, is_needed: bool) -> None:
    assert belongs(name) is is_needed


def test_every_service_that_is_called_keeps_its_description(tmp_path: Path) -> None:
    installed_dependencies(tmp_path)
    described = {path.name for path in (tmp_path / "botocore" / "data").iterdir() if path.is_dir()}

    assert described >= SERVICES


def test_wheels_for_the_newest_linux_come_first_and_none_is_too_new_for_lambda() -> None:
    names = platforms("arm64")

    assert (names[0], names[-2:]) == ("manylinux_2_34_aarch64", ["manylinux2014_aarch64", "linux_aarch64"])


def let_pip_say(complaint: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def run(*_: object, **__: object) -> subprocess.CompletedProcess[str]:
        return subprocess.CompletedProcess([], 1, "", complaint)

    monkeypatch.setattr(subprocess, "run", run)


def test_what_pip_complains_of_names_no_address(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    complaint = "Looking in indexes\nERROR: 403 for url: https://user:secret@index.example/simple/\n"
    let_pip_say(complaint, monkeypatch)

    with pytest.raises(PackageFailed) as failed:
        bring(lock_file().read_text("utf-8"), tmp_path / "d", architecture="arm64", python="3.13")

    assert str(failed.value) == "pip could not bring the dependencies for arm64: 403 for url: an address"


def test_a_python_without_pip_is_told_how_to_get_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    complaint = "/usr/bin/python: No module named pip\n"
    let_pip_say(complaint, monkeypatch)

    with pytest.raises(PackageFailed, match="python -m ensurepip"):
        make_package(tmp_path / "package.zip")
