"""Every theme on every sheet in every edition: one text with all that a report can hold."""

from __future__ import annotations

import itertools
import os

import pypdfium2
import pytest

from report.checks.ace import check_ace
from report.checks.axe import check_axe
from report.checks.epubcheck import check_epubcheck
from report.checks.nu import check_nu
from report.checks.pdf_profiles import check_pdf_profiles
from report.checks.verapdf import check_verapdf_batch
from report.model.metadata import EDITIONS
from report.themes.css_adapt import enlarge
from tests.common import apply
from tests.specimens import SIZES, THEMES, set_specimen

ALL = tuple(itertools.product(THEMES, SIZES, EDITIONS))
SOME = tuple((THEMES[number % 3], size, EDITIONS[(number + 1) % 3]) for number, size in enumerate(SIZES))
TALL = {"A4": 297, "letter": 279.4, "A5": 210}  # mm
MARKING = "TLP:CLEAR"
EDGE, SLIGHT = 30, 1.7  # pt: how near to the head or foot the mark is, and how far off it does not show


def off_centre(page: pypdfium2.PdfPage) -> list[float]:
    """Return how far the middles of the marks at head and foot are from the middle of the sheet, in pt."""
    text = page.get_textpage()
    found, searcher = [], text.search(MARKING)
    while place := searcher.get_next():
        boxes = [text.get_charbox(index) for index in range(place[0], sum(place))]
        top, bottom = page.get_height() - max(box[3] for box in boxes), min(box[1] for box in boxes)
        if min(top, bottom) < EDGE:
            found.append((boxes[0][0] + boxes[-1][2] - page.get_width()) / 2)
    return found


def assert_marked(document: pypdfium2.PdfDocument) -> None:
    """Hold that every page has the mark at head and foot, in the middle of the sheet."""
    marks = [off_centre(page) for page in document]
    assert {len(found) for found in marks} == {2}
    assert max(abs(off) for found in marks for off in found) < SLIGHT


@pytest.mark.slow
@pytest.mark.parametrize(("theme", "size", "edition"), SOME)
def test_the_specimen_is_set_without_a_finding(theme, size, edition, tmp_path):
    path = set_specimen(tmp_path, theme, size, edition).with_suffix(".pdf")
    document = pypdfium2.PdfDocument(path)
    assert document[0].get_height() / 72 * 25.4 == pytest.approx(TALL[size], abs=0.2)
    assert_marked(document)
    assert apply(check_pdf_profiles, path) == ()


@pytest.mark.parametrize(
    ("written", "larger"),
    [
        ("font: 400 7.6pt/10.8pt x", "font: 400 16pt/22.74pt x"),
        ("font-size: 7.6pt; line-height: 10.8pt; margin: 4pt", "font-size: 16pt; line-height: 1.42em; margin: 6pt"),
        ("font-size: 28pt; line-height: 31.2pt", "font-size: 34.8pt; line-height: 1.11em"),
        ("line-height: 14.4pt", "line-height: 21.6pt"),
    ],
)
def test_in_large_print_a_line_is_higher_in_proportion_to_its_letters(written, larger):
    assert enlarge(f"p {{ {written} }}") == f"p {{ {larger} }}"


LONG = pytest.mark.skipif(os.environ.get("REPORT_REQUIRE_TOOLS") != "1", reason="long: `make conformance` does it")


@LONG
@pytest.mark.conformance
def test_every_theme_sheet_and_edition_passes_both_validators_of_pdf(tmp_path):
    paths = [set_specimen(tmp_path, *case).with_suffix(".pdf") for case in ALL]
    assert len(set(paths)) == 27
    for path in paths:
        assert_marked(pypdfium2.PdfDocument(path))
    assert {path: apply(check_pdf_profiles, path) for path in paths} == dict.fromkeys(paths, ())
    assert apply(lambda _: check_verapdf_batch(paths), tmp_path) == ()


@LONG
@pytest.mark.conformance
@pytest.mark.parametrize("theme", THEMES)
def test_every_theme_s_book_and_page_pass_their_validators(theme, tmp_path):
    stem = set_specimen(tmp_path, theme, "A4", "screen", ("pdf", "epub", "html"))
    for check in (check_epubcheck, check_ace):
        assert apply(check, stem.with_suffix(".epub")) == ()
    for check in (check_nu, check_axe):
        assert apply(check, stem.with_suffix(".html")) == ()
