"""Moving a data folder up to a stage: what would be moved, moving it, and holding both against each other.

The folder is read as it is at one moment. Every write may be done again, and a marker on the stage says how far it has
got: a move that was cut goes on where it was. When it is done it is never done again, for people use the stage then.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from hashlib import blake2b
from itertools import islice

from ..aws.bulk import PUT_AT_ONCE, has_people, put_all
from ..aws.fields import flag, number, text
from ..aws.items import Item
from ..aws.names import Addresses
from ..aws.schema import TTL
from ..aws.tables import Key, Tables
from ..ports import Ports
from ..wiring import Embedded
from .differences import differences
from .items import items_of, users_in
from .photos import blob_keys, carry_photo

__all__ = ["Move", "MoveRefused", "Plan"]

_MARKER = Key("main", "MOVING", "#")
_COUNTS = {
    "friendships": "SELECT count(*) FROM friendships WHERE status = 'accepted'",
    "postcards": "SELECT count(*) FROM postcards",
    "changes": "SELECT count(*) FROM feed",
}


class MoveRefused(Exception):
    """This folder cannot be moved to this stage; the sentence says why, and what to do."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What there is to move, and how far that has got. `items` are writes, `done` of them were written before."""

    users: int
    friendships: int
    postcards: int
    changes: int
    photos: int
    items: int
    done: int
    is_finished: bool
    digest: str = field(repr=False)


class Move:
    """From an opened data folder to a stage's tables and ports. The folder is read by this thread, at one moment."""

    def __init__(self, source: Embedded, tables: Tables, addresses: Addresses, target: Ports) -> None:
        self._source, self._tables, self._addresses, self._target = source, tables, addresses, target
        self._reader = source.database.reader()
        self._look_anew()

    def plan(self) -> Plan:
        """Look, and write nothing. Refuses a stage that has people who did not come from this folder."""
        digest, items = self._digest()
        marker = self._tables.get([_MARKER]).get(_MARKER)
        if marker is None and has_people(self._tables):
            raise MoveRefused("The stage has people already. Move to a stage of its own: postcardit aws deploy")
        if marker is not None and text(marker, "digest") != digest:
            raise MoveRefused(
                "The stage was moved to from another folder, or this one has changed since. Stop its server before"
                " moving, and move to a new stage."
            )
        counts = {name: int(self._reader.execute(query).fetchone()[0]) for name, query in _COUNTS.items()}
        return Plan(
            users=sum(user.is_active for user in users_in(self._reader)),
            photos=len(blob_keys(self._reader)),
            items=items,
            done=number(marker, "done"),
            is_finished=flag(marker, "is_finished"),
            digest=digest,
            **counts,
        )

    def run(self, plan: Plan, tell: Callable[[int, int], None] | None = None) -> int:
        """Carry photos, then items, and compare. Gives how many items were written; none when it was done before.

        Refuses when something is not on the stage afterwards as it is in the folder.
        """
        if plan.is_finished:
            return 0
        self._mark(plan, plan.done)
        total, photos = plan.photos + plan.items, blob_keys(self._reader)
        for position, key in enumerate(photos, start=1):
            if not carry_photo(self._source.ports.blobs, self._target.blobs, key):
                raise MoveRefused(f"The photo {key} is missing in the folder, or its bytes are damaged.")
            if tell is not None:
                tell(position, total)
        done = plan.done
        rest = islice(self._items(), done, None)
        while batch := [*islice(rest, PUT_AT_ONCE)]:
            put_all(self._tables, batch)
            done += len(batch)
            self._mark(plan, done)
            if tell is not None:
                tell(len(photos) + done, total)
        if found := self.verify():
            raise MoveRefused(f"The stage differs from the folder: {'; '.join(found[:5])}. Do not open it to people.")
        self._look_anew()
        if self._digest()[0] != plan.digest:
            raise MoveRefused("The folder has changed meanwhile. Stop its server, and move to a new stage.")
        self._mark(plan, done, is_finished=True)
        return done - plan.done

    def verify(self) -> list[str]:
        """Read everything again and compare: each item, and what both stores answer about each person. Gives what
        differs; nothing should. It is for a stage that nobody has used since."""
        found: list[str] = []
        items = self._items()
        while batch := dict(islice(items, 100)):
            kept = self._tables.get([*batch])
            for key, item in batch.items():
                ends = number(item, TTL)
                if key not in kept and 0 < ends <= self._target.clock() // 1000:
                    continue  # DynamoDB has let go of it already
                if kept.get(key) != {**item, "pk": key.pk, "sk": key.sk}:
                    found.append(f"an item of {key.pk.partition('#')[0]}# is not as it was written")
        return found or [*differences(self._source.ports, self._target, users_in(self._reader))]

    def _look_anew(self) -> None:
        """From now on the folder is read as it is now."""
        if self._reader.in_transaction:
            self._reader.execute("COMMIT")
        self._reader.execute("BEGIN")

    def _digest(self) -> tuple[str, int]:
        """What there is to write, and how much."""
        digest, items = blake2b(digest_size=16), 0
        for key, item in self._items():
            digest.update("\n".join((*key, text(item, "v"), "")).encode())
            items += 1
        return digest.hexdigest(), items

    def _items(self) -> Iterator[tuple[Key, Item]]:
        return items_of(self._reader, self._addresses)

    def _mark(self, plan: Plan, done: int, *, is_finished: bool = False) -> None:
        put_all(self._tables, [(_MARKER, {"v": "-", "digest": plan.digest, "done": done, "is_finished": is_finished})])
