"""Worlds told step by step: what a batch does at once, done one verb after the other, and everything that is left."""

import sqlite3
from collections.abc import Generator, Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import Any

from postcardit_backend.embedded.arrivals import FileArrivals
from postcardit_backend.embedded.database import Database
from postcardit_backend.embedded.erasure import SqliteErasure
from postcardit_backend.embedded.exports import FileExports
from postcardit_backend.embedded.links import Links
from postcardit_backend.embedded.worlds import SqliteWorlds
from postcardit_backend.ports import Once, ProfileChange
from postcardit_backend.ports.worlds import WorldPhoto
from postcardit_backend.records import Person, PostcardRecord, RegistrationRecord, StoredImage, UploadRecord
from postcardit_backend.refusal import Refused
from postcardit_backend.settings import Settings
from postcardit_sdk.contract.lab.worlds import (
    AnswerStep,
    ArchiveStep,
    AskStep,
    BlockStep,
    EraseStep,
    LoadWorld,
    ReceiptStep,
    SendStep,
    UserStep,
    WorldStep,
)
from postcardit_sdk.contract.postcards import Location
from postcardit_sdk.contract.problems import Code

from .stores import DAY, NOW, WEEK, EveryBlob, Store, number_id

SETTINGS = Settings()
PASSWORD = "correct horse"
PHOTOS = {
    "a" * 64: StoredImage("a.jpg", "b.jpg", 640, 480, "hash", 5000),
    "c" * 64: StoredImage("c.jpg", "d.jpg", 9, 8, "x", 60),
}
PLACES = [
    None,
    Location(latitude=45.4, longitude=12.3, city="Venezia", country="Italia"),
    Location(city="VENEZIA ", country="Itália"),
    Location(country="Italia"),
]
Contents = dict[str, list[tuple[Any, ...]]]
APART = {"worlds", "world_things", "world_photos", "secrets", "sqlite_schema"}
"""Tables that only a bulk load writes, and those that differ by chance."""


@dataclass
class Script:
    """Steps that make sense, made of numbers that hypothesis draws."""

    steps: list[WorldStep] = field(default_factory=list[WorldStep])
    users: list[str] = field(default_factory=list[str])
    erased: set[str] = field(default_factory=set[str])
    numbers: Iterator[int] = field(default_factory=lambda: count(1))
    now: int = NOW

    def add(self, kind: str, one: int, other: int, pick: int) -> None:
        self.now += 1 + pick
        getattr(self, f"_{kind}")(one, other, pick)

    def _user(self, one: int, other: int, pick: int) -> None:
        user_id = number_id(next(self.numbers))
        bio = "Ciao" if pick % 2 else None
        name = f"user{len(self.users)}"
        self.steps.append(
            UserStep(
                at=self.now, user_id=user_id, username=name, email=f"{name}@example.com", password=PASSWORD,
                full_name=f"User {one}" if one % 2 else None, bio=bio, findable_by_email=other % 2 == 1,
            )
        )  # fmt: skip
        self.now += 1
        self.users.append(user_id)

    def _ask(self, one: int, other: int, pick: int) -> None:
        del pick
        a, b = self._two(one, other)
        if a != b:
            made = number_id(next(self.numbers))
            self.steps.append(AskStep(at=self.now, friendship_id=made, requester_id=a, addressee_id=b))

    def _answer(self, one: int, other: int, pick: int) -> None:
        asked = [step.friendship_id for step in self.steps if isinstance(step, AskStep)]
        if asked:
            at = asked[(one * 7 + other) % len(asked)]
            self.steps.append(AnswerStep(at=self.now, friendship_id=at, accept=pick % 4 != 0))

    def _send(self, one: int, other: int, pick: int) -> None:
        a, b = self._two(one, other)
        photo = [None, *PHOTOS][pick % 3]
        self.steps.append(
            SendStep(
                at=self.now, postcard_id=number_id(next(self.numbers)), sender_id=a, recipient_id=b, message="Ciao",
                location=PLACES[pick % 4], photo=photo, upload_id=number_id(next(self.numbers)) if photo else None,
            )
        )  # fmt: skip

    def _receipt(self, one: int, other: int, pick: int) -> None:
        if card := self._card(one * 11 + other):
            status = "read" if pick % 2 else "delivered"
            self.steps.append(ReceiptStep(at=self.now, postcard_id=card.postcard_id, status=status))

    def _archive(self, one: int, other: int, pick: int) -> None:
        if card := self._card(one * 5 + other):
            user_id = card.recipient_id if pick % 2 else card.sender_id
            self.steps.append(ArchiveStep(at=self.now, postcard_id=card.postcard_id, user_id=user_id))

    def _block(self, one: int, other: int, pick: int) -> None:
        a, b = self._two(one, other)
        if a != b and pick % 3 == 0:
            made = number_id(next(self.numbers))
            self.steps.append(BlockStep(at=self.now, friendship_id=made, user_id=a, other_id=b))

    def _erase(self, one: int, other: int, pick: int) -> None:
        if pick % 5 == 0:
            self.steps.append(EraseStep(at=self.now, user_id=self._two(one, other)[0]))

    def _card(self, pick: int) -> SendStep | None:
        sent = [step for step in self.steps if isinstance(step, SendStep)]
        return sent[pick % len(sent)] if sent else None

    def _two(self, one: int, other: int) -> tuple[str, str]:
        return self.users[one % len(self.users)], self.users[other % len(self.users)]


