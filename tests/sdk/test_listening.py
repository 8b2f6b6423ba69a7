"""Listening: every change once and in order, whatever becomes of the connections; and what is given up, and when."""

from collections import deque
from collections.abc import Callable

import pytest

from postcardit_sdk import (
    Code,
    Event,
    InvalidRequest,
    NotFound,
    PostCardItError,
    SessionEnded,
    SignInRequired,
    SyncPage,
    Unauthenticated,
)
from postcardit_sdk.contract.problems import EndReason
from postcardit_sdk.resources.listening import Listening
from tests.sdk.unsteady_feed import (
    BROKEN,
    REFUSED,
    SILENT,
    Refusal,
    StagedChannel,
    Told,
    UnsteadyFeed,
    change,
    cursor_of,
    hear,
    listen,
    sse,
    streamed,
)


def test_changes_are_heard_as_they_come_with_their_cursors() -> None:
    told = hear(UnsteadyFeed(head=3))

    assert told.events == [Event(cursor_of(seq), change(seq)) for seq in (1, 2, 3)]
    assert told.said == ["stream c0"]


def test_without_a_cursor_it_begins_with_what_happens_next() -> None:
    server = UnsteadyFeed(head=7)
    server.stream = deque([streamed(b"id: c7\n\n", end=BROKEN), REFUSED])

    told = hear(server, None, until=lambda told: len(told.said) == 5)

    assert (told.said, told.events) == (["stream None", "pause 0.5", "stream c7", "pause 1", "stream c7"], [])


def test_a_lost_connection_is_taken_up_where_it_broke() -> None:
    server = UnsteadyFeed(head=4, stream=deque([streamed(sse(1), sse(2)[:-1], end=BROKEN)]))

    told = hear(server)

    assert (told.heard(), told.said) == (
        ["card-1", "card-2", "card-3", "card-4"],
        ["stream c0", "pause 0.5", "stream c1"],
    )
    assert server.opened[0].is_shut


def test_a_position_without_a_change_never_leads_back() -> None:
    server = UnsteadyFeed(head=3, stream=deque([streamed(sse(1), sse(2), b"id: c1\n\n", end=BROKEN)]))

    told = hear(server)

    assert told.said == ["stream c0", "pause 0.5", "stream c2"]


def test_what_is_said_twice_is_heard_once() -> None:
    server = UnsteadyFeed(head=3, stream=deque([streamed(sse(1), sse(2), sse(1), sse(2), sse(2), sse(3))]))

    assert hear(server).heard() == ["card-1", "card-2", "card-3"]


def test_pauses_double_to_thirty_seconds_and_begin_anew_once_something_is_heard() -> None:
    server = UnsteadyFeed(head=1, stream=deque([*[REFUSED] * 8, streamed(b":\n\n", end=BROKEN)]))

    told = hear(server)

    pauses = [said for said in told.said if said.startswith("pause")]
    assert pauses == [f"pause {seconds:g}" for seconds in (0.5, 1, 2, 4, 8, 16, 30, 30, 0.5)]


def test_pauses_are_of_full_jitter() -> None:
    server = UnsteadyFeed(head=1, stream=deque([REFUSED, REFUSED]))

    told = listen(
        iter(Listening("c0", chance=lambda: 0.25, clock=lambda: 0.0)), server, until=lambda told: bool(told.events)
    )

    assert told.said == ["stream c0", "pause 0.125", "stream c0", "pause 0.25", "stream c0"]


def test_a_server_may_want_longer_pauses() -> None:
    server = UnsteadyFeed(head=1, stream=deque([streamed(b"retry: 9000\n\n", end=BROKEN)]))

    assert hear(server).said == ["stream c0", "pause 9", "stream c0"]


def test_no_server_may_want_pauses_without_end() -> None:
    server = UnsteadyFeed(head=1, stream=deque([streamed(b"retry: 900000000\n\n", end=BROKEN)]))

    assert hear(server).said == ["stream c0", "pause 60", "stream c0"]


def test_who_asks_too_often_waits_as_long_as_is_said() -> None:
    server = UnsteadyFeed(head=1, stream=deque([Code.RATE_LIMITED]))

    assert hear(server).said == ["stream c0", "pause 7", "stream c0"]


