"""Where bytes of photos arrive, by signed links and without a token: whole (PUT), or in parts that resume.

HEAD tells how far an upload has got and PATCH appends from there, as draft-ietf-httpbis-resumable-upload-10 describes;
its interim responses (104) are not sent, problems are ours instead of the draft's, and resources are announced with
POST /uploads instead of being created by their first bytes. Bytes go to the disk as they come, so that a connection
that is cut leaves what had arrived; memory holds one piece of each. An offset that was told is on the disk.

A client that comes back, while the server still waits for its first connection, takes that one's turn: the older
request is refused as soon as more of it arrives. Of two that race one wins, and the other is told where to go on.
"""

import asyncio
import re
from collections.abc import Callable
from typing import Any, TypeVar

from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import Route

from postcardit_sdk.contract.problems import Code
from postcardit_sdk.contract.uploads import MAX_UPLOAD_BYTES, UploadStatus

from .byte_routes import grant_of
from .darkroom import Darkroom
from .embedded.blobs import UPLOAD_PATH
from .lanes import Lanes
from .ports import Ports, Served, Turn
from .records import UploadRecord
from .refusal import Refused
from .services.arrivals import announced, begin_bytes, progress_of
from .web import Handler, guarded

__all__ = ["upload_routes"]

T = TypeVar("T")

_PATIENCE_SECONDS = 20
"""How long the answer to the last bytes waits for what becomes of the photo."""
PARTIAL = "application/partial-upload"
_INTEGER = re.compile(r"[0-9]{1,15}")
_BOOLEAN = re.compile(r"\?([01])")


def upload_routes(ports: Ports, served: Served, lanes: Lanes, darkroom: Darkroom) -> list[Route]:
    """One path, three methods."""
    bytes_of = _Bytes(ports, served, lanes, darkroom)
    path = f"{UPLOAD_PATH}/{{upload_id}}/bytes"
    handlers: dict[str, Handler] = {"PUT": bytes_of.put, "PATCH": bytes_of.patch, "HEAD": bytes_of.head}
    return [Route(path, guarded(_by_method(handlers)), methods=[*handlers], name="upload_bytes")]


def _by_method(handlers: dict[str, Handler]) -> Handler:
    async def handle(request: Request) -> Response:
        return await handlers[request.method](request)

    return handle


class _Bytes:
    """The bytes of one upload, as their route sees them."""

    def __init__(self, ports: Ports, served: Served, lanes: Lanes, darkroom: Darkroom) -> None:
        self._ports, self._lanes, self._darkroom = ports, lanes, darkroom
        self._blobs, self._arrivals = served.blobs, served.arrivals

    async def head(self, request: Request) -> Response:
        """How far it has got."""
        upload = await self._announced(request)
        offset, is_complete = await self._off_loop(progress_of, upload, self._arrivals)
        seconds_left = max(0, upload.expires_at - self._ports.clock()) // 1000
        headers = {
            "upload-length": str(upload.byte_size),
            "upload-limit": f"max-size={MAX_UPLOAD_BYTES}, max-age={seconds_left}",
        }
        return _progress(offset, is_complete=is_complete, more=headers)

    async def put(self, request: Request) -> Response:
        """All bytes, from the first to the last."""
        return await self._receive(request, None, is_last=True)

    async def patch(self, request: Request) -> Response:
        """Some more bytes, or the last ones."""
        media_type = request.headers.get("content-type", "").partition(";")[0].strip().lower()
        if media_type != PARTIAL:
            raise Refused(Code.UNSUPPORTED_MEDIA_TYPE, f"Send parts of a photo with Content-Type: {PARTIAL}.")
        offset, is_last = _header(request, "upload-offset", _INTEGER), _header(request, "upload-complete", _BOOLEAN)
        return await self._receive(request, int(offset[0]), is_last=is_last[1] == "1")

    async def _receive(self, request: Request, offset: int | None, *, is_last: bool) -> Response:
        upload = await self._announced(request)
        if is_last and upload.status == UploadStatus.PENDING:
            self._darkroom.require_room()
        turn = await self._off_loop(begin_bytes, upload, offset, _length(request), self._arrivals)
        try:
            async for piece in request.stream():
                if piece:
                    await self._off_loop(self._arrivals.append, turn, piece)
            return await (self._finish(turn) if is_last else self._pause(turn))
        except ClientDisconnect:
            return Response(status_code=400)  # nobody hears it; what arrived stays
        finally:
            self._arrivals.leave(turn)

    async def _pause(self, turn: Turn) -> Response:
        return _progress(await self._off_loop(self._arrivals.flush, turn), is_complete=False)

    async def _finish(self, turn: Turn) -> Response:
        """From here on the server goes on by itself, whether the client waits or not."""
        self._darkroom.require_room()
        await self._off_loop(self._arrivals.complete, turn)
        try:
            async with asyncio.timeout(_PATIENCE_SECONDS):
                status = (await self._darkroom.develop(turn.upload_id)).status
        except TimeoutError:
            status = UploadStatus.PROCESSING.value
        return _progress(turn.byte_size, is_complete=True, more={"x-upload-status": status})

    async def _announced(self, request: Request) -> UploadRecord:
        upload_id, now = request.path_params["upload_id"], self._ports.clock()
        self._blobs.require_upload(upload_id, *grant_of(request), now)
        return await self._off_loop(announced, upload_id, now, self._ports)

    async def _off_loop(self, work: Callable[..., T], *values: Any) -> T:
        return await asyncio.get_running_loop().run_in_executor(self._lanes.files, work, *values)


def _progress(offset: int, *, is_complete: bool, more: dict[str, str] | None = None) -> Response:
    headers = {"upload-offset": str(offset), "upload-complete": f"?{is_complete:d}", "cache-control": "no-store"}
    return Response(status_code=204, headers={**headers, **(more or {})})


def _header(request: Request, name: str, wanted: re.Pattern[str]) -> re.Match[str]:
    value = wanted.fullmatch(request.headers.get(name, "").strip())
    if value is None:
        raise Refused(Code.VALIDATION_FAILED, f"A part needs the header {name.title()}, as a structured field.")
    return value


def _length(request: Request) -> int | None:
    """How many bytes are to come, where the client says so."""
    told = request.headers.get("content-length", "")
    return int(told) if _INTEGER.fullmatch(told) else None
