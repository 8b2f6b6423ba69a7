"""An outbox knows its photos: how large they were, how far they are, and which card was interrupted."""

import os
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from postcardit_sdk import Client, Code, Location, OutboxItem, PhotoOptions, PhotoSize, PhotoSizes, Response
from postcardit_sdk.local import opening
from tests.sdk.post_office import PostOffice, lost_answer, offline, open_client, photo, states, through
from tests.sdk.stage import problem


@pytest.fixture
def office() -> PostOffice:
    return PostOffice()


@pytest.fixture
def alice(office: PostOffice, tmp_path: Path) -> Iterator[Client]:
    with open_client(office, tmp_path) as client:
        yield client


def write(client: Client, *, message: str = "Ciao", shade: int = 7, place: str | None = None) -> OutboxItem:
    """Queue a card, or go on with the same one."""
    where = None if place is None else Location(address=place)
    return client.outbox.send("bob", message, photo=photo(shade), location=where, go_on=True)


def awaited_by(client: Client, item: OutboxItem, process_id: int | None) -> None:
    """As if another process had queued it."""
    statement = "UPDATE outbox SET awaited_by = ? WHERE item_id = ?"
    client.local.write(lambda connection: connection.execute(statement, (process_id, item.item_id)))


def a_dead_process() -> int:
    with subprocess.Popen([sys.executable, "-c", ""]) as process:
        process.wait()
    return process.pid


# How large, and how far


def test_how_large_a_photo_was_and_is_stays_known_when_it_has_left(alice: Client) -> None:
    source = photo()
    item = alice.outbox.send("bob", "Ciao", photo=source)

    alice.outbox.flush()

    before, after = PhotoSize(8, 8, len(source)), PhotoSize(8, 8, item.photo_bytes or 0)
    assert alice.outbox.get(item.item_id).photo_sizes == item.photo_sizes == PhotoSizes(before, after)
    assert alice.outbox.send("bob", "Ciao").photo_sizes is None


def test_the_upload_of_a_photo_is_known_once_it_has_begun(office: PostOffice, alice: Client) -> None:
    item = alice.outbox.send("bob", "Ciao", photo=photo())
    assert item.upload_id is None
    office.faults = [through, offline]

    alice.outbox.flush()

    (upload,) = office.uploads
    assert alice.outbox.get(item.item_id).upload_id == upload


def test_the_next_flush_goes_on_with_the_same_upload(office: PostOffice, alice: Client) -> None:
    alice.outbox.send("bob", "Ciao", photo=photo())
    office.faults = [through, offline]
    alice.outbox.flush()

    assert alice.outbox.flush().done == 1
    assert len(office.uploads) == 1


@pytest.mark.parametrize("code", [Code.UPLOAD_HASH_MISMATCH, Code.UPLOAD_OFFSET_MISMATCH, Code.LINK_INVALID])
def test_a_photo_that_is_spoilt_on_the_way_waits_for_the_next_flush(
    office: PostOffice, alice: Client, code: Code
) -> None:
    def spoil(*_: object) -> Response:
        return problem(code)

    alice.outbox.send("bob", "Ciao", photo=photo())
    office.faults = [through, spoil] if code is not Code.LINK_INVALID else [through, spoil, through, spoil]

    alice.outbox.flush()

    assert [state for state, _ in states(alice)] == ["queued"]
    assert alice.outbox.flush().done == 1


def test_a_webp_photo_is_announced_as_one(office: PostOffice, alice: Client) -> None:
    alice.outbox.send("bob", "Ciao", photo=photo(), photo_options=PhotoOptions(format="webp"))

    alice.outbox.flush()

    (announced,) = [request for request in office.requests if request.url == "/v1/uploads"]
    assert b'"contentType":"image/webp"' in announced.body


def test_a_new_photo_has_sizes_and_an_upload_of_its_own(office: PostOffice, alice: Client) -> None:
    item = alice.outbox.send("bob", "Ciao", photo=photo())
    office.faults = [through, offline]
    alice.outbox.flush()
    larger = photo(9) + bytes(1000)

    edited = alice.outbox.edit(item.item_id, photo=larger)

    assert edited.photo_sizes is not None
    assert edited.photo_sizes.before.size_bytes == len(larger)
    assert edited.upload_id is None


# Which card was interrupted


def test_a_card_that_was_interrupted_is_gone_on_with(office: PostOffice, alice: Client) -> None:
    item = write(alice)
    alice.outbox.interrupted(item.item_id)

    again = write(alice)

    assert again.item_id == item.item_id
    assert alice.outbox.flush().done == 1
    assert office.arrived() == [item.item_id]


