"""Formulas stand in a page as signs of the mathematical face and rules, in the colour and size of the text around them.

WeasyPrint 70 knows no MathML. What is replaced:

- `html.handle_element`: a formula that is set becomes a replaced box, as pictures do.

The line that a formula stands in keeps its height where the formula fits between its neighbours: what reaches
over the line is taken back by negative margins, up to `OVER` and `UNDER`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import weasyprint.html
from weasyprint.draw.color import get_color

from report.editions.pdf.weasy.rendering import current
from report.fonts import MATH_FACE
from report.model.findings import About
from report.model.master import MATHML
from report.model.parts import EngineEvent, FaceUse

if TYPE_CHECKING:
    from collections.abc import Callable
    from xml.etree import ElementTree as ET

    from weasyprint.css import ComputedStyle
    from weasyprint.formatting_structure import boxes
    from weasyprint.pdf.stream import Stream

    from report.editions.pdf.formulas import Formula, Stroke

MATH = f"{{{MATHML}}}math"
NUMBER = "data-formula"
TEXT = "data-text"
HEIGHT, DEPTH = 0.95, 0.3  # em that a line of text has room for above and below its baseline
OVER, UNDER = 0.2, 0.25  # em that a formula may reach into the white between lines
KEPT = {"alttext", "display", "id", "data-id"}
SYMBOLIC = 4  # the flag of a face whose signs are not those of Latin text (ISO 32000-1, table 123)
WIDE = 26  # em, beyond which a formula leaves no room for its number beside it

_handle_element = weasyprint.html.handle_element


@dataclass(frozen=True, slots=True)
class FormulaImage:
    """A formula as the engine's replaced boxes want their content."""

    formula: Formula

    def get_intrinsic_size(self, _resolution: object, font_size: float) -> tuple[float, float, float]:
        """Return width, height (px) and their ratio in text of a size."""
        width, height = self.formula.width, self.formula.height + self.formula.depth
        return width * font_size, height * font_size, width / height

    def draw(self, stream: Stream, width: float, _height: float, style: ComputedStyle) -> None:
        """Draw the formula so wide (px), in the colour of its text."""
        formula = self.formula
        stream.transform(e=0, f=width / formula.width * formula.height)
        color = get_color(style, "color")
        stream.set_color(color)
        stream.set_color(color, stroke=True)
        em = width / formula.width
        for rule in formula.rules:
            _stroke(stream, rule, em)
        if formula.glyphs:
            stream.begin_text()
            for glyph in formula.glyphs:
                stream.set_font_size(MATH_FACE.key, round(glyph.size * em, 4))
                stream.set_text_matrix(1, 0, 0, -1, round(glyph.x * em, 4), round(glyph.y * em, 4))
                stream.show_text(f"<{glyph.number:04x}>")
            stream.end_text()
        used = current().mathematical
        for number, text, advance in formula.texts:
            if not used.get(number, ("", 0))[0]:
                used[number] = (text, advance)


def _stroke(stream: Stream, rule: Stroke, em: float) -> None:
    stream.set_line_width(round(rule.thickness * em, 4))
    stream.move_to(round(rule.x1 * em, 4), round(rule.y1 * em, 4))
    stream.line_to(round(rule.x2 * em, 4), round(rule.y2 * em, 4))
    stream.stroke()


def set_formulas(root: ET.Element) -> list[EngineEvent]:
    """Set the formulas of a tree, and say which could not be; those stay as they are, to be laid out as text."""
    events = []
    for math in root.iter(MATH):
        from report.editions.pdf.formulas import NotDrawn
        from report.editions.pdf.formulas.draw import draw

        try:
            formula = draw(_alone(math))
        except NotDrawn as error:
            typed = math.get("alttext", "")
            events.append(EngineEvent("P107", f"{typed} ({error})", About(typed=typed)))
            continue
        _place(math, formula)
    for span in root.iter("span"):
        if "equation" in span.get("class", "").split() and any("wide" in child.get("class", "") for child in span):
            span.set("class", f"{span.get('class')} wide")
    return events


def _alone(math: ET.Element) -> ET.Element:
    """Copy a formula without the text that follows it, and without what makes it another each time."""
    from xml.etree.ElementTree import Element

    copy = Element("math", {name: math.get(name, "") for name in ("display", "alttext")})
    copy.extend(math)
    return copy


def _place(math: ET.Element, formula: Formula) -> None:
    """Leave of a formula's element what the page needs: its text, its number, and how it stands in the line."""
    formulas = current().formulas
    text = "".join(math.itertext())
    tail, display = math.tail, math.get("display") == "block"
    kept: dict[str, str] = {name: value for name, value in math.attrib.items() if name in KEPT}
    math.clear()
    math.tail = tail
    math.attrib.update(kept)
    math.attrib.update({NUMBER: str(len(formulas)), TEXT: text, "class": "set"})
    formulas.append(formula)
    if display:
        math.set("class", "set wide" if formula.width > WIDE else "set")
        return
    over = min(max(formula.height - HEIGHT, 0), OVER)
    under = min(max(formula.depth - DEPTH, 0), UNDER)
    down = formula.depth - under
    math.set("style", f"vertical-align: {-down:.4f}em; margin: {-over:.4f}em 0 {-under:.4f}em")


def _handle(element: ET.Element, box: boxes.Box, get_image: Callable[..., object], base_url: str) -> Any:
    """Make the box of an element: a formula's holds its drawing."""
    if element.tag != MATH or NUMBER not in element.attrib:
        return _handle_element(element, box, get_image, base_url)
    formula = current().formulas[int(element.attrib[NUMBER])]
    return [weasyprint.html.make_replaced_box(element, box, FormulaImage(formula))]


def face_facts(used: dict[int, tuple[str, int]]) -> tuple[FaceUse, ...]:
    """Tell of the mathematical face what the binder must know; nothing where no formula uses it."""
    if not used:
        return ()
    face = MATH_FACE
    return (
        FaceUse(
            key=face.key,
            name=face.name,
            family=face.family,
            file=face.file,
            data=b"",
            flags=SYMBOLIC,
            ascent=face.ascent,
            descent=face.descent,
            glyphs={number: (text, float(width)) for number, (text, width) in sorted(used.items())},
        ),
    )


PARTS = ((weasyprint.html, "handle_element", _handle),)
