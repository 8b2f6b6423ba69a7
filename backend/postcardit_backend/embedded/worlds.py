"""Worlds of test accounts in SQLite: how far each is, and what it made, in the transactions that made it."""

import sqlite3
from collections.abc import Mapping

from postcardit_sdk.contract.lab.worlds import Destroyed, LoadWorld, WorldCounts, WorldState
from postcardit_sdk.contract.problems import Code

from ..folding import fold
from ..ports.photos import ServedBlobs
from ..ports.worlds import WorldPhoto
from ..records import UserRecord
from ..refusal import Refused
from ..settings import Settings
from .database import Database
from .shown import image_columns, image_from
from .users import user_from
from .world_counts import count_world
from .world_end import end_world
from .world_steps import StepTaker

__all__ = ["SqliteWorlds"]

_STATE = "SELECT world, digest, anchor, done, total FROM worlds"
_KEEP_PHOTO = (
    "INSERT INTO world_photos (world, sha256, content_type, byte_size, image_key, thumbnail_key, width, height,"
    " thumb_hash, image_bytes) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING"
)
_BEGIN = "INSERT INTO worlds (world, digest, anchor, done, total) VALUES (?, ?, ?, 0, ?)"
_MEMBER = (
    "SELECT u.* FROM users u JOIN world_things t ON t.id = u.user_id"
    " WHERE u.username_key = ? AND u.deleted_at IS NULL AND t.world = ? AND t.kind = 'user'"
)


class SqliteWorlds:
    """The worlds of one file."""

    def __init__(self, database: Database, settings: Settings, blobs: ServedBlobs) -> None:
        self._database, self._settings, self._blobs = database, settings, blobs

    def keep_photo(self, world: str, photo: WorldPhoto) -> bool:
        """A sweep removes files while it holds the writer's lock: what is there now is named before the next one."""
        columns = photo.sha256, photo.content_type, photo.byte_size, *image_columns(photo.image)

        def verb(connection: sqlite3.Connection) -> bool:
            is_there = all(self._blobs.path(key) for key in (photo.image.key, photo.image.thumbnail_key))
            if is_there:
                connection.execute(_KEEP_PHOTO, (world, *columns))
            return is_there

        return self._database.write(verb)

    def load(self, batch: LoadWorld, password_hashes: Mapping[str, str]) -> WorldState:
        """Take the steps that were not taken before, in one transaction with how far it is then."""

        def verb(connection: sqlite3.Connection) -> WorldState:
            state = _state(connection, batch.world) or _begun(connection, batch)
            if (state.digest, state.total) != (batch.digest, batch.total):
                raise Refused(Code.PRECONDITION_FAILED, f"Another world is loaded here as {batch.world}.")
            if batch.first > state.done:
                raise Refused(Code.PRECONDITION_FAILED, f"The next step of {batch.world} is number {state.done}.")
            photos = _photos(connection, batch.world)
            taker = StepTaker(connection, batch.world, self._settings, photos, password_hashes)
            try:
                taker.take(batch.steps[state.done - batch.first :])
            except sqlite3.IntegrityError:  # an id of its own that is somebody's: a tombstone of an earlier load
                raise Refused(Code.PRECONDITION_FAILED, f"Something of {batch.world} is here from before.") from None
            done = max(state.done, batch.first + len(batch.steps))
            connection.execute("UPDATE worlds SET done = ? WHERE world = ?", (done, batch.world))
            return state.model_copy(update={"done": done})

        return self._database.write(verb)

    def get(self, world: str) -> WorldState | None:
        """How far it is."""
        return _state(self._database.reader(), world)

    def every(self) -> list[WorldState]:
        """All of them."""
        rows = self._database.reader().execute(f"{_STATE} ORDER BY world")
        return [WorldState.model_validate(dict(row)) for row in rows]

    def counts(self, world: str) -> WorldCounts:
        """What there is of what it made."""
        return count_world(self._database.reader(), world)

    def member(self, world: str, username: str) -> UserRecord | None:
        """A user that this world made."""
        row = self._database.reader().execute(_MEMBER, (fold(username), world)).fetchone()
        return None if row is None else user_from(row)

    def destroy(self, world: str, now: int) -> Destroyed | None:
        """Remove all that it made."""

        def verb(connection: sqlite3.Connection) -> Destroyed | None:
            return None if _state(connection, world) is None else end_world(connection, world, now)

        return self._database.write(verb)


def _state(connection: sqlite3.Connection, world: str) -> WorldState | None:
    row = connection.execute(f"{_STATE} WHERE world = ?", (world,)).fetchone()
    return None if row is None else WorldState.model_validate(dict(row))


def _begun(connection: sqlite3.Connection, batch: LoadWorld) -> WorldState:
    connection.execute(_BEGIN, (batch.world, batch.digest, batch.anchor, batch.total))
    return WorldState(world=batch.world, digest=batch.digest, anchor=batch.anchor, done=0, total=batch.total)


def _photos(connection: sqlite3.Connection, world: str) -> dict[str, WorldPhoto]:
    rows = connection.execute("SELECT * FROM world_photos WHERE world = ?", (world,))
    found = ((row, image_from(row)) for row in rows)
    return {
        row["sha256"]: WorldPhoto(row["sha256"], row["content_type"], row["byte_size"], image)
        for row, image in found
        if image is not None
    }
