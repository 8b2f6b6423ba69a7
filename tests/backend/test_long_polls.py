"""Answers that wait: for something to happen, as long as somebody may hear it, and without a thread each."""

import asyncio
import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

import pytest

from postcardit_sdk.embedded import EmbeddedTransport
from postcardit_sdk.flow import Request
from tests.backend.feed_pages import now, sync, told
from tests.backend.held_to_contract import Answer
from tests.backend.world import Person, World

PATIENCE = 20.0


def test_a_long_poll_is_answered_when_something_happens(world: World) -> None:
    begin = now(world.alice)

    with ThreadPoolExecutor(1) as other:
        polling = other.submit(sync, world.alice, begin, wait=25)
        friendship = world.bob.client.friends.request("alice").friendship_id
        answer = polling.result(PATIENCE)

    assert told([answer.body]) == [("friendship.changed", friendship)]


def test_a_long_poll_does_not_wait_when_there_is_something(world: World) -> None:
    begin = now(world.alice)
    friendship = world.bob.client.friends.request("alice").friendship_id

    assert told([sync(world.alice, begin, wait=25).body]) == [("friendship.changed", friendship)]
    assert sync(world.alice, wait=25).body["changes"]


def test_a_long_poll_in_which_nothing_happens_gives_its_cursor_back(world: World) -> None:
    begin = now(world.alice)

    answer = sync(world.alice, begin, wait=1)

    assert answer.body == {"changes": [], "nextCursor": begin, "hasMore": False}


def test_what_happens_to_others_answers_no_long_poll(world: World) -> None:
    begin = now(world.alice)

    with ThreadPoolExecutor(1) as other:
        polling = other.submit(sync, world.alice, begin, wait=1)
        world.bob.client.friends.request("eve")
        answer = polling.result(PATIENCE)

    assert answer.body["changes"] == []


@pytest.mark.parametrize("how", ["signed out", "expired"])
def test_whoever_may_not_ask_any_more_gets_no_late_answer(how: str, world: World) -> None:
    begin = now(world.alice)

    async def main() -> Answer:
        async with Poll(world, world.alice, begin) as poll:
            if how == "signed out":
                world.alice.ask("POST", "/auth/logout")
            else:
                world.clock.forward(seconds=16 * 60)
            world.sign_in("bob").client.friends.request("alice")
            return await poll.answered()

    assert asyncio.run(main()).status == 401


@dataclass
class Poll:
    """A long poll in the running loop, whose client may leave."""

    world: World
    person: Person
    cursor: str

    async def __aenter__(self) -> "Poll":
        self.transport = EmbeddedTransport(self.world.backend)
        headers = {"authorization": f"Bearer {self.person.access_token}"}
        request = Request("GET", f"/v1/sync?wait=25&cursor={self.cursor}", headers)
        self.task = asyncio.create_task(self.transport.send_async(request))
        await asyncio.sleep(0.05)
        return self

    async def __aexit__(self, *_: object) -> None:
        self.task.cancel()
        await asyncio.gather(self.task, return_exceptions=True)

    async def answered(self) -> Answer:
        async with asyncio.timeout(PATIENCE):
            response = await self.task
        return Answer(response.status, response.headers, None, response.body)


def left_over() -> set[str]:
    return {task.get_name() for task in asyncio.all_tasks() if task is not asyncio.current_task()}


def test_a_client_that_leaves_a_long_poll_leaves_nothing_behind(world: World) -> None:
    begin = now(world.alice)

    async def main() -> set[str]:
        async with Poll(world, world.alice, begin):
            pass
        await asyncio.sleep(0.01)
        return left_over()

    assert asyncio.run(main()) == set()


def test_a_client_that_hangs_up_ends_its_long_poll(world: World) -> None:
    begin = now(world.alice)
    leaving, sent = asyncio.Event(), list[Any]()

    async def receive() -> dict[str, Any]:
        await leaving.wait()
        return {"type": "http.disconnect"}

    async def send(message: Any) -> None:
        sent.append(message["type"])

    async def main() -> set[str]:
        scope = {
            "type": "http",
            "method": "GET",
            "scheme": "http",
            "path": "/v1/sync",
            "query_string": f"wait=25&cursor={begin}".encode(),
            "headers": [(b"authorization", f"Bearer {world.alice.access_token}".encode())],
        }

        async def ask() -> None:
            await world.backend.app(scope, receive, send)

        polling = asyncio.create_task(ask())
        await asyncio.sleep(0.05)
        leaving.set()
        async with asyncio.timeout(PATIENCE):
            await polling
        await asyncio.sleep(0.01)
        return left_over()

    assert asyncio.run(main()) == set()


def test_two_hundred_long_polls_wait_without_a_thread_each(world: World) -> None:
    begin = now(world.alice)

    async def main() -> tuple[int, set[int]]:
        before = threading.active_count()
        polls = [Poll(world, world.alice, begin) for _ in range(200)]
        await asyncio.gather(*(poll.__aenter__() for poll in polls))
        threads = threading.active_count() - before
        world.bob.client.friends.request("alice")
        answers = await asyncio.gather(*(poll.answered() for poll in polls))
        return threads, {answer.status for answer in answers}

    threads, statuses = asyncio.run(main())

    assert (threads <= 1, statuses) == (True, {200})


def test_when_the_backend_stops_long_polls_are_answered_at_once(world: World) -> None:
    begin = now(world.alice)

    async def main() -> list[int]:
        async with Poll(world, world.alice, begin) as early:
            world.backend.hang_up()
            async with Poll(world, world.alice, begin) as late:
                return [(await early.answered()).status, (await late.answered()).status]

    assert asyncio.run(main()) == [200, 200]
