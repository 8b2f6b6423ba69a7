"""A bad network of the tests' own: an HTTP proxy that delays, cuts, drops, doubles and refuses, by a seeded plan."""

import asyncio
import random
import threading
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import TracebackType
from typing import Self
from urllib.parse import urlsplit

__all__ = ["EVERY_FAULT", "Fault", "FaultProxy"]

LONGEST_DELAY_SECONDS = 0.02


class Fault(StrEnum):
    """What may happen to one request."""

    DELAY = "delayed"
    CUT_REQUEST = "cut in the request's body"
    CUT_ANSWER = "cut in the answer's body"
    DROP_ANSWER = "carried out, and the answer dropped"
    DUPLICATE = "sent twice at once"
    REFUSE_BEFORE = "refused before the server saw it"
    REFUSE_AFTER = "carried out, and refused all the same"


EVERY_FAULT: Mapping[Fault, float] = dict.fromkeys(Fault, 0.03)
"""About one request in five meets something."""


@dataclass(frozen=True)
class Message:
    """A request or an answer as it came: head and body, whole."""

    head: bytes
    body: bytes

    @property
    def whole(self) -> bytes:
        return self.head + self.body


class FaultProxy:
    """Stands before a server while the `with` lasts. `upstream` may be set anew when the server has moved; `did` counts
    what was done. The plan says how probable each fault is. A stream that is to be cut is cut within so many bytes."""

    def __init__(self, upstream: str, plan: Mapping[Fault, float], seed: int, *, stream_bytes: int = 6_000) -> None:
        self.upstream, self.plan, self.did = upstream, plan, Counter[Fault]()
        self.requests = 0
        self._stream_bytes = stream_bytes
        self._rng = random.Random(seed)
        self._loop = asyncio.new_event_loop()
        self._talks: set[asyncio.Task[None]] = set()
        self._server = self._loop.run_until_complete(asyncio.start_server(self._accept, "127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._server.sockets[0].getsockname()[1]}"
        self._thread = threading.Thread(target=self._loop.run_forever, name="fault-proxy")

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
        try:
            while await self._pass_on(reader, writer):
                pass
        except (OSError, asyncio.IncompleteReadError, asyncio.CancelledError):
            pass  # one of the two has gone: the other sees its connection end
        finally:
            self._talks.discard(talk)
            writer.transport.abort() if self._rng.random() < 0.5 else writer.close()

    def _draw(self) -> Fault | None:
        number = self._rng.random()
        for fault, probability in self.plan.items():
            number -= probability
            if number < 0:
                self.did[fault] += 1
                return fault
        return None

    async def _pass_on(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bool:
        """One request and its answer. Whether the connection goes on."""
        asked = await _read_request(reader)
        self.requests += 1
        fault = self._draw()
        if fault is Fault.DELAY:
            await asyncio.sleep(self._rng.uniform(0, LONGEST_DELAY_SECONDS))
        if fault is Fault.REFUSE_BEFORE:
            return await self._refuse(writer)
        there, back = await self._dial()
        try:
            if fault is Fault.CUT_REQUEST:
                back.write(asked.head + asked.body[: self._rng.randrange(len(asked.body) or 1)])
                await back.drain()
                return False
            back.write(asked.whole)
            if fault is Fault.DUPLICATE:
                return await self._twice(asked, there, writer)
            head = await there.readuntil(b"\r\n\r\n")
            if b"text/event-stream" in head.lower():
                await self._stream(head, there, writer, is_cut=fault is not None)
                return False
            return await self._answer(Message(head, await _body(asked, head, there)), fault, writer)
        finally:
            back.close()

    async def _answer(self, answer: Message, fault: Fault | None, writer: asyncio.StreamWriter) -> bool:
        if fault is Fault.REFUSE_AFTER:
            return await self._refuse(writer)
        if fault is Fault.DROP_ANSWER:
            return False
        if fault is Fault.CUT_ANSWER:
            whole = answer.whole
            writer.write(whole[: self._rng.randrange(len(whole))])
        else:
            writer.write(answer.whole)
        await writer.drain()
        return fault is not Fault.CUT_ANSWER

    async def _twice(self, asked: Message, there: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bool:
        """The same bytes on a second connection; either answer may be the one that is heard."""
        beside, back = await self._dial()
        try:
            back.write(asked.whole)
            answers = await asyncio.gather(_read_answer(asked, there), _read_answer(asked, beside))
        finally:
            back.close()
        return await self._answer(self._rng.choice(answers), None, writer)

    async def _stream(
        self, head: bytes, there: asyncio.StreamReader, writer: asyncio.StreamWriter, *, is_cut: bool
    ) -> None:
        """Pass a stream on as it comes, for ever or for some bytes."""
        left = self._rng.randrange(self._stream_bytes) if is_cut else 1 << 60
        writer.write(head)
        while left > 0 and (piece := await there.read(min(left, 65_536))):
            left -= len(piece)
            writer.write(piece)
            await writer.drain()

    async def _refuse(self, writer: asyncio.StreamWriter) -> bool:
        status = self._rng.choice([b"500 Internal Server Error", b"503 Service Unavailable"])
        writer.write(b"HTTP/1.1 " + status + b"\r\nRetry-After: 0\r\nContent-Length: 0\r\n\r\n")
        await writer.drain()
        return True

    async def _dial(self) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        address = urlsplit(self.upstream)
        return await asyncio.open_connection(address.hostname, address.port)


async def _read_request(reader: asyncio.StreamReader) -> Message:
    head = await reader.readuntil(b"\r\n\r\n")
    return Message(head, await _framed(head, reader))


async def _read_answer(asked: Message, reader: asyncio.StreamReader) -> Message:
    head = await reader.readuntil(b"\r\n\r\n")
    return Message(head, await _body(asked, head, reader))


async def _body(asked: Message, head: bytes, reader: asyncio.StreamReader) -> bytes:
    """An answer's body: none to a HEAD, and none with 204 and 304 (RFC 9112 section 6.3)."""
    if asked.head.startswith(b"HEAD ") or head.split(b" ", 2)[1] in (b"204", b"304"):
        return b""
    return await _framed(head, reader)


async def _framed(head: bytes, reader: asyncio.StreamReader) -> bytes:
    fields: dict[str, str] = {}
    for line in head.decode("latin-1").split("\r\n")[1:-2]:
        name, _, value = line.partition(":")
        fields[name.strip().lower()] = value.strip()
    if fields.get("transfer-encoding", "").lower() == "chunked":
        return await _chunks(reader)
    return await reader.readexactly(int(fields.get("content-length", "0")))


async def _chunks(reader: asyncio.StreamReader) -> bytes:
    pieces: list[bytes] = []
    while True:
        size = await reader.readuntil(b"\r\n")
        chunk = await reader.readexactly(int(size.split(b";")[0], 16) + 2)
        pieces += [size, chunk]
        if int(size.split(b";")[0], 16) == 0:
            return b"".join(pieces)
