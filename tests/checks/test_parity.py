"""Parity and our own rules: a single fault put into a good file is caught, by the rule that is named here."""

from __future__ import annotations

import io
import re
import zipfile
from typing import TYPE_CHECKING

import pikepdf
import pypdfium2
import pytest
from lxml import etree

from report.checks.book import NAMES, check_book_bytes
from report.checks.parity.check import check_editions, check_parity, texts_asked
from report.checks.parity.markup import read_epub, read_web
from report.checks.parity.pdf import read_pdf
from report.checks.parity.reading import squeeze
from report.checks.pdf_profiles import check_pdf_profiles
from report.pipeline.build import build_editions
from report.read.project import Project
from tests.common import FORMATS, HEAD, SAMPLES, samples

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Edit = Callable[[etree._Element], None]

SLUG = "torture"
XML = "{http://www.w3.org/XML/1998/namespace}"
RIGHT_TO_LEFT = {"arabic"}  # joined letters are read from a PDF in another order


@pytest.fixture(scope="module")
def files(built):
    """The editions of the sample that has everything, as bytes by format."""
    return read_files(built, SLUG)


def read_files(built: Callable[..., Path], name: str) -> dict[str, bytes]:
    return {form: (built(name) / f"{name}.{form}").read_bytes() for form in FORMATS}


@pytest.mark.slow
def test_marks_in_the_other_editions_change_no_byte_of_the_pdf(files, tmp_path):
    build_editions(Project(SAMPLES / SLUG), Project(SAMPLES / SLUG).report(SLUG), ("pdf",), tmp_path)
    assert (tmp_path / SLUG / f"{SLUG}.pdf").read_bytes() == files["pdf"]


# --- faults in an EPUB: which file, what in it, what is done to it, and the rule that catches it


def lose(element: etree._Element) -> None:
    parent, previous = element.getparent(), element.getprevious()
    if element.tail and previous is not None:
        previous.tail = (previous.tail or "") + element.tail
    elif element.tail:
        parent.text = (parent.text or "") + element.tail
    parent.remove(element)


def say(words: str) -> Edit:
    def edit(element: etree._Element) -> None:
        for child in list(element):
            element.remove(child)
        element.text = words

    return edit


def put_for(old: str, new: str) -> Edit:
    def edit(element: etree._Element) -> None:
        for one in element.iter():
            one.text = (one.text or "").replace(old, new)

    return edit


def unset(name: str) -> Edit:
    return lambda element: element.attrib.pop(name)


def give(name: str, value: str) -> Edit:
    return lambda element: element.set(name, value)


def repeat(element: etree._Element) -> None:
    copy = etree.fromstring(etree.tostring(element, with_tail=False))
    for inner in copy.iter():
        inner.attrib.pop("id", None)
    element.addnext(copy)


def swap(element: etree._Element) -> None:
    element.getnext().addnext(element)


def move_to_next_paragraph(mark: etree._Element) -> None:
    following = mark.xpath("following::x:p[string-length(normalize-space(.)) > 30]", namespaces=NAMES)[1]
    lose(mark)
    mark.tail = None
    following.addprevious(mark)


def wrap_text(element: etree._Element) -> None:
    inner = etree.SubElement(element, "{http://www.w3.org/1999/xhtml}sup")
    inner.text, element.text = element.text, None


