"""What streams of events cost: `python -m benchmarks.streams` opens 1,000 of them and prints a table.

Memory is what the server's process holds more than before, per idle stream. Fan-out is the time from sending one
change of a profile until each of 1,000 friends has read the event of it.
"""

import asyncio
import resource
import sys
import tempfile
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from statistics import median

from postcardit_backend.ports import Once, Ports
from postcardit_backend.records import RegistrationRecord, SessionRecord
from postcardit_backend.settings import Settings
from postcardit_backend.wiring import open_folder
from postcardit_sdk.contract.wire import new_id

from .__main__ import cpu_seconds, server
from .server import pin

STREAMS = 1000
ROUNDS = 20
_DAY_MS = 86_400_000


def _account(ports: Ports, name: str) -> tuple[str, str]:
    """Someone with a session, without the hashing of a password; gives their id and an access token."""
    now, address = ports.clock(), f"{name}@example.com"
    ports.registrations.open(RegistrationRecord(address, name, None, "hash", "code", now + _DAY_MS), now)
    user = ports.registrations.confirm(address, "code", new_id(), now, 5)
    assert user is not None, "the code was right"
    session = SessionRecord(new_id(), user.user_id, None, now, now + _DAY_MS, new_id())
    ports.sessions.start(session, "hash")
    return user.user_id, ports.identity.access_token(user.user_id, session.session_id, now)


def _befriend(ports: Ports, one: str, other: str) -> None:
    now = ports.clock()
    once = Once(one, new_id(), "request_friend", "", now - _DAY_MS)
    asked = ports.friendships.request(new_id(), one, other, once=once, now=now).record
    ports.friendships.answer(asked.friendship_id, other, accept=True, now=now, cooldown_ms=0)


def prepare(data: Path) -> tuple[str, list[str]]:
    """A folder with one person and a thousand friends; gives the tokens of the one and of the others."""
    embedded = open_folder(data, Settings())
    ports = embedded.ports
    famous, token = _account(ports, "famous")
    with ThreadPoolExecutor(64) as crowd:
        people = [*crowd.map(partial(_account, ports), [f"friend{number}" for number in range(STREAMS)])]
        list(crowd.map(partial(_befriend, ports, famous), [user_id for user_id, _ in people]))
    embedded.database.close()
    return token, [token for _, token in people]


def _resident_bytes(pid: int) -> int:
    """What the process holds in memory (Linux)."""
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return next(int(line.split()[1]) * 1024 for line in lines if line.startswith("VmRSS:"))


class Stream(asyncio.Protocol):
    """A client that reads no more than it must: it is not what is measured."""

    def __init__(self, token: str) -> None:
        self._request = f"GET /v1/events HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {token}\r\n\r\n".encode()
        self._read = b""
        self.heard = asyncio.get_running_loop().create_future()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Ask."""
        assert isinstance(transport, asyncio.WriteTransport), "a socket"
        transport.write(self._request)

    def data_received(self, data: bytes) -> None:
        """A block has come when it ends."""
        self._read += data
        if self._read.endswith(b"\n\n\r\n") and not self.heard.done():
            self.heard.set_result(self._read)
            self._read = b""


async def _listen(port: int, token: str) -> Stream:
    _, stream = await asyncio.get_running_loop().create_connection(lambda: Stream(token), "127.0.0.1", port)
    await stream.heard
    return stream


async def _change(port: int, token: str, bio: str) -> None:
    """Write the profile of the one whom all are friends with."""
    body = f'{{"bio": "{bio}"}}'
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    head = f"PATCH /v1/users/me HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {token}\r\nConnection: close\r\n"
    writer.write(f"{head}Content-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n{body}".encode())
    answer = await reader.read()
    assert answer.startswith(b"HTTP/1.1 200"), answer
    writer.close()


async def _fan_out(port: int, token: str, streams: Sequence[Stream], bio: str) -> float:
    for stream in streams:
        stream.heard = asyncio.get_running_loop().create_future()
    begun = time.perf_counter()
    heard = await asyncio.gather(*(stream.heard for stream in streams), _change(port, token, bio))
    seconds = time.perf_counter() - begun
    assert all(bio.encode() in event for event in heard[:-1]), "each has heard of this change"
    return seconds


async def measure(port: int, pid: int, token: str, tokens: Sequence[str]) -> None:
    """Open the streams, weigh them, and write to them all again and again."""
    warm = [await _listen(port, one) for one in tokens[:1]]
    before = _resident_bytes(pid)
    streams = [*warm, *await asyncio.gather(*(_listen(port, one) for one in tokens[1:]))]
    await asyncio.sleep(1)
    idle = (_resident_bytes(pid) - before) / (len(streams) - 1)
    cpu = cpu_seconds(pid)
    seconds = sorted([await _fan_out(port, token, streams, f"round {number}") for number in range(ROUNDS)])
    cpu = (cpu_seconds(pid) - cpu) / ROUNDS
    sys.stdout.write(
        f"streams of as many users        {len(streams):>8,}\n"
        f"memory per idle stream          {idle / 1024:>8.1f} KiB\n"
        f"fan-out to all, median          {median(seconds) * 1000:>8.0f} ms\n"
        f"fan-out to all, best and worst  {seconds[0] * 1000:>8.0f} and {seconds[-1] * 1000:.0f} ms\n"
        f"the server's CPU for one        {cpu * 1000:>8.0f} ms\n"
    )


def main() -> None:
    """Prepare, serve in a process of its own, measure."""
    pin(0)
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(hard, max(soft, 4 * STREAMS)), hard))
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder) / "data"
        token, tokens = prepare(data)
        with server(data) as (url, pid):
            asyncio.run(measure(int(url.rpartition(":")[2]), pid, token, tokens))


if __name__ == "__main__":
    main()
