"""Every store there is, opened empty: the suite of the ports runs on each of them."""

from collections.abc import Callable, Generator, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field, replace
from itertools import count
from pathlib import Path
from typing import Any

from postcardit_backend.embedded.arrivals import FileArrivals
from postcardit_backend.embedded.auth import SqliteRegistrations
from postcardit_backend.embedded.blobs import FileBlobs
from postcardit_backend.embedded.database import Database
from postcardit_backend.embedded.emails import SqliteEmails
from postcardit_backend.embedded.erasure import SqliteErasure
from postcardit_backend.embedded.exports import FileExports
from postcardit_backend.embedded.feed import SqliteFeed
from postcardit_backend.embedded.friends import SqliteFriendships
from postcardit_backend.embedded.limits import SqliteLimits
from postcardit_backend.embedded.links import Links
from postcardit_backend.embedded.once import SqliteIdempotency
from postcardit_backend.embedded.passwords import SqlitePasswords
from postcardit_backend.embedded.postcards import SqlitePostcards
from postcardit_backend.embedded.push import SqliteDevices
from postcardit_backend.embedded.sessions import SqliteSessions
from postcardit_backend.embedded.uploads import SqliteUploads
from postcardit_backend.embedded.users import SqliteUsers
from postcardit_backend.photo_keys import key_of
from postcardit_backend.ports import (
    Blobs,
    Devices,
    Emails,
    Erasure,
    Feed,
    Friendships,
    Idempotency,
    Limits,
    Once,
    Passwords,
    Postcards,
    Registrations,
    Sessions,
    Uploads,
    Users,
)
from postcardit_backend.records import (
    FriendshipRecord,
    Person,
    PostcardRecord,
    RegistrationRecord,
    SessionRecord,
    StoredImage,
    UploadRecord,
    UserRecord,
)
from postcardit_backend.refusal import Refused
from postcardit_backend.settings import Settings
from postcardit_sdk.contract.problems import Code

NOW = 1_795_362_780_123
DAY = 86_400_000
WEEK = 7 * DAY


def number_id(number: int) -> str:
    """An id that sorts by its number."""
    return f"{number:08x}-0000-7000-8000-000000000000"


@dataclass(frozen=True)
class Store:
    """The ports of one store, and short ways to fill it."""

    registrations: Registrations
    users: Users
    sessions: Sessions
    friendships: Friendships
    postcards: Postcards
    uploads: Uploads
    idempotency: Idempotency
    feed: Feed
    passwords: Passwords
    emails: Emails
    devices: Devices
    limits: Limits
    erasure: Erasure
    numbers: Iterator[int] = field(default_factory=lambda: count(1))

    def new_id(self) -> str:
        return number_id(next(self.numbers))

    def user(self, username: str, *, email: str | None = None, full_name: str | None = None) -> UserRecord:
        """Someone who has an account."""
        address = email or f"{username}@example.com"
        self.registrations.open(registration(username, email=address, full_name=full_name), NOW)
        user = self.registrations.confirm(address, "right", self.new_id(), NOW, 5)
        assert user is not None
        return user

    def once(self, user_id: str, operation: str, *, key: str | None = None, body: str = "", now: int = NOW) -> Once:
        return Once(user_id, key or self.new_id(), operation, body, now - DAY)

    def ask(self, requester: UserRecord, addressee: UserRecord, now: int = NOW) -> FriendshipRecord:
        """A friend request."""
        once = self.once(requester.user_id, "request_friend")
        asked = self.friendships.request(self.new_id(), requester.user_id, addressee.user_id, once=once, now=now)
        return asked.record

    def answer(self, friendship_id: str, user: UserRecord, *, accept: bool, now: int = NOW) -> FriendshipRecord:
        return self.friendships.answer(friendship_id, user.user_id, accept=accept, now=now, cooldown_ms=WEEK)

    def befriend(self, one: UserRecord, other: UserRecord) -> str:
        asked = self.ask(one, other)
        return self.answer(asked.friendship_id, other, accept=True).friendship_id

    def card(self, sender: UserRecord, recipient: UserRecord, **changed: Any) -> PostcardRecord:
        """A card that nobody sent yet."""
        card = PostcardRecord(
            self.new_id(), person(sender), person(recipient), "Ciao", "print", None, None,
            None, None, None, None, None, NOW, None, None, NOW,
        )  # fmt: skip
        return replace(card, **changed)

    def send(self, sender: UserRecord, recipient: UserRecord, **changed: Any) -> PostcardRecord:
        card = self.card(sender, recipient, **changed)
        return self.postcards.send(card, self.once(sender.user_id, "send_postcard")).record

    def photo(self, user: UserRecord, image: StoredImage, *, purpose: str = "postcard") -> str:
        """An upload that is ready; gives its id."""
        upload_id = self.new_id()
        announced = replace(upload(user, upload_id), purpose=purpose, sha256=image.key)
        self.uploads.create(announced, self.once(user.user_id, "create_upload"))
        self.uploads.condemn((image.key, image.thumbnail_key))
        self.uploads.settle(upload_id, image=image, problem=None)
        return upload_id

    def again(self, user: UserRecord) -> UserRecord:
        """The user as they are now."""
        found = self.users.by_id(user.user_id)
        assert found is not None
        return found


