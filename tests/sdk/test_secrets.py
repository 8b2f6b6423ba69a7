"""Planted tokens, and everything that people look at when something fails: none of it shows them."""

import asyncio
import io
import logging
import pickle
import socket
import subprocess
import sys
import traceback
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import keyring
import pytest
from rich.console import Console
from rich.traceback import Traceback

from postcardit_sdk import (
    AsyncClient,
    Call,
    Client,
    Code,
    FileTokens,
    KeyringTokens,
    MemoryTokens,
    PostCardItError,
    Request,
    Tokens,
)
from postcardit_sdk.contract import operations as ops
from postcardit_sdk.contract.postcards import SendPostcard
from postcardit_sdk.session import Session
from tests.sdk.peer import Arrived, peer
from tests.sdk.sessions_machine import FakeKeyring
from tests.sdk.stage import LIVE, NOW, OVER, no_pauses, pair, play, problem

CANARY = "s3cret"
ACCESS, REFRESH = f"access-{CANARY}", f"refresh-{CANARY}"
PLANTED = replace(LIVE, access_token=ACCESS, refresh_token=REFRESH, expires_at=1e11)
STALE = replace(PLANTED, expires_at=1.0)
NEXT = pair().model_copy(update={"access_token": f"{ACCESS}-2", "refresh_token": f"{REFRESH}-2"})


def shown(error: BaseException) -> str:
    """All that a curious tool shows of an error: the chain with every variable, and its pickle."""
    plain = traceback.TracebackException.from_exception(error, capture_locals=True)
    screen = io.StringIO()
    rich = Traceback.from_exception(
        type(error), error, error.__traceback__, show_locals=True, locals_max_string=10_000, locals_max_length=1000
    )
    Console(file=screen, width=250).print(rich)
    pickled = pickle.dumps(error).decode("latin-1") if isinstance(error, PostCardItError) else ""
    return "".join([*plain.format(), screen.getvalue(), repr(error), str(error), pickled])


def error_of(client: Client) -> PostCardItError:
    with pytest.raises(PostCardItError) as caught:
        client.users.me()
    return caught.value


@pytest.fixture(autouse=True)
def logged(caplog: pytest.LogCaptureFixture) -> pytest.LogCaptureFixture:
    caplog.set_level(logging.DEBUG)
    return caplog


def refused(_: Arrived) -> tuple[int, bytes]:
    return 401, problem(Code.UNAUTHENTICATED).body


def busy(_: Arrived) -> tuple[int, bytes]:
    return 503, problem(Code.UNAVAILABLE).body


def ended(_: Arrived) -> tuple[int, bytes]:
    return 401, problem(Code.SESSION_ENDED).body


def of_another_kind(_: Arrived) -> tuple[int, bytes]:
    return 200, NEXT.model_dump_json().encode().replace(b'"user"', b'"usher"')


def breaking(_: Arrived) -> tuple[int, bytes]:
    raise ConnectionAbortedError


