"""An outbox that is flushed beside the program, in both colours."""

import asyncio
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from postcardit_sdk import AsyncClient, LocalStoreFailed, MemoryTokens, Request, Response
from postcardit_sdk.flow import Pause
from postcardit_sdk.resources import outbox_background
from postcardit_sdk.resources.outbox_background import LONGEST_SECONDS, Alarm
from tests.sdk.post_office import PostOffice, offline, open_client, tokens_of


def until(is_so: Callable[[], bool]) -> None:
    """Look again and again, for half a minute at the most."""
    for _ in range(3000):
        if is_so():
            return
        time.sleep(0.01)
    raise AssertionError("It did not come to that.")


def test_what_waits_is_sent_at_once_and_what_is_queued_later_soon(tmp_path: Path) -> None:
    office = PostOffice()
    with open_client(office, tmp_path) as alice:
        alice.outbox.send("bob", "one")
        with alice.outbox.flushing(every_seconds=3600) as background:
            until(lambda: office.messages() == ["one"])
            alice.outbox.send("bob", "two")
            until(lambda: office.messages() == ["one", "two"])
        assert not background.is_running


def test_it_goes_on_when_the_network_comes_back(tmp_path: Path) -> None:
    office = PostOffice(road=offline)
    with open_client(office, tmp_path) as alice, alice.outbox.flushing(every_seconds=0.01):
        item = alice.outbox.send("bob", "one")
        until(lambda: alice.outbox.get(item.item_id).attempts > 1)
        office.road = None
        until(lambda: office.messages() == ["one"])


def test_it_waits_for_somebody_to_sign_in(tmp_path: Path) -> None:
    office = PostOffice()
    with open_client(office, tmp_path) as alice:
        alice.outbox.send("bob", "one")
        alice.session.tokens.clear()
        with alice.outbox.flushing(every_seconds=0.01) as background:
            time.sleep(0.05)
            assert background.is_running
            assert office.messages() == []
            alice.session.tokens.save(tokens_of("alice"))
            until(lambda: office.messages() == ["one"])


def test_a_full_disk_does_not_end_it_and_is_told_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    office, failures = PostOffice(), list[str]()
    with open_client(office, tmp_path) as alice:
        alice.outbox.send("bob", "one")

        def full(verb: object) -> None:
            failures.append("full")
            raise LocalStoreFailed("The disk is full.")

        monkeypatch.setattr(alice.local, "write", full)
        with alice.outbox.flushing(every_seconds=0.01):
            until(lambda: len(failures) > 2)
            monkeypatch.undo()
            until(lambda: office.messages() == ["one"])
    assert [record.message for record in caplog.records].count(
        "The outbox could not be flushed, and will be tried again: The disk is full."
    ) == 1


def test_stopping_ends_a_long_wait_and_lets_go_of_the_outbox(tmp_path: Path) -> None:
    office = PostOffice()
    with open_client(office, tmp_path) as alice:
        background = alice.outbox.flushing(every_seconds=3600)
        background.stop()
        alice.outbox.send("bob", "one")

        assert not background.is_running
        assert alice.outbox.flush().done == 1


def test_an_awaiting_client_flushes_beside_its_other_tasks(tmp_path: Path) -> None:
    office = PostOffice()

    async def play() -> None:
        arrived = asyncio.Event()

        def tell(request: Request, answer: Callable[[Request], Response]) -> Response:
            arrived.set()
            return answer(request)

        office.road = tell
        tokens, local = MemoryTokens(tokens_of("alice")), tmp_path / "local.sqlite"
        alice = AsyncClient("http://api.example", tokens=tokens, local=local, transport=office)
        async with alice, alice.outbox.flushing(every_seconds=3600), asyncio.timeout(30):
            await alice.outbox.send("bob", "one")
            await arrived.wait()

    asyncio.run(play())
    assert office.messages() == ["one"]


def test_it_waits_longer_and_longer_up_to_five_minutes_and_never_in_step() -> None:
    def waits(failures: int) -> list[float]:
        return [outbox_background.pause_seconds(30, failures) for _ in range(200)]

    assert {*waits(0)} == {30}
    for failures, longest in ((1, 30), (2, 60), (3, 120), (4, 240), (5, LONGEST_SECONDS), (5000, LONGEST_SECONDS)):
        found = waits(failures)
        assert longest / 2 <= min(found) < max(found) <= longest
        assert len({*found}) > 100


def test_an_alarm_that_rang_before_the_wait_began_is_heard() -> None:
    alarm = Alarm()
    since = alarm.rings()
    alarm.ring()

    assert [*alarm.wait(since, 100)] == []
    assert [*alarm.wait(alarm.rings(), 0.625)] == [Pause(0.25), Pause(0.25), Pause(0.125)]
