"""Worlds against a real backend: loaded, looked at, entered, cut short, put aside and removed."""

import os
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from postcardit_backend.entry import Server
from postcardit_sdk import Client, Conflict, NotFound, PostcardStatus
from postcardit_sdk.contract.problems import Code
from postcardit_sdk.lab.snapshots import list_snapshots, remove_snapshot, restore_snapshot, take_snapshot
from postcardit_sdk.lab.worlds import become, destroy_world, list_worlds, read_world
from postcardit_sdk.worlds.lab_loading import Loaded, WorldDiffers, load_world
from postcardit_sdk.worlds.reading import Source, open_world

WORLD = """\
world: w
anchor: 2026-11-22T12:00:00Z
users: {alice: , bob: {bio: Ciao}, carol: {deleted: yesterday}}
crowds: {guest: {count: 9}}
friendships:
  - [alice, bob]
  - [bob, carol]
  - {among: guest, count: 12}
  - {from: alice, to: guest-1, status: blocked, asked: 2 days ago}
postcards:
  - {name: hello, from: alice, to: bob, photo: painted, sent: 3 days ago, read: 2 days ago, archived_by: recipient}
  - {from: carol, to: bob, sent: 4 days ago}
  - {from: bob, to: carol, sent: 4 days ago}
  - {among: guest, count: 30, photo: painted, place: anywhere, delivered: 60%, read: 40%}
paintings: 2
"""
BY_CHANCE = {"secrets", "signing_keys", "sessions", "limits", "feed"}
"""Of the feed a sweep takes what is too old, whenever it comes by; the number of the last change stays."""


@pytest.fixture
def file(tmp_path: Path) -> str:
    path = tmp_path / "w.yaml"
    path.write_text(WORLD)
    return str(path)


@pytest.fixture
def client(tmp_path: Path) -> Iterator[Client]:
    with Client.embedded(tmp_path / "data") as client:
        yield client


def load(client: Client, folder: Path, world: str, **more: Any) -> Loaded:
    return client.run(load_world(folder, open_world(world), **more))


