"""Pushes tell people who are not looking that there is something, and never what it says."""

import logging
import sqlite3
from typing import Any

import pytest

from postcardit_backend.embedded.once import SqliteIdempotency
from postcardit_backend.embedded.push import SqlitePush
from postcardit_backend.records import PushRecord
from tests.backend.world import PASSWORD, Person, World


def written(world: World) -> None:
    """Wait until what was to be written soon has been."""
    world.embedded.database.write(lambda _: None)


def mailbox(world: World, user: str | None = None) -> list[dict[str, Any]]:
    """The laboratory's list."""
    written(world)
    query = f"?user={user}" if user is not None else ""
    headers = {"x-lab-key": world.embedded.lab_key}
    answer = world.anyone.ask("GET", f"http://embedded.localhost/lab/mailbox{query}", headers=headers)
    messages: list[dict[str, Any]] = answer.body["messages"]
    assert answer.body["count"] == len(messages)
    return messages


def pushes(world: World, to: Person | None = None) -> list[tuple[str, str, str, str]]:
    """Whom each push went to, what it says, and the type of its change; the newest first."""
    found = mailbox(world, to.username if to else None)
    return [(one["to"], one["subject"], one["body"], one["type"]) for one in found if one["kind"] == "push"]


def test_a_postcard_is_announced_with_who_and_where_and_never_with_what_it_says(world: World) -> None:
    world.alice.befriend(world.bob)
    place = {"latitude": 38.7, "longitude": -9.1, "address": "Rua 1", "city": "Lisboa", "country": "Portugal"}
    card = {"recipientUsername": "bob", "message": "our secret", "location": place}

    sent = world.alice.post("/postcards", card).body["postcardId"]

    (newest, *_) = mailbox(world, "bob")
    body = "alice sent you a postcard from Lisboa, Portugal."
    assert (newest["kind"], newest["to"], newest["username"]) == ("push", "bob", "bob")
    assert (newest["subject"], newest["body"]) == ("New postcard from alice", body)
    assert (newest["type"], newest["id"], newest.get("code")) == ("postcard.received", sent, None)
    assert "secret" not in str(mailbox(world))


def test_a_name_is_the_full_one_and_a_place_that_is_not_known_is_not_named(world: World) -> None:
    world.alice.befriend(world.bob)
    world.alice.ask("PATCH", "/users/me", {"fullName": "Alice Ånder"})

    world.alice.client.postcards.send("bob", "Ciao")

    assert pushes(world, world.bob)[0][1:3] == (
        "New postcard from Alice Ånder",
        "Alice Ånder sent you a postcard.",
    )


def test_a_request_that_is_repeated_is_announced_once(world: World) -> None:
    world.alice.befriend(world.bob)
    card = {"recipientUsername": "bob", "message": "Ciao"}

    statuses = [world.alice.post("/postcards", card, key="one").status for _ in range(3)]

    assert statuses == [201] * 3
    assert [type_ for *_, type_ in pushes(world, world.bob)].count("postcard.received") == 1


