"""The hub wakes whoever waits, and nobody else; while nobody waits it rests."""

import asyncio
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from postcardit_backend.embedded.database import Database
from postcardit_backend.embedded.feed import SqliteFeed, tell
from postcardit_backend.embedded.sessions import SqliteSessions
from postcardit_backend.live import Hub, Waiter
from postcardit_backend.refusal import Refused
from postcardit_sdk.contract.problems import Code, EndReason
from postcardit_sdk.contract.sync import ChangeType
from tests.backend.stores import NOW, session, sqlite_store

PATIENCE = 20.0
OTHER = (
    "import sys; from pathlib import Path; from postcardit_backend.embedded.database import Database\n"
    "from postcardit_backend.embedded.feed import tell; from postcardit_sdk.contract.sync import ChangeType\n"
    "database = Database(Path(sys.argv[1])); print('open', flush=True); sys.stdin.readline()\n"
    "database.write(lambda one: tell(one, ['alice'], ChangeType.USER_CHANGED, 'x', 1)); database.close()"
)
"""Another process: opens the file, and when it is told to writes into alice's feed."""


@dataclass
class Live:
    """A hub over a file."""

    database: Database
    hub: Hub

    def write(self, *user_ids: str) -> None:
        self.database.write(lambda one: tell(one, user_ids, ChangeType.USER_CHANGED, "x", NOW))


@pytest.fixture
def live(tmp_path: Path) -> Iterator[Live]:
    database = Database(tmp_path / "postcardit.db")
    hub = Hub(SqliteFeed(database), SqliteSessions(database), lambda: NOW)
    yield Live(database, hub)
    hub.close()
    database.close()


def threads() -> list[str]:
    return [thread.name for thread in threading.enumerate() if thread.name == "postcardit-hub"]


def test_who_waits_is_woken_by_a_change_and_others_are_not(live: Live) -> None:
    async def main() -> tuple[bool, bool]:
        alice, bob = live.hub.listen("alice", 0), live.hub.listen("bob", 0)
        live.write("alice")
        return await alice.wait(PATIENCE), await bob.wait(0.2)

    assert asyncio.run(main()) == (True, False)


def test_who_knows_of_a_change_already_is_not_woken_by_it(live: Live) -> None:
    live.write("alice")

    async def main() -> tuple[bool, bool]:
        early, late = live.hub.listen("alice", 0), live.hub.listen("alice", 1)
        return await early.wait(PATIENCE), await late.wait(0.1)

    assert asyncio.run(main()) == (True, False)


def test_a_change_between_listening_and_waiting_is_not_missed(live: Live) -> None:
    async def main() -> bool:
        waiter = live.hub.listen("alice", 0)
        live.write("alice")
        await asyncio.sleep(0.2)
        return await waiter.wait(0)

    assert asyncio.run(main())


def test_waiters_in_several_loops_are_woken_by_one_thread(live: Live) -> None:
    listening, woken = threading.Barrier(4), list[bool]()

    async def wait() -> None:
        waiter = live.hub.listen("alice", 0)
        listening.wait()
        woken.append(await waiter.wait(PATIENCE))

    loops = [threading.Thread(target=lambda: asyncio.run(wait())) for _ in range(3)]
    for loop in loops:
        loop.start()
    listening.wait()
    hubs = threads()
    live.write("alice")
    for loop in loops:
        loop.join()

    assert (woken, hubs) == ([True] * 3, ["postcardit-hub"])


def test_a_change_of_another_process_is_heard(live: Live, tmp_path: Path) -> None:
    async def main() -> bool:
        waiter = live.hub.listen("alice", 0)
        command = [sys.executable, "-c", OTHER, str(tmp_path / "postcardit.db")]
        with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as other:  # noqa: ASYNC220  # the loop may stand still: it waits for this alone
            assert other.stdout is not None
            other.stdout.readline()
            too_early = await waiter.wait(0.2)
            other.communicate("now\n")
            return await waiter.wait(PATIENCE) and not too_early

    assert asyncio.run(main())


def test_before_anyone_waits_there_is_no_thread(live: Live) -> None:
    live.write("alice")

    assert threads() == []


@dataclass
class CountingFeed(SqliteFeed):
    """A feed that counts how often it was asked."""

    database: Database
    waits: int = 0
    asked: list[list[str]] = field(default_factory=list[list[str]])

    def __post_init__(self) -> None:
        super().__init__(self.database)

    def wait(self, seconds: float) -> bool:
        self.waits += 1
        return super().wait(seconds)

    def heads(self, user_ids: Sequence[str]) -> dict[str, int]:
        self.asked.append(sorted(user_ids))
        return super().heads(user_ids)


