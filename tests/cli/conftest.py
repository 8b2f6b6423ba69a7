"""What these tests stand on: folders of their own, a server made of canned answers, commands in this process."""

import io
import json
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, cast

import pytest
from PIL import Image
from tenacity import Retrying, stop_after_attempt

from postcardit_cli import context, own_data, prompts
from postcardit_cli.accounts import Accounts
from postcardit_cli.auth import registration
from postcardit_cli.folders import local_store_file
from postcardit_cli.profiles import Target
from postcardit_cli.start import enter
from postcardit_sdk import Client, Code, FileTokens, Request, Response, Tokens, TokenStore

ALICE = "01a20492-5030-7418-b009-3379bfa8cc04"
BOB = "01a20492-5030-7418-b009-3379bfa8cc05"
CARD = "01a20490-b391-77bf-841b-d19a1e6a5a20"
FRIENDSHIP = "01a20490-b391-77bf-841b-d19a1e6a5a21"
MORNING = "2026-11-22T08:00:00.000Z"


@dataclass(frozen=True, slots=True)
class Result:
    """What a command left behind."""

    exit_code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """Its stdout, read as JSON."""
        return json.loads(self.out)

    @property
    def error(self) -> dict[str, Any]:
        """The error object that it wrote to stderr."""
        return cast(dict[str, Any], json.loads(self.err)["error"])


Run = Callable[..., Result]


@dataclass
class FakeServer:
    """A transport that gives canned answers, by method and path, and remembers what it was asked."""

    answers: dict[str, Response | Exception] = field(default_factory=dict[str, Response | Exception])
    requests: list[Request] = field(default_factory=list[Request])

    def answer(self, what: str, body: Any = None, *, status: int = 200) -> None:
        """Say what to answer to `GET /v1/users/me`."""
        content = b"" if body is None else json.dumps(body).encode()
        self.answers[what] = Response(status, {"content-type": "application/json"}, content)

    def refuse(self, what: str, code: Code, *, status: int | None = None) -> None:
        """Say which problem to answer."""
        self.answer(what, problem(code, status or code.status), status=status or code.status)

    def send(self, request: Request) -> Response:
        """As a transport does."""
        self.requests.append(request)
        answer = self.answers.get(f"{request.method} {request.url.partition('?')[0]}")
        if answer is None:
            raise AssertionError(f"nobody said what to answer to {request.method} {request.url}")
        if isinstance(answer, Exception):
            raise answer
        return answer

    def close(self) -> None:
        """As a transport does."""


def problem(code: Code, status: int) -> dict[str, Any]:
    """A problem as the API answers it."""
    return {
        "type": f"urn:postcardit:problem:{code}",
        "title": code.sentence,
        "status": status,
        "detail": code.sentence,
        "instance": "/v1",
        "code": code,
        "message": code.sentence,
        "statusCode": status,
        "requestId": "request-1",
    }


def user(user_id: str = ALICE, username: str = "alice", **more: Any) -> dict[str, Any]:
    """A profile as the API answers it."""
    return {
        "userId": user_id,
        "username": username,
        "isActive": True,
        "createdAt": MORNING,
        "postcardsCount": 0,
        "friendsCount": 0,
        **more,
    }


def friendship(**more: Any) -> dict[str, Any]:
    """Alice has asked Bob."""
    return {
        "friendshipId": FRIENDSHIP,
        "requesterId": ALICE,
        "addresseeId": BOB,
        "status": "pending",
        "requestedAt": MORNING,
        "createdAt": MORNING,
        "updatedAt": MORNING,
        "requester": {"userId": ALICE, "username": "alice"},
        "addressee": {"userId": BOB, "username": "bob"},
        **more,
    }


