"""All of one's own data in one file: readable, complete, one's own alone, and gone after a quarter of an hour."""

import io
import json
import stat
import zipfile
from pathlib import Path
from typing import Any

import pytest

from tests.backend.held_to_contract import Answer
from tests.backend.sending_bytes import patch
from tests.backend.world import PASSWORD, Person, World, jpeg


def export(person: Person) -> Answer:
    return person.ask("POST", "/users/me/export")


def opened(world: World, answer: Answer) -> zipfile.ZipFile:
    return zipfile.ZipFile(io.BytesIO(world.anyone.get(answer.body["url"]).raw))


def read(archive: zipfile.ZipFile, name: str) -> Any:
    return json.loads(archive.read(name))


def kept(world: World) -> list[Path]:
    folder = world.folder / "exports"
    return sorted(folder.iterdir()) if folder.exists() else []


def send(world: World, sender: Person, to: str, message: str, *, photo: bytes | None = None) -> dict[str, Any]:
    card = {"recipientUsername": to, "message": message}
    body: dict[str, Any] = sender.post(
        "/postcards", card if photo is None else {**card, "uploadId": sender.upload(photo)}
    ).body
    assert "postcardId" in body, world
    return body


def test_the_file_holds_everything_of_ones_own(world: World) -> None:
    friendship_id = world.alice.befriend(world.bob)
    picture = world.alice.upload(jpeg("red"), purpose="avatar")
    world.alice.ask("PATCH", "/users/me", {"fullName": "Álice", "profilePictureUrl": picture})
    sent = send(world, world.alice, "bob", "Grüße", photo=jpeg("navy"))
    received = send(world, world.bob, "alice", "Ciao", photo=jpeg("teal"))
    world.alice.ask("PUT", f"/postcards/{received['postcardId']}/archive")
    unused = world.alice.upload(jpeg("gold"))

    answer = export(world.alice)
    archive = opened(world, answer)

    photos = {f"photos/{name}.jpg" for name in (sent["postcardId"], received["postcardId"], "profile", unused)}
    documents = {f"{name}.json" for name in ("profile", "friendships", "postcards", "sessions", "uploads")}
    assert {*archive.namelist()} == documents | photos
    profile = world.alice.get("/users/me").body
    del profile["profilePictureUrl"]
    assert read(archive, "profile.json") == {**profile, "photo": "photos/profile.jpg"}
    assert [(one["postcardId"], one["message"], one["isArchived"]) for one in read(archive, "postcards.json")] == [
        (sent["postcardId"], "Grüße", False),
        (received["postcardId"], "Ciao", True),
    ]
    assert [one["friendshipId"] for one in read(archive, "friendships.json")] == [friendship_id]
    assert [one["isCurrent"] for one in read(archive, "sessions.json")] == [True]
    assert [one.get("photo") for one in read(archive, "uploads.json")] == [f"photos/{unused}.jpg", None, None]


def test_an_upload_that_is_still_on_its_way_is_listed_without_a_photo(world: World) -> None:
    announced = world.alice.announce(jpeg())
    patch(world, announced, 0, jpeg()[:50])

    archive = opened(world, export(world.alice))

    (upload,) = read(archive, "uploads.json")
    assert (upload["uploadId"], upload["status"], "photo" in upload) == (announced.body["uploadId"], "pending", False)


def test_photos_are_the_ones_that_are_shown(world: World) -> None:
    world.alice.befriend(world.bob)
    card = send(world, world.alice, "bob", "x", photo=jpeg())

    archive = opened(world, export(world.bob))

    assert archive.read(f"photos/{card['postcardId']}.jpg") == world.anyone.get(card["imageUrl"]).raw


def test_the_documents_are_readable_and_hold_no_links_that_end(world: World) -> None:
    world.alice.befriend(world.bob)
    send(world, world.alice, "bob", "Grüße", photo=jpeg())

    archive = opened(world, export(world.alice))

    documents = [archive.read(name).decode() for name in archive.namelist() if name.endswith(".json")]
    assert not [text for text in documents if "signature=" in text]
    (postcards,) = (text for text in documents if "Grüße" in text)
    assert '\n  "sentAt": "2026-11-22T15:53:' in postcards


def test_the_file_holds_nothing_of_others(world: World) -> None:
    world.alice.befriend(world.bob)
    world.bob.befriend(world.eve)
    send(world, world.bob, "eve", "for eve alone", photo=jpeg())

    archive = opened(world, export(world.alice))

    whole = b"".join(archive.read(name) for name in archive.namelist())
    assert [word for word in (b"for eve alone", b"eve", b"bob@example.com", b"argon2") if word in whole] == []
    assert not [name for name in archive.namelist() if name.startswith("photos/")]