def test_while_nobody_waits_the_store_is_left_alone(live: Live) -> None:
    feed = CountingFeed(live.database)
    hub = Hub(feed, SqliteSessions(live.database), lambda: NOW)

    async def listen_and_leave() -> None:
        waiter = hub.listen("alice", 0)
        await waiter.wait(0.15)
        hub.forget(waiter)

    asyncio.run(listen_and_leave())
    time.sleep(0.3)
    before = feed.waits
    time.sleep(0.3)
    hub.close()

    assert before == feed.waits > 0


def test_all_who_wait_are_asked_for_at_once(live: Live) -> None:
    feed = CountingFeed(live.database)
    hub = Hub(feed, SqliteSessions(live.database), lambda: NOW)

    async def main() -> None:
        waiters = [hub.listen(name, 0) for name in ("alice", "bob", "alice")]
        live.write("alice", "bob")
        assert [await waiter.wait(PATIENCE) for waiter in waiters] == [True] * 3

    asyncio.run(main())
    hub.close()

    assert feed.asked[-1] == ["alice", "bob"]


def test_the_end_of_a_session_wakes_those_who_have_it(live: Live) -> None:
    store = sqlite_store(live.database)
    alice = store.user("alice")
    for name in ("one", "two"):
        store.sessions.start(session(alice, name, name), "hash")

    async def main() -> list[tuple[bool, bool]]:
        waiters = [live.hub.listen(alice.user_id, 0, name) for name in ("one", "two")]
        store.sessions.end(alice.user_id, "one", EndReason.REVOKED, NOW)
        return [
            (await waiter.wait(seconds), waiter.has_ended)
            for waiter, seconds in zip(waiters, (PATIENCE, 0), strict=True)
        ]

    assert asyncio.run(main()) == [(True, True), (False, False)]


def test_closing_wakes_everyone_for_good(live: Live) -> None:
    async def main() -> tuple[bool, bool, bool]:
        waiter = live.hub.listen("alice", 0)
        waiting = asyncio.create_task(waiter.wait(PATIENCE))
        await asyncio.sleep(0)
        live.hub.close()
        return await waiting, live.hub.is_closed, await live.hub.listen("bob", 0).wait(0)

    assert (asyncio.run(main()), threads()) == ((True, True, False), [])


def test_who_is_left_over_from_a_closed_loop_troubles_nobody(live: Live, caplog: pytest.LogCaptureFixture) -> None:
    async def listen() -> Waiter:
        return live.hub.listen("alice", 0)

    asyncio.run(listen())

    async def main() -> bool:
        waiter = live.hub.listen("alice", 0)
        live.write("alice")
        return await waiter.wait(PATIENCE)

    assert (asyncio.run(main()), caplog.records) == (True, [])


class FailingFeed(SqliteFeed):
    """A feed that cannot be read the first time."""

    failures = 1

    def heads(self, user_ids: Sequence[str]) -> dict[str, int]:
        if self.failures:
            self.failures -= 1
            raise Refused(Code.UNAVAILABLE, "alice@example.com is busy")
        return super().heads(user_ids)


def test_a_store_that_fails_is_asked_again_and_nothing_is_missed(live: Live, caplog: pytest.LogCaptureFixture) -> None:
    hub = Hub(FailingFeed(live.database), SqliteSessions(live.database), lambda: NOW)

    async def main() -> bool:
        waiter = hub.listen("alice", 0)
        live.write("alice")
        return await waiter.wait(PATIENCE)

    woken = asyncio.run(main())
    hub.close()

    assert woken
    assert [record.getMessage().partition("\n")[0] for record in caplog.records] == ["a look for changes failed"]
    assert "alice" not in caplog.text


def test_a_cancelled_wait_leaves_nothing_behind() -> None:
    async def main() -> set["asyncio.Task[bool]"]:
        waiter = Waiter("alice", 0, "")
        waiting = asyncio.create_task(waiter.wait(PATIENCE))
        await asyncio.sleep(0)
        waiting.cancel()
        await asyncio.gather(waiting, return_exceptions=True)
        waiter.wake()
        assert await waiter.wait(PATIENCE)
        return asyncio.all_tasks() - {asyncio.current_task()}

    assert asyncio.run(main()) == set()


def test_everyone_is_woken_when_the_clock_is_moved(live: Live) -> None:
    settings = [b"1"]
    hub = Hub(SqliteFeed(live.database), SqliteSessions(live.database), lambda: NOW, lambda: settings[-1])

    async def main() -> bool:
        waiter = hub.listen("alice", 0)
        asyncio.get_running_loop().call_later(0.01, settings.append, b"2")
        return await waiter.wait(PATIENCE)

    assert asyncio.run(main())
    hub.close()