def postcard(**more: Any) -> dict[str, Any]:
    """A card from Alice to Bob, without a photo."""
    return {
        "postcardId": CARD,
        "senderId": ALICE,
        "recipientId": BOB,
        "senderName": "alice",
        "recipientName": "bob",
        "sender": {"userId": ALICE, "username": "alice"},
        "recipient": {"userId": BOB, "username": "bob"},
        "message": "Ciao!",
        "font": "handwritten",
        "status": "sent",
        "sentAt": MORNING,
        "isArchived": False,
        "createdAt": MORNING,
        "updatedAt": MORNING,
        **more,
    }


def token_pair(user_id: str = ALICE, username: str = "alice") -> dict[str, Any]:
    """What signing in answers."""
    return {
        "accessToken": f"access-of-{username}",
        "refreshToken": f"refresh-of-{username}",
        "tokenType": "Bearer",
        "expiresIn": 900,
        "refreshExpiresIn": 86400,
        "user": user(user_id, username),
    }


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Folders of one's own, and an environment that says nothing."""
    move_in(tmp_path, monkeypatch)
    return tmp_path


def move_in(folder: Path, patch: pytest.MonkeyPatch) -> None:
    """Make this the home, with nothing but that in the environment."""
    for name in ("URL", "PROFILE", "TOKEN", "TOKEN_STORE"):
        patch.delenv(f"POSTCARDIT_{name}", raising=False)
    for name in ("NO_COLOR", "FORCE_COLOR", "CI", "COLUMNS"):
        patch.delenv(name, raising=False)
    patch.setenv("HOME", str(folder))
    for kind in ("CONFIG", "DATA", "STATE", "CACHE"):
        patch.setenv(f"XDG_{kind}_HOME", str(folder / kind.lower()))


@pytest.fixture
def typed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """A terminal, and what the person types there when it is not shown."""
    words: list[str] = []
    answers = iter(words)

    def getpass(_prompt: str, stream: object) -> str:
        del stream
        return next(answers)

    monkeypatch.setattr("getpass.getpass", getpass)
    for module in (own_data, prompts, registration):
        monkeypatch.setattr(module, "can_ask", lambda: True)
    return words


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run a command line in this process."""

    def run(*arguments: str, stdin: str = "") -> Result:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin.encode()), encoding="utf-8"))
        capsys.readouterr()
        exit_code = enter(arguments)
        captured = capsys.readouterr()
        return Result(exit_code, captured.out, captured.err)

    return run


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> FakeServer:
    """The server that every command meets."""
    fake = FakeServer()

    once = Retrying(stop=stop_after_attempt(1), reraise=True)

    def open_client(target: Target, tokens: TokenStore) -> Client:
        local = local_store_file(target.profile)
        return Client("http://fake.test", tokens=tokens, transport=fake, retry=once, local=local)

    monkeypatch.setattr(context, "open_client", open_client)
    return fake


@pytest.fixture
def signed_in(home: Path) -> Mapping[str, FileTokens]:
    """Alice and Bob are stored for the profile `local`; Alice signed in last."""
    del home
    accounts = Accounts("local")
    for user_id, username in ((BOB, "bob"), (ALICE, "alice")):
        accounts.keep(Tokens(f"access-of-{username}", f"refresh-of-{username}", 4e9, user_id, username))
    stores = {name: accounts.named(name) for name in ("alice", "bob")}
    return {name: store for name, store in stores.items() if isinstance(store, FileTokens)}


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    """A small photo."""
    path = tmp_path / "photo.png"
    Image.new("RGB", (64, 48), (200, 80, 40)).save(path)
    return path


@pytest.fixture
def no_proxies(monkeypatch: pytest.MonkeyPatch) -> None:
    """An environment that names no proxy and no certificates of its own."""
    for name in ("HTTP", "HTTPS", "ALL", "NO"):
        monkeypatch.delenv(f"{name}_PROXY", raising=False)
        monkeypatch.delenv(f"{name.lower()}_proxy", raising=False)
    monkeypatch.delenv("SSL_CERT_FILE", raising=False)
