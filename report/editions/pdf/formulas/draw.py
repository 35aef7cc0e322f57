"""Set a formula with ziamath and its face, STIX Two Math."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree as ET

from report.editions.pdf.formulas.breaking import break_lines
from report.editions.pdf.formulas.formula import Formula, Glyph, NotDrawn, Stroke
from report.editions.pdf.formulas.prepare import prepare
from report.editions.pdf.formulas.ziamath import load_ziamath

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ziamath.drawable import Drawable
    from ziamath.nodes.mnode import Mnode

SIZE = 100.0  # px that a formula is set at; what comes of it is in em
DIGITS = 4  # of an em
MEASURE = 33.0  # em, about what a line of text has in every theme
KEPT = 4096  # formulas that a process remembers
SHAPES = {"HLine", "VLine", "Box", "Diagonal"}


def draw(math: ET.Element) -> Formula:
    """Set a formula given as MathML, on more than one line where it is too wide. Raise `NotDrawn` where that cannot be."""
    found = _known(math)
    if found.width > MEASURE and math.get("display") == "block":
        broken = break_lines(math, MEASURE, lambda part: _known(part).width)
        found = found if broken is None else _known(broken)
    if not found.width or not found.height + found.depth:
        raise NotDrawn("it shows nothing")
    return found


def _known(math: ET.Element) -> Formula:
    found = _draw(ET.tostring(math, encoding="unicode"))
    if isinstance(found, str):
        raise NotDrawn(found)
    return found


@lru_cache(KEPT)
def _draw(mathml: str) -> Formula | str:
    """Set a formula, or say why not; the same MathML gives the same formula."""
    try:
        root = prepare(ET.fromstring(mathml))  # noqa: S314 - written by the compose stage
        return _place(load_ziamath().Math(root, size=SIZE).node)
    except NotDrawn as error:
        return str(error)
    except Exception as error:  # noqa: BLE001 - whatever a library stumbles over must not cost the report
        return f"{type(error).__name__}: {error}"


def _place(root: Mnode) -> Formula:
    """Read from the nodes of a formula what stands where."""
    glyphs: list[Glyph] = []
    rules: list[Stroke] = []
    texts: dict[int, tuple[str, int]] = {}
    left, right, above, below = 0.0, root.xadvance(), 0.0, 0.0
    for node, x, y in _leaves(root, 0.0, 0.0):
        box = node.bbox
        left, right = min(left, x + box.xmin), max(right, x + box.xmax)
        if type(node).__name__ in SHAPES:
            drawn = list(_strokes(node, x, y))
            rules += drawn
            above = max([above, *(-min(rule.y1, rule.y2) * SIZE for rule in drawn)])
            below = max([below, *(max(rule.y1, rule.y2) * SIZE for rule in drawn)])
            continue
        above, below = max(above, box.ymax - y), max(below, y - box.ymin)
        for number, text, width, glyph in _pieces(node, x, y):
            glyphs.append(glyph)
            if number not in texts or not texts[number][0]:
                texts[number] = (text, width)
    shifted = tuple(Glyph(glyph.number, _em(glyph.x * SIZE - left), glyph.y, glyph.size) for glyph in glyphs)
    lines = tuple(
        Stroke(_em(rule.x1 * SIZE - left), rule.y1, _em(rule.x2 * SIZE - left), rule.y2, rule.thickness)
        for rule in rules
    )
    named = tuple((number, text, width) for number, (text, width) in sorted(texts.items()))
    return Formula(_em(right - left), _em(above), _em(below), shifted, lines, named)


def _leaves(node: Drawable, x: float, y: float) -> Iterator[tuple[Any, float, float]]:
    """Yield what is drawn, with its place in px; y counts downwards."""
    if getattr(node, "phantom", False):
        return
    kind = type(node).__name__
    if kind == "Glyph" or kind in SHAPES:
        yield node, x, y
        return
    if kind == "Ellipse":
        raise NotDrawn("it has a round frame")
    for (right, down), child in zip(getattr(node, "nodexy", ()), node.nodes, strict=False):
        yield from _leaves(child, x + right, y + down)


def _pieces(node: Drawable, x: float, y: float) -> Iterator[tuple[int, str, int, Glyph]]:
    """Yield the glyphs of a sign, which is put together of pieces where it is too large for one."""
    glyph, em = node.glyph, node.size
    unit = em / glyph.font.info.layout.unitsperem
    if glyph.index == 0:
        raise NotDrawn(f'the mathematical face has no "{node.char}"')
    if glyph.index > 0:
        yield glyph.index, node.char, glyph.advance(), Glyph(glyph.index, _em(x), _em(y), _em(em))
        return
    for piece, offset in zip(glyph.glyphs, glyph.offsets, strict=True):
        right, up = (0, offset * unit) if glyph.vert else (offset * unit, 0)
        place = Glyph(piece.index, _em(x + right), _em(y - up), _em(em))
        yield piece.index, "", piece.advance(), place


def _strokes(node: Drawable, x: float, y: float) -> Iterator[Stroke]:
    """Yield the strokes of a rule, a frame or a diagonal."""
    thick = node.lw
    match type(node).__name__:
        case "HLine":
            ends = [(x, y + thick / 2, x + node.length, y + thick / 2)]
        case "VLine":
            ends = [(x, y, x, y + node.height)]
        case "Box":
            top, right = y - node.height, x + node.width
            ends = [(x, top, right, top), (x, y, right, y), (x, top, x, y), (right, top, right, y)]
        case _:
            ends = [(x, y - node.height, x + node.width, y)]
    for end in ends if thick else ():
        x1, y1, x2, y2 = map(_em, end)
        yield Stroke(x1, y1, x2, y2, _em(thick))


def _em(pixels: float) -> float:
    """Return px as em, rounded so that it is written short."""
    return round(pixels / SIZE, DIGITS) + 0.0
