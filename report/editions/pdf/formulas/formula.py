"""A formula set: what stands where, in em, whatever draws it."""

from __future__ import annotations

from dataclasses import dataclass


class NotDrawn(Exception):
    """A formula cannot be set in two dimensions; the message says why."""


@dataclass(frozen=True, slots=True)
class Glyph:
    """A glyph of the mathematical face with its origin at `x`, `y`; `size` is its em."""

    number: int
    x: float
    y: float
    size: float


@dataclass(frozen=True, slots=True)
class Stroke:
    """A straight stroke from one point to another, `thickness` wide."""

    x1: float
    y1: float
    x2: float
    y2: float
    thickness: float


@dataclass(frozen=True, slots=True)
class Formula:
    """A formula, in em of the text it stands in: `height` above the baseline, `depth` below it.

    Points count from the left end of the baseline, downwards. `texts` gives for each glyph number the
    character it stands for, empty for a piece of one, and the glyph's width in thousandths of its em.
    """

    width: float
    height: float
    depth: float
    glyphs: tuple[Glyph, ...]
    rules: tuple[Stroke, ...]
    texts: tuple[tuple[int, str, int], ...]