@dataclass
class OneByOne:
    """Takes steps as requests would: a verb of a port for each."""

    store: Store
    erasure: SqliteErasure
    photos: set[tuple[str, str]] = field(default_factory=set[tuple[str, str]])

    def take(self, step: WorldStep) -> None:
        match step:
            case UserStep():
                self._user(step)
            case AskStep():
                once = Once(step.requester_id, None, "request_friend", "", 0)
                people = step.friendship_id, step.requester_id, step.addressee_id
                self.store.friendships.request(*people, once=once, now=step.at)
            case AnswerStep():
                self._answer(step)
            case SendStep():
                self._send(step)
            case ReceiptStep():
                self._confirm(step)
            case ArchiveStep():
                with suppress(Refused):
                    self.store.postcards.archive(step.postcard_id, step.user_id, archived=True, now=step.at)
            case BlockStep():
                self.store.friendships.block(step.friendship_id, step.user_id, step.other_id, step.at)
            case EraseStep():
                user = self.store.users.by_id(step.user_id)
                assert user is not None
                if user.is_active:
                    self.erasure.erase(step.user_id, user.password_hash, step.at)

    def _user(self, step: UserStep) -> None:
        registration = RegistrationRecord(step.email, step.username, step.full_name, "hash", "code", step.at + 1)
        self.store.registrations.open(registration, step.at)
        self.store.registrations.confirm(step.email, "code", step.user_id, step.at, 5)
        if step.bio is not None or step.findable_by_email:
            fields: dict[str, Any] = {"bio": step.bio, "findable_by_email": step.findable_by_email}
            self.store.users.update(step.user_id, ProfileChange(fields), step.at + 1)

    def _answer(self, step: AnswerStep) -> None:
        friendships = self.store.friendships
        for user_id in self._ends(step.friendship_id):
            with suppress(Refused):
                friendships.answer(step.friendship_id, user_id, accept=step.accept, now=step.at, cooldown_ms=WEEK)

    def _ends(self, friendship_id: str) -> list[str]:
        rows = self.erasure._database.reader().execute(  # pyright: ignore[reportPrivateUsage] - a test looks behind
            "SELECT addressee_id FROM friendships WHERE friendship_id = ? AND status = 'pending'", (friendship_id,)
        )
        ends = [user_id for (user_id,) in rows]
        if not ends:
            raise Refused(Code.FRIENDSHIP_ANSWERED)
        return ends

    def _send(self, step: SendStep) -> None:
        image = None if step.photo is None else PHOTOS[step.photo]
        sender, recipient = self.store.users.by_id(step.sender_id), self.store.users.by_id(step.recipient_id)
        assert sender is not None
        assert recipient is not None
        if not self.store.friendships.are_friends(sender.user_id, recipient.user_id):
            raise Refused(Code.NOT_FRIENDS)
        if image is not None and step.upload_id is not None and step.photo is not None:
            self._upload(step, step.upload_id, step.photo, image)
        place = step.location or Location()
        card = PostcardRecord(
            step.postcard_id, _person(sender), _person(recipient), step.message, step.font.value, step.stamp_id, image,
            place.latitude, place.longitude, place.address, place.city, place.country, step.at, None, None, step.at,
        )  # fmt: skip
        self.store.postcards.send(card, Once(sender.user_id, None, "send_postcard", "", 0))

    def _upload(self, step: SendStep, upload_id: str, sha256: str, image: StoredImage) -> None:
        have = [one for one in self.store.uploads.every(step.sender_id, None, 100) if one.sha256 == sha256]
        if not have:
            record = UploadRecord(
                upload_id, step.sender_id, "postcard", "image/jpeg", 100, sha256, "pending", None, None,
                step.at, step.at + DAY,
            )  # fmt: skip
            self.store.uploads.create(record, Once(step.sender_id, None, "create_upload", "", 0))
            self.store.uploads.settle(upload_id, image=image, problem=None)

    def _confirm(self, step: ReceiptStep) -> None:
        reader = self.erasure._database.reader()  # pyright: ignore[reportPrivateUsage] - a test looks behind
        query = "SELECT recipient_id FROM postcards WHERE postcard_id = ?"
        row = reader.execute(query, (step.postcard_id,)).fetchone()
        if row is None:
            raise Refused(Code.NOT_FOUND)
        cards = {"delivered": [step.postcard_id], "read": []}
        if step.status == "read":
            cards = {"delivered": [], "read": [step.postcard_id]}
        self.store.postcards.mark(row[0], **cards, now=step.at)


def _person(user: Any) -> Person:
    return Person(user.user_id, user.username, user.full_name, user.picture_key)


def contents(path: Path) -> Contents:
    """Every row of every table."""
    with closing(sqlite3.connect(path)) as connection:
        tables = [name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        return {
            name: sorted(connection.execute(f"SELECT * FROM {name}").fetchall(), key=repr)
            for name in tables
            if name not in APART
        }


@contextmanager
def opened(path: Path) -> Generator[Database]:
    database = Database(path)
    try:
        yield database
    finally:
        database.close()


def batch(steps: list[WorldStep], *, first: int = 0, total: int | None = None, digest: str = "f" * 64) -> LoadWorld:
    whole = len(steps) + first if total is None else total
    return LoadWorld(world="w", digest=digest, anchor=NOW, total=whole, first=first, steps=steps)


def worlds_in(database: Database) -> SqliteWorlds:
    worlds = SqliteWorlds(database, SETTINGS, EveryBlob())
    for sha256, image in PHOTOS.items():
        assert worlds.keep_photo("w", WorldPhoto(sha256, "image/jpeg", 100, image))
    return worlds


def erasure_in(database: Database, folder: Path) -> SqliteErasure:
    exports = FileExports(database, folder / "exports", Links(b"secret"))
    return SqliteErasure(database, EveryBlob(), exports, FileArrivals(database, folder / "arrivals"))
