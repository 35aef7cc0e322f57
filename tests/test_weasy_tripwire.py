"""What we replace in WeasyPrint is what we know: these fail when a new version changes it.

After an upgrade, read the changed function beside `report/editions/pdf/weasy/`, then put the new digest here.
"""

from __future__ import annotations

import hashlib
import inspect

import pytest

from report.editions.pdf.weasy.start import load
from report.styles import Theme

load()

import pydyf
import weasyprint
from weasyprint.document import Document
from weasyprint.layout import LayoutContext
from weasyprint.pdf import tags
from weasyprint.pdf.stream import Stream

from report.editions.pdf.weasy import numbers, tagging
from report.editions.pdf.weasy.render import render_part

KNOWN = {
    "pdf.tags._build_box_tree": (tagging._build, "f716251a83e7"),
    "pdf.stream.Stream.marked": (tagging._marked, "3fa3acacbbf6"),
    "layout.block_level_layout": (tagging._block_level_layout, "c1301dde9284"),
    "layout.LayoutContext._update_footnote_area": (LayoutContext._update_footnote_area, "2e317e4b066f"),
    "layout.make_all_pages": (tagging._make_all_pages, "b5e403489484"),
    "layout.layout_document": (weasyprint.layout.layout_document, "a5cbf437e99c"),
    "text.line_break.split_first_line": (numbers.split_first_line, "39ad1016863c"),
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


def test_our_functions_are_in_place():
    assert tags._build_box_tree is tagging._build_box_tree
    assert Stream.marked is tagging._mark
    assert pydyf.PDF.page_references.fget is tagging._references


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
    return render_part(html.encode(), css, {}, Theme("none", ())).strayed


@pytest.mark.parametrize("geometry", GEOMETRIES)
def test_a_note_that_fits_stands_on_the_page_of_its_call(geometry):
    assert strayed_notes(*geometry) == ()


def test_without_the_tolerance_a_note_that_fits_moves_on(monkeypatch):
    monkeypatch.setattr(tagging, "TOLERANCE", 0)
    assert any(strayed_notes(*geometry) for geometry in GEOMETRIES), (
        "WeasyPrint has mended this: take our tolerance out"
    )


LINKS = (
    """<html xmlns="http://www.w3.org/1999/xhtml" lang="en"><body><p id="top">Start.</p>{links}{text}</body></html>"""
)
LINK_SHEET = """@page {{ size: A6 }} html {{ font: 10pt/14pt "Source Serif 4"; font-variant-numeric: {figures} }}
a::after {{ content: "\\2002" target-counter(attr(href), page) }} h2 {{ break-before: page }}"""


def render_links(count: int, figures: str) -> bytes:
    links = "".join(f'<p>See <a href="#h{n}">part {n}</a></p>' for n in range(count))
    text = "".join(f'<h2 id="h{n}">Part {n}</h2><p>Text.</p>' for n in range(count))
    html = LINKS.format(links=links, text=text)
    return render_part(html.encode(), LINK_SHEET.format(figures=figures), {}, Theme("none", ())).pdf


def remember(monkeypatch) -> list[bool]:
    said: list[bool] = []
    settle = numbers.settle_numbers
    monkeypatch.setattr(tagging, "settle_numbers", lambda *given: said.append(settle(*given)) or said[-1])
    return said


def test_numbers_of_one_width_are_set_without_a_second_layout_and_give_the_same_pages(monkeypatch):
    said = remember(monkeypatch)
    quick = render_links(5, "tabular-nums lining-nums")
    assert said == [True]
    monkeypatch.setattr(tagging, "settle_numbers", lambda *_: False)
    assert quick == render_links(5, "tabular-nums lining-nums")


@pytest.mark.parametrize(
    ("count", "figures"), [(12, "tabular-nums lining-nums"), (5, "proportional-nums oldstyle-nums")]
)
def test_numbers_that_take_another_room_are_laid_out_again(monkeypatch, count, figures):
    said = remember(monkeypatch)
    render_links(count, figures)
    assert said == [False]
