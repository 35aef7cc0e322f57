"""Ziamath, which sets formulas, with what is put right in it.

Private names of ziamath 0.13 are replaced here and nowhere else:

- `Mnode.size_px`: an em is the size of the letters, not four thirds of it; the white beside a fraction is TeX's.
- `Mrow._get_height_nostretch`: a row without brackets that grow is not set a second time to measure them.
- `munderover.place_over`: an accent stands over the middle of what it marks, as high as that asks for.
- `msubsup.place_super`, `place_sub`: scripts of a plain bracket or a name stand as those of a letter do.
- `Mover.xadvance`: what follows an accented letter does not make room for the accent.
- `operators.leftfences`: the space before brackets is ours (`spacing`).
"""

from __future__ import annotations

import re
import warnings
from functools import cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from xml.etree import ElementTree as ET

    from ziamath.mathfont import MathFont
    from ziamath.nodes.mnode import Mnode
    from ziamath.nodes.mrow import Mrow

DROP = 50  # thousandths of an em
MARK = "mark"  # the value of `accent` on an accent that does not grow
STEPS = {f"{name}mathspace": step / 18 for step, name in enumerate(
    ("veryverythin", "verythin", "thin", "medium", "thick", "verythick", "veryverythick"), start=1)}  # fmt: skip
NAMED = {**STEPS, "thinmathspace": 0.12, "verythinmathspace": 0.12}  # em; a fraction's own white, 1.2 pt in 10 pt
LENGTH = re.compile(r"(-?[\d.]+)(em|px|)")


@cache
def load_ziamath() -> Any:
    """Import ziamath and mend it; reports without formulas never do."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # of how it finds its face
        import ziamath
    from ziamath import operators
    from ziamath.nodes import msubsup, munderover
    from ziamath.nodes.mnode import Mnode
    from ziamath.nodes.mrow import Mrow

    measure, place_over = Mrow._get_height_nostretch, munderover.place_over
    place_super, place_sub = msubsup.place_super, msubsup.place_sub

    def measure_for_brackets(row: Mrow, line: list[ET.Element], **options: object) -> tuple[float, float]:
        return measure(row, line, **options) if any(part.get("stretchy") == "true" for part in line) else (0, 0)

    def place_accent(base: Mnode, over: Mnode, font: MathFont) -> tuple[float, float]:
        marks = getattr(over, "element", None) is not None and over.element.get("accent") == MARK
        return _place_mark(base, over, font) if marks else place_over(base, over, font)

    def place_exponent(base: Mnode, superscript: Mnode, font: MathFont) -> tuple[float, float, float]:
        x, y, advance = place_super(base, superscript, font)
        return x, max(y, -_highest(base, superscript, font)), advance

    def place_index(base: Mnode, subscript: Mnode, font: MathFont) -> tuple[float, float, float]:
        x, y, advance = place_sub(base, subscript, font)
        return x, min(y, _lowest(base, font)), advance

    Mnode.size_px = _size
    Mrow._get_height_nostretch = measure_for_brackets
    munderover.place_over = place_accent
    msubsup.place_super, msubsup.place_sub = place_exponent, place_index
    munderover.Mover.xadvance = _advance
    operators.leftfences.clear()
    return ziamath


def _size(node: Mnode, size: str, fontsize: float | None = None) -> float:
    """Return a length in px; what is no length is nought."""
    em: float = fontsize or node.glyphsize
    sign = -1 if size.startswith("negative") else 1
    if (step := NAMED.get(size.removeprefix("negative"))) is not None:
        return sign * step * em
    match = LENGTH.fullmatch(size)
    return float(match[1]) * (em if match[2] == "em" else 1) if match else 0.0


def _place_mark(base: Mnode, mark: Mnode, font: MathFont) -> tuple[float, float]:
    """Place an accent, which its face draws over a small letter, over another (OpenType 1.9, MATH, AccentBaseHeight)."""
    last = base.lastglyph()
    middle = (base.bbox.xmin + base.bbox.xmax) / 2
    if last is not None and last.index > 0 and (attached := font.math.topattachment(last.index)):
        width = base.units_to_points(last.advance())
        middle = base.xadvance() - width + base.units_to_points(attached)
    (left, _), drawn = mark.nodexy[0], mark.nodes[0]
    x = middle - left - (drawn.bbox.xmin + drawn.bbox.xmax) / 2
    return x, min(0.0, base.units_to_points(font.math.consts.accentBaseHeight) - base.bbox.ymax)


def _highest(base: Mnode, superscript: Mnode, font: MathFont) -> float:
    """Return the height (px) that a superscript is raised to at most; there is no limit behind what has grown."""
    grown = base.mtag != "mo" or base.element.get("stretchy") == "true" or "minsize" in base.element.attrib
    if grown or base.params.get("largeop") == "true":
        return float("inf")
    consts, first = font.math.consts, superscript.firstglyph()
    bottom = consts.superscriptBottomMin - first.bbox.ymin if first else 0
    return float(base.units_to_points(max(consts.superscriptShiftUp, bottom)))


def _lowest(base: Mnode, font: MathFont) -> float:
    """Return the depth (px) that a subscript is lowered to at most; a limit there is behind a name alone."""
    return (
        float(base.units_to_points(font.math.consts.subscriptShiftDown + DROP))
        if base.mtag == "mtext"
        else float("inf")
    )


def _advance(mover: Mnode) -> float:
    """Return the width (px) of what stands below something, and of that where it is no accent."""
    return float(mover.base_xadvance if mover.element.get("accent") == "true" else mover._xadvance)
