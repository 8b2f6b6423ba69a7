"""Flows in the background, in a thread or a task: they stop where they wait, and no error of theirs is lost."""

import asyncio
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import pytest

from postcardit_sdk import (
    AsyncBackground,
    AsyncClient,
    Background,
    Call,
    Client,
    ClientClosed,
    ConnectionFailed,
    MemoryTokens,
    Pause,
    PostCardItError,
    Request,
    Response,
    SessionEnded,
    SignInRequired,
    Talk,
)
from postcardit_sdk.contract import operations as ops
from postcardit_sdk.contract.problems import EndReason
from postcardit_sdk.contract.sync import SyncChanges
from postcardit_sdk.endpoint import ColourT, Resource, spawned
from postcardit_sdk.flow import Listen, Read, Work
from tests.sdk.dripping import HEAD, Line, dripping
from tests.sdk.stage import ALICE, FOREVER, OVER, Script, reply

URL = "http://api.example"
SOON = 10.0
"""Seconds that nothing here should take, but may on a busy machine."""
LONG = 1000.0

colours = pytest.mark.parametrize("colour", ["blocking", "awaited"])
Flow = Callable[["Noted"], Talk[None]]


@dataclass
class Noted:
    """What a flow has done, and that it is where it wants to be."""

    done: list[str] = field(default_factory=list[str])
    there: threading.Event = field(default_factory=threading.Event)


def spawn_and_stop(
    colour: str, flow: Flow, url: str = URL, noted: Noted | None = None, **options: Any
) -> tuple[Noted, Any]:
    """Set a flow going, wait until it is there, stop it."""
    noted = noted or Noted()
    options = {"tokens": MemoryTokens(FOREVER)} | options
    if colour == "blocking":
        with Client(url, **options) as client:
            background = client.spawn(flow(noted), "test")
            assert noted.there.wait(SOON)
            background.stop()
            assert not background.is_running
            return noted, background

    async def run() -> AsyncBackground:
        async with AsyncClient(url, **options) as client, asyncio.timeout(SOON):
            background = client.spawn(flow(noted), "test")
            await asyncio.to_thread(noted.there.wait)
            await asyncio.sleep(0.01)
            await background.stop()
            assert not background.is_running
            return background

    return noted, asyncio.run(run())


def work(noted: Noted, word: str) -> Work[None]:
    return Work(lambda: noted.done.append(word))


@colours
def test_a_pause_is_no_reason_to_wait(colour: str) -> None:
    def flow(noted: Noted) -> Talk[None]:
        try:
            noted.there.set()
            yield Pause(LONG)
        finally:
            noted.done.append("closed")

    noted, background = spawn_and_stop(colour, flow)

    assert (noted.done, background.error) == (["closed"], None)


@colours
def test_a_flow_that_is_done_has_ended(colour: str) -> None:
    def flow(noted: Noted) -> Talk[None]:
        yield from work(noted, "worked")
        noted.there.set()

    noted, background = spawn_and_stop(colour, flow)

    assert (noted.done, background.error) == (["worked"], None)


def held(noted: Noted, go_on: threading.Event) -> Script:
    """A server that answers once it may."""

    def answer(_: Request) -> Response:
        noted.there.set()
        assert go_on.wait(SOON)
        return reply(ALICE)

    return Script([answer])


def ask_twice(noted: Noted) -> Talk[None]:
    yield from Call(ops.get_me)
    yield from work(noted, "worked up")
    yield from Call(ops.get_me)


def test_what_was_sent_is_heard_out_and_worked_up_and_nothing_more_is_sent() -> None:
    noted, go_on = Noted(), threading.Event()
    script = held(noted, go_on)
    with Client(URL, tokens=MemoryTokens(FOREVER), transport=script) as client:
        background = client.spawn(ask_twice(noted), "test")
        assert noted.there.wait(SOON)
        background.ask()
        go_on.set()
        background.stop()

    assert (noted.done, len(script.requests)) == (["worked up"], 1)


def test_what_was_sent_is_heard_out_and_worked_up_and_nothing_more_is_sent_in_a_task() -> None:
    @dataclass
    class Slow(Script):
        async def send_async(self, request: Request) -> Response:
            noted.there.set()
            await go_on.wait()
            return self.send(request)

    async def run() -> None:
        async with AsyncClient(URL, tokens=MemoryTokens(FOREVER), transport=script) as client, asyncio.timeout(SOON):
            background = client.spawn(ask_twice(noted), "test")
            await asyncio.to_thread(noted.there.wait)
            background.ask()
            go_on.set()
            await background.stop()

    noted, go_on, script = Noted(), asyncio.Event(), Slow([reply(ALICE)])
    asyncio.run(run())

    assert (noted.done, len(script.requests)) == (["worked up"], 1)


def reading(_: Noted) -> Talk[None]:
    channel = yield from Listen(Call(ops.listen_events), LONG)
    while True:
        yield from Read(channel)


def opening(_: Noted) -> Talk[None]:
    yield from Listen(Call(ops.listen_events), LONG)


def polling(_: Noted) -> Talk[None]:
    yield from Call(ops.sync_changes, SyncChanges(cursor="c1", wait=25))


@colours
@pytest.mark.parametrize("flow", [reading, opening, polling])
def test_who_waits_for_news_stops_at_once_and_hangs_up(colour: str, flow: Flow) -> None:
    noted = Noted()

    def answer(line: Line) -> None:
        if flow is reading:
            line.say(HEAD)
            line.chunk(b"one")
        noted.there.set()
        line.wait_until_left()

    with dripping(answer) as server:
        _, background = spawn_and_stop(colour, flow, server.url, noted=noted)
        if colour == "awaited" or flow is reading:  # a thread that waits for a first answer can only be left alone
            assert server.lines[0].was_left.wait(SOON)

    assert background.error is None