CHAPTERS, NAV, PACKAGE, NCX = "text/ch", "nav.xhtml", "content.opf", "toc.ncx"
LONG = "string-length(normalize-space(.)) > 60"
BOOK_FAULTS = {
    "a lost paragraph": (CHAPTERS, f"//x:section/x:p[{LONG}]", lose, "C106"),
    "a paragraph said twice": (CHAPTERS, f"//x:section/x:p[{LONG}]", repeat, "C106"),
    "two paragraphs swapped": (CHAPTERS, f"//x:p[{LONG}][following-sibling::*[1][self::x:p[{LONG}]]]", swap, "C106"),
    "a paragraph with other words": (CHAPTERS, f"//x:section/x:p[{LONG}]", say("Something else."), "C106"),
    "a lost item of a list": (CHAPTERS, "//x:section/x:ul/x:li[normalize-space(.)]", lose, "C106"),
    "a lost listing": (CHAPTERS, "//x:pre[normalize-space(.)]", lose, "C106"),
    "a lost formula": (CHAPTERS, "//x:p//m:math", lose, "C106"),
    "a reference that is left out": (CHAPTERS, "//x:section[@role='doc-bibliography']//x:li", lose, "C106"),
    "another number in a cross-reference": (CHAPTERS, "//x:a[@class='cross-ref']", say("Figure 99"), "C106"),
    "a heading with other words": (CHAPTERS, "//x:h3", say("Another heading"), "C101"),
    "a lost heading": (CHAPTERS, "//x:h3", lose, "C101"),
    "a note with other words": (CHAPTERS, "//x:aside[@role='doc-footnote']/x:p[1]/text()[last()]/..", say("x"), "C102"),
    "a lost note": (CHAPTERS, "//x:aside[@role='doc-footnote']", lose, "C102"),
    "a note without its call": (CHAPTERS, "//x:a[@role='doc-noteref']", lose, "E103"),
    "a call that leads nowhere": (CHAPTERS, "//x:a[@role='doc-noteref']", give("href", "#fn999"), "E103"),
    "a call that opens no pop-up": (CHAPTERS, "//x:a[@role='doc-noteref']", wrap_text, "E103"),
    "a note that does not lead back": (CHAPTERS, "//x:a[@role='doc-backlink']", give("href", "#x"), "E103"),
    "a figure with another alternative text": (CHAPTERS, "//x:figure//x:img[@alt]", give("alt", "Another"), "C103"),
    "a lost figure": (CHAPTERS, "//x:figure[.//x:img[@alt != '']]", lose, "C103"),
    "a picture without alternative text": (CHAPTERS, "//x:figure//x:img[@alt]", unset("alt"), "E106"),
    "a lost row of a table": (CHAPTERS, "//x:tbody/x:tr", lose, "C104"),
    "another number in a table": (CHAPTERS, "//x:tbody/x:tr/x:td[normalize-space(.)]", say("99.9"), "C104"),
    "a lost caption": (CHAPTERS, "//x:figcaption | //x:caption", lose, "C105"),
    "a head of a table without scope": (CHAPTERS, "//x:th[@scope]", unset("scope"), "E104"),
    "a formula without alternative text": (CHAPTERS, "//m:math", unset("alttext"), "E105"),
    "a listing out of the keyboard's reach": (CHAPTERS, "//x:pre[@tabindex]", unset("tabindex"), "E111"),
    "an identifier given twice": (CHAPTERS, "//x:*[@id][2]", give("id", "sec-languages"), "E109"),
    "a link that leads nowhere": (CHAPTERS, "//x:a[@class='cross-ref']", give("href", "#nowhere"), "E109"),
    "a picture whose file is not there": (CHAPTERS, "//x:img[@src]", give("src", "../images/lost.png"), "E109"),
    "a document without a language": (CHAPTERS, "/x:html", unset(f"{XML}lang"), "E110"),
    "a page that begins a paragraph later": (CHAPTERS, "//x:span[@role='doc-pagebreak']", move_to_next_paragraph, "C107"),
    "a lost page mark": (CHAPTERS, "//x:span[@role='doc-pagebreak']", lose, "C107"),
    "a page mark with a wrong label": (CHAPTERS, "//x:span[@role='doc-pagebreak']", give("aria-label", " 77. "), "E108"),
    "a lost entry of the page list": (NAV, "//x:nav[@epub:type='page-list']//x:li", lose, "E108"),
    "a wrong label in the page list": (NAV, "//x:nav[@epub:type='page-list']//x:a", say("77"), "E108"),
    "the page list out of order": (NAV, "//x:nav[@epub:type='page-list']//x:li", swap, "E108"),
    "no pages in the NCX": (NCX, "//n:pageList", lose, "E108"),
    "whose pages, untold": (PACKAGE, "//o:meta[@property='pageBreakSource']", lose, "E108"),
    "no landmarks": (NAV, "//x:nav[@epub:type='landmarks']", lose, "E101"),
    "no landmark of the text": (NAV, "//x:nav[@epub:type='landmarks']//x:li[x:a/@epub:type='bodymatter']", lose, "E101"),
    "contents without a label": (NAV, "//x:nav[@epub:type='toc']", unset("aria-labelledby"), "E102"),
    "a lost entry of the contents": (NAV, "//x:nav[@epub:type='toc']/x:ol/x:li[3]", lose, "E113"),
    "contents out of order": (NAV, "//x:nav[@epub:type='toc']/x:ol/x:li[3]", swap, "E113"),
    "two sections swapped": (PACKAGE, "//o:spine/o:itemref[5]", swap, "C101"),
    "a section out of the spine": (PACKAGE, "//o:spine/o:itemref[5]", lose, "C106"),
    "no word of hazards": (PACKAGE, "//o:meta[@property='schema:accessibilityHazard']", lose, "E112"),
}  # fmt: skip
SHEET_FAULTS = ("max-width: min(9em, 30vw)", "display: flex", "color: var(--ink)", "width: 50vw", "inset: 0")
ALL_OF = {"no word of hazards"}  # of which every one is taken


