"""Every store that people can meet in, by name: its ports, opened empty in a folder."""

from collections.abc import Callable, Generator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path

from postcardit_backend.embedded.arrivals import FileArrivals
from postcardit_backend.embedded.auth import SqliteRegistrations
from postcardit_backend.embedded.blobs import FileBlobs
from postcardit_backend.embedded.database import Database
from postcardit_backend.embedded.erasure import SqliteErasure
from postcardit_backend.embedded.exports import FileExports
from postcardit_backend.embedded.feed import SqliteFeed
from postcardit_backend.embedded.friends import SqliteFriendships
from postcardit_backend.embedded.links import Links
from postcardit_backend.embedded.postcards import SqlitePostcards
from postcardit_backend.embedded.users import SqliteUsers
from postcardit_backend.ports import Erasure, Feed, Friendships, Postcards, Registrations, Users
from postcardit_backend.records import Person
from postcardit_backend.settings import Settings
from tests.backend.stores import NOW, STORES, person, registration

__all__ = ["OPENERS", "Town"]


@dataclass(frozen=True)
class Town:
    """The ports of one store that people meet in."""

    registrations: Registrations
    users: Users
    erasure: Erasure
    friendships: Friendships
    postcards: Postcards
    feed: Feed
    rounds: int
    """How often a race is run there."""

    def join(self, user_id: str, username: str) -> Person:
        """Someone who has an account."""
        email = f"{user_id}@example.com"
        self.registrations.open(registration(username, email=email), NOW)
        user = self.registrations.confirm(email, "right", user_id, NOW, 5)
        assert user is not None
        return person(user)


@contextmanager
def _open_sqlite(folder: Path) -> Generator[Town]:
    database = Database(folder / "postcardit.db")
    blobs = FileBlobs(folder / "blobs", b"secret", Settings())
    erasure = SqliteErasure(
        database,
        blobs,
        FileExports(database, folder / "exports", Links(b"secret")),
        FileArrivals(database, folder / "arrivals"),
    )
    try:
        yield Town(
            SqliteRegistrations(database),
            SqliteUsers(database),
            erasure,
            SqliteFriendships(database),
            SqlitePostcards(database),
            SqliteFeed(database),
            rounds=5,
        )
    finally:
        database.close()


@contextmanager
def _open_dynamodb(folder: Path) -> Generator[Town]:
    with STORES["dynamodb"](folder) as store:
        yield Town(
            store.registrations,
            store.users,
            store.erasure,
            store.friendships,
            store.postcards,
            store.feed,
            rounds=1,
        )


OPENERS: dict[str, Callable[[Path], AbstractContextManager[Town]]] = {
    "dynamodb": _open_dynamodb,
    "sqlite": _open_sqlite,
}
"""Every store there is, by name."""
