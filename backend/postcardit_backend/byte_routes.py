"""Routes for bytes that the embedded backend serves itself: photos and exports, by signed links."""

import asyncio
import os
from collections.abc import Callable
from pathlib import Path

from starlette.requests import Request
from starlette.responses import FileResponse, Response
from starlette.routing import Route

from postcardit_sdk.contract.problems import Code

from .answers import found
from .conditions import is_known, part_of
from .embedded.blobs import IMAGE_PATH
from .embedded.exports import EXPORT_PATH
from .lanes import Lanes
from .photo_keys import shown_name
from .ports import Served
from .ports.exports import ServedExports
from .ports.photos import ServedBlobs
from .refusal import Refused
from .stored_files import StoredFile
from .web import Handler, guarded

__all__ = ["byte_routes", "grant_of"]

_YEAR = "max-age=31536000, immutable"

Clock = Callable[[], int]


def byte_routes(served: Served, clock: Clock, lanes: Lanes) -> list[Route]:
    """The routes; their handlers answer problems as every other does."""
    export, image = guarded(_export(served.exports, clock)), guarded(_image(served.blobs, clock, lanes))
    return [
        Route(f"{EXPORT_PATH}/{{export_id}}", export, methods=["GET"], name="export_bytes"),
        Route(f"{IMAGE_PATH}/{{key}}", image, methods=["GET"], name="image_bytes"),
    ]


def _image(blobs: ServedBlobs, clock: Clock, lanes: Lanes) -> Handler:
    """A photo is named by its content: what a client has of it is right for ever, whole or in part."""

    async def image(request: Request) -> Response:
        key = request.path_params["key"]
        blobs.require_read(key, *grant_of(request), clock())
        etag = f'"{key.partition(".")[0]}"'
        headers = _image_headers(key, etag)
        if is_known(request.headers.get("if-none-match"), etag):
            found(blobs.path(key))
            return Response(status_code=304, headers=headers)
        loop = asyncio.get_running_loop()
        handle, size = await loop.run_in_executor(lanes.files, _opened, found(blobs.path(key)))
        part = part_of(request.headers.get("range"), request.headers.get("if-range"), etag, size)
        if part is None or request.method == "HEAD":
            return StoredFile(handle, range(size), 200, headers, lane=lanes.files)
        if not part:
            os.close(handle)
            raise Refused(Code.RANGE_NOT_SATISFIABLE, f"The photo has {size:,} bytes.", byte_size=size)
        headers["content-range"] = f"bytes {part.start}-{part.stop - 1}/{size}"
        return StoredFile(handle, part, 206, headers, lane=lanes.files)

    return image


def _image_headers(key: str, etag: str) -> dict[str, str]:
    return {
        "content-type": "image/jpeg",
        "etag": etag,
        "accept-ranges": "bytes",
        "cache-control": f"private, {_YEAR}",
        "content-disposition": f'inline; filename="{shown_name(key)}"',
        "content-security-policy": "default-src 'none'",
    }


def _opened(path: Path) -> tuple[int, int]:
    """A file to be read, and its size. Refuses not_found when it has gone since it was seen."""
    try:
        handle = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    except FileNotFoundError:
        raise Refused(Code.NOT_FOUND) from None
    return handle, os.fstat(handle).st_size


def _export(exports: ServedExports, clock: Clock) -> Handler:
    async def export(request: Request) -> Response:
        export_id = request.path_params["export_id"]
        exports.require_read(export_id, *grant_of(request), clock())
        path = found(exports.path(export_id))
        headers = {"cache-control": "private, no-store"}
        return FileResponse(path, headers=headers, media_type="application/zip", filename="postcardit-export.zip")

    return export


def grant_of(request: Request) -> tuple[str, str]:
    """When a signed link ends, and its signature."""
    return request.query_params.get("expires", ""), request.query_params.get("signature", "")
