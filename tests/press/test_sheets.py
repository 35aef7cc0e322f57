"""Booklets and hand-outs: what is drawn where on the sheets, read back from the file."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO

import pikepdf
import pypdfium2
import pytest

from report.press.imposition import fold
from report.press.inks import GreyInks
from report.press.reading import read_marks
from report.press.sheets import Booklet, Handout, make_booklet, make_handout
from tests.press.press_files import ARTICLE, MM, YEARBOOK, bound, leaf, opened, written

A4 = (210.0, 297.0)


def numbered(count, size=A4, lang="en"):
    """Bind pages on each of which a square of its own size stands in the middle: of 5 mm on the first, 6 on the next …"""
    with pikepdf.new() as pdf:
        for number in range(count):
            side, (width, height) = 5 + number, size
            place = f"0 0 0 1 k {(width - side) / 2} {(height - side) / 2} {side} {side} re f"
            leaf(pdf, place.encode(), bleed=0.0, size=size)
            pdf.pages[-1].obj.MediaBox = pdf.pages[-1].obj.TrimBox
        pdf.trailer.Info = pdf.make_indirect(pikepdf.Dictionary(Title="x"))
        pdf.Root.Metadata = pdf.make_stream(b"")
        meta = replace(bound(ARTICLE, 0.0).meta, lang=lang)
        return replace(bound(ARTICLE, 0.0), meta=meta, pdf=written(pdf))


def squares(data, scale=1.0):
    """Return, for each side of paper, the pages on it from the left, with the middle of each in mm."""
    sides = []
    with opened(data) as pdf:
        for page in pdf.pages:
            marks = [mark for mark in read_marks(page.obj) if mark.kind == "fill"]
            found = [
                (mark.box[0], (mark.box[0] + mark.box[2]) / 2 / MM, (mark.box[2] - mark.box[0]) / MM) for mark in marks
            ]
            sides.append([(round(width / scale - 5), round(middle, 2)) for _, middle, width in sorted(found)])
    return sides


def size(data, number=0):
    with opened(data) as pdf:
        return tuple(round(float(edge) / MM, 1) for edge in pdf.pages[number].obj.MediaBox[2:])


@pytest.mark.parametrize("lang", ["en", "ar"])
@pytest.mark.parametrize(("pages", "signature"), [(1, 0), (8, 0), (9, 1), (16, 2), (30, 4)])
def test_pages_are_drawn_where_the_imposition_has_them(pages, signature, lang):
    found = squares(make_booklet(numbered(pages, lang=lang), Booklet(signature), None))
    wanted = [
        side for sheet in fold(pages, signature, right_to_left=lang == "ar") for side in (sheet.front, sheet.back)
    ]
    middles = (105.0, 315.0)
    assert found == [
        [(page, middle) for page, middle in zip((side.left, side.right), middles, strict=True) if page is not None]
        for side in wanted
    ]


@pytest.mark.parametrize(
    ("page", "sheet", "paper"),
    [
        (A4, "", (420.0, 297.0)),
        ((148.0, 210.0), "", (296.0, 210.0)),
        (A4, "A4", (297.0, 210.0)),
        (A4, "A3", (420.0, 297.0)),
    ],
)
def test_a_sheet_is_two_pages_wide_or_the_paper_that_is_there(page, sheet, paper):
    assert size(make_booklet(numbered(4, page), Booklet(sheet=sheet), None)) == paper


def test_pages_are_made_smaller_to_fit_the_paper():
    data = make_booklet(numbered(4), Booklet(sheet="A4"), None)
    assert [[page for page, _ in side] for side in squares(data, 210 / 297)] == [[3, 0], [1, 2]]


def test_creep_moves_pages_of_inner_sheets_towards_the_fold():
    outer, _, inner, _ = squares(make_booklet(numbered(8), Booklet(creep=0.5), None))
    assert [middle for _, middle in outer] == [105.0, 315.0]
    assert [middle for _, middle in inner] == [105.5, 314.5]


def test_printers_are_told_how_to_turn_the_sheet_and_not_to_scale():
    for data, flip in (
        (make_booklet(numbered(4), Booklet(), None), "/DuplexFlipShortEdge"),
        (make_handout(numbered(4), Handout(2), None), "/DuplexFlipShortEdge"),
        (make_handout(numbered(4), Handout(4), None), "/DuplexFlipLongEdge"),
    ):
        with opened(data) as pdf:
            assert pdf.Root.ViewerPreferences.Duplex == flip
            assert pdf.Root.ViewerPreferences.PrintScaling == "/None"


@pytest.mark.parametrize(("lang", "order"), [("en", [[0, 1], [2, 3]]), ("he", [[1, 0], [3, 2]])])
def test_a_hand_out_reads_in_the_direction_of_its_language(lang, order):
    with opened(make_handout(numbered(4, lang=lang), Handout(4), None)) as pdf:
        marks = [mark for mark in read_marks(pdf.pages[0].obj) if mark.kind == "fill"]
    rows = sorted(marks, key=lambda mark: (-round(mark.box[1] / 90), mark.box[0]))
    widths = [mark.box[2] - mark.box[0] for mark in rows]
    ranks = [sorted(widths).index(width) for width in widths]
    assert [ranks[:2], ranks[2:]] == order


def test_lines_for_notes_stand_beside_each_page():
    with opened(make_handout(numbered(4), Handout(3, lines=True), None)) as pdf:
        first, second = (read_marks(page.obj) for page in pdf.pages)
    assert len([mark for mark in first if mark.kind == "fill"]) == 3
    rules = [mark for mark in first if mark.kind == "stroke"]
    assert len(rules) == 3 * len([mark for mark in second if mark.kind == "stroke"])
    assert min(mark.box[0] for mark in rules) > 105 * MM
    assert max(mark.box[2] for mark in first if mark.kind == "fill") < 105 * MM


@pytest.mark.parametrize("make", [lambda pages, inks: make_booklet(pages, Booklet(), inks), lambda pages, inks: make_handout(pages, Handout(2), inks)])  # fmt: skip
def test_an_imposed_file_says_what_it_is_and_claims_nothing(make):
    data = make(bound(YEARBOOK, 0.0), None)
    assert data == make(bound(YEARBOOK, 0.0), None)
    with opened(data) as pdf:
        packet = pdf.Root.Metadata.read_bytes()
        assert b"pdfaid" not in packet
        assert b"The harbour year" in packet
        assert "StructTreeRoot" not in str(list(pdf.Root.keys()))


def test_in_greys_nothing_is_coloured():
    document = pypdfium2.PdfDocument(BytesIO(make_booklet(bound(YEARBOOK, 0.0), Booklet(), GreyInks())))
    picture = document[0].render(scale=0.5).to_pil().convert("RGB")
    document.close()
    assert all(red == green == blue for _, (red, green, blue) in picture.getcolors(1 << 20))


def test_the_words_of_every_page_are_on_the_sheets():
    def words(data):
        document = pypdfium2.PdfDocument(data)
        found = sorted(word for page in document for word in page.get_textpage().get_text_range().split())
        document.close()
        return found

    pages = bound(ARTICLE, 0.0)
    assert words(make_booklet(pages, Booklet(), None)) == words(pages.pdf)
