"""Flows that run beside the program until they are stopped.

Who is asked to stop ends where it waits: in a pause, for news, or before it would send anything more. What was sent is
heard out, and what came is worked up.
"""

import threading
from collections.abc import Callable, Coroutine
from types import TracebackType
from typing import Any, Self

from .errors import SessionEnded, SignInRequired
from .halt import Stopped

__all__ = ["AsyncBackground", "Background"]

_EXPECTED = (SessionEnded, SignInRequired)


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


class Background(_Ending):
    """A flow in a thread of its own. `error` is what ended it, once something did."""

    def __init__(self, name: str, perform: Callable[[], object], ask: Callable[[], None]) -> None:
        super().__init__(name)
        self.ask = ask
        """Wish that it end, without waiting for it."""
        self._perform = perform
        self._thread = threading.Thread(target=self._run, name=f"postcardit-{name}", daemon=True)
        self._thread.start()

    @property
    def is_running(self) -> bool:
        """Whether the flow has not ended yet."""
        return self._thread.is_alive()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

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


class AsyncBackground(_Ending):
    """A flow in a task of its own. `error` is what ended it, once something did."""

    def __init__(self, name: str, perform: Callable[[], Coroutine[Any, Any, object]], ask: Callable[[], None]) -> None:
        import asyncio

        super().__init__(name)
        self.ask = ask
        """Wish that it end, without waiting for it."""
        self._task = asyncio.create_task(self._run(perform), name=f"postcardit-{name}")

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
        try:
            await perform()
        except Stopped:
            pass  # as it was asked to
        except Exception as error:  # noqa: BLE001  # it is kept, and raised by stop()
            self.error = error