def broken(data: bytes, file: str, path: str, edit: Edit, *, everywhere: bool = False) -> bytes:
    """Put a fault into the first document of an EPUB that has what is named."""
    out, done = io.BytesIO(), False
    with zipfile.ZipFile(io.BytesIO(data)) as book, zipfile.ZipFile(out, "w") as copy:
        for name in book.namelist():
            content = book.read(name)
            if not done and name.startswith(f"EPUB/{file}"):
                root = etree.fromstring(content)
                found = root.xpath(path, namespaces=NAMES)
                for element in found if everywhere else found[:1]:
                    edit(element)
                    done = True
                content = etree.tostring(root, encoding="utf-8", xml_declaration=True)
            copy.writestr(name, content)
    assert done, "there is nothing to break"
    return out.getvalue()


def codes(files: dict[str, bytes], **changed: bytes) -> set[str]:
    """Return the codes of all that is found in a good set of editions, some of which have been changed."""
    now = {**files, **changed}
    found = [*check_editions(SLUG, now, ()), *check_book_bytes(now["epub"], "book.epub")]
    return {finding.code for finding in found}


def test_nothing_is_found_in_good_files(files):
    assert codes(files) == set()


@pytest.mark.parametrize("fault", BOOK_FAULTS)
def test_a_fault_in_an_epub_is_caught(fault, files):
    file, path, edit, code = BOOK_FAULTS[fault]
    assert code in codes(files, epub=broken(files["epub"], file, path, edit, everywhere=fault in ALL_OF))


@pytest.mark.parametrize("declaration", SHEET_FAULTS)
def test_a_value_that_old_reading_systems_refuse_is_caught(declaration, files):
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(files["epub"])) as book, zipfile.ZipFile(out, "w") as copy:
        for name in book.namelist():
            more = f"\np {{ {declaration} }}\n".encode() if name.endswith(".css") else b""
            copy.writestr(name, book.read(name) + more)
    assert codes(files, epub=out.getvalue()) == {"E107"}


# --- faults in a PDF


def relabel(pdf: pikepdf.Pdf) -> None:
    pdf.Root.PageLabels = pikepdf.Dictionary(Nums=[0, pikepdf.Dictionary(S=pikepdf.Name.D, St=3)])


def lose_a_page(pdf: pikepdf.Pdf) -> None:
    del pdf.pages[4]


def swap_pages(pdf: pikepdf.Pdf) -> None:
    pdf.pages.insert(3, pdf.pages[5])
    del pdf.pages[6]


def lose_tags(pdf: pikepdf.Pdf) -> None:
    del pdf.Root["/StructTreeRoot"]


def change_alternative(pdf: pikepdf.Pdf) -> None:
    figure(pdf).Alt = pikepdf.String("Another")


def lose_alternative(pdf: pikepdf.Pdf) -> None:
    del figure(pdf)["/Alt"]


def lose_language(pdf: pikepdf.Pdf) -> None:
    del pdf.Root["/Lang"]


def lose_claim(pdf: pikepdf.Pdf) -> None:
    del pdf.Root["/Metadata"]


def lose_intent(pdf: pikepdf.Pdf) -> None:
    del pdf.Root["/OutputIntents"]


def unmark(pdf: pikepdf.Pdf) -> None:
    pdf.Root.MarkInfo = pikepdf.Dictionary(Marked=False)


def blank_a_page(pdf: pikepdf.Pdf) -> None:
    pdf.pages[4].Contents = pdf.make_stream(b"")


def figure(pdf: pikepdf.Pdf) -> pikepdf.Object:
    return next(one for one in pdf.objects if isinstance(one, pikepdf.Dictionary) and one.get("/S") == "/Figure" and "/Alt" in one)  # fmt: skip


PDF_FAULTS = {
    relabel: "C107",
    lose_a_page: "C101",
    swap_pages: "C107",
    lose_tags: "C106",
    blank_a_page: "C104",
    change_alternative: "C103",
    lose_alternative: "P901",
    lose_language: "P901",
    lose_claim: "P901",
    lose_intent: "P901",
    unmark: "P901",
}


