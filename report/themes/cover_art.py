"""The picture of a cover, drawn of its report's metadata: a field of cells, each filled with figures from a series' own alphabet.

What a series has for itself (the pattern, the size of its cells, its colours) comes from its name, so that no two look
alike; how the cells are turned comes from the report, so that its issues are told apart and still belong together.
"""

from __future__ import annotations

import hashlib
import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from report.model.metadata import PATTERNS
from report.themes.colours import BLACK, WHITE, mix

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from report.model.metadata import Metadata

Point = tuple[float, float]
Figures = tuple[tuple[Point, ...], ...]
SIZES = (5, 6, 7, 8)  # cells across
ARC = 16  # straight lines that a quarter of a circle is drawn of
LAYERS = ((0.0, WHITE), (0.22, WHITE), (0.3, BLACK), (0.5, WHITE))  # what is mixed into the accent: its shades
SPARK = 11  # one cell in so many shows the second colour
EMPTY = 5  # one in so many is bare


@dataclass(frozen=True, slots=True)
class Polygon:
    """A polygon and its colour; points lie between 0 and 1 across, and go down from 0."""

    points: tuple[Point, ...]
    colour: str


@dataclass(frozen=True, slots=True)
class Artwork:
    """Shapes on a ground, in the order of painting, in whole rows; as high as `height` is of the width."""

    ground: str
    shapes: tuple[Polygon, ...]
    height: float

    def svg(self, width: float) -> str:
        """Write the picture as SVG, `width` units wide."""
        size = f"{_short(width)} {_short(width * self.height)}"
        shapes = "".join(
            f'<path fill="{shape.colour}" d="M{"L".join(f"{_short(x * width)} {_short(y * width)}" for x, y in shape.points)}Z"/>'
            for shape in self.shapes
        )
        return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size}" width="{_short(width)}" height="{_short(width * self.height)}"><rect width="100%" height="100%" fill="{self.ground}"/>{shapes}</svg>'


def draw_artwork(meta: Metadata, tokens: Mapping[str, str], height: float, pattern: str = "") -> Artwork:
    """Draw the picture of a report's cover, at most as high as `height` is of its width, of a `pattern` or the series' own.

    `tokens` are the theme's colours by name.
    """
    series = meta.series or meta.publisher or meta.title
    own = _numbers(f"series {series}")
    pattern = pattern or PATTERNS[next(own) % len(PATTERNS)]
    across = SIZES[next(own) % len(SIZES)]
    accent, signal = tokens.get("accent", "#0b4f6c"), tokens.get("chart-2") or tokens.get("signal", "#a33d17")
    shades = [mix(accent, other, share) for share, other in LAYERS]
    first = next(own)
    ground, shades = shades[0], [shades[1 + (first + step) % 3] for step in range(3)]
    shapes: list[Polygon] = []
    turns = _numbers(f"report {series} {meta.report_number} {meta.slug}")
    cell = 1 / across
    rows = max(1, math.floor(height / cell))
    for row in range(rows):
        for column in range(across):
            draw = next(turns)
            if draw % EMPTY == 0:
                continue
            place = (column * cell, row * cell)
            colours = [signal if (draw >> 8) % SPARK == 0 else shades[(draw >> 12) % 3], shades[(draw >> 14) % 3]]
            for number, figure in enumerate(FIGURES[pattern](draw >> 20)):
                points = tuple(_placed(point, (draw >> 4) % 4, place, cell) for point in figure)
                shapes.append(Polygon(points, colours[number % 2]))
    return Artwork(ground, tuple(shapes), rows * cell)


def _placed(point: Point, turns: int, place: Point, cell: float) -> Point:
    """Turn a point of a cell by right angles, and put it where the cell is."""
    x, y = point
    for _ in range(turns):
        x, y = 1 - y, x
    return place[0] + x * cell, place[1] + y * cell


def _numbers(seed: str) -> Iterator[int]:
    """Yield numbers of 64 bits without end, the same for the same seed."""
    state = seed.encode()
    while True:
        state = hashlib.sha256(state).digest()
        yield int.from_bytes(state[:8], "big")


def _arc(centre: Point, radius: float, start: int = 0, end: int = 90) -> Iterator[Point]:
    """Yield points of an arc, from one angle in degrees to another."""
    steps = ARC * abs(end - start) // 90
    for step in range(steps + 1):
        angle = math.radians(start + (end - start) * step / steps)
        yield centre[0] + radius * math.cos(angle), centre[1] + radius * math.sin(angle)


def _quarters(_: int) -> Figures:
    return (((0, 0), *_arc((0, 0), 1)),)


def _leaves(_: int) -> Figures:
    return ((*_arc((0, 0), 1), *_arc((1, 1), 1, 180, 270)),)


def _halves(draw: int) -> Figures:
    half = tuple(_arc((0.5, 0), 0.5, 0, 180))
    other = tuple((x, y + 0.5) for x, y in half)
    return (half, other) if draw % 2 else (half,)


def _triangles(draw: int) -> Figures:
    whole = ((0, 0), (1, 0), (0, 1))
    return (whole, ((1, 0.5), (1, 1), (0.5, 1))) if draw % 2 else (whole,)


def _rings(_: int) -> Figures:
    rings = ((*_arc((0, 0), outer), *_arc((0, 0), outer - 0.2, 90, 0)) for outer in (1, 0.6))
    return (*rings, ((0, 0), *_arc((0, 0), 0.2)))


def _steps(draw: int) -> Figures:
    heights = [((draw >> 4 * step) % 4 + 1) / 4 for step in range(3)]
    return tuple(
        ((step / 3, 1 - height), ((step + 1) / 3, 1 - height), ((step + 1) / 3, 1), (step / 3, 1))
        for step, height in enumerate(heights)
    )


FIGURES: dict[str, Callable[[int], Figures]] = {
    "quarters": _quarters,
    "leaves": _leaves,
    "halves": _halves,
    "triangles": _triangles,
    "rings": _rings,
    "steps": _steps,
}


def _short(value: float) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".")
