"""Moving a data folder up to a stage: what would be moved, moving it, and holding both against each other.

The folder is read as it is at one moment. Every step may be done again, and a ledger on the stage says how far it has
got: a move that was cut goes on where it was. When it is done it is never done again, for people use the stage then.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from hashlib import blake2b
from itertools import islice

from ..aws.fields import number, text
from ..aws.items import Item
from ..aws.names import Addresses
from ..aws.schema import TTL
from ..aws.tables import Key, Tables
from ..ports import Ports
from ..records import UserRecord
from ..wiring import Embedded
from .differences import differences
from .items import items_of, owned_in, users_in
from .ledger import Ledger, batches
from .passwords import Passwords, Way
from .photos import blob_keys, carry_photo
from .refusal import MoveRefused

__all__ = ["Move", "Plan", "Target"]

_COUNTS = {
    "friendships": "SELECT count(*) FROM friendships WHERE status = 'accepted'",
    "postcards": "SELECT count(*) FROM postcards",
    "changes": "SELECT count(*) FROM feed",
}
_READ_AT_ONCE = 100
_NAMED = 5
"""How many names a sentence holds."""


@dataclass(frozen=True, slots=True)
class Target:
    """A stage, and what becomes of passwords there."""

    tables: Tables
    addresses: Addresses
    ports: Ports
    passwords: Passwords = field(default_factory=Passwords)


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
    passwords: Way
    is_finished: bool
    digest: str = field(repr=False)


class Move:
    """From an opened data folder to a stage. The folder is read by this thread, at one moment.

    `is_used` says that somebody else has it open, such as its server.
    """

    def __init__(self, source: Embedded, target: Target, ledger: Ledger, *, is_used: bool = False) -> None:
        self._source, self._target, self._ledger, self._is_used = source, target, ledger, is_used
        self._reader = source.database.reader()
        self._look_anew()

    def plan(self) -> Plan:
        """Look, and write nothing. Refuses a stage where somebody has a name or an address of the folder's people."""
        digest, items = self._digest()
        marker, passwords = self._ledger.look(), self._target.passwords.way
        if marker is None:
            self._require_free()
        elif text(marker, "passwords") != passwords:
            raise MoveRefused(f"This move has begun with passwords that are {text(marker, 'passwords')}: go on so.")
        elif text(marker, "digest") != digest:
            raise MoveRefused(
                "The stage was moved to from another folder, or this one has changed since. Stop its server before"
                " moving, and move to a new stage."
            )
        counts = {name: int(self._reader.execute(query).fetchone()[0]) for name, query in _COUNTS.items()}
        return Plan(
            users=sum(1 for _ in self._people()),
            photos=len(blob_keys(self._reader)),
            items=items,
            done=self._ledger.done,
            passwords=passwords,
            is_finished=self._ledger.is_finished,
            digest=digest,
            **counts,
        )

    def run(self, plan: Plan, tell: Callable[[int, int], None] | None = None) -> int:
        """Carry people into the pool, photos, then items, and compare. Gives how many items were written; none when it
        was done before. Refuses while somebody uses the folder, and when something is not on the stage afterwards as it
        is in the folder.
        """
        if plan.is_finished:
            return 0
        if self._is_used:
            raise MoveRefused("The folder is in use. Stop its server, and every command that works in it, then move.")
        self._ledger.claim(plan.digest, plan.passwords)
        steps = _Steps(2 * (plan.users + plan.items) + plan.photos, self._ledger, tell)
        for user in self._people():
            self._target.passwords.admit(user)
            steps.take()
        self._carry_photos(steps)
        before = self._ledger.done
        steps.take(before)
        for batch in batches(islice(self._items(), before, None)):
            self._ledger.write(batch)
            steps.take(len(batch))
        if found := self.verify(steps.take):
            raise MoveRefused(f"The stage differs from the folder: {'; '.join(found[:5])}. Do not open it to people.")
        self._look_anew()
        if self._digest()[0] != plan.digest:
            raise MoveRefused("The folder has changed meanwhile. Stop its server, and move to a new stage.")
        written = self._ledger.done - before
        self._ledger.finish()
        return written

    def verify(self, tell: Callable[[int], None] = lambda _: None) -> list[str]:
        """Read everything again and compare: each item, and what both stores answer about each person. Gives what
        differs; nothing should. It is for a stage that nobody has used since. `tell` hears of each step."""
        found: list[str] = []
        items = self._items()
        while batch := dict(islice(items, _READ_AT_ONCE)):
            kept = self._target.tables.get([*batch])
            for key, item in batch.items():
                ends = number(item, TTL)
                if key not in kept and 0 < ends <= self._target.ports.clock() // 1000:
                    continue  # DynamoDB has let go of it already
                if kept.get(key) != {**item, "pk": key.pk, "sk": key.sk}:
                    found.append(f"an item of {key.pk.partition('#')[0]}# is not as it was written")
            tell(len(batch))
        for user in users_in(self._reader) if not found else ():
            found += differences(self._source.ports, self._target.ports, user, self._target.passwords.mark)
            if not self._target.passwords.has_admitted(user):
                found.append(f"the pool does not know user {user.user_id} as it should")
            tell(int(user.is_active))
        return found

    def _carry_photos(self, steps: "_Steps") -> None:
        for key in blob_keys(self._reader):
            if not carry_photo(self._source.ports.blobs, self._target.ports.blobs, key):
                raise MoveRefused(f"The photo {key} is missing in the folder, or its bytes are damaged.")
            steps.take()

    def _require_free(self) -> None:
        """Nobody at the stage may have what somebody in the folder has. Each is asked for by its key: no scan."""
        owned, taken = owned_in(self._reader, self._target.addresses), dict[str, None]()
        while batch := dict(islice(owned, _READ_AT_ONCE)):
            taken |= dict.fromkeys(batch[key] for key in self._target.tables.get([*batch]))
        if taken:
            others = f" and {len(taken) - _NAMED} more" if len(taken) > _NAMED else ""
            raise MoveRefused(
                f"The stage has other people by the name or the address of {', '.join([*taken][:_NAMED])}{others}."
                " Move to a stage of its own: postcardit aws deploy"
            )

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

    def _people(self) -> Iterator[UserRecord]:
        return (user for user in users_in(self._reader) if user.is_active)

    def _items(self) -> Iterator[tuple[Key, Item]]:
        return items_of(self._reader, self._target.addresses, self._target.passwords)


@dataclass(slots=True)
class _Steps:
    """What a move has done of all that it has to do; others are told that it goes on."""

    total: int
    ledger: Ledger
    tell: Callable[[int, int], None] | None
    taken: int = 0

    def take(self, steps: int = 1) -> None:
        self.taken += steps
        self.ledger.beat()
        if self.tell is not None:
            self.tell(self.taken, self.total)
