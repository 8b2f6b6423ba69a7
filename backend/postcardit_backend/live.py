"""The hub: one thread that looks for what was written, and wakes those who wait for it in their event loops.

Nobody polls the store for themselves. While nobody waits, the thread rests; before anybody did, there is none.
"""

import asyncio
import logging
import threading
import time
from collections import defaultdict
from collections.abc import Callable, Iterable

from .failures import trace_of
from .ports import Feed, Sessions

__all__ = ["Hub", "Waiter"]

_log = logging.getLogger("postcardit")

_LOOK_SECONDS = 0.1
"""How long the thread waits for a write before it looks whether it is to end, or anything else is due."""
_SESSIONS_SECONDS = 1.0
"""How often, at the most, sessions are asked whether they go on."""
_REST = 4
"""How many times as long as a look took there is none: a busy store costs a fifth of a core, not all of it."""


class Waiter:
    """Someone in an event loop who waits for a user's feed to move beyond `seq`. A wake is kept until it is heard."""

    __slots__ = ("_future", "_is_woken", "has_ended", "is_gone", "loop", "seq", "session_id", "user_id")

    def __init__(self, user_id: str, seq: int, session_id: str) -> None:
        self.user_id, self.seq, self.session_id = user_id, seq, session_id
        self.loop = asyncio.get_running_loop()
        self.has_ended = False
        """Whether the session has ended."""
        self.is_gone = False
        """Whether the client has left."""
        self._is_woken = False
        self._future: asyncio.Future[None] | None = None

    async def wait(self, seconds: float) -> bool:
        """Wait until woken, or until the time is up. Gives whether it was woken."""
        if not self._is_woken and seconds > 0:
            self._future = self.loop.create_future()
            timer = self.loop.call_later(seconds, _settle, self._future)
            try:
                await self._future
            finally:
                timer.cancel()
                self._future = None
        is_woken, self._is_woken = self._is_woken, False
        return is_woken

    def wake(self) -> None:
        """Have `wait` return. In its loop's thread alone."""
        self._is_woken = True
        if self._future is not None:
            _settle(self._future)

    def leave(self) -> None:
        """The client has left. In its loop's thread alone."""
        self.is_gone = True
        self.wake()


def _settle(future: "asyncio.Future[None]") -> None:
    if not future.done():
        future.set_result(None)


class Hub:
    """Wakes whoever waits: at what is written by this process or another, at the end of a session, when somebody moves
    the clock (`clock_setting` gives something else then), when it closes."""

    def __init__(
        self, feed: Feed, sessions: Sessions, clock: Callable[[], int], clock_setting: Callable[[], bytes] = bytes
    ) -> None:
        self._feed, self._sessions, self._clock = feed, sessions, clock
        self._clock_setting, self._clock_set_at = clock_setting, clock_setting()
        self._waiting: set[Waiter] = set()
        self._changed = threading.Condition()
        self._closed = threading.Event()
        self._thread: threading.Thread | None = None
        self._sessions_asked_at = 0.0
        self._are_heads_due = self._are_sessions_due = False

    @property
    def is_closed(self) -> bool:
        """Whether nobody is to wait any more."""
        return self._closed.is_set()

    def listen(self, user_id: str, seq: int, session_id: str = "") -> Waiter:
        """Someone new who waits, in the running loop. What is written from now on wakes them: first listen, then read.

        With a session they are woken when it ends, too.
        """
        waiter = Waiter(user_id, seq, session_id)
        with self._changed:
            self._waiting.add(waiter)
            if self._thread is None and not self.is_closed:
                self._thread = threading.Thread(target=self._run, name="postcardit-hub", daemon=True)
                self._thread.start()
            self._changed.notify()
        return waiter

    def forget(self, waiter: Waiter) -> None:
        """They wait no more."""
        with self._changed:
            self._waiting.discard(waiter)

    def hang_up(self) -> None:
        """Wake everyone for good: they see that it is closed, and end."""
        with self._changed:
            self._closed.set()
            self._changed.notify()
        self._wake(self._everyone())

    def close(self) -> None:
        """Hang up, and end the thread."""
        self.hang_up()
        if self._thread is not None:
            self._thread.join()

    def _run(self) -> None:
        while self._somebody_waits():
            try:
                self._look()
            except Exception as error:  # noqa: BLE001  # the store's trouble: those who wait go on waiting, it is tried again
                _log.error("a look for changes failed\n%s", trace_of(error))
                self._closed.wait(_SESSIONS_SECONDS)

    def _somebody_waits(self) -> bool:
        """Rest until somebody waits. Gives whether anybody does: nobody when it is closed."""
        with self._changed:
            self._changed.wait_for(lambda: self._waiting or self.is_closed)
            return not self.is_closed

    def _look(self) -> None:
        """Wait a moment for something to be written; then wake whom it concerns. What fails is due until it is done."""
        if self._feed.wait(_LOOK_SECONDS):
            self._are_heads_due = self._are_sessions_due = True
        begun = time.monotonic()  # real time: how long a thread works and rests
        if (setting := self._clock_setting()) != self._clock_set_at:
            self._clock_set_at = setting
            self._are_sessions_due = True
            self._wake(self._everyone())
        if self._are_heads_due:
            self._wake_moved()
            self._are_heads_due = False
            self._closed.wait((time.monotonic() - begun) * _REST)  # real time: the same
        if self._are_sessions_due and begun - self._sessions_asked_at >= _SESSIONS_SECONDS:
            self._sessions_asked_at = begun
            self._wake_ended()
            self._are_sessions_due = False

    def _wake_moved(self) -> None:
        waiting = self._everyone()
        heads = self._feed.heads([*{one.user_id for one in waiting}]) if waiting else {}
        self._wake(one for one in waiting if heads.get(one.user_id, 0) > one.seq)

    def _wake_ended(self) -> None:
        waiting = [one for one in self._everyone() if one.session_id and not one.has_ended]
        if waiting:
            ended = self._sessions.ended_among([*{one.session_id for one in waiting}], self._clock())
            over = [one for one in waiting if one.session_id in ended]
            for one in over:
                one.has_ended = True
            self._wake(over)

    def _everyone(self) -> list[Waiter]:
        with self._changed:
            return [*self._waiting]

    def _wake(self, waiters: Iterable[Waiter]) -> None:
        """Wake them all, with one call into each of their loops. Whose loop is over waits no more."""
        by_loop: defaultdict[asyncio.AbstractEventLoop, list[Waiter]] = defaultdict(list)
        for one in waiters:
            by_loop[one.loop].append(one)
        for loop, ones in by_loop.items():
            try:
                loop.call_soon_threadsafe(_wake_here, ones)
            except RuntimeError:
                with self._changed:
                    self._waiting.difference_update(ones)


def _wake_here(waiters: list[Waiter]) -> None:
    for one in waiters:
        one.wake()
