"""Points, boxes and matrices of a page, in pt (ISO 32000-1, 8.3), and pages set upright."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from pikepdf import Array

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from typing import SupportsFloat

    import pikepdf

BOXES = ("/MediaBox", "/CropBox", "/BleedBox", "/TrimBox", "/ArtBox")
Point = tuple[float, float]
Box = tuple[float, float, float, float]
"""Left, bottom, right, top."""
Matrix = tuple[float, float, float, float, float, float]

UNIT: Matrix = (1, 0, 0, 1, 0, 0)


def read_matrix(operands: Iterable[SupportsFloat]) -> Matrix:
    """Read six operands."""
    a, b, c, d, e, f = (float(part) for part in operands)
    return a, b, c, d, e, f


def times(first: Matrix, then: Matrix) -> Matrix:
    """Apply one matrix, and then another."""
    a, b, c, d, e, f = first
    p, q, r, s, t, u = then
    return a * p + b * r, a * q + b * s, c * p + d * r, c * q + d * s, e * p + f * r + t, e * q + f * s + u


def moved(matrix: Matrix, x: float, y: float) -> Point:
    """Move a point."""
    a, b, c, d, e, f = matrix
    return a * x + c * y + e, b * x + d * y + f


def scale_of(matrix: Matrix) -> float:
    """Return how much longer a matrix makes a line, on an average of all directions."""
    a, b, c, d, _, _ = matrix
    return math.sqrt(abs(a * d - b * c))


def around(points: Sequence[Point]) -> Box:
    """Return the box around points."""
    across, along = [x for x, _ in points], [y for _, y in points]
    return min(across), min(along), max(across), max(along)


def widened(box: Box, by: float) -> Box:
    """Widen a box on each side."""
    return box[0] - by, box[1] - by, box[2] + by, box[3] + by


def common(box: Box, other: Box) -> Box:
    """Return what two boxes have in common; where that is nothing, a box whose right edge lies left of its left."""
    return max(box[0], other[0]), max(box[1], other[1]), min(box[2], other[2]), min(box[3], other[3])


def trim_of(page: pikepdf.Dictionary) -> tuple[float, float, float, float]:
    """Return the box that a page is cut to, in pt: left, bottom, right, top."""
    left, bottom, right, top = (float(edge) for edge in page.get("/TrimBox", page.MediaBox))
    return left, bottom, right, top


def contents_of(page: pikepdf.Dictionary) -> bytes:
    """Return a page's whole content."""
    contents = page.Contents
    streams: Sequence[Any] = list(contents) if isinstance(contents, Array) else [contents]
    return b"\n".join(stream.read_bytes() for stream in streams)


def set_upright(pdf: pikepdf.Pdf) -> None:
    """Turn each page that is wider than high, where the first is not, by a quarter: its head is then at the left."""
    if _is_wide(pdf.pages[0].obj):
        return
    for page in pdf.pages:
        if _is_wide(page.obj):
            _turn(page, float(page.obj.get("/TrimBox", page.obj.MediaBox)[3]))


def _is_wide(page: pikepdf.Dictionary) -> bool:
    left, bottom, right, top = (float(edge) for edge in page.get("/TrimBox", page.MediaBox))
    return right - left > top - bottom


def _turn(page: pikepdf.Page, height: float) -> None:
    """Turn a page to the left about its corner, and move it back to where it stood."""
    for name in BOXES:
        if name in page.obj:
            left, bottom, right, top = (float(edge) for edge in page.obj[name])
            page.obj[name] = Array([height - top, left, height - bottom, right])
    page.contents_add(f"q 0 1 -1 0 {height:.4f} 0 cm\n".encode(), prepend=True)
    page.contents_add(b"\nQ")
