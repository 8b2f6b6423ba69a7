"""How long a stream of events lasts, and what is said when it cannot begin."""

import asyncio
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from postcardit_backend import event_routes
from postcardit_backend.embedded.feed import SqliteFeed
from postcardit_backend.settings import Quota, Settings
from tests.backend.held_to_contract import check_answer
from tests.backend.listening import PATIENCE, Event, Listener
from tests.backend.streams import cursor, listen, pile_up, run, seqs
from tests.backend.world import PASSWORD, Settled, World

QUICK = Settings(heartbeat_seconds=0.05)


def test_a_comment_breaks_the_silence(settled: Settled, tmp_path: Path) -> None:
    async def main(world: World) -> list[Event]:
        async with listen(world) as listener:
            await listener.silence(2)
            return listener.events[1:3]

    with settled.open_copy(tmp_path / "data", QUICK) as world:
        assert run(main(world)) == [Event(comment="")] * 2


def test_a_stream_ends_with_its_access_token(settled: Settled, tmp_path: Path) -> None:
    async def main(world: World) -> int:
        async with listen(world) as listener:
            world.clock.forward(seconds=16 * 60)
            await listener.end()
        async with listen(world) as listener:
            return listener.status

    with settled.open_copy(tmp_path / "data", QUICK) as world:
        assert run(main(world)) == 401


@pytest.mark.parametrize("how", ["signing out", "another of the same user", "erasing the account"])
def test_a_stream_ends_with_its_session(how: str, settled: Settled, tmp_path: Path) -> None:
    with settled.open_copy(tmp_path / "data", Settings(heartbeat_seconds=3600)) as world:
        status, is_other_over = run(end_of_a_session(how, world))

    assert status == 401
    assert how == "erasing the account" or not is_other_over


async def end_of_a_session(how: str, world: World) -> tuple[int, bool]:
    """End one of two sessions; give what its stream is answered from then on, and whether the other's is over."""
    phone, laptop = world.alice, world.sign_in("alice")
    async with Listener(world.backend.app, phone) as listener, Listener(world.backend.app, laptop) as other:
        if how == "signing out":
            phone.ask("POST", "/auth/logout")
        elif how == "another of the same user":
            sessions = laptop.get("/auth/sessions").body["sessions"]
            session_id = next(one["sessionId"] for one in sessions if not one["isCurrent"])
            laptop.ask("DELETE", f"/auth/sessions/{session_id}")
        else:
            laptop.ask("DELETE", "/users/me", {"password": PASSWORD})
        await listener.end()
        is_over = other.is_over
    async with Listener(world.backend.app, phone) as listener:
        return listener.status, is_over


def test_a_session_that_ran_out_without_a_word_ends_its_stream_at_the_next_heartbeat(
    settled: Settled, tmp_path: Path
) -> None:
    settings = replace(QUICK, access_token_seconds=100 * 86_400)

    async def main(world: World) -> None:
        async with listen(world, "bob") as listener:
            await listener.silence(5)  # by now the hub has asked whatever it has to
            world.clock.forward(days=61)
            await listener.end()

    with settled.open_copy(tmp_path / "data", settings) as world:
        world.sign_in("bob")
        run(main(world))


