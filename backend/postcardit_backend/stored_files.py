"""Files as answers: whole or a part, read in blocks off the loop: a large one costs no more than a small one."""

import os
from asyncio import get_running_loop
from concurrent.futures import Executor

from starlette.responses import Response
from starlette.types import Receive, Scope, Send

__all__ = ["StoredFile"]

_BLOCK_BYTES = 128 * 1024


class StoredFile(Response):
    """The bytes of an open file from `part.start` on, up to `part.stop`. Sending it closes the file."""

    def __init__(self, handle: int, part: range, status: int, headers: dict[str, str], *, lane: Executor) -> None:
        super().__init__(status_code=status, headers={**headers, "content-length": str(len(part))})
        self._handle, self._part, self._lane = handle, part, lane

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            await send({"type": "http.response.start", "status": self.status_code, "headers": self.raw_headers})
            if scope["method"] != "HEAD":
                await self._send_part(send)
            await send({"type": "http.response.body", "body": b""})
        finally:
            os.close(self._handle)

    async def _send_part(self, send: Send) -> None:
        loop, at = get_running_loop(), self._part.start
        while at < self._part.stop:
            size = min(_BLOCK_BYTES, self._part.stop - at)
            block = await loop.run_in_executor(self._lane, os.pread, self._handle, size, at)
            if not block:
                raise OSError("a stored file is shorter than it was")
            at += len(block)
            await send({"type": "http.response.body", "body": block, "more_body": True})
