"""Where work is done that may wait: writes share one commit, hashing, pictures and files keep off their way."""

import asyncio
import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any, TypeVar

from postcardit_sdk.contract.problems import Code

from .refusal import Refused

__all__ = ["Lanes", "Queue"]

T = TypeVar("T")


class Queue:
    """Threads before which only so many may wait: who comes later hears at once that it is busy."""

    def __init__(self, threads: int, waiting: int, name: str) -> None:
        self._pool = ThreadPoolExecutor(max_workers=threads, thread_name_prefix=name)
        self._room = threads + waiting
        self._inside = 0
        self._lock = threading.Lock()

    def require_room(self) -> None:
        """Refuses unavailable when nobody more may wait."""
        if self._inside >= self._room:
            raise Refused(Code.UNAVAILABLE, retry_after=1)

    async def run(self, work: Callable[..., T], *values: Any) -> T:
        """Do it when its turn comes. Refuses unavailable when nobody more may wait."""
        with self._lock:
            self.require_room()
            self._inside += 1
        future = self._pool.submit(work, *values)
        future.add_done_callback(self._leave)
        return await asyncio.wrap_future(future)

    def shutdown(self) -> None:
        """Finish what was begun."""
        self._pool.shutdown()

    def _leave(self, _: "Future[Any]") -> None:
        with self._lock:
            self._inside -= 1


class Lanes:
    """One for each kind of work."""

    def __init__(self, passwords_waiting: int, *, reads_wait: bool = False) -> None:
        """`reads_wait` is for stores that are asked over a network: reading in the loop would hold up everyone."""
        self._reads_wait = reads_wait
        self.writes = ThreadPoolExecutor(max_workers=64, thread_name_prefix="postcardit-write")
        self.passwords = Queue(2, passwords_waiting, "postcardit-password")
        self.pictures = ThreadPoolExecutor(max_workers=1, thread_name_prefix="postcardit-picture")
        self.files = ThreadPoolExecutor(max_workers=8, thread_name_prefix="postcardit-file")

    async def read(self, work: Callable[..., T], *values: Any) -> T:
        """Do something that only reads: here and now, where that takes less time than a thread would."""
        if self._reads_wait:
            return await asyncio.get_running_loop().run_in_executor(self.writes, work, *values)
        return work(*values)

    async def run(self, work: Callable[..., T], *values: Any, hashes: bool) -> T:
        """Do something that writes, and maybe hashes passwords."""
        if hashes:
            return await self.passwords.run(work, *values)
        return await asyncio.get_running_loop().run_in_executor(self.writes, work, *values)

    def close(self) -> None:
        """Finish what was begun."""
        for lane in (self.writes, self.passwords, self.pictures, self.files):
            lane.shutdown()
