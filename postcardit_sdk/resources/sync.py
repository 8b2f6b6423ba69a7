"""The mirror: one's own part of the server's state, on this machine."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING, TypeVar

from ..contract import operations as ops
from ..contract.friends import Friend, Friendship, FriendshipStatus, RequestDirection
from ..contract.postcards import Box, Postcard
from ..contract.problems import Code
from ..contract.sync import SyncChanges, SyncPage
from ..contract.users import User
from ..endpoint import ColourT, Resource, endpoint
from ..errors import Conflict, InvalidRequest
from ..flow import Call, Talk, Work, ask
from ..local import mirror, mirror_lists
from ..local.mirror import Taken
from ..local.mirror_lists import Selection, SyncStatus
from ..local.photo_cache import cache_beside

if TYPE_CHECKING:
    import sqlite3

    from .events import Event

__all__ = ["Mirror", "Refreshed", "SyncStatus"]

T = TypeVar("T")

_PAGE = 200
_LOSSES = 3
"""A snapshot whose cursors expire while it is fetched is begun again this often."""
_UNKNOWN_CURSOR = (Code.CURSOR_EXPIRED, Code.INVALID_CURSOR)
"""A cursor that is kept here is the server's own. If it is invalid, the server was set up anew."""


@dataclass(frozen=True, slots=True)
class Refreshed:
    """What a refresh brought: how many changes, and where it ended.

    With `had_gap` there are changes that one could not hear of, for the server does not keep them for ever; the mirror
    itself is whole again.
    """

    changes: int
    had_gap: bool
    cursor: str


class Mirror(Resource[ColourT]):
    """The mirror: one's own part of the server's state, on this machine.

    It is kept for each user who signs in, and answers without the server. Every method raises SignInRequired when
    nobody is signed in, and LocalStoreFailed.
    """

    @endpoint
    def changes(self, cursor: str | None = None, *, limit: int = 100, wait: int = 0) -> Talk[SyncPage]:
        """One page of the feed, past the mirror. Without a cursor: a snapshot. `wait` is in seconds, up to 25.

        Raises Conflict (cursor_expired) when changes after the cursor are no longer kept.
        """
        return (yield from Call(ops.sync_changes, ask(SyncChanges, cursor=cursor, limit=limit, wait=wait)))

    @endpoint
    def refresh(self, *, wait: int = 0) -> Talk[Refreshed]:
        """Fetch what changed, until nothing is left. `wait`: if nothing did, wait this many seconds for it, up to 25.

        Any number of programs may refresh at once. What was fetched before a failure stays. Raises SignInRequired also
        when somebody else signs in meanwhile.
        """
        return (yield from self._refresh(wait))

    @endpoint
    def apply(self, event: "Event") -> Talk[Refreshed]:
        """Take a change that `client.events.listen()` gave. One that does not follow on what is here refreshes."""
        taken = yield from self._at(partial(_take_event, event=event), write=True)
        if taken is None:
            return (yield from self._refresh(0))
        return Refreshed(taken.changes, taken.had_gap, taken.cursor)

    @endpoint
    def postcards(
        self, box: Box = Box.ALL, *, unread: bool | None = None, archived: bool = False, limit: int | None = None
    ) -> Work[list[Postcard]]:
        """Your postcards, the newest first. Those that wait in the outbox are among them, as `queued`."""
        return self._at(partial(mirror_lists.postcards, which=Selection(box, unread, archived, limit)))

    @endpoint
    def postcard(self, postcard_id: str) -> Work[Postcard | None]:
        """One postcard, also by the id that it had in the outbox."""
        return self._at(partial(mirror_lists.postcard, postcard_id=postcard_id))

    @endpoint
    def friends(self) -> Work[list[Friend]]:
        """Your friends, the newest first."""
        return self._at(mirror_lists.friends)

    @endpoint
    def friendships(self, status: FriendshipStatus | None = None) -> Work[list[Friendship]]:
        """What is between you and others, of one status or of any; the newest first."""
        return self._at(partial(mirror_lists.friendships, with_status=status))

    @endpoint
    def requests(self, direction: RequestDirection = RequestDirection.INCOMING) -> Work[list[Friendship]]:
        """Open requests, made to you or by you; the newest first."""
        return self._at(partial(mirror_lists.requests, direction=direction))

    @endpoint
    def blocked(self) -> Work[list[Friendship]]:
        """Whom you block, the last blocked first."""
        return self._at(mirror_lists.blocked)

    @endpoint
    def me(self) -> Work[User | None]:
        """Your own profile, once it was fetched."""
        return self._at(mirror_lists.me)

    @endpoint
    def unread_count(self) -> Work[int]:
        """How many postcards you received and neither read nor archived."""
        return self._at(mirror_lists.unread_count)

    @endpoint
    def status(self) -> Work[SyncStatus]:
        """How much is here, and how fresh it is."""
        return self._at(mirror_lists.status)

    @endpoint
    def reset(self) -> Talk[None]:
        """Forget your mirror, and all photos that were kept: the next refresh fetches everything. The outbox stays."""
        yield from self._at(mirror.reset, write=True)
        cache = cache_beside(self.runner.local, 0)
        if cache is not None:
            yield from Work(cache.clear)

    def _refresh(self, wait: int) -> Talk[Refreshed]:
        changes, losses, had_gap = 0, 0, False
        user_id = yield from Work(lambda: self.runner.session.user_id)
        while True:
            stands = yield from Work(lambda: self.runner.local.read(partial(mirror.position, user_id=user_id)))
            query = ask(SyncChanges, cursor=stands.cursor, limit=_PAGE, wait=wait)
            wait = 0
            try:
                page = yield from Call(ops.sync_changes, query, only_as=user_id)
            except (Conflict, InvalidRequest) as error:
                losses += 1
                if losses > _LOSSES or stands.cursor is None or error.code not in _UNKNOWN_CURSOR:
                    raise
                had_gap = had_gap or not stands.is_snapshot
                yield from self._write(partial(mirror.expire, asked=stands))
                continue
            taken = yield from self._write(partial(mirror.take_page, asked=stands, page=page, now=datetime.now(UTC)))
            if taken is None:
                continue
            changes += taken.changes
            if taken.is_all:
                return Refreshed(changes, had_gap or taken.had_gap, taken.cursor)

    def _at(self, query: "Callable[[sqlite3.Connection, str], T]", *, write: bool = False) -> Work[T]:
        """Ask or change the mirror of whoever is signed in."""

        def work() -> T:
            user_id, local = self.runner.session.user_id, self.runner.local
            return (local.write if write else local.read)(lambda connection: query(connection, user_id))

        return Work(work)

    def _write(self, verb: "Callable[[sqlite3.Connection], T]") -> Work[T]:
        return Work(lambda: self.runner.local.write(verb))


def _take_event(connection: "sqlite3.Connection", user_id: str, *, event: "Event") -> Taken | None:
    return None if event.change is None else mirror.take_next(connection, user_id, event.change, event.cursor)
