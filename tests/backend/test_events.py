"""The stream of events: what is told, from where, to whom, for how long, and what is said when it cannot begin."""

import asyncio
import sqlite3
from collections.abc import Coroutine, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, TypeVar

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from postcardit_backend import event_routes
from postcardit_backend.embedded.feed import SqliteFeed, tell
from postcardit_backend.records import ChangeRecord
from postcardit_backend.settings import Quota, Settings
from postcardit_sdk.contract.sync import ChangeType
from tests.backend.held_to_contract import check_answer
from tests.backend.listening import PATIENCE, Event, Listener
from tests.backend.world import PASSWORD, Settled, World

T = TypeVar("T")
QUICK = Settings(heartbeat_seconds=0.05)


def run(test: Coroutine[Any, Any, T]) -> T:
    """Run a test in a loop; nothing it began may be left in it."""

    async def main() -> T:
        result = await test
        await asyncio.sleep(0.01)
        assert asyncio.all_tasks() == {asyncio.current_task()}
        return result

    return asyncio.run(main())


def listen(world: World, name: str = "alice", **given: Any) -> Listener:
    return Listener(world.backend.app, world.people[name], **given)


def cursor(world: World, name: str = "alice") -> str:
    """Where someone's feed is now."""
    found: str = world.people[name].get("/sync?limit=500").body["nextCursor"]
    return found


def pile_up(world: World, times: int, name: str = "alice") -> None:
    """So many changes in someone's feed, in one transaction."""
    user_id = world.people[name].user_id

    def verb(connection: sqlite3.Connection) -> None:
        for _ in range(times):
            tell(connection, [user_id], ChangeType.USER_CHANGED, user_id, world.clock.now)

    world.embedded.database.write(verb)


def seqs(events: Sequence[Event]) -> list[int]:
    return [event.data["seq"] for event in events]


def test_a_change_is_told_as_sync_tells_it(world: World) -> None:
    async def main() -> list[Event]:
        async with listen(world) as listener:
            world.bob.client.friends.request("alice")
            return await listener.hear(1)

    before = cursor(world)
    (event,) = run(main())

    assert [event.data] == world.alice.get(f"/sync?cursor={before}").body["changes"]
    assert world.alice.get(f"/sync?cursor={event.id}").body["changes"] == []


def test_one_change_after_another_is_heard(world: World) -> None:
    async def main() -> list[int]:
        async with listen(world) as listener:
            for number in range(1, 6):
                pile_up(world, 1)
                await listener.hear(number)
            return seqs(listener.changes)

    assert run(main()) == [1, 2, 3, 4, 5]


def test_before_the_first_change_a_stream_says_where_it_begins(world: World) -> None:
    async def main() -> tuple[Listener, list[Event]]:
        async with listen(world) as listener:
            return listener, listener.events

    listener, (begin,) = run(main())

    assert (begin.retry, begin.data, begin.comment) == (1000, None, None)
    assert listener.status == 200
    assert listener.headers["content-type"].startswith("text/event-stream")
    assert (listener.headers["cache-control"], listener.headers["x-accel-buffering"]) == ("no-store", "no")
    assert listener.headers["x-request-id"]
    assert world.alice.get(f"/sync?cursor={begin.id}").body["changes"] == []


def test_without_a_cursor_a_stream_begins_with_what_happens_next(world: World) -> None:
    pile_up(world, 3)

    async def main() -> list[Event]:
        async with listen(world) as listener:
            pile_up(world, 1)
            return await listener.hear(1)

    assert seqs(run(main())) == [4]


def test_a_stream_goes_on_from_a_cursor_and_last_event_id_counts_before_it(world: World) -> None:
    pile_up(world, 1)
    first = cursor(world)
    pile_up(world, 1)
    second = cursor(world)
    pile_up(world, 1)

    async def main() -> list[list[int]]:
        heard: list[list[int]] = []
        for query, last, count in (({"cursor": first}, None, 2), ({"cursor": first}, second, 1), ({}, first, 2)):
            async with listen(world, query=query, last_event_id=last) as listener:
                heard.append(seqs(await listener.hear(count)))
        return heard

    assert run(main()) == [[2, 3], [3], [2, 3]]


