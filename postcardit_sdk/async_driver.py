"""The driver to be awaited: the twin of the blocking one, for one event loop (asyncio)."""

import asyncio
from collections.abc import AsyncIterator, Callable, Coroutine
from typing import Any, TypeVar, cast

from .errors import ClientClosed, PostCardItError
from .flow import Emit, Exclusive, Open, Pause, Read, Request, Response, Send, Shut, Work
from .performance import LOCK_POLL_SECONDS, LOCK_POLLS, Performance, Steps, never_free, not_iterated
from .transport import AsyncChannel, AsyncStreamingTransport, AsyncTransport, NoChannel

__all__ = ["AsyncDriver", "AsyncHalt"]

T = TypeVar("T")


class AsyncHalt:
    """What Halt is for threads, for the tasks of one loop."""

    def __init__(self, ending: type[BaseException]) -> None:
        self._ending = ending
        self.is_asked = False
        self.waits: set[asyncio.Task[Any]] = set()

    def ask(self) -> None:
        """Wish it."""
        self.is_asked = True
        for wait in self.waits:
            wait.cancel()

    def check(self) -> None:
        """Raises the ending if it was wished."""
        if self.is_asked:
            raise self._ending

    async def unless_asked(
        self, waiting: Coroutine[Any, Any, T], undo: Callable[[T], Coroutine[Any, Any, None]] | None = None
    ) -> T:
        """Wait for what may take long and may be given up, or raise the ending; what came too late is undone."""
        try:
            self.check()
        except BaseException:
            waiting.close()
            raise
        wait = asyncio.create_task(waiting)
        self.waits.add(wait)
        try:
            return await wait
        except asyncio.CancelledError:
            if undo is not None and not wait.cancelled() and wait.exception() is None:
                await undo(wait.result())
            task = asyncio.current_task()
            if task is None or not task.cancelling():
                self.check()  # it was the wait that was cancelled, not who waits
            raise
        finally:
            self.waits.discard(wait)


class AsyncDriver:
    """Performs steps in the task that awaits, until it is interrupted: that raises `ending`."""

    def __init__(self, transport: AsyncTransport, ending: type[BaseException] = ClientClosed) -> None:
        self._transport, self._halt = transport, AsyncHalt(ending)
        self._channels: list[AsyncChannel] = []
        self.ask = self._halt.ask

    async def run(self, steps: Steps[T]) -> T:
        """Perform the steps, give their result."""
        performance: Performance[T, AsyncChannel] = Performance(steps)
        try:
            performance.go_on()
            while performance.step is not None:
                await self._perform(performance)
            return performance.result
        finally:
            await self._end(performance)

    async def iterate(self, steps: Steps[None]) -> AsyncIterator[Any]:
        """Perform the steps, give each item that they emit. Closing the iterator ends them."""
        performance: Performance[None, AsyncChannel] = Performance(steps)
        try:
            performance.go_on()
            while performance.step is not None:
                if isinstance(performance.step, Emit):
                    yield performance.step.item
                    performance.go_on()
                else:
                    await self._perform(performance)
        finally:
            await self._end(performance)

    async def interrupt(self) -> None:
        """Wake whoever waits, and begin nothing more, for good."""
        self._halt.ask()
        if self._halt.waits:
            await asyncio.wait(self._halt.waits)
        for channel in [*self._channels]:
            await channel.close_async()

    async def _end(self, performance: Performance[Any, AsyncChannel]) -> None:
        try:
            performance.close()
        finally:
            for channel in [*performance.channels]:
                await self._shut(channel, performance)

    async def _perform(self, performance: Performance[Any, AsyncChannel]) -> None:
        try:
            result = await self._do(performance)
        except PostCardItError as error:
            performance.fail(error)
        else:
            performance.go_on(result)

    async def _do(self, performance: Performance[Any, AsyncChannel]) -> Any:
        match performance.step:
            case Send(request):
                return await self._send(request)
            case Pause(seconds):
                await self._halt.unless_asked(asyncio.sleep(seconds))
            case Work(function):
                return await asyncio.to_thread(function)
            case Open(request):
                return await self._open(request, performance)
            case Read(channel):
                return await self._halt.unless_asked(cast(AsyncChannel, channel).read_async())
            case Shut(channel):
                await self._shut(cast(AsyncChannel, channel), performance)
            case Exclusive(lock, steps):
                for _ in range(LOCK_POLLS):  # polled, for the holder may be another process
                    if lock.try_acquire():
                        break
                    await self._halt.unless_asked(asyncio.sleep(LOCK_POLL_SECONDS))
                else:
                    raise never_free()
                try:
                    return await self.run(steps)
                finally:
                    lock.release()
            case _:
                raise not_iterated()
        return None

    async def _send(self, request: Request) -> Response:
        self._halt.check()
        sending = self._transport.send_async(request)
        return await (sending if request.silence_seconds is None else self._halt.unless_asked(sending))

    async def _open(self, request: Request, performance: Performance[Any, AsyncChannel]) -> AsyncChannel:
        if isinstance(self._transport, AsyncStreamingTransport):
            opening = self._transport.open_async(request)
            channel = await self._halt.unless_asked(opening, lambda late: late.close_async())
        else:
            channel = NoChannel()
        performance.channels.append(channel)
        self._channels.append(channel)
        self._halt.check()
        return channel

    async def _shut(self, channel: AsyncChannel, performance: Performance[Any, AsyncChannel]) -> None:
        if channel in performance.channels:
            performance.channels.remove(channel)
            self._channels.remove(channel)
            await channel.close_async()
