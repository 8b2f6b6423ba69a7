"""Giving an upload up: whoever cancels leaves nothing behind, and whoever is interrupted can go on."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from postcardit_sdk import AsyncClient, Client, MemoryTokens, Progress, Request, Response
from postcardit_sdk.contract.uploads import UploadStatus
from tests.sdk.byte_store import ByteStore, not_sent
from tests.sdk.post_office import ONE_TRY, PostOffice, open_client, photo, states
from tests.sdk.stage import FOREVER


class Enough(Exception):
    """Raised by someone who wants no more."""


def client_of(store: ByteStore) -> Client:
    return Client("http://api.example", tokens=MemoryTokens(FOREVER), retry=ONE_TRY, transport=store)


def stop(progress: Progress) -> None:
    raise Enough


def stop_at_the_end(progress: Progress) -> None:
    if progress.done_bytes == progress.total_bytes:
        raise Enough


@pytest.mark.parametrize("hear", [stop, stop_at_the_end])
def test_who_raises_while_progress_is_told_cancels_the_upload(hear: Callable[[Progress], None]) -> None:
    store = ByteStore()

    with pytest.raises(Enough):
        client_of(store).uploads.photo(photo(), on_progress=hear)

    assert store.is_deleted
    assert store.requests[-1].headers["authorization"] == "Bearer access-1"


def test_cancelling_without_a_network_is_asked_for_once_and_still_cancels() -> None:
    store = ByteStore()
    asked: list[str] = []

    def send(request: Request) -> Response:
        asked.append(request.method)
        return not_sent(store, request) if request.method == "DELETE" else ByteStore.send(store, request)

    store.send = send  # type: ignore[method-assign]  # a road that ends
    patient = Client("http://api.example", tokens=MemoryTokens(FOREVER), transport=store)
    with pytest.raises(Enough):
        patient.uploads.photo(photo(), on_progress=stop)

    assert asked == ["POST", "DELETE"]


def test_a_photo_that_the_server_had_before_is_not_taken_from_others_by_cancelling() -> None:
    store = ByteStore()
    client = client_of(store)
    client.uploads.photo(photo())

    with pytest.raises(Enough):
        client.uploads.photo(photo(), on_progress=stop)

    assert not store.is_deleted


def test_a_postcard_whose_photo_is_cancelled_is_not_sent() -> None:
    store = ByteStore()

    with pytest.raises(Enough):
        client_of(store).postcards.send("bob", "Ciao", photo=photo(), on_progress=stop)

    assert store.is_deleted
    assert "/v1/postcards" not in [request.url for request in store.requests]


def test_ctrl_c_leaves_the_upload_to_be_gone_on_with() -> None:
    def interrupt(store: ByteStore, request: Request) -> Response:
        raise KeyboardInterrupt

    store = ByteStore(faults=[interrupt])
    client = client_of(store)

    with pytest.raises(KeyboardInterrupt):
        client.uploads.photo(photo())
    assert not store.is_deleted
    assert client.uploads.photo(photo()).status is UploadStatus.READY


@dataclass
class Slow(ByteStore):
    """A store that says nothing to the bytes, until it is left."""

    came: asyncio.Event = field(default_factory=asyncio.Event)
    is_slow: bool = True

    async def send_async(self, request: Request) -> Response:
        if self.is_slow and request.method == "PUT":
            self.came.set()
            await asyncio.Event().wait()
        return self.send(request)


def test_a_cancelled_task_leaves_the_upload_to_be_gone_on_with() -> None:
    store = Slow()

    async def cancel() -> UploadStatus:
        client = AsyncClient("http://api.example", tokens=MemoryTokens(FOREVER), transport=store)
        task = asyncio.create_task(client.uploads.photo(photo()))
        await store.came.wait()
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        store.is_slow = False
        return (await client.uploads.photo(photo())).status

    assert asyncio.run(cancel()) is UploadStatus.READY
    assert not store.is_deleted


def test_who_raises_while_an_outbox_is_flushed_takes_nothing_from_it(tmp_path: Path) -> None:
    office = PostOffice()
    with open_client(office, tmp_path) as alice:
        alice.outbox.send("bob", "Ciao", photo=photo())

        with pytest.raises(Enough):
            alice.outbox.flush(on_transfer=stop)
        assert "DELETE" not in [request.method for request in office.requests]
        assert alice.outbox.flush().done == 1
        assert states(alice) == [("done", None)]
