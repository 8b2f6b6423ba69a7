"""The keyring of this computer: asked seldom, for three seconds at most, and replaced by the file when it fails."""

import threading
from collections.abc import Iterator
from pathlib import Path

import keyring
import pytest
from keyring.backend import KeyringBackend
from keyring.backends import null
from keyring.errors import InitError, NoKeyringError

from postcardit_sdk import (
    Call,
    EnvironmentTokens,
    FileTokens,
    KeyringFailed,
    KeyringTokens,
    TokenFileUnsafe,
    Tokens,
    default_store,
)
from postcardit_sdk.contract import operations as ops
from postcardit_sdk.session import Session
from tests.sdk.sessions_machine import FakeKeyring
from tests.sdk.stage import ALICE, BOB, EXPIRED, LIVE, NOW, SECOND, pair, play, reply


class Failing(KeyringBackend):
    """Fails as it is told to, at whatever it is asked."""

    priority = 1  # pyright: ignore[reportAssignmentType]  # a property of the class there

    def __init__(self, error: BaseException) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self.error = error

    def get_password(self, service: str, username: str) -> str | None:
        raise self.error

    def set_password(self, service: str, username: str, password: str) -> None:
        raise self.error

    def delete_password(self, service: str, username: str) -> None:
        raise self.error


class Hanging(FakeKeyring):
    """Waits for somebody to type a password."""

    def __init__(self) -> None:
        super().__init__()
        self.let_go = threading.Event()

    def set_password(self, service: str, username: str, password: str) -> None:
        self.let_go.wait(60)


@pytest.fixture(autouse=True)
def ring() -> Iterator[FakeKeyring]:
    before, ring = keyring.get_keyring(), FakeKeyring()
    keyring.set_keyring(ring)
    yield ring
    keyring.set_keyring(before)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "tokens.json"


@pytest.fixture
def notices() -> list[str]:
    return []


@pytest.fixture
def store(path: Path, notices: list[str]) -> KeyringTokens:
    return KeyringTokens(path, notices.append)


def test_only_the_refresh_token_is_in_the_keyring(store: KeyringTokens, ring: FakeKeyring, path: Path) -> None:
    store.save(LIVE)

    assert list(ring.entries.values()) == ["refresh-1"]
    assert (b"refresh-1" in path.read_bytes(), b"access-1" in path.read_bytes()) == (False, True)
    assert path.stat().st_mode & 0o777 == 0o600


def test_a_call_with_a_live_token_does_not_ask_the_keyring(store: KeyringTokens, ring: FakeKeyring) -> None:
    store.save(LIVE)
    ring.is_locked = True

    assert play(Session(store, clock=lambda: NOW), Call(ops.get_me), reply(ALICE)).result == ALICE


def test_a_refresh_reads_the_keyring_and_writes_it(store: KeyringTokens, ring: FakeKeyring) -> None:
    store.save(EXPIRED)

    played = play(Session(store, clock=lambda: NOW), Call(ops.get_me), reply(pair()), reply(ALICE))

    assert (played.result, played.requests[0].body) == (ALICE, b'{"refreshToken":"refresh-1"}')
    assert list(ring.entries.values()) == ["refresh-2"]


def test_a_keyring_that_is_locked_at_a_refresh_fails_the_call_and_loses_nothing(
    store: KeyringTokens, ring: FakeKeyring
) -> None:
    store.save(EXPIRED)
    ring.is_locked = True
    session = Session(store, clock=lambda: NOW)

    locked = play(session, Call(ops.get_me), reply(pair()), reply(ALICE))
    ring.is_locked = False
    opened = play(session, Call(ops.get_me), reply(pair()), reply(ALICE))

    assert isinstance(locked.error, KeyringFailed)
    assert str(locked.error) == "The keyring of this computer cannot be used (InitError)."
    assert (locked.requests, opened.result) == ([], ALICE)


