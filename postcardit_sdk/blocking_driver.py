"""The blocking driver: it performs the steps of a flow, and closes what a flow leaves open."""

import threading
from collections.abc import Iterator
from typing import Any, TypeVar, cast

from .errors import ClientClosed, ConnectionFailed, PostCardItError
from .flow import Emit, Exclusive, Open, Pause, Read, Request, Response, Send, Shut, Work
from .halt import Halt
from .performance import LOCK_POLL_SECONDS, LOCK_POLLS, Performance, Steps, never_free, not_iterated
from .transport import BlockingChannel, NoChannel, StreamingTransport, Transport

__all__ = ["BlockingDriver"]

T = TypeVar("T")


class BlockingDriver:
    """Performs steps in the thread that calls, until it is interrupted: that raises `ending`."""

    def __init__(self, transport: Transport, ending: type[BaseException] = ClientClosed) -> None:
        self._transport, self._halt = transport, Halt(ending)
        self._lock = threading.Lock()
        self._channels: list[BlockingChannel] = []

    def run(self, steps: Steps[T]) -> T:
        """Perform the steps, give their result."""
        performance: Performance[T, BlockingChannel] = Performance(steps)
        try:
            performance.go_on()
            while performance.step is not None:
                self._perform(performance)
            return performance.result
        finally:
            self._end(performance)

    def iterate(self, steps: Steps[None]) -> Iterator[Any]:
        """Perform the steps, give each item that they emit. Closing the iterator ends them."""
        performance: Performance[None, BlockingChannel] = Performance(steps)
        try:
            performance.go_on()
            while performance.step is not None:
                if isinstance(performance.step, Emit):
                    yield performance.step.item
                    performance.go_on()
                else:
                    self._perform(performance)
        finally:
            self._end(performance)

    def interrupt(self) -> None:
        """Wake from another thread whoever waits, and begin nothing more, for good."""
        self._halt.ask()
        with self._lock:
            channels = [*self._channels]
        for channel in channels:
            channel.cut()

    def _end(self, performance: Performance[Any, BlockingChannel]) -> None:
        try:
            performance.close()
        finally:
            for channel in [*performance.channels]:
                self._shut(channel, performance)

    def _perform(self, performance: Performance[Any, BlockingChannel]) -> None:
        try:
            result = self._do(performance)
        except PostCardItError as error:
            performance.fail(error)
        except StopIteration as stray:  # a transport's own, not the flow's end
            raise RuntimeError("A step raised StopIteration.") from stray
        else:
            performance.go_on(result)

    def _do(self, performance: Performance[Any, BlockingChannel]) -> Any:
        match performance.step:
            case Send(request):
                return self._send(request)
            case Pause(seconds):
                self._halt.pause(seconds)
            case Work(function):
                return function()
            case Open(request):
                return self._open(request, performance)
            case Read(channel):
                return self._read(cast(BlockingChannel, channel))
            case Shut(channel):
                self._shut(cast(BlockingChannel, channel), performance)
            case Exclusive(lock, steps):
                for _ in range(LOCK_POLLS):
                    if lock.try_acquire():
                        break
                    self._halt.pause(LOCK_POLL_SECONDS)
                else:
                    raise never_free()
                try:
                    return self.run(steps)
                finally:
                    lock.release()
            case _:
                raise not_iterated()
        return None

    def _send(self, request: Request) -> Response:
        self._halt.check()
        if request.silence_seconds is None:
            return self._transport.send(request)
        return self._halt.unless_asked(lambda: self._transport.send(request), lambda _: None)

    def _open(self, request: Request, performance: Performance[Any, BlockingChannel]) -> BlockingChannel:
        transport = self._transport
        if isinstance(transport, StreamingTransport):
            channel = self._halt.unless_asked(lambda: transport.open(request), lambda late: late.close())
        else:
            channel = NoChannel()
        performance.channels.append(channel)
        with self._lock:
            self._channels.append(channel)
        self._halt.check()
        return channel

    def _read(self, channel: BlockingChannel) -> bytes | None:
        self._halt.check()
        try:
            chunk = channel.read()
        except ConnectionFailed:
            self._halt.check()
            raise
        if chunk is None:
            self._halt.check()
        return chunk

    def _shut(self, channel: BlockingChannel, performance: Performance[Any, BlockingChannel]) -> None:
        if channel in performance.channels:
            performance.channels.remove(channel)
            with self._lock:
                self._channels.remove(channel)
            channel.close()
