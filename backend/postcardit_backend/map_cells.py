"""The map in numbered cells, so that an index of numbers finds what lies in a rectangle.

Latitude and longitude are cut into 65,536 steps each (a cell is 305 m high, and 611 m wide at the equator). The bits
of both, in turn, are the number of a cell (a Z-order curve): cells that are near have numbers that are near, and every
square that halving the map leads to is one range of numbers.
"""

from dataclasses import dataclass
from heapq import heappop, heappush

__all__ = ["cell", "ranges"]

_BITS = 16
_STEPS = 1 << _BITS


def cell(latitude: float | None, longitude: float | None) -> int | None:
    """The cell of a place in degrees; None for no place. The edges of the map belong to its last cells."""
    if latitude is None or longitude is None:
        return None
    return _spread(_column(longitude)) | _spread(_row(latitude)) << 1


def ranges(west: float, south: float, east: float, north: float, most: int = 16) -> list[tuple[int, int]]:
    """Ranges of cells, first and last, that cover a rectangle: in their order, apart, and rather coarse than many.

    With `west` above `east` the rectangle crosses the antimeridian. There are at most `most` ranges, or two where
    fewer cannot be: one on each side of it.
    """
    spans = [(west, east)] if west <= east else [(west, 180.0), (-180.0, east)]
    rows = _row(south), _row(north)
    whole = [_Square(0, 0, 0, 2 * _BITS, (_column(w), rows[0], _column(e), rows[1])) for w, e in spans]
    return _joined(_fitting([square for square in whole if square.covered], most))


@dataclass(frozen=True, slots=True, order=True)
class _Square:
    """2 ** `bits` cells from number `first` on, whose lowest corner is (x, y), and the rectangle that is looked for.

    A rectangle is west, south, east, north in steps, all inclusive.
    """

    first: int
    x: int
    y: int
    bits: int
    wanted: tuple[int, int, int, int]

    @property
    def covered(self) -> int:
        """How many of its cells lie in the rectangle."""
        west, south, east, north = self.wanted
        width = min(east, self.x + (1 << (self.bits + 1) // 2) - 1) - max(west, self.x) + 1
        height = min(north, self.y + (1 << self.bits // 2) - 1) - max(south, self.y) + 1
        return max(width, 0) * max(height, 0)

    @property
    def wasted(self) -> int:
        """How many of its cells lie outside."""
        return (1 << self.bits) - self.covered

    def halves(self) -> list["_Square"]:
        """Its two halves, without one that lies outside: of a square, north and south; else west and east."""
        bits, half = self.bits - 1, 1 << self.bits - 1
        x, y = (0, 1 << bits // 2) if bits % 2 else (1 << bits // 2, 0)
        low = _Square(self.first, self.x, self.y, bits, self.wanted)
        high = _Square(self.first + half, self.x + x, self.y + y, bits, self.wanted)
        return [square for square in (low, high) if square.covered]


def _fitting(squares: list[_Square], most: int) -> list[_Square]:
    """Halve what wastes the most cells as long as there are not too many."""
    heap = sorted((-square.wasted, square) for square in squares)
    while heap and heap[0][0] < 0:
        halves = heap[0][1].halves()
        if len(heap) - 1 + len(halves) > most:
            break
        heappop(heap)
        for half in halves:
            heappush(heap, (-half.wasted, half))
    return [square for _, square in heap]


def _joined(squares: list[_Square]) -> list[tuple[int, int]]:
    """Their ranges, those that touch or overlap in one."""
    joined: list[tuple[int, int]] = []
    for square in sorted(squares):
        first, last = square.first, square.first + (1 << square.bits) - 1
        if joined and first <= joined[-1][1] + 1:
            joined[-1] = joined[-1][0], max(joined[-1][1], last)
        else:
            joined.append((first, last))
    return joined


def _column(longitude: float) -> int:
    return _step((longitude + 180) / 360)


def _row(latitude: float) -> int:
    return _step((latitude + 90) / 180)


def _step(part: float) -> int:
    return min(max(int(part * _STEPS), 0), _STEPS - 1)


def _spread(number: int) -> int:
    """The 16 bits of a number on the even places of 32."""
    for shift, mask in ((8, 0x00FF00FF), (4, 0x0F0F0F0F), (2, 0x33333333), (1, 0x55555555)):
        number = (number | number << shift) & mask
    return number