def test_a_request_that_another_overtook_is_announced_once(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    world.alice.befriend(world.bob)
    card = {"recipientUsername": "bob", "message": "Ciao"}

    def nothing_yet(*_: object) -> None:
        """What both see before either has written."""

    monkeypatch.setattr(SqliteIdempotency, "postcard", nothing_yet)
    statuses = [world.alice.post("/postcards", card, key="one").status for _ in range(2)]

    assert statuses == [201] * 2
    assert [type_ for *_, type_ in pushes(world, world.bob)].count("postcard.received") == 1


def test_whoever_is_asked_hears_of_it_and_whoever_asked_of_the_answer(world: World) -> None:
    asked = world.alice.post("/friends", {"username": "bob"}, key="one").body["friendshipId"]
    world.alice.post("/friends", {"username": "bob"}, key="one")
    for _ in range(2):
        world.bob.ask("PUT", f"/friends/{asked}", {"action": "accept"})

    assert pushes(world) == [
        ("alice", "bob is your friend now", "bob accepted your friend request.", "friendship.changed"),
        ("bob", "Friend request from alice", "alice would like to be friends.", "friendship.changed"),
    ]


def test_a_crossing_request_tells_the_first_that_they_are_friends(world: World) -> None:
    world.alice.client.friends.request("bob")
    world.bob.client.friends.request("alice")

    assert pushes(world)[0][:2] == ("alice", "bob is your friend now")
    assert len(pushes(world)) == 2


def test_a_rejection_is_not_announced(world: World) -> None:
    asked = world.alice.client.friends.request("bob").friendship_id

    world.bob.ask("PUT", f"/friends/{asked}", {"action": "reject"})

    assert [to for to, *_ in pushes(world)] == ["bob"]


def test_what_is_refused_is_not_announced(world: World) -> None:
    assert world.alice.post("/postcards", {"recipientUsername": "bob", "message": "x"}).status == 403
    assert world.alice.post("/friends", {"username": "alice"}).status == 422

    assert pushes(world) == []


def test_a_push_is_kept_with_the_number_of_devices(world: World) -> None:
    world.alice.client.friends.request("bob")
    for token in ("one", "two"):
        world.bob.ask("POST", "/users/me/devices", {"pushToken": token, "platform": "ios"})
    world.eve.client.friends.request("bob")

    assert [one["devices"] for one in mailbox(world, "bob") if one["kind"] == "push"] == [2, 0]


def test_the_mailbox_holds_mail_and_pushes_the_newest_first(world: World) -> None:
    world.alice.client.friends.request("bob")
    world.anyone.ask("POST", "/auth/forgot-password", {"email": "bob@example.com"})
    world.eve.client.friends.request("bob")

    kinds = [(one["kind"], one["sentAt"]) for one in mailbox(world, "bob")]

    assert [kind for kind, _ in kinds] == ["push", "mail", "push", "mail"]
    assert [moment for _, moment in kinds] == sorted((moment for _, moment in kinds), reverse=True)
    assert [one["kind"] for one in mailbox(world, "bob@example.com")] == [kind for kind, _ in kinds]
    assert [one["kind"] for one in mailbox(world, "nobody")] == []


def test_nothing_is_pushed_to_someone_who_was_erased_meanwhile(world: World) -> None:
    world.alice.client.friends.request("bob")
    world.bob.ask("DELETE", "/users/me", {"password": PASSWORD})
    world.ports.push.send(PushRecord(world.bob.user_id, "title", "body", "type", "id", world.clock.now))

    assert pushes(world) == []


def test_pushes_are_forgotten_after_a_week(world: World) -> None:
    world.alice.client.friends.request("bob")
    written(world)
    sent_at = world.clock.now

    world.embedded.pushes.forget(sent_at - 60_000)
    kept = len(pushes(world))
    world.embedded.pushes.forget(sent_at + 1)

    assert (kept, pushes(world)) == (1, [])


def test_opening_a_folder_forgets_what_is_out_of_date(world: World) -> None:
    world.alice.client.friends.request("bob")
    written(world)
    before = world.ports.feed.head(world.bob.user_id), len(pushes(world))

    with World.open(world.folder, {}, world.clock.now + 8 * 86_400_000) as later:
        pushed = len(pushes(later))
        kept = len(later.ports.feed.after(world.bob.user_id, 0, 10))
    with World.open(world.folder, {}, world.clock.now + 31 * 86_400_000) as much_later:
        floor = much_later.embedded.database.reader().execute("SELECT max(floor) FROM feed_heads").fetchone()[0]

    assert (before, pushed, kept, floor) == ((1, 1), 0, 1, 1)


def test_a_push_that_cannot_be_kept_troubles_nobody_but_the_log(
    world: World, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(push: SqlitePush, record: PushRecord) -> None:
        def verb(connection: sqlite3.Connection) -> None:
            raise LookupError(record.body)

        world.embedded.database.write_soon(verb)

    monkeypatch.setattr(SqlitePush, "send", fail)
    asked = world.alice.post("/friends", {"username": "bob"})
    written(world)

    assert asked.status == 201
    assert [(one.levelno, one.getMessage().partition("\n")[0]) for one in caplog.records] == [
        (logging.ERROR, "what was to be written soon was not")
    ]
    assert "alice" not in caplog.text
