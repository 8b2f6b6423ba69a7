"""The life of an account against the real backend: devices, passwords, addresses, and its end."""

import json
import zipfile
from pathlib import Path

import pytest

from .conftest import Result, Run

PASSWORD = "correct horse battery\n"
ADDRESS = "alice@example.com"


def _ok(result: Result) -> Result:
    assert result.exit_code == 0, result.err
    return result


def _code(run: Run, to: str) -> str:
    return _ok(run("lab", "mailbox", to, "--code")).out.strip()


@pytest.fixture
def alice(run: Run) -> Run:
    """Alice has signed up and is the current account."""
    _ok(run("auth", "register", "alice", ADDRESS, "--password-stdin", stdin=PASSWORD))
    _ok(run("auth", "confirm", ADDRESS, _code(run, "alice"), "--password-stdin", stdin=PASSWORD))
    return run


@pytest.fixture
def elsewhere(alice: Run, home: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Alice's other computer, where she has signed in as well. It reaches the same backend."""

    def run(*arguments: str, stdin: str = "") -> Result:
        with monkeypatch.context() as moved:
            folder = home / "elsewhere"
            (folder / "postcardit").mkdir(parents=True, exist_ok=True)
            if not (folder / "postcardit" / "local").exists():
                (folder / "postcardit" / "local").symlink_to(home / "data" / "postcardit" / "local")
            moved.setenv("XDG_DATA_HOME", str(folder))
            return alice(*arguments, stdin=stdin)

    _ok(run("auth", "login", "alice", "--password-stdin", stdin=PASSWORD))
    return run


def test_a_session_on_another_computer_can_be_ended_from_here(alice: Run, elsewhere: Run) -> None:
    sessions = _ok(alice("auth", "sessions", "--json")).json["sessions"]
    (other,) = [session["sessionId"] for session in sessions if not session["isCurrent"]]

    _ok(alice("auth", "end-session", other))
    refused = elsewhere("users", "me", "--json")

    assert len(sessions) == 2
    assert (refused.exit_code, refused.error["code"]) == (4, "session_ended")
    assert _ok(alice("users", "me", "--json")).json["username"] == "alice"


def test_a_changed_password_ends_the_other_sessions_and_says_why(alice: Run, elsewhere: Run) -> None:
    _ok(alice("auth", "change-password", "--password-stdin", stdin=f"{PASSWORD}battery staple horse\n"))

    refused = elsewhere("users", "me", "--json")

    assert (refused.exit_code, refused.error["reason"]) == (4, "password_changed")
    story = elsewhere("auth", "why").out
    assert story.splitlines()[0].endswith("  signed in as alice")
    assert story.endswith("the session ended: the password was changed (decided by the server)\n")
    assert alice("users", "me").exit_code == 0
    _ok(elsewhere("auth", "login", "alice", "--password-stdin", stdin="battery staple horse\n"))


def test_a_forgotten_password_is_replaced_and_every_session_ends(alice: Run) -> None:
    _ok(alice("auth", "forgot", ADDRESS))
    _ok(alice("auth", "reset", ADDRESS, _code(alice, ADDRESS), "--password-stdin", stdin="battery staple horse\n"))

    refused = alice("auth", "status")

    assert refused.exit_code == 4
    _ok(alice("auth", "login", ADDRESS, "--password-stdin", stdin="battery staple horse\n"))
    assert alice("auth", "status").exit_code == 0


def test_a_new_address_counts_once_it_is_confirmed(alice: Run) -> None:
    _ok(alice("auth", "change-email", "new@example.com", "--password-stdin", stdin=PASSWORD))

    _ok(alice("auth", "confirm-email", _code(alice, "new@example.com")))

    assert _ok(alice("users", "me", "--json")).json["email"] == "new@example.com"


def test_a_token_goes_from_one_computer_to_another(alice: Run) -> None:
    before = _ok(alice("auth", "token")).out.strip()
    _ok(alice("auth", "refresh"))
    token = _ok(alice("auth", "token")).out.strip()
    _ok(alice("auth", "logout"))

    assert token != before
    assert alice("auth", "login", "--with-token", stdin=f"{token}\n").exit_code == 4


def test_what_is_exported_is_a_zip_of_ones_own(alice: Run, tmp_path: Path) -> None:
    result = _ok(alice("users", "export", "--out", str(tmp_path / "mine.zip"), "--json"))

    with zipfile.ZipFile(tmp_path / "mine.zip") as archive:
        profile = json.loads(archive.read("profile.json"))
    assert profile["username"] == "alice"
    assert result.json["sizeBytes"] == (tmp_path / "mine.zip").stat().st_size


def test_an_erased_account_is_gone_everywhere(alice: Run, elsewhere: Run) -> None:
    _ok(alice("users", "delete", "--yes", "--password-stdin", stdin=PASSWORD))

    assert alice("auth", "status").exit_code == 4
    assert elsewhere("users", "me").exit_code == 4
    assert elsewhere("auth", "login", "alice", "--password-stdin", stdin=PASSWORD).exit_code == 4
