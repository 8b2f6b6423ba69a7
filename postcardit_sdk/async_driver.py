"""The driver to be awaited: the twin of the blocking one, for one event loop (asyncio)."""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Coroutine
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any, TypeVar, cast

from .errors import ClientClosed, PostCardItError
from .flow import Emit, Exclusive, Open, Pause, Read, Request, Response, Send, Shut, Work
from .performance import LOCK_POLL_SECONDS, LOCK_POLLS, Performance, Steps, never_free, not_iterated
from .transport import AsyncChannel, AsyncStreamingTransport, AsyncTransport, NoChannel

if TYPE_CHECKING:
    from .background import AsyncHalt

__all__ = ["AsyncDriver"]

T = TypeVar("T")


class AsyncDriver:
    """Performs steps in the task that awaits; with a Halt, until that is asked."""

    def __init__(self, transport: AsyncTransport, halt: "AsyncHalt | None" = None) -> None:
        self._transport, self._halt = transport, halt
        self._channels = list[AsyncChannel]()
        self._readers = set["asyncio.Task[bytes | None]"]()
        self._is_closed = False

    async def run(self, steps: Steps[T]) -> T:
        """Perform the steps, give their result."""
        async with self._performing(steps) as performance:
            while performance.step is not None:
                await self._perform(performance)
            return performance.result

    async def iterate(self, steps: Steps[None]) -> AsyncIterator[Any]:
        """Perform the steps, give each item that they emit. Closing the iterator ends them."""
        async with self._performing(steps) as performance:
            while performance.step is not None:
                if isinstance(performance.step, Emit):
                    yield performance.step.item
                    performance.go_on()
                else:
                    await self._perform(performance)

    async def interrupt(self) -> None:
        """End from another task what waits for the server, for good."""
        self._is_closed = True
        for reader in self._readers:
            reader.cancel()
        if self._readers:
            await asyncio.wait(self._readers)
        for channel in [*self._channels]:
            await channel.close_async()

    @asynccontextmanager
    async def _performing(self, steps: Steps[T]) -> AsyncGenerator[Performance[T, AsyncChannel]]:
        performance = Performance[T, AsyncChannel](steps)
        try:
            performance.go_on()
            yield performance
        finally:
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
                await self._waiting(asyncio.sleep(seconds))
            case Work(function):
                return await asyncio.to_thread(function)
            case Open(request):
                return await self._open(request, performance)
            case Read(channel):
                return await self._waiting(self._read(cast(AsyncChannel, channel)))
            case Shut(channel):
                await self._shut(cast(AsyncChannel, channel), performance)
            case Exclusive(lock, steps):
                for _ in range(LOCK_POLLS):  # polled, for the holder may be another process
                    if lock.try_acquire():
                        break
                    await self._waiting(asyncio.sleep(LOCK_POLL_SECONDS))
                else:
                    raise never_free()
                try:
                    return await self.run(steps)
                finally:
                    lock.release()
            case _:
                raise not_iterated()
        return None

    async def _waiting(self, wait: Coroutine[Any, Any, T]) -> T:
        """Wait for what may be given up when the flow is asked to stop."""
        return await (wait if self._halt is None else self._halt.unless_asked(wait))

    async def _send(self, request: Request) -> Response:
        if self._halt is not None:
            self._halt.check()
        sending = self._transport.send_async(request)
        return await (sending if request.silence_seconds is None else self._waiting(sending))

    async def _open(self, request: Request, performance: Performance[Any, AsyncChannel]) -> AsyncChannel:
        if isinstance(self._transport, AsyncStreamingTransport):
            channel = await self._waiting(self._transport.open_async(request))
        else:
            channel = NoChannel()
        performance.channels.append(channel)
        self._channels.append(channel)
        self._check()
        return channel

    async def _read(self, channel: AsyncChannel) -> bytes | None:
        self._check()
        reader = asyncio.ensure_future(channel.read_async())
        self._readers.add(reader)
        try:
            return await reader
        except asyncio.CancelledError:
            if self._is_closed and reader.cancelled():
                raise ClientClosed from None
            raise
        finally:
            self._readers.discard(reader)

    def _check(self) -> None:
        if self._is_closed:
            raise ClientClosed

    async def _shut(self, channel: AsyncChannel, performance: Performance[Any, AsyncChannel]) -> None:
        if channel in performance.channels:
            performance.channels.remove(channel)
            self._channels.remove(channel)
            await channel.close_async()
