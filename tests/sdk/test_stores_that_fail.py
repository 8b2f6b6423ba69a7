"""Disks that are full or read-only, and stores of users: where tokens cannot be kept, the session goes on."""

import errno
import os
from pathlib import Path
from typing import Any

import pytest

from postcardit_sdk import (
    Call,
    ConnectionFailed,
    FileTokens,
    MemoryTokens,
    SignInRequired,
    Talk,
    Tokens,
)
from postcardit_sdk.contract import operations as ops
from postcardit_sdk.contract.auth import ChangePassword
from postcardit_sdk.flow import Lock, SignedIn, SignedOut
from postcardit_sdk.session import Session
from tests.sdk.stage import (
    ALICE,
    BOB,
    EXPIRED,
    NOW,
    SECOND,
    pair,
    play,
    reply,
    story,
)

ME = Call(ops.get_me)
ONCE = Call(ops.change_password, ChangePassword(password="correct horse", new_password="battery staple"))
LOST = ConnectionFailed("The connection broke.")
REFRESH = "POST /v1/auth/refresh"


@pytest.fixture
def full(monkeypatch: pytest.MonkeyPatch) -> list[bool]:
    """A disk that is full while the list is not empty."""
    is_full, flush = [True], os.fsync

    def fsync(handle: int) -> None:
        if is_full:
            raise OSError(errno.ENOSPC, "No space left on device")
        flush(handle)

    monkeypatch.setattr(os, "fsync", fsync)
    return is_full


def test_tokens_that_cannot_be_stored_are_used_and_stored_later(
    tmp_path: Path, full: list[bool], monkeypatch: pytest.MonkeyPatch
) -> None:
    notices: list[str] = []
    store = FileTokens(tmp_path / "tokens.json", notice=notices.append)
    full.clear()
    store.save(EXPIRED)
    full.append(True)
    session = Session(store, clock=lambda: NOW)

    first = play(session, ME, reply(pair()), reply(ALICE))
    second = play(session, ME, reply(ALICE))
    other = play(Session(FileTokens(store.path), clock=lambda: NOW), ME, reply(pair()), reply(ALICE))
    full.clear()
    monkeypatch.setattr("postcardit_sdk.keeper._TRY_AGAIN_SECONDS", -1.0)
    third = play(session, ME, reply(ALICE))

    assert [played.steps[-1] for played in (first, second, third)] == ["GET /v1/users/me as access-2"] * 3
    assert other.requests[0].body == b'{"refreshToken":"refresh-1"}'
    assert store.load() == SECOND
    assert notices == [
        "The session could not be stored (No space left on device). It goes on in this program, and may be over when"
        " this one ends."
    ]
    assert "save_failed" in story(session)


def test_what_waits_in_memory_gives_way_to_what_was_stored_since(tmp_path: Path, full: list[bool]) -> None:
    store = FileTokens(tmp_path / "tokens.json", notice=lambda _: None)
    full.clear()
    store.save(EXPIRED)
    full.append(True)
    session = Session(store, clock=lambda: NOW)
    play(session, ME, reply(pair()), reply(ALICE))
    full.clear()
    FileTokens(store.path).save(BOB)

    assert play(session, ME, reply(ALICE)).steps == ["GET /v1/users/me as access-of-bob"]


def read_only(monkeypatch: pytest.MonkeyPatch) -> None:
    """From now on the file system takes no change."""
    really_open = os.open

    def refuse(*_: Any, **__: Any) -> None:
        raise OSError(errno.EROFS, "Read-only file system")

    def only_read(path: Any, flags: int, *rest: Any, **named: Any) -> int:
        if flags & (os.O_WRONLY | os.O_RDWR | os.O_CREAT):
            refuse()
        return really_open(path, flags, *rest, **named)

    monkeypatch.setattr(os, "open", only_read)
    monkeypatch.setattr(os, "unlink", refuse)
    monkeypatch.setattr(os, "mkdir", refuse)


@pytest.mark.parametrize("is_stored", [True, False], ids=["signed in before", "new"])
def test_a_read_only_home_serves_a_session_for_as_long_as_the_program_runs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, is_stored: bool
) -> None:
    notices: list[str] = []
    store = FileTokens(tmp_path / "home" / "tokens.json", notice=notices.append)
    if is_stored:
        store.save(EXPIRED)
    session = Session(store, clock=lambda: NOW)

    def flow() -> Talk[object]:
        if not is_stored:
            yield SignedIn(pair())
        return (yield from ME)

    answers = [reply(pair()), reply(ALICE)] if is_stored else [reply(ALICE)]
    with monkeypatch.context() as patch:
        read_only(patch)
        played = play(session, flow(), *answers)
        again = play(session, ME, reply(ALICE))

        def leave() -> Talk[None]:
            yield SignedOut()

        play(session, leave(), reply(ALICE))
        left = play(session, ME, reply(ALICE))

    assert (played.result, again.steps) == (ALICE, ["GET /v1/users/me as access-2"])
    assert isinstance(left.error, SignInRequired)
    assert "could not be stored (Read-only file system)" in notices[0]


def test_two_processes_with_a_read_only_file_refresh_one_after_the_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    FileTokens(tmp_path / "tokens.json").save(EXPIRED)
    (tmp_path / "tokens.json.lock").unlink(missing_ok=True)
    with monkeypatch.context() as patch:
        read_only(patch)
        one, other = FileTokens(tmp_path / "tokens.json").lock, FileTokens(tmp_path / "tokens.json").lock
        taken = [one.try_acquire(), other.try_acquire()]
        one.release()
        taken.append(other.try_acquire())
        other.release()

    assert taken == [True, False, True]


# Stores of users


class Plain:
    """A store as a user may have written it: nothing but what the protocol asks for."""

    def __init__(self, tokens: Tokens) -> None:
        self.tokens: Tokens | None = tokens
        self.lock: Lock = MemoryTokens().lock

    def load(self) -> Tokens | None:
        return self.tokens

    def save(self, tokens: Tokens) -> None:
        raise RuntimeError(f"no {tokens.refresh_token}")

    def clear(self) -> None:
        self.tokens = None


def test_a_users_store_needs_nothing_more_and_may_fail_as_it_likes(caplog: pytest.LogCaptureFixture) -> None:
    session = Session(Plain(EXPIRED), clock=lambda: NOW)

    played = play(session, ME, reply(pair()), reply(ALICE))

    assert (played.result, session.tokens.load()) == (ALICE, EXPIRED)
    assert "The session could not be stored (RuntimeError)" in caplog.text
    assert "refresh-2" not in caplog.text
