"""Cells of the map: whatever lies in a rectangle has its cell in one of the rectangle's ranges, and few others have."""

from itertools import pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from postcardit_backend.map_cells import cell, ranges

CELLS = 1 << 32
LATITUDES, LONGITUDES = st.floats(-90, 90), st.floats(-180, 180)
Edges = tuple[float, float, float, float]


@st.composite
def rectangles(draw: st.DrawFn) -> Edges:
    """West, south, east, north; with west above east as often as not."""
    south, north = sorted((draw(LATITUDES), draw(LATITUDES)))
    return draw(LONGITUDES), south, draw(LONGITUDES), north


def between(part: float, low: float, high: float) -> float:
    return min(max(low + part * (high - low), low), high)


@given(edges=rectangles(), part=st.tuples(st.floats(0, 1), st.floats(0, 1)), most=st.integers(1, 20))
@example(edges=(-180.0, -90.0, 180.0, 90.0), part=(1.0, 1.0), most=1)
@example(edges=(180.0, 90.0, -180.0, 90.0), part=(1.0, 0.0), most=16)
@example(edges=(180.0, -90.0, 180.0, -90.0), part=(0.0, 0.0), most=16)
def test_whatever_lies_in_a_rectangle_has_its_cell_in_a_range(
    edges: Edges, part: tuple[float, float], most: int
) -> None:
    west, south, east, north = edges
    latitude = between(part[0], south, north)
    if west <= east:
        longitudes = [between(part[1], west, east), west, east]
    else:
        longitudes = [between(part[1], west, 180.0), between(part[1], -180.0, east), 180.0, -180.0]

    found = ranges(*edges, most=most)

    cells = [cell(at, longitude) for at in (latitude, south, north) for longitude in longitudes]
    assert [one for one in cells if one is None or not any(first <= one <= last for first, last in found)] == []


@given(edges=rectangles(), most=st.integers(1, 20))
def test_ranges_are_few_apart_and_in_order(edges: Edges, most: int) -> None:
    found = ranges(*edges, most=most)

    assert 1 <= len(found) <= max(most, 2)
    assert all(0 <= first <= last < CELLS for first, last in found)
    assert all(last + 1 < first for (_, last), (first, _) in pairwise(found))


@pytest.mark.parametrize(
    "edges",
    [(12.2, 45.3, 12.5, 45.6), (-10.0, 35.0, 30.0, 60.0), (-1.0, -1.0, 1.0, 1.0), (179.0, -20.0, -179.0, -15.0)],
    ids=["a town", "a continent", "where the equator is crossed", "where the days part"],
)
def test_ranges_hold_little_more_than_the_rectangle(edges: Edges) -> None:
    west, south, east, north = edges
    area = ((east - west) % 360) * (north - south) / (360 * 180) * CELLS

    held = sum(last - first + 1 for first, last in ranges(*edges))

    assert area * 0.9 < held < area * 2.5


def test_the_whole_map_is_one_range_and_a_point_is_one_cell() -> None:
    point = cell(45.4, 12.3)

    assert ranges(-180, -90, 180, 90) == [(0, CELLS - 1)]
    assert ranges(12.3, 45.4, 12.3, 45.4) == [(point, point)]


def test_a_rectangle_upside_down_holds_nothing() -> None:
    assert ranges(0, 10, 10, 0) == []


@pytest.mark.parametrize(
    ("latitude", "longitude", "number"),
    [(-90, -180, 0), (90, 180, CELLS - 1), (90, -180, 0xAAAAAAAA), (-90, 180, 0x55555555), (0, 0, 0xC0000000)],
)
def test_each_corner_of_the_map_has_a_corner_cell(latitude: float, longitude: float, number: int) -> None:
    assert cell(latitude, longitude) == number


@given(latitude=LATITUDES, longitude=LONGITUDES)
def test_a_cell_is_a_number_of_32_bits(latitude: float, longitude: float) -> None:
    number = cell(latitude, longitude)

    assert number is not None
    assert 0 <= number < CELLS


def test_no_place_has_no_cell() -> None:
    assert [cell(None, None), cell(45.0, None), cell(None, 12.0)] == [None] * 3