def test_a_stream_whose_changes_are_no_longer_kept_ends_and_cannot_go_on(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    begin = cursor(world)
    pile_up(world, 250)

    async def main() -> tuple[list[int], dict[str, Any]]:
        async with listen(world, last_event_id=begin) as listener:
            await listener.hear(100)
            listener.takes.clear()
            await asyncio.sleep(0.05)
            world.ports.feed.compact(1 << 50, 100)
            listener.takes.set()
            await listener.end()
            heard = listener.changes
        async with listen(world, last_event_id=heard[-1].id) as again:
            return seqs(heard), again.problem

    heard, problem = run(main())

    assert heard == [*range(1, len(heard) + 1)]
    assert len(heard) < 250
    assert (problem["status"], problem["code"]) == (410, "cursor_expired")


def test_when_the_server_stops_every_stream_ends_well(world: World) -> None:
    async def main() -> None:
        async with listen(world) as one, listen(world, "bob") as other:
            world.backend.hang_up()
            await one.end()
            await other.end()

    run(main())


def test_one_stream_too_many_is_refused_until_another_has_ended(settled: Settled, tmp_path: Path) -> None:
    async def main(world: World) -> list[int]:
        async with listen(world):
            async with listen(world), listen(world, "bob") as anyone_else, listen(world) as third:
                statuses = [anyone_else.status, third.status]
                check_answer(*third.exchange)
                assert (third.problem["code"], third.headers["retry-after"]) == ("rate_limited", "5")
            async with listen(world) as next_one:
                return [*statuses, next_one.status]

    with settled.open_copy(tmp_path / "data", Settings(streams_per_user=2)) as world:
        assert run(main(world)) == [200, 429, 200]


@pytest.mark.parametrize(
    ("given", "outcome"),
    [
        ({"last_event_id": "nonsense"}, (400, "invalid_cursor")),
        ({"last_event_id": "bob's"}, (400, "invalid_cursor")),
        ({"query": {"cursor": "nonsense"}}, (400, "invalid_cursor")),
        ({"query": {"cursor": "x" * 2000}}, (422, "validation_failed")),
        ({"query": {"colour": "red"}}, (422, "unknown_field")),
        ({"last_event_id": "too far"}, (410, "cursor_expired")),
        ({"last_event_id": "in a snapshot"}, (400, "invalid_cursor")),
        ({"token": "nonsense"}, (401, "unauthenticated")),
    ],
)
def test_what_is_wrong_with_a_request_is_said_before_the_stream_begins(
    given: dict[str, Any], outcome: tuple[int, str], world: World
) -> None:
    cursors = {
        "bob's": cursor(world, "bob"),
        "too far": world.ports.cursors.seal(["f", 99], f"{world.alice.user_id}|sync"),
        "in a snapshot": world.ports.cursors.seal(["s", 0, 1, None], f"{world.alice.user_id}|sync"),
    }
    if given.get("last_event_id") in cursors:
        given = {"last_event_id": cursors[given["last_event_id"]]}

    async def main() -> Listener:
        async with listen(world, **given) as listener:
            await listener.end()
            return listener

    listener = run(main())

    check_answer(*listener.exchange)
    assert (listener.status, listener.problem["code"]) == outcome


def test_streams_count_as_reads_against_the_limits(settled: Settled, tmp_path: Path) -> None:
    settings = Settings(limits=True, requests=Quota(2, 60))

    async def main(world: World) -> tuple[int, str]:
        world.alice.get("/users/me")
        async with listen(world) as first, listen(world) as second:
            assert first.headers["ratelimit"].startswith('"default";r=0;')
            return second.status, second.problem["code"]

    with settled.open_copy(tmp_path / "data", settings) as world:
        assert run(main(world)) == (429, "rate_limited")


def test_the_head_of_a_stream_ends_at_once(world: World) -> None:
    async def main() -> Listener:
        async with listen(world, method="HEAD") as listener:
            await listener.end()
            return listener

    head = run(main())

    assert (head.status, head.body) == (200, "")
    assert head.headers["content-type"].startswith("text/event-stream")


def test_a_client_that_takes_nothing_is_dropped(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(event_routes, "_TAKE_SECONDS", 0.1)

    async def main() -> None:
        async with listen(world) as listener:
            listener.takes.clear()
            pile_up(world, 1)
            async with asyncio.timeout(PATIENCE):
                await listener.task

    run(main())


def test_a_store_that_fails_ends_the_stream_and_tells_the_log_no_secret(
    world: World, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(*_: object) -> Any:
        raise OSError("alice@example.com")

    async def main() -> None:
        async with listen(world) as listener:
            monkeypatch.setattr(SqliteFeed, "after", fail)
            pile_up(world, 1)
            await listener.end()

    run(main())

    assert [record.getMessage().partition("\n")[0] for record in caplog.records] == ["a stream failed"]
    assert "example.com" not in caplog.text