def test_more_than_a_page_is_all_there(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("postcardit_backend.services.exports._PAGE", 2)
    world.alice.befriend(world.bob)
    sent = [send(world, world.alice, "bob", str(number))["postcardId"] for number in range(5)]

    postcards = read(opened(world, export(world.alice)), "postcards.json")

    assert [card["postcardId"] for card in postcards] == sent[::-1]


def test_an_account_without_anything_has_empty_lists(world: World) -> None:
    archive = opened(world, export(world.eve))

    assert [read(archive, f"{name}.json") for name in ("friendships", "postcards", "uploads")] == [[], [], []]


def test_the_file_comes_as_an_attachment_that_nobody_keeps(world: World) -> None:
    answer = export(world.alice)

    got = world.anyone.get(answer.body["url"])

    names = ("content-type", "content-disposition", "cache-control", "x-content-type-options")
    assert [got.headers[name] for name in names] == [
        "application/zip",
        'attachment; filename="postcardit-export.zip"',
        "private, no-store",
        "nosniff",
    ]


def test_only_the_owner_of_the_folder_may_read_the_file(world: World) -> None:
    export(world.alice)

    (path,) = kept(world)

    assert (stat.S_IMODE(path.stat().st_mode), stat.S_IMODE(path.parent.stat().st_mode)) == (0o600, 0o700)


def test_a_link_lives_for_a_quarter_of_an_hour_and_counts_only_as_it_was_signed(world: World) -> None:
    url: str = export(world.alice).body["url"]
    other = export(world.bob).body["url"]
    swapped = url.partition("?")[0] + "?" + other.partition("?")[2]

    answers = [world.anyone.get(one) for one in (url.partition("?")[0], url[:-1], swapped)]
    world.clock.forward(seconds=15 * 60 - 1)
    early = world.anyone.get(url).status
    world.clock.forward(seconds=1)
    late = world.anyone.get(url)

    assert [answer.outcome for answer in answers] == [(403, "link_invalid")] * 3
    assert late.outcome == (403, "link_expired")
    assert early == 200


def test_the_file_goes_when_its_time_is_up(world: World) -> None:
    export(world.alice)
    before = len(kept(world))

    world.clock.forward(seconds=15 * 60)
    world.ports.erasure.sweep(world.clock())

    assert (before, kept(world)) == (1, [])


def test_a_sweep_leaves_files_whose_time_is_not_up(world: World) -> None:
    url = export(world.alice).body["url"]

    world.clock.forward(seconds=14 * 60)
    world.ports.erasure.sweep(world.clock())

    assert world.anyone.get(url).status == 200


def test_a_newer_file_takes_the_place_of_the_one_before(world: World) -> None:
    first, second = export(world.alice), export(world.alice)

    world.ports.erasure.sweep(world.clock())

    assert world.anyone.get(first.body["url"]).outcome == (404, "not_found")
    assert world.anyone.get(second.body["url"]).status == 200


def test_an_erased_account_has_no_file_and_its_link_leads_nowhere(world: World) -> None:
    url = export(world.alice).body["url"]

    world.alice.ask("DELETE", "/users/me", {"password": PASSWORD})

    assert world.anyone.get(url).outcome == (404, "not_found")
    assert kept(world) == []


def test_a_file_that_is_written_while_its_owner_is_erased_is_not_kept(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    uploads = type(world.ports.uploads)
    every = uploads.every

    def erase_then_list(self: Any, *values: Any) -> Any:
        monkeypatch.setattr(uploads, "every", every)
        world.alice.ask("DELETE", "/users/me", {"password": PASSWORD})
        return every(self, *values)

    monkeypatch.setattr(uploads, "every", erase_then_list)
    answer = export(world.alice)

    assert (answer.outcome, answer.body["reason"]) == ((401, "session_ended"), "account_deleted")
    assert kept(world) == []


def test_a_file_that_was_not_finished_goes_with_the_next_sweep(world: World) -> None:
    export(world.alice)
    folder = world.folder / "exports"
    (folder / "00000000-0000-7000-8000-000000000000.new").write_bytes(b"half")

    world.ports.erasure.sweep(world.clock())

    assert [path.suffix for path in kept(world)] == [".zip"]
