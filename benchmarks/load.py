"""A load generator on raw sockets: keep-alive HTTP/1.1 on a fixed number of connections, one request at a time each."""

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass

__all__ = ["Load", "run_load"]


@dataclass(frozen=True, slots=True)
class Load:
    """What a run measured: requests per second, and latencies in milliseconds."""

    per_second: float
    p50_ms: float
    p99_ms: float


async def _connection(
    port: int, make: Callable[[int], bytes], numbers: "asyncio.Queue[int]", times: list[float]
) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    while not numbers.empty():
        request = make(numbers.get_nowait())
        begin = time.perf_counter()
        writer.write(request)
        head = await reader.readuntil(b"\r\n\r\n")
        status = int(head[9:12])
        length = next(int(line[15:]) for line in head.lower().split(b"\r\n") if line.startswith(b"content-length:"))
        await reader.readexactly(length)
        if status >= 400:
            raise RuntimeError(f"answered {status}")
        times.append(time.perf_counter() - begin)
    writer.close()
    await writer.wait_closed()


def run_load(port: int, make: Callable[[int], bytes], *, requests: int, connections: int) -> Load:
    """Send `requests` requests over `connections` connections. Raises RuntimeError when one is not a success."""

    async def run() -> Load:
        numbers: asyncio.Queue[int] = asyncio.Queue()
        for number in range(requests):
            numbers.put_nowait(number)
        times: list[float] = []
        begin = time.perf_counter()
        await asyncio.gather(*(_connection(port, make, numbers, times) for _ in range(connections)))
        elapsed = time.perf_counter() - begin
        times.sort()
        return Load(requests / elapsed, times[len(times) // 2] * 1000, times[len(times) * 99 // 100] * 1000)

    return asyncio.run(run())
