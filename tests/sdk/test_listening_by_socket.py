"""Listening by a WebSocket: it says that there is something, and what there is comes from the feed."""

from collections import deque
from collections.abc import Callable

import pytest

from postcardit_sdk import Code, PostCardItError, Unauthenticated
from postcardit_sdk.contract.service import Realtime
from postcardit_sdk.resources.ways import Ways
from tests.sdk.unsteady_feed import (
    BROKEN,
    REFUSED,
    SILENT,
    SOCKET,
    Refusal,
    StagedChannel,
    Told,
    UnsteadyFeed,
    change,
    hear,
    streamed,
)

ON_AWS = (Realtime.WEBSOCKET, Realtime.LONGPOLL)


def hint(seq: int) -> bytes:
    return f'{{"type":"hint","seq":{seq}}}'.encode()


def ways() -> Ways:
    """What a stage on AWS has."""
    return Ways(ON_AWS, SOCKET)


def said(count: int) -> Callable[[Told], bool]:
    """Until so much was said."""
    return lambda told: len(told.said) == count


class Growing(UnsteadyFeed):
    """A feed that grows by one change whenever a WebSocket is listened to."""

    def answer(self, said: object) -> object:
        answer = super().answer(said)
        if isinstance(answer, bytes) and answer.startswith(b'{"type":"hint"'):
            self.head += 1
        return answer


def test_the_server_is_asked_once_how_it_tells_of_changes() -> None:
    known, server = Ways(), UnsteadyFeed(head=2)

    first, second = hear(server, ways=known), hear(server, ways=known)

    assert (first.said, second.said) == (["ready", "stream c0"], ["stream c0"])


def test_the_way_that_the_server_likes_best_is_gone() -> None:
    server = UnsteadyFeed(head=1, ready=deque([(Realtime.WEBSOCKET, Realtime.SSE, Realtime.LONGPOLL)]))

    assert hear(server, ways=Ways()).said == ["ready", f"connect {SOCKET}", "sync c0 0"]


@pytest.mark.parametrize("answer", [404, Code.UNKNOWN_ROUTE, (), (Realtime("carrier-pigeon"),)])
def test_a_server_that_names_no_way_we_know_is_listened_to_all_the_same(
    answer: tuple[Realtime, ...] | Refusal,
) -> None:
    told = hear(UnsteadyFeed(head=1, ready=deque([answer])), ways=Ways())

    assert told.said[0] == "ready"
    assert told.heard() == ["card-1"]


def test_a_server_that_cannot_say_it_now_is_asked_again() -> None:
    server = UnsteadyFeed(head=1, ready=deque([REFUSED, Code.UNAVAILABLE]))

    assert hear(server, ways=Ways()).said == ["ready", "pause 0.5", "ready", "pause 1", "ready", "stream c0"]


def test_a_server_whose_word_is_lost_on_the_way_is_listened_to_as_is_usual() -> None:
    server = UnsteadyFeed(head=1, ready=deque([BROKEN] * 9))

    assert hear(server, ways=Ways()).said == ["ready", "stream c0"]


def test_who_wants_no_stream_asks_for_nothing_and_polls() -> None:
    assert hear(UnsteadyFeed(head=1), stream=False, ways=Ways()).said == ["sync c0 25"]


def test_what_happened_before_it_was_open_is_fetched_once_it_is() -> None:
    told = hear(UnsteadyFeed(head=7), ways=ways())

    assert told.said == [f"connect {SOCKET}", "sync c0 0", "sync c3 0", "sync c6 0"]
    assert [event.change for event in told.events] == [change(seq) for seq in range(1, 8)]


def test_each_hint_fetches_what_there_is() -> None:
    server = Growing(head=1, socket=deque([streamed(hint(2), hint(3))]))

    told = hear(server, until=lambda told: told.heard() == ["card-1", "card-2", "card-3"], ways=ways())

    assert told.said == [f"connect {SOCKET}", "sync c0 0", "sync c1 0", "sync c2 0"]


def test_hints_about_what_is_known_and_whatever_else_is_said_ask_for_nothing() -> None:
    words = [hint(1), b'{"type":"pong"}', b"[]", b"\xff", b'{"type":"hint","seq":"x"}', b'{"type":"hint"}', hint(2)]
    server = UnsteadyFeed(head=2, socket=deque([streamed(*words)]))

    told = hear(server, until=said(4), ways=ways())

    assert told.said == [f"connect {SOCKET}", "sync c0 0", "pause 0.5", f"connect {SOCKET}"]


def test_without_a_cursor_it_begins_with_what_happens_next() -> None:
    server = Growing(head=3, socket=deque([streamed(hint(4))]))

    told = hear(server, None, until=lambda told: bool(told.events), ways=ways())

    assert (told.heard(), told.said[-3:]) == (["card-4"], [f"connect {SOCKET}", "sync c3 0", "sync c3 0"])


def test_a_lost_connection_is_taken_up_where_it_broke() -> None:
    server = Growing(head=1, socket=deque([streamed(hint(2), end=BROKEN), streamed(hint(3), end=SILENT)]))

    told = hear(server, until=lambda told: len(told.events) == 3, ways=ways())

    assert told.heard() == ["card-1", "card-2", "card-3"]
    assert [channel.is_shut for channel in server.opened] == [True, False]


def test_a_server_that_opens_and_ends_at_once_is_given_more_and_more_time() -> None:
    told = hear(UnsteadyFeed(), until=lambda told: told.said[-1:] == ["pause 4"], ways=ways())

    assert [word for word in told.said if word.startswith("pause")] == ["pause 0.5", "pause 1", "pause 2", "pause 4"]


@pytest.mark.parametrize("refusal", [403, 404, 501, 302, SILENT], ids=repr)
def test_where_no_socket_is_to_be_had_it_polls_and_tries_again_later(refusal: Refusal) -> None:
    server = UnsteadyFeed(socket=deque([refusal]))

    told = hear(server, until=lambda told: len(told.said) > 1 and told.said[-1].startswith("connect"), ways=ways())

    assert told.said == [f"connect {SOCKET}", *["sync c0 25"] * 12, f"connect {SOCKET}"]


@pytest.mark.parametrize("trouble", [REFUSED, BROKEN, Code.UNAVAILABLE])
def test_a_socket_that_cannot_be_reached_three_times_is_given_up_for_a_while(trouble: PostCardItError | Code) -> None:
    server = UnsteadyFeed(head=1, socket=deque([trouble] * 3))

    told = hear(server, ways=ways())

    assert [word.partition(" ")[0] for word in told.said] == ["connect", "pause", "connect", "pause", "connect", "sync"]


def test_a_gap_is_told_and_followed_by_all_there_is() -> None:
    server = UnsteadyFeed(head=5, floor=3)

    told = hear(server, until=lambda told: len(told.events) == 4, ways=ways())

    assert told.heard() == ["gap", "me", "friend", "card"]


def test_who_is_not_signed_in_any_more_hears_of_it() -> None:
    with pytest.raises(Unauthenticated):
        hear(UnsteadyFeed(socket=deque([Code.UNAUTHENTICATED])), ways=ways())


def test_a_channel_is_closed_when_fetching_fails() -> None:
    channel = StagedChannel(deque([hint(1)]))
    server = UnsteadyFeed(head=1, socket=deque([channel]), poll=deque([BROKEN]))

    told = hear(server, ways=ways())

    assert (told.heard(), channel.is_shut) == (["card-1"], True)
