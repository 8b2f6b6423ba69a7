"""A home that cannot be written, a full disk, an ended session: a sentence each, and nothing half done."""

import errno
import os
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from postcardit_sdk import Code, FileTokens

from .conftest import FakeServer, Run, problem, token_pair, user

ME = "GET /v1/users/me"
LOGIN = "POST /v1/auth/login"


def _failing(real: Callable[..., int], number: int, *, below: Path) -> Callable[..., int]:
    def opened(path: str | Path, flags: int, *rest: int, **more: int) -> int:
        if flags & (os.O_WRONLY | os.O_RDWR) and str(path).startswith(str(below)):
            raise OSError(number, os.strerror(number), str(path))
        return real(path, flags, *rest, **more)

    return opened


@pytest.fixture
def read_only(home: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """Makes the home folder one of a file system that is mounted read-only."""

    def mount() -> None:
        def refused(path: Path, *_: object, **__: object) -> None:
            if not path.is_dir():
                raise OSError(errno.EROFS, os.strerror(errno.EROFS), str(path))

        monkeypatch.setattr(Path, "mkdir", refused)
        monkeypatch.setattr(os, "open", _failing(os.open, errno.EROFS, below=home))
        monkeypatch.setattr(os, "access", lambda *_: False)  # pyright: ignore[reportUnknownLambdaType, reportUnknownArgumentType]  # whatever is asked

    return mount


@pytest.fixture
def full(monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """Fills the disk: files can be made, and nothing goes into them."""

    def refused(_handle: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    return lambda: monkeypatch.setattr(os, "fsync", refused)


def test_where_nothing_can_be_stored_nobody_signs_in(
    run: Run, server: FakeServer, read_only: Callable[[], None]
) -> None:
    read_only()

    result = run("auth", "login", "alice", "--password-stdin", stdin="horse battery\n")

    assert (result.exit_code, server.requests) == (1, [])
    assert result.err.startswith("error: Accounts cannot be stored in ")
    assert "POSTCARDIT_TOKEN" in result.err


@pytest.mark.usefixtures("signed_in")
def test_in_a_read_only_home_a_stored_account_still_works(
    run: Run, server: FakeServer, read_only: Callable[[], None]
) -> None:
    server.answer(ME, user())
    read_only()

    assert run("users", "me").exit_code == 0
    assert run("auth", "token").out == "access-of-alice\n"
    assert run("auth", "status").exit_code == 0
    assert run("config", "list").exit_code == 0


@pytest.mark.usefixtures("signed_in")
@pytest.mark.parametrize("command", [("auth", "switch", "bob"), ("config", "set", "token_store", "file")])
def test_in_a_read_only_home_what_would_write_is_refused(
    run: Run, read_only: Callable[[], None], command: tuple[str, ...]
) -> None:
    read_only()

    result = run(*command)

    assert (result.exit_code, result.out) == (1, "")
    assert result.err.startswith("error: Read-only file system: /")


def test_a_token_from_the_environment_needs_no_home(
    run: Run, server: FakeServer, read_only: Callable[[], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("POSTCARDIT_TOKEN", "given")
    server.answer(ME, user())
    read_only()

    assert run("users", "me").exit_code == 0


def test_a_session_that_a_full_disk_cannot_keep_is_ended_again(
    run: Run, server: FakeServer, home: Path, full: Callable[[], None]
) -> None:
    server.answer(LOGIN, token_pair())
    server.answer("POST /v1/auth/logout", status=204)
    full()

    result = run("auth", "login", "alice", "--password-stdin", stdin="horse battery\n")

    assert (result.exit_code, result.out) == (1, "")
    assert "No space left on device" in result.err
    assert [request.url for request in server.requests] == ["/v1/auth/login", "/v1/auth/logout"]
    assert [path for path in home.rglob("*") if path.suffix in {".json", ".new"}] == []


def test_a_full_disk_leaves_settings_and_the_current_account_as_they_were(
    run: Run, home: Path, signed_in: Mapping[str, FileTokens], full: Callable[[], None]
) -> None:
    run("config", "set", "token_store", "file")
    before = {path: path.read_bytes() for path in home.rglob("*") if path.is_file() and path.suffix != ".lock"}
    full()

    for command in (("auth", "switch", "bob"), ("config", "set", "profiles.work.url", "https://work.example")):
        result = run(*command)
        assert result.exit_code == 1
        assert result.err.startswith("error: No space left on device: /")

    after = {path: path.read_bytes() for path in home.rglob("*") if path.is_file() and path.suffix != ".lock"}
    assert after == before
    assert signed_in["alice"].load() is not None


@pytest.mark.usefixtures("signed_in")
def test_a_new_token_that_a_full_disk_cannot_keep_is_not_claimed(
    run: Run, server: FakeServer, full: Callable[[], None]
) -> None:
    server.answer("POST /v1/auth/refresh", {**token_pair(), "accessToken": "newer"})
    server.answer(ME, user())
    full()

    result = run("auth", "refresh")

    assert (result.exit_code, result.out) == (1, "")
    assert "The session could not be stored (No space left on device)" in result.err
    assert "error: The new access token could not be stored." in result.err


@pytest.mark.parametrize(
    ("reason", "hint"),
    [
        ("password_changed", "hint: with the new password: postcardit auth login NAME"),
        ("account_deleted", "hint: postcardit auth register USERNAME EMAIL"),
        ("reused", "hint: an older token of it was used"),
        ("expired", "hint: postcardit auth login NAME"),
    ],
)
def test_an_ended_session_says_why_and_what_to_do(
    run: Run, server: FakeServer, signed_in: Mapping[str, FileTokens], reason: str, hint: str
) -> None:
    tokens = signed_in["alice"].load()
    server.refuse(ME, Code.UNAUTHENTICATED)
    server.answer("POST /v1/auth/refresh", {**problem(Code.SESSION_ENDED, 401), "reason": reason}, status=401)

    result = run("users", "me")

    assert result.exit_code == 4
    assert result.err.splitlines()[1].startswith(hint)
    assert tokens is not None
    signed_in["alice"].save(replace(tokens, expires_at=4e9))
    assert run("users", "me", "--json").error["reason"] == reason
