"""The package compiles without a warning, keeps its bars, and works against the live backend."""

import hashlib
import io
import json
import os
import re
import subprocess
from pathlib import Path

import pytest
from PIL import Image

from postcardit_sdk import Client
from postcardit_sdk.contract.openapi import openapi_document
from postcardit_sdk.contract.operations import BASE_PATH, OPERATIONS
from postcardit_swift.generate import generate
from tests.end_to_end.served import Served
from tests.swift.odd_server import odd_server
from tests.swift.workspace import STRICT, TEST_SECONDS, Workspace

pytestmark = pytest.mark.timeout(1200)


def test_the_package_keeps_its_bars(built_package: Workspace) -> None:
    with built_package.held():
        printed = built_package.run("test", "--skip-build", *STRICT, seconds=TEST_SECONDS)

    executed = re.findall(r"Executed (\d+) tests, with (?:\d+ tests? skipped and )?0 failures", printed)
    assert max(map(int, executed)) > 60


def test_the_package_manager_reads_the_packages_own_manifest(swift: str, tmp_path: Path) -> None:
    package = Workspace(swift, tmp_path / "package")
    package.fill(generate(openapi_document()))

    assert package.describe() == "PostCardItKit"


def test_a_program_made_of_the_package_lives_with_the_backend(built_package: Workspace, tmp_path: Path) -> None:
    photo = io.BytesIO()
    Image.effect_noise((400, 300), 60).convert("RGB").save(photo, "JPEG", quality=95)
    (tmp_path / "photo.jpg").write_bytes(photo.getvalue())
    with Served(tmp_path / "data") as server:
        environment = {
            **os.environ,
            "POSTCARDIT_URL": server.url,
            "POSTCARDIT_LAB_KEY": (tmp_path / "data" / "lab.key").read_text().strip(),
            "POSTCARDIT_PHOTO": str(tmp_path / "photo.jpg"),
            "POSTCARDIT_SHA256": hashlib.sha256(photo.getvalue()).hexdigest(),
        }
        program = built_package.scratch / "debug" / "Live"
        done = subprocess.run([program], env=environment, capture_output=True, text=True, timeout=300, check=False)
        assert done.returncode == 0, done.stderr + done.stdout[-2000:]
        with Client(server.url) as bob:
            bob.auth.login("bob", "correct horse")
            received = bob.postcards.received().postcards
            assert [(card.sender_name, card.message, card.status) for card in received] == [
                ("Alice A.", "Grüße\naus Venedig 🏝️", "read")
            ]
            assert (bob.postcards.photo(received[0]) or b"").startswith(b"\xff\xd8")

    assert done.stdout.splitlines()[-1] == "DONE"
    assert called_in(done.stdout) == {operation.name for operation in OPERATIONS}


def test_the_transport_lives_with_a_network_of_bad_manners(built_package: Workspace) -> None:
    with odd_server() as url:
        program = built_package.scratch / "debug" / "OddNetwork"
        environment = {**os.environ, "ODD_URL": url}
        done = subprocess.run([program], env=environment, capture_output=True, text=True, timeout=300, check=False)

    assert done.returncode == 0, done.stderr
    assert done.stdout == "DONE\n"


def called_in(printed: str) -> set[str]:
    """The operations that the server was asked for. (The program itself refuses `unknown_route` as an answer.)"""
    found: set[str] = set()
    for method, path in re.findall(r"^CALL (\S+) (\S+) \d+$", printed, re.MULTILINE):
        for operation in sorted(OPERATIONS, key=lambda operation: operation.path.count("{")):
            pattern = re.sub(r"\\{\w+\\}", "[^/]+", re.escape(f"{BASE_PATH}{operation.path}"))
            if operation.method == method and re.fullmatch(pattern, path):
                found.add(operation.name)
                break
    return found


def test_an_older_package_reads_what_a_newer_server_says(built_package: Workspace, tmp_path: Path) -> None:
    from tests.swift.newer import newer_answers

    answers = newer_answers(openapi_document())
    (tmp_path / "answers.json").write_text(json.dumps(answers), "utf-8")

    with built_package.held():
        printed = built_package.run(
            "test", "--skip-build", *STRICT, "--filter", "NewerServerTests", seconds=TEST_SECONDS,
            POSTCARDIT_NEWER_ANSWERS=str(tmp_path / "answers.json"),
        )  # fmt: skip

    assert f"NEWER {len(answers)} answers were read" in printed
