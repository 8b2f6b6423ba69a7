"""The outbox: what is queued is on the disk; it can be seen, changed and dropped."""

import io
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from postcardit_sdk import (
    Client,
    Code,
    ConnectionFailed,
    Flushed,
    Font,
    InvalidRequest,
    LocalStore,
    LocalStoreFailed,
    MemoryTokens,
    OutboxItem,
    OutboxRefused,
    PhotoRefused,
    PostcardStatus,
    Request,
    Response,
    SignInRequired,
)
from postcardit_sdk.local.outbox import queued_postcards
from tests.sdk.post_office import (
    Card,
    Fault,
    PostOffice,
    failed_after_commit,
    lost_answer,
    lost_request,
    offline,
    open_client,
    photo,
    states,
    tokens_of,
)


@pytest.fixture
def office() -> PostOffice:
    return PostOffice()


@pytest.fixture
def alice(office: PostOffice, tmp_path: Path) -> Iterator[Client]:
    with open_client(office, tmp_path) as client:
        yield client


def test_what_is_queued_is_there_for_the_next_program_and_nothing_was_sent(office: PostOffice, tmp_path: Path) -> None:
    office.road = offline
    with open_client(office, tmp_path) as client:
        item = client.outbox.send("Bob", "Ciao", font=Font.PRINT)

    with open_client(office, tmp_path) as client:
        assert client.outbox.list() == [item]
        assert client.outbox.get(item.item_id) == item
    assert office.requests == []
    assert (item.kind, item.conversation, item.summary) == ("postcard", "to bob", "Postcard to Bob")
    assert (item.state, item.attempts, item.may_have_arrived, item.reason) == ("queued", 0, False, None)
    assert (item.to, item.message, item.user_id) == ("Bob", "Ciao", "user-alice")


def test_a_flush_sends_each_kind_of_item_and_keeps_what_it_became(office: PostOffice, alice: Client) -> None:
    card = alice.outbox.send("bob", "Ciao", photo=photo())
    friend = alice.outbox.request_friend("dave")
    seen = alice.outbox.receipts(read=[card.item_id])
    me = alice.outbox.update_me(bio=None)

    flushed = alice.outbox.flush()

    assert flushed == Flushed(done=4, failed=0, left=0, reason=None)
    assert alice.outbox.list() == []
    results = {item.item_id: item.result_id for item in alice.outbox.list(all=True)}
    assert results == {
        card.item_id: office.cards[0].postcard_id, friend.item_id: "friendship-dave",
        seen.item_id: None, me.item_id: None,
    }  # fmt: skip
    assert (office.receipts, office.bios) == ([(card.item_id,)], [None])
    assert office.arrived() == [card.item_id]


def test_items_have_a_line_for_people_that_repeats_nothing_written(alice: Client) -> None:
    alice.outbox.send("bob", "s3cret", photo=photo())
    alice.outbox.request_friend("dave")
    alice.outbox.receipts(delivered=["01890000-0000-7000-8000-000000000000"])
    alice.outbox.update_me(bio="s3cret", full_name="s3cret")

    items = alice.outbox.list()

    assert [item.summary for item in items] == [
        "Postcard with a photo to bob", "Friend request to dave", "Receipts for 1 postcard", "Profile: bio, full name",
    ]  # fmt: skip
    assert [item.conversation for item in items] == ["to bob", "to dave", "receipts", "profile"]
    assert "s3cret" not in repr(items)


REFUSED: list[tuple[Callable[[Client], OutboxItem], type[Exception]]] = [
    (lambda alice: alice.outbox.send("bob", "x" * 501), InvalidRequest),
    (lambda alice: alice.outbox.send("bob", "Ciao", photo=b"%PDF"), PhotoRefused),
    (lambda alice: alice.outbox.receipts(read=["1"]), InvalidRequest),
    (lambda alice: alice.outbox.update_me(username="a b"), InvalidRequest),
    (lambda alice: alice.outbox.request_friend("a\nb"), InvalidRequest),
]


@pytest.mark.parametrize(("queue", "error"), REFUSED)
def test_what_the_contract_refuses_is_refused_before_it_is_queued(
    alice: Client, queue: Callable[[Client], OutboxItem], error: type[Exception]
) -> None:
    with pytest.raises(error):
        queue(alice)

    assert alice.outbox.list() == []


def test_nobody_queues_without_an_account(office: PostOffice) -> None:
    with Client("http://api.example", transport=office) as nobody, pytest.raises(SignInRequired):
        nobody.outbox.send("bob", "Ciao")


def test_an_outdated_token_is_enough_to_queue(office: PostOffice) -> None:
    office.road = offline
    expired = MemoryTokens(tokens_of("alice").__class__("old", None, 1.0, "user-alice", "alice"))
    with Client("http://api.example", tokens=expired, transport=office) as alice:
        assert alice.outbox.send("bob", "Ciao").state == "queued"


