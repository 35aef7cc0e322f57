"""What we replace in WeasyPrint is what we know: these fail when a new version changes it.

After an upgrade, read the changed function beside `report/editions/pdf/weasy/`, then put the new digest here.
"""

from __future__ import annotations

import hashlib
import inspect

import pytest

from report.editions.pdf.weasy.start import load_engine

load_engine()

import pydyf
import weasyprint
from weasyprint.document import Document
from weasyprint.layout import LayoutContext
from weasyprint.matrix import Matrix
from weasyprint.text.ffi import ffi

from report.editions.pdf.weasy import (
    drawing,
    formulas,
    gradients,
    lines,
    opening,
    output,
    page_numbers,
    replacement,
    styling,
    tagging,
)
from report.editions.pdf.weasy.render import render_part
from report.editions.pdf.weasy.replacement import REPLACED, replaced
from report.model.parts import PartSource
from tests.common import ROOT

KNOWN = {
    "pdf.tags._build_box_tree": (tagging._build, "f716251a83e7"),
    "pdf.stream.Stream.marked": (tagging._marked, "3fa3acacbbf6"),
    "layout.block_level_layout": (tagging._block_level_layout, "c1301dde9284"),
    "layout.LayoutContext._update_footnote_area": (LayoutContext._update_footnote_area, "2e317e4b066f"),
    "layout.initialize_page_maker": (opening._initialize, "5bb3c878d722"),
    "layout.page.remake_page": (weasyprint.layout.page.remake_page, "1ff09b2dffa1"),
    "layout.LayoutContext.get_string_set_for": (opening._string_set, "192682fffbc0"),
    "layout.make_margin_boxes": (opening._margin_boxes, "4a2d2e301eb3"),
    "layout.block.block_level_page_name": (opening._page_name, "5ee94a04549b"),
    "layout.layout_document": (weasyprint.layout.layout_document, "a5cbf437e99c"),
    "build.compute_content_list": (page_numbers._compute, "3a5674cabd84"),
    "html.handle_element": (formulas._handle_element, "84d25034f9d3"),
    "html.make_replaced_box": (weasyprint.html.make_replaced_box, "cfb6d92ef916"),
    "draw.draw_replacedbox": (weasyprint.draw.draw_replacedbox, "7cb1486a51be"),
    "text.line_break.split_first_line": (lines._split, "39ad1016863c"),
    "text.line_break.get_next_word_boundaries": (lines._boundaries, "3aab26b84151"),
    "draw.text.draw_first_line": (drawing._draw, "1bb8eae6d88e"),
    "draw.text.draw_text": (weasyprint.draw.text.draw_text, "ebaf96239c6c"),
    "text.line_break.Layout": (weasyprint.text.line_break.Layout, "681b737d1ba5"),
    "pdf.generate_pdf": (weasyprint.pdf.generate_pdf, "626343ef25c3"),
    "pdf.resolve_links": (weasyprint.pdf.anchors.resolve_links, "f95937bb4e4f"),
    "pdf.build_fonts_dictionary": (output._build_fonts, "fc551bef35d0"),
    "pdf.fonts.Font": (weasyprint.pdf.fonts.Font, "1888854798bf"),
    "css.ComputedStyle.__missing__": (styling._missing, "b318d8efc8ac"),
    "layout.page.set_page_type_computed_styles": (styling._set_page_styles, "4e68b396b35c"),
    "layout.percent.resolve_percentages": (styling._resolve, "71673078096f"),
    "layout.background.layout_box_backgrounds": (drawing._backgrounds, "617a870678c8"),
    "svg.defs.spread_linear_gradient": (gradients._spread_linear, "b2b3425bf629"),
    "svg.defs.spread_radial_gradient": (gradients._spread_radial, "7eb20b3a3dac"),
    "images.LinearGradient.layout": (gradients._lay_out_linear, "7682d3654bdc"),
    "images.RadialGradient.layout": (gradients._lay_out_radial, "1b4d41aa049b"),
    "images.process_color_stops": (vars(gradients)["process_color_stops"], "a4a7ce8326fe"),
    "boxes.Box.is_in_normal_flow": (weasyprint.formatting_structure.boxes.Box.is_in_normal_flow, "5f49d6ab23da"),
    "text.line_break.strut": (weasyprint.text.line_break.strut, "b57885b70dd0"),
    "text.fonts.get_font_description": (weasyprint.text.fonts.get_font_description, "85734b8947b9"),
    "document.Page.paint": (output._paint, "b2f0dcbda755"),
    "pydyf.Stream.data": (output._data.fget, "bdc2bc513f28"),
    "pydyf.PDF.page_references": (tagging._page_references.fget, "060bf90aad55"),
    "HTML.__init__": (weasyprint.HTML.__init__, "5f19f40b8183"),
    "document.Document._render": (Document._render, "ebaceeb0fa8e"),
}