@pytest.mark.parametrize(
    "answer",
    [
        404,
        406,
        501,
        302,
        Code.UNKNOWN_ROUTE,
        Code.METHOD_NOT_ALLOWED,
        SILENT,
        streamed(end=SILENT),
        streamed(b"<html>", content_type="text/html"),
        streamed(b"data: {}\n\n"),
        streamed(sse(1).replace(b"id: c1\n", b"")),
        streamed(sse(1), sse(3)),
        streamed(b"x" * 2_000_000),
    ],
    ids=lambda answer: repr(answer)[:60],
)
def test_where_no_good_stream_is_to_be_had_it_polls(answer: StagedChannel | Refusal) -> None:
    told = hear(UnsteadyFeed(head=5, stream=deque([answer])))

    assert told.heard() == [f"card-{seq}" for seq in (1, 2, 3, 4, 5)]
    assert told.said[1].startswith("sync c")
    assert told.said[1].endswith(" 25")


def test_a_bad_stream_is_closed() -> None:
    server = UnsteadyFeed(head=1, stream=deque([streamed(b"<html>", content_type="text/html")]))

    hear(server)

    assert [channel.is_shut for channel in server.opened] == [True]


@pytest.mark.parametrize("make", [streamed, lambda: streamed(end=BROKEN), lambda: BROKEN, lambda: 502])
def test_after_three_connections_without_a_byte_it_polls(make: Callable[[], StagedChannel | Refusal]) -> None:
    told = hear(UnsteadyFeed(head=1, stream=deque([make(), make(), make()])))

    assert told.said == ["stream c0", "pause 0.5", "stream c0", "pause 1", "stream c0", "sync c0 25"]


@pytest.mark.parametrize("make", [lambda: REFUSED, lambda: streamed(b":\n\n", end=SILENT), lambda: Code.RATE_LIMITED])
def test_a_network_that_is_away_is_no_reason_to_poll(make: Callable[[], StagedChannel | Refusal]) -> None:
    told = hear(UnsteadyFeed(head=1, stream=deque([make(), make(), make()])))

    assert [said for said in told.said if said.startswith("sync")] == []


def test_the_stream_is_tried_again_after_five_minutes() -> None:
    server = UnsteadyFeed(head=0, stream=deque([404, 404]))

    told = hear(server, until=lambda told: told.said.count("stream c0") == 3)

    assert told.said == ["stream c0", *["sync c0 25"] * 12, "stream c0", *["sync c0 25"] * 12, "stream c0"]
    assert told.seconds == 600


def test_without_a_stream_none_is_tried() -> None:
    told = hear(UnsteadyFeed(head=4), stream=False)

    assert told.said == ["sync c0 25", "sync c3 25"]


def test_changes_that_came_together_share_the_cursor_before_them() -> None:
    told = hear(UnsteadyFeed(head=4), stream=False)

    assert [event.cursor for event in told.events] == ["c0", "c0", "c3", "c4"]


def test_polling_without_a_cursor_reads_a_snapshot_in_silence_to_know_what_now_is() -> None:
    server = UnsteadyFeed(head=7)

    told = hear(server, None, stream=False, until=lambda told: len(told.said) == 3)

    assert (told.said, told.events) == (["sync None 0", "sync s7 0", "sync c7 25"], [])


def test_what_happens_while_it_reads_what_now_is_is_heard() -> None:
    server = UnsteadyFeed(head=7)

    def is_over(told: Told) -> bool:
        server.head = 9 if "sync s7 0" in told.said else 7
        return len(told.events) == 2

    told = hear(server, None, stream=False, until=is_over)

    assert told.events == [Event("c7", change(8)), Event("c9", change(9))]


def test_a_server_that_does_not_wait_is_not_asked_without_a_pause() -> None:
    nothing = SyncPage(changes=[], next_cursor="c0", has_more=False)
    server = UnsteadyFeed(head=1, poll=deque([nothing, nothing, nothing]))

    told = hear(server, stream=False)

    assert [said for said in told.said if said.startswith("pause")] == ["pause 0.5", "pause 1", "pause 2"]


def test_a_poll_that_fails_is_made_again() -> None:
    server = UnsteadyFeed(head=1, poll=deque([BROKEN, 502, 200, Code.UNAVAILABLE]))

    told = hear(server, stream=False)

    assert told.said == [word for n in (0.5, 1, 2, 4) for word in ("sync c0 25", f"pause {n:g}")] + ["sync c0 25"]


@pytest.mark.parametrize("stream", [True, False])
def test_after_a_gap_comes_all_there_is_and_then_life_goes_on(stream: bool) -> None:
    server = UnsteadyFeed(head=9, floor=5)

    def is_over(told: Told) -> bool:
        server.head = 11 if len(told.events) >= 4 else 9
        return len(told.events) == 6

    told = hear(server, "c2", stream=stream, until=is_over)

    assert told.heard() == ["gap", "me", "friend", "card", "card-10", "card-11"]
    assert [event.cursor for event in told.events[:4]] == ["c2", "c2", "c2", "c9"]
    assert [event.is_gap for event in told.events] == [True, *[False] * 5]
    assert not any(said.startswith("pause") for said in told.said)