def test_a_photo_is_prepared_at_once_and_its_original_may_go(office: PostOffice, alice: Client, tmp_path: Path) -> None:
    path = tmp_path / "photo.jpg"
    path.write_bytes(photo())
    item = alice.outbox.send("bob", "Ciao", photo=path)
    path.unlink()

    alice.outbox.flush()

    sent = next(request.body for request in office.requests if request.method == "PUT")
    assert len(sent) == item.photo_bytes
    assert b"Exif" not in sent
    assert office.cards[0].photo is not None


def test_a_photo_is_kept_no_longer_than_it_is_needed(alice: Client) -> None:
    item = alice.outbox.send("bob", "Ciao", photo=photo())

    alice.outbox.flush()

    left = alice.local.read(lambda connection: connection.execute("SELECT count(*) FROM outbox_photos").fetchone()[0])
    assert left == 0
    assert alice.outbox.get(item.item_id).photo_bytes is None
    assert alice.outbox.get(item.item_id).summary == "Postcard with a photo to bob"


@pytest.mark.parametrize("fault", [lost_request, lost_answer, failed_after_commit])
def test_what_may_have_arrived_is_neither_changed_nor_dropped_unawares(
    office: PostOffice, alice: Client, fault: Fault
) -> None:
    item = alice.outbox.send("bob", "Ciao")
    office.faults = [fault]
    alice.outbox.flush()

    with pytest.raises(OutboxRefused, match="Flush first") as edited:
        alice.outbox.edit(item.item_id, message="Hi")
    with pytest.raises(OutboxRefused, match="Flush first") as dropped:
        alice.outbox.drop(item.item_id)

    assert edited.value.reason == dropped.value.reason == "may_have_arrived"
    assert alice.outbox.get(item.item_id).may_have_arrived
    alice.outbox.drop(item.item_id, force=True)
    assert alice.outbox.list() == []


def test_a_card_whose_photo_arrived_may_have_arrived_itself(office: PostOffice, alice: Client) -> None:
    item = alice.outbox.send("bob", "Ciao", photo=photo())

    def lost(request: Request, answer: Any) -> Response:
        response: Response = answer(request)
        if request.url == "/v1/postcards":
            raise ConnectionFailed("lost")
        return response

    office.road = lost
    alice.outbox.flush()

    with pytest.raises(OutboxRefused, match="Flush first"):
        alice.outbox.edit(item.item_id, message="Hi")
    assert len(office.cards) == 1


def test_what_is_refused_by_the_rules_did_not_arrive_before(office: PostOffice, alice: Client) -> None:
    item = alice.outbox.send("bob", "Ciao")
    office.faults = [lost_request]
    alice.outbox.flush()
    office.friends.discard("bob")
    doubted, _ = alice.outbox.get(item.item_id).may_have_arrived, alice.outbox.flush()

    assert (doubted, states(alice)) == (True, [("failed", Code.NOT_FRIENDS)])
    assert alice.outbox.edit(item.item_id, message="Hi").state == "queued"


def test_what_failed_goes_first_when_it_is_retried(office: PostOffice, alice: Client) -> None:
    office.friends.discard("bob")
    first, _ = alice.outbox.send("bob", "one"), alice.outbox.send("bob", "two")
    alice.outbox.flush()
    office.friends.add("bob")

    again = alice.outbox.retry(first.item_id)

    assert [item.item_id for item in again] == [first.item_id]
    assert alice.outbox.flush().done == 2
    assert office.messages() == ["one", "two"]


def test_all_that_failed_is_retried_when_no_item_is_named(office: PostOffice, alice: Client) -> None:
    office.friends.clear()
    first, second = alice.outbox.send("bob", "one"), alice.outbox.send("carol", "two")
    alice.outbox.flush()

    assert [item.item_id for item in alice.outbox.retry()] == [first.item_id, second.item_id]
    assert states(alice) == [("queued", None), ("queued", None)]
    assert alice.outbox.retry() == []


def test_dropping_what_failed_lets_the_next_one_go(office: PostOffice, alice: Client) -> None:
    first, _ = alice.outbox.request_friend("nobody"), alice.outbox.send("nobody", "Ciao")
    alice.outbox.flush()
    assert office.people == {"alice", "bob", "carol", "dave"}
    assert states(alice) == [("failed", Code.NOT_FOUND), ("queued", None)]

    alice.outbox.drop(first.item_id)
    alice.outbox.flush()

    assert states(alice) == [("failed", Code.NOT_FOUND)]


def test_what_failed_is_changed_and_sent_with_its_key(office: PostOffice, alice: Client) -> None:
    item = alice.outbox.send("nobody", "one", photo=photo(1))
    alice.outbox.flush()

    changed = alice.outbox.edit(item.item_id, to="bob", message="two", photo=photo(200), font=Font.PRINT)
    alice.outbox.flush()

    assert (changed.state, changed.conversation, changed.reason) == ("queued", "to bob", None)
    pictures = [upload.sha256 for upload in office.uploads.values()]
    assert office.cards == [Card(item.item_id, "user-alice", "bob", "two", pictures[-1])]
    assert len({*pictures}) == 2


