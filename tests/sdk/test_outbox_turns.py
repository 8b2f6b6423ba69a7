"""Whose outbox is flushed, and by whom: one at a time, in its user's name."""

import asyncio
import threading
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from postcardit_sdk import (
    AsyncClient,
    Client,
    Code,
    LocalStore,
    MemoryTokens,
    OutboxRefused,
    Request,
    Response,
    SignInRequired,
    Unauthenticated,
)
from postcardit_sdk.halt import Halt
from postcardit_sdk.local import outbox
from postcardit_sdk.local.flush_lock import flush_lock
from tests.sdk.post_office import (
    PostOffice,
    open_client,
    photo,
    through,
    tokens_of,
)
from tests.sdk.stage import no_pauses, problem


@pytest.fixture
def office() -> PostOffice:
    return PostOffice()


@pytest.fixture
def alice(office: PostOffice, tmp_path: Path) -> Iterator[Client]:
    with open_client(office, tmp_path) as client:
        yield client


def test_a_session_that_has_ended_loses_nothing_and_signing_in_goes_on(office: PostOffice, alice: Client) -> None:
    alice.outbox.send("bob", "Ciao")
    alice.session.tokens.save(tokens_of("alice").__class__("wrong", None, 1e11, "user-alice", "alice"))

    with pytest.raises(Unauthenticated):
        alice.outbox.flush()
    assert [item.state for item in alice.outbox.list()] == ["queued"]
    alice.session.tokens.clear()
    with pytest.raises(SignInRequired):
        alice.outbox.flush()

    alice.session.tokens.save(tokens_of("alice"))
    assert alice.outbox.flush().done == 1
    assert len(office.cards) == 1


def test_each_user_of_a_file_sees_and_sends_their_own(office: PostOffice, tmp_path: Path) -> None:
    with open_client(office, tmp_path) as alice, open_client(office, tmp_path, "dave") as dave:
        item = alice.outbox.send("bob", "of alice")
        dave.outbox.send("bob", "of dave")

        dave.outbox.flush()

        assert [(card.sender_id, card.message) for card in office.cards] == [("user-dave", "of dave")]
        assert dave.outbox.list() == []
        assert alice.outbox.list() == [item]
        with pytest.raises(OutboxRefused):
            dave.outbox.drop(item.item_id)


def test_nothing_that_one_user_does_touches_the_items_of_another(office: PostOffice, tmp_path: Path) -> None:
    with open_client(office, tmp_path) as alice, open_client(office, tmp_path, "dave") as dave:
        alice.outbox.send("bob", "done")
        alice.outbox.send("nobody", "failed")
        alice.outbox.flush()
        interrupted = alice.outbox.send("bob", "on its way")
        alice.local.write(partial(outbox.take, user_id="user-alice", skipping=(), now=0))
        before = alice.outbox.list(all=True)

        dave.outbox.send("bob", "of dave")
        dave.outbox.flush()
        assert dave.outbox.retry() == []
        assert dave.outbox.clear_done() == 1
        dave.local.write(partial(outbox.begin_round, user_id="user-dave", now=int(1e15)))

        assert [item.state.value for item in before] == ["done", "failed", "sending"]
        assert alice.outbox.get(interrupted.item_id).state == "sending"
        assert alice.outbox.list(all=True) == before


@pytest.mark.parametrize("at", range(4))
def test_switching_accounts_in_the_middle_of_a_flush_sends_nothing_in_another_name(
    office: PostOffice, alice: Client, at: int
) -> None:
    def switch(request: Request, answer: Any) -> Response:
        alice.session.tokens.save(tokens_of("dave"))
        response: Response = answer(request)
        return response

    alice.outbox.send("bob", "one", photo=photo())
    alice.outbox.send("carol", "two")
    office.faults = [*[through] * at, switch]

    with pytest.raises(SignInRequired):
        alice.outbox.flush()

    assert alice.outbox.list() == []
    senders = {request.headers.get("authorization", "Bearer access-of-alice") for request in office.requests}
    assert senders == {"Bearer access-of-alice"}
    alice.session.tokens.save(tokens_of("alice"))
    alice.outbox.flush()
    assert sorted(office.messages()) == ["one", "two"]
    assert {card.sender_id for card in office.cards} == {"user-alice"}


