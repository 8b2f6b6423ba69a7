"""Carol, who does everything that the API lets one do, and what is found of her afterwards."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.backend.held_to_contract import Answer
from tests.backend.world import PASSWORD, Person, World, jpeg

SECRET = "Zanzibarquartet"
CARD: dict[str, Any] = {"message": f"{SECRET} message", "location": {"city": f"{SECRET} city"}}


def erase(person: Person, password: str = PASSWORD) -> Answer:
    return person.ask("DELETE", "/users/me", {"password": password})


def files(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


def rows(world: World) -> Iterator[tuple[str, dict[str, Any]]]:
    """Every row of every table."""
    reader = world.embedded.database.reader()
    tables = [row[0] for row in reader.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
    for table in tables:
        for row in reader.execute(f"SELECT * FROM {table}"):
            yield table, dict(row)


def traces(world: World, *words: str) -> list[str]:
    """Where any of these stands, in a row or in the bytes or the name of a file."""
    found = [f"{table}: {row}" for table, row in rows(world) if any(w.lower() in str(row).lower() for w in words)]
    for path in files(world.folder):
        data = path.read_bytes().lower()
        found += [f"{path.name} holds {w}" for w in words if w.lower().encode() in data or w.lower() in path.name]
    return found


@dataclass(frozen=True)
class Life:
    """What carol did: everything that the API lets one do."""

    carol: Person
    words: tuple[str, ...]
    photos: tuple[str, ...]
    card_id: str
    received_id: str


def live(world: World) -> Life:
    """Let carol come, do everything, and be about to go."""
    name, address = f"{SECRET}name", f"{SECRET}@example.com"
    carol = world.person(world.sign_up(name, email=f"old{address}"))
    carol.ask("POST", "/auth/change-email", {"password": PASSWORD, "newEmail": address})
    carol.ask("POST", "/auth/confirm-email", {"code": world.code_for(address)})
    picture = carol.upload(jpeg("red"), purpose="avatar")
    own = {"fullName": f"{SECRET} full", "bio": f"{SECRET} bio", "profilePictureUrl": picture}
    carol.ask("PATCH", "/users/me", own)
    world.anyone.ask("POST", "/auth/login", {"username": name, "password": PASSWORD, "deviceName": f"{SECRET} phone"})
    carol.befriend(world.bob)
    world.alice.post("/friends", {"username": name})
    carol.post("/friends", {"username": "eve"})
    sent = carol.post("/postcards", {**CARD, "recipientUsername": "bob", "uploadId": carol.upload(jpeg("navy"))}).body
    received = world.bob.post("/postcards", {"recipientUsername": name, "message": "from bob"}).body
    carol.post("/postcards", {**CARD, "recipientUsername": "bob"})
    carol.ask("POST", "/users/me/devices", {"pushToken": f"{SECRET}token", "platform": "ios"})
    world.anyone.ask("POST", "/auth/forgot-password", {"email": address})
    carol.ask("POST", "/auth/change-email", {"password": PASSWORD, "newEmail": f"new{address}"})
    carol.ask("PATCH", "/users/me", {"username": f"{SECRET}second"})
    carol.ask("POST", "/users/me/export")
    photos = tuple(path.name for path in files(world.folder / "blobs"))
    return Life(carol, (SECRET, *photos), photos, sent["postcardId"], received["postcardId"])