def test_what_happens_during_a_snapshot_comes_behind_it() -> None:
    server = UnsteadyFeed(head=9, floor=5)

    def is_over(told: Told) -> bool:
        if len(told.events) == 2:
            server.head = 11
        return len(told.events) == 6

    assert hear(server, "c2", until=is_over).heard() == ["gap", "me", "friend", "card", "card-10", "card-11"]


def test_a_snapshot_that_broke_off_is_read_on() -> None:
    server = UnsteadyFeed(head=9, floor=5)

    def is_over(told: Told) -> bool:
        if told.said[-1] == "sync s9 0" and "pause 1" not in told.said:
            server.poll = deque([BROKEN])
        return len(told.events) == 4

    told = hear(server, "c2", until=is_over)

    assert told.heard() == ["gap", "me", "friend", "card"]
    assert told.said == ["stream c2", "sync None 0", "sync s9 0", "pause 1", "sync s9 0"]


def test_a_snapshot_that_expired_is_begun_again_behind_a_gap() -> None:
    server = UnsteadyFeed(head=9, floor=5)

    def is_over(told: Told) -> bool:
        if told.said[-1] == "sync s9 0" and told.heard().count("gap") == 1:
            server.poll = deque([Code.CURSOR_EXPIRED])
        return len(told.events) == 7

    assert hear(server, "c2", until=is_over).heard() == ["gap", "me", "friend", "gap", "me", "friend", "card"]


def test_a_server_that_forgets_all_the_time_is_given_time() -> None:
    server = UnsteadyFeed(head=9, stream=deque([Code.CURSOR_EXPIRED] * 4))

    told = hear(server, until=lambda told: told.heard().count("gap") == 4)

    assert [said for said in told.said if said.startswith("pause")] == ["pause 1", "pause 4", "pause 16"]


def test_a_server_set_back_to_an_old_backup_is_a_gap_and_then_heard_from_there() -> None:
    server = UnsteadyFeed(head=4, stream=deque([streamed(*map(sse, (1, 2, 3, 4)), end=BROKEN)]))

    def is_over(told: Told) -> bool:
        if "pause 0.5" in told.said:
            server.head = 2 if len(told.events) < 8 else 3
        return len(told.events) == 9

    told = hear(server, until=is_over)

    before = ["card-1", "card-2", "card-3", "card-4"]
    assert told.heard() == [*before, "gap", "me", "friend", "card", "card-3"]


def test_numbers_that_are_missing_in_the_feed_itself_are_a_gap() -> None:
    holed = SyncPage(changes=[change(1), change(3)], next_cursor="c3", has_more=False)
    server = UnsteadyFeed(head=3, poll=deque([holed]))

    told = hear(server, stream=False, until=lambda told: len(told.events) == 5)

    assert told.heard() == ["card-1", "gap", "me", "friend", "card"]


@pytest.mark.parametrize(
    ("trouble", "raised"),
    [
        (SessionEnded(EndReason.SIGNED_OUT), SessionEnded),
        (SignInRequired(), SignInRequired),
        (Code.UNAUTHENTICATED, Unauthenticated),
        (Code.INVALID_CURSOR, InvalidRequest),
    ],
)
@pytest.mark.parametrize("stream", [True, False])
def test_what_cannot_heal_is_raised(stream: bool, trouble: Refusal, raised: type[PostCardItError]) -> None:
    server = UnsteadyFeed(stream=deque([trouble]), poll=deque([trouble]))

    with pytest.raises(raised):
        hear(server, stream=stream)


def test_a_server_with_neither_stream_nor_feed_is_too_old() -> None:
    server = UnsteadyFeed(stream=deque([Code.UNKNOWN_ROUTE]), poll=deque([Code.UNKNOWN_ROUTE]))

    with pytest.raises(NotFound):
        hear(server)


def test_a_cursor_inside_a_snapshot_is_refused_over_polls_as_it_is_over_a_stream() -> None:
    server = UnsteadyFeed(head=9)
    inside = SyncPage(changes=[change(9), change(9)], next_cursor="c9", has_more=False)
    server.poll = deque([inside])

    with pytest.raises(InvalidRequest, match="snapshot") as refused:
        hear(server, "s9", stream=False)

    assert refused.value.code is Code.INVALID_CURSOR


def test_a_cursor_that_is_too_long_is_refused_before_anything_is_sent() -> None:
    with pytest.raises(InvalidRequest):
        Listening("x" * 1025)