def test_an_account_that_is_switched_just_before_a_request_leaves_is_noticed(
    office: PostOffice, alice: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    alice.outbox.send("bob", "one")
    write = alice.local.write

    def switch_once_an_item_is_taken(verb: Any) -> Any:
        result = write(verb)
        if [item for item in alice.outbox.list() if item.state == "sending"]:
            alice.session.tokens.save(tokens_of("dave"))
        return result

    monkeypatch.setattr(alice.local, "write", switch_once_an_item_is_taken)
    with pytest.raises(SignInRequired, match="Another account"):
        alice.outbox.flush()

    assert office.requests == []


def test_an_account_that_is_switched_while_a_token_is_traded_is_noticed(office: PostOffice, alice: Client) -> None:
    def outdated(request: Request, answer: Any) -> Response:
        alice.session.tokens.save(tokens_of("dave"))  # by another program, as far as this one knows
        return problem(Code.UNAUTHENTICATED)

    alice.outbox.send("bob", "one")
    office.faults = [outdated]

    with pytest.raises(SignInRequired, match="Another account"):
        alice.outbox.flush()

    assert office.requests == []


def test_of_two_flushes_at_once_each_item_is_sent_once(office: PostOffice, tmp_path: Path) -> None:
    with open_client(office, tmp_path) as one, open_client(office, tmp_path) as other:
        for number in range(10):
            one.outbox.send("bob", str(number))
        threads = [threading.Thread(target=client.outbox.flush) for client in (one, other)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

    assert office.messages() == [str(number) for number in range(10)]
    assert len(office.sends()) == 10


@pytest.mark.parametrize("is_in_memory", [True, False])
def test_a_flush_waits_for_the_one_that_runs_then_tries_everything(
    office: PostOffice, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, is_in_memory: bool
) -> None:
    store = LocalStore(None if is_in_memory else tmp_path / "local.sqlite")
    lock = flush_lock(store, "user-alice")
    pauses: list[float] = []

    def pause(_: Halt, seconds: float) -> None:
        pauses.append(seconds)
        if len(pauses) == 3:
            lock.release()

    monkeypatch.setattr(Halt, "pause", pause)
    tokens = MemoryTokens(tokens_of("alice"))
    with Client("http://api.example", tokens=tokens, local=store, transport=office) as alice:
        alice.outbox.send("bob", "Ciao")
        assert lock.try_acquire()
        assert alice.outbox.flush().done == 1
    assert len(pauses) == 3


def test_a_lock_that_is_never_free_is_not_waited_for_without_end(
    alice: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    from postcardit_sdk import TimedOut

    no_pauses(monkeypatch)
    lock = flush_lock(alice.local, "user-alice")
    assert lock.try_acquire()
    monkeypatch.setattr("postcardit_sdk.resources.outbox_flush._LOCK_POLLS", 3)

    with pytest.raises(TimedOut, match="flushing this outbox"):
        alice.outbox.flush()
    lock.release()


def test_a_cancelled_flush_lets_go_of_the_outbox_and_sends_nothing_twice(office: PostOffice, tmp_path: Path) -> None:
    async def play() -> None:
        arrived = asyncio.Event()

        class Slow:
            async def send_async(self, request: Request) -> Response:
                office.answer(request)
                arrived.set()
                return await asyncio.Future[Response]()

            async def close_async(self) -> None:
                pass

        tokens, local = MemoryTokens(tokens_of("alice")), tmp_path / "local.sqlite"
        async with AsyncClient("http://api.example", tokens=tokens, local=local, transport=Slow()) as alice:
            await alice.outbox.send("bob", "Ciao")
            flush = asyncio.create_task(alice.outbox.flush())
            await arrived.wait()
            flush.cancel()
            with pytest.raises(asyncio.CancelledError):
                await flush

    asyncio.run(play())
    assert len(office.cards) == 1
    with open_client(office, tmp_path) as alice:
        assert alice.outbox.flush().done == 1
    assert len(office.cards) == 1