@pytest.mark.parametrize("tokens", [PLANTED, STALE, Tokens(f"{ACCESS}\n", REFRESH)], ids=["live", "stale", "broken"])
@pytest.mark.parametrize("answer", [refused, busy, ended, of_another_kind, breaking], ids=lambda each: each.__name__)
def test_no_failure_of_a_call_shows_a_token(
    answer: Callable[[Arrived], tuple[int, bytes]],
    tokens: Tokens,
    logged: pytest.LogCaptureFixture,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    no_pauses(monkeypatch)
    store = FileTokens(tmp_path / "tokens.json")
    store.save(tokens)
    with peer() as server, Client(server.url, tokens=store) as client:
        server.answer = answer
        text = shown(error_of(client))

    assert "users/me" in text
    assert CANARY not in text + logged.text + repr(store.blackbox.entries())


def test_no_connection_shows_a_token(logged: pytest.LogCaptureFixture) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{free.getsockname()[1]}"
    from tenacity import Retrying, stop_after_attempt

    once = Retrying(stop=stop_after_attempt(1))

    async def ask() -> None:
        async with AsyncClient(url, tokens=MemoryTokens(STALE), retry=once) as client:
            await client.users.me()

    with Client(url, tokens=MemoryTokens(PLANTED), retry=once) as client:
        text = shown(error_of(client))
    with pytest.raises(PostCardItError) as caught:
        asyncio.run(ask())

    assert CANARY not in text + shown(caught.value) + logged.text
    assert caught.value.__cause__ is not None
    assert caught.value.__cause__.__traceback__ is None


def test_a_bug_in_a_users_code_shows_no_token() -> None:
    class Broken:
        def send(self, request: Request) -> None:
            raise ZeroDivisionError(request.method)

        def close(self) -> None: ...

    with pytest.raises(ZeroDivisionError) as caught:
        Client("http://api.example", tokens=MemoryTokens(STALE), transport=Broken()).users.me()  # type: ignore[arg-type]

    assert CANARY not in shown(caught.value)


def test_a_request_that_cannot_be_made_shows_no_token() -> None:
    call = Call(ops.send_postcard, SendPostcard(recipient_username="bob", message=CANARY), idempotency_key="ü")

    error = play(Session(MemoryTokens(PLANTED), clock=lambda: NOW), call).error

    assert error is not None
    assert CANARY not in str(error)


def test_a_store_that_fails_shows_no_token(tmp_path: Path, logged: pytest.LogCaptureFixture) -> None:
    class Keeper(MemoryTokens):
        def save(self, tokens: Tokens) -> None:
            raise RuntimeError(tokens.access_token)

    from postcardit_sdk.flow import SignedIn, Talk

    def flow() -> Talk[None]:
        yield SignedIn(NEXT)

    store = Keeper(OVER)
    played = play(Session(store, clock=lambda: NOW), flow(), problem(Code.UNAVAILABLE))

    assert played.error is None
    assert "could not be stored" in logged.text
    assert CANARY not in logged.text + repr(store.blackbox.entries())


def test_a_locked_keyring_shows_no_token(tmp_path: Path, logged: pytest.LogCaptureFixture) -> None:
    before, ring = keyring.get_keyring(), FakeKeyring()
    keyring.set_keyring(ring)
    try:
        store = KeyringTokens(tmp_path / "tokens.json")
        store.save(STALE)
        ring.is_locked = True
        with Client("http://127.0.0.1:1", tokens=store) as client:
            text = shown(error_of(client))
        store.save(replace(PLANTED, user_id="another"))
    finally:
        keyring.set_keyring(before)

    assert "KeyringFailed" in text
    assert CANARY not in text + logged.text


def test_a_damaged_file_shows_no_token(tmp_path: Path) -> None:
    path = tmp_path / "tokens.json"
    path.write_text(f'{{"access_token": "{ACCESS}", "expires_at": "soon"}}')
    path.chmod(0o600)

    with Client("http://127.0.0.1:1", tokens=FileTokens(path)) as client:
        assert CANARY not in shown(error_of(client))


def test_what_is_made_of_tokens_shows_none() -> None:
    client = Client("http://127.0.0.1:1", token=ACCESS)
    requests = play(
        Session(MemoryTokens(STALE), clock=lambda: NOW), Call(ops.get_me), problem(Code.UNAVAILABLE)
    ).requests

    shapes = [PLANTED, NEXT, client, client.session, client.session.tokens, requests]
    assert CANARY not in repr(shapes) + repr([(request.headers, request.body) for request in requests])


def test_tokens_are_not_pickled() -> None:
    with pytest.raises(TypeError, match="Tokens are not pickled"):
        pickle.dumps(PLANTED)


def test_a_token_of_the_environment_or_a_file_is_in_no_command_line(tmp_path: Path) -> None:
    FileTokens(tmp_path / "t").save(PLANTED)
    code = "import sys; from postcardit_sdk import FileTokens; FileTokens(sys.argv[1]).load(); print(sys.orig_argv)"
    done = subprocess.run([sys.executable, "-c", code, str(tmp_path / "t")], check=True, capture_output=True, text=True)

    assert CANARY not in done.stdout + done.stderr