@pytest.mark.slow
@pytest.mark.parametrize("fault", PDF_FAULTS, ids=lambda fault: fault.__name__)
def test_a_fault_in_a_pdf_is_caught(fault, files, tmp_path):
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(files["pdf"])) as pdf:
        fault(pdf)
        pdf.save(out)
    path = tmp_path / "bad.pdf"
    path.write_bytes(out.getvalue())
    found = codes(files, pdf=out.getvalue()) | {finding.code for finding in check_pdf_profiles(path)}
    assert PDF_FAULTS[fault] in found


def test_a_word_that_only_the_web_page_has_is_told_with_what_stands_there_else(files):
    page = files["html"].replace(b"The second paragraph.", b"The third paragraph.", 1)
    assert page != files["html"]
    (finding,) = check_editions(SLUG, {**files, "html": page})
    assert finding.code == "C106"
    assert (
        finding.message == 'text: the web page says "The third paragraph." where the EPUB says "The second paragraph."'
    )


# --- faults that no rule catches: what is the same in all editions, or what reading does not tell apart

UNCAUGHT = {
    "bold that is lost": (CHAPTERS, "//x:strong", lambda element: setattr(element, "tag", element.tag.replace("strong", "span"))),
    "a picture for another": (CHAPTERS, "//x:figure//x:img[@alt]", give("src", "../images/cover.jpg")),
    "other quotation marks": (CHAPTERS, "//x:p[contains(., '“')]", put_for("“", "«")),
    "a link that leads to another place": (CHAPTERS, "//x:a[@class='cross-ref']", give("href", "ch01.xhtml")),
    "a hyphen that is lost": (CHAPTERS, "//x:p[contains(., '-')]", put_for("-", "")),
}  # fmt: skip


@pytest.mark.parametrize("fault", UNCAUGHT)
def test_a_fault_that_no_rule_catches_is_known(fault, files):
    assert codes(files, epub=broken(files["epub"], *UNCAUGHT[fault])) == set()


# --- pages


@pytest.mark.slow
@pytest.mark.parametrize("name", samples())
def test_every_page_of_the_pdf_begins_in_the_epub_and_the_web_page_with_the_same_words(name, built):
    data = read_files(built, name)
    pdf, book, web = read_pdf(data["pdf"]), read_epub(data["epub"]), read_web(data["html"])
    assert list(book.pages) == list(web.pages) == list(pdf.pages)
    document = pypdfium2.PdfDocument(data["pdf"])
    for number, label in enumerate(pdf.pages):
        shown = squeeze(document[number].get_textpage().get_text_bounded())
        if name in RIGHT_TO_LEFT:
            start = pdf.pages[label][:24]
            assert sorted(book.pages[label][: len(start)]) == sorted(start)
            continue
        start = book.pages[label][: min(12, len(pdf.pages[label]))]
        assert book.pages[label].startswith(pdf.pages[label][:24])
        assert not pdf.pages[label] or start in shown or re.search(r"[{\\^=]", start) or is_picture(data["pdf"], start)
    document.close()


def is_picture(pdf: bytes, start: str) -> bool:
    """Tell whether a page begins with a picture, whose words are not on the page."""
    return any(passage.kind == "figure" and passage.key.startswith(start) for passage in read_pdf(pdf).passages)


@pytest.mark.slow
def test_what_the_source_gives_to_some_formats_may_differ(make_project, tmp_path):
    text = "# One\n\nFor all.\n\n::: {.content-visible when-format=pdf}\nFor print.[^a]\n:::\n\n::: {.content-visible when-format=epub}\nFor screens.\n:::\n\n[^a]: A note for print.\n"
    project = make_project({"report.yaml": HEAD, "10-introduction.md": text})
    result = build_editions(project, project.report("brief"), ("pdf", "epub"), tmp_path)
    assert [str(finding) for finding in result.findings] == []
    assert check_parity(tmp_path / "brief" / "brief.pdf") == ()
    (tmp_path / "brief" / "build.json").unlink()
    assert {finding.code for finding in check_parity(tmp_path / "brief" / "brief.pdf")} == {"C102", "C106"}


def test_texts_asked_for_are_those_of_conditional_elements_and_of_the_notes_they_call():
    tree = etree.fromstring(
        '<body><p data-formats="pdf">A <a href="#fn1">1</a></p><p>B</p><ol><li id="fn1"><p>C</p></li></ol></body>'
    )
    assert texts_asked(tree) == ("a1", "1", "c")
