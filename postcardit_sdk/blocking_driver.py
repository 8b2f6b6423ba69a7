"""The blocking driver: it performs the steps of a flow. This file sleeps and waits for locks, as its async twin does.

It closes what a flow leaves open, and raises ClientClosed into whoever reads when the client is closed.
"""

import threading
import time
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, TypeVar, cast

from .errors import ClientClosed, ConnectionFailed, PostCardItError
from .flow import Emit, Exclusive, Open, Pause, Read, Request, Response, Send, Shut, Work
from .performance import LOCK_POLL_SECONDS, LOCK_POLLS, Performance, Steps, never_free, not_iterated
from .transport import BlockingChannel, NoChannel, StreamingTransport, Transport

if TYPE_CHECKING:
    from .background import Halt

__all__ = ["BlockingDriver"]

T = TypeVar("T")


class BlockingDriver:
    """Performs steps in the thread that calls; with a Halt, until that is asked."""

    def __init__(self, transport: Transport, halt: "Halt | None" = None) -> None:
        self._transport, self._halt = transport, halt
        self._lock = threading.Lock()
        self._channels = list[BlockingChannel]()
        self._is_closed = False

    def run(self, steps: Steps[T]) -> T:
        """Perform the steps, give their result."""
        with self._performing(steps) as performance:
            while performance.step is not None:
                self._perform(performance)
            return performance.result

    def iterate(self, steps: Steps[None]) -> Iterator[Any]:
        """Perform the steps, give each item that they emit. Closing the iterator ends them."""
        with self._performing(steps) as performance:
            while performance.step is not None:
                if isinstance(performance.step, Emit):
                    yield performance.step.item
                    performance.go_on()
                else:
                    self._perform(performance)

    def interrupt(self) -> None:
        """End from another thread what waits for the server, for good."""
        if self._halt is not None:
            self._halt.ask()
        with self._lock:
            self._is_closed, channels = True, [*self._channels]
        for channel in channels:
            channel.cut()

    @contextmanager
    def _performing(self, steps: Steps[T]) -> Generator[Performance[T, BlockingChannel]]:
        performance = Performance[T, BlockingChannel](steps)
        try:
            performance.go_on()
            yield performance
        finally:
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
                self._pause(seconds)
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
                    self._pause(LOCK_POLL_SECONDS)
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
        if self._halt is None:
            return self._transport.send(request)
        self._halt.check()
        if request.silence_seconds is None:
            return self._transport.send(request)
        return self._halt.unless_asked(lambda: self._transport.send(request), lambda _: None)

    def _pause(self, seconds: float) -> None:
        if self._halt is None:
            time.sleep(seconds)
        else:
            self._halt.pause(seconds)

    def _open(self, request: Request, performance: Performance[Any, BlockingChannel]) -> BlockingChannel:
        transport = self._transport
        if not isinstance(transport, StreamingTransport):
            channel: BlockingChannel = NoChannel()
        elif self._halt is None:
            channel = transport.open(request)
        else:
            self._halt.check()
            channel = self._halt.unless_asked(lambda: transport.open(request), lambda late: late.close())
        performance.channels.append(channel)
        with self._lock:
            self._channels.append(channel)
        self._check()
        return channel

    def _read(self, channel: BlockingChannel) -> bytes | None:
        self._check()
        try:
            chunk = channel.read()
        except ConnectionFailed:
            self._check()
            raise
        if chunk is None:
            self._check()
        return chunk

    def _check(self) -> None:
        if self._halt is not None:
            self._halt.check()
        if self._is_closed:
            raise ClientClosed

    def _shut(self, channel: BlockingChannel, performance: Performance[Any, BlockingChannel]) -> None:
        if channel in performance.channels:
            performance.channels.remove(channel)
            with self._lock:
                self._channels.remove(channel)
            channel.close()
