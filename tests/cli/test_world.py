"""The commands about worlds, against the backend inside the command."""

import json
import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from postcardit_cli.folders import accounts_folder, worlds_folder

from .conftest import Run

WORLD = """\
world: w
users: {alice: {full_name: Alice}, bob: }
friendships:
  - [alice, bob]
postcards:
  - {name: hello, from: alice, to: bob, message: Ciao, sent: 2 days ago}
"""


@pytest.fixture
def file(tmp_path: Path) -> str:
    path = tmp_path / "w.yaml"
    path.write_text(WORLD)
    return str(path)


def test_a_world_is_loaded_by_its_name_and_its_people_act_at_once(run: Run) -> None:
    loaded = run("world", "load", "two-friends")
    again = run("world", "load", "two-friends")
    cards = run("--as", "bob", "postcards", "list", "--json")

    assert loaded.out == "two-friends is loaded: 2 users, 1 friendships, 3 postcards.\n"
    assert again.out == "two-friends is there already: 2 users, 1 friendships, 3 postcards.\n"
    assert [card["senderName"] for card in cards.json["postcards"]] == ["Bob Ross", "Bob Ross", "Alice Liddell"]


def test_a_plan_says_what_would_be_and_changes_nothing(run: Run, file: str) -> None:
    planned = run("world", "plan", file)
    listed = run("world", "list", "--json")

    assert (planned.exit_code, "postcards            1" in planned.out) == (0, True)
    assert "People: alice, bob" in planned.out
    assert listed.json["loaded"] == []


def test_the_status_is_the_files_in_every_count_until_somebody_does_something(run: Run, file: str) -> None:
    run("world", "load", file)
    before = run("world", "status", "w", "--json")
    card = run("--as", "bob", "postcards", "list", "--json").json["postcards"][0]["postcardId"]
    run("--as", "bob", "postcards", "read", card)

    after = run("world", "status", "w")

    assert (before.exit_code, before.json["isEqual"], before.json["found"]) == (0, True, before.json["planned"])
    assert (after.exit_code, after.out.splitlines()[-1]) == (1, "It is not as the file says.")
    assert [line.split() for line in after.out.splitlines() if line.startswith("read ")] == [["read", "0", "1", "+1"]]


def test_a_world_is_found_by_its_file_as_by_its_name(run: Run, file: str) -> None:
    run("world", "load", file)

    assert run("world", "status", file).exit_code == run("world", "status", "w").exit_code == 0


def test_sessions_of_personas_are_apart_from_ones_own_and_private(run: Run, file: str) -> None:
    run("world", "load", file)
    run("--as", "alice", "users", "me")

    kept = worlds_folder("local")
    modes = {stat.S_IMODE(path.stat().st_mode) for path in kept.rglob("*") if path.is_file()}
    assert [*accounts_folder("local").glob("*")] == []
    assert (kept / "w.sessions" / "alice.json").is_file()
    assert not (kept / "w.sessions" / "bob.json").exists()
    assert modes == {0o600}


def test_an_account_of_ones_own_comes_before_a_persona_of_that_name(run: Run) -> None:
    run("auth", "register", "zoe", "zoe@example.com", "--password-stdin", stdin="correct horse\n")
    code = run("lab", "mailbox", "zoe", "--code").out.strip()
    run("auth", "confirm", "zoe@example.com", code, "--password-stdin", stdin="correct horse\n")
    Path("zoe.yaml").write_text(WORLD.replace("alice", "zoe"))
    run("world", "load", "zoe.yaml", "--prefix", "qa-")

    own = run("--as", "zoe", "users", "me", "--json").json["email"]
    persona = run("--as", "w:zoe", "users", "me", "--json").json["email"]

    assert (own, persona) == ("zoe@example.com", "qa-zoe@w.example.com")


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def test_who_is_nobody_anywhere_is_told_so(run: Run, file: str) -> None:
    run("world", "load", file)

    result = run("--as", "mallory", "users", "me")

    assert (result.exit_code, "There is no account 'mallory' here." in result.err) == (4, True)


def test_destroy_removes_the_world_its_memory_and_its_sessions(run: Run, file: str) -> None:
    run("world", "load", file)
    run("--as", "alice", "users", "me")

    gone = run("world", "destroy", "w")

    assert gone.out == "w is gone: 2 users, and all that was theirs.\n"
    assert [path for path in worlds_folder("local").rglob("*") if path.is_file()] == []
    assert run("--as", "alice", "users", "me").exit_code == 4
    assert run("world", "destroy", "w").exit_code == 3


def test_a_snapshot_brings_back_what_was_and_its_people_sign_in_anew(run: Run, file: str) -> None:
    run("world", "load", file)
    saved = run("world", "snapshot", "then")
    card = run("--as", "alice", "postcards", "list", "--json").json["postcards"][0]["postcardId"]
    run("--as", "alice", "postcards", "delete", card, "--yes")

    restored = run("world", "restore", "then")

    assert (saved.out, restored.out) == (
        "Everything is put aside as then.\n",
        "Everything is as it was when then was taken.\n",
    )
    assert run("world", "status", "w").exit_code == 0
    assert run("--as", "alice", "users", "me").exit_code == 0
    assert [one["name"] for one in run("world", "list", "--json").json["snapshots"]] == ["then"]


