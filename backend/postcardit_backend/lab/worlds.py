"""The laboratory's worlds: /lab/worlds, where many accounts come in at once."""

import asyncio
import hashlib
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

from pydantic import BaseModel
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from postcardit_sdk.contract.auth import Nothing
from postcardit_sdk.contract.lab.worlds import (
    PHOTO_MAX_BYTES,
    DestroyWorld,
    LoadWorld,
    OpenSession,
    PhotoKept,
    SendStep,
    UserStep,
    WorldList,
    WorldSession,
    WorldState,
)
from postcardit_sdk.contract.problems import Code
from postcardit_sdk.images import ImageProblem
from postcardit_sdk.images.kinds import HEAD_BYTES, kind_of

from ..answers import Ask
from ..ports.worlds import WorldPhoto
from ..reading import origin_of, read_body
from ..records import StoredImage
from ..refusal import Refused
from ..services.developing import kept
from ..services.sessions import start_session
from ..services.stamps import require_stamp
from ..web import encode
from ..wiring import Embedded
from .access import for_testers, read_as

__all__ = ["LabWorlds", "world_routes"]

_BATCH_BYTES = 16 * 1024 * 1024
_TRIES = 3


class LabWorlds:
    """Loads worlds, counts what there is of them, and removes them."""

    def __init__(self, embedded: Embedded, sweep: Callable[[], None]) -> None:
        self._embedded, self._ports, self._worlds, self._sweep = embedded, embedded.ports, embedded.worlds, sweep

    def every(self) -> WorldList:
        """The worlds of this store."""
        return WorldList(now=self._ports.clock(), worlds=self._worlds.every())

    def get(self, world: str) -> WorldState:
        """One world, and what there is of it. Refuses not_found."""
        return self._found(world).model_copy(update={"counts": self._worlds.counts(world)})

    def keep_photo(self, world: str, data: bytes) -> PhotoKept:
        """Make a photo safe to show, as an upload would, for the steps of a world to name."""
        kind, sha256 = kind_of(data[:HEAD_BYTES]), hashlib.sha256(data).hexdigest()
        if kind is None:
            raise Refused(Code.IMAGE_TYPE_UNSUPPORTED)
        content_type = min(kind.content_types)
        for _ in range(_TRIES):
            image = self._developed(data, content_type)
            if self._worlds.keep_photo(world, WorldPhoto(sha256, content_type, len(data), image)):
                return PhotoKept(sha256=sha256, width=image.width, height=image.height)
        raise Refused(Code.UNAVAILABLE, retry_after=1)

    def load(self, batch: LoadWorld) -> WorldState:
        """Take the steps of a batch. Users of one batch who have one password have one hash of it: with the same salt
        whoever reads the store sees that it is the same, which a file of test accounts says anyway."""
        for stamp_id in {step.stamp_id for step in batch.steps if isinstance(step, SendStep)}:
            require_stamp(stamp_id)
        passwords = {step.password for step in batch.steps if isinstance(step, UserStep)}
        return self._worlds.load(batch, {one: self._ports.identity.hash_password(one) for one in passwords})

    def destroy(self, world: str) -> BaseModel:
        """Remove what a world made, its photos with it. Refuses not_found."""
        destroyed = self._worlds.destroy(world, self._ports.clock())
        if destroyed is None:
            raise Refused(Code.NOT_FOUND, f"There is no world {world!r} here.")
        self._sweep()
        return destroyed

    def open_session(self, asked: OpenSession, origin: str) -> WorldSession:
        """Sign somebody of a world in. Refuses not_found."""
        user = self._worlds.member(asked.world, asked.username)
        if user is None:
            raise Refused(Code.NOT_FOUND, f"There is no {asked.username} in the world {asked.world!r} here.")
        ask = Ask("login_user", Nothing(), self._ports.clock(), origin)
        return WorldSession(tokens=start_session(ask, self._ports, user, f"world {asked.world}"))

    def _developed(self, data: bytes, content_type: str) -> StoredImage:
        """Refuses what is wrong with the photo."""
        with TemporaryDirectory(prefix="world-", dir=self._embedded.folder) as folder:
            source = Path(folder) / "photo"
            source.write_bytes(data)
            try:
                return kept(self._ports.decoder.decode(source, content_type, "postcard"), self._ports)
            except ImageProblem as problem:
                raise Refused(problem.code) from None

    def _found(self, world: str) -> WorldState:
        state = self._worlds.get(world)
        if state is None:
            raise Refused(Code.NOT_FOUND, f"There is no world {world!r} here.")
        return state


def world_routes(worlds: LabWorlds, embedded: Embedded) -> list[Route]:
    """The routes. What takes long is done beside the loop."""
    key, public_url = embedded.lab_key, embedded.ports.settings.public_url

    async def show(_: Request) -> Response:
        return await _beside(worlds.every)

    async def state(request: Request) -> Response:
        name = request.query_params.get("world", "")
        return await _beside(lambda: worlds.get(name))

    async def load(request: Request) -> Response:
        batch = await read_as(LoadWorld, request, _BATCH_BYTES)
        return await _beside(lambda: worlds.load(batch))

    async def photo(request: Request) -> Response:
        name, data = request.query_params.get("world", ""), await read_body(request, PHOTO_MAX_BYTES)
        return await _beside(lambda: worlds.keep_photo(name, data))

    async def destroy(request: Request) -> Response:
        asked = await read_as(DestroyWorld, request)
        return await _beside(lambda: worlds.destroy(asked.world))

    async def session(request: Request) -> Response:
        asked, origin = await read_as(OpenSession, request), origin_of(request, public_url)
        return await _beside(lambda: worlds.open_session(asked, origin))

    doors = (
        ("/lab/worlds", "GET", show),
        ("/lab/worlds", "POST", load),
        ("/lab/worlds/state", "GET", state),
        ("/lab/worlds/photos", "POST", photo),
        ("/lab/worlds/destroy", "POST", destroy),
        ("/lab/worlds/sessions", "POST", session),
    )
    return [Route(path, for_testers(handler, key), methods=[method]) for path, method, handler in doors]


async def _beside(work: Callable[[], BaseModel]) -> Response:
    answer = await asyncio.get_running_loop().run_in_executor(None, work)
    return Response(encode(answer), headers={"cache-control": "no-store"}, media_type="application/json")
