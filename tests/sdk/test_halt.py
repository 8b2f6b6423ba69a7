"""What is begun and no longer wanted: it is undone when it comes, and nothing begins after the wish."""

import asyncio
import threading

import pytest

from postcardit_sdk.async_driver import AsyncHalt
from postcardit_sdk.halt import Halt, Stopped

SOON = 10.0


def test_what_comes_after_the_wish_is_undone() -> None:
    halt, has_begun, may_end, is_undone = Halt(Stopped), threading.Event(), threading.Event(), threading.Event()
    undone: list[str] = []
    ended: list[type[BaseException]] = []

    def slow() -> str:
        has_begun.set()
        may_end.wait(SOON)
        return "late"

    def undo(result: str) -> None:
        undone.append(result)
        is_undone.set()

    def wait() -> None:
        try:
            halt.unless_asked(slow, undo)
        except Stopped:
            ended.append(Stopped)

    waiting = threading.Thread(target=wait)
    waiting.start()
    assert has_begun.wait(SOON)
    halt.ask()
    waiting.join(SOON)
    before = [*undone]
    may_end.set()

    assert is_undone.wait(SOON)
    assert (ended, before, undone) == ([Stopped], [], ["late"])


def test_after_the_wish_nothing_begins() -> None:
    halt, has_begun = Halt(Stopped), threading.Event()
    halt.ask()

    with pytest.raises(Stopped):
        halt.unless_asked(has_begun.set, lambda _: None)

    assert [thread for thread in threading.enumerate() if thread.name == "postcardit-errand"] == []
    assert not has_begun.is_set()


def test_what_comes_in_the_moment_of_a_cancellation_is_undone() -> None:
    undone: list[str] = []

    async def play() -> None:
        halt, comes, has_begun = AsyncHalt(Stopped), asyncio.get_running_loop().create_future(), asyncio.Event()

        async def opening() -> str:
            has_begun.set()
            await comes
            return "late"

        async def undo(result: str) -> None:
            undone.append(result)

        waiting = asyncio.create_task(halt.unless_asked(opening(), undo))
        await has_begun.wait()
        (opened,) = halt.waits
        comes.set_result(None)
        await asyncio.sleep(0)  # it has come, and who waits for it does not know yet
        assert opened.done()
        waiting.cancel()
        with pytest.raises(asyncio.CancelledError):
            await waiting

    asyncio.run(play())
    assert undone == ["late"]
