"""Flows that run beside the program until they are stopped.

Who is asked to stop ends where it waits: in a pause, for news, or before it would send anything more. What was sent is
heard out, and what came is worked up.
"""

import threading
from collections.abc import Callable, Coroutine
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self, TypeVar

from .errors import SessionEnded, SignInRequired

if TYPE_CHECKING:
    import asyncio

__all__ = ["AsyncBackground", "AsyncHalt", "Background", "Halt", "Stopped"]

T = TypeVar("T")

_EXPECTED = (SessionEnded, SignInRequired)


class Stopped(BaseException):
    """Ends a flow that was asked to stop. No flow hears of it: it is closed."""


class _Ending:
    """What both colours tell of a flow in the background."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.error: BaseException | None = None
        """What ended the flow, if it was not stopping."""
        self._was_told = False

    @property
    def is_running(self) -> bool:
        """Whether the flow has not ended yet."""
        raise NotImplementedError

    @property
    def is_settled(self) -> bool:
        """Whether the flow has ended, and stop() would tell nothing new."""
        return not self.is_running and (self._was_told or not self._is_unexpected)

    @property
    def _is_unexpected(self) -> bool:
        return self.error is not None and not isinstance(self.error, _EXPECTED)

    def _tell(self) -> None:
        self._was_told = True
        if self.error is not None and self._is_unexpected:
            raise self.error

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self.name!r})"


class Halt:
    """The wish that the flow of one thread end."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self.is_asked = False

    def ask(self) -> None:
        """Wish it, from any thread."""
        with self._changed:
            self.is_asked = True
            self._changed.notify_all()

    def check(self) -> None:
        """Raises Stopped if it was wished."""
        if self.is_asked:
            raise Stopped

    def pause(self, seconds: float) -> None:
        """Wait this long, or raise Stopped."""
        with self._changed:
            self._changed.wait_for(lambda: self.is_asked, seconds)
        self.check()

    def unless_asked(self, function: Callable[[], T], undo: Callable[[T], None]) -> T:
        """Do what may take long and cannot be interrupted, or raise Stopped at once; what still comes is undone."""
        errand = _Errand(function, undo, self._changed)
        threading.Thread(target=errand.run, name="postcardit-errand", daemon=True).start()
        with self._changed:
            self._changed.wait_for(lambda: self.is_asked or errand.is_done)
            errand.is_abandoned = not errand.is_done
        if errand.is_abandoned:
            raise Stopped
        result: T = errand.outcome()
        return result


class _Errand:
    """Something that a thread of its own does, whose outcome somebody may no longer want."""

    def __init__(self, function: Callable[[], T], undo: Callable[[T], None], changed: threading.Condition) -> None:
        self._function: Callable[[], Any] = function
        self._undo: Callable[[Any], None] = undo
        self._changed = changed
        self.is_done = self.is_abandoned = False
        self.outcome: Callable[[], Any] = _nothing

    def run(self) -> None:
        """Do it and tell."""
        try:
            result = self._function()
        except BaseException as error:  # noqa: BLE001  # it is raised where it is waited for
            self.outcome = _raiser(error)
        else:
            self.outcome = lambda: result
        with self._changed:
            self.is_done = True
            self._changed.notify_all()
        if self.is_abandoned:
            self._clear_away()

    def _clear_away(self) -> None:
        try:
            late = self.outcome()
        except BaseException:  # noqa: BLE001  # nobody waits for it any more
            return
        self._undo(late)


def _nothing() -> None:
    raise AssertionError("The errand is not done.")


def _raiser(error: BaseException) -> Callable[[], Any]:
    def fail() -> Any:
        raise error

    return fail


class Background(_Ending):
    """A flow in a thread of its own. `error` is what ended it, once something did."""

    def __init__(self, name: str, perform: Callable[[], object], interrupt: Callable[[], None]) -> None:
        super().__init__(name)
        self.ask = interrupt
        """Wish that it end, without waiting for it."""
        self._perform = perform
        self._thread = threading.Thread(target=self._run, name=f"postcardit-{name}", daemon=True)
        self._thread.start()

    @property
    def is_running(self) -> bool:
        """Whether the flow has not ended yet."""
        return self._thread.is_alive()

    def stop(self) -> None:
        """End the flow and wait until it has ended. Raises what ended it before, unless that was the session's end."""
        self.ask()
        if threading.current_thread() is not self._thread:
            self._thread.join()
        self._tell()

    def _run(self) -> None:
        try:
            self._perform()
        except Stopped:
            pass  # as it was asked to
        except BaseException as error:  # noqa: BLE001  # it is kept, and raised by stop()
            self.error = error


class AsyncHalt:
    """The wish that the flow of one task end."""

    def __init__(self) -> None:
        self.is_asked = False
        self.is_waiting = False
        self.task: asyncio.Task[None] | None = None

    def ask(self) -> None:
        """Wish it: where the flow only waits, it is interrupted, once."""
        was_asked, self.is_asked = self.is_asked, True
        if self.is_waiting and self.task is not None and not was_asked:
            self.task.cancel()

    def check(self) -> None:
        """Raises Stopped if it was wished."""
        if self.is_asked:
            raise Stopped

    async def unless_asked(self, waiting: Coroutine[Any, Any, T]) -> T:
        """Wait for what may take long, and may be given up."""
        if self.is_asked:
            waiting.close()
            raise Stopped
        self.is_waiting = True
        try:
            return await waiting
        finally:
            self.is_waiting = False


class AsyncBackground(_Ending):
    """A flow in a task of its own. `error` is what ended it, once something did."""

    def __init__(self, name: str, perform: Callable[[], Coroutine[Any, Any, object]], halt: AsyncHalt) -> None:
        import asyncio

        super().__init__(name)
        self.ask = halt.ask
        """Wish that it end, without waiting for it."""
        self._halt = halt
        self._task = halt.task = asyncio.create_task(self._run(perform), name=f"postcardit-{name}")

    @property
    def is_running(self) -> bool:
        """Whether the flow has not ended yet."""
        return not self._task.done()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.stop()

    async def stop(self) -> None:
        """End the flow and wait until it has ended. Raises what ended it before, unless that was the session's end."""
        import asyncio

        self.ask()
        if asyncio.current_task() is not self._task:
            await asyncio.wait({self._task})
        self._tell()

    async def _run(self, perform: Callable[[], Coroutine[Any, Any, object]]) -> None:
        import asyncio

        try:
            await perform()
        except Stopped:
            pass  # as it was asked to
        except asyncio.CancelledError:
            if not self._halt.is_asked:
                raise
        except Exception as error:  # noqa: BLE001  # it is kept, and raised by stop()
            self.error = error
