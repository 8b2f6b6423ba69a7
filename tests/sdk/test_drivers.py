"""The two drivers: whatever interrupts them, locks are given back and flows are closed."""

import asyncio
import threading
from collections.abc import Callable
from dataclasses import dataclass, field

import pytest

from postcardit_sdk import (
    AsyncClient,
    Call,
    Client,
    ConnectionFailed,
    Exchange,
    MemoryTokens,
    Pause,
    Request,
    Response,
    Talk,
    TimedOut,
    User,
)
from postcardit_sdk.contract import operations as ops
from postcardit_sdk.flow import Work
from tests.sdk.stage import ALICE, FOREVER, OVER, Script, no_pauses, pair, reply

URL = "http://api.example"


@dataclass
class Interrupted:
    """A transport that never answers: it raises, or waits until it is cancelled."""

    interruption: BaseException | None = None
    waiting: asyncio.Event = field(default_factory=asyncio.Event)

    def send(self, request: Request) -> Response:
        assert self.interruption is not None
        raise self.interruption

    async def send_async(self, request: Request) -> Response:
        self.waiting.set()
        await asyncio.Event().wait()
        raise AssertionError("nobody sets it")

    def close(self) -> None: ...
    async def close_async(self) -> None: ...


@dataclass
class Watched:
    """A flow of one request that notes when it is closed."""

    closed: list[str] = field(default_factory=list[str])

    def __iter__(self) -> Talk[User]:
        try:
            return (yield from Call(ops.get_me))
        finally:
            self.closed.append("closed")


def test_ctrl_c_during_a_refresh_gives_the_lock_back_and_closes_the_flow() -> None:
    tokens, flow = MemoryTokens(OVER), Watched()
    client = Client(URL, tokens=tokens, transport=Interrupted(KeyboardInterrupt()))

    with pytest.raises(KeyboardInterrupt) as caught:
        client.run(flow)

    assert caught.tb is not None  # the traceback still holds the frames: nothing was left to the garbage collector
    assert flow.closed == ["closed"]
    assert (tokens.lock.try_acquire(), tokens.load()) == (True, OVER)


def test_a_cancelled_refresh_gives_the_lock_back_and_closes_the_flow() -> None:
    tokens, flow = MemoryTokens(OVER), Watched()

    async def cancel_in_refresh() -> asyncio.CancelledError:
        transport = Interrupted()
        client = AsyncClient(URL, tokens=tokens, transport=transport)
        task = asyncio.create_task(client.run(flow))
        await transport.waiting.wait()
        held = not tokens.lock.try_acquire()
        task.cancel()
        with pytest.raises(asyncio.CancelledError) as caught:
            await task
        assert held
        return caught.value

    cancelled = asyncio.run(cancel_in_refresh())

    assert cancelled.__traceback__ is not None
    assert flow.closed == ["closed"]
    assert (tokens.lock.try_acquire(), tokens.load()) == (True, OVER)


def test_who_is_cancelled_while_waiting_for_the_lock_never_takes_it() -> None:
    tokens, flow = MemoryTokens(OVER), Watched()

    async def cancel_in_queue() -> None:
        client = AsyncClient(URL, tokens=tokens, transport=Script([reply(pair())]))
        assert tokens.lock.try_acquire()
        task = asyncio.create_task(client.run(flow))
        await asyncio.sleep(0)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task

    asyncio.run(cancel_in_queue())

    assert flow.closed == ["closed"]
    tokens.lock.release()
    assert tokens.lock.try_acquire()


def test_a_lock_that_is_never_given_back_is_not_waited_for_without_end(monkeypatch: pytest.MonkeyPatch) -> None:
    waited = no_pauses(monkeypatch)
    tokens, transport = MemoryTokens(OVER), Script([reply(ALICE)])
    assert tokens.lock.try_acquire()

    with pytest.raises(TimedOut, match="held this session's lock"):
        Client(URL, tokens=tokens, transport=transport).users.me()

    assert sum(waited) == pytest.approx(3 * 120, rel=0.05)
    assert transport.requests == []


@pytest.mark.parametrize("colour", ["blocking", "awaited"])
def test_pauses_are_waited_out(colour: str, monkeypatch: pytest.MonkeyPatch) -> None:
    waited = no_pauses(monkeypatch)

    async def note(seconds: float) -> None:
        waited.append(seconds)

    monkeypatch.setattr("asyncio.sleep", note)

    def flow() -> Talk[str]:
        yield Pause(2.5)
        return "waited"

    both(colour, flow)

    assert waited == [2.5]


def test_long_work_blocks_no_event_loop() -> None:
    async def where() -> tuple[int, int]:
        client = AsyncClient(URL, tokens=MemoryTokens(FOREVER), transport=Script([reply(ALICE)]))
        return await client.run(Work(threading.get_ident)), threading.get_ident()

    worker, loop = asyncio.run(where())
    blocking = Client(URL, transport=Script([reply(ALICE)])).run(Work(threading.get_ident))

    assert worker != loop
    assert blocking == threading.get_ident()


@pytest.mark.parametrize("colour", ["blocking", "awaited"])
def test_a_flow_catches_an_error_where_it_asked(colour: str) -> None:
    def flow() -> Talk[str]:
        try:
            yield from Exchange(Request("GET", "/v1/anything"), repeatable=False)
        except ConnectionFailed as error:
            return f"caught {error}"
        return "not raised"

    assert both(colour, flow, Script([ConnectionFailed("refused")])) == "caught refused"


@pytest.mark.parametrize("colour", ["blocking", "awaited"])
def test_what_is_no_error_of_the_sdk_ends_the_flow(colour: str) -> None:
    closed: list[str] = []

    def fail(_: Request) -> Response:
        raise ZeroDivisionError

    def flow() -> Talk[str]:
        try:
            yield from Call(ops.get_me)
        finally:
            closed.append("closed")
        return "never"

    with pytest.raises(ZeroDivisionError):
        both(colour, flow, Script([fail]))

    assert closed == ["closed"]


@pytest.mark.parametrize("colour", ["blocking", "awaited"])
def test_a_stray_stop_iteration_is_no_result(colour: str) -> None:
    def stop(_: Request) -> Response:
        raise StopIteration("not a result")

    with pytest.raises(RuntimeError, match="StopIteration"):
        both(colour, lambda: Call(ops.get_me).__iter__(), Script([stop]))


def both(colour: str, flow: Callable[[], Talk[object]], script: Script | None = None) -> object:
    """Run a flow on a client of one colour."""
    transport = script or Script([reply(ALICE)])
    if colour == "blocking":
        return Client(URL, tokens=MemoryTokens(FOREVER), transport=transport).run(flow())
    return asyncio.run(AsyncClient(URL, tokens=MemoryTokens(FOREVER), transport=transport).run(flow()))
