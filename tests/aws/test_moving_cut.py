"""postcardit migrate as a process that is killed, cut off, or not alone: the same command ends what was begun."""

import json
import os
import secrets
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from postcardit_backend.aws.stage import Stage
from postcardit_backend.moving.opening import opened
from tests.aws.emulator import REGION, Emulator
from tests.aws.moving import lived
from tests.aws.named import named_stage
from tests.aws.way import COMMIT, MARK, PHOTO, Way, way_to
from tests.backend.world import Settled

pytestmark = pytest.mark.timeout(300)
"""Each process imports all of botocore."""

ENTRY = "from postcardit_cli.start import run; raise SystemExit(run())"


@dataclass
class Moved:
    """A folder that nobody uses, a stage, and the way there."""

    folder: Path
    stage: Stage
    emulator: Emulator
    way: Way

    def start(self, *options: str, **environment: str) -> "subprocess.Popen[str]":
        """The command, as a process of its own."""
        words = ["--json", "migrate", "--from", str(self.folder), "--to", self.stage.name, *options]
        surroundings = {name: value for name, value in os.environ.items() if not name.startswith("AWS_")}
        account = {
            "AWS_ENDPOINT_URL": self.way.url,
            "AWS_ACCESS_KEY_ID": "test",
            "AWS_SECRET_ACCESS_KEY": "test",
            "AWS_REGION": REGION,
            "HOME": str(self.folder.parent),
        }
        return subprocess.Popen(
            [sys.executable, "-c", ENTRY, *words],
            env={**surroundings, **account, **environment},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def run(self, *options: str, **environment: str) -> tuple[int, Any]:
        """Its exit code, and what it said: its answer, or its error."""
        process = self.start(*options, **environment)
        out, err = process.communicate()
        return process.returncode, json.loads(out) if process.returncode == 0 else json.loads(err)["error"]

    def killed_at(self, watched: bytes, number: int, *, is_answered: bool) -> bool:
        """Whether it dies when the request of this number is on its way, or when it has been answered."""
        begun = threading.Event()
        victim: list[subprocess.Popen[str]] = []

        def kill() -> None:
            begun.wait()
            victim[0].kill()
            victim[0].wait()

        def meet(met: int) -> Callable[[], object] | None:
            if met != number:
                return None
            if is_answered:
                return kill
            kill()
            raise ConnectionAbortedError  # nor does the request arrive

        self.way.watch(watched, meet)
        victim.append(self.start("--yes"))
        begun.set()
        victim[0].communicate()
        self.way.watch(COMMIT, lambda _: None)
        return victim[0].returncode == -signal.SIGKILL

    def different(self) -> list[str]:
        """What is otherwise at the stage than in the folder."""
        with opened(self.folder, self.stage, self.emulator.clients) as move:
            return move.verify()


@pytest.fixture
def moved(settled: Settled, emulator: Emulator, tmp_path: Path) -> Iterator[Moved]:
    folder = tmp_path / "data"
    with settled.open_copy(folder) as world:
        lived(world)
    with named_stage(emulator, f"grown{secrets.token_hex(4)}") as stage, way_to(emulator.url) as way:
        yield Moved(folder, stage, emulator, way)


def test_killed_again_and_again_it_ends_with_the_same_stage(moved: Moved) -> None:
    deaths = [moved.killed_at(PHOTO, 1, is_answered=answered) for answered in (False, True)]
    deaths += [moved.killed_at(COMMIT, 1, is_answered=answered) for answered in (False, True)]
    _, rest = moved.run()
    deaths += [moved.killed_at(COMMIT, 1, is_answered=True), moved.killed_at(MARK, 2, is_answered=False)]

    code, answer = moved.run("--yes")
    again = moved.run("--yes")

    assert all(deaths)
    assert 0 < rest["done"] < rest["items"]
    assert (code, answer["isFinished"], answer["done"], answer["written"]) == (0, True, answer["items"], 0)
    assert (again[0], again[1]["isFinished"], again[1]["written"]) == (0, True, 0)
    assert moved.different() == []


def test_where_the_network_ends_it_says_so_and_goes_on_later(moved: Moved) -> None:
    def cut(met: int) -> None:
        moved.way.is_cut = met >= 2

    moved.way.watch(COMMIT, cut)
    code, error = moved.run("--yes")
    moved.way.is_cut = False
    moved.way.watch(COMMIT, lambda _: None)

    assert (code, error["code"]) == (1, "unavailable")
    assert "run the same command again" in error["hint"]
    assert moved.run("--yes")[0] == 0
    assert moved.different() == []


def test_a_second_one_at_the_same_time_is_refused_and_the_first_one_ends_well(moved: Moved) -> None:
    held, go_on = threading.Event(), threading.Event()

    def hold(met: int) -> None:
        if met == 2:
            held.set()
            go_on.wait()

    moved.way.watch(COMMIT, hold)
    first = moved.start("--yes")
    held.wait()
    code, error = moved.run("--yes")
    go_on.set()
    first.communicate()

    assert (code, error["code"]) == (1, "not_moved")
    assert "in use" in error["message"]
    assert first.returncode == 0
    assert moved.different() == []


def test_a_folder_whose_server_runs_is_shown_and_not_moved(moved: Moved, settled: Settled) -> None:
    with opened(moved.folder, moved.stage, moved.emulator.clients):
        shown, refused = moved.run(), moved.run("--yes")

    assert (shown[0], shown[1]["written"]) == (0, 0)
    assert (refused[0], refused[1]["code"]) == (1, "not_moved")
    assert "Stop its server" in refused[1]["message"]


def test_without_credentials_it_says_what_to_set(moved: Moved) -> None:
    code, error = moved.run("--yes", AWS_ACCESS_KEY_ID="", AWS_SECRET_ACCESS_KEY="", AWS_EC2_METADATA_DISABLED="true")

    assert (code, error["code"]) == (1, "aws_refused")
    assert "AWS_ACCESS_KEY_ID" in error["hint"]