@pytest.mark.parametrize("name", ["../up", ".hidden", "a/b"])
def test_a_snapshot_never_leaves_its_folder(run: Run, name: str) -> None:
    assert run("world", "snapshot", name).exit_code == 2


@pytest.mark.parametrize(
    ("format_", "line"),
    [
        ("env", "ALICE_USERNAME=alice"),
        ("json", '      "username": "alice",'),
        ("xcconfig", "ALICE_USERNAME = alice"),
        ("swift", "    static let alice = Person("),
        ("curl", "# w: sign in as each of them. The answer holds the tokens."),
    ],
)
def test_a_world_is_exported_in_the_languages_of_others(run: Run, file: str, format_: str, line: str) -> None:
    run("world", "load", file)

    exported = run("world", "export", "w", "--format", format_)

    assert line in exported.out.splitlines()


def test_an_exported_file_is_for_ones_own_eyes_and_a_shell_reads_it(run: Run, file: str, tmp_path: Path) -> None:
    run("world", "load", file)

    run("world", "export", "w", "--out", "w.env")

    path = tmp_path / "w.env"
    script = f'. {path}; printf %s "$ALICE_PASSWORD, $HELLO_POSTCARD_ID"'
    read = subprocess.run(["sh", "-c", script], check=True, capture_output=True, text=True).stdout
    card = run("--as", "bob", "postcards", "list", "--json").json["postcards"][0]["postcardId"]
    assert (stat.S_IMODE(path.stat().st_mode), read) == (0o600, f"correct horse battery, {card}")


def test_a_world_of_another_file_is_refused_and_what_to_do_is_said(run: Run, file: str, tmp_path: Path) -> None:
    run("world", "load", file)
    (tmp_path / "w.yaml").write_text(WORLD.replace("Ciao", "Hello"))

    result = run("world", "load", file)

    assert (result.exit_code, "hint: postcardit world destroy w" in result.err) == (6, True)
    assert run("world", "export", "w").exit_code == 0


def test_names_that_are_taken_stop_the_load_and_a_prefix_is_the_way_out(run: Run, file: str, tmp_path: Path) -> None:
    run("world", "load", file)
    (tmp_path / "other.yaml").write_text(WORLD.replace("world: w", "world: other"))

    refused = run("world", "load", "other.yaml")
    prefixed = run("world", "load", "other.yaml", "--prefix", "qa-")

    assert (refused.exit_code, "--prefix qa-" in refused.err) == (6, True)
    assert prefixed.exit_code == 0
    assert run("--as", "qa-alice", "users", "me", "--json").json["username"] == "qa-alice"
    assert run("world", "status", "other").exit_code == 0


def test_what_is_wrong_in_a_file_is_told_by_its_place(run: Run, tmp_path: Path) -> None:
    (tmp_path / "w.yaml").write_text(WORLD.replace("to: bob", "to: bbo"))

    result = run("world", "load", "w.yaml")

    assert result.exit_code == 1
    assert "w.yaml:6:36: to: nobody in this world is called bbo: did you mean bob?" in result.err


@pytest.mark.parametrize("command", ["plan", "load", "status", "destroy", "snapshot", "restore"])
def test_nothing_is_done_on_a_profile_for_production(run: Run, command: str) -> None:
    run("config", "set", "profiles.live.url", "http://127.0.0.1:9")
    run("config", "set", "profiles.live.production", "true")

    result = run("--profile", "live", "world", command, "two-friends")

    assert (result.exit_code, "marked as production" in result.err) == (5, True)


def test_the_schema_is_json_for_an_editor(run: Run) -> None:
    assert json.loads(run("world", "schema").out)["title"] == "A world of PostCardIt"


def test_ctrl_c_in_the_middle_is_continued_by_the_next_load(tmp_path: Path, run: Run) -> None:
    (tmp_path / "many.yaml").write_text("world: many\ncrowds: {guest: {count: 300}}\n")
    code = (
        "import functools, sys; from postcardit_sdk.worlds import lab_loading\n"
        "lab_loading.load_world = functools.partial(lab_loading.load_world, at_once=50)\n"
        "take = lab_loading.take_steps\n"
        "def interrupted(folder, batch):\n"
        "    if batch.first >= 100: raise KeyboardInterrupt\n"
        "    return take(folder, batch)\n"
        "lab_loading.take_steps = interrupted\n"
        "from postcardit_cli.start import enter; sys.exit(enter(['world', 'load', 'many.yaml']))\n"
    )

    cut = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, env=os.environ, capture_output=True, check=False)
    halfway = run("world", "list", "--json").json["loaded"]
    whole = run("world", "load", "many.yaml")

    assert (cut.returncode, halfway[0]["done"], halfway[0]["total"]) == (130, 100, 300)
    assert (whole.exit_code, run("world", "status", "many").exit_code) == (0, 0)
