"""What every stamp is drawn with: a sheet of 320 x 400 units, and shapes on it, in any size of pixels."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PIL.ImageDraw import ImageDraw

__all__ = ["HEIGHT", "WIDTH", "Drawing", "Easel", "Point", "StampDesign", "drawing"]

WIDTH, HEIGHT = 320, 400
Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class StampDesign:
    """A stamp's identity: its id in kebab-case, its name for people, and its category."""

    stamp_id: str
    name: str
    category: str


@dataclass(frozen=True, slots=True)
class Drawing:
    """A design with its ground (colours at the top and at the bottom) and the function that draws the motif."""

    design: StampDesign
    ground: tuple[str, str]
    motif: "Callable[[Easel], None]"


def drawing(name: str, category: str, ground: tuple[str, str], motif: "Callable[[Easel], None]") -> Drawing:
    """A drawing whose id is its name in kebab-case."""
    return Drawing(StampDesign("-".join(name.lower().split()), name, category), ground, motif)


@dataclass(frozen=True, slots=True)
class Easel:
    """Shapes in units of the sheet; colours are `#rrggbb`, or `#rrggbbaa` to let what is below shine through."""

    draw: "ImageDraw"
    scale: float

    def disc(self, x: float, y: float, radius: float, colour: str) -> None:
        """A circle."""
        self.oval(x, y, radius, radius, colour)

    def discs(self, places: Iterable[Point], radius: float, colour: str) -> None:
        """Circles of one size."""
        for x, y in places:
            self.disc(x, y, radius, colour)

    def oval(self, x: float, y: float, reach_x: float, reach_y: float, colour: str) -> None:
        """An ellipse around its centre."""
        self.draw.ellipse(self._box(x - reach_x, y - reach_y, x + reach_x, y + reach_y), fill=colour)

    def box(self, left: float, top: float, right: float, bottom: float, colour: str, corner: float = 0) -> None:
        """A rectangle, with round corners if wanted."""
        self.draw.rounded_rectangle(self._box(left, top, right, bottom), corner * self.scale, fill=colour)

    def shape(self, points: Iterable[Point], colour: str) -> None:
        """A polygon."""
        self.draw.polygon(self._points(points), fill=colour)

    def blob(self, points: Iterable[Point], colour: str) -> None:
        """A closed smooth curve through the points (Catmull-Rom)."""
        self.draw.polygon(self._points(_smooth(list(points))), fill=colour)

    def line(self, points: Iterable[Point], colour: str, width: float) -> None:
        """A stroke with round joints and ends."""
        scaled, thick = self._points(points), round(width * self.scale)
        self.draw.line(scaled, fill=colour, width=thick, joint="curve")
        for x, y in (scaled[0], scaled[-1]):
            half = thick / 2
            self.draw.ellipse((x - half, y - half, x + half, y + half), fill=colour)

    def curve(self, points: Iterable[Point], colour: str, width: float) -> None:
        """A smooth stroke through the points."""
        first, *rest = points
        ends = [first, first, *rest, rest[-1]]
        steps = [step / 12 for step in range(13)]
        corners = zip(ends, ends[1:], ends[2:], ends[3:], strict=False)
        self.line([_along(corner, share) for corner in corners for share in steps], colour, width)

    def arc(self, x: float, y: float, radius: float, angles: tuple[float, float], colour: str, width: float) -> None:
        """Part of a ring; angles in degrees, clockwise from the right."""
        box = self._box(x - radius, y - radius, x + radius, y + radius)
        self.draw.arc(box, *angles, fill=colour, width=round(width * self.scale))

    def slice(self, x: float, y: float, reach: Point, angles: tuple[float, float], colour: str) -> None:
        """Part of an ellipse, cut from its centre; angles in degrees, clockwise from the right."""
        box = self._box(x - reach[0], y - reach[1], x + reach[0], y + reach[1])
        self.draw.pieslice(box, *angles, fill=colour)

    def _box(self, left: float, top: float, right: float, bottom: float) -> tuple[float, float, float, float]:
        return left * self.scale, top * self.scale, right * self.scale, bottom * self.scale

    def _points(self, points: Iterable[Point]) -> list[Point]:
        return [(x * self.scale, y * self.scale) for x, y in points]


def _smooth(points: list[Point], steps: int = 12) -> list[Point]:
    """The closed Catmull-Rom curve through the points, as a polygon with `steps` sides between two points."""
    before, after, beyond = points[-1:] + points[:-1], points[1:] + points[:1], points[2:] + points[:2]
    corners = zip(before, points, after, beyond, strict=True)
    return [_along(corner, step / steps) for corner in corners for step in range(steps)]


def _along(corner: tuple[Point, Point, Point, Point], share: float) -> Point:
    """The point of the curve between the second and the third point of `corner`, at a share of the way."""
    x, y = (_between(*values, share) for values in zip(*corner, strict=True))
    return x, y


def _between(a: float, b: float, c: float, d: float, t: float) -> float:
    return 0.5 * (2 * b + (c - a) * t + (2 * a - 5 * b + 4 * c - d) * t**2 + (3 * b - a - 3 * c + d) * t**3)
