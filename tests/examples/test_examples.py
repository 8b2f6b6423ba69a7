"""Each example does what it says, in less than 40 lines."""

import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from PIL import Image

from postcardit_sdk import Client, PostcardStatus
from postcardit_sdk.lab import sign_up

EXAMPLES = Path(__file__).parents[2] / "examples"
PROGRAMS = sorted(EXAMPLES.glob("*.py"))


@dataclass
class Stage:
    """A server on which alice and bob are friends."""

    url: str
    alice: Client
    bob: Client


@pytest.fixture
def stage(tmp_path: Path) -> Iterator[Stage]:
    from postcardit_backend.entry import Server

    data = tmp_path / "data"
    with Server(data) as server, Client(server.url) as alice, Client(server.url) as bob:
        alice.run(sign_up(data, "alice"))
        bob.run(sign_up(data, "bob"))
        bob.friends.accept(alice.friends.request("bob").friendship_id)
        yield Stage(server.url, alice, bob)


def run(name: str, *arguments: str, password: str = "correct horse") -> "subprocess.CompletedProcess[str]":
    """Run an example as its reader would."""
    command = [sys.executable, "-W", "error", str(EXAMPLES / name), *arguments]
    surroundings = {**os.environ, "POSTCARDIT_PASSWORD": password}
    return subprocess.run(command, env=surroundings, capture_output=True, text=True, check=False, timeout=60)


@pytest.fixture
def photo(tmp_path: Path) -> str:
    path = tmp_path / "venice.jpg"
    Image.effect_noise((300, 200), 60).convert("RGB").save(path)
    return str(path)


def test_send_postcard_sends_one_with_its_photo(stage: Stage, photo: str) -> None:
    done = run("send_postcard.py", stage.url, "alice", "bob", "Ciao!", photo)

    (card,) = stage.bob.postcards.list().postcards
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.splitlines() == [
        "  0% of the photo sent",
        "100% of the photo sent",
        f"Your postcard to bob is on its way: {card.postcard_id}",
    ]
    assert (card.message, card.image_width, card.image_height) == ("Ciao!", 300, 200)


def test_send_postcard_says_in_one_line_what_went_wrong(stage: Stage, photo: str) -> None:
    done = run("send_postcard.py", stage.url, "alice", "bob", "Ciao!", photo, password="wrong horse")

    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == "The name or the password is wrong.\n"


def test_async_inbox_prints_what_is_unread_and_marks_it_read(stage: Stage, photo: str) -> None:
    stage.alice.postcards.send("bob", "First")
    stage.alice.postcards.send("bob", "Second", photo=photo)

    first, again = run("async_inbox.py", stage.url, "bob"), run("async_inbox.py", stage.url, "bob")

    newest, oldest = first.stdout.splitlines()
    assert newest.startswith("alice: Second (with a photo of ")
    assert oldest == "alice: First"
    assert (first.stderr, again.stderr, again.stdout) == ("", "", "")
    assert {card.status for card in stage.bob.postcards.all()} == {PostcardStatus.READ}


def test_the_tests_with_an_embedded_backend_pass() -> None:
    command = [sys.executable, "-W", "error", "-m", "pytest", "-q", "-p", "no:cacheprovider", "-p", "no:randomly"]

    done = subprocess.run(
        [*command, "-c", os.devnull, "--rootdir", str(EXAMPLES), str(EXAMPLES / "test_with_embedded_backend.py")],
        capture_output=True, text=True, check=False, timeout=60,
    )  # fmt: skip

    assert done.returncode == 0, done.stdout
    assert "2 passed" in done.stdout


@pytest.mark.parametrize("program", PROGRAMS, ids=lambda path: path.name)
def test_an_example_has_less_than_40_lines_and_is_explained(program: Path) -> None:
    assert len(program.read_text("utf-8").splitlines()) < 40
    assert f"`{program.name}`" in (EXAMPLES / "README.md").read_text("utf-8")


QA = EXAMPLES / "qa"


def run_qa(folder: Path, *options: str) -> "subprocess.CompletedProcess[str]":
    """The outsider's project in a folder of its own, with what its reader would have installed."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PYTEST")}
    command = [sys.executable, "-P", "-m", "pytest", "-p", "no:cacheprovider", "-p", "no:hypothesispytest", *options]
    return subprocess.run(
        [*command, "--basetemp", str(folder / "tmp"), str(QA)],
        cwd=folder, env=kept, capture_output=True, text=True, check=False, timeout=110,
    )  # fmt: skip


def test_the_outsiders_project_passes(tmp_path: Path) -> None:
    done = run_qa(tmp_path, "-q", "-p", "no:xdist")

    assert (done.returncode, "10 passed" in done.stdout) == (0, True), done.stdout + done.stderr


def test_the_outsiders_project_passes_in_parallel(tmp_path: Path) -> None:
    done = run_qa(tmp_path, "-q", "-n", "2")

    assert (done.returncode, "10 passed" in done.stdout) == (0, True), done.stdout + done.stderr


def test_the_outsiders_project_knows_nothing_of_the_kit_but_the_sdk_and_its_plugin() -> None:
    imported = {
        line.split()[1].partition(".")[0]
        for file in QA.glob("*.py")
        for line in file.read_text("utf-8").splitlines()
        if line.startswith(("import ", "from "))
    }

    assert imported <= {"pytest", "postcardit_sdk"}