def digest(function) -> str:
    return hashlib.sha256(inspect.getsource(inspect.unwrap(function)).encode()).hexdigest()[:12]


def test_the_version_is_the_one_we_know():
    assert weasyprint.__version__.split(".")[0] == "70"


@pytest.mark.parametrize("name", KNOWN)
def test_a_replaced_function_is_as_we_knew_it(name):
    function, known = KNOWN[name]
    assert digest(function) == known


def names_in_place() -> list[str]:
    return [name for owner, name, ours in REPLACED if getattr(owner, name) is ours]


def test_our_functions_are_in_place_while_a_part_is_laid_out_and_no_longer():
    with replaced():
        assert names_in_place() == [name for _, name, _ in REPLACED]
    assert names_in_place() == []


def test_a_glyph_is_as_large_as_we_read_it():
    assert ffi.sizeof("PangoGlyphInfo") == drawing.BYTES


AS_IT_IS = """<html xmlns="http://www.w3.org/1999/xhtml" lang="en"><head/><body><h1>AVATAR Wave, Toyota</h1>
<p class="tight">Tight é, ä fi ffl.</p><p class="wide">Wide and <b>bold 1984</b> and <i>italic</i>, justified, long enough
to be broken over lines: the quick brown fox jumps over the lazy dog, then again over another one.</p>
<p dir="rtl" lang="ar">مرحبا بالعالم 12</p>
<table><tr><th>One</th><td>1<sup>2</sup></td></tr></table><ul><li>A <u>line</u></li></ul></body></html>"""
PLAINLY = """html { font: 10pt/14pt "Source Serif 4", "IBM Plex Sans Arabic" } p { text-align: justify; hyphens: auto }
.tight { letter-spacing: -6pt; margin-inline-start: 3em } .wide { width: 50%; letter-spacing: 1pt; background: #eee }
b { font-variant-numeric: oldstyle-nums } i { font-variant-caps: small-caps }
table { border-collapse: collapse } td { padding: 2%; border: 1pt solid; border-radius: 2pt }
@page { size: A5; @bottom-center { content: "Foot " counter(page) } }"""


def test_what_is_worked_out_once_gives_the_same_bytes_as_weasyprint_does(monkeypatch):
    source = PartSource("as it is", AS_IT_IS.encode(), PLAINLY, "en")
    ours = render_part(source)
    monkeypatch.setenv(replacement.PLAIN, "1")
    with replaced():
        assert set(names_in_place()) == {name for _, name, _ in REPLACED} - {name for _, name, _ in replacement.SPEED}
    assert ours == render_part(source)


def test_each_replaced_name_is_in_one_group():
    groups = (replacement.CURES, replacement.PARTS, replacement.SPEED)
    assert sorted(map(len, groups)) == [8, 14, 17]
    assert len({(id(owner), name) for group in groups for owner, name, _ in group}) == len(REPLACED)


GEOMETRIES = (  # pt and mm; in each the sums of WeasyPrint's floats differ in their last bit
    (14.4, 7.1, 12, 20, 20),
    (9, 7.1, 12, 15, 20),
    (14.4, 3, 10.8, 30, 27),
    (7.3, 0, 10.6, 15, 27),
)
NOTE_PAGE = """<html xmlns="http://www.w3.org/1999/xhtml" lang="en"><body>{before}
<p id="call">Call<span class="footnote" id="fn1">The note is {words}</span></p>{after}</body></html>"""


