"""A road that breaks at any byte: a TCP proxy that cuts connections after a random number of bytes, so many times."""

import asyncio
import random
import threading
from types import TracebackType
from typing import Self
from urllib.parse import urlsplit

__all__ = ["CuttingProxy"]

_PIECE_BYTES = 16_384


class CuttingProxy:
    """Stands before a server while the `with` lasts. Of what goes in the direction that breaks, it lets up to `gap`
    bytes through between two cuts; `passed` counts all of them, `cuts_left` the cuts to come. What it let through
    arrives. Once `stalls_at` bytes have passed nothing moves any more, and `is_stalled` is set.
    """

    def __init__(self, upstream: str, *, is_upward: bool, cuts: int, gap: int, seed: int) -> None:
        self.passed, self.cuts_left, self.connections = 0, cuts, 0
        self.stalls_at: int | None = None
        self.is_stalled = threading.Event()
        self._is_upward, self._gap, self._rng = is_upward, gap, random.Random(seed)
        self._left = self._rng.randint(1, gap)
        self._upstream = urlsplit(upstream)
        self._loop = asyncio.new_event_loop()
        self._talks: set[asyncio.Task[None]] = set()
        self._server = self._loop.run_until_complete(asyncio.start_server(self._accept, "127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._server.sockets[0].getsockname()[1]}"
        self._thread = threading.Thread(target=self._loop.run_forever, name="cutting-proxy")

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        asyncio.run_coroutine_threadsafe(self._end(), self._loop).result()
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    async def _end(self) -> None:
        self._server.close()
        for talk in self._talks:
            talk.cancel()
        await asyncio.gather(*self._talks, return_exceptions=True)

    async def _accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        talk = asyncio.current_task()
        assert talk is not None
        self._talks.add(talk)
        self.connections += 1
        there, back = await asyncio.open_connection(self._upstream.hostname, self._upstream.port)
        up = self._pump(reader, back, is_breaking=self._is_upward)
        down = self._pump(there, writer, is_breaking=not self._is_upward)
        pumps = [asyncio.ensure_future(pump) for pump in (up, down)]
        try:
            await asyncio.wait(pumps, return_when=asyncio.FIRST_COMPLETED)
        except asyncio.CancelledError:
            pass  # the road is closed
        finally:
            for pump in pumps:
                pump.cancel()
            await asyncio.gather(*pumps, return_exceptions=True)
            back.close()
            writer.transport.abort()
            self._talks.discard(talk)

    async def _pump(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, *, is_breaking: bool) -> None:
        """Pass on what comes, until an end or a cut."""
        while piece := await reader.read(_PIECE_BYTES):
            allowed = self._allowed(len(piece)) if is_breaking else len(piece)
            writer.write(piece[:allowed])
            await writer.drain()
            if is_breaking and self.stalls_at is not None and self.passed >= self.stalls_at:
                self.is_stalled.set()
                await asyncio.Event().wait()
            if allowed < len(piece):
                return

    def _allowed(self, count: int) -> int:
        """How many of so many bytes pass. Fewer: it is cut."""
        if self.cuts_left == 0 or count < self._left:
            self._left -= count
            self.passed += count
            return count
        allowed = self._left - 1
        self.passed += allowed
        self.cuts_left -= 1
        self._left = self._rng.randint(1, self._gap)
        return allowed
