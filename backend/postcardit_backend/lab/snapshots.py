"""The laboratory's snapshots: /lab/snapshots."""

import asyncio

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from postcardit_sdk.contract.lab.snapshots import ChangeSnapshot, SnapshotFacts, SnapshotList

from ..ports.worlds import Snapshot
from ..web import encode
from ..wiring import Embedded
from .access import for_testers, read_as

__all__ = ["LabSnapshots", "snapshot_routes"]


class LabSnapshots:
    """Puts everything aside and brings it back."""

    def __init__(self, embedded: Embedded) -> None:
        self._snapshots, self._clock = embedded.snapshots, embedded.ports.clock

    def every(self) -> SnapshotList:
        """The snapshots that there are."""
        return SnapshotList(snapshots=[_facts(one) for one in self._snapshots.every()])

    def change(self, change: ChangeSnapshot) -> SnapshotList:
        """Take, bring back or forget one; gives it alone, or what is left. Refuses not_found."""
        if change.do == "remove":
            self._snapshots.remove(change.name)
            return self.every()
        snapshots = self._snapshots
        saved = snapshots.save(change.name, self._clock()) if change.do == "save" else snapshots.restore(change.name)
        return SnapshotList(snapshots=[_facts(saved)])


def snapshot_routes(snapshots: LabSnapshots, lab_key: str) -> list[Route]:
    """The routes."""

    async def show(_: Request) -> Response:
        return _answer(snapshots.every())

    async def change(request: Request) -> Response:
        wanted = await read_as(ChangeSnapshot, request)
        return _answer(await asyncio.get_running_loop().run_in_executor(None, snapshots.change, wanted))

    return [
        Route("/lab/snapshots", for_testers(show, lab_key), methods=["GET"]),
        Route("/lab/snapshots", for_testers(change, lab_key), methods=["POST"]),
    ]


def _answer(snapshots: SnapshotList) -> Response:
    return Response(encode(snapshots), headers={"cache-control": "no-store"}, media_type="application/json")


def _facts(one: Snapshot) -> SnapshotFacts:
    return SnapshotFacts(name=one.name, taken_at=one.taken_at, byte_size=one.byte_size)