def test_an_empty_last_event_id_is_none(world: World) -> None:
    pile_up(world, 1)
    first = cursor(world)
    pile_up(world, 1)

    async def main() -> list[int]:
        async with listen(world, query={"cursor": first}, last_event_id="") as listener:
            return seqs(await listener.hear(1))

    assert run(main()) == [2]


def test_wherever_a_stream_is_cut_nothing_is_missed_or_doubled(world: World) -> None:
    begin = cursor(world)
    pile_up(world, 230)

    async def follow(cuts: Sequence[int]) -> list[int]:
        heard: list[Event] = []
        for count in (*cuts, 230 - sum(cuts)):
            last = heard[-1].id if heard else begin
            async with listen(world, last_event_id=last) as listener:
                heard += (await listener.hear(count))[:count]
        return seqs(heard)

    @given(st.lists(st.integers(0, 110), max_size=4).filter(lambda cuts: sum(cuts) <= 230))
    @hypothesis_settings(max_examples=15)
    def check(cuts: list[int]) -> None:
        assert run(follow(cuts)) == [*range(1, 231)]

    check()


def test_for_a_client_that_takes_nothing_no_more_than_a_page_is_read(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    limits: list[int] = []
    after = SqliteFeed.after

    def noting(feed: SqliteFeed, user_id: str, seq: int, limit: int) -> list[ChangeRecord]:
        limits.append(limit)
        return after(feed, user_id, seq, limit)

    begin = cursor(world)
    pile_up(world, 550)
    monkeypatch.setattr(SqliteFeed, "after", noting)

    async def main() -> tuple[list[int], list[int]]:
        async with listen(world, last_event_id=begin) as listener:
            await listener.hear(100)
            listener.takes.clear()
            await asyncio.sleep(0.1)
            taken, asked = len(listener.changes), [*limits]
            listener.takes.set()
            heard = seqs(await listener.hear(550))
        assert asked == [1, *[101] * (taken // 100 + 1)]
        assert taken < 500
        return asked, heard

    assert run(main())[1] == [*range(1, 551)]


def test_a_stream_that_has_told_everything_is_not_woken_by_what_others_do(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    after = SqliteFeed.after

    def noting(feed: SqliteFeed, user_id: str, seq: int, limit: int) -> list[ChangeRecord]:
        asked.append(user_id)
        return after(feed, user_id, seq, limit)

    alice, bob = (world.people[name].user_id for name in ("alice", "bob"))

    async def main() -> None:
        async with listen(world) as listener, listen(world, "bob") as other:
            pile_up(world, 1)
            await listener.hear(1)
            asked.clear()
            monkeypatch.setattr(SqliteFeed, "after", noting)
            pile_up(world, 1, "bob")
            await other.hear(1)

    run(main())
    assert (bob in asked, alice in asked) == (True, False)


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


def test_what_is_hidden_from_someone_is_not_in_their_stream(world: World) -> None:
    world.alice.befriend(world.bob)
    begin = cursor(world)
    world.bob.client.postcards.send("alice", "from bob")
    world.bob.ask("PATCH", "/users/me", {"bio": "bob's secret"})
    world.bob.ask("PUT", f"/users/{world.alice.user_id}/block")

    async def main() -> list[Event]:
        async with listen(world, last_event_id=begin) as listener:
            return await listener.hear(4)

    events = run(main())

    assert "bob" not in str([event.data.get("data") for event in events])


def test_a_second_backend_on_the_same_folder_tells_what_the_first_wrote(world: World, settled: Settled) -> None:
    other = World.open(world.folder, settled.accounts, world.clock.now)

    async def main() -> list[int]:
        async with Listener(other.backend.app, world.alice) as listener:
            pile_up(world, 1)
            return seqs(await listener.hear(1))

    with other:
        assert run(main()) == [1]
