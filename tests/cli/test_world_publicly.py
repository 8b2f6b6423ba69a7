"""Worlds by the API that everyone has: no laboratory, no dates, real codes."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from postcardit_backend.entry import Server
from postcardit_cli.servers import announced
from postcardit_cli.world.crew import Crew
from postcardit_cli.world.ledger import Ledger
from postcardit_sdk import Client, Code, Problem, RateLimited
from postcardit_sdk.lab import sign_up

from .conftest import Run, problem

WORLD = """\
world: w
users: {alice: {bio: Ciao}, bob: , carol: , dora: {deleted: now}}
friendships:
  - [alice, bob]
  - [bob, dora]
  - {from: carol, to: alice, status: pending}
  - {from: carol, to: bob, status: rejected}
  - {from: alice, to: dora, status: blocked}
postcards:
  - {name: hello, from: alice, to: bob, message: Ciao, photo: painted, place: Venice, read: true}
  - {from: bob, to: alice, delivered: true, archived_by: recipient}
  - {from: bob, to: dora}
"""
FRIEND = """\
world: f
users:
  zoe: {existing: true, password: correct horse}
  quentin:
friendships:
  - [quentin, zoe]
postcards:
  - {from: zoe, to: quentin, message: Hello}
"""


@pytest.fixture
def server(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "w.yaml").write_text(WORLD)
    (tmp_path / "f.yaml").write_text(FRIEND)
    with Server(tmp_path / "server") as server, announced(server.url, tmp_path / "server"):
        monkeypatch.setenv("POSTCARDIT_URL", server.url)
        yield server


@pytest.mark.usefixtures("server")
def test_a_world_comes_in_by_requests_and_is_as_its_file_says(run: Run) -> None:
    loaded = run("world", "load", "w.yaml", "--public")
    status = run("world", "status", "w", "--json")
    again = run("world", "load", "w.yaml", "--public")

    assert (loaded.exit_code, loaded.out) == (0, "w is loaded: 3 users, 1 friendships, 3 postcards.\n")
    assert (status.exit_code, status.json["found"]) == (0, status.json["planned"])
    assert again.out.startswith("w is there already")
    assert run("--as", "alice", "users", "me", "--json").json["bio"] == "Ciao"


@pytest.mark.usefixtures("server")
def test_its_end_erases_the_accounts_that_it_made(run: Run) -> None:
    run("world", "load", "w.yaml", "--public")

    gone = run("world", "destroy", "w")

    assert (gone.exit_code, gone.out) == (0, "w is gone: 3 users, and all that was theirs.\n")
    assert run("world", "load", "w.yaml", "--public").exit_code == 0


def test_a_load_that_was_killed_makes_nothing_twice(run: Run, server: Server, tmp_path: Path) -> None:
    code = (
        "import os, signal, sys\n"
        "from postcardit_cli.world.ledger import Ledger\n"
        "note = Ledger.note\n"
        "def dying(self, what, made):\n"
        "    if what.startswith(sys.argv[1]): os.kill(os.getpid(), signal.SIGKILL)\n"
        "    note(self, what, made)\n"
        "Ledger.note = dying\n"
        "from postcardit_cli.start import enter; sys.exit(enter(['world', 'load', 'w.yaml', '--public']))\n"
    )
    for before in ("user bob", "friendship ", "postcard ", "block "):
        killed = subprocess.run([sys.executable, "-c", code, before], cwd=tmp_path, env=os.environ, check=False)
        assert killed.returncode == -signal.SIGKILL

    whole = run("world", "load", "w.yaml", "--public")

    assert (whole.exit_code, run("world", "status", "w").exit_code) == (0, 0)
    with Client(server.url) as bob:
        bob.auth.login("bob", "correct horse battery")
        assert len([*bob.postcards.all()]) == 3


def test_accounts_that_are_there_are_used_and_only_what_was_made_is_undone(
    run: Run, server: Server, tmp_path: Path
) -> None:
    with Client(server.url) as zoe:
        zoe.run(sign_up(tmp_path / "server", "zoe"))
        run("world", "load", "f.yaml", "--public")
        friends = [friend.user.username for friend in zoe.friends.all()]

        gone = run("world", "destroy", "f")

        assert (friends, gone.out) == (["quentin"], "f is gone: 1 users, and all that was theirs.\n")
        assert ([*zoe.friends.all()], zoe.users.me().username) == ([], "zoe")


def test_where_codes_go_to_real_mailboxes_the_command_says_what_it_cannot_do(
    run: Run, server: Server, tmp_path: Path
) -> None:
    (tmp_path / "server" / "lab.key").unlink()

    result = run("world", "load", "w.yaml", "--public")

    assert result.exit_code == 5
    assert "no accounts can be made here for alice, bob, carol, dora" in result.err
    assert "existing: true" in result.err
    assert server.url


@pytest.mark.usefixtures("server")
def test_an_account_whose_password_is_another_is_told(run: Run, tmp_path: Path) -> None:
    (tmp_path / "f.yaml").write_text(FRIEND.replace("zoe", "nobody"))

    result = run("world", "load", "f.yaml", "--public")

    assert (result.exit_code, "nobody cannot sign in with the password of the world's file" in result.err) == (1, True)


def test_the_backend_inside_the_command_is_not_reached_by_requests(run: Run) -> None:
    assert run("world", "load", "two-friends", "--public").exit_code == 2


def test_where_the_server_asks_for_patience_it_is_had_and_told() -> None:
    told: list[str] = []
    tries = iter([_too_many(), _too_many(), None])

    def act() -> str:
        if (error := next(tries)) is not None:
            raise error
        return "done"

    ledger = Ledger("local", "w", "w.yaml", "", 0, "", "api", ())
    with Crew("http://127.0.0.1:9", ledger, told.append) as crew:
        done = crew.patiently(act)

    assert (done, told) == ("done", ["The server lets through only so many at a time: going on in 0 s."] * 2)


def _too_many() -> RateLimited:
    return RateLimited(Problem.model_validate(problem(Code.RATE_LIMITED, 429)), retry_after=0.001)
