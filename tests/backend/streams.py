"""A test that listens to one stream, or to several, and what fills them."""

import asyncio
import sqlite3
from collections.abc import Coroutine, Sequence
from typing import Any, TypeVar

from postcardit_backend.embedded.feed import tell
from postcardit_sdk.contract.sync import ChangeType
from tests.backend.listening import Event, Listener
from tests.backend.world import World

__all__ = ["cursor", "listen", "pile_up", "run", "seqs"]

T = TypeVar("T")


def run(test: Coroutine[Any, Any, T]) -> T:
    """Run a test in a loop; nothing it began may be left in it."""

    async def main() -> T:
        result = await test
        await asyncio.sleep(0.01)
        assert asyncio.all_tasks() == {asyncio.current_task()}
        return result

    return asyncio.run(main())


def listen(world: World, name: str = "alice", **given: Any) -> Listener:
    return Listener(world.backend.app, world.people[name], **given)


def cursor(world: World, name: str = "alice") -> str:
    """Where someone's feed is now."""
    found: str = world.people[name].get("/sync?limit=500").body["nextCursor"]
    return found


def pile_up(world: World, times: int, name: str = "alice") -> None:
    """So many changes in someone's feed, in one transaction."""
    user_id = world.people[name].user_id

    def verb(connection: sqlite3.Connection) -> None:
        for _ in range(times):
            tell(connection, [user_id], ChangeType.USER_CHANGED, user_id, world.clock.now)

    world.embedded.database.write(verb)


def seqs(events: Sequence[Event]) -> list[int]:
    return [event.data["seq"] for event in events]
