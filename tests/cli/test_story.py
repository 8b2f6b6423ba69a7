"""The commands against the real backend: inside the command, behind a socket, and in the demo."""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from .conftest import Result, Run

PASSWORD = "correct horse battery\n"


def _sign_up(run: Run, name: str, *options: str) -> None:
    email = f"{name}@example.com"
    assert run("auth", "register", name, email, "--password-stdin", *options, stdin=PASSWORD).exit_code == 0
    code = run("lab", "mailbox", name, "--code", *options).out.strip()
    confirmed = run("auth", "confirm", email, code, "--password-stdin", *options, stdin=PASSWORD)
    assert confirmed.exit_code == 0, confirmed.err


def _ok(result: Result) -> Result:
    assert result.exit_code == 0, result.err
    return result


def test_two_people_meet_and_a_postcard_arrives_without_any_server(run: Run, photo: Path, tmp_path: Path) -> None:
    _sign_up(run, "alice")
    _sign_up(run, "bob")

    _ok(run("--as", "alice", "friends", "request", "bob"))
    _ok(run("--as", "bob", "friends", "accept", "alice"))
    _ok(run("--as", "alice", "postcards", "send", "bob", "Ciao!", "--photo", str(photo), "--stamp", "venice-gondola"))
    box = _ok(run("--as", "bob", "--json", "postcards", "list", "--box", "received")).json

    (card,) = box["postcards"]
    assert (card["message"], card["sender"]["username"], card["imageWidth"]) == ("Ciao!", "alice", 64)
    _ok(run("--as", "bob", "postcards", "read", card["postcardId"]))
    assert _ok(run("--as", "alice", "--json", "postcards", "show", card["postcardId"])).json["status"] == "read"
    saved = _ok(run("--as", "bob", "postcards", "save", card["postcardId"], str(tmp_path / "photos")))
    assert Path(saved.out.strip()).read_bytes().startswith(b"\xff\xd8")
    assert run("--as", "alice", "postcards", "delete", card["postcardId"]).exit_code == 6


def test_a_server_announces_itself_and_takes_it_back(run: Run, home: Path, tmp_path: Path) -> None:
    command = [sys.executable, "-c", "from postcardit_cli.start import run; raise SystemExit(run())"]
    serve = [*command, "serve", "--port", "0", "--data", str(tmp_path / "server"), "--json"]
    with subprocess.Popen(serve, stdout=subprocess.PIPE, text=True, env={**os.environ}) as process:
        assert process.stdout is not None
        url = json.loads(process.stdout.readline())["url"]
        try:
            _sign_up(run, "alice", "--url", url)
            me = run("users", "me", "--json", "--url", url)
        finally:
            process.send_signal(signal.SIGTERM)
            exit_code = process.wait(10)

    assert me.json["username"] == "alice"
    assert exit_code == 0
    assert list((home / "state" / "postcardit" / "servers").iterdir()) == []
    assert run("users", "me").exit_code == 4, "accounts of one server are not those of another"


@pytest.fixture
def stage_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "here"
    folder.mkdir()
    monkeypatch.chdir(folder)
    return folder


def test_the_demo_plays_to_its_end_and_disturbs_nothing(
    run: Run, photo: Path, home: Path, stage_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("POSTCARDIT_URL", "http://nowhere.example")
    monkeypatch.setenv("POSTCARDIT_TOKEN", "nonsense")
    before = dict(os.environ)

    result = _ok(run("demo", "--photo", str(photo)))

    assert "$ postcardit --as alice friends request bob" in result.out.splitlines()
    assert "The card: ./postcard-demo.png" in result.out.splitlines()
    assert "\x1b" not in result.out
    assert (stage_folder / "postcard-demo.png").read_bytes().startswith(b"\x89PNG")
    assert dict(os.environ) == before
    assert not (home / "data").exists()


def test_a_demo_that_fails_names_the_step_and_the_reason(run: Run, stage_folder: Path) -> None:
    result = run("demo", "--photo", "missing.jpg", "--json")

    assert (result.exit_code, result.out) == (1, "")
    message = json.loads(result.err.splitlines()[-1])["error"]["message"]
    assert "step 6 (Alice mails the photo)" in message
    assert f"No such file or directory: {stage_folder / 'missing.jpg'}" in message
