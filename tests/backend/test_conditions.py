"""What a request asks for a part of (RFC 9110, section 14): one range, or everything."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from postcardit_backend.conditions import is_known, part_of

ETAG = '"photo"'


@pytest.mark.parametrize(
    ("header", "part"),
    [
        (None, None),
        ("bytes=0-0", range(1)),
        ("bytes=0-99", range(100)),
        ("bytes=0-", range(100)),
        ("bytes=90-1000000", range(90, 100)),
        ("bytes=-1", range(99, 100)),
        ("bytes=-1000000", range(100)),
        (" bytes=5-9 ", range(5, 10)),
        ("bytes=100-", range(0)),
        ("bytes=100-200", range(0)),
        ("bytes=-0", range(0)),
        ("bytes=9-5", None),
        ("bytes=-", None),
        ("bytes=0-1,5-6", None),
        ("bytes=a-b", None),
        ("bytes=0-1-2", None),
        ("bytes= 0-1", None),
        ("bytes=²-3", None),
        ("lines=0-1", None),
        ("bytes=" + "9" * 30 + "-", None),
        ("", None),
    ],
)
def test_a_range_is_one_part_or_none_at_all(header: str | None, part: range | None) -> None:
    assert part_of(header, None, ETAG, 100) == part


@pytest.mark.parametrize(("if_range", "is_part"), [(ETAG, True), ('"other"', False), (f"W/{ETAG}", False), ("", False)])
def test_a_part_of_another_version_is_everything(if_range: str, is_part: bool) -> None:
    assert (part_of("bytes=1-2", if_range, ETAG, 100) == range(1, 3)) is is_part


@given(first=st.integers(0, 10**6), last=st.integers(0, 10**6), size=st.integers(1, 10**5))
def test_a_part_lies_within_what_there_is(first: int, last: int, size: int) -> None:
    part = part_of(f"bytes={first}-{last}", None, ETAG, size)

    if last < first:
        assert part is None
    else:
        assert part is not None
        assert [*part[:1], *part[-1:]] == ([first, min(last, size - 1)] if first < size else [])


@given(header=st.text(max_size=30))
def test_no_header_makes_more_of_a_file_than_there_is(header: str) -> None:
    part = part_of(f"bytes={header}", None, ETAG, 50)

    assert part is None or (part.start >= 0 and part.stop <= 50) or not part


@pytest.mark.parametrize(
    ("header", "known"), [(None, False), ("*", True), (ETAG, True), (f'"x", W/{ETAG}', True), ('"photos"', False)]
)
def test_what_a_client_has_is_known_by_its_etag(header: str | None, known: bool) -> None:
    assert is_known(header, ETAG) is known
