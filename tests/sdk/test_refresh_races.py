"""One refresh of many: threads, tasks and processes that find an expired token at once, and one strict server."""

import asyncio
import subprocess
import sys
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pytest

from postcardit_sdk import AsyncClient, Client, Code, FileTokens, MemoryTokens, Request, Response, Tokens
from postcardit_sdk.flow import Lock
from postcardit_sdk.lab import sign_up
from tests.sdk.stage import ALICE, OVER, pair, problem, reply

CALLERS = 20
ASK = """
import sys
from postcardit_sdk import Client, FileTokens
client = Client(sys.argv[1], tokens=FileTokens(sys.argv[2]))
print("ready", flush=True)
sys.stdin.readline()
print([client.users.me().username for _ in range(3)])
"""


@dataclass
class Crowd:
    """A lock that knows how many found it taken."""

    lock: Lock
    turned_away: set[object] = field(default_factory=set[object])

    def try_acquire(self) -> bool:
        if self.lock.try_acquire():
            return True
        try:
            self.turned_away.add(asyncio.current_task())
        except RuntimeError:  # no loop runs here
            self.turned_away.add(threading.get_ident())
        return False

    def release(self) -> None:
        self.lock.release()


class StrictServer:
    """Each refresh token counts once. It answers a refresh when all others wait at the lock."""

    def __init__(self, crowd: Crowd) -> None:
        self.crowd = crowd
        self.refreshes: list[str] = []

    def send(self, request: Request) -> Response:
        while self.is_early(request):
            threading.Event().wait(0.001)
        return self.answer(request)

    async def send_async(self, request: Request) -> Response:
        while self.is_early(request):  # noqa: ASYNC110  # the lock that it looks at knows no events
            await asyncio.sleep(0.001)
        return self.answer(request)

    def is_early(self, request: Request) -> bool:
        return "refresh" in request.url and len(self.crowd.turned_away) < CALLERS - 1

    def answer(self, request: Request) -> Response:
        if "refresh" not in request.url:
            is_fresh = request.headers["authorization"] == "Bearer access-2"
            return reply(ALICE) if is_fresh else problem(Code.UNAUTHENTICATED)
        presented = request.body.decode()
        if presented in self.refreshes:
            return problem(Code.SESSION_ENDED)
        self.refreshes.append(presented)
        return reply(pair())

    def close(self) -> None: ...
    async def close_async(self) -> None: ...


@pytest.fixture(params=["memory", "file"])
def tokens(request: pytest.FixtureRequest, tmp_path: Path) -> MemoryTokens | FileTokens:
    store = MemoryTokens() if request.param == "memory" else FileTokens(tmp_path / "tokens.json")
    store.save(OVER)
    store.lock = Crowd(store.lock)
    return store


def server_for(tokens: MemoryTokens | FileTokens) -> StrictServer:
    assert isinstance(tokens.lock, Crowd)
    return StrictServer(tokens.lock)


def test_twenty_threads_make_one_refresh(tokens: MemoryTokens | FileTokens) -> None:
    server = server_for(tokens)
    client = Client("http://api.example", tokens=tokens, transport=server)

    with ThreadPoolExecutor(CALLERS) as pool:
        answers = [future.result() for future in [pool.submit(client.users.me) for _ in range(CALLERS)]]

    assert answers == [ALICE] * CALLERS
    assert server.refreshes == ['{"refreshToken":"refresh-1"}']


def test_twenty_tasks_make_one_refresh(tokens: MemoryTokens | FileTokens) -> None:
    server = server_for(tokens)
    client = AsyncClient("http://api.example", tokens=tokens, transport=server)

    async def ask_all() -> list[object]:
        return [*await asyncio.gather(*(client.users.me() for _ in range(CALLERS)))]

    assert asyncio.run(ask_all()) == [ALICE] * CALLERS
    assert server.refreshes == ['{"refreshToken":"refresh-1"}']


def test_four_processes_make_one_refresh_even_of_short_lived_tokens(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    refreshes = counted_refreshes(monkeypatch)
    from postcardit_backend.entry import Server
    from postcardit_backend.settings import Settings

    store = FileTokens(tmp_path / "tokens.json")
    with Server(tmp_path / "data", settings=Settings(access_token_seconds=50)) as server:
        with Client(server.url, tokens=store) as client:
            client.run(sign_up(tmp_path / "data", "alice"))
        store.save(aged(store))
        command = [sys.executable, "-W", "error", "-c", ASK, server.url, str(store.path)]
        pipe = subprocess.PIPE
        askers = [subprocess.Popen(command, stdin=pipe, stdout=pipe, text=True) for _ in range(4)]
        for asker in askers:
            assert asker.stdout is not None
            assert asker.stdout.readline() == "ready\n"
        for asker in askers:
            start(asker)
        printed = [asker.communicate(timeout=60)[0] for asker in askers]

    assert printed == ["['alice', 'alice', 'alice']\n"] * 4
    assert refreshes == ["refresh"]


def aged(store: FileTokens) -> Tokens:
    tokens = store.load()
    assert tokens is not None
    return replace(tokens, expires_at=1.0, refresh_at=1.0)


def start(asker: "subprocess.Popen[str]") -> None:
    assert asker.stdin is not None
    asker.stdin.write("\n")
    asker.stdin.flush()


def counted_refreshes(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """A list that grows with each refresh that any backend opened from now on answers."""
    from postcardit_backend import answers, services

    assert services.__all__
    counted: list[str] = []
    refresh: Callable[..., Any] = answers.ANSWERS["refresh_tokens"]

    def count(*arguments: Any) -> Any:
        counted.append("refresh")
        return refresh(*arguments)

    monkeypatch.setitem(answers.ANSWERS, "refresh_tokens", count)
    return counted
