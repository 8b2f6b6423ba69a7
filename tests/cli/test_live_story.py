"""Live watching for real: the watch is a process of its own, the backend one in each command."""

import json
import signal
import subprocess
import sys
from collections.abc import Generator
from contextlib import contextmanager
from typing import Any

import pytest

from postcardit_cli.demo_terminal import OtherTerminal
from postcardit_cli.exits import CommandFailed

from .conftest import Result, Run

PASSWORD = "correct horse battery\n"
ENTRY = (
    "import signal; signal.signal(signal.SIGINT, signal.default_int_handler);"  # a shell may have had it ignored
    "from postcardit_cli.start import run; raise SystemExit(run())"
)


def _ok(result: Result) -> Result:
    assert result.exit_code == 0, result.err
    return result


@contextmanager
def _running(*arguments: str) -> Generator[subprocess.Popen[str]]:
    """A command in a process of its own, which has the signals of a terminal."""
    command = [sys.executable, "-c", ENTRY, *arguments]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        try:
            yield process
        finally:
            process.kill()


def _line(process: subprocess.Popen[str]) -> dict[str, Any]:
    assert process.stdout is not None
    line: dict[str, Any] = json.loads(process.stdout.readline())
    return line


@pytest.fixture
def friends(run: Run) -> Run:
    """Bob and Alice are friends, without any server; Alice signed in last."""
    for name in ("bob", "alice"):
        email = f"{name}@example.com"
        _ok(run("auth", "register", name, email, "--password-stdin", stdin=PASSWORD))
        code = _ok(run("lab", "mailbox", name, "--code")).out.strip()
        _ok(run("auth", "confirm", email, code, "--password-stdin", stdin=PASSWORD))
    _ok(run("friends", "request", "bob"))
    _ok(run("--as", "bob", "friends", "accept", "alice"))
    return run


def _now(run: Run, name: str) -> str:
    cursor: str = _ok(run("--as", name, "sync", "pull", "--json")).json["cursor"]
    return cursor


def test_each_side_hears_at_once_what_the_other_does(friends: Run) -> None:
    bobs = ("--as", "bob", "postcards", "watch", "--json", "--since", _now(friends, "bob"))
    alices = ("postcards", "watch", "--json", "--since", _now(friends, "alice"))
    with _running(*bobs) as bob, _running(*alices) as alice:
        sent = _ok(friends("postcards", "send", "bob", "Ciao!", "--json")).json
        arrived = _line(bob)
        heard = [_line(alice)["data"]["status"]]
        while heard[-1] != "delivered":  # the first change may tell of it already: a change tells how a card is now
            heard.append(_line(alice)["data"]["status"])

    assert (arrived["type"], arrived["data"]["message"]) == ("postcard.received", "Ciao!")
    assert heard in (["sent", "delivered"], ["delivered"])
    shown = _ok(friends("postcards", "show", sent["postcardId"], "--json")).json
    assert (shown["status"], "readAt" in shown) == ("delivered", False)


def test_without_receipts_nobody_learns_that_it_arrived(friends: Run) -> None:
    since = _now(friends, "bob")
    sent = _ok(friends("postcards", "send", "bob", "Ciao!", "--json")).json

    _ok(friends("--as", "bob", "postcards", "watch", "--since", since, "--count", "1", "--no-receipts"))

    assert _ok(friends("postcards", "show", sent["postcardId"], "--json")).json["status"] == "sent"


def test_ctrl_c_ends_a_watch_that_waits(friends: Run) -> None:
    with _running("events", "listen", "--since", _now(friends, "alice")) as process:
        assert process.stderr is not None
        assert process.stderr.readline() == "Listening. Stop with Ctrl-C.\n"
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=10)

    assert (process.returncode, out, err) == (130, "", "")


def test_a_reader_who_has_enough_ends_it(friends: Run) -> None:
    since = _now(friends, "bob")
    _ok(friends("postcards", "send", "bob", "Ciao!"))
    with _running("--as", "bob", "events", "listen", "--since", since) as process:
        assert process.stdout is not None
        assert "postcard.received" in process.stdout.readline()
        process.stdout.close()
        exit_code = process.wait(10)

    assert exit_code == 141


def test_another_terminal_that_fails_says_what_its_command_said(friends: Run) -> None:
    terminal = OtherTerminal(["--as", "carol", "postcards", "watch"])
    try:
        with pytest.raises(CommandFailed, match="postcardit --as carol postcards watch: There is no account 'carol'"):
            terminal.next_line()
    finally:
        terminal.close()


def test_another_terminal_that_stays_silent_is_not_waited_for(friends: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("postcardit_cli.demo_terminal._PATIENCE_SECONDS", 0.1)
    terminal = OtherTerminal(["events", "listen"])
    try:
        with pytest.raises(CommandFailed, match="postcardit events listen: it printed nothing"):
            terminal.next_line()
    finally:
        terminal.close()
