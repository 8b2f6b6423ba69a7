"""One refresh of many: threads, tasks and processes that find an expired token at once, and one strict server."""

import asyncio
import random
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from postcardit_sdk import AsyncClient, Client, Code, FileTokens, MemoryTokens, Request, Response
from postcardit_sdk.flow import Lock
from tests.sdk.rounds import Crew, counted_refreshes, crew
from tests.sdk.stage import ALICE, OVER, pair, problem, reply

CALLERS = 20


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


def test_eight_processes_make_one_refresh_even_of_short_lived_tokens(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    refreshes = counted_refreshes(monkeypatch)
    with crew(tmp_path / "data", 8, refreshes, access_token_seconds=50) as team:
        team.age()
        answers = [team.ask() for _ in range(3)]

    assert answers == [["alice"] * 8] * 3
    assert refreshes == ["refresh"]


def test_rounds_in_which_the_one_at_it_is_killed_end_with_everybody_signed_in(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    refreshes = counted_refreshes(monkeypatch)
    with crew(tmp_path / "data", 4, refreshes, access_token_seconds=600) as team:
        for number in range(3):
            team.age()
            refreshes.clear()
            assert team.ask_and_kill(random.Random(number)) == ["alice"] * 3
            assert len(refreshes) in {1, 2}


def test_twenty_threads_on_a_real_server_make_one_refresh_of_a_token_that_has_truly_expired(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    refreshes = counted_refreshes(monkeypatch)
    with (
        crew(tmp_path / "data", 0, refreshes, access_token_seconds=2) as team,
        Client(team.url, tokens=team.store) as client,
    ):
        time.sleep(2.1)
        with ThreadPoolExecutor(CALLERS) as pool:
            answers = [future.result() for future in [pool.submit(client.users.me) for _ in range(CALLERS)]]

    assert [answer.username for answer in answers] == ["alice"] * CALLERS
    assert refreshes == ["refresh"]


def test_twenty_tasks_on_a_real_server_make_one_refresh_of_a_token_that_has_truly_expired(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    refreshes = counted_refreshes(monkeypatch)

    async def ask_all(team: Crew) -> list[str]:
        async with AsyncClient(team.url, tokens=team.store) as client:
            return [user.username for user in await asyncio.gather(*(client.users.me() for _ in range(CALLERS)))]

    with crew(tmp_path / "data", 0, refreshes, access_token_seconds=2) as team:
        time.sleep(2.1)
        answers = asyncio.run(ask_all(team))

    assert answers == ["alice"] * CALLERS
    assert refreshes == ["refresh"]
