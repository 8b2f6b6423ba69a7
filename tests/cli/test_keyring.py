"""The keyring holds what it was chosen for; an absent, locked or silent one costs a sentence and never a session."""

import json
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path
from types import ModuleType

import pytest

from postcardit_sdk.tokens import keyring as sdk_keyring

from .conftest import FakeServer, Result, Run, token_pair, user

ME = "GET /v1/users/me"
NEW_PAIR = {**token_pair(), "accessToken": "newer", "refreshToken": "newest"}


@dataclass
class Ring(ModuleType):
    """Stands for the keyring package."""

    kept: dict[str, str] = field(default_factory=dict[str, str])
    trouble: Exception | None = None
    pause_seconds: float = 0.0

    def _answer(self) -> None:
        time.sleep(self.pause_seconds)
        if self.trouble is not None:
            raise self.trouble

    def set_password(self, _service: str, name: str, password: str) -> None:
        self._answer()
        self.kept[name] = password

    def get_password(self, _service: str, name: str) -> str | None:
        self._answer()
        return self.kept.get(name)

    def delete_password(self, _service: str, name: str) -> None:
        self._answer()
        del self.kept[name]


@pytest.fixture
def ring(monkeypatch: pytest.MonkeyPatch) -> Ring:
    """A keyring that is chosen, and unlocked."""
    ring = Ring()
    monkeypatch.setitem(sys.modules, "keyring", ring)
    monkeypatch.setenv("POSTCARDIT_TOKEN_STORE", "keyring")
    return ring


def _login(run: Run, server: FakeServer) -> Result:
    server.answer("POST /v1/auth/login", token_pair())
    result = run("auth", "login", "alice", "--password-stdin", stdin="horse battery\n")
    assert result.exit_code == 0, result.err
    return result


def _account_file(home: Path) -> Path:
    (path,) = (home / "data" / "postcardit" / "accounts" / "local").glob("*.json")
    return path


def test_the_keyring_holds_the_refresh_token_and_no_file_does(
    run: Run, server: FakeServer, home: Path, ring: Ring
) -> None:
    result = _login(run, server)

    assert result.err == ""
    assert list(ring.kept.values()) == ["refresh-of-alice"]
    assert not any(b"refresh-of" in path.read_bytes() for path in home.rglob("*") if path.is_file())
    account = run("auth", "status", "--offline", "--json").json["accounts"][0]
    assert account["keptIn"] == f"the keyring of this computer, the access token in {_account_file(home)}"
    assert account["renews"] is True


def test_a_token_is_renewed_from_the_keyring_and_back_into_it(run: Run, server: FakeServer, ring: Ring) -> None:
    _login(run, server)
    server.answer("POST /v1/auth/refresh", NEW_PAIR)
    server.answer(ME, user())

    result = run("auth", "refresh")

    assert result.exit_code == 0, result.err
    assert json.loads(server.requests[-2].body) == {"refreshToken": "refresh-of-alice"}
    assert list(ring.kept.values()) == ["newest"]
    assert run("auth", "token").out == "newer\n"


def test_signing_out_empties_the_keyring(run: Run, server: FakeServer, home: Path, ring: Ring) -> None:
    _login(run, server)
    server.answer("POST /v1/auth/logout", status=204)

    run("auth", "logout")

    assert ring.kept == {}
    assert list(home.rglob("*.json")) == []


@pytest.mark.parametrize("trouble", ["absent", "locked", "silent"])
def test_a_keyring_that_cannot_be_used_is_replaced_by_a_private_file_after_saying_so(
    run: Run, server: FakeServer, home: Path, ring: Ring, trouble: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sdk_keyring, "SECONDS", 0.1)
    match trouble:
        case "absent":
            monkeypatch.setitem(sys.modules, "keyring", None)
        case "locked":
            ring.trouble = RuntimeError("Prompt dismissed")
        case _:
            ring.pause_seconds = 0.5

    result = _login(run, server)

    path = _account_file(home)
    assert (result.out, len(result.err.splitlines())) == ("Signed in as alice.\n", 1)
    assert str(path) in result.err
    assert path.stat().st_mode & 0o077 == 0
    account = run("auth", "status", "--offline", "--json").json["accounts"][0]
    assert account["keptIn"] == f"{path}, for the keyring could not be used"
    assert account["renews"] is True


def test_a_keyring_that_is_locked_later_stops_a_renewal_and_nothing_else(
    run: Run, server: FakeServer, ring: Ring
) -> None:
    _login(run, server)
    server.answer(ME, user())
    ring.trouble = RuntimeError("locked")

    refused = run("auth", "refresh", "--json")

    assert (refused.exit_code, refused.error["code"]) == (1, "keyring_failed")
    assert "unlock it" in refused.error["hint"]
    assert run("users", "me").exit_code == 0
    assert run("auth", "token").out == "access-of-alice\n"
    ring.trouble = None
    server.answer("POST /v1/auth/refresh", NEW_PAIR)
    assert run("auth", "refresh").exit_code == 0


def test_whoever_chooses_files_again_leaves_nothing_in_the_keyring(
    run: Run, server: FakeServer, home: Path, ring: Ring, monkeypatch: pytest.MonkeyPatch
) -> None:
    _login(run, server)
    monkeypatch.setenv("POSTCARDIT_TOKEN_STORE", "file")

    _login(run, server)

    assert ring.kept == {}
    assert run("auth", "status", "--offline", "--json").json["accounts"][0]["keptIn"] == str(_account_file(home))


def test_a_keyring_that_works_again_is_used_at_the_next_sign_in(
    run: Run, server: FakeServer, home: Path, ring: Ring
) -> None:
    ring.trouble = RuntimeError("locked")
    _login(run, server)
    ring.trouble = None

    result = _login(run, server)

    assert result.err == ""
    assert list(ring.kept.values()) == ["refresh-of-alice"]
    assert b"refresh-of" not in _account_file(home).read_bytes()


def test_an_unknown_store_is_a_usage_error_before_anything_is_sent(
    run: Run, server: FakeServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("POSTCARDIT_TOKEN_STORE", "cloud")

    result = run("auth", "login", "alice", "--password-stdin", stdin="horse battery\n")

    assert (result.exit_code, server.requests) == (2, [])
    assert "POSTCARDIT_TOKEN_STORE" in result.err
