"""The stream of events: what is told, from where, and to whom."""

import asyncio
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from postcardit_backend.embedded.feed import SqliteFeed
from postcardit_backend.records import ChangeRecord
from tests.backend.listening import Event, Listener
from tests.backend.streams import cursor, listen, pile_up, run, seqs
from tests.backend.world import Settled, World


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