def test_an_interrupted_card_waits_and_says_why(office: PostOffice, alice: Client) -> None:
    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    item = alice.outbox.send("bob", "Ciao", go_on=True)
    with pytest.raises(KeyboardInterrupt):
        alice.outbox.flush(on_progress=interrupt)
    assert states(alice) == [("sending", None)]

    alice.outbox.interrupted(item.item_id)

    assert states(alice) == [("queued", "interrupted")]


def test_a_card_whose_program_was_killed_is_gone_on_with(alice: Client) -> None:
    item = write(alice)
    awaited_by(alice, item, a_dead_process())

    assert write(alice).item_id == item.item_id


def test_a_card_whose_program_still_runs_is_that_programs_own(alice: Client) -> None:
    item = write(alice)
    awaited_by(alice, item, os.getppid())

    assert write(alice).item_id != item.item_id


def test_a_card_whose_outcome_was_said_is_done_with(alice: Client) -> None:
    item = write(alice)
    alice.outbox.answered(item.item_id)

    assert write(alice).item_id != item.item_id


def test_a_card_that_was_sent_though_nobody_was_told_is_not_sent_again(office: PostOffice, alice: Client) -> None:
    item = write(alice)
    alice.outbox.flush()
    awaited_by(alice, item, a_dead_process())

    again = write(alice)

    assert (again.item_id, again.state) == (item.item_id, "done")
    alice.outbox.flush()
    assert len(office.cards) == 1


def test_a_card_that_failed_though_nobody_was_told_is_tried_again(office: PostOffice, alice: Client) -> None:
    office.friends.discard("bob")
    item = write(alice)
    alice.outbox.flush()
    awaited_by(alice, item, 0)
    office.friends.add("bob")

    assert write(alice).state == "queued"
    assert alice.outbox.flush().done == 1


def test_a_card_that_differs_in_anything_is_another_one(alice: Client) -> None:
    item = write(alice)
    alice.outbox.interrupted(item.item_id)

    others = [write(alice, message="ciao"), write(alice, shade=200), write(alice, place="Rome")]

    assert item.item_id not in {other.item_id for other in others}
    assert len({other.item_id for other in others}) == 3


def test_a_card_that_was_changed_meanwhile_is_another_one(alice: Client) -> None:
    item = write(alice)
    alice.outbox.interrupted(item.item_id)
    alice.outbox.edit(item.item_id, message="Hi")

    assert write(alice).item_id != item.item_id


def test_who_does_not_ask_to_go_on_queues_a_new_card(alice: Client) -> None:
    item = write(alice)
    alice.outbox.interrupted(item.item_id)

    assert alice.outbox.send("bob", "Ciao", photo=photo()).item_id != item.item_id


def test_another_persons_card_is_not_ones_own(office: PostOffice, tmp_path: Path, alice: Client) -> None:
    item = write(alice)
    alice.outbox.interrupted(item.item_id)

    with open_client(office, tmp_path, "dave") as dave:
        assert write(dave).item_id != item.item_id


def test_what_may_have_arrived_is_interrupted_and_stays_in_doubt(office: PostOffice, alice: Client) -> None:
    item = write(alice)
    office.faults = [through, through, through, lost_answer]
    alice.outbox.flush()

    alice.outbox.interrupted(item.item_id)

    assert alice.outbox.get(item.item_id).may_have_arrived
    write(alice)
    assert alice.outbox.flush().done == 1
    assert len(office.cards) == 1


# Files of before


def test_what_an_older_version_queued_is_sent(office: PostOffice, tmp_path: Path) -> None:
    path, data = tmp_path / "local.sqlite", photo()
    steps = sorted((Path(opening.__file__).parent / "migrations").glob("*.sql"))
    os.close(os.open(path, os.O_CREAT, 0o600))
    with sqlite3.connect(path) as old:
        for step in steps[:2]:
            old.executescript(step.read_text("utf-8"))
        old.execute("PRAGMA user_version = 2")
        old.execute(f"PRAGMA application_id = {0x50434954}")
        old.execute(
            "INSERT INTO outbox (item_id, user_id, kind, conversation, body, photo_bytes, upload_key, created_at,"
            " updated_at) VALUES ('old', 'user-alice', 'postcard', 'to bob', ?, ?, 'old-photo', 1, 1)",
            ('{"recipientUsername": "bob", "message": "Ciao"}', len(data)),
        )
        old.execute("INSERT INTO outbox_photos VALUES ('old', ?)", (data,))
    old.close()

    with open_client(office, tmp_path) as alice:
        assert alice.outbox.get("old").photo_sizes is None
        assert alice.outbox.flush().done == 1

    assert office.arrived() == ["old"]