def person(user: UserRecord) -> Person:
    return Person(user.user_id, user.username, user.full_name, user.picture_key)


def registration(username: str, *, email: str | None = None, code: str = "right", **changed: Any) -> RegistrationRecord:
    record = RegistrationRecord(email or f"{username}@example.com", username, None, "hash", code, NOW + 600_000)
    return replace(record, **changed)


def session(user: UserRecord, session_id: str, token: str, *, days: int = 60) -> SessionRecord:
    return SessionRecord(session_id, user.user_id, None, NOW, NOW + days * DAY, token)


def upload(user: UserRecord, upload_id: str) -> UploadRecord:
    return UploadRecord(
        upload_id, user.user_id, "postcard", "image/jpeg", 100, "0" * 64, "pending", None, None, NOW, NOW + DAY
    )


def refusal(act: Callable[[], object]) -> Code | None:
    """The code that an act is refused with, or None."""
    try:
        act()
    except Refused as refused:
        return refused.code
    return None


def told(store: Store, user: UserRecord) -> list[tuple[str, str]]:
    """The changes in a user's feed, each as its type and its id."""
    changes = store.feed.after(user.user_id, 0, 10_000)
    assert [change.seq for change in changes] == [*range(1, store.feed.head(user.user_id) + 1)]
    return [(change.type, change.id) for change in changes]


def keep_photo(blobs: Blobs, data: bytes, folder: Path) -> str:
    """Keep these bytes, which are written into a file of this folder first; gives their key."""
    folder.mkdir(exist_ok=True)
    file = folder / "made"
    file.touch(0o600)
    file.write_bytes(data)
    key = key_of(file)
    blobs.put(file, key)
    return key


_NOWHERE = Path("unused")


class EveryBlob(FileBlobs):
    """Has every photo that is asked for."""

    def __init__(self) -> None:
        super().__init__(_NOWHERE, b"", Settings())

    def path(self, key: str) -> Path | None:
        return Path(key)


def sqlite_store(database: Database) -> Store:
    return Store(
        SqliteRegistrations(database),
        SqliteUsers(database),
        SqliteSessions(database),
        SqliteFriendships(database),
        SqlitePostcards(database),
        SqliteUploads(database, EveryBlob()),
        SqliteIdempotency(database),
        SqliteFeed(database),
        SqlitePasswords(database),
        SqliteEmails(database),
        SqliteDevices(database),
        SqliteLimits(database, b"key"),
        SqliteErasure(
            database,
            EveryBlob(),
            FileExports(database, _NOWHERE, Links(b"")),
            FileArrivals(database, _NOWHERE),
        ),
    )


@contextmanager
def _open_sqlite(folder: Path) -> Generator[Store]:
    database = Database(folder / "postcardit.db")
    try:
        yield sqlite_store(database)
    finally:
        database.close()


@contextmanager
def _open_dynamodb(_: Path) -> Generator[Store]:
    from tests.aws.emulator import shared
    from tests.aws.stores import dynamo_store

    with shared().tables() as tables:
        yield dynamo_store(tables)


STORES: dict[str, Callable[[Path], AbstractContextManager[Store]]] = {
    "dynamodb": _open_dynamodb,
    "sqlite": _open_sqlite,
}