def test_a_photo_can_be_taken_away_and_what_is_not_named_stays(office: PostOffice, alice: Client) -> None:
    item = alice.outbox.send("bob", "Ciao", photo=photo(), stamp_id="lighthouse")

    changed = alice.outbox.edit(item.item_id, photo=None)
    alice.outbox.flush()

    assert changed.photo_bytes is None
    assert office.cards == [Card(item.item_id, "user-alice", "bob", "Ciao", None)]
    assert b'"stampId":"lighthouse"' in office.sends()[0][1]


def test_an_edit_that_the_contract_refuses_changes_nothing(alice: Client) -> None:
    item = alice.outbox.send("bob", "Ciao", photo=photo())

    with pytest.raises(InvalidRequest):
        alice.outbox.edit(item.item_id, message="", photo=None)

    assert alice.outbox.get(item.item_id) == item


def test_only_postcards_that_wait_are_changed(office: PostOffice, alice: Client) -> None:
    friend, card = alice.outbox.request_friend("dave"), alice.outbox.send("bob", "Ciao")

    with pytest.raises(OutboxRefused) as other:
        alice.outbox.edit(friend.item_id, message="Hi")
    alice.outbox.flush()
    with pytest.raises(OutboxRefused) as done:
        alice.outbox.edit(card.item_id, message="Hi")

    assert (other.value.reason, done.value.reason) == ("not_editable", "done")


def test_an_item_that_is_not_there_is_said_to_be_unknown(alice: Client) -> None:
    for act in (alice.outbox.get, alice.outbox.retry, alice.outbox.drop, alice.outbox.edit):
        with pytest.raises(OutboxRefused, match="has no item x") as caught:
            act("x")
        assert caught.value.reason == "unknown_item"


def test_no_more_items_wait_than_may(alice: Client) -> None:
    alice.outbox.max_items = 2
    alice.outbox.send("bob", "one")
    alice.outbox.send("bob", "two")

    with pytest.raises(OutboxRefused, match="2 items wait") as caught:
        alice.outbox.send("bob", "three")

    assert caught.value.reason == "full"
    alice.outbox.flush()
    assert alice.outbox.send("bob", "three").state == "queued"


def test_no_more_photo_bytes_wait_than_may(alice: Client) -> None:
    alice.outbox.max_photo_bytes = 1000
    item = alice.outbox.send("bob", "one", photo=photo())
    assert item.photo_bytes is not None
    alice.outbox.max_photo_bytes = item.photo_bytes

    with pytest.raises(OutboxRefused) as caught:
        alice.outbox.send("bob", "two", photo=photo())

    assert caught.value.reason == "full"
    assert alice.outbox.edit(item.item_id, photo=photo()).photo_bytes == item.photo_bytes
    assert alice.outbox.send("bob", "three").photo_bytes is None


def test_what_is_done_is_forgotten_after_a_week_or_a_hundred_more(
    alice: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(102):
        alice.outbox.send("bob", str(number))
    alice.outbox.flush()
    alice.outbox.flush()
    assert [item.message for item in alice.outbox.list(all=True)][:1] == ["2"]
    assert len(alice.outbox.list(all=True)) == 100

    week_later = time.time_ns() + 8 * 86_400_000_000_000
    monkeypatch.setattr("time.time_ns", lambda: week_later)
    alice.outbox.flush()
    assert alice.outbox.list(all=True) == []


def test_what_is_done_can_be_forgotten_at_once(alice: Client) -> None:
    alice.outbox.send("bob", "one")
    alice.outbox.flush()
    alice.outbox.send("bob", "two")

    assert alice.outbox.clear_done() == 1
    assert [item.message for item in alice.outbox.list(all=True)] == ["two"]


def test_a_full_disk_keeps_nothing_of_what_is_queued_and_all_that_was(alice: Client) -> None:
    item = alice.outbox.send("bob", "one")
    fill(alice.local)

    with pytest.raises(LocalStoreFailed, match="full"):
        alice.outbox.send("bob", "two", photo=noise())

    assert alice.outbox.list() == [item]


def test_what_waits_is_shown_as_queued_cards(office: PostOffice, alice: Client) -> None:
    office.friends.discard("bob")
    failed, queued = alice.outbox.send("bob", "one"), alice.outbox.send("bob", "two", font=Font.PRINT)
    alice.outbox.send("carol", "three")
    alice.outbox.request_friend("dave")
    alice.outbox.flush()

    cards = alice.local.read(lambda connection: queued_postcards(connection, "user-alice"))

    assert [card.postcard_id for card in cards] == [failed.item_id, queued.item_id]
    assert {card.status for card in cards} == {PostcardStatus.QUEUED}
    assert cards[1].idempotency_key == queued.item_id
    assert cards[1].sent_at == cards[1].created_at == queued.created_at
    assert (cards[1].sender_name, cards[1].recipient_name, cards[1].message) == ("alice", "bob", "two")
    assert cards[1].font is Font.PRINT


def fill(store: LocalStore) -> None:
    """As if the disk ended where the file does."""

    def stop(connection: Any) -> None:
        connection.execute(f"PRAGMA max_page_count = {connection.execute('PRAGMA page_count').fetchone()[0]}")

    store.write(stop)


def noise() -> bytes:
    stream = io.BytesIO()
    Image.effect_noise((400, 400), 100).convert("RGB").save(stream, "JPEG")
    return stream.getvalue()
