"""Routes for bytes, which the embedded backend serves itself: photos by signed links, and the stamps' pictures."""

import asyncio
from functools import lru_cache

from starlette.requests import Request
from starlette.responses import FileResponse, Response
from starlette.routing import Route

from postcardit_sdk.contract.operations import BASE_PATH
from postcardit_sdk.contract.problems import Code

from .answers import found
from .embedded.blobs import IMAGE_PATH, UPLOAD_PATH
from .embedded.exports import EXPORT_PATH
from .lanes import Lanes
from .ports import Ports
from .reading import read_body
from .refusal import Refused
from .services.uploads import receive_bytes
from .stamp_art import STAMPS, draw_stamp
from .web import Handler, guarded

__all__ = ["byte_routes"]

_STAMP_IDS = frozenset(design.stamp_id for design in STAMPS)
_YEAR = "max-age=31536000, immutable"


def byte_routes(ports: Ports, lanes: Lanes) -> list[Route]:
    """The routes; their handlers answer problems as every other does."""
    return [
        Route(
            f"{UPLOAD_PATH}/{{upload_id}}/bytes", guarded(_receive(ports, lanes)), methods=["PUT"], name="upload_bytes"
        ),
        Route(f"{EXPORT_PATH}/{{export_id}}", guarded(_export(ports)), methods=["GET"], name="export_bytes"),
        Route(f"{IMAGE_PATH}/{{key}}", guarded(_image(ports)), methods=["GET"], name="image_bytes"),
        Route(f"{BASE_PATH}/stamps/{{stamp_id}}.png", guarded(_stamp(lanes)), methods=["GET"], name="stamp_picture"),
    ]


def _receive(ports: Ports, lanes: Lanes) -> Handler:
    async def receive(request: Request) -> Response:
        upload_id = request.path_params["upload_id"]
        expires, signature = _grant(request)
        if not ports.blobs.may_upload(upload_id, expires, signature, ports.clock()):
            raise Refused(Code.LINK_EXPIRED)
        announced = found(ports.uploads.get(upload_id))
        data = await read_body(request, announced.byte_size)
        loop = asyncio.get_running_loop()
        upload = await loop.run_in_executor(lanes.photos, receive_bytes, upload_id, data, ports)
        return Response(status_code=204, headers={"x-upload-status": upload.status})

    return receive


def _image(ports: Ports) -> Handler:
    async def image(request: Request) -> Response:
        key = request.path_params["key"]
        expires, signature = _grant(request)
        if not ports.blobs.may_read(key, expires, signature, ports.clock()):
            raise Refused(Code.LINK_EXPIRED)
        headers = {"cache-control": f"private, {_YEAR}", "content-disposition": "inline"}
        return FileResponse(found(ports.blobs.path(key)), headers=headers, media_type="image/jpeg")

    return image


def _export(ports: Ports) -> Handler:
    async def export(request: Request) -> Response:
        export_id = request.path_params["export_id"]
        expires, signature = _grant(request)
        if not ports.exports.may_read(export_id, expires, signature, ports.clock()):
            raise Refused(Code.LINK_EXPIRED)
        path = found(ports.exports.path(export_id))
        headers = {"cache-control": "private, no-store"}
        return FileResponse(path, headers=headers, media_type="application/zip", filename="postcardit-export.zip")

    return export


def _stamp(lanes: Lanes) -> Handler:
    async def stamp(request: Request) -> Response:
        stamp_id = request.path_params["stamp_id"]
        if stamp_id not in _STAMP_IDS:
            raise Refused(Code.NOT_FOUND)
        picture = await asyncio.get_running_loop().run_in_executor(lanes.photos, _drawn, stamp_id)
        return Response(picture, headers={"cache-control": f"public, {_YEAR}"}, media_type="image/png")

    return stamp


@lru_cache(maxsize=128)
def _drawn(stamp_id: str) -> bytes:
    return draw_stamp(stamp_id)


def _grant(request: Request) -> tuple[str, str]:
    return request.query_params.get("expires", ""), request.query_params.get("signature", "")
