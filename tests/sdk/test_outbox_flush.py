"""Flushing: what waits is sent once and in order, whatever the network does."""

import asyncio
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from tenacity import Retrying, stop_after_attempt

from postcardit_sdk import (
    AsyncClient,
    Client,
    Code,
    Flushed,
    LocalStoreFailed,
    MemoryTokens,
    OutboxItem,
    OutboxRefused,
    Request,
    Response,
)
from tests.sdk.post_office import (
    Card,
    Fault,
    PostOffice,
    busy,
    failed_after_commit,
    lost_answer,
    lost_request,
    offline,
    open_client,
    photo,
    portal,
    states,
    through,
    tokens_of,
    too_many,
)
from tests.sdk.stage import no_pauses, problem


@pytest.fixture
def office() -> PostOffice:
    return PostOffice()


@pytest.fixture
def alice(office: PostOffice, tmp_path: Path) -> Iterator[Client]:
    with open_client(office, tmp_path) as client:
        yield client


def test_without_a_network_everything_waits_and_may_be_changed(office: PostOffice, alice: Client) -> None:
    first, second = alice.outbox.send("bob", "one"), alice.outbox.send("carol", "two")
    office.road = offline

    flushed = alice.outbox.flush()

    assert (flushed.done, flushed.failed, flushed.left) == (0, 0, 2)
    assert flushed.reason is not None
    assert flushed.reason.code == "offline"
    assert states(alice) == [("queued", "offline"), ("queued", None)]
    assert alice.outbox.edit(first.item_id, message="uno").message == "uno"
    office.road = None
    assert alice.outbox.flush().done == 2
    assert sorted(office.messages()) == ["two", "uno"]
    assert sorted(office.arrived()) == sorted([first.item_id, second.item_id])


@pytest.mark.parametrize("fault", [lost_request, lost_answer, failed_after_commit, busy, too_many, portal])
def test_what_got_no_clear_answer_is_sent_again_with_the_same_key_and_body(
    office: PostOffice, alice: Client, fault: Fault
) -> None:
    item = alice.outbox.send("bob", "Ciao")
    office.faults = [fault]

    first, second = alice.outbox.flush(), alice.outbox.flush()

    assert (first.done, first.left, second.done, second.left) == (0, 1, 1, 0)
    assert office.cards == [Card(item.item_id, "user-alice", "bob", "Ciao", None)]
    assert len({*office.sends()}) == 1


