"""Whatever a server does with its connections, every change is heard once and in order, or behind a gap."""

from collections import deque
from collections.abc import Callable
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from postcardit_sdk import Code, Event
from tests.sdk.unsteady_feed import (
    BROKEN,
    REFUSED,
    SILENT,
    Refusal,
    StagedChannel,
    Told,
    UnsteadyFeed,
    cursor_of,
    hear,
    sse,
    streamed,
)

Spoiled = Callable[[int, int], StagedChannel]


@st.composite
def spoiled_streams(draw: st.DrawFn) -> Spoiled:
    """A stream whose first change is right: of the rest some come twice, late or never. It is cut and ends anyhow."""
    order = draw(st.lists(st.integers(1, 12), max_size=12))
    is_honest = draw(st.booleans())
    between = draw(st.lists(st.sampled_from([b"", b":\n\n", b"id: c1\n\n", b"\n", b"retry: 3\n"]), min_size=1))
    length, edges = draw(st.integers(0, 2000)), draw(st.lists(st.integers(0, 2000), max_size=5))
    end = draw(st.sampled_from([None, BROKEN, SILENT]))
    headers = draw(st.sampled_from([{}, {}, {}, {"content_type": "text/html"}]))

    def make(begin: int, head: int) -> StagedChannel:
        right = [*range(begin + 1, head + 1)]
        seqs = right if is_honest else right[:1] + [begin + place for place in order if begin + place <= head]
        whole = b"".join(sse(seq) + between[number % len(between)] for number, seq in enumerate(seqs))[:length]
        cuts = [0, *sorted(min(edge, len(whole)) for edge in edges), len(whole)]
        chunks = [whole[start:stop] for start, stop in pairwise(cuts) if start < stop]
        return streamed(*chunks, end=end, **headers)

    return make


REFUSALS: list[Refusal] = [
    REFUSED, BROKEN, SILENT, Code.RATE_LIMITED, Code.UNAVAILABLE, Code.CURSOR_EXPIRED, Code.INTERNAL, 502, 200,
]  # fmt: skip


@settings(max_examples=200, deadline=None)
@given(
    streams=st.lists(st.one_of(spoiled_streams(), spoiled_streams(), st.sampled_from([404, *REFUSALS])), max_size=8),
    polls=st.lists(st.sampled_from(REFUSALS), max_size=8),
    floor=st.integers(0, 3),
    growth=st.lists(st.integers(0, 2), max_size=12),
)
def test_every_change_is_heard_once_and_in_order_or_behind_a_gap(
    streams: list[Spoiled | Refusal], polls: list[Refusal], floor: int, growth: list[int]
) -> None:
    server = UnsteadyFeed(head=12, floor=floor, stream=deque(streams), poll=deque(polls))
    grow = iter(growth)

    def is_over(told: Told) -> bool:
        server.head += next(grow, 0) if told.said[-1].startswith(("pause", "sync")) else 0
        return bool(told.events) and told.events[-1].cursor == cursor_of(server.head)

    told = hear(server, until=is_over)

    check(told.events, server.head)


def check(events: list[Event], head: int) -> None:
    """Behind a gap comes the whole snapshot, else the next number; and no cursor skips anything."""
    expected, cursor = 1, "c0"
    snapshot: list[str] = []
    for event in events:
        if event.change is None:
            assert event.cursor == cursor
            snapshot = ["me", "friend", "card"]
            continue
        if snapshot:
            assert event.change.id == snapshot.pop(0)
            assert event.cursor == cursor or not snapshot
            expected = event.change.seq + 1
        else:
            assert (event.change.seq, event.change.id) == (expected, f"card-{expected}")
            expected += 1
        cursor = event.cursor
        assert int(cursor.removeprefix("c")) <= event.change.seq
    assert (snapshot, expected) == ([], head + 1)
