"""The pictures of stamps: drawn when they are first asked for, never kept."""

import asyncio
from functools import lru_cache

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from postcardit_sdk.contract.operations import BASE_PATH
from postcardit_sdk.contract.problems import Code

from .lanes import Lanes
from .refusal import Refused
from .stamp_art import STAMPS, draw_stamp
from .web import guarded

__all__ = ["stamp_route"]

_STAMP_IDS = frozenset(design.stamp_id for design in STAMPS)
_HEADERS = {"cache-control": "public, max-age=31536000, immutable"}


def stamp_route(lanes: Lanes) -> Route:
    """The route; it answers problems as every other does."""

    async def stamp(request: Request) -> Response:
        stamp_id = request.path_params["stamp_id"]
        if stamp_id not in _STAMP_IDS:
            raise Refused(Code.NOT_FOUND)
        picture = await asyncio.get_running_loop().run_in_executor(lanes.pictures, _drawn, stamp_id)
        return Response(picture, headers=_HEADERS, media_type="image/png")

    return Route(f"{BASE_PATH}/stamps/{{stamp_id}}.png", guarded(stamp), methods=["GET"], name="stamp_picture")


@lru_cache(maxsize=128)
def _drawn(stamp_id: str) -> bytes:
    return draw_stamp(stamp_id)
