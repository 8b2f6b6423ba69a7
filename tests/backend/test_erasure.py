"""An erased account leaves nothing of its person: not in a table, not in a file, not in what friends keep."""

import re
import sqlite3
from pathlib import Path
from typing import Any

import pytest

from postcardit_backend.app import Backend
from postcardit_backend.embedded.blobs import FileBlobs
from postcardit_backend.embedded.database import Database
from postcardit_backend.records import MailRecord
from postcardit_sdk.contract.wire import new_id
from tests.backend.life import SECRET, Life, erase, files, live, rows, traces
from tests.backend.world import PASSWORD, World, jpeg

ERASED = ((401, "session_ended"), "account_deleted")
SCAN = re.compile("SCAN (?!CONSTANT ROW|j VIRTUAL TABLE)")
"""Reading json_each from end to end is what it is for."""


@pytest.fixture
def life(world: World) -> Life:
    return live(world)


def test_nothing_of_an_erased_person_is_left_in_any_table_or_file(world: World, life: Life) -> None:
    assert len(traces(world, *life.words)) > 20

    answer = erase(life.carol)

    assert (answer.status, answer.raw) == (204, b"")
    assert traces(world, *life.words) == []
    assert files(world.folder / "blobs") == files(world.folder / "exports") == []


def test_nothing_is_left_of_a_person_who_had_no_photos(world: World) -> None:
    world.alice.ask("PATCH", "/users/me", {"bio": SECRET})
    before = traces(world, SECRET, world.alice.email)

    erase(world.alice)

    assert (bool(before), traces(world, SECRET, world.alice.email)) == (True, [])


def test_nothing_is_left_of_a_person_who_blocked_and_was_blocked(world: World, life: Life) -> None:
    for maker, other in ((life.carol, world.bob), (life.carol, world.eve), (world.alice, life.carol)):
        maker.ask("PUT", f"/users/{other.user_id}/block")

    erase(life.carol)

    assert traces(world, *life.words) == []
    assert [row for table, row in rows(world) if table == "friendships"] == []


def test_a_letter_about_an_erased_person_is_not_sent_any_more(world: World) -> None:
    erase(world.alice)
    late = MailRecord("alice@example.com", "alice", "Late", "", None, world.clock(), world.alice.user_id)

    world.ports.mail.send(late)

    assert world.embedded.mailbox.read("alice") == []


def test_of_an_erased_person_only_the_tombstone_and_the_ends_of_sessions_name_the_id(world: World, life: Life) -> None:
    user_id = life.carol.user_id

    erase(life.carol)

    named = [(table, row) for table, row in rows(world) if user_id in str(row)]
    assert {table for table, _ in named} == {"users", "sessions", "postcards", "idempotency", "boxes", "feed"}
    feeds = {(row["user_id"], row["type"]) for table, row in named if table == "feed"}
    boxes = [(row["user_id"], row["other_id"]) for table, row in named if table == "boxes"]
    assert (world.bob.user_id, "user.changed") in feeds
    assert {type_ for _, type_ in feeds} == {"user.changed"}
    assert boxes == [(world.bob.user_id, user_id)], "his card to her"
    (tombstone,) = (row for table, row in named if table == "users")
    kept = {key: value for key, value in tombstone.items() if value and not key.endswith(("_at", "_key"))}
    assert kept == {"user_id": user_id, "username": f"deleted-{user_id[-8:]}"}
    ended = [row for table, row in named if table == "sessions"]
    filled = {"session_id", "user_id", "expires_at", "token_hash", "ended_at", "end_reason"}
    assert [{key for key, value in row.items() if value} for row in ended] == [filled] * 2


def test_the_feed_of_an_erased_person_is_gone(world: World, life: Life) -> None:
    assert world.ports.feed.head(life.carol.user_id) > 0

    erase(life.carol)

    assert world.ports.feed.heads([life.carol.user_id]) == {}
    assert [row for table, row in rows(world) if row.get("user_id") == life.carol.user_id and "feed" in table] == []


def test_tokens_of_an_erased_account_say_why_they_count_no_more(world: World, life: Life) -> None:
    assert life.carol.account is not None
    token = {"refreshToken": life.carol.account.refresh_token}

    erase(life.carol)

    answers = [life.carol.get("/users/me"), world.anyone.ask("POST", "/auth/refresh", token), erase(life.carol)]
    assert [(answer.outcome, answer.body["reason"]) for answer in answers] == [ERASED] * 3


def test_what_is_kept_of_sessions_goes_when_they_would_have_ended(world: World, life: Life) -> None:
    erase(life.carol)

    world.clock.forward(days=61)
    world.ports.erasure.sweep(world.clock())

    assert [row for table, row in rows(world) if table == "sessions" and row["user_id"] == life.carol.user_id] == []


def test_a_wrong_password_erases_nothing(world: World, life: Life) -> None:
    before = [*rows(world)], sorted(files(world.folder / "blobs"))

    answer = erase(life.carol, "wrong horse")

    assert answer.outcome == (403, "wrong_password")
    after = [(table, row) for table, row in rows(world) if table != "limits"]
    assert after == [(table, row) for table, row in before[0] if table != "limits"]
    assert sorted(files(world.folder / "blobs")) == before[1]


def test_name_and_address_are_free_again(world: World) -> None:
    erase(world.alice)

    again = world.sign_up("alice")

    assert again.user_id != world.alice.user_id
    assert world.person(again).get("/users/me").body["email"] == "alice@example.com"