def contents(folder: Path) -> dict[str, list[tuple[Any, ...]]]:
    """Every row but those that are by chance; a password's salt is, too."""
    with closing(sqlite3.connect(folder / "postcardit.db")) as connection:
        tables = [name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        rows = {name: connection.execute(f"SELECT * FROM {name}").fetchall() for name in tables}
    kept = {name: sorted(found, key=repr) for name, found in rows.items() if name not in BY_CHANCE}
    kept["users"] = [tuple(value for value in row if "$argon2id" not in str(value)) for row in kept["users"]]
    kept["feed_heads"] = [row[:2] for row in kept["feed_heads"]]
    return kept


@pytest.mark.parametrize("name", ["two-friends", "birthday-party", "travellers", "empty-states", "edge-cases"])
def test_what_there_is_of_a_world_that_ships_is_what_its_file_says(client: Client, tmp_path: Path, name: str) -> None:
    loaded = load(client, tmp_path / "data", name)

    assert client.run(read_world(tmp_path / "data", name)).counts == loaded.plan.counts()


def test_loading_again_changes_nothing(client: Client, tmp_path: Path, file: str) -> None:
    folder = tmp_path / "data"
    load(client, folder, file)
    before = contents(folder)

    again = load(client, folder, file)

    assert (again.was_there, contents(folder)) == (True, before)


def test_a_load_that_was_killed_goes_on_and_leaves_what_a_whole_one_leaves(tmp_path: Path, file: str) -> None:
    cut, whole = tmp_path / "cut", tmp_path / "whole"
    for steps in ("20", "60"):
        program = [sys.executable, str(Path(__file__).with_name("load_and_die.py")), str(cut), file, steps]
        killed = subprocess.run(program, check=False, capture_output=True, text=True, timeout=100)
        assert killed.returncode == -signal.SIGKILL, killed.stderr
    with Client.embedded(cut) as client:
        before = client.run(list_worlds(cut)).worlds[0]
        load(client, cut, file)
    with Client.embedded(whole) as client:
        load(client, whole, file)

    assert 60 <= before.done < before.total
    assert contents(cut) == contents(whole)


def test_its_people_act_and_see_what_the_file_says(client: Client, tmp_path: Path, file: str) -> None:
    loaded = load(client, tmp_path / "data", file)

    client.run(become(tmp_path / "data", "w", "bob"))
    hello, mine = client.postcards.get(loaded.plan.references["hello"]["postcard_id"]), client.users.me()

    assert (mine.username, mine.bio, mine.friends_count) == ("bob", "Ciao", 1)
    assert (hello.status, hello.is_archived, hello.sender.username) == (PostcardStatus.READ, True, "alice")
    assert client.postcards.photo(hello)
    client.auth.login("alice", loaded.plan.file.password)


def test_nobody_enters_as_who_was_erased_or_is_not_of_the_world(client: Client, tmp_path: Path, file: str) -> None:
    load(client, tmp_path / "data", file)

    for name in ("carol", "mallory"):
        with pytest.raises(NotFound):
            client.run(become(tmp_path / "data", "w", name))


def test_another_file_of_the_same_name_is_refused(client: Client, tmp_path: Path, file: str) -> None:
    load(client, tmp_path / "data", file)
    other = Source(WORLD.replace("count: 30", "count: 31"), "w.yaml", None)

    with pytest.raises(WorldDiffers):
        client.run(load_world(tmp_path / "data", other))


def test_a_name_that_somebody_has_stops_the_load_and_a_prefix_helps(client: Client, tmp_path: Path, file: str) -> None:
    load(client, tmp_path / "data", file)
    other = Source(WORLD.replace("world: w", "world: other"), "w.yaml", None)

    with pytest.raises(Conflict, match="is taken here") as refused:
        client.run(load_world(tmp_path / "data", other))
    loaded = client.run(load_world(tmp_path / "data", other, prefix="qa-"))

    assert refused.value.code == Code.USERNAME_TAKEN
    assert client.run(read_world(tmp_path / "data", "other")).counts == loaded.plan.counts()


def test_destroying_leaves_no_row_and_no_photo(client: Client, tmp_path: Path, file: str) -> None:
    folder = tmp_path / "data"
    client.run(list_worlds(folder))
    before = contents(folder)
    load(client, folder, file)
    assert [*(folder / "blobs").glob("*/*.jpg")]

    destroyed = client.run(destroy_world(folder, "w"))

    assert destroyed.users == 12
    assert contents(folder) == before
    assert [*(folder / "blobs").glob("*/*.jpg")] == []


def test_a_snapshot_brings_everything_back_photos_too(client: Client, tmp_path: Path, file: str) -> None:
    folder = tmp_path / "data"
    load(client, folder, file)
    before, photos = contents(folder), {path.name for path in folder.glob("blobs/*/*.jpg")}
    client.run(take_snapshot(folder, "then"))
    client.run(destroy_world(folder, "w"))

    client.run(restore_snapshot(folder, "then"))

    client.run(become(folder, "w", "alice"))
    assert contents(folder) == before
    assert {path.name for path in folder.glob("blobs/*/*.jpg")} == photos
    assert [one.name for one in client.run(list_snapshots(folder)).snapshots] == ["then"]


def test_what_came_since_a_snapshot_goes_photos_too(client: Client, tmp_path: Path, file: str) -> None:
    folder = tmp_path / "data"
    client.run(take_snapshot(folder, "empty"))
    load(client, folder, file)

    client.run(restore_snapshot(folder, "empty"))
    load(client, folder, "two-friends")
    client.run(destroy_world(folder, "two-friends"))

    assert client.run(list_worlds(folder)).worlds == []
    assert [*(folder / "blobs").glob("*/*.jpg")] == []


def test_a_snapshot_is_forgotten_and_then_not_there(client: Client, tmp_path: Path) -> None:
    folder = tmp_path / "data"
    client.run(take_snapshot(folder, "then"))
    client.run(remove_snapshot(folder, "then"))

    for verb in (remove_snapshot, restore_snapshot):
        with pytest.raises(NotFound):
            client.run(verb(folder, "then"))


def test_snapshots_are_for_their_owner_alone(client: Client, tmp_path: Path) -> None:
    client.run(take_snapshot(tmp_path / "data", "then"))

    place = tmp_path / "data" / "snapshots" / "then"
    assert (place.stat().st_mode & 0o077, (place / "postcardit.db").stat().st_mode & 0o077) == (0, 0)


def test_a_world_comes_into_a_served_backend_and_is_seen_by_everyone(tmp_path: Path, file: str) -> None:
    with Server(tmp_path / "data") as server, Client(server.url) as loading, Client(server.url) as bob:
        loaded = load(loading, tmp_path / "data", file)
        bob.auth.login("bob", loaded.plan.file.password)

        assert len([*bob.postcards.all()]) == 1


@pytest.mark.parametrize("path", ["worlds", "worlds/state?world=w", "snapshots"])
def test_without_the_key_there_is_no_such_route(tmp_path: Path, path: str) -> None:
    with Server(tmp_path / "data") as server, Client(server.url) as stranger:
        answer = stranger.service.request("GET", f"/lab/{path}", headers={"x-lab-key": "guess"}, signed_in=False)

    assert (answer.status, b"unknown_route" in answer.body) == (404, True)


def test_photos_of_the_file_are_sent_as_they_are_and_made_safe(client: Client, tmp_path: Path, photo: bytes) -> None:
    (tmp_path / "me.jpg").write_bytes(photo)
    file = tmp_path / "mine.yaml"
    file.write_text(WORLD.replace("photo: painted, sent", "photo: me.jpg, sent"))

    loaded = load(client, tmp_path / "data", str(file))

    client.run(become(tmp_path / "data", "w", "alice"))
    stored = client.postcards.photo(client.postcards.get(loaded.plan.references["hello"]["postcard_id"]))
    assert stored is not None
    assert (stored[:2], b"Exif" in stored, os.fspath(file) in repr(stored)) == (b"\xff\xd8", False, False)


@pytest.fixture
def photo() -> bytes:
    from postcardit_sdk.worlds.landscape import paint_landscape

    return paint_landscape(120, 90)