def test_a_lost_answer_before_the_network_went_away_still_counts_as_perhaps_arrived(
    office: PostOffice, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    no_pauses(monkeypatch)
    patient = Retrying(stop=stop_after_attempt(3), reraise=True)
    tokens = MemoryTokens(tokens_of("alice"))
    with Client("http://api.example", tokens=tokens, retry=patient, transport=office) as alice:
        item = alice.outbox.send("bob", "Ciao")
        office.faults = [lost_answer, offline, offline]
        alice.outbox.flush()

        assert alice.outbox.get(item.item_id).may_have_arrived
        with pytest.raises(OutboxRefused):
            alice.outbox.edit(item.item_id, message="Hi")


def test_what_the_server_refuses_fails_with_its_reason_and_holds_up_that_person_alone(
    office: PostOffice, alice: Client
) -> None:
    office.friends.discard("bob")
    alice.outbox.send("bob", "one")
    alice.outbox.send("BOB", "two")
    alice.outbox.send("carol", "three")

    flushed = alice.outbox.flush()

    assert flushed == Flushed(done=1, failed=1, left=1, reason=None)
    assert states(alice) == [("failed", Code.NOT_FRIENDS), ("queued", None), ("done", None)]
    failed = alice.outbox.list()[0].reason
    assert failed is not None
    assert failed.sentence == Code.NOT_FRIENDS.sentence
    assert office.messages() == ["three"]


def test_an_upload_is_noted_before_the_card_leaves_and_used_days_later(office: PostOffice, alice: Client) -> None:
    alice.outbox.send("bob", "Ciao", photo=photo())
    office.faults = [through, through, through, lost_answer]
    alice.outbox.flush()
    office.forget()

    alice.outbox.flush()

    assert len(office.uploads) == len(office.cards) == 1
    assert len({*office.sends()}) == 1


def test_a_photo_that_the_server_has_lost_is_uploaded_anew(office: PostOffice, alice: Client) -> None:
    item = alice.outbox.send("bob", "Ciao", photo=photo())
    office.faults = [through, through, through, lost_request]
    alice.outbox.flush()
    office.forget()
    office.uploads.clear()

    flushed = alice.outbox.flush()

    assert flushed.done == 1
    (upload,) = office.uploads.values()
    assert office.cards == [Card(item.item_id, "user-alice", "bob", "Ciao", upload.sha256)]


def test_an_upload_that_is_gone_while_its_key_is_known_is_announced_anew(office: PostOffice, alice: Client) -> None:
    alice.outbox.send("bob", "Ciao", photo=photo())
    office.faults = [through, lost_request]
    alice.outbox.flush()
    office.uploads.clear()

    assert alice.outbox.flush().done == 1
    assert office.cards[0].photo is not None


def test_a_friend_request_whose_key_was_forgotten_is_done_when_it_had_arrived(
    office: PostOffice, alice: Client
) -> None:
    alice.outbox.request_friend("dave")
    office.faults = [lost_answer]
    alice.outbox.flush()
    office.forget()

    assert alice.outbox.flush() == Flushed(done=1, failed=0, left=0, reason=None)


def test_a_friend_request_to_a_friend_fails(alice: Client) -> None:
    alice.outbox.request_friend("bob")

    alice.outbox.flush()

    assert states(alice) == [("failed", Code.FRIENDSHIP_EXISTS)]


def test_a_key_that_was_used_for_another_body_counts_as_arrived_only_after_a_lost_answer(
    office: PostOffice, alice: Client
) -> None:
    def reused(request: Request, answer: object) -> Response:
        return problem(Code.IDEMPOTENCY_KEY_REUSED)

    alice.outbox.send("bob", "one")
    alice.outbox.send("carol", "two")
    office.faults = [lost_answer, reused, reused]

    assert alice.outbox.flush().left == 2
    alice.outbox.flush()

    assert states(alice) == [("done", None), ("failed", Code.IDEMPOTENCY_KEY_REUSED)]


def test_an_item_on_which_the_server_always_fails_holds_up_nobody_else(office: PostOffice, alice: Client) -> None:
    def poisoned(request: Request, answer: Any) -> Response:
        response: Response = problem(Code.INTERNAL) if b"poison" in request.body else answer(request)
        return response

    office.road = poisoned
    alice.outbox.send("bob", "poison")
    alice.outbox.send("carol", "two")

    first, second = alice.outbox.flush(), alice.outbox.flush()

    assert (first.done, first.left, second.done, second.left) == (1, 1, 0, 1)
    assert office.messages() == ["two"]
    assert states(alice) == [("queued", Code.INTERNAL), ("done", None)]


def test_a_server_that_fails_on_everything_is_not_asked_about_everything(office: PostOffice, alice: Client) -> None:
    for number in range(5):
        alice.outbox.request_friend(f"person-{number}")
    asked: list[Request] = []

    def broken(request: Request, answer: object) -> Response:
        asked.append(request)
        return problem(Code.INTERNAL)

    office.road = broken

    assert alice.outbox.flush().left == 5
    assert len(asked) == 2


def test_a_first_request_that_still_runs_lets_others_go_on(office: PostOffice, alice: Client) -> None:
    def running(request: Request, answer: object) -> Response:
        return problem(Code.IDEMPOTENCY_IN_PROGRESS, retry_after="1")

    alice.outbox.send("bob", "one")
    alice.outbox.send("bob", "two")
    alice.outbox.send("carol", "three")
    office.faults = [running]

    flushed = alice.outbox.flush()

    assert (flushed.done, flushed.left) == (1, 2)
    assert office.messages() == ["three"]
    assert alice.outbox.flush().done == 2
    assert office.messages() == ["three", "one", "two"]


def test_what_is_done_is_in_the_mirror_before_any_refresh(office: PostOffice, alice: Client) -> None:
    item = alice.outbox.send("bob", "Ciao")

    alice.outbox.flush()

    shown = alice.sync.postcards()
    assert [(card.status, card.idempotency_key) for card in shown] == [("sent", item.item_id)]
    assert shown[0].postcard_id == office.cards[0].postcard_id


def test_progress_tells_of_each_item_twice(alice: Client) -> None:
    heard: list[OutboxItem] = []
    alice.outbox.send("bob", "one")
    alice.outbox.send("nobody", "two")

    alice.outbox.flush(on_progress=heard.append)

    assert [(item.to, item.state.value) for item in heard] == [
        ("bob", "sending"), ("bob", "done"), ("nobody", "sending"), ("nobody", "failed"),
    ]  # fmt: skip


def test_a_disk_that_fills_while_a_card_is_sent_does_not_make_it_two(
    office: PostOffice, alice: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    alice.outbox.send("bob", "Ciao")
    write = alice.local.write

    def full(verb: Any) -> Any:
        if office.cards:
            raise LocalStoreFailed("The disk is full.")
        return write(verb)

    with monkeypatch.context() as patched:
        patched.setattr(alice.local, "write", full)
        with pytest.raises(LocalStoreFailed):
            alice.outbox.flush()
    assert alice.outbox.list()[0].state == "sending"

    assert alice.outbox.flush().done == 1
    assert len(office.cards) == 1
    assert len({*office.sends()}) == 1


def test_an_awaiting_client_queues_and_flushes_without_blocking_its_loop(office: PostOffice, tmp_path: Path) -> None:
    async def play() -> list[str]:
        tokens = MemoryTokens(tokens_of("alice"))
        local = tmp_path / "local.sqlite"
        async with AsyncClient("http://api.example", tokens=tokens, local=local, transport=office) as alice:
            await alice.outbox.send("bob", "Ciao", photo=photo())
            await alice.outbox.flush()
            return [item.state.value for item in await alice.outbox.list(all=True)]

    assert asyncio.run(play()) == ["done"]
    assert len(office.cards) == 1