def strayed_notes(margin, padding, leading, top, bottom) -> tuple[str, ...]:
    css = f"""@page {{ size: A5; margin: {top}mm 15mm {bottom}mm;
      @footnote {{ margin-top: {margin}pt; padding-top: {padding}pt; border-top: 1pt solid }} }}
    html {{ font: 10.1pt/14.4pt "Source Serif 4" }} p {{ margin: 0 }}
    .footnote {{ float: footnote; font: 8pt/{leading}pt "Source Serif 4" }}"""
    html = NOTE_PAGE.format(
        before="<p>Text of a paragraph that is here.</p>", words="long " * 30, after="<p>more</p>" * 40
    )
    return render_part(PartSource("notes", html.encode(), css, "en")).strayed


@pytest.mark.parametrize("geometry", GEOMETRIES)
def test_a_note_that_fits_stands_on_the_page_of_its_call(geometry):
    assert strayed_notes(*geometry) == ()


def test_without_the_tolerance_a_note_that_fits_moves_on(monkeypatch):
    monkeypatch.setattr(tagging, "TOLERANCE", 0)
    assert any(strayed_notes(*geometry) for geometry in GEOMETRIES), (
        "WeasyPrint has mended this: take our tolerance out"
    )


HANGING = """<html xmlns="http://www.w3.org/1999/xhtml" lang="en"><body>
<p id="p1">(<b>Lee</b>). It was their second meeting since he took office <span>(<b><em>The Times</em></b>)</span>.</p></body></html>"""


def first_lines_end(width: float) -> str:
    """Return the letters that end the page of the first line, on pages of one line."""
    css = f"""@page {{ size: {width}pt 16pt; margin: 0 }} html {{ font: 10pt/14pt "Source Serif 4" }}
    body, p {{ margin: 0; orphans: 1; widows: 1 }}"""
    starts = render_part(PartSource("hanging", HANGING.encode(), css, "en")).starts
    return "early" if starts[1].offset < len("(Lee).It") else "full"


@pytest.mark.slow
def test_a_line_is_not_broken_early_for_a_space_that_would_hang_over_its_end(monkeypatch):
    widths = [258 + step / 2 for step in range(24)]
    assert {first_lines_end(width) for width in widths} == {"full"}
    plain = tuple(row for row in REPLACED if row not in lines.CURES)
    monkeypatch.setattr(replacement, "REPLACED", plain)
    assert "early" in {first_lines_end(width) for width in widths}, "WeasyPrint has mended this: take lines.py out"


def test_weasyprint_still_repeats_a_gradient_that_nobody_can_tell_apart():
    stops, *_ = gradients._spread_linear("repeat", [0, 1], ["red", "blue"], 0, 0, 1e-2, 0, (0, 0, 100, 100), Matrix())
    assert len(stops) > gradients.MOST, "WeasyPrint has mended this: take gradients.py out"


def test_weasyprint_still_analyses_all_of_a_text_to_find_its_next_word(monkeypatch):
    seen = []

    def analyse(text: str, _: str) -> tuple[object, ...]:
        seen.append(len(text))
        return ()

    monkeypatch.setattr(weasyprint.text.line_break, "get_log_attrs", analyse)
    text = "word " * 1000
    lines._boundaries(text, "en")
    assert seen == [len(text)], "WeasyPrint has mended this: take the search for the next word out of lines.py"
    lines._next_word(text, "en")
    assert seen[1] == lines.NEAR


def test_pydyf_still_ends_a_stream_in_what_may_be_read_as_half_of_a_line_end():
    assert b"\r\nendstream" in pydyf.Stream([b"a\r"]).data, "pydyf has mended this: take `_stream_data` out"
    with replaced():
        assert b"\r\n\nendstream" in pydyf.Stream([b"a\r"]).data


def test_each_cure_is_written_up_for_those_who_could_mend_its_cause():
    chapter = (ROOT / "sources/handbook/86-engine.md").read_text()
    for owner, name, _ in replacement.CURES:
        owned = f"{owner.__name__}.{name}".removeprefix("weasyprint.")
        assert f"`{owned}`" in chapter