def test_an_erased_person_cannot_sign_in(world: World) -> None:
    erase(world.alice)
    names = ["alice", f"deleted-{world.alice.user_id[-8:]}", f"@{world.alice.user_id}"]

    answers = [world.anyone.ask("POST", "/auth/login", {"username": name, "password": PASSWORD}) for name in names]

    assert [answer.outcome for answer in answers] == [(401, "wrong_credentials")] * 3


def test_a_photo_that_someone_else_uses_too_stays(world: World) -> None:
    world.bob.befriend(world.eve)
    world.alice.upload(jpeg())
    card = {"recipientUsername": "eve", "message": "x", "uploadId": world.bob.upload(jpeg())}
    link = world.bob.post("/postcards", card).body["imageUrl"]

    erase(world.alice)

    assert world.anyone.get(link).status == 200
    erase(world.bob)
    assert files(world.folder / "blobs") == []


def test_a_photo_that_could_not_be_removed_goes_when_the_folder_is_opened_next(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    world.alice.upload(jpeg())
    with monkeypatch.context() as broken:
        broken.setattr(FileBlobs, "remove", _fail)
        answer = erase(world.alice)
    left = files(world.folder / "blobs")

    Backend(world.embedded).close()

    assert (answer.status, len(left), files(world.folder / "blobs")) == (204, 2, [])


def test_a_photo_that_could_not_be_removed_goes_with_the_next_erasure(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    world.alice.upload(jpeg())
    with monkeypatch.context() as broken:
        broken.setattr(FileBlobs, "remove", _fail)
        erase(world.alice)

    erase(world.bob)

    assert files(world.folder / "blobs") == []


def _fail(self: FileBlobs, key: str) -> None:
    raise OSError(5, f"{self} cannot remove {key}")


def test_a_condemned_photo_that_is_uploaded_again_meanwhile_stays(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    world.alice.upload(jpeg())
    with monkeypatch.context() as broken:
        broken.setattr(FileBlobs, "remove", _fail)
        erase(world.alice)
    put = FileBlobs.put

    swept: list[str] = []

    def put_then_sweep(self: FileBlobs, file: Path, key: str) -> None:
        put(self, file, key)
        if len(swept) < 3:
            swept.append(key)
            world.ports.erasure.sweep(world.clock())

    monkeypatch.setattr(FileBlobs, "put", put_then_sweep)
    world.bob.upload(jpeg())

    assert len(files(world.folder / "blobs")) == 2


def test_a_photo_that_arrives_while_its_owner_is_erased_is_not_kept(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    announced = world.alice.announce(jpeg()).body
    put = FileBlobs.put

    def erase_then_put(self: FileBlobs, file: Path, key: str) -> None:
        monkeypatch.setattr(FileBlobs, "put", put)
        erase(world.alice)
        put(self, file, key)

    monkeypatch.setattr(FileBlobs, "put", erase_then_put)
    sent = world.anyone.ask(announced["method"], announced["url"], body=jpeg())
    world.ports.erasure.sweep(world.clock())

    assert (sent.outcome, files(world.folder / "blobs")) == ((404, "not_found"), [])


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("POST", "/uploads", {"purpose": "postcard", "contentType": "image/jpeg", "byteSize": 1, "sha256": "0" * 64}),
        ("POST", "/friends", {"username": "bob"}),
        ("PATCH", "/users/me", {"bio": SECRET}),
        ("POST", "/users/me/export", None),
    ],
    ids=["an upload", "a request", "a profile", "an export"],
)
def test_what_an_erased_person_still_asked_for_is_not_kept(
    method: str, path: str, body: object, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    sessions = type(world.ports.sessions)
    check = sessions.require_live

    def erase_after_check(self: Any, session_id: str, now: int) -> str:
        user_id = check(self, session_id, now)
        monkeypatch.setattr(sessions, "require_live", check)
        user = world.ports.users.by_id(user_id)
        assert user is not None
        world.ports.erasure.erase(user_id, user.password_hash, now)
        return user_id

    monkeypatch.setattr(sessions, "require_live", erase_after_check)
    answer = world.alice.ask(method, path, body, headers={"idempotency-key": new_id()})

    assert (answer.outcome, answer.body["reason"]) == ERASED
    assert {table for table, row in rows(world) if world.alice.user_id in str(row)} == {"users", "sessions"}


def test_erasing_reads_no_table_from_end_to_end(world: World, life: Life, monkeypatch: pytest.MonkeyPatch) -> None:
    heard: list[str] = []
    write = Database.write

    def listening(self: Database, verb: Any) -> Any:
        def heard_verb(connection: sqlite3.Connection) -> Any:
            connection.set_trace_callback(heard.append)
            try:
                return verb(connection)
            finally:
                connection.set_trace_callback(None)

        return write(self, heard_verb)

    monkeypatch.setattr(Database, "write", listening)
    erase(life.carol)

    reader = world.embedded.database.reader()
    reading = {one for one in heard if re.match(r"SELECT|UPDATE|DELETE|INSERT", one)}
    plans = {one: [row[3] for row in reader.execute(f"EXPLAIN QUERY PLAN {one}")] for one in reading}
    assert len(plans) > 25
    assert {one: plan for one, plan in plans.items() if any(SCAN.match(step) for step in plan)} == {}
