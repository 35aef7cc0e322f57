"""Imposition: which page lies where on which side of which sheet, so that the folded sheets read in order."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

Place = int | None
"""A page, from 0, or nothing where the sheet stays blank."""
LEAF = 4  # pages of a folded sheet


@dataclass(frozen=True, slots=True)
class Side:
    """One side of a sheet that lies on its long edge: what is on its left half, and on its right."""

    left: Place
    right: Place

    def mirrored(self) -> Side:
        """Return the side for a report that is read from right to left."""
        return Side(self.right, self.left)


@dataclass(frozen=True, slots=True)
class ImposedSheet:
    """A sheet to be folded once. `depth` counts the sheets that lie around it in its signature.

    The back is seen after the sheet is turned about its short edge.
    """

    front: Side
    back: Side
    depth: int


def fold(pages: int, signature: int = 0, *, right_to_left: bool = False) -> tuple[ImposedSheet, ...]:
    """Impose pages on sheets that are folded once, signature by signature, each from the outermost sheet inwards.

    A `signature` has so many sheets at most, 0 for all of them: one booklet that is stitched through its fold. The last
    signature has no more sheets than its pages need.
    """
    if pages < 1 or signature < 0:
        raise ValueError(f"{pages} pages in signatures of {signature} sheets")
    sheets = math.ceil(pages / LEAF)
    size = signature or sheets
    found: list[ImposedSheet] = []
    for first in range(0, sheets, size):
        found += _signature(first * LEAF, min(size, sheets - first), pages)
    if right_to_left:
        return tuple(ImposedSheet(sheet.front.mirrored(), sheet.back.mirrored(), sheet.depth) for sheet in found)
    return tuple(found)


def _signature(first: int, sheets: int, pages: int) -> Iterator[ImposedSheet]:
    end = first + sheets * LEAF

    def place(page: int) -> Place:
        return page if page < pages else None

    for depth in range(sheets):
        low, high = first + 2 * depth, end - 1 - 2 * depth
        yield ImposedSheet(Side(place(high), place(low)), Side(place(low + 1), place(high - 1)), depth)


@dataclass(frozen=True, slots=True)
class Grid:
    """How a sheet is divided for a hand-out: into so many rows and columns of cells."""

    rows: int
    columns: int

    @property
    def cells(self) -> int:
        """Count the cells."""
        return self.rows * self.columns


def best_grid(cells: int, page: tuple[float, float], sheet: tuple[float, float]) -> tuple[Grid, bool]:
    """Return the division of a sheet in which pages come out largest, and whether the sheet is turned on its side."""
    divisors = [rows for rows in range(1, cells + 1) if cells % rows == 0]
    choices = [(Grid(rows, cells // rows), turned) for turned in (False, True) for rows in divisors]

    def scale(choice: tuple[Grid, bool]) -> float:
        grid, turned = choice
        width, height = reversed(sheet) if turned else sheet
        return min(width / grid.columns / page[0], height / grid.rows / page[1])

    return max(choices, key=scale)


def lay_out_cells(pages: int, grid: Grid, *, right_to_left: bool = False) -> tuple[tuple[tuple[Place, ...], ...], ...]:
    """Place pages in cells: for each side of paper its rows from the top, each from left to right."""
    sides = []
    for first in range(0, pages, grid.cells):
        rows = []
        for row in range(grid.rows):
            begin = first + row * grid.columns
            places = tuple(page if page < pages else None for page in range(begin, begin + grid.columns))
            rows.append(places[::-1] if right_to_left else places)
        sides.append(tuple(rows))
    return tuple(sides)
