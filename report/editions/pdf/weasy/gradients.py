"""A gradient that repeats is drawn repeat by repeat: beyond what anybody can tell apart, it is drawn once.

A gradient of a nanometre that is to fill a page takes all memory there is (WeasyPrint 70). Private names are replaced:

- `svg.defs.spread_linear_gradient` and `spread_radial_gradient`: those of drawings.
- `images.LinearGradient.layout` and `RadialGradient.layout`: those of style sheets.
"""

from __future__ import annotations

from math import hypot, isfinite
from typing import TYPE_CHECKING, Any

import weasyprint.svg.defs
from weasyprint.images import LinearGradient, RadialGradient, process_color_stops

if TYPE_CHECKING:
    from weasyprint.css import ComputedStyle

MOST = 2_000  # repeats, in which a gradient over a whole page has one at each tenth of a millimetre
PAD = "pad"

_spread_linear = weasyprint.svg.defs.spread_linear_gradient
_spread_radial = weasyprint.svg.defs.spread_radial_gradient
_lay_out_linear = LinearGradient.layout
_lay_out_radial = RadialGradient.layout


def _spread_line(spread: str, positions: list[float], colors: list[object], *vector: Any) -> Any:
    x1, y1, x2, y2, box, matrix = vector
    start, end = matrix.transform_point(x1, y1), matrix.transform_point(x2, y2)
    corners = [(x, y) for x in (box[0], box[0] + box[2]) for y in (box[1], box[1] + box[3])]
    farthest = max(hypot(x - start[0], y - start[1]) for x, y in corners)
    length = hypot(end[0] - start[0], end[1] - start[1]) * (positions[-1] - positions[0])
    return _spread_linear(spread if _is_seen(farthest, length) else PAD, positions, colors, *vector)


def _spread_circle(spread: str, positions: list[float], colors: list[object], *circles: Any) -> Any:
    fx, fy, fr, _, _, r, width, height, matrix = circles
    right, bottom = matrix.invert.transform_point(width, height)
    farthest = hypot(max(abs(fx), abs(right - fx)), max(abs(fy), abs(bottom - fy))) + abs(fr)
    length = abs(r - fr) * (positions[-1] - positions[0])
    return _spread_radial(spread if _is_seen(farthest, length) else PAD, positions, colors, *circles)


def _lay_out_line(gradient: LinearGradient, width: float, height: float, style: ComputedStyle) -> Any:
    _settle(gradient, width, height, width + height, style)
    return _lay_out_linear(gradient, width, height, style)


def _lay_out_circle(gradient: RadialGradient, width: float, height: float, style: ComputedStyle) -> Any:
    _settle(gradient, width, height, hypot(width, height), style)
    return _lay_out_radial(gradient, width, height, style)


def _settle(
    gradient: LinearGradient | RadialGradient, width: float, height: float, length: float, style: ComputedStyle
) -> None:
    """Let a gradient be drawn once that would repeat too often; `length` is what its percentages are of, or more."""
    if gradient.repeating and len(gradient.colors) > 1:
        positions, _ = process_color_stops(length, gradient.stop_positions, gradient.color_hints, style)
        gradient.repeating = _is_seen(hypot(width, height) + abs(positions[0]), positions[-1] - positions[0])


def _is_seen(whole: float, one: float) -> bool:
    """Tell whether repeats of a length can be told apart: none, which is drawn as one colour, or not too many."""
    return one == 0 or (isfinite(whole) and isfinite(one) and whole < one * MOST)


CURES = (
    (weasyprint.svg.defs, "spread_linear_gradient", _spread_line),
    (weasyprint.svg.defs, "spread_radial_gradient", _spread_circle),
    (LinearGradient, "layout", _lay_out_line),
    (RadialGradient, "layout", _lay_out_circle),
)
