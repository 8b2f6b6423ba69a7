"""Which postcards are listed: what people write about times and the map, and what the server is asked."""

import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, timezone
from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from postcardit_cli.exits import CommandFailed
from postcardit_cli.postcard_filters import area_in, moment_in
from postcardit_sdk import BoundingBox

from .conftest import FakeServer, Run

pytestmark = pytest.mark.usefixtures("signed_in")

NONE: dict[str, object] = {"count": 0, "postcards": []}


@pytest.fixture
def rome() -> Iterator[None]:
    """The local time zone is an hour before UTC, and has no summer time."""
    with pytest.MonkeyPatch.context() as there:
        there.setenv("TZ", "XXX-1")
        time.tzset()
        yield
    time.tzset()


def _asked(server: FakeServer) -> dict[str, str]:
    query = parse_qs(urlsplit(server.requests[-1].url).query)
    return {name: values[0] for name, values in query.items() if name not in {"limit", "archived", "box"}}


@pytest.mark.usefixtures("rome")
def test_a_date_is_the_start_of_its_day_here(run: Run, server: FakeServer) -> None:
    server.answer("GET /v1/postcards", NONE)

    run("postcards", "list", "--from", "2026-11-22", "--to", "2026-11-23")

    assert _asked(server) == {"from": "2026-11-21T23:00:00.000Z", "to": "2026-11-22T23:00:00.000Z"}


@pytest.mark.usefixtures("rome")
@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("2026-11-22T18:30", "2026-11-22T17:30:00.000Z"),
        ("2026-11-22 18:30:01.5", "2026-11-22T17:30:01.500Z"),
        ("2026-11-22T18:30Z", "2026-11-22T18:30:00.000Z"),
        ("2026-11-22T18:30-05:00", "2026-11-22T23:30:00.000Z"),
    ],
)
def test_a_time_is_of_here_unless_it_says_another_zone(run: Run, server: FakeServer, written: str, meant: str) -> None:
    server.answer("GET /v1/postcards", NONE)

    run("postcards", "list", "--from", written)

    assert _asked(server) == {"from": meant}


@pytest.mark.parametrize("written", ["yesterday", "", "22.11.2026", "2026-13-01", "0001-01-01T00:00+23:59"])
def test_what_is_no_date_is_a_usage_error(run: Run, server: FakeServer, written: str) -> None:
    result = run("postcards", "list", "--from", written)

    assert (result.exit_code, server.requests) == (2, [])
    assert result.err.startswith(f"error: --from {written!r} is no date.\n")


@given(st.text())
@example("9999-12-31T23:59:59-23:59")
def test_no_text_is_more_than_a_date_or_a_usage_error(text: str) -> None:
    try:
        moment = moment_in(text, "--to")
    except CommandFailed as error:
        assert error.failure.exit_code == 2
    else:
        assert moment is not None
        assert moment.utcoffset() is not None


@given(
    st.integers(-2_000_000_000, 4_000_000_000).map(lambda seconds: datetime.fromtimestamp(seconds, UTC)),
    st.integers(-14 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes))),
)
def test_a_time_with_its_zone_is_read_back_as_it_was(moment: datetime, zone: timezone) -> None:
    there = moment.astimezone(zone)

    assert moment_in(there.isoformat(), "--from") == there


@pytest.mark.parametrize(
    "arguments", [("--bbox", "-10,35,5,45"), ("--bbox=-10,35,5,45",), ("--bbox", "-10, 35, 5, 45")]
)
def test_a_part_of_the_map_may_begin_in_the_west(run: Run, server: FakeServer, arguments: tuple[str, ...]) -> None:
    server.answer("GET /v1/postcards", NONE)

    run("postcards", "list", *arguments)

    assert _asked(server) == {"bbox": "-10,35,5,45"}


@pytest.mark.parametrize("written", ["1,2,3", "", "a,b,c,d", "0,0,0,91", "0,2,0,1", "nan,0,0,0"])
def test_what_is_no_part_of_the_map_is_a_usage_error(run: Run, server: FakeServer, written: str) -> None:
    result = run("postcards", "list", "--bbox", written)

    assert (result.exit_code, server.requests) == (2, [])
    assert result.err.startswith(f"error: --bbox {written!r} must ")


@given(st.tuples(*[st.floats(-180, 180)] * 2), st.tuples(*[st.floats(-90, 90)] * 2).map(sorted))
def test_a_part_of_the_map_is_read_as_it_is_written(widths: tuple[float, float], heights: list[float]) -> None:
    west, south, east, north = (round(edge, 6) + 0.0 for edge in (widths[0], heights[0], widths[1], heights[1]))

    assert area_in(f"{west:.6f},{south:.6f},{east:.6f},{north:.6f}") == BoundingBox(west, south, east, north)


def test_a_list_may_be_of_one_status(run: Run, server: FakeServer) -> None:
    server.answer("GET /v1/postcards", NONE)

    run("postcards", "list", "--status", "delivered", "--all")

    assert _asked(server) == {"status": "delivered"}
    assert run("postcards", "list", "--status", "queued").exit_code == 2


@pytest.mark.parametrize(
    "more", [("--status", "sent"), ("--from", "2026-11-22"), ("--to", "2026-11-22"), ("--bbox", "1,2,3,4")]
)
def test_the_copy_does_not_know_what_only_a_server_can_look_for(
    run: Run, server: FakeServer, more: tuple[str, ...]
) -> None:
    result = run("postcards", "list", "--local", *more)

    assert (result.exit_code, server.requests) == (2, [])
