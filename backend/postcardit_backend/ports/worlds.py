"""What the laboratory needs of a store: worlds of test accounts, written in bulk, and snapshots of everything."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from postcardit_sdk.contract.lab.worlds import Destroyed, LoadWorld, WorldCounts, WorldState

from ..records import StoredImage, UserRecord

__all__ = ["Snapshot", "Snapshots", "WorldPhoto", "Worlds"]


@dataclass(frozen=True, slots=True)
class WorldPhoto:
    """A photo of a world, by the SHA-256 of what was sent."""

    sha256: str
    content_type: str
    byte_size: int
    image: StoredImage


class Worlds(Protocol):
    """Worlds by their names. Feeds, tallies and counters are what one request after the other would have left."""

    def keep_photo(self, world: str, photo: WorldPhoto) -> bool:
        """Let the steps of a world name this photo. False when a sweep has taken it meanwhile: keep it again."""
        ...

    def load(self, batch: LoadWorld, password_hashes: Mapping[str, str]) -> WorldState:
        """Take the steps of a batch that were not taken before, all or none. Refuses precondition_failed for another
        world of this name and for a batch that leaves steps out, and whatever a step is refused with."""
        ...

    def get(self, world: str) -> WorldState | None:
        """How far it is."""
        ...

    def every(self) -> list[WorldState]:
        """All of them, by name."""
        ...

    def counts(self, world: str) -> WorldCounts:
        """What there is of what it made."""
        ...

    def member(self, world: str, username: str) -> UserRecord | None:
        """A user that this world made and that has not been erased."""
        ...

    def destroy(self, world: str, now: int) -> Destroyed | None:
        """Remove all that it made, and whatever its users did since. Others' friendships with them end as they do when
        an account is erased, and cards that others sent them stay with a tombstone. None when there is no such world.
        Photos go with the next sweep."""
        ...


@dataclass(frozen=True, slots=True)
class Snapshot:
    """Everything as it was at a time (Unix milliseconds)."""

    name: str
    taken_at: int
    byte_size: int


class Snapshots(Protocol):
    """Everything that the store holds, put aside under a name and brought back."""

    def save(self, name: str, now: int) -> Snapshot:
        """Put it aside, in place of an earlier one of this name."""
        ...

    def restore(self, name: str) -> Snapshot:
        """Bring it back: what happened since has not happened. Refuses not_found."""
        ...

    def remove(self, name: str) -> None:
        """Forget it. Refuses not_found."""
        ...

    def every(self) -> list[Snapshot]:
        """All of them, by name."""
        ...