@colours
def test_a_flow_that_waits_for_a_lock_stops_and_takes_none(colour: str) -> None:
    tokens = MemoryTokens(OVER)
    assert tokens.lock.try_acquire()

    def flow(noted: Noted) -> Talk[None]:
        noted.there.set()
        yield from Call(ops.get_me)

    spawn_and_stop(colour, flow, tokens=tokens, transport=Script([reply(ALICE)]))

    tokens.lock.release()
    assert tokens.lock.try_acquire()


# How it ended


@colours
@pytest.mark.parametrize("error", [SessionEnded(EndReason.SIGNED_OUT), SignInRequired()], ids=repr)
def test_the_end_of_the_session_is_kept_and_not_raised(colour: str, error: PostCardItError) -> None:
    _, background = spawn_and_stop(colour, failing(error))

    assert background.error is error


def failing(error: BaseException) -> Flow:
    def flow(noted: Noted) -> Talk[None]:
        try:
            yield from work(noted, "worked")
            raise error
        finally:
            noted.there.set()

    return flow


@colours
@pytest.mark.parametrize("error", [ConnectionFailed("lost"), ZeroDivisionError("bug")], ids=repr)
def test_what_else_ends_a_flow_is_raised_when_it_is_stopped(colour: str, error: Exception) -> None:
    with pytest.raises(type(error)) as caught:
        spawn_and_stop(colour, failing(error))

    assert caught.value is error


def test_what_nobody_asked_for_is_raised_when_the_client_closes_and_all_is_closed_nevertheless() -> None:
    script, other = Script([]), Noted()
    client = Client(URL, transport=script)
    broken = client.spawn(failing(ZeroDivisionError("bug"))(Noted()), "broken")
    waiting = client.spawn(pausing(other), "waiting")
    assert other.there.wait(SOON)
    until(lambda: not broken.is_running)

    with pytest.raises(ZeroDivisionError):
        client.close()

    assert (waiting.is_running, script.closed) == (False, 1)
    client.close()


def pausing(noted: Noted) -> Talk[None]:
    noted.there.set()
    yield Pause(LONG)


def until(is_so: Callable[[], bool]) -> None:
    """Wait for what another thread is about to do."""
    waiting = threading.Event()
    for _ in range(int(SOON / 0.01)):
        if is_so():
            return
        waiting.wait(0.01)
    raise AssertionError("It never was so.")


def test_what_was_told_once_is_not_told_by_closing() -> None:
    with Client(URL, transport=Script([])) as client:
        background = client.spawn(failing(ZeroDivisionError("bug"))(Noted()), "broken")
        with pytest.raises(ZeroDivisionError):
            background.stop()


def test_what_nobody_asked_for_is_raised_when_the_awaited_client_closes() -> None:
    async def run() -> int:
        script = Script([])
        client = AsyncClient(URL, transport=script)
        background = client.spawn(failing(ZeroDivisionError("bug"))(Noted()), "broken")
        waiting = client.spawn(pausing(Noted()), "waiting")
        await asyncio.sleep(0.05)
        with pytest.raises(ZeroDivisionError):
            await client.close()
        assert not (background.is_running or waiting.is_running)
        return script.closed

    assert asyncio.run(run()) == 1


@colours
def test_closing_the_client_stops_what_it_spawned(colour: str) -> None:
    noted = Noted()
    if colour == "blocking":
        with Client(URL, transport=Script([])) as client:
            background: Background | AsyncBackground = client.spawn(pausing(noted), "test")
    else:

        async def run() -> AsyncBackground:
            async with AsyncClient(URL, transport=Script([])) as client:
                return client.spawn(pausing(noted), "test")

        background = asyncio.run(run())

    assert (background.is_running, background.error) == (False, None)


def test_a_closed_client_spawns_nothing() -> None:
    client = Client(URL, transport=Script([]))
    client.close()

    with pytest.raises(ClientClosed):
        client.spawn(pausing(Noted()), "test")


def test_a_flow_may_stop_itself() -> None:
    with Client(URL, transport=Script([])) as client:
        noted, stopping = Noted(), list[Callable[[], None]]()

        def flow() -> Talk[None]:
            yield from Work(lambda: noted.there.wait(SOON))
            yield from Work(stopping[0])
            yield Pause(LONG)

        background = client.spawn(flow(), "test")
        stopping.append(background.stop)
        noted.there.set()
        until(lambda: not background.is_running)

    assert (noted.done, background.error) == ([], None)


def test_a_task_that_is_cancelled_from_outside_is_over() -> None:
    async def run() -> bool:
        client = AsyncClient(URL, transport=Script([]))
        background = client.spawn(pausing(Noted()), "test")
        await asyncio.sleep(0)
        for task in asyncio.all_tasks() - {asyncio.current_task()}:
            task.cancel()
        await client.close()
        return background.is_running

    assert asyncio.run(run()) is False


@colours
def test_a_method_can_set_its_flow_going(colour: str) -> None:
    noted = Noted()

    class Clock(Resource[ColourT]):
        @spawned
        def ticking(self, every_seconds: float) -> Talk[None]:
            """Tick."""
            noted.there.set()
            while True:
                yield Pause(every_seconds)

    if colour == "blocking":
        with Client(URL, transport=Script([])) as client:
            background = Clock[Any](client).ticking(LONG)
            assert noted.there.wait(SOON)
    else:

        async def run() -> Any:
            async with AsyncClient(URL, transport=Script([])) as client:
                return Clock[Any](client).ticking(every_seconds=LONG)

        background = asyncio.run(run())

    assert (background.name, background.is_running) == ("clock", False)
    assert "clock" in repr(background)
