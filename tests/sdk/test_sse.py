"""Server-sent events: the rules of the standard, and bytes that are cut anywhere."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from postcardit_sdk.sse import MAX_EVENT_BYTES, Message, Parser, TooLong


def heard(*chunks: bytes) -> list[Message]:
    parser = Parser()
    return [message for chunk in chunks for message in parser.feed(chunk)]


def data(text: str, event: str = "message", last_event_id: str = "") -> Message:
    return Message(text, event, last_event_id)


@pytest.mark.parametrize(
    ("stream", "messages"),
    [
        (b"data: one\n\n", [data("one")]),
        (b"data:one\n\n", [data("one")]),
        (b"data:  two spaces\n\n", [data(" two spaces")]),
        (b"data: a\ndata: b\n\n", [data("a\nb")]),
        (b"data\n\ndata\ndata\n\n", [data(""), data("\n")]),
        (b"data: one\r\n\r\ndata: two\r\rdata: three\n\n", [data("one"), data("two"), data("three")]),
        (b"\xef\xbb\xbfdata: after a mark\n\n", [data("after a mark")]),
        (b"data: \xef\xbb\xbf\n\n", [data("\ufeff")]),
        (b": a comment\n\n: another\ndata: one\n\n", [data("one")]),
        (b"event: change\ndata: x\n\ndata: y\n\n", [data("x", "change"), data("y")]),
        (b"event: change\n\ndata: y\n\n", [data("y")]),
        (b"id: 7\ndata: x\n\ndata: y\n\n", [data("x", last_event_id="7"), data("y", last_event_id="7")]),
        (b"id: 7\n\ndata: y\n\n", [data("y", last_event_id="7")]),
        (b"id: 7\ndata: x\n\nid\ndata: y\n\n", [data("x", last_event_id="7"), data("y")]),
        (b"id: 7\n\nid: 8\x009\ndata: y\n\n", [data("y", last_event_id="7")]),
        (b"unknown: field\ndata: x\n\n", [data("x")]),
        (b"data: \xff\n\n", [data("\ufffd")]),
        (b"data: never finished\n", []),
        (b"\n\n\n", []),
    ],
)
def test_a_stream_is_read_as_the_standard_says(stream: bytes, messages: list[Message]) -> None:
    assert heard(stream) == messages


def test_an_id_without_data_is_remembered_and_is_no_event() -> None:
    parser = Parser()

    assert (parser.feed(b"id: 41\n"), parser.last_event_id) == ([], "")
    assert (parser.feed(b"\n"), parser.last_event_id) == ([], "41")


@pytest.mark.parametrize(
    ("said", "seconds"),
    [
        (b"1500", 1.5),
        (b"0", 0.0),
        (b"soon", None),
        (b"-1", None),
        (b"1.5", None),
        ("٣".encode(), None),
        (b"9" * 5000, None),
    ],
)
def test_a_wish_for_the_time_of_coming_again_is_a_number_of_milliseconds(said: bytes, seconds: float | None) -> None:
    parser = Parser()

    parser.feed(b"retry: " + said + b"\n\n")

    assert parser.retry_seconds == seconds


@pytest.mark.parametrize("endless", [b"data: " + b"x" * 1024, b"data: " + b"x" * 1023 + b"\n", b":" * 1024])
def test_a_server_that_never_ends_a_line_or_an_event_is_left(endless: bytes) -> None:
    parser = Parser()

    with pytest.raises(TooLong):
        for _ in range(2 * MAX_EVENT_BYTES // 1024):
            parser.feed(endless)


def test_comments_without_end_are_no_event_without_end() -> None:
    assert heard(*[b": still here\n\n" * 1000] * 200, b"data: x\n\n") == [data("x")]


LINES = st.one_of(
    st.sampled_from(
        ["data", "data: ", "data:x", "id: 1", "id:", "id: \0", "event: e", "retry: 5", ": c", "", "\ufeff"]
    ),
    st.text(alphabet=st.characters(exclude_characters="\r\n", exclude_categories=["Cs"]), max_size=8).map(
        "data: ".__add__
    ),
)
ENDS = st.sampled_from(["\r\n", "\n", "\r"])
STREAMS = st.lists(st.tuples(LINES, ENDS), max_size=12).map(lambda lines: "".join(a + b for a, b in lines).encode())


@given(stream=STREAMS, junk=st.binary(max_size=4), cuts=st.lists(st.integers(0, 200), max_size=12))
def test_any_cutting_of_a_stream_gives_the_same_events(stream: bytes, junk: bytes, cuts: list[int]) -> None:
    stream += junk
    edges = [0, *sorted(min(cut, len(stream)) for cut in cuts), len(stream)]
    chunks = [stream[start:end] for start, end in pairwise(edges)]
    whole, cut_up, by_bytes = Parser(), Parser(), Parser()

    messages = whole.feed(stream)

    assert [message for chunk in chunks for message in cut_up.feed(chunk)] == messages
    assert [message for byte in stream for message in by_bytes.feed(bytes([byte]))] == messages
    states = {(parser.last_event_id, parser.retry_seconds) for parser in (whole, cut_up, by_bytes)}
    assert len(states) == 1