@pytest.mark.parametrize(
    "backend",
    [
        Failing(NoKeyringError("no backend")),
        Failing(InitError("Prompt dismissed")),
        Failing(ValueError("s3cret")),
        Failing(SystemExit(3)),
        null.Keyring(),  # type: ignore[no-untyped-call]  # it has no hints
    ],
    ids=["headless", "locked", "a backend's own bug", "a backend that exits", "null"],
)
def test_a_keyring_that_fails_is_replaced_by_the_file_after_saying_so_once(
    store: KeyringTokens, path: Path, notices: list[str], backend: KeyringBackend, ring: FakeKeyring
) -> None:
    keyring.set_keyring(backend)
    store.save(LIVE)
    keyring.set_keyring(ring)
    store.save(SECOND)

    assert (KeyringTokens(path).load(), FileTokens(path).load(), ring.entries) == (SECOND, SECOND, {})
    assert len(notices) == 1
    assert notices[0].endswith(f"The session is kept in {path} instead, which only you can read.")
    assert "s3cret" not in notices[0]


def test_a_keyring_that_hangs_is_left_after_its_time(
    store: KeyringTokens, notices: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("postcardit_sdk.tokens.keyring.SECONDS", 0.1)
    hanging = Hanging()
    keyring.set_keyring(hanging)

    store.save(LIVE)
    hanging.let_go.set()

    assert store.load() == LIVE
    assert notices[0].startswith("The keyring did not answer within 0.1 seconds.")


def test_an_entry_that_is_gone_is_said_and_nothing_is_cleared(store: KeyringTokens, ring: FakeKeyring) -> None:
    store.save(EXPIRED)
    ring.entries.clear()

    played = play(Session(store, clock=lambda: NOW), Call(ops.get_me), reply(pair()))

    assert isinstance(played.error, KeyringFailed)
    assert "does not hold this session's token" in str(played.error)
    assert store.load() is not None


def test_signing_out_empties_both_places(store: KeyringTokens, ring: FakeKeyring, path: Path) -> None:
    store.save(LIVE)
    store.clear()

    assert (ring.entries, path.exists(), store.load()) == ({}, False, None)


def test_another_user_gets_another_entry(store: KeyringTokens, ring: FakeKeyring) -> None:
    store.save(LIVE)
    entry = next(iter(ring.entries))
    store.save(BOB)

    assert list(ring.entries.values()) == ["refresh-of-bob"]
    assert entry not in ring.entries


def test_tokens_copied_out_of_the_keyring_are_whole(store: KeyringTokens, path: Path) -> None:
    store.save(LIVE)
    copied = FileTokens(path.with_name("copy.json"))
    held = store.load()
    assert held is not None
    copied.save(held)
    store.save(held)

    assert (copied.load(), held) == (LIVE, store.load())


def test_signing_in_replaces_a_damaged_file(store: KeyringTokens, path: Path) -> None:
    path.write_bytes(b"{")
    path.chmod(0o600)
    with pytest.raises(TokenFileUnsafe):
        store.load()
    store.save(Tokens("alone"))

    assert store.load() == Tokens("alone")


def test_the_environment_wins_over_all(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("POSTCARDIT_TOKEN", raising=False)
    without = default_store(path)
    monkeypatch.setenv("POSTCARDIT_TOKEN", "given")
    given = default_store(path)

    assert isinstance(without, KeyringTokens)
    assert isinstance(given, EnvironmentTokens)
    assert (given.load(), path.exists()) == (Tokens("given"), False)


def test_signing_in_while_the_environment_decides_lasts_as_long_as_the_program(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    from postcardit_sdk.flow import SignedIn, Talk

    monkeypatch.setenv("POSTCARDIT_TOKEN", "given")
    store = EnvironmentTokens()

    def flow() -> Talk[object]:
        yield SignedIn(pair())
        return (yield from Call(ops.get_me))

    played = play(Session(store, clock=lambda: NOW), flow(), reply(ALICE))

    assert played.requests[0].headers["authorization"] == "Bearer access-2"
    assert "POSTCARDIT_TOKEN decides who you are" in caplog.text
