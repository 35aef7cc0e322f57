"""Formulas in the PDF: set in two dimensions, on the baseline, once, and never at the cost of the report."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import pikepdf
import pytest

from report.compose.xml import parse
from report.editions.page_breaks import insert_page_breaks
from report.editions.pdf.formulas import NotDrawn
from report.editions.pdf.formulas import draw as drawing
from report.editions.pdf.formulas.draw import draw
from report.editions.pdf.formulas.spacing import BIN, INNER, OPEN, ORD, REL, spaces
from report.editions.pdf.formulas.ziamath import load_ziamath
from report.editions.pdf.weasy.render import render_part
from report.model.master import MATHML
from report.model.pages import PageMap, PageStart
from report.model.parts import PartSource
from report.read.pandoc import read_markdown, write_html
from tests.common import calls_of

if TYPE_CHECKING:
    from report.editions.pdf.formulas import Formula

MATH = f"{{{MATHML}}}math"
X = '<math xmlns="http://www.w3.org/1998/Math/MathML" display="inline"{}><mi>x</mi></math>'
PAGE = '<html xmlns="http://www.w3.org/1999/xhtml" lang="en"><body>{}</body></html>'


def formula(tex: str) -> Formula:
    """Set a formula as an author writes it."""
    (parsed,) = read_markdown([tex])
    (html,), _ = write_html([parsed.blocks], "en")
    return draw(next(ET.fromstring(f"<div>{html}</div>").iter(MATH)))


def part(body: str):
    return render_part(PartSource("formulas", PAGE.format(body).encode(), "", "en"))


def test_a_fraction_stands_on_two_levels_and_has_its_rule_between_them():
    set_ = formula(r"$$\frac{a}{b}$$")
    above, below = (glyph.y for glyph in set_.glyphs)
    (rule,) = set_.rules
    assert above < rule.y1 < below
    assert set_.height > 1
    assert set_.depth > 0.5


def test_a_letter_is_as_high_as_it_is_drawn_and_stands_on_the_baseline():
    set_ = formula("$x$")
    assert [glyph.y for glyph in set_.glyphs] == [0]
    assert 0.4 < set_.height < 0.5
    assert set_.depth < 0.05


def test_a_sign_before_a_number_is_close_to_it_and_one_between_two_is_not():
    alone, between = formula("$-1$"), formula("$a-1$")
    steps = [glyphs[-1].x - glyphs[-2].x for glyphs in (alone.glyphs, between.glyphs)]
    assert steps[1] - steps[0] == pytest.approx(0.222, abs=0.001)


def test_white_is_what_the_table_of_tex_says():
    assert list(spaces((ORD, REL, BIN, ORD), script=False)) == [0, 0.278, 0.278, 0]
    assert list(spaces((ORD, BIN, INNER), script=True)) == [0, 0, 0]
    assert list(spaces((OPEN, BIN, ORD, BIN, ORD), script=False)) == [0, 0, 0, 0.222, 0.222]


def test_brackets_grow_with_what_they_hold():
    small, large = formula(r"$$\left(x\right)$$"), formula(r"$$\left(\sum_{i=1}^n\frac{x}{y}\right)$$")
    assert large.height + large.depth > 2 * (small.height + small.depth)


@pytest.mark.parametrize(
    ("tex", "reason"),
    [
        (r"$\text{日}$", 'the mathematical face has no "日"'),
        ("$" + r"\left(" * 14 + "x" + r"\right)" * 14 + "$", "its brackets are nested too deeply"),
        (r"$\,$", "it shows nothing"),
    ],
)
def test_what_cannot_be_drawn_says_why(tex, reason):
    with pytest.raises(NotDrawn, match=reason):
        formula(tex)


def test_an_element_that_is_not_known_is_not_drawn():
    math = ET.fromstring(X.format("").replace("<mi>x</mi>", '<maction actiontype="toggle"><mi>x</mi></maction>'))
    with pytest.raises(NotDrawn, match="<maction> cannot be set"):
        draw(math)


def test_what_nests_costs_no_more_than_what_it_holds():
    def cost(levels: int) -> int:
        return calls_of(lambda: formula("$" + r"\frac{1}{1+" * levels + "x" + "}" * levels + "$"))

    cost(1)  # which loads what draws
    assert cost(11) < 4 * cost(5)


def test_a_formula_too_wide_for_a_line_is_broken_before_a_relation():
    terms = " + ".join(f"a_{{{number}}}" for number in range(24))
    wide, narrow = formula(f"${terms}$"), formula(f"$$x = {terms} = y$$")
    assert wide.width > drawing.MEASURE > narrow.width
    assert len({glyph.y for glyph in narrow.glyphs if glyph.size == 1}) == 3


def test_no_page_of_an_epub_begins_inside_a_formula():
    inside = X.format("").replace("</math>", "<mo>+</mo><mi>y</mi></math>")
    body = parse(f'<body xmlns="http://www.w3.org/1999/xhtml"><p id="p">ab {inside} cd</p></body>'.encode())
    starts = (PageStart(1, "p", 3),)
    insert_page_breaks([body], PageMap(("1", "2"), starts, {}))
    _, paragraph = body
    assert [child.get("data-page") for child in paragraph] == ["2", None]
    assert paragraph[1].tag == MATH


def test_a_library_that_stumbles_costs_a_formula_its_drawing_and_not_the_report(monkeypatch):
    monkeypatch.setattr(drawing, "prepare", lambda _: 1 / 0)
    drawing._draw.cache_clear()
    laid_out = part(X.format(' alttext="x"'))
    drawing._draw.cache_clear()
    assert [(event.code, event.words) for event in laid_out.events] == [
        ("P107", "x (ZeroDivisionError: division by zero)")
    ]
    assert laid_out.pages == 1


def test_a_line_with_an_ordinary_formula_is_no_higher():
    def height(tex: str) -> float:
        (parsed,) = read_markdown([f"A line {tex}.\n\nAnother. [x](#x){{#x}}"])
        (html,), _ = write_html([parsed.blocks], "en")
        css = "@page { size: A5 } html { font: 10pt/14pt 'Source Serif 4' } p { margin: 0 }"
        laid_out = render_part(PartSource("line", PAGE.format(html).encode(), css, "en"))
        return next(y for name, _, _, y in laid_out.anchors if name == "x")

    plain = height("of text")
    for tex in (r"$x_i^2$", r"$\frac{1}{2}$", r"$\sum_{i=1}^n i$", r"$\hat{x}$", "$f''(x)$"):
        assert height(tex) == pytest.approx(plain, abs=0.01), tex


def test_the_text_of_a_formula_is_its_alternative_and_nothing_in_it_is_written_into_the_page():
    text = ") Tj ET /Evil Do (&lt;script&gt; \\"
    laid_out = part(f"<p>{X.format(f' alttext={chr(34)}{text}{chr(34)}')} after.</p>")
    with pikepdf.open(__import__("io").BytesIO(laid_out.pdf)) as pdf:
        found = [item for item in pdf.objects if isinstance(item, pikepdf.Dictionary) and item.get("/S") == "/Formula"]
        assert [str(item.Alt) for item in found] == [") Tj ET /Evil Do (<script> \\"]
        assert b"Evil" not in pdf.pages[0].Contents.read_bytes()


def test_a_report_without_formulas_does_not_load_what_sets_them():
    script = (
        "import sys; from report.editions.pdf.weasy.render import render_part; from report.model.parts import PartSource;"
        f"render_part(PartSource('none', {PAGE.format('<p>Text.</p>').encode()!r}, '', 'en'));"
        "sys.exit('ziamath' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", script], check=False).returncode == 0


def test_what_is_mended_in_ziamath_is_still_in_need_of_it():
    script = (
        "import ziamath; from ziamath.nodes.mnode import Mnode;"
        "import xml.etree.ElementTree as E;"
        "n = ziamath.Math(E.fromstring('<math><mi>x</mi></math>'), size=10).node;"
        "print(round(n.size_px('1em'), 2), ziamath.__version__)"
    )
    done = subprocess.run([sys.executable, "-c", script], check=True, capture_output=True, text=True)
    em, version = done.stdout.split()
    assert (em, version.split(".")[:2]) == ("13.33", ["0", "13"]), "read formulas/ziamath.py beside the new version"
    assert load_ziamath().nodes.mnode.Mnode.size_px.__module__ == "report.editions.pdf.formulas.ziamath"
